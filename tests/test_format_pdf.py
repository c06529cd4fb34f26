"""PDF: exact characters, lines as paragraphs, furniture apart, and files that are refused."""

from __future__ import annotations

import ast
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from growth import assert_linear
from made_pdf import Text, annotation, encrypt, lines, make_pdf, make_string, write_objects

from speechkit.cleaning import clean
from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, extract, pdf, pdf_client, pdf_process
from speechkit.formats.pdf_client import PdfClient
from speechkit.formats.pdf_document import read_document
from speechkit.formats.pdf_process import OUT_OF_MEMORY

# Prose without a mark of punctuation at any place where a line may end.
PROSE = (
    "今年以来全市上下同心协力克服了许多困难，各项工作取得了新的成绩，人民生活继续改善，社会大局保持稳定，"
    "这些成绩来之不易，是全市干部群众共同奋斗的结果，在此我代表市人民政府向大家表示衷心的感谢。"
)
SECOND = (
    "明年的任务十分繁重，我们要坚持稳中求进的工作总基调，抓住机遇，迎接挑战，努力完成各项目标任务，"
    "把改革开放推向前进，把群众的安危冷暖放在心上，办好每一件实事，以优异的成绩向人民交出满意的答卷。"
)


def wrap(text: str, width: int = 24, indent: int = 2) -> list[str]:
    """Return the lines of a paragraph; no line begins with a mark."""
    whole = "　" * indent + text
    found = []
    while whole:
        end = width + (whole[width : width + 1] in "，。、；：" if len(whole) > width else 0)
        found.append(whole[:end])
        whole = whole[end:]
    return found


def texts(data: bytes, dropped: bool = False) -> list[str]:
    """Return the text of each piece that is text, or of each that is not."""
    return [piece.text for piece in extract(data).pieces if bool(piece.dropped) is dropped]


# Characters


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("UniGB-UCS2-H", "各位代表，今天是２０２５年"),
        ("UniGB-UTF16-H", "𠮷林𬭎大"),
        ("GBK-EUC-H", "朱镕基與會"),
        ("GB-EUC-H", "各位代表"),
        ("ETen-B5-H", "各位代表，今天開會"),
        ("Helvetica", "The 14th Five-Year Plan"),
        ("UniGB-UCS2-V", "自右向左竖排的文字"),
        ("UniGB-UCS2-H", "一"),
    ],
)
def test_characters_are_exact_without_a_font_in_the_file(font: str, text: str) -> None:
    assert texts(make_pdf([Text(90, 700, text, font=font)])) == [text]


def test_characters_are_what_their_map_says() -> None:
    page = [Text(90, 700, "甲乙丙丁", font="Identity-H")]
    assert texts(make_pdf(page, to_unicode=dict(zip("甲乙丙丁", "⼀⺠𠮷发", strict=True)))) == [
        "⼀⺠𠮷发"
    ]


def test_characters_placed_one_by_one_are_a_line() -> None:
    page = [Text(90 + 12 * n, 700, character) for n, character in enumerate("一个一个地放")]
    assert texts(make_pdf(page)) == ["一个一个地放"]


def test_controls_and_marks_of_symbol_fonts_go() -> None:
    page = [Text(90, 700, "甲乙丙丁戊", font="Identity-H")]
    meant = {"甲": "\x01", "乙": "\uf09f", "丙": "丙", "丁": "丁", "戊": "戊"}
    assert texts(make_pdf(page, to_unicode=meant)) == ["丙丁戊"]


# Paragraphs


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ([*wrap(PROSE), *wrap(SECOND)], [PROSE, SECOND]),
        ([*wrap(PROSE, indent=0), "", *wrap(SECOND, indent=0)], [PROSE, SECOND]),
        (["　　一、形势", *wrap(PROSE), "　　二、任务", *wrap(SECOND)],
         ["一、形势", PROSE, "二、任务", SECOND]),
        ([*wrap(PROSE), "　　（一）" + PROSE[:19], *wrap(SECOND)],
         [PROSE, "（一）" + PROSE[:19], SECOND]),
        (["1．" + PROSE[:22], "　　" + PROSE[22:44], "　　" + PROSE[44:60] + "。", "2．好。"],
         ["1．" + PROSE[:60] + "。", "2．好。"]),
        (["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"],
         ["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"]),
        ([*wrap(PROSE), "第一章总则........1", "第二章职责........2"],
         [PROSE, "第一章总则........1", "第二章职责........2"]),
    ],
    ids=["indents", "spaces", "headings", "full-heading", "hanging", "verse", "contents"],
)  # fmt: skip
def test_lines_are_joined_where_a_paragraph_runs_on(drawn: list[str], expected: list[str]) -> None:
    assert texts(make_pdf(lines(drawn))) == expected


def test_latin_words_keep_their_blanks_and_lose_their_hyphens() -> None:
    first = "The plan for the economic develop-"
    drawn = [Text(60, 700 - 16 * n, line, 12, "Helvetica") for n, line in enumerate(
        [first, "ment of the zone was adopted in the", "spring of this year."]
    )]  # fmt: skip
    assert texts(make_pdf(drawn)) == [
        "The plan for the economic development of the zone was adopted in the spring of this year."
    ]


def test_a_title_over_two_lines_is_one_and_is_the_title() -> None:
    title = [Text(150, 780, "在全市经济工作会议上", 22), Text(216, 746, "的讲话提纲", 22)]
    extracted = extract(make_pdf([*title, *lines(wrap(PROSE), y=700)]))
    assert extracted.title == "在全市经济工作会议上的讲话提纲"
    assert extracted.pieces[0].text == extracted.title
    assert extracted.pieces[1].text == PROSE


def test_rows_of_a_table_are_lines_and_are_not_joined() -> None:
    cells = [("指标", "单位", "数值"), ("产值", "亿元", "一千"), ("人口", "万人", "三百")]
    page = [Text(60 + 150 * n, 700 - 20 * row, text)
            for row, texts in enumerate(cells) for n, text in enumerate(texts)]  # fmt: skip
    assert texts(make_pdf(page)) == ["\t".join(row) for row in cells]


def test_lines_within_a_cell_are_joined() -> None:
    cell = lines(["请填写至门牌号", "码为止并注明邮", "编"], 200, 700, 15)
    data = make_pdf([Text(60, 700, "家庭住址"), *cell])
    assert texts(data) == ["家庭住址\t请填写至门牌号码为止并注明邮编"]


def test_columns_of_numbers_are_a_table() -> None:
    rows = [[f"{n},234,567.89", f"{n},765,432.10"] for n in range(1, 9)]
    page = [Text(60 + 100 * k, 700 - 14 * n, text, 9, "Helvetica")
            for n, row in enumerate(rows) for k, text in enumerate(row)]  # fmt: skip
    assert texts(make_pdf(page)) == ["\t".join(row) for row in rows]


def test_text_that_a_scanner_recognized_is_joined() -> None:
    """Its sizes and places vary from line to line, and blanks seem to be between characters."""
    chance = random.Random(1)
    page = []
    for n, line in enumerate([*wrap(PROSE * 2), *wrap(SECOND * 2)]):
        size = round(12 * chance.uniform(0.88, 1.12), 1)
        for k, character in enumerate(line.replace("　", " ")):
            x, y = 60 + 12 * k + chance.uniform(-1, 1), 760 - 20 * n + chance.uniform(-1, 1)
            page += [Text(round(x, 1), round(y, 1), character, size)] * (character != " ")
    assert texts(make_pdf(page)) == [PROSE * 2, SECOND * 2]


def test_a_letterhead_is_not_the_title() -> None:
    page = [Text(120, 780, "某某市人民政府文件", 36), Text(205, 700, "当前工作的通知", 22)]
    assert extract(make_pdf([*page, *lines(wrap(PROSE), y=650)])).title == "当前工作的通知"


def test_lines_that_nothing_explains_are_left_out_and_told() -> None:
    garbage = Text(60, 300, "\u1234\u2345\u3456ᚠⴰ\ua123\u0456", font="Identity-H")
    data = make_pdf([*lines(wrap(PROSE)), garbage])
    assert texts(data) == [PROSE]
    assert [(n.rule, n.times) for n in extract(data).notices] == [("unmapped-line", 1)]


def test_a_page_of_scattered_words_takes_little_time() -> None:
    chance = random.Random(1)
    stretches = [
        ["字" * chance.randrange(1, 9), x := chance.random() * 500, x + 40, chance.random() * 800,
         8 + chance.random() * 9, 0, False]
        for _ in range(20_000)
    ]  # fmt: skip
    start = time.process_time()
    stated = {"Title": "", "Author": "", "CreationDate": ""}
    read_document(stated, [[595, 842, stretches, False, []]])
    assert time.process_time() - start < 5


def column(text: str, x: float, size: float = 9) -> list[Text]:
    return lines(wrap(text * 3, 24), x, 760, 14, size)


@pytest.mark.parametrize("order", ["columns", "rows", "right column first"])
def test_two_columns_are_read_one_after_the_other(order: str) -> None:
    left, right = column(PROSE, 50), column(SECOND, 300)
    page = {
        "columns": [*left, *right],
        "rows": [text for pair in zip(left, right, strict=False) for text in pair]
        + left[len(right) :] + right[len(left) :],
        "right column first": [*right, *left],
    }[order]  # fmt: skip
    assert texts(make_pdf(page)) == [PROSE * 3, SECOND * 3]


def test_vertical_text_is_read_from_right_to_left() -> None:
    page = [
        Text(500 - 20 * n, 760 - 24 * line.startswith("　"), line.lstrip("　"), font="UniGB-UCS2-V")
        for n, line in enumerate([*wrap(PROSE), *wrap(SECOND)])
    ]
    assert texts(make_pdf(page)) == [PROSE, SECOND]


def test_pages_turned_on_their_side_are_read() -> None:
    page = [Text(60 + 20 * n, 60, line, 12, "UniGB-UCS2-H", "0 1 -1 0")
            for n, line in enumerate(wrap(PROSE, indent=0))]  # fmt: skip
    assert texts(make_pdf(page)) == [PROSE]


# Pages


def pages(number: int = 5) -> Iterator[list[Text]]:
    """Yield pages of one paragraph, each with heads of its side and a number."""
    body = wrap(PROSE * (4 * number))
    for n in range(number):
        odd = n % 2 == 0
        head = Text(60 if odd else 400, 805, "市政府文件" if odd else f"第{n + 1}期公报", 9)
        foot = Text(300, 30, f"— {n + 1} —", 9)
        yield [head, *lines(body[n * 30 : n * 30 + 30], pitch=22), foot]


def test_furniture_goes_and_a_phrase_is_found_over_the_end_of_a_page() -> None:
    data = make_pdf(*pages())
    (piece,) = (piece for piece in extract(data).pieces if not piece.dropped)
    assert (PROSE * 20).startswith(piece.text) and len(piece.text) > 1_000
    assert piece.page == 1
    assert [(piece.page, piece.dropped, piece.text) for piece in extract(data).pieces][1:5] == [
        (1, "running-head", "市政府文件"),
        (1, "page-number", "— 1 —"),
        (2, "running-head", "第2期公报"),
        (2, "page-number", "— 2 —"),
    ]


@pytest.mark.parametrize(
    "number", ["- 7 -", "第 7 页 共 9 页", "7", "vii", "Page 7 of 9", "· 7 ·", "7/9"]
)
def test_a_number_alone_in_the_margin_is_the_pages(number: str) -> None:
    data = make_pdf([*lines(wrap(PROSE)), Text(290, 30, number, 10)])
    assert texts(data) == [PROSE]
    assert texts(data, dropped=True) == [number]


def test_vertical_pages_with_numbers_across_are_one_text() -> None:
    columns = wrap(PROSE * 8, 30)

    def page(number: int) -> list[Text]:
        part = columns[number * 13 : number * 13 + 13]
        return [
            *(
                Text(500 - 24 * n, 760 - 24 * line.startswith("　"), line.lstrip("　"),
                     font="UniGB-UCS2-V")
                for n, line in enumerate(part)
            ),
            Text(290, 30, f"{number + 1}", 9),
        ]  # fmt: skip

    data = make_pdf(page(0), page(1))
    assert texts(data) == [PROSE * 8]
    assert texts(data, dropped=True) == ["1", "2"]


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_named() -> None:
    text = b"BT /Helvetica 1 Tf 1 0 0 1 %d 700 Tm (a) Tj ET "
    data = make_pdf(contents=[b"".join(text % (n % 500) for n in range(100_000))])
    with pytest.raises(UnreadableFileError, match="slow"):
        extract(data)
    assert texts(WHOLE) == [PROSE]


def test_what_repeats_within_the_body_stays() -> None:
    page = [*lines(wrap(PROSE)), *lines(["　　全体起立！"], y=500), *lines(wrap(SECOND), y=460)]
    data = make_pdf(page, page, page)
    assert texts(data).count("全体起立！") == 3
    assert texts(data, dropped=True) == []


def test_footnotes_come_behind_the_paragraph_and_their_marks_go() -> None:
    text = PROSE[:-1] + "，" + SECOND
    first, second = wrap(text)[:3], wrap(text)[3:]
    marked = Text(84 + 12 * 22, 764, "1", 7)
    notes = [Text(60, 60, "1 见《人民日报》一九九〇年一月一日。", 9), Text(60, 46, "2 同上。", 9)]
    data = make_pdf([*lines(first)[:1], marked, *lines(first)[1:], *notes], lines(second))
    assert texts(data) == [text, "1 见《人民日报》一九九〇年一月一日。", "2 同上。"]


def test_a_watermark_is_no_text() -> None:
    mark = Text(200, 300, "内部资料严禁外传", 40, matrix="0.7 0.7 -0.7 0.7")
    data = make_pdf([mark, *lines(wrap(PROSE))])
    assert (texts(data), texts(data, dropped=True)) == ([PROSE], ["内部资料严禁外传"])


def test_headings_by_size_have_levels() -> None:
    page = [Text(60, 780, "政府工作报告", 24), Text(60, 740, "一、回顾", 16)]
    page += [*lines(wrap(PROSE), y=710), *lines(wrap(SECOND), y=600), *lines(wrap(PROSE), y=500)]
    page += [*lines(wrap(SECOND), y=400), *lines(wrap(PROSE), y=300), *lines(wrap(PROSE), y=200)]
    levels = [(piece.level, piece.text[:4]) for piece in extract(make_pdf(page)).pieces]
    assert levels[:3] == [(1, "政府工作"), (2, "一、回顾"), (0, PROSE[:4])]


# What lies on pages


def test_fields_and_free_texts_are_paragraphs_of_their_page() -> None:
    notes = [
        annotation("FreeText", "旁边加的一句话。\r另起一段。", 300),
        annotation("Widget", "王大林", 500, "/FT/Tx/T(name)"),
        annotation("Widget", "农业局", 400, "/FT/Ch/T(office)/Opt[(a)]"),
        annotation("Widget", "Yes", 350, "/FT/Btn/T(box)"),
        annotation("Text", "此处待核。", 600),
        annotation("Highlight", "这句要改。", 200),
        annotation("Popup", "窗口", 600),
        annotation("Link", "链接", 100),
        annotation("FreeText", "看不见的", 300, "/F 2"),
        annotation("FreeText", "也看不见", 300, "/F 32"),
        annotation("FreeText", "", 300),
    ]
    pages = [lines(wrap(PROSE)), lines(wrap(SECOND))]
    extracted = extract(make_pdf(*pages, annotations=notes))
    kept = [(piece.text, piece.page) for piece in extracted.pieces if not piece.dropped]
    added = ["王大林", "农业局", "旁边加的一句话。", "另起一段。"]
    assert kept == [(PROSE, 1), *((text, 1) for text in added), (SECOND, 2)]
    dropped = [(piece.text, piece.dropped) for piece in extracted.pieces if piece.dropped]
    assert dropped == [("此处待核。", "page-note"), ("这句要改。", "page-note")]


def test_the_value_of_a_field_may_be_its_parent_s() -> None:
    parent = f"<</FT/Tx/T(name)/V {make_string('王大林')}/Kids[50 0 R 51 0 R]>>".encode()
    kids = [f"/Subtype/Widget/Rect[60 {y} 200 {y + 20}]/Parent 10 0 R" for y in (300, 200)]
    data = make_pdf(lines(wrap(PROSE)), more=[parent], annotations=kids)
    assert texts(data.replace(b"/Fields[50 0 R 51 0 R]", b"/Fields[10 0 R        ]")) == [
        PROSE,
        "王大林",
        "王大林",
    ]


def test_a_page_may_hold_nothing_but_fields() -> None:
    data = make_pdf([], annotations=[annotation("Widget", PROSE, 300, "/FT/Tx/T(a)")])
    assert texts(data) == [PROSE]


def test_a_comment_alone_is_no_text() -> None:
    with pytest.raises(UnreadableFileError, match="no-text"):
        extract(make_pdf([], annotations=[annotation("Text", "此处待核。", 600)]))


def test_the_next_file_has_no_form_of_the_last_one() -> None:
    form = make_pdf([], annotations=[annotation("Widget", PROSE, 300, "/FT/Tx/T(a)")])
    note = make_pdf(lines(wrap(SECOND)), annotations=[annotation("FreeText", "旁注", 300)])
    for _ in range(3):
        assert (texts(form), texts(note)) == ([PROSE], [SECOND, "旁注"])


# What a document states


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("在座谈会上的讲话", True),
        ("Microsoft Word - 讲话.doc", False),
        ("讲话.docx", False),
        ("untitled", False),
        ("www.example.com", False),
        ("<4D6963726F736F6674>", False),
        ("文档1", False),
    ],
)
def test_a_stated_title_counts_if_a_person_wrote_it(title: str, kept: bool) -> None:
    info = {"Title": title, "Author": "张三", "CreationDate": "D:20240506070809+08'00'"}
    extracted = extract(make_pdf(lines(wrap(PROSE)), info=info))
    assert clean(extracted).title == (title if kept else "")
    assert (extracted.format, extracted.author, extracted.date) == ("pdf", "张三", "2024-05-06")


def test_programs_are_no_authors() -> None:
    info = {"Author": "Administrator", "CreationDate": "yesterday"}
    extracted = extract(make_pdf(lines(wrap(PROSE)), info=info))
    assert (extracted.author, extracted.date) == ("", "")


# What cannot be read

IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    b"/Length 1>>stream\n\xff\nendstream"
)
SCAN = {
    "contents": [b"500 0 0 700 0 0 cm /I Do"],
    "resources": "/XObject<</I 10 0 R>>",
    "more": [IMAGE],
}
TREE = b"<</Type/Catalog/Pages 2 0 R>>"


def page_tree(kids: bytes, count: int) -> bytes:
    """Return a file whose tree of pages is written by hand; object 3 is an empty page."""
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return write_objects({1: TREE, 2: tree, 3: b"<</Type/Page/MediaBox[0 0 9 9]>>"}, "/Root 1 0 R")


def bomb(content: bytes, size: int) -> bytes:
    """Return a file of which one page unpacks to many bytes."""
    packer = zlib.compressobj(9)
    unit = content * (1 << 20)
    packed = b"".join(packer.compress(unit) for _ in range(size // len(unit))) + packer.flush()
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
    page = b"<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R/Parent 2 0 R>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return write_objects({1: TREE, 2: tree, 3: page, 4: stream}, "/Root 1 0 R")


WHOLE = make_pdf(lines(wrap(PROSE)))
NO_MAP = make_pdf([Text(60, 700, "\u1234\u2345\u3456ᚠⴰ\ua123\u0456", font="Identity-H")])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf(**SCAN), "scan"),  # type: ignore[arg-type]
        (make_pdf([]), "no-text"),
        (NO_MAP, "no-map"),
        (encrypt(WHOLE, "secret"), "password"),
        (b"%PDF-1.4\n", "damaged"),
        (WHOLE[:400], "damaged"),
        (page_tree(b"", 0), "damaged"),
        (page_tree(b"3 0 R " * 10_001, 10_001), "bomb"),
        (page_tree(b"2 0 R 2 0 R", 2), "no-text"),
        (page_tree(b"3 0 R", 2_000_000_000), "no-text"),
        (bomb(b"q ", 400 << 20), "bomb"),
        (bomb(b" ", 400 << 20), "bomb"),
    ],
    ids=["scan", "empty", "no-map", "password", "head", "cut", "no-pages", "many-pages", "loop",
         "count", "operators", "blanks"],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_the_next_file_is_read(data: bytes, reason: str) -> None:
    assert pdf.recognize(data, "")
    with pytest.raises(UnreadableFileError, match=rf": {reason}\b"):
        extract(data)
    assert texts(WHOLE) == [PROSE]


def test_only_a_readers_password_keeps_a_file_shut() -> None:
    assert texts(encrypt(WHOLE, "")) == [PROSE]


def test_pages_of_pictures_among_others_are_told() -> None:
    data = make_pdf(lines(wrap(PROSE)), **SCAN)  # type: ignore[arg-type]
    assert [(n.kind, n.rule, n.times) for n in extract(data).notices] == [
        ("doubtful", "page-without-text", 1)
    ]


def test_the_sign_may_come_a_little_later() -> None:
    assert pdf.recognize(b"\xef\xbb\xbf\r\n" + WHOLE, "讲话.doc")
    assert not pdf.recognize(b" " * 2_000 + WHOLE, "讲话.pdf")


def test_mutations_are_read_or_named() -> None:
    data = make_pdf(*pages(2), info={"Title": "讲话"})
    chance = random.Random(1)
    for _ in range(60):
        assert isinstance(read_or_name(mutate(data, chance)), Extracted | str)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some bytes changed, cut out or doubled."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(changed))
        if chance.random() < 0.2:
            changed[place : place + chance.randrange(40)] = b""
        elif chance.random() < 0.1:
            changed[place:place] = changed[place : place + chance.randrange(400)]
        else:
            changed[place] = chance.choice((0, 32, 47, 60, 62, 255, chance.randrange(256)))
    return bytes(changed)


def read_or_name(data: bytes) -> Extracted | str:
    """Return what is read, or the reason why nothing is; that is one that is known."""
    try:
        return pdf.extract(data, "", None)
    except UnreadableFileError as error:
        assert error.reason in ("damaged", "no-text", "password", "bomb", "slow", "scan", "no-map")
        return error.reason


# The process


@pytest.fixture
def client() -> Iterator[PdfClient]:
    client = PdfClient()
    yield client
    client.close()


def identify(client: PdfClient) -> int:
    assert client._process is not None
    return client._process.pid


def test_one_process_reads_many_files(client: PdfClient) -> None:
    assert client._process is None
    numbers = set()
    for _ in range(3):
        assert client.read(WHOLE)[0]["pages"] == 1
        numbers.add(identify(client))
    with pytest.raises(UnreadableFileError, match="damaged"):
        client.read(b"%PDF-")
    assert client.read(WHOLE)
    assert numbers == {identify(client)}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signals")
def test_the_death_of_the_process_is_the_loss_of_one_file(client: PdfClient) -> None:
    client.read(WHOLE)
    first = identify(client)
    busy = make_pdf(contents=[b"q 1 0 0 1 0 0 cm Q " * 100_000] * 40)
    timer = threading.Timer(0.2, os.kill, (first, signal.SIGKILL))
    timer.start()
    with pytest.raises(UnreadableFileError, match="damaged"):
        client.read(busy)
    assert client.read(WHOLE)[0]["pages"] == 1
    assert identify(client) != first
    os.kill(identify(client), signal.SIGKILL)  # while it waits: that is found out by the next file
    time.sleep(0.1)
    assert client.read(WHOLE)[0]["pages"] == 1


def test_a_process_that_says_nothing_is_ended(
    client: PdfClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start() -> subprocess.Popen[bytes]:
        code = "import sys, time; sys.stdin.buffer.read(9); time.sleep(60)"
        command = [sys.executable, "-c", code]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(pdf_client, "_start", start)
    monkeypatch.setattr(pdf_client, "_LONGEST_SILENCE", 0.1)
    with pytest.raises(UnreadableFileError, match="slow"):
        client.read(WHOLE)
    assert client._process is None


@pytest.mark.parametrize("noise", [b"x" * 100, b"\0" * 8 + b"{", b"\xff" * 8, b"\0" * 7 + b"\1{"])
def test_what_is_no_answer_is_none(
    client: PdfClient, monkeypatch: pytest.MonkeyPatch, noise: bytes
) -> None:
    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({noise!r})"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(pdf_client, "_start", start)
    with pytest.raises(UnreadableFileError, match="damaged"):
        client.read(WHOLE)


def test_threads_take_turns(client: PdfClient) -> None:
    files = [make_pdf([Text(60, 700, f"第{n}份文件")]) for n in range(40)]

    def read(data: bytes) -> str:
        text = client.read(data)[1][2][0][0]
        assert isinstance(text, str)
        return text

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, files)) == [f"第{n}份文件" for n in range(40)]


def test_an_interrupt_leaves_no_half_answer(
    client: PdfClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = pdf_client._receive
    calls = iter([receive, None])

    def interrupted(process: subprocess.Popen[bytes]) -> object:
        call = next(calls, receive)
        if call is None:
            raise KeyboardInterrupt
        return call(process)

    monkeypatch.setattr(pdf_client, "_receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        client.read(make_pdf(*pages()))
    monkeypatch.undo()
    assert client.read(WHOLE)[0]["pages"] == 1


def test_the_process_ends_with_who_asked(client: PdfClient) -> None:
    """When that one ends, however it does, its end of the pipe is closed."""
    client.read(WHOLE)
    process = client._process
    assert process is not None and process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    client._process = None


def test_nothing_of_it_is_loaded_before_a_pdf_is_read() -> None:
    code = (
        "import sys; from speechkit.formats import extract; extract('讲话'.encode());"
        "print([m for m in sys.modules if 'pdf' in m or m == 'ctypes'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_process_ends_that_holds_too_much() -> None:
    code = (
        "import threading, time; from speechkit.formats.pdf_process import watch_memory;"
        "threading.Thread(target=watch_memory, args=(100 << 20,)).start();"
        "time.sleep(0.1); held = b'x' * (200 << 20); time.sleep(60)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == OUT_OF_MEMORY


def test_it_starts_with_nothing_but_the_library() -> None:
    """It is run by its path, isolated, and must not import what is beside it (``html`` …)."""
    tree = ast.parse(Path(pdf_process.__file__).read_text("utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert names - set(sys.stdlib_module_names) == {"pypdfium2_raw"}


@pytest.mark.slow
def test_time_is_linear() -> None:
    files = {factor: make_pdf(*list(pages(2)) * factor) for factor in (5, 40)}
    assert_linear(lambda factor: extract(files[factor]), 5)


def test_pieces_are_in_the_order_of_pages() -> None:
    found: Sequence[int] = [piece.page for piece in extract(make_pdf(*pages())).pieces]
    assert all(before <= after for before, after in pairwise(found))
    assert max(found) == 5
