"""Where terms are in normalized text, by the plainest means: what patterns are tested against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.query.model import Near, Phrase, Term

Span = tuple[int, int]
"""Half-open, in characters."""


def find_term(term: Term, match: str) -> Iterator[Span]:
    """Yield the half-open spans of a term in one line of normalized text, from left to right.

    The spans of one phrase do not overlap, nor do the pairs of two phrases near each other: a pair
    ends in each place that has one near it behind the last pair, the closest of which begins it.
    """
    if isinstance(term, Phrase):
        yield from _find_phrase(term, match)
        return
    assert isinstance(term, Near)
    pairs = [
        (first, second)
        for first in _find_everywhere(term.first, match)
        for second in _find_everywhere(term.second, match)
        if _are_near(first, second, term)
    ]
    done = 0
    ordered = [tuple(sorted(pair)) for pair in pairs]
    for last in sorted({last for _, last in ordered}, key=lambda span: (span[1], span[0])):
        first = max((f for f, other in ordered if other == last), key=lambda span: span[::-1])
        if first[0] >= done:
            yield first[0], last[1]
            done = last[1]


def _are_near(first: Span, second: Span, near: Near) -> bool:
    """Return whether one span is near the other: every pair is asked, one by one."""
    in_order = 0 <= second[0] - first[1] <= near.distance
    return in_order or (not near.ordered and 0 <= first[0] - second[1] <= near.distance)


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
