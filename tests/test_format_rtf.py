"""Rich text: code pages, Unicode, what is shown and what is not."""

from __future__ import annotations

import random

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, extract, rtf

FONTS = (
    rb"{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}"
    rb"{\f2\fcharset136 x;}{\f3\fcharset2 Wingdings;}}"
)


def document(inner: bytes, page: int = 936) -> bytes:
    """Return a document with a body."""
    return rb"{\rtf1\ansi\ansicpg%d\deff0" % page + FONTS + rb"\f0 " + inner + b"}"


def escaped(text: str, encoding: str = "gb18030") -> bytes:
    """Return a text in hexadecimal escapes."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding)).encode()


def texts(inner: bytes, page: int = 936) -> list[str]:
    """Return the text of each piece that is not dropped."""
    extracted = extract(document(inner, page), "讲话.rtf")
    return [piece.text for piece in extracted.pieces if not piece.dropped]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (escaped("各位代表："), ["各位代表："]),
        ("各位代表：".encode("gb18030"), ["各位代表："]),
        ("乗璡誠俓".encode("gb18030"), ["乗璡誠俓"]),  # second bytes are \ { }
        (escaped("乗璡珅"), ["乗璡珅"]),
        (rb"\f2 " + escaped("規劃", "big5"), ["規劃"]),
        (rb"\u20170?\u20859 ?x", ["今养x"]),
        (rb"\f1 a \'b7 b \'e9", ["a · b é"]),
        (rb"\f1 " + escaped("各位代表："), ["各位代表："]),
        (rb"\f1 IF\'85THEN \'97\'97\f0 " + escaped("对照"), ["IF…THEN ——对照"]),
        (rb"\uc2\u20170??\uc0\u20859 x", ["今养x"]),
        (rb"\u20170\'bd\'f1", ["今\ufffd"]),
        (rb"\u-10179?\u-8265?", ["🞷"]),
        (rb"{\uc1\u20170 ?}\u20859?", ["今养"]),
        (rb"a\par b", ["a", "b"]),
        (rb"a\line b\tab c", ["a\nb\tc"]),
        (rb"\ldblquote a\rdblquote\emdash\~b\_c\-d\{\}\\", ["“a”—\xa0b-cd{}\\"]),
        (rb"a{\v b}c{\deleted d}e", ["ace"]),
        (rb"a{\*\annotation b}c{\*\unknown d}e", ["ace"]),
        (rb"a{\field{\*\fldinst PAGE}{\fldrslt 1}}b", ["a1b"]),
        (rb"a{\pict 0102}b{\*\shppict{\pict 03}}c", ["abc"]),
        (rb"a{\bin3 {\}\b}c", ["ac"]),
        (rb"a{\f3 b}c", ["ac"]),
        (rb"{\listtext\f0 " + escaped("一、") + rb"\tab}" + escaped("形势"), ["一、形势"]),
        (rb"{\listtext\f0 \'b7\tab}" + escaped("形势"), ["形势"]),
        (rb"{\pntext 1.\tab}" + escaped("形势"), ["1.形势"]),
        (rb"\trowd\intbl a\cell b\par c\cell\row\pard d\par", ["a\tb c", "d"]),
        (rb"{\shp{\*\shpinst{\shptxt box\par}}}body\par", ["body", "box"]),
        (rb"a{\footnote note}b\par c\par", ["ab", "c", "note"]),
        (b"a\r\nb", ["ab"]),
    ],
)
def test_what_is_shown_is_read(inner: bytes, expected: list[str]) -> None:
    assert texts(inner) == expected


def test_bytes_decide_where_the_code_page_says_nothing() -> None:
    raw = "各位代表，同志们，请大家坐好".encode("gb18030")
    assert texts(rb"\f9 " + raw, 1252) == ["各位代表，同志们，请大家坐好"]
    assert texts(rb"\f1 caf\'e9", 1252) == ["café"]


def test_heads_and_feet_are_dropped_text_and_properties_are_stated() -> None:
    info = rb"{\info{\title " + escaped("标题") + rb"}{\author x}{\creatim\yr2025\mo3\dy5\hr1}}"
    extracted = extract(document(info + rb"{\header head\par}{\footerl foot}body\par"))
    assert [(piece.text, piece.dropped) for piece in extracted.pieces] == [
        ("body", ""), ("head", "page-header"), ("foot", "page-footer")
    ]  # fmt: skip
    stated = extracted.format, extracted.title, extracted.author, extracted.date
    assert stated == ("rtf", "标题", "x", "2025-03-05")


def test_a_document_without_text_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="no-text"):
        extract(document(b""))
    with pytest.raises(UnreadableFileError, match="damaged"):
        extract(document(b"{" * 100_000))


def test_content_decides() -> None:
    assert rtf.recognize(document(b"a"), "a.doc")
    assert not rtf.recognize(b"{not rich}", "a.rtf")


def test_mutations_are_read_or_named() -> None:
    data = document(escaped("各位代表") + rb"{\listtext 1.}\intbl a\cell\row{\footnote b}\u20170?")
    chance = random.Random(1)
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 8)):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randrange(6)] = bytes([chance.randrange(256)])
        try:
            assert isinstance(rtf.extract(bytes(changed), "", None), Extracted)
        except UnreadableFileError as error:
            assert error.reason in ("damaged", "no-text")
