"""Quotations that leave out text: their parts, each aligned with a line behind the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.model import Span
from speechkit.research.quotations.alignment import align_within
from speechkit.research.quotations.letters import Letters

_ELLIPSIS = r"[…⋯]+|\.{3,}|。{3,}|·{3,}|．{3,}"
_PAUSE = "，"

LONGEST_GAP = 300
"""Letters that may be left out between two parts of a wording that is not exact."""

_SHORTEST_PART = 4
"""Letters; a shorter clause is one part with the next one."""

_MOST_HARMED = 3
"""One letter in so many of a part may differ."""


def mask_ellipses(quoted: str) -> str:
    """Return a quotation with pauses in the place of ellipses, which would vanish between letters.

    Its length stays.
    """
    return re.sub(_ELLIPSIS, lambda found: _PAUSE * len(found[0]), quoted)


def has_ellipsis(text: str) -> bool:
    """Return whether a text says by an ellipsis that it leaves something out."""
    return bool(re.search(_ELLIPSIS, text))


def is_ellipsis(text: str) -> bool:
    """Return whether a text is an ellipsis, with marks around it or not."""
    return has_ellipsis(text) and not len(Letters(text))


def cut_parts(quoted: str, letters: Letters) -> list[Span]:
    """Return the letters between ellipses; where there is none, those of each clause."""
    ellipses = [found.start() for found in re.finditer(_ELLIPSIS, quoted)]
    starts = [start for start, _ in letters.runs()]
    if ellipses:
        # An ellipsis is masked by a pause, so that a run begins behind it.
        places = [letters.span(start, start + 1)[0] for start in starts]
        behind = {next((n for n, p in enumerate(places) if p > e), 0) for e in ellipses}
        starts = [starts[n] for n in sorted({0} | behind)] if starts else []
        return list(zip(starts, (*starts[1:], len(letters)), strict=True))
    parts: list[Span] = []
    for start, end in letters.runs():
        if parts and parts[-1][1] - parts[-1][0] < _SHORTEST_PART:
            start = parts.pop()[0]  # noqa: PLW2901 - of the same part
        parts.append((start, end))
    return parts


class Placed(NamedTuple):
    """Letters of a quotation, and the letters of a line that are nearest to them."""

    quoted: Span
    found: Span
    distance: int

    def moved(self, by: int) -> Placed:
        """Return the same in a line in which it is so many letters farther."""
        start, end = self.found
        return self._replace(found=(start + by, end + by))


class Chain(NamedTuple):
    """Parts of a quotation that are in a line, one behind the other; ``distance`` is without gaps.

    Parts that are not there count with all of their letters.
    """

    distance: int
    placed: tuple[Placed, ...]

    @property
    def gaps(self) -> Iterator[tuple[Placed, Placed]]:
        """Yield the parts before and behind each stretch of the line that is left out."""
        for before, behind in zip(self.placed, self.placed[1:], strict=False):
            if behind.found[0] > before.found[1]:
                yield before, behind


def between(quoted: str, letters: Letters, before: Placed, behind: Placed) -> str:
    """Return what a quotation has between two of its parts."""
    end, start = before.quoted[1], behind.quoted[0]
    return quoted[letters.span(end - 1, end)[1] : letters.span(start, start + 1)[0]]


def align_parts(pattern: str, parts: Sequence[Span], anchor: Placed, line: str) -> Chain | None:
    """Return where the parts of a quotation are in a line around one of them, two at least."""
    before = [part for part in parts if part[1] <= anchor.quoted[0]]
    behind = [part for part in parts if part[0] >= anchor.quoted[1]]
    # Backwards, so that the nearest one to the anchor is the first that is found there, too.
    size, width = len(pattern), len(line)
    turned = _place(
        pattern[::-1],
        [(size - end, size - start) for start, end in reversed(before)],
        line[::-1],
        width - anchor.found[0],
    )
    placed = [
        Placed((size - q[1], size - q[0]), (width - f[1], width - f[0]), distance)
        for q, f, distance in reversed(list(turned))
    ]
    placed += [anchor, *_place(pattern, behind, line, anchor.found[1])]
    if len(placed) < 2:
        return None
    kept = sum(end - start for (start, end), _, _ in placed)
    distance = sum(one.distance for one in placed) + size - kept
    return Chain(distance, tuple(placed))


def _place(pattern: str, parts: Sequence[Span], line: str, place: int) -> Iterator[Placed]:
    """Yield those of some parts that are in a line from a place on, each behind the one before."""
    for start, end in parts:
        part = pattern[start:end]
        found = align_within(part, line[place : place + LONGEST_GAP + 2 * len(part)])
        if is_near(found.distance, part) and found.end > found.start:
            yield Placed((start, end), (place + found.start, place + found.end), found.distance)
            place += found.end


def is_near(distance: int, part: str) -> bool:
    """Return whether so few letters of a part differ that it is the same part."""
    return distance * _MOST_HARMED <= len(part)
