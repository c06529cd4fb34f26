"""The letters that a text holds: it may be one endless line, so it is looked at piece by piece.

What an expression finds letter by letter takes some eighty bytes for each.
"""

from __future__ import annotations

import re

from speechkit.text.cutting import cut_evenly
from speechkit.text.late_patterns import compile_late

CHINESE = compile_late("[\u3400-\u9fff\U00020000-\U0003ffff]")

_ASCII = re.compile("[\x00-\x7f]+")
PIECE = 1 << 16
"""Characters of a text that are looked at together."""


def count_letters(letter: re.Pattern[str], text: str) -> int:
    """Return how many characters of a text an expression for a single one finds."""
    return sum(len(letter.findall(piece)) for piece in cut_evenly(text, PIECE))


def without_ascii(text: str) -> str:
    """Return the characters of a text that are not in ASCII."""
    return "".join(_ASCII.sub("", piece) for piece in cut_evenly(text, PIECE))
