"""The letters that a text holds: it may be one endless line, so it is looked at piece by piece.

What an expression finds letter by letter takes some eighty bytes for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.text.late_patterns import compile_late

CHINESE = compile_late("[\u3400-\u9fff\U00020000-\U0003ffff]")

_ASCII = re.compile("[\x00-\x7f]+")
_PIECE = 1 << 16


def count_letters(letter: re.Pattern[str], text: str) -> int:
    """Return how many characters of a text an expression for a single one finds."""
    return sum(len(letter.findall(piece)) for piece in cut_evenly(text))


def without_ascii(text: str) -> str:
    """Return the characters of a text that are not in ASCII."""
    return "".join(_ASCII.sub("", piece) for piece in cut_evenly(text))


def cut_evenly(text: str) -> Iterator[str]:
    """Return the pieces of a text, some 65,000 characters each."""
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
