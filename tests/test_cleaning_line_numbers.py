"""The line of the file where each paragraph begins, through every step of cleaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from decoded_texts import clean_text
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning import clean
from speechkit.cleaning.annotations import drop_annotations
from speechkit.cleaning.references import read_references
from speechkit.formats import Extracted, Piece, extract
from speechkit.formats.encodings import decode

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"


def numbered(text: str, *, html: bool = False) -> list[tuple[int, str]]:
    cleaned = clean_text(text, html=html)
    return list(zip(cleaned.lines, cleaned.paragraphs, strict=True))


def test_blank_lines_and_the_title_count() -> None:
    assert numbered(f"\n春耕讲话\n\n　　{BODY}\n\n\n{BODY}") == [(4, BODY), (7, BODY)]


def test_dropped_lines_and_repeated_titles_count() -> None:
    text = f"打印本页\n春耕讲话\n春耕讲话\n同志们：\n{BODY}\n版权所有：柳河县\n"
    assert numbered(text) == [(4, "同志们："), (5, BODY)]
    cut_off = f"春耕讲话{BODY[:30]}...\n春耕讲话\n{BODY}"
    assert numbered(cut_off) == [(3, BODY)]


def test_pieces_of_a_long_line_have_its_number() -> None:
    text = f"春耕讲话\n{BODY}　　{BODY}　　{BODY}\n{BODY}"
    assert numbered(text) == [(2, BODY), (2, BODY), (2, BODY), (3, BODY)]


def test_joined_lines_have_the_number_of_the_first() -> None:
    line = "今年春天雨水充足全镇上下抓住农时十二个村都按时完成了播种"
    block = f"　　{line[2:]}\n{line}\n{line}\n好。\n"
    assert [number for number, _ in numbered("\n" + block * 5)] == [2, 6, 10, 14, 18]


def test_annotations_and_sentences_that_go_leave_the_lines() -> None:
    lead_in = "下面是小编给大家整理的春耕讲话稿,仅供参考。"
    text = f"{lead_in}\n發(fā)展很快，{BODY}{lead_in}\n區(qū)里{BODY}\n{BODY}\n{lead_in}"
    assert numbered(text) == [(2, f"發展很快，{BODY}"), (3, f"區里{BODY}"), (4, BODY)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{BODY}<br>{BODY}\n{BODY}", [1, 1, 2]),
        (f"{BODY}<a\nhref='x'>{BODY}\n{BODY}", [1, 3]),
        (f"{BODY}\n<a\nhref='x'\n>{BODY}\n{BODY}", [1, 4, 5]),
        (f"{BODY}\n<p\nclass='x'>{BODY}\n{BODY}", [1, 3, 4]),
        (f"{BODY}&#10;{BODY}\n&nbsp;{BODY}", [1, 1, 2]),
    ],
)
def test_single_tags_that_end_or_join_lines(text: str, lines: list[int]) -> None:
    assert [number for number, _ in numbered(text)] == lines


def test_of_two_copies_the_lines_of_the_first_stay() -> None:
    copy = "".join(f"<p>第{number}条：{BODY}</p>\n" for number in range(5))
    page = f"<h1>春耕讲话</h1>\n{copy}<p>柳河镇</p>\n{copy}"
    assert [number for number, _ in numbered(page)] == [2, 3, 4, 5, 6, 7]


def test_places_of_documents() -> None:
    pieces = (Piece(BODY, page=2), Piece("- 2 -", page=2, dropped="page-number"), Piece(BODY))
    cleaned = clean(Extracted("pages", pieces))
    assert cleaned.lines == (2, 0)
    assert [(notice.rule, notice.text) for notice in cleaned.notices] == [("page-number", "- 2 -")]
    assert clean(Extracted("pages", ())).lines == ()


SCRAPS = [
    *("\n", "\n\n", "\u3000\u3000", "    ", "，", "。", "好。\n", "：", "<br>", "<a\nhref='x'\n>"),
    *("<p\nid=''>", "&nbsp;", "(fā)", "區(qū)", "小编", "整理的", "参考。", "首页\n>\n", "打印\n"),
    *("来源：", "关于", "讲话\n", "同志们：\n", "一、", "篇1", BODY, BODY, "标题：", "<td>", "…"),
]


TEXTS = st.lists(st.one_of(st.just("词"), st.sampled_from(SCRAPS)), max_size=60)


@given(scraps=TEXTS, html=st.booleans())
def test_every_paragraph_of_any_text_says_where_it_begins(scraps: list[str], html: bool) -> None:
    """Markers are all different, so that the place of each in the text is known.

    A block of a page may be cut at wide gaps: its parts have the line where the block begins.
    """
    text = "".join(f"词{n}尾" if scrap == "词" else scrap for n, scrap in enumerate(scraps))
    found = numbered(text, html=html)
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    for number, paragraph in found:
        assert 1 <= number <= text.count("\n") + 1
        if marker := re.match("词[0-9]+尾", paragraph):
            line = text[: text.index(marker[0])].count("\n") + 1
            assert number == line or (html and "\u3000\u3000" in text and number < line)


FOLDERS = ["seeds", *(f"corpora/{name}" for name in ("provincial_2026", "laws", "transcripts"))]


@pytest.mark.parametrize("folder", [*FOLDERS, "corpora/leaders"])
def test_real_paragraphs_are_in_their_lines(shared: Path, folder: str) -> None:
    """The first four characters are on the very line, and lines follow the text.

    So are the first twelve, but for the rare line from which boilerplate went right behind them.
    Marks of notes are left aside: cleaning drops those that the file answers, and no others.
    """
    paths = [path for path in sorted((shared / folder).iterdir()) if path.suffix in (".txt", ".md")]
    assert paths
    found = interrupted = 0
    for path in paths:
        data = path.read_bytes()
        cleaned = clean(extract(data, path.name), path.stem)
        text = decode(data).text
        text = read_references(text, range(1, text.count("\n") + 2))[0]
        text = re.sub(r"\[([^][]*)\]\([^()]*\)", r"\1", text)  # links of Markdown
        text = re.sub(r"\\([_*.\[\]])", r"\1", text)
        lines = without_marks(drop_annotations(text)[0]).split("\n")
        assert list(cleaned.lines) == sorted(cleaned.lines), path.name
        paragraphs = map(without_marks, cleaned.paragraphs)
        for number, paragraph in zip(cleaned.lines, paragraphs, strict=True):
            assert paragraph[:4] in lines[number - 1], (path.name, number)
            found += 1
            interrupted += paragraph[:12] not in lines[number - 1]
    assert interrupted <= found / 3_000


def without_marks(text: str) -> str:
    return re.sub("[〔［][0-9]+[〕］]", "", text)


def test_real_pages_show_their_paragraphs_from_their_lines_on(shared: Path) -> None:
    """Without tags, what a paragraph begins with comes first, or is on the line itself."""
    paths = sorted((shared / "corpora" / "encodings" / "govcn_html").glob("*.html"))[::5]
    assert paths
    for path in paths:
        data = path.read_bytes()
        lines = decode(data).text.split("\n")
        cleaned = clean(extract(data, path.name), path.stem)
        for number, paragraph in zip(cleaned.lines, cleaned.paragraphs, strict=True):
            first = shown("\n".join(lines[number - 1 : number + 40]))
            within = len(shown(lines[number - 1]))
            assert 0 <= first.find(shown(paragraph)[:4]) <= within, (path.name, number, paragraph)


def shown(source: str) -> str:
    """Return what a page's source shows, white space aside; a tag cut in two at the start goes."""
    from html import unescape

    without_half = re.sub(r"^[^<>]*>", "", source)
    return re.sub(r"\s", "", unescape(re.sub(r"<[^<>]*(?:>|$)", "", without_half)))
