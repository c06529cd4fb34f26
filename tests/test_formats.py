"""Formats: which one a file is in follows from its content, and pieces know their places."""

from __future__ import annotations

import pickle
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from decoded_texts import clean_text, extract_text
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning import clean, read_speech
from speechkit.errors import SettingError, UnreadableFileError
from speechkit.formats import Extracted, Piece, extract, registry
from speechkit.formats.edited import Edit, EditedText, line_starts
from speechkit.model import Notice

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
PAGE = f"<html><head><title>春耕讲话_柳河网</title></head><body><p>{BODY}</p></body></html>"


def places(extracted: Extracted) -> list[tuple[str, int]]:
    """The text and line of each piece of the speech."""
    return [(piece.text, piece.line) for piece in extracted.pieces if not piece.dropped]


# Which format


@pytest.mark.parametrize("name", ["", "a.txt", "a.docx", "a.htm.txt", "html"])
def test_a_page_is_known_whatever_its_name(name: str) -> None:
    extracted = extract(PAGE.encode(), name)
    assert (extracted.format, extracted.title) == ("html", "春耕讲话")
    assert places(extracted) == [(BODY, 1)]


@pytest.mark.parametrize("name", ["a.html", "A.HTM"])
def test_the_ending_of_a_page_is_a_hint(name: str) -> None:
    text = f"{BODY}\n<b>{BODY}</b>"
    assert extract(text.encode(), name).format == "html"
    assert extract(text.encode(), "a.txt").format == "text"


def test_a_plain_text_is_as_decoded() -> None:
    extracted = extract(f"\ufeff{BODY}\r\n\r\n　{BODY}\r".encode())
    assert (extracted.format, extracted.encoding, extracted.confidence) == ("text", "utf-8", 1.0)
    assert extracted.text == f"{BODY}\n\n　{BODY}\n"
    assert places(extracted) == [(extracted.text, 1)]


@pytest.mark.parametrize("text", [BODY * 3, PAGE])
def test_the_encoding_is_told_with_its_notices(text: str) -> None:
    damaged = text.replace("雨水", "雨\udcff").encode("utf-8", "surrogateescape")
    extracted = extract(damaged)
    assert extracted.encoding == "utf-8"
    assert extracted.confidence < 1
    assert [notice.rule for notice in extracted.notices] == ["replaced-bytes"]
    assert extract(text.encode("gbk"), "", "gb2312").encoding == "gb18030"


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(SettingError, match="nonsense"):
        extract(BODY.encode(), "a.txt", "nonsense")


def packed() -> bytes:
    with zipfile.ZipFile(buffer := BytesIO(), "w") as archive:
        archive.writestr("word/other.xml", BODY)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [packed(), b"\x89PNG\r\n\x1a\n" + bytes(64), bytes(500)])
@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_binary_data_is_an_error_with_a_code(data: bytes, encoding: str | None) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        extract(data, "a.txt", encoding)
    assert (caught.value.reason, caught.value.detail) == ("binary", "")


def test_the_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(UnreadableFileError("too-large", "32")))
    assert (error.reason, error.detail) == ("too-large", "32")
    assert "too-large" in str(error)
    assert "32" in str(error)


class Pages:
    """A format with pages and running heads, as the registry takes it."""

    def recognize(self, data: bytes, name: str) -> bool:
        return data.startswith(b"%PAGES")

    def extract(self, data: bytes, name: str, encoding: str | None) -> Extracted:
        pieces = [Piece("春耕讲话", page=1, level=1), Piece(f"一、{BODY}\n好。", page=1)]
        pieces += [Piece("- 2 -", page=2, dropped="page-number"), Piece(BODY, page=2)]
        return Extracted("pages", tuple(pieces), date="2024-05", url="http://example.com/1")


def test_another_format_is_one_line_in_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_documents", lambda data: (Pages(),))
    speech = read_speech(b"%PAGES\0\0\0\0", b"a/b.txt", Path("corpus"))
    assert (speech.format, speech.encoding, speech.title) == ("pages", "", "春耕讲话")
    assert speech.paragraphs == (f"一、{BODY}", "好。", BODY)
    assert speech.lines == (1, 1, 2)
    assert (speech.date, speech.url) == ("2024-05", "http://example.com/1")
    assert speech.notices == (Notice("dropped", "page-number", "- 2 -"),)
    assert "- 2 -" in extract(b"%PAGES").text
    assert read_speech(BODY.encode(), b"c.txt", Path("corpus")).format == "text"


def test_what_the_text_states_itself_comes_first() -> None:
    text = f"春耕讲话\n（2023年3月10日）\n来源：镇报\n{BODY}"
    stated = extract_text(text)._replace(format="html", date="2024-01-01", source="网站")
    cleaned = clean(stated)
    assert (cleaned.date, cleaned.source) == ("2023-03-10", "镇报")


def test_a_speech_says_how_it_was_read() -> None:
    speech = read_speech(f"春耕讲话\n\n{BODY}\n".encode("gbk"), "夏/1.txt".encode(), Path("c"))
    assert (speech.id, speech.path, speech.format) == ("夏/1.txt", Path("c/夏/1.txt"), "text")
    assert (speech.encoding, speech.script) == ("gb18030", "simplified")
    assert (speech.title, speech.paragraphs, speech.lines) == ("春耕讲话", (BODY,), (3,))


# Where pieces of a page begin


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一</p>\n<p>\n二</p>", [("一", 1), ("二", 3)]),
        ("<p>一<!-- \n\n -->二</p><p>三", [("一二", 1), ("三", 3)]),
        ("<p><!--\n-->\n&nbsp;\n一</p>", [("一", 4)]),
        ("<script>\n\n</script><p>一<style>\n</style><p>二", [("一", 3), ("二", 4)]),
        ("<nav>\n<p>菜单\n</nav>一", [("一", 3)]),
        ("<pre>一\n\n 二<b>\n三</b></pre>", [("一", 1), ("二", 3), ("三", 4)]),
        ("<table>\n<tr>\n<td>一\n<td>二</table>\n三", [("一\t二", 3), ("三", 5)]),
        ("<table><tr><td>一<td>二\n<tr><td>三<td>四</table>", [("一\t二", 1), ("三\t四", 2)]),
        ("<tr><td>一<td>二\n<tr><td>三<td>四", [("一\t二", 1), ("三\t四", 2)]),
        (
            "<table><tr><td>一<table><tr><td>二<td>三\n<tr><td>四</table><td>五\n<tr><td>六</table>七",
            [("一", 1), ("二\t三", 1), ("四", 2), ("五", 2), ("六", 3), ("七", 3)],
        ),
        (
            "<table><tr><td>一<table><tr><td>二</td></tr></td></tr><tr><td>三</td><td>四</table>\n<p>五",
            [("一", 1), ("二", 1), ("三\t四", 1), ("五", 2)],
        ),
        ("<a\nhref=''>一</a\n><br\n/>二", [("一", 2), ("二", 4)]),
        ("<title>题\n目</title>一<p\n", [("一<p", 2)]),
        ("<p>一\n<p>二\n<script>三\n四", [("一", 1), ("二", 2), ("三四", 3)]),
        ("<!doctype\nhtml>\n<?xml\n?>一", [("一", 4)]),
        (f"&#{'1' * 2000};\n一", [("\ufffd 一", 1)]),
    ],
)
def test_lines_of_a_page_begin_where_they_show(page: str, expected: list[tuple[str, int]]) -> None:
    found = places(extract_text(page, html=True))
    assert [(text.strip(), line) for text, line in found if text.strip()] == expected


def test_a_page_that_the_parser_gives_up_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(reader: object, source: str) -> None:
        raise AssertionError("unknown status keyword")

    monkeypatch.setattr("html.parser.HTMLParser.feed", give_up)
    page = "<!-- \n -->一<p>\n&amp;二<b\n>三</b>"
    found = places(extract_text(page, html=True))
    assert [piece for piece in found if piece[0].strip()] == [("一", 2), ("&二", 3), ("三", 4)]


def test_headings_of_a_page_have_their_level() -> None:
    page = "<h1>春耕<br>讲话</h1><div>一</div><h3>二</h3>三"
    levels = [piece.level for piece in extract_text(page, html=True).pieces]
    assert levels == [1, 1, 0, 3, 0]


MARKERS = st.integers(0, 999).map(lambda number: f"词{number}尾")
TAGS = ["<p>", "</p>", "<br>", "<b>", "</b>", "<pre>", "</pre>", "<a\nhref='x'\n>", "<div\n>"]
TABLES = ["<table>", "</table>", "<tr>", "<td>", "\n</td>"]
GONE = ["<!-- a\n b -->", "<!--", "-->", "<script>\nx</script>", "<nav>\n</nav>", "<![weird\n["]
OTHERS = ["<title>题\n目</title>", "<select", "<?x\n?>", "&nbsp;", "&amp;", "&ensp;", "&lt", "<"]
BLANKS = ["\n", "\n\n", "  ", "\u3000\u3000", "\t", "，", "x"]
PAGES = st.lists(st.one_of(MARKERS, st.sampled_from([*TAGS, *TABLES, *GONE, *OTHERS, *BLANKS])))


@given(scraps=PAGES)
def test_every_line_of_any_page_says_where_it_begins(scraps: list[str]) -> None:
    page = number_markers(scraps)
    for text, line in places(extract_text(page, html=True)):
        assert "\n" not in text
        shown = text.lstrip()
        if shown.startswith("词"):
            marker = shown[: shown.index("尾") + 1]
            assert line == page[: page.index(marker)].count("\n") + 1


def number_markers(scraps: list[str]) -> str:
    """Return the scraps as one text in which no marker comes twice."""
    return "".join(
        f"词{number}尾" if scrap.startswith("词") else scrap for number, scrap in enumerate(scraps)
    )


# Edited texts


@given(data=st.data(), text=st.text("ab\n", max_size=30))
def test_places_of_an_edited_text_lead_back(data: st.DataObject, text: str) -> None:
    edited = EditedText(text)
    origins = list(range(len(text) + 1))
    for _ in range(data.draw(st.integers(0, 4))):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(edited.text)), max_size=6)))
        edits = [
            Edit(start, end, data.draw(st.text("xyz", max_size=3)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        edits = [edit for edit in edits if edit.end > edit.start]
        for start, end, new in reversed(edits):
            origins[start:end] = [origins[start] + n for n in range(len(new))]
        before, edited = edited.text, edited.edit(edits)
        assert edited.text == replaced(before, edits)
        assert [edited.origin(place) for place in range(len(edited.text) + 1)] == origins


def replaced(text: str, edits: list[Edit]) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@given(text=st.text("a\n\r\x0b\x85\u2028"))
def test_lines_end_at_line_feeds_alone(text: str) -> None:
    starts = line_starts(text)
    assert len(starts) == len(text.split("\n"))
    assert all(start == 0 or text[start - 1] == "\n" for start in starts)


@pytest.mark.parametrize("unit", ["<!---->\n", "<b></b>\n中", "<nav></nav>", "&amp;\n", "<!x>"])
@pytest.mark.parametrize("html", [True, False])
@pytest.mark.slow
def test_time_is_linear(unit: str, html: bool) -> None:
    assert_linear(lambda size: clean_text(unit * (size // len(unit)), html=html), 20_000)


# Half characters, which no index and no output can hold

_HALF = "\\ud800"
_WITH_HALVES = {
    "a.json": f'{{"title": "讲话{_HALF}", "content": "{BODY + _HALF}", "author": "李{_HALF}"}}',
    "a.jsonl": f'{{"title": "讲话{_HALF}", "content": "{BODY + _HALF}"}}\n' * 3,
    "yaml.md": f'---\ntitle: "讲话{_HALF}"\nauthor: "李{_HALF}"\n---\n\n{BODY}\n',
    "json.md": f'{{"title": "讲话{_HALF}"}}\n\n{BODY}\n',
    "a.html": (
        f'<script type="application/ld+json">{{"@type": "Article", "headline": "讲话{_HALF}",'
        f' "author": "李{_HALF}", "url": "http://a{_HALF}"}}</script><p>{BODY}</p>'
    ),
    "reference.html": f"<title>讲话&#xD800;</title><p>{BODY}&#55296;</p>",
    "reference.txt": f"讲话\n\n{BODY}&#55296;&amp;#xD800;",
    "escapes.txt": "讲话\n\n" + "\\ud800\\u6539\\u9769\\u53d1\\u5c55" * 5,
    "utf-7.txt": "讲话\n\n" + (BODY.encode("utf-7").decode() + "+2AA-") * 3,
    "a.eml": "From: a@b.c\nSubject: 讲话\nContent-Type: text/plain; charset=utf-7\n\n+2AA-+ZTk-",
    "a.rtf": "{\\rtf1\\ansi\\u-10240?\\u25913?\\u-10240?\\u38761?\\par}",
}


@pytest.mark.parametrize("name", _WITH_HALVES)
def test_no_half_of_a_character_is_extracted(name: str) -> None:
    extracted = extract(_WITH_HALVES[name].encode(), name)
    strings = [value for value in extracted if isinstance(value, str)]
    strings += [piece.text for piece in extracted.pieces]
    strings += [notice.text for notice in extracted.notices]
    for string in strings:
        string.encode()
    assert extracted.text.strip()
