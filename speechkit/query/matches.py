"""Where a query matches in a speech, found in its original text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

from speechkit.model import Span, Text
from speechkit.query.model import Condition, Query, Term
from speechkit.query.patterns import find_term

Place = tuple[int, int, int]
"""A paragraph (0 is the title) and a half-open span of it."""


def matches_text(query: Query, text: Text) -> bool:
    """Return whether a speech has all that a query requires of its text; no condition is met."""
    body = "\n".join(text.paragraphs)
    return all(
        any(_is_in(term, text.title, body) for term in alternatives)
        for alternatives in query.required
    )


def _is_in(term: Term, title: str, body: str) -> bool:
    lines = (title,) if term.title_only else (title, body)
    return any(next(iter(find_term(term, line)), None) is not None for line in lines)


def count_matches(terms: Sequence[Term], text: Text) -> int:
    """Return how often terms match in a speech."""
    _, found = _find_in(terms, text)
    return sum(1 for _ in found)


def find_places(terms: Sequence[Term], text: Text) -> Iterator[Place]:
    """Yield where terms match in a speech, from its title on; those of two terms may overlap."""
    for number, spans in find_lines(terms, text):
        for start, end in spans:
            yield number, start, end


def find_lines(terms: Sequence[Term], text: Text) -> Iterator[tuple[int, list[Span]]]:
    """Yield the numbers of the paragraphs in which terms match, each with where; 0 is the title."""
    lines, found = _find_in(terms, text)
    starts = [0, *accumulate([len(line) + 1 for line in lines])]
    spans: list[Span] = []
    number, line_start, next_start = 0, 0, starts[1]
    for start, end in sorted(found):
        if start >= next_start:
            if spans:
                yield number, spans
                spans = []
            number = bisect_right(starts, start, number) - 1
            line_start, next_start = starts[number : number + 2]
        spans.append((start - line_start, end - line_start))
    if spans:
        yield number, spans


def _find_in(terms: Sequence[Term], text: Text) -> tuple[Sequence[str], Iterator[Span]]:
    """Return the lines of a speech where terms are looked for, and the spans of these as one text.

    What is asked of titles only chooses speeches; it counts where nothing else is asked.
    """
    anywhere = asked_anywhere(terms)
    lines = text.lines if anywhere else (text.title,)
    return lines, _find(anywhere or terms, "\n".join(lines))


def find_spans(text: str, terms: Iterable[Term]) -> tuple[Span, ...]:
    """Return where terms match in ``text``, from left to right, those that overlap joined."""
    return join_spans(sorted(_find(terms, text)))


def asked_anywhere(terms: Iterable[Term]) -> list[Term]:
    """Return the terms that may match anywhere in a text, not in titles only."""
    return [term for term in terms if not (term.title_only or isinstance(term, Condition))]


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join sorted spans that overlap."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _find(terms: Iterable[Term], text: str) -> Iterator[Span]:
    return chain.from_iterable(find_term(term, text) for term in terms)
