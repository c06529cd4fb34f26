"""How one string is changed into a piece of another with the fewest edits, character by character.

Columns of the table of distances are kept as the bits of two numbers each, so that a character of
the text costs a few operations on numbers, whatever the length of the pattern (Myers 1999, "A fast
bit-vector algorithm for approximate string matching"; the form of Hyyrö 2003). The way back is read
from the kept bits, a replaced character preferred to a missing one. Libraries of edit distance
compare whole strings, or pieces of equal length; here the nearest piece is looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_Column = tuple[int, int]
"""Bit i of the first number says that the distance rises from row i to row i + 1, of the second
that at row i + 1 it is what it was a row and a column before."""


class Edit(NamedTuple):
    """``text[start:end]`` is where the pattern has ``pattern[pattern_start:pattern_end]``."""

    start: int
    end: int
    pattern_start: int
    pattern_end: int


class Alignment(NamedTuple):
    """The piece ``text[start:end]`` that is nearest to a pattern, and how they differ.

    ``distance`` counts characters that are replaced, added or left out, each of them as 1.
    """

    distance: int
    start: int
    end: int
    edits: tuple[Edit, ...]
    """From left to right; those that touch are one."""


def align_within(pattern: str, text: str) -> Alignment:
    """Return the piece of a text that is nearest to a pattern, of several the first one."""
    columns, distances = _fill(pattern, text, anchored=False)
    end = distances.index(min(distances))
    # A last character that differs belongs to the piece as much as one that is missing.
    while end + 1 < len(distances) and distances[end + 1] == distances[end]:
        end += 1
    return _trace(pattern, text, columns, end, distances[end], anchored=False)


def align_whole(pattern: str, text: str) -> Alignment:
    """Return how a pattern and a whole text differ."""
    columns, distances = _fill(pattern, text, anchored=True)
    return _trace(pattern, text, columns, len(text), distances[-1], anchored=True)


def _fill(pattern: str, text: str, *, anchored: bool) -> tuple[list[_Column], list[int]]:
    """Return the columns behind each character of the text, and the distances in the last row.

    The first of both is of the empty text. Not ``anchored``, a piece may begin anywhere.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for place, character in enumerate(pattern):
        places[character] |= 1 << place
    mask = (1 << len(pattern)) - 1
    last = 1 << len(pattern) >> 1
    rising, falling, distance = mask, 0, len(pattern)
    columns, distances = [(rising, mask)], [distance]
    for character in text:
        same = places.get(character, 0)
        diagonal = (((same & rising) + rising) ^ rising) | same | falling
        right_rising = (falling | ~(diagonal | rising)) & mask
        right_falling = diagonal & rising & mask
        distance += bool(right_rising & last) - bool(right_falling & last)
        if not pattern:
            distance += anchored
        right_rising = right_rising << 1 | anchored
        right_falling <<= 1
        rising = (right_falling | ~(diagonal | right_rising)) & mask
        falling = right_rising & diagonal & mask
        columns.append((rising, diagonal))
        distances.append(distance)
    return columns, distances


def _trace(  # noqa: PLR0913 - what the table is, and where to begin in it
    pattern: str,
    text: str,
    columns: Sequence[_Column],
    end: int,
    distance: int,
    *,
    anchored: bool,
) -> Alignment:
    """Return the alignment that ends at a place, read from the columns backwards."""
    row, column = len(pattern), end
    steps: list[Edit] = []
    while row:
        bit = 1 << row >> 1
        rising, diagonal = columns[column]
        if column and (pattern[row - 1] == text[column - 1] or not diagonal & bit):
            row, column = row - 1, column - 1
            if pattern[row] != text[column]:
                steps.append(Edit(column, column + 1, row, row + 1))
        elif rising & bit:
            row -= 1
            steps.append(Edit(column, column, row, row + 1))
        else:
            column -= 1
            steps.append(Edit(column, column + 1, row, row))
    start = column
    if anchored:
        steps.extend(Edit(place, place + 1, 0, 0) for place in range(column - 1, -1, -1))
        start = 0
    return Alignment(distance, start, end, tuple(_join(reversed(steps))))


def _join(edits: Iterator[Edit]) -> Iterator[Edit]:
    """Yield edits with those that touch made one."""
    before: Edit | None = None
    for edit in edits:
        if before is None:
            before = edit
        elif (edit.start, edit.pattern_start) == (before.end, before.pattern_end):
            before = Edit(before.start, edit.end, before.pattern_start, edit.pattern_end)
        else:
            yield before
            before = edit
    if before is not None:
        yield before
