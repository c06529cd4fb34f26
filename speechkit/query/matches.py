"""Where a query matches in a speech, found in its original text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

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
    return sum(1 for _ in find_places(terms, text))


def find_places(terms: Sequence[Term], text: Text) -> Iterator[Place]:
    """Yield where terms match in a speech, from its title on; those of two terms may overlap.

    What is asked of titles only chooses speeches; it counts where nothing else is asked.
    """
    anywhere = asked_anywhere(terms)
    lines = "\n".join((text.title, *text.paragraphs)) if anywhere else text.title
    number = line_start = seen = 0
    for start, end in sorted(_find(anywhere or terms, lines)):
        # From the last match on only: a line may hold a million of them.
        number += lines.count("\n", seen, start)
        line_start = lines.rfind("\n", seen, start) + 1 or line_start
        seen = start
        yield number, start - line_start, end - line_start


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
