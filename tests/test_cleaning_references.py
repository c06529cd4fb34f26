"""Character references in a plain text are read, whichever way they are written."""

from __future__ import annotations

from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning.references import read_references
from speechkit.model import Notice

LINE = "要把{}落到实处，会议开了一整天。"


def read(text: str) -> str:
    return read_references(text, range(1, text.count("\n") + 2))[0]


@pytest.mark.parametrize("form", ["&#{0};", "&#0{0};", "&#x{0:x};", "&#X{0:X};", "&#x0{0:04X};"])
@pytest.mark.parametrize("escapes", ["", "amp;", "amp;amp;", "amp;amp;amp;", "#38;", "#x26;"])
def test_numbers(form: str, escapes: str) -> None:
    words = "规划𠂇龘，。“”a1é"
    text = "".join("&" + escapes + form.format(ord(letter))[1:] for letter in words)
    assert read(LINE.format(text)) == LINE.format(words)


def test_each_name() -> None:
    names = [name for name in html5 if name.endswith(";")]
    assert len(names) > 2000
    forms = [
        (f"{before}{name}", html5[name]) for name in names for before in ("&", "&amp;", "&amp;amp;")
    ]
    wrong = [form for form, text in forms if read(LINE.format(form)) != LINE.format(text)]
    assert wrong == []


def test_blanks_of_leaders() -> None:
    text = "1.&amp;nbsp;&amp;nbsp;规划&nbsp 落实&nbsp；"
    assert read(text) == "1.\xa0\xa0规划\xa0 落实\xa0；"


@given(st.integers(0, 0x110000 + 5))
def test_every_number_is_read_or_stays(number: int) -> None:
    text = read(LINE.format(f"&#{number};"))
    if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        assert text == LINE.format(f"&#{number};")
    else:
        assert len(text) in (len(LINE) - 2, len(LINE) - 1)  # of a control nothing is left


@given(st.characters(min_codepoint=0x10000))
def test_halves_of_a_character_are_one(character: str) -> None:
    data = character.encode("utf-16-be")
    high, low = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:], "big")
    assert read(f"&#{high};&#{low};") == character
    assert read(f"&#x{high:x};&#x{low:X};") == character


@pytest.mark.parametrize("reference", ["&#8203;", "&#x200B;", "&shy;", "&zwnj;", "&#xFEFF;"])
def test_what_shows_nothing_is_ignorable(reference: str) -> None:
    text = read(LINE.format(f"规{reference}划"))
    assert len(text) == len(LINE.format("规划")) + 1


@pytest.mark.parametrize("number", [0, 1, 8, 11, 13, 27, 127])
def test_controls_leave_nothing(number: int) -> None:
    text = read(LINE.format(f"规&#{number};划"))
    assert len(text.replace(chr(number), "")) == len(LINE.format("规划"))


@pytest.mark.parametrize(
    "text",
    [
        "网页里空格写作“&nbsp;”，小于号写作「&lt;」或（&lt;）。",
        "AT&T；R&D；《B&B》&c.",
        "&这不是引用；&nosuchname;也不是。&#;&#x;&",
        "http://example.com/?a=1&copy=2&nbsp=3",
        "int *p = &pi; f(&sum; g(x,&tau; return a &amp",
        "&#55357;一半&#56834;",
    ],
)
def test_what_is_no_reference_stays(text: str) -> None:
    assert read_references(text, range(1, 2)) == (text, range(1, 2), [])


def test_a_text_about_web_pages_shows_its_tags() -> None:
    assert (
        read("用 &lt;p&gt; 表示段落，&amp;lt;br&amp;gt; 换行。") == "用 <p> 表示段落，<br> 换行。"
    )


def test_a_reference_may_end_a_line() -> None:
    text, numbers, notices = read_references("甲&#10;乙\n丙&nbsp;丁", range(5, 7))
    assert text.split("\n") == ["甲", "乙", "丙\xa0丁"]
    assert list(numbers) == [5, 5, 6]
    assert notices == [Notice("repaired", "character-reference", "&#10;", 2)]


@given(st.text("甲乙，&#x;ampnbsp0123456789\n", max_size=60))
def test_lines_keep_their_numbers(text: str) -> None:
    read_text, numbers, _ = read_references(text, range(1, text.count("\n") + 2))
    assert len(numbers) == read_text.count("\n") + 1
    assert list(numbers) == sorted(numbers)
