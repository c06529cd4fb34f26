"""Scripts: OpenCC's characters are ours, and it is asked only where it has something to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from speechkit.text.characters import is_han
from speechkit.text.scripts import (
    convert,
    count_traditional,
    script_of,
    simplify,
    simplify_characters,
)
from speechkit.text.table import TraditionalCharacters, read_simplified

RunPython = Callable[..., CompletedProcess[str]]


def chinese_characters() -> list[str]:
    return [chr(code) for code in range(0x2E80, 0x323B0) if is_han(chr(code))]


def closed(converter: OpenCC, character: str) -> str:
    """Convert again until nothing changes: a conversion may lead to what is converted itself."""
    converted = str(converter.convert(character))
    return converted if converted == character else closed(converter, converted)


def test_the_table_of_characters_is_that_of_the_installed_opencc() -> None:
    """Where variants.txt says more, OpenCC's character and ours still meet."""
    converter = OpenCC("t2s")
    wrong = []
    for character in chinese_characters():
        if unicodedata.normalize("NFKD", character) == character:
            expected = closed(converter, character)
            if simplify_characters(character) != simplify_characters(expected):
                wrong.append((character, expected, simplify_characters(character)))
    # 鯰 and 鍊 lead to another form of the same character than OpenCC's.
    assert {character for character, *_ in wrong} <= {"鯰", "鍊"}


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("發展計畫", "发展计划"),
        ("乾隆皇帝頭髮乾了", "乾隆皇帝头发干了"),
        ("发展", "发展"),
        ("", ""),
    ],
)
def test_text_is_simplified_by_phrase(text: str, simplified: str) -> None:
    assert simplify(text) == simplified


def test_text_is_converted_to_another_script() -> None:
    assert convert("发展干部头发", "s2t") == "發展幹部頭髮"


@pytest.mark.parametrize(
    ("text", "script"),
    [("發展經濟", "traditional"), ("发展经济", "simplified"), ("GDP 5%", "none"), ("", "none")],
)
def test_the_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


def test_a_simplified_text_may_hold_a_few_traditional_characters() -> None:
    assert script_of("发" * 60 + "發") == "simplified"
    assert script_of("发" * 40 + "發") == "traditional"
    assert count_traditional("發展经济計") == 2


@given(text=st.text(st.sampled_from("发发展經乾a1。𠀀𧥺\n"), max_size=6))
def test_traditional_characters_are_found_alike_in_few_texts_and_in_many(text: str) -> None:
    expected = any(ord(character) in read_simplified() for character in text)
    characters = TraditionalCharacters()
    assert characters.are_in(text) == expected
    assert not characters.are_in("发" * 400_000)
    assert characters.are_in(text) == expected


def test_simplified_text_does_not_load_opencc(run_python: RunPython) -> None:
    code = (
        "from speechkit.text.scripts import simplify\n"
        "print(simplify('发展'), 'opencc' in sys.modules)"
    )
    assert run_python(code).stdout == "发展 False\n"
