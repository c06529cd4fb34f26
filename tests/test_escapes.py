"""Text written in escapes is read where that is certain; programs and addresses stay."""

from __future__ import annotations

import quopri
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats import extract

SENTENCES = [
    "防汛",
    "座谈会上的发言摘记",
    "我们要把规划落到实处，把民生工程办好。",
    "坚持稳中求进，GDP增长5%，完成了2024年的目标。",
    "“十四五”时期（2021—2025年），各部门要认真落实！𠂇",
    "各部門要認真落實會議精神，今天在座談會上的發言大家都很滿意。" * 3,
]


def units(text: str, form: str = "\\u{:04x}") -> str:
    def escape(letter: str) -> str:
        data = letter.encode("utf-16-be")
        halves = (data[n : n + 2] for n in range(0, len(data), 2))
        return "".join(form.format(int.from_bytes(half, "big")) for half in halves)

    return "".join(letter if letter.isascii() else escape(letter) for letter in text)


def byte_escapes(text: str, form: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(map(form.format, letter.encode()))
        for letter in text
    )


FORMS: dict[str, Callable[[str], str]] = {
    "lower": units,
    "upper": lambda text: units(text, "\\u{:04X}"),
    "double": lambda text: units(text, "\\\\u{:04x}"),
    "javascript": lambda text: units(text, "%u{:04X}"),
    "long": lambda text: "".join(c if c.isascii() else f"\\U{ord(c):08x}" for c in text),
    "braces": lambda text: "".join(c if c.isascii() else f"\\u{{{ord(c):x}}}" for c in text),
    "percent": quote,
    "percent-lower": lambda text: quote(text).lower(),
    "percent-twice": lambda text: quote(quote(text)),
    "percent-gbk": lambda text: quote(text.encode("gb18030")),
    "hexadecimal": lambda text: byte_escapes(text, "\\x{:02x}"),
    "octal": lambda text: byte_escapes(text, "\\{:03o}"),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "quoted-printable-gbk": lambda text: quopri.encodestring(text.encode("gb18030")).decode(),
    "utf-7": lambda text: text.encode("utf-7").decode(),
}


def read(text: str) -> str:
    return extract(text.encode()).text


@pytest.mark.parametrize("form", FORMS)
def test_each_kind(form: str) -> None:
    for sentence in SENTENCES:
        lower = form == "percent-lower" and not sentence.isascii()
        text = sentence.replace("GDP", "gdp") if lower else sentence
        extracted = extract(FORMS[form](text).encode())
        assert extracted.text == text
        assert [(n.kind, n.rule) for n in extracted.notices] == [("repaired", "escaped-text")]


@pytest.mark.parametrize("form", FORMS)
def test_lines_amid_a_sound_text(form: str) -> None:
    lines = ["各部门要认真落实会议精神。", SENTENCES[2], "", "会议开了一整天。", SENTENCES[3], "完"]
    if form == "percent-lower":
        lines[4] = SENTENCES[2]
    told = [line if n not in (1, 4) else FORMS[form](line) for n, line in enumerate(lines)]
    extracted = extract("\n".join(told).encode())
    assert extracted.text.split("\n") == lines
    numbers = [piece.line for piece in extracted.pieces]
    broken = "\n".join(told).split("\n")
    assert [broken[n - 1] for n in numbers][:1] == lines[:1]
    assert numbers == sorted(numbers)
    assert broken[numbers[-1] - 1] == "完"


def test_escaped_line_ends() -> None:
    told = "\\u5ea7\\u8c08\\u4f1a\\n\\n\\u9632\\u6c5b\\u8d23\\u4efb\\t\\u201c\\u4e00\\u201d\n第二行"
    extracted = extract(told.encode())
    assert extracted.text == "座谈会\n\n防汛责任\t“一”\n第二行"
    assert [piece.line for piece in extracted.pieces] == [1, 1, 1, 2]
    assert read(quote("座谈会\n\n防汛责任\n")) == "座谈会\n\n防汛责任\n"


def test_one_character_where_other_lines_are_sure() -> None:
    assert read("\\u5ea7\\u8c08\\u4f1a\n\\u7532\n\\u4e59") == "座谈会\n甲\n乙"


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com/wiki/%E9%98%B2%E6%B1%9B",
        "见 https://example.com/?q=%E9%98%B2%E6%B1%9B%E8%B4%A3%E4%BB%BB&page=2 一文",
        "www.example.com/%E9%98%B2%E6%B1%9B%E8%B4%A3%E4%BB%BB",
        "/wiki/%E9%98%B2%E6%B1%9B.html",
        "q=%E9%98%B2%E6%B1%9B&page=2",
        'char *title = "\\u5ea7\\u8c08\\u4f1a";',
        'print("\\u5ea7\\u8c08\\u4f1a")',
        'title = u"\\u5ea7\\u8c08\\u4f1a"',
        "pattern = re.compile('[\\u4e00-\\u9fa5]+')",
        "if (c >= '\\u4e00' && c <= '\\u9fff') {",
        "[\\u4e00-\\u9fa5]",
        "\\u4e00",
        "在网址里“防”写作%E9%98%B2，首字节是%E4到%E9。",
        "汉字“一”的编码是\\u4e00，“二”是\\u4e8c。",
        "增长5%，其中A=10，B=20；互联网+农业，+8613812345678",
        "C:\\user\\xf0\\new\\title",
        "100%25 =3D=20 %20%20",
        "\\1\\2\\3 \\alpha \\unit",
    ],
)
def test_what_is_meant_as_it_is_stays(text: str) -> None:
    extracted = extract(text.encode())
    assert (extracted.text, extracted.notices) == (text, ())


def test_a_run_amid_chinese_text_is_told() -> None:
    text = "通知说\\u9632\\u6c5b\\u8d23\\u4efb重大"
    extracted = extract(text.encode())
    assert extracted.text == text
    assert [(n.kind, n.rule, n.text) for n in extracted.notices] == [
        ("doubtful", "escaped-text", "1: " + text)
    ]


@given(st.text("防汛责任abc \\u%=+x0123456789ABCDEFn-/\n", max_size=80))
def test_any_text_keeps_its_lines(text: str) -> None:
    extracted = extract(("各部门\n" + text).encode())
    numbers = [n for piece in extracted.pieces for n in range(piece.line, piece.line + 1)]
    assert numbers == sorted(numbers)
    if not extracted.notices:
        assert extracted.text == "各部门\n" + text


@pytest.mark.parametrize("before", range(188, 196))
def test_a_long_run_is_read_wherever_a_look_at_it_ends(before: int) -> None:
    text = "防汛工作" * 47 + "要抓紧落实工作"[: before - 188] + "\U00020000" + "工作" * 150
    assert read(text.encode("utf-7").decode()) == text
