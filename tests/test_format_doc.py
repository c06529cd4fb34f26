"""Documents of Word 97 and WPS: what is text, what is not, and what numbers they count."""

from __future__ import annotations

import random
import struct

import pytest
from made_doc import Doc, Paragraph, Run, definition, level, make_doc, make_ole, sprm, style

from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, doc, extract
from speechkit.formats.doc_sprms import read_sprms

DELETED = sprm(0x0800, b"\1")
HIDDEN = sprm(0x083C, b"\1")
IN_TABLE = sprm(0x2416, b"\1")
ENDS_ROW = IN_TABLE + sprm(0x2417, b"\1")
INNER = sprm(0x6649, struct.pack("<I", 2))
ENDS_INNER_CELL = INNER + sprm(0x244B, b"\1")
ENDS_INNER_ROW = INNER + sprm(0x244C, b"\1")


def texts(paragraphs: list[Paragraph], more: Doc | None = None) -> list[str]:
    """Return the text of each piece of a document."""
    return [piece.text for piece in extract(make_doc(paragraphs, more), "讲话.doc").pieces]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (["发", Run("展", sprm(0x0835, b"\1")), "是"], ["发展是"]),
        (["甲\t乙"], ["甲\t乙"]),
        (["上\x0b下"], ["上\n下"]),
        (["三\x1e五\x1f年"], ["三-五年"]),
        (["𠮷𬭎字"], ["𠮷𬭎字"]),
        (["去", Run("删", DELETED), "了"], ["去了"]),
        (["见", Run("藏", HIDDEN), "又见"], ["见又见"]),
        (["见", Run("显", sprm(0x083C, b"\0")), "又见"], ["见显又见"]),
        (["句\x02子\x05完\x01图\x08。"], ["句子完图。"]),
        (["前\x13 PAGE \x14中\x15后"], ["前中后"]),
        (["前\x13 DATE \x15后"], ["前后"]),
        (["前\x13 IF \x13 PAGE \x141\x15 \x14外\x15后"], ["前外后"]),
        (["\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(guī),规)\x15划"], ["规划"]),
        (["\uf0fc符号"], ["符号"]),
        (["一页\x0c二页"], ["一页", "二页"]),
        (["  "], []),
    ],
)
def test_a_paragraph_reads_as_accepted_and_printed(
    runs: list[Run | str], expected: list[str]
) -> None:
    assert texts([Paragraph(runs), Paragraph(["末"])]) == [*expected, "末"]


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    assert texts([Paragraph(["甲"], mark_changes=DELETED), Paragraph(["乙。"])]) == ["甲乙。"]


def test_a_row_is_a_line_and_each_cell_is_there_once() -> None:
    cell = {"changes": IN_TABLE, "mark": "\x07"}
    rows = [
        Paragraph(["指标"], IN_TABLE, "\x07"),
        Paragraph(["数"], IN_TABLE),
        Paragraph(["值"], **cell),  # type: ignore[arg-type]
        Paragraph([], ENDS_ROW, "\x07"),
        Paragraph(["产值"], IN_TABLE, "\x07"),
        Paragraph(["一千"], ENDS_INNER_CELL),
        Paragraph(["亿元"], ENDS_INNER_CELL),
        Paragraph([], ENDS_INNER_ROW),
        Paragraph([], IN_TABLE, "\x07"),
        Paragraph([], ENDS_ROW, "\x07"),
        Paragraph(["表后"]),
    ]
    assert texts(rows) == ["指标\t数 值", "产值\t一千\t亿元", "表后"]


def test_notes_come_behind_the_body() -> None:
    body = [Paragraph(["句\x02子。"]), Paragraph(["末段。"])]
    assert texts(body, Doc(notes=[Paragraph(["\x02注文。"])])) == ["句子。", "末段。", "注文。"]


def listed(text: str, place: int, number: int = 1) -> Paragraph:
    """Return a paragraph that a list counts."""
    changes = sprm(0x260A, bytes([place])) + sprm(0x460B, struct.pack("<H", number))
    return Paragraph([text], changes)


INSTANCES = struct.pack("<I", 2)
INSTANCES += struct.pack("<iiiB3s", 7, 0, 0, 0, b"") + struct.pack("<iiiB3s", 7, 0, 0, 1, b"")
INSTANCES += struct.pack("<I", 0) + struct.pack("<I", 0) + struct.pack("<iI", 5, 0x10)


def test_lists_count_by_levels_and_may_begin_elsewhere() -> None:
    levels = level(39, "\0、") + level(11, "（\1）") + level(0, "\0.\2.", flags=4)
    levels += level(0, "") * 6
    more = Doc(definitions=definition(7, simple=False), levels=levels, instances=INSTANCES)
    paragraphs = [
        listed("甲", 0), listed("子", 1), listed("细", 2), listed("丑", 1), listed("细", 2),
        listed("乙", 0), listed("寅", 1), listed("五", 0, 2), listed("六", 0, 2),
    ]  # fmt: skip
    assert texts(paragraphs, more) == [
        "一、甲", "（一）子", "1.1.细", "（二）丑", "1.1.细",
        "二、乙", "（一）寅", "五、五", "六、六",
    ]  # fmt: skip


def test_styles_number_head_and_hide() -> None:
    numbered = sprm(0x460B, struct.pack("<H", 1))
    styles = [
        style(0), style(1, changes=numbered), style(200, base=1), style(62),
        style(201, characters=HIDDEN),
    ]  # fmt: skip
    more = Doc(
        styles=styles,
        definitions=definition(7, simple=True),
        levels=level(37, "第\0章", gap=1),
        instances=INSTANCES,
    )
    data = make_doc(
        [
            Paragraph(["讲话"], style=3),
            Paragraph(["形势"], style=1),
            Paragraph(["任务"], style=2),
            Paragraph(["见", Run("藏", sprm(0x4A30, struct.pack("<H", 4))), "。"]),
        ],
        more,
    )
    extracted = extract(data, "讲话.wps")
    assert (extracted.format, extracted.title) == ("doc", "讲话")
    assert [(piece.level, piece.text) for piece in extracted.pieces] == [
        (0, "讲话"), (1, "第一章 形势"), (1, "第二章 任务"), (0, "见。")
    ]  # fmt: skip


def test_many_paragraphs_are_all_there() -> None:
    paragraphs = [Paragraph([f"第{n}段", Run("删", DELETED), "。"]) for n in range(300)]
    assert texts(paragraphs) == [f"第{n}段。" for n in range(300)]


def test_a_text_that_is_cut_short_is_told() -> None:
    data = bytearray(make_doc([Paragraph(["正文。"])]))
    place = data.index(struct.pack("<H", 0xA5EC))
    struct.pack_into("<I", data, place + 0x4C, 400)
    assert [notice.rule for notice in extract(bytes(data)).notices] == ["text-cut-short"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_doc([Paragraph(["文"])], Doc(flags=0x0100)), "password"),
        (make_doc([Paragraph(["文"])], Doc(version=0x68)), "old-word"),
        (make_ole({"EncryptedPackage": b"x"}), "password"),
        (make_ole({"MatOST": b"x"}), "works"),
        (make_ole({"WordDocument": b"x"}), "damaged"),
        (make_doc([Paragraph([" "])]), "no-text"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, reason: str) -> None:
    assert doc.recognize(data, "")
    with pytest.raises(UnreadableFileError, match=reason):
        doc.extract(data, "", None)


def test_other_containers_are_not_taken_for_documents() -> None:
    assert not doc.recognize(make_ole({"Workbook": b"x"}), "a.doc")
    assert not doc.recognize("各位代表：".encode(), "a.doc")


def test_changes_are_read_by_their_sizes() -> None:
    changes = sprm(0xC615, b"\3abc") + sprm(0xD608, b"\3\0ab") + sprm(0x2640, b"\1")
    assert [code for code, _ in read_sprms(changes)] == [0xC615, 0xD608, 0x2640]


def test_mutations_are_read_or_named() -> None:
    more = Doc(
        definitions=definition(7, simple=True), levels=level(39, "\0、"), instances=INSTANCES
    )
    row = [Paragraph(["甲"], IN_TABLE, "\x07"), Paragraph([], ENDS_ROW, "\x07")]
    data = make_doc(
        [listed("一", 0), *row, Paragraph([Run("删", DELETED), "\x13 PAGE \x15"])], more
    )
    chance = random.Random(1)
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 8)):
            changed[chance.randrange(len(data))] = chance.choice((0, 1, 255, chance.randrange(256)))
        cut = bytes(changed)[: chance.choice((len(data), chance.randrange(len(data))))]
        try:
            assert isinstance(doc.extract(cut, "", None), Extracted)
        except UnreadableFileError as error:
            assert error.reason in ("damaged", "no-text", "password", "old-word", "works")
