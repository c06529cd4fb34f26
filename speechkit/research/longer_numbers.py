"""Numbers that are asked for and also found within longer ones: ``5%`` in 15%, 十五 in 二十五."""

from __future__ import annotations

import re
from typing import NamedTuple

from speechkit.model import Scope
from speechkit.query.model import Phrase, Query
from speechkit.research.concordance import ContextLine, list_contexts
from speechkit.research.streams import Streams
from speechkit.text.numerals import HAN_DIGITS, HAN_PLACES
from speechkit.text.scripts import simplify_characters
from speechkit.text.variants import join_thousands

_LOOKED_AT = 300
"""Matches, so that what is told costs little."""

_FEW = 20
"""What is rarer than one match in so many is not told: 一个 in 二十一个."""

_NUMERALS = f"{HAN_DIGITS}两{HAN_PLACES}"
_FIRST_NUMERALS = f"{HAN_DIGITS}两十"
"""Those that begin a number; 万 and the like are what is counted: 万人 in 五万人."""

_POINTS, _COMMAS = ".．", ",，"
_DIGIT_BEFORE = rf"(?<![\d{_POINTS}])(?<!\d[{_COMMAS}])"
_DIGIT_BEHIND = rf"(?!\d|[{_POINTS}{_COMMAS}]\d)"
_NUMERAL_BEFORE = f"(?<![{_NUMERALS}])"
_NUMERAL_BEHIND = f"(?![{_NUMERALS}])"

_HAN_POINTS = f"{_POINTS}·点"
_DECIMALS = f"[{HAN_DIGITS}]+(?![{_NUMERALS.translate(dict.fromkeys(map(ord, '万亿')))}])"
"""Behind a point; 十五 in 八点十五 are minutes."""
_NO_POINT_BEFORE = f"(?<![{_NUMERALS}][{_HAN_POINTS}])"
_NO_POINT_BEHIND = f"(?![{_HAN_POINTS}]{_DECIMALS})"

_NUMBER_BEFORE = (
    rf"(?:[\d{_POINTS}][\d{_POINTS}{_COMMAS}]*|[{_NUMERALS}][{_NUMERALS}{_HAN_POINTS}]*)\Z"
)
_NUMBER_BEHIND = rf"(?:[{_POINTS}{_COMMAS}]?\d)+|(?:[{_HAN_POINTS}]?[{_NUMERALS}])+"

_THOUSANDS = r"(?<=\d)(?=(?:\d{3})+(?!\d))"
"""Where a number may be parted by a comma, which normalized text lacks if it is of half width."""
_PARTED = "\0"

_FULL_WIDTH = 0xFEE0
"""From a mark, a letter or a digit of ASCII to the same in full width."""


class LongerNumber(NamedTuple):
    """A longer number in which a phrase is found, and how to find the phrase's number alone."""

    number: str
    pattern: str
    """A regular expression for ``parse_query``."""


def find_longer_number(
    source: Streams, phrase: Phrase, scope: Scope | None = None
) -> LongerNumber | None:
    """Return the first longer number in which a phrase is found.

    None if it neither begins nor ends with a number, or if of its first 300 matches in the scope
    fewer than one in 20 are in a longer one. Raises what ``Corpus.places`` raises.
    """
    text = phrase.variants[0]
    before, behind = _before(text), _behind(text)
    if not before and not behind:
        return None
    found = list_contexts(source, Query(((phrase,),)), scope, width=8, limit=_LOOKED_AT)
    looked_at, longer = 0, []
    for line in found:
        looked_at += 1
        number = _read_longer(line, before, behind)
        longer += [number] if number else []
    if not longer or len(longer) * _FEW < looked_at:
        return None
    parted = re.sub(_THOUSANDS, _PARTED, join_thousands(text))
    return LongerNumber(longer[0], before + "".join(map(_write_widths, parted)) + behind)


def _read_longer(line: ContextLine, before: str, behind: str) -> str:
    """Return the longer number that a match is in, with the rest of the match; "" for none."""
    left, right = simplify_characters(line.left), simplify_characters(line.right)
    # One character in the place of the match: how it is written does not matter here.
    alone = re.compile(f"{before}.{behind}", re.DOTALL)
    if alone.match(f"{left}□{right}", len(left)):
        return ""
    begins = re.search(_NUMBER_BEFORE, left) if before else None
    ends = re.match(_NUMBER_BEHIND, right) if behind else None
    return (begins[0] if begins else "") + line.match + (ends[0] if ends else "")


def _before(text: str) -> str:
    """Return what must not be before a text that begins with a number, as a pattern."""
    if text[0].isdecimal():
        return _DIGIT_BEFORE
    if text[0] not in _FIRST_NUMERALS:
        return ""
    return _NUMERAL_BEFORE + (_NO_POINT_BEFORE if re.match(_DECIMALS, text) else "")


def _behind(text: str) -> str:
    """Return what must not be behind a text that ends with a number, as a pattern."""
    if text[-1].isdecimal():
        return _DIGIT_BEHIND
    return _NUMERAL_BEHIND + _NO_POINT_BEHIND if text[-1] in _NUMERALS else ""


def _write_widths(character: str) -> str:
    """Return what finds a character of normalized text in half width and in full.

    Of the sign for where a number may be parted it is a comma, or nothing.
    """
    if character == _PARTED:
        return f"[{_COMMAS}]?"
    if character == "〇":
        return "[〇零]"
    if "!" <= character <= "~":
        return f"[{re.escape(character)}{chr(ord(character) + _FULL_WIDTH)}]"
    return re.escape(character)
