"""Text to normalized text, on which matching works, the same for speeches and queries.

Normalizing goes in two steps. Each character is looked up in one fixed table (compatibility form,
combining marks dropped, lower case, simplified), which leaves one boundary for sentence marks and
three kinds of marks; then rules of context settle marks, dots and commas by their nearest
neighbours. Both steps look at nothing outside a phrase's own first and last letters, so that a
substring of a text, normalized and trimmed, is a substring of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from speechkit.model import Span
from speechkit.text.characters import is_han
from speechkit.text.cutting import cut_where
from speechkit.text.late_patterns import compile_late
from speechkit.text.table import (
    BOUNDARY,
    MARK,
    PARTING,
    CharacterTable,
    LinesTable,
    read_combining,
    read_decimals,
)
from speechkit.tuples import NamedTuple

EDGES = f" .{MARK}{BOUNDARY}"
"""What is trimmed from a phrase: with a comma, what depends on its neighbours."""

_WALLS = f"{BOUNDARY}\n"

_HAN_NUMERALS = "〇一二三四五六七八九十百千万亿两廿卅"

_COMMAS = f",{BOUNDARY}"
_MARKS = compile_late(f"[ {PARTING}{MARK}](?!(?<=[a-z] )[a-z])[ {PARTING}{MARK}]*")
"""Runs of marks, but for the blank between two words, which stays."""

_SETTLED_FROM = {" ": f" {MARK}{PARTING}", BOUNDARY: f"{_COMMAS}{PARTING}"}
"""What may have become a character of the settled text, where that is not itself alone."""

_DOTS = compile_late("[.](?<![\\x00-\\x7f].)[ .]*")
"""Dots behind ASCII, as in most numbers, always stay."""

_PIECE = 1 << 20
_LETTERS = "[0-9A-Za-z\u0410-\u044f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]"
_HAN = "[\u4e00-\u9fff]"
_UNRELATED = compile_late(
    f"\n|[，。；：！？]|,(?= )|{_LETTERS}(?={_LETTERS})|{_HAN}[ \t\u3000](?={_HAN})"
)
"""What no rule of context looks across: a line end, a sentence mark, a letter before another, and
a blank between two Chinese characters, which vanishes whichever they are."""

_TABLE = CharacterTable()
_LINES_TABLE = LinesTable()


class Normalized(NamedTuple):
    """A normalized text and, for each of its characters, the index in the text it came from."""

    text: str
    match: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the half-open span of the text (characters) behind ``match[start:end]``.

        Combining marks behind its last character belong to the span, though normalizing drops them.
        """
        return self.origins[start], pass_combining(self.text, self.origins[end - 1] + 1)


def normalize(text: str) -> str:
    """Return the normalized text of ``text``; line ends are marks like other white space."""
    return _settle(text.translate(_TABLE))


def normalize_lines(text: str) -> str:
    """Return the normalized text of each line of ``text``: no phrase holds a line end."""
    # What rules of context find in a long text would fill the memory.
    return "".join(map(_normalize_piece, cut_where(_UNRELATED, text, _PIECE)))


def _normalize_piece(text: str) -> str:
    unsettled = _LINES_TABLE.translate(text)
    if _LINES_TABLE.is_busy and _has_marks(unsettled):
        unsettled = _find_vanishing().sub("", unsettled)
    return _settle(unsettled)


def normalize_phrase(text: str) -> str:
    """Return a phrase of a query normalized and trimmed; empty if nothing can be matched."""
    return normalize(text).strip(EDGES)


def normalize_with_offsets(text: str) -> Normalized:
    """Return the normalized text of ``text`` with the way back to it, for any text."""
    pieces = [_TABLE[ord(character)] for character in text]
    unsettled = "".join(pieces)
    match = _settle(unsettled)
    if len(match) == len(text) and max(map(len, pieces), default=1) == 1:
        return Normalized(text, match, range(len(text)))
    sources = [index for index, piece in enumerate(pieces) for _ in piece]
    return Normalized(text, match, tuple(_align(match, unsettled, sources)))


def pass_combining(text: str, place: int) -> int:
    """Return the first place from ``place`` on that holds no combining mark."""
    # In one condition, as it is asked behind each match: mostly of a Chinese character.
    while (
        place < len(text)
        and (character := text[place]) >= "\u0300"
        and not "\u4e00" <= character <= "\u9fff"
        and character in read_combining()
    ):
        place += 1
    return place


def _align(match: str, unsettled: str, sources: list[int]) -> list[int]:
    """Return the source of each character of the settled text; ``sources`` are of the unsettled.

    Settling drops characters, or leaves one for a run of marks. What follows a dropped run is
    never of its kind, so the first character that fits is the right one.
    """
    origins = []
    place = 0
    for character in match:
        if unsettled[place] != character:
            place = _find_fitting(character, unsettled, place)
        origins.append(sources[place])
        place += 1
    return origins


def _find_fitting(character: str, unsettled: str, place: int) -> int:
    """Return the first place from ``place`` on that may have become a settled character."""
    fitting = _SETTLED_FROM.get(character, character)
    while unsettled[place] not in fitting:
        place += 1
    if character != BOUNDARY:
        return place
    # A run of marks that ends at a boundary was dropped: then the boundary is meant.
    end = place
    while unsettled[end] in _SETTLED_FROM[" "]:
        end += 1
    return end if unsettled[end] in _COMMAS else place


def _settle(unsettled: str) -> str:
    """Apply the rules of context to text that has gone through the table; lines stay lines."""
    if "," in unsettled:
        unsettled = re.sub(",", _settle_comma, unsettled)
    if _has_marks(unsettled):
        unsettled = _MARKS.sub(_settle_marks, unsettled)
    if "." in unsettled:
        unsettled = _DOTS.sub(_settle_dots, unsettled)
    return unsettled


def _has_marks(text: str) -> bool:
    """Return whether a text holds marks that may vanish: many a short one does not."""
    return " " in text or PARTING in text or MARK in text


@lru_cache(maxsize=1)
def _find_vanishing() -> re.Pattern[str]:
    """Return what finds most runs of marks that vanish: those next to plain Chinese or a wall."""
    marks = f"[ {PARTING}{MARK}]"
    plain = rf"(?:[\u4e00-\u9fff](?<![{_HAN_NUMERALS}])|[{_WALLS}])"
    return re.compile(rf"{marks}(?:(?<={plain}.){marks}*|(?<!{marks}.){marks}*(?={plain}))")


def _settle_comma(comma: re.Match[str]) -> str:
    """Return nothing for a comma between two digits (1,000), else a boundary."""
    before, after = _find_neighbours(comma)
    decimals = read_decimals()
    return "" if before in decimals and after in decimals else BOUNDARY


def _settle_marks(marks: re.Match[str]) -> str:
    """Return what a run of marks becomes, by the letters, digits or symbols around it."""
    before, after = _find_neighbours(marks)
    if before in _WALLS or after in _WALLS:
        return ""
    numerals = _read_numerals()
    if before in numerals and after in numerals:
        return _settle_between_numerals(marks[0], before, after)
    return "" if is_han(before) or is_han(after) else " "


def _settle_between_numerals(marks: str, before: str, after: str) -> str:
    """Return a boundary for 二、十四, the mark for 3-5, nothing for 2 025 and “十四五”十大."""
    if PARTING in marks:
        return BOUNDARY
    between_digits = MARK in marks and before not in _HAN_NUMERALS and after not in _HAN_NUMERALS
    return MARK if between_digits else ""


def _find_neighbours(found: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and behind; a line end where the text begins or ends."""
    text = found.string
    start, end = found.span()
    return text[start - 1] if start else "\n", text[end] if end < len(text) else "\n"


@lru_cache(maxsize=1)
def _read_numerals() -> frozenset[str]:
    return read_decimals() | frozenset(_HAN_NUMERALS)


def _settle_dots(dots: re.Match[str]) -> str:
    """Return nothing for dots between two Han characters, else the dots."""
    text = dots.string
    start, end = dots.span()
    if start > 0 and end < len(text) and is_han(text[start - 1]) and is_han(text[end]):
        return ""
    return dots[0]
