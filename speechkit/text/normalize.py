"""Text to normalized text, on which matching works, the same for speeches and queries.

Normalizing goes in two steps. Each character is looked up in one fixed table (compatibility form,
combining marks dropped, lower case, simplified), which makes marks a space and sentence marks one
boundary; then rules of context settle spaces, dots and commas by their nearest neighbours. Both
steps look at nothing outside a phrase's own first and last letters, so that a substring of a text,
normalized and trimmed, is a substring of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from speechkit.model import Span
from speechkit.text.characters import is_han
from speechkit.text.table import BOUNDARY, CharacterTable, read_combining, read_decimals

__all__ = [
    "BOUNDARY",
    "EDGES",
    "NORMALIZATION_VERSION",
    "Normalized",
    "normalize",
    "normalize_lines",
    "normalize_phrase",
    "normalize_with_offsets",
    "pass_combining",
]

NORMALIZATION_VERSION = 1
"""Part of every index: an index normalized by other rules is rebuilt."""

EDGES = f" .{BOUNDARY}"
"""What is trimmed from a phrase: with a comma, what depends on its neighbours."""

_WALLS = f"{BOUNDARY}\n"

_COMMA = re.compile(", *")
_SPACES = re.compile(" +")
_DOTS = re.compile("[.][ .]*")
_TABLE = CharacterTable()
_LINES_TABLE = CharacterTable(kept="\n")


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
    return _settle(text.translate(_LINES_TABLE))


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
    # Settling only drops characters or turns a comma into a boundary, and the character after a
    # dropped run is never of the dropped kind, so a greedy alignment is the right one.
    origins = []
    position = 0
    for character in match:
        while unsettled[position] != character and not (
            character == BOUNDARY and unsettled[position] == ","
        ):
            position += 1
        origins.append(sources[position])
        position += 1
    return Normalized(text, match, tuple(origins))


def pass_combining(text: str, place: int) -> int:
    """Return the first place from ``place`` on that holds no combining mark."""
    while place < len(text) and text[place] >= "\u0300" and text[place] in read_combining():
        place += 1
    return place


def _settle(unsettled: str) -> str:
    """Apply the rules of context to text that has gone through the table; lines stay lines."""
    if "," in unsettled:
        unsettled = _COMMA.sub(_settle_comma, unsettled)
    if " " in unsettled:
        unsettled = _SPACES.sub(_settle_spaces, unsettled)
    if "." in unsettled:
        unsettled = _DOTS.sub(_settle_dots, unsettled)
    return unsettled


def _settle_comma(comma: re.Match[str]) -> str:
    """Return nothing for a comma between two digits (1,000), else a boundary."""
    text, after = comma.string, comma.end()
    before = comma.start() - 1
    while before > 0 and text[before] == " ":
        before -= 1
    decimals = read_decimals()
    if before >= 0 and after < len(text) and text[before] in decimals and text[after] in decimals:
        return comma[0][1:]
    return BOUNDARY + comma[0][1:]


def _settle_spaces(spaces: re.Match[str]) -> str:
    """Return one space for marks between two letters, digits or symbols, else nothing."""
    text = spaces.string
    start, end = spaces.span()
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if before in _WALLS or after in _WALLS or is_han(before) or is_han(after):
        return ""
    return " "


def _settle_dots(dots: re.Match[str]) -> str:
    """Return nothing for dots between two Han characters, else the dots."""
    text = dots.string
    start, end = dots.span()
    if start > 0 and end < len(text) and is_han(text[start - 1]) and is_han(text[end]):
        return ""
    return dots[0]
