"""Places in a speech as one may say them: 003第5段, 003第五至八段, 003#5."""

from __future__ import annotations

import re

from speechkit.query.syntax import to_half_width
from speechkit.text.numerals import read_numeral
from speechkit.tuples import NamedTuple

_SAID = r"(?s)(.+?)[ ,./-]*(?:第|#)(\w{1,9}?)段?(?:[-~至到]第?(\w{1,9}?))?(?:自然)?段?"


class SaidPlace(NamedTuple):
    """What was said of a place: a name for the speech and the numbers of paragraphs, from 1."""

    name: str
    first: int
    last: int


def read_place(typed: str) -> SaidPlace | None:
    """Return the place that is said in words; None for anything else."""
    said = re.fullmatch(_SAID, to_half_width(typed))
    if said is None:
        return None
    first, last = (read_numeral(numeral) for numeral in (said[2], said[3] or said[2]))
    return SaidPlace(said[1], first, last) if first and last else None
