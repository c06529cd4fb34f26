"""Which speeches match: a query as an expression over the index, and in the text of one speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from speechkit.backends.sqlite.encoding import split_tokens
from speechkit.query.syntax import Near, Phrase, Query, Term

Span = tuple[int, int]
"""Half-open, in characters."""


def match_expression(query: Query) -> str:
    """Return the FTS5 expression for what a query requires and excludes.

    It is exact but for ``Near``, whose order and paragraph only the text tells; empty where the
    query requires nothing.
    """
    required = " AND ".join(
        f"({' OR '.join(map(term_expression, alternatives))})" for alternatives in query.required
    )
    if not required or not query.excluded:
        return required
    return f"({required}) NOT ({excluded_expression(query)})"


def excluded_expression(query: Query) -> str:
    """Return the FTS5 expression for what a query excludes."""
    return " OR ".join(map(term_expression, query.excluded))


def term_expression(term: Term) -> str:
    """Return the FTS5 expression for one term, exact but for the order of ``Near``."""
    if isinstance(term, Phrase):
        variants = " OR ".join(map(_phrase, term.variants))
        return f"title : ({variants})" if term.title_only else f"({variants})"
    pairs = (
        f"NEAR({_phrase(first)} {_phrase(second)}, {term.distance})"
        for first in term.first.variants
        for second in term.second.variants
    )
    expression = f"({' OR '.join(pairs)})"
    return f"title : {expression}" if term.title_only else expression


def needs_text(query: Query) -> bool:
    """Return whether only the texts tell which of the speeches found in the index match."""
    return any(isinstance(term, Near) for term in query.terms)


def matches_text(query: Query, title: str, paragraphs: Iterable[str]) -> bool:
    """Return whether a speech, given in normalized text, has all that the query requires."""
    lines = (title, *paragraphs)
    return all(
        any(_stands_in(term, lines) for term in alternatives) for alternatives in query.required
    )


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


def _stands_in(term: Term, lines: tuple[str, ...]) -> bool:
    if term.title_only:
        lines = lines[:1]
    return any(next(find_term(term, line), None) is not None for line in lines)


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


def _phrase(variant: str) -> str:
    return '"' + split_tokens(variant).replace('"', '""') + '"'
