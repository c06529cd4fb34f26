"""Places in a speech as one may say them: 003第5段, 003第五至八段, 003#5, 第五段."""

from __future__ import annotations

import re

from speechkit.query.syntax import to_half_width
from speechkit.text.numerals import read_numeral
from speechkit.tuples import NamedTuple

_UNIT = "(?:自然)?段?"
_PARAGRAPHS = (
    rf"(?:第|#)?[ ]?(\w{{1,9}}?)[ ]?{_UNIT}(?:[ ]?[-~至到][ ]?第?(\w{{1,9}}?)[ ]?{_UNIT})?"
)
_SAID = r"(?s)(.+?)[ ,./-]*((?:第|#).+)"


class SaidPlace(NamedTuple):
    """What was said of a place: a name for the speech and the numbers of paragraphs, from 1."""

    name: str
    first: int
    last: int


def read_place(typed: str) -> SaidPlace | None:
    """Return the place that is said in words; None for anything else."""
    said = re.fullmatch(_SAID, to_half_width(typed))
    paragraphs = read_paragraphs(said[2]) if said else None
    return SaidPlace(said[1], *paragraphs) if said and paragraphs else None


def read_paragraphs(typed: str) -> tuple[int, int] | None:
    """Return the first and the last paragraph of 第五段 or 五至八段; None for anything else."""
    said = re.fullmatch(_PARAGRAPHS, to_half_width(typed))
    if said is None:
        return None
    first, last = (read_numeral(numeral) for numeral in (said[1], said[2] or said[1]))
    return (first, last) if first and last else None
