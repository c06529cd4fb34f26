"""Which speeches match: a query as an expression over the index, and in the text of one speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from speechkit.index.encoding import split_tokens
from speechkit.query import Chunk, Near, Query, Term


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
    if isinstance(term, Chunk):
        ways = " OR ".join(map(_phrase, term.ways))
        return f"title : ({ways})" if term.title_only else f"({ways})"
    pairs = (
        f"NEAR({_phrase(first)} {_phrase(second)}, {term.distance})"
        for first in term.first.ways
        for second in term.second.ways
    )
    return f"({' OR '.join(pairs)})"


def needs_text(query: Query) -> bool:
    """Return whether only the texts tell which of the speeches found in the index match."""
    return any(isinstance(term, Near) for term in query.terms)


def matches_text(query: Query, title: str, paragraphs: Iterable[str]) -> bool:
    """Return whether a speech, given in match text, has all that the query requires."""
    lines = (title, *paragraphs)
    return all(
        any(_stands_in(term, lines) for term in alternatives) for alternatives in query.required
    )


def find_term(term: Term, match: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of a term in one line of match text, from left to right.

    The spans of one chunk do not overlap. Of two chunks near each other both spans count.
    """
    if isinstance(term, Chunk):
        yield from _find_chunk(term, match)
        return
    seconds = _find_everywhere(term.second, match)
    spans: set[tuple[int, int]] = set()
    for first in _find_everywhere(term.first, match):
        for second in seconds:
            if _are_near(first, second, term):
                spans.update((first, second))
    yield from sorted(spans)


def _are_near(first: tuple[int, int], second: tuple[int, int], near: Near) -> bool:
    if first[1] <= second[0]:
        return second[0] - first[1] <= near.distance
    return not near.ordered and 0 <= first[0] - second[1] <= near.distance


def _stands_in(term: Term, lines: tuple[str, ...]) -> bool:
    if isinstance(term, Chunk) and term.title_only:
        lines = lines[:1]
    return any(next(find_term(term, line), None) is not None for line in lines)


def _find_chunk(chunk: Chunk, match: str) -> Iterator[tuple[int, int]]:
    if len(chunk.ways) == 1:
        yield from _find_way(chunk.ways[0], match)
        return
    end = 0
    for start, stop in sorted(span for way in chunk.ways for span in _find_way(way, match)):
        if start >= end:
            yield start, stop
            end = stop


def _find_everywhere(chunk: Chunk, match: str) -> list[tuple[int, int]]:
    """Return all spans of a chunk, those that overlap too."""
    return sorted(
        (found.start(), found.start() + len(way))
        for way in chunk.ways
        for found in re.finditer(f"(?={re.escape(way)})", match)
    )


def _find_way(way: str, match: str) -> Iterator[tuple[int, int]]:
    start = match.find(way)
    while start >= 0:
        yield start, start + len(way)
        start = match.find(way, start + len(way))


def _phrase(way: str) -> str:
    return '"' + split_tokens(way).replace('"', '""') + '"'
