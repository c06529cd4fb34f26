"""Classes of characters: the expression and the function agree."""

from __future__ import annotations

import re
import sys

import pytest

from speechkit.text.characters import HAN, is_han


def test_every_block_of_chinese_characters_counts_as_chinese() -> None:
    for character in "々〇⺀⼀㐀䶿一鿿豈\U00020000\U00030000\U000323af\U0002f800":
        assert is_han(character)
    for character in "aA1，、あア가\u3000ㄅ":
        assert not is_han(character)


@pytest.mark.slow
def test_the_class_of_chinese_characters_is_the_same_in_an_expression() -> None:
    han = re.compile(f"[{HAN}]")
    characters = map(chr, range(sys.maxunicode + 1))
    assert [c for c in characters if is_han(c) != bool(han.match(c))] == []
