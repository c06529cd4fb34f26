"""Where a query matches in a speech, found in its original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain

from speechkit.model import Span, Text
from speechkit.query.model import Condition, Query, Term
from speechkit.query.patterns import find_term

Place = tuple[int, int, int]
"""A paragraph (0 is the title) and a half-open span of it."""

_Found = tuple[int, int, int]
"""A half-open span of the lines of a speech, and the number of the term that matches there."""


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


class SpeechMatches:
    """Where terms match in a speech, from its title on; matches of two terms may overlap.

    What is asked of titles only chooses speeches; it counts where nothing else is asked.
    """

    def __init__(self, terms: Sequence[Term], text: Text) -> None:
        anywhere = asked_anywhere(terms)
        self._lines = text.lines
        searched = "\n".join(self._lines) if anywhere else text.title
        self._found = sorted(
            (start, end, number)
            for number, term in enumerate(anywhere or terms)
            for start, end in find_term(term, searched)
        )

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins, and where one behind the last would."""
        return [0, *accumulate([len(line) + 1 for line in self._lines])]

    @cached_property
    def _furthest(self) -> list[int]:
        """Before each match the furthest end of those before it."""
        return [0, *accumulate((end for _, end, _ in self._found), max)]

    def paragraphs(self) -> Iterator[int]:
        """Yield the numbers of the paragraphs in which something matches; 0 is the title."""
        place = number = 0
        while place < len(self._found):
            number = bisect_right(self._starts, self._found[place][0], number) - 1
            yield number
            place = bisect_left(self._found, (self._starts[number + 1],), place)

    def spans(self, paragraph: int) -> list[Span]:
        """Return where something matches in a paragraph, from left to right."""
        return self.spans_within(paragraph, 0, len(self._lines[paragraph])) or []

    def spans_within(self, paragraph: int, start: int, end: int) -> list[Span] | None:
        """Return where something matches in a span of a paragraph, told from where that begins.

        None if a match reaches over its ends.
        """
        found = self._within(paragraph, start, end)
        before = self._starts[paragraph] + start
        return None if found is None else [(s - before, e - before) for s, e, _ in found]

    def counts(self, paragraph: int, start: int, end: int) -> dict[int, int] | None:
        """Return how often terms match in a span of a paragraph, by their numbers.

        None if a match reaches over its ends.
        """
        found = self._within(paragraph, start, end)
        if found is None:
            return None
        counts: dict[int, int] = {}
        for _, _, number in found:
            counts[number] = counts.get(number, 0) + 1
        return counts

    def _within(self, paragraph: int, start: int, end: int) -> list[_Found] | None:
        before = self._starts[paragraph]
        first = bisect_left(self._found, (before + start,))
        last = bisect_left(self._found, (before + end,), first)
        is_whole = start == 0 and end == len(self._lines[paragraph])  # as most passages are
        if not is_whole and max(self._furthest[first] - start, self._furthest[last] - end) > before:
            return None
        return self._found[first:last]


def count_matches(terms: Sequence[Term], text: Text) -> int:
    """Return how often terms match in a speech."""
    return len(SpeechMatches(terms, text))


def find_places(terms: Sequence[Term], text: Text) -> Iterator[Place]:
    """Yield where terms match in a speech, from its title on; those of two terms may overlap."""
    matches = SpeechMatches(terms, text)
    for number in matches.paragraphs():
        for start, end in matches.spans(number):
            yield number, start, end


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
