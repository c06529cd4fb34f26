"""Where terms are in normalized text, by the plainest means: what patterns are tested against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from speechkit.query.model import Near, Phrase, Term

Span = tuple[int, int]
"""Half-open, in characters."""


def find_term(term: Term, match: str) -> Iterator[Span]:
    """Yield the half-open spans of a term in one line of normalized text, from left to right.

    The spans of one phrase do not overlap. Of two phrases near each other both spans count.
    """
    if isinstance(term, Phrase):
        yield from _find_phrase(term, match)
        return
    firsts = _find_everywhere(term.first, match)
    seconds = _find_everywhere(term.second, match) if firsts else []
    ahead = _Places(seconds)
    behind = _Places(firsts)
    spans = {span for span in firsts if ahead.any_near(span, term, forwards=True)}
    spans |= {span for span in seconds if behind.any_near(span, term, forwards=False)}
    yield from sorted(spans)


class _Places:
    """Where a phrase was found, asked whether any of it is near."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = sorted(end for _, end in spans)

    def any_near(self, span: Span, near: Near, *, forwards: bool) -> bool:
        """Return whether one of the places is near ``span``, ``forwards`` if it is to follow it.

        In any order both sides count.
        """
        start, end = span
        after = _any_within(self._starts, end, end + near.distance)
        before = _any_within(self._ends, start - near.distance, start)
        if not near.ordered:
            return after or before
        return after if forwards else before


def _any_within(numbers: list[int], least: int, most: int) -> bool:
    """Return whether one of sorted numbers lies between two, both included."""
    place = bisect_left(numbers, least)
    return place < len(numbers) and numbers[place] <= most


def _find_phrase(phrase: Phrase, match: str) -> Iterator[Span]:
    if len(phrase.variants) == 1:
        yield from _find_variant(phrase.variants[0], match)
        return
    end = 0
    for start, stop in sorted(
        span for variant in phrase.variants for span in _find_variant(variant, match)
    ):
        if start >= end:
            yield start, stop
            end = stop


def _find_everywhere(phrase: Phrase, match: str) -> list[Span]:
    """Return all spans of a phrase, those that overlap too."""
    return sorted(
        (found.start(), found.start() + len(variant))
        for variant in phrase.variants
        for found in re.finditer(f"(?={re.escape(variant)})", match)
    )


def _find_variant(variant: str, match: str) -> Iterator[Span]:
    start = match.find(variant)
    while start >= 0:
        yield start, start + len(variant)
        start = match.find(variant, start + len(variant))
