"""Word documents: what is text, what is not, and what numbers they count by themselves."""

from __future__ import annotations

import random
import time
import zipfile
from io import BytesIO

import pytest
from made_docx import (
    STRICT,
    TRANSITIONAL,
    level,
    make_docx,
    numbered,
    numbering,
    paragraph,
    run,
)

from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, docx, extract
from speechkit.formats.automatic_numbers import Level, ListCounter, write_number
from speechkit.formats.equation_fields import equation_text

BOX = "<w:txbxContent>" + paragraph("框中文字") + "</w:txbxContent>"
SIMPLE = '<w:fldSimple w:instr="DATE">' + run("今天") + "</w:fldSimple>"


def field(code: str, *, shown: str = "") -> str:
    """Return a complex field with an instruction, and its result if it has one."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return begin + instruction + (separate + run(shown) if shown else "") + end


def texts(data: bytes, name: str = "讲话.docx") -> list[str]:
    """Return the text of each piece of a document."""
    return [piece.text for piece in extract(data, name).pieces]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (paragraph("发", run("展", "<w:b/>"), "是"), ["发展是"]),
        (paragraph("甲", "<w:r><w:tab/></w:r>", "乙"), ["甲\t乙"]),
        (paragraph("上", "<w:r><w:br/></w:r>", "下"), ["上\n下"]),
        (paragraph("上", '<w:r><w:br w:type="page"/></w:r>', "下"), ["上\n下"]),
        (paragraph("三", "<w:r><w:noBreakHyphen/></w:r>", "五"), ["三-五"]),
        (paragraph("𠮷𬭎"), ["𠮷𬭎"]),
        (paragraph("<w:ins>" + run("加") + "</w:ins>", "上"), ["加上"]),
        (paragraph("去", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "了"), ["去了"]),
        (paragraph("<w:moveFrom>" + run("走") + "</w:moveFrom>", "余"), ["余"]),
        (paragraph("<w:moveTo>" + run("来") + "</w:moveTo>", "余"), ["来余"]),
        (paragraph("见", run("藏", "<w:vanish/>"), "又见"), ["见又见"]),
        (paragraph("见", run("显", '<w:vanish w:val="0"/>'), "又见"), ["见显又见"]),
        (
            paragraph(
                "<w:r><w:ruby><w:rt>"
                + run("zhòng")
                + "</w:rt><w:rubyBase>"
                + run("重")
                + "</w:rubyBase></w:ruby></w:r>",
                "要",
            ),
            ["重要"],
        ),
        (paragraph("<w:hyperlink>" + run("链") + "</w:hyperlink>", "后"), ["链后"]),
        (paragraph("<w:smartTag>" + run("标") + "</w:smartTag>", "后"), ["标后"]),
        (paragraph(SIMPLE, "开会"), ["今天开会"]),
        (paragraph("前", field("PAGE", shown="中"), "后"), ["前中后"]),
        (paragraph("前", field("PAGE"), "后"), ["前后"]),
        (paragraph(field(r"EQ \* jc2 \o\ad(\s\up 9(guī),规)"), "划"), ["规划"]),
        (paragraph("<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>", "式"), ["x+y式"]),
        ("<w:sdt><w:sdtContent>" + paragraph("控件") + "</w:sdtContent></w:sdt>", ["控件"]),
        (paragraph("外", f"<w:r>{BOX}</w:r>", "面"), ["外面", "框中文字"]),
        (
            paragraph(
                "外",
                "<w:r><mc:AlternateContent><mc:Choice>" + BOX + "</mc:Choice><mc:Fallback>"
                "<w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>",
            ),
            ["外", "框中文字"],
        ),
        (
            paragraph(
                "<w:r><mc:AlternateContent><mc:Fallback>" + BOX + "</mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            ),
            ["框中文字"],
        ),
        (
            paragraph("甲", properties="<w:rPr><w:del/></w:rPr>") + paragraph("乙。"),
            ["甲乙。"],
        ),
        (paragraph("末", properties="<w:rPr><w:del/></w:rPr>"), ["末"]),
    ],
)
def test_a_paragraph_reads_as_accepted_and_printed(inner: str, expected: list[str]) -> None:
    for namespace in (TRANSITIONAL, STRICT):
        assert texts(make_docx(inner, namespace=namespace)) == expected


def table(*rows: str) -> str:
    """Return a table."""
    return "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    inner = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def test_a_row_is_a_line_and_each_cell_is_there_once() -> None:
    inner = table(
        row(paragraph("指标"), paragraph("数值")),
        row(paragraph("删"), paragraph("去"), properties="<w:del/>"),
        row(paragraph("产值"), table(row(paragraph("一千"), paragraph("亿元"))) + paragraph()),
        row(paragraph("独")),
    )
    assert texts(make_docx(inner, paragraph("表后"))) == [
        "指标\t数值", "产值\t一千\t亿元", "独", "表后"
    ]  # fmt: skip


def test_notes_come_last_in_the_order_of_the_text() -> None:
    body = paragraph(
        "句", '<w:r><w:endnoteReference w:id="3"/></w:r>', "子",
        '<w:r><w:footnoteReference w:id="2"/></w:r>', "完。"
    )  # fmt: skip
    parts = {
        "footnotes": '<w:footnote w:type="separator" w:id="0">' + paragraph("线")
        + '</w:footnote><w:footnote w:id="2">' + paragraph("脚注") + "</w:footnote>",
        "endnotes": '<w:endnote w:id="3">' + paragraph("尾注") + "</w:endnote>",
        "comments": paragraph("批注"),
        "header": paragraph("页眉"),
    }  # fmt: skip
    assert texts(make_docx(body, parts=parts)) == ["句子完。", "尾注", "脚注"]


def test_lists_count_by_levels_and_begin_again_below() -> None:
    lists = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "japaneseCounting", "（%2）"),
        level(2, "decimal", "%1.%3."),
    )
    places = [0, 1, 2, 2, 1, 2, 0, 1]
    body = [numbered(f"条{place}", place) for place in places]
    assert texts(make_docx(*body, parts={"numbering": lists})) == [
        "一、条0", "（一）条1", "一.1.条2", "一.2.条2",
        "（二）条1", "一.1.条2", "二、条0", "（一）条1",
    ]  # fmt: skip


def test_a_list_may_begin_elsewhere_and_an_instance_count_by_itself() -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1."), instances=instances)
    body = [numbered("甲"), numbered("乙"), numbered("丙", number=2), numbered("丁", number=2)]
    assert texts(make_docx(*body, parts={"numbering": lists})) == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_styles_number_head_and_hide() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="自己的"/><w:basedOn w:val="a"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="character" w:styleId="h"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    lists = numbering(level(0, "chineseCounting", "第%1章 "))
    data = make_docx(
        paragraph("讲话", properties='<w:pStyle w:val="t"/>'),
        paragraph("形势", properties='<w:pStyle w:val="b"/>'),
        paragraph(
            "无号", properties='<w:pStyle w:val="b"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        ),
        paragraph("见", run("藏", '<w:rStyle w:val="h"/>'), "。"),
        parts={"styles": styles, "numbering": lists},
    )
    extracted = extract(data, "讲话.docx")
    assert extracted.title == "讲话"
    assert [(piece.level, piece.text) for piece in extracted.pieces] == [
        (0, "讲话"), (1, "第一章 形势"), (1, "无号"), (0, "见。")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "numbers"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        ("chineseCountingThousand", {10: "十", 101: "一百零一", 110: "一百一十", 1005: "一千零五"}),
        ("japaneseCounting", {2: "二", 21: "二十一"}),
        ("taiwaneseCounting", {15: "十五"}),
        ("ideographDigital", {10: "一〇", 205: "二〇五"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰"}),
        ("ideographLegalTraditional", {3: "參", 26: "貳拾陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "甲"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 2: "乙丑", 60: "癸亥"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿"}),
        ("decimalEnclosedParen", {1: "⑴"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV"}),
        ("lowerRoman", {9: "ix"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
        ("lowerLetter", {2: "b"}),
        ("of another world", {7: "7"}),
        ("chineseCounting ", {123456: "123456"}),
    ],
)
def test_numbers_are_written_as_their_format_says(format: str, numbers: dict[int, str]) -> None:
    assert {value: write_number(value, format) for value in numbers} == numbers


def test_bullets_are_no_text_and_a_list_without_a_level_counts_nothing() -> None:
    counter = ListCounter({0: Level("bullet", "•"), 1: Level("decimal", "%2.", legal=True)})
    assert [counter.count(n) for n in (0, 1, 1, 5)] == ["", "1. ", "2. ", ""]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"EQ \o(\s\up 9(guī),规)", "规"),
        (r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(huà),划)', "划"),
        (r"eq \o\al(\s\up5(ㄍㄨㄟ),規)", "規"),
        (r"EQ \f(1,2)", ""),
        ("PAGE", ""),
        ("", ""),
    ],
)
def test_the_character_below_a_reading_is_kept(code: str, shown: str) -> None:
    assert equation_text(code) == shown


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.docx", "a.txt", "a"])
@pytest.mark.parametrize("separator", ["/", "\\"])
def test_content_decides_what_is_a_document(name: str, separator: str) -> None:
    data = make_docx(paragraph("各位代表："), separator=separator)
    assert extract(data, name).format == "docx"
    assert texts(data, name) == ["各位代表："]


def test_properties_are_what_the_document_states() -> None:
    stated = "<d:title>标题</d:title><d:creator>王林</d:creator><d:created>2025-03-05</d:created>"
    extracted = extract(make_docx(paragraph("正文。"), properties=stated))
    assert (extracted.title, extracted.author, extracted.date) == ("标题", "王林", "2025-03-05")


def refusal(data: bytes) -> str:
    """Return the reason for which a document is not read."""
    with pytest.raises(UnreadableFileError) as caught:
        docx.extract(data, "", None)
    return caught.value.reason


def rewritten(parts: dict[str, bytes]) -> bytes:
    """Return an archive with these parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_hostile_documents_are_named() -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="w">&b;</w:document>'
    assert refusal(rewritten({"word/document.xml": entities})) == "damaged"
    assert refusal(rewritten({"word/document.xml": b" " * (2 << 20)})) == "bomb"
    assert refusal(make_docx(paragraph("文"))[:-40]) == "damaged"
    assert refusal(rewritten({"word/document.xml": b"<a>"})) == "damaged"
    assert refusal(make_docx()) == "no-text"
    assert docx.recognize(make_docx(paragraph("文"))[:-40], "")


def test_nesting_and_width_take_time_in_proportion() -> None:
    deep = "<w:r>" * 20_000 + "<w:t>深处</w:t>" + "</w:r>" * 20_000
    started = time.process_time()
    assert texts(make_docx(f"<w:p>{deep}</w:p>")) == ["深处"]
    nested = table(row(paragraph("层"))) * 3_000
    assert len(texts(make_docx(nested))) == 3_000
    assert time.process_time() - started < 20


def test_mutations_are_read_or_named() -> None:
    lists = numbering(level(0, "chineseCounting", "%1、"))
    data = make_docx(
        numbered("甲"), table(row(paragraph("乙"))), paragraph("丙"), parts={"numbering": lists}
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(1)
    for _ in range(150):
        if chance.random() < 0.5:
            mutated = mutate(data, chance)
        else:
            mutated = rewritten({name: mutate(part, chance) for name, part in parts.items()})
        try:
            assert isinstance(docx.extract(mutated, "", None), Extracted)
        except UnreadableFileError as error:
            assert error.reason in ("damaged", "bomb", "password", "no-text")


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return data with some bytes changed, taken out or doubled."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(changed) + 1)
        size = chance.randrange(1, 20)
        changed[place : place + size] = chance.choice(
            (b"", bytes([chance.randrange(256)]), bytes(changed[place : place + 2 * size]))
        )
    return bytes(changed)
