"""Where a query matches in a speech, found in its original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain

from speechkit.model import Span, Text
from speechkit.query.model import Condition, Query, Term
from speechkit.query.patterns import find_term

Place = tuple[int, int, int]
"""A paragraph (0 is the title) and a half-open span of it."""

_Found = tuple[int, int, int]
"""A half-open span of the lines of a speech, and the number of the term that matches there."""

_InParagraph = tuple[int, int, int]
"""Where a paragraph begins in the lines of a speech, and a half-open span of what was found."""

_NOTHING: _InParagraph = (0, 0, 0)
"""Of a paragraph without matches."""


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
        self.terms = asked_anywhere(terms)
        """Those that may match anywhere; ``counts`` names them by their places here."""
        self._lines = text.lines
        searched = text.joined if self.terms else text.title
        self._found = _find_all(self.terms or terms, searched)
        self._by_paragraph = _divide(self._found, self._lines)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _furthest(self) -> list[int]:
        """Before each match the furthest end of those before it."""
        return [0, *accumulate((end for _, end, _ in self._found), max)]

    def paragraphs(self) -> Collection[int]:
        """Return the numbers of the paragraphs that hold a match, in order; 0 is the title."""
        return self._by_paragraph.keys()

    def spans(self, paragraph: int) -> list[Span]:
        """Return where something matches in a paragraph, from left to right."""
        return self.spans_within(paragraph, 0, len(self._lines[paragraph])) or []

    def spans_within(self, paragraph: int, start: int, end: int) -> list[Span] | None:
        """Return where something matches in a span of a paragraph, told from where that begins.

        None if a match reaches over its ends.
        """
        found = self._within(paragraph, start, end)
        before = self._by_paragraph.get(paragraph, _NOTHING)[0] + start
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
        before, first, last = self._by_paragraph.get(paragraph, _NOTHING)
        if start or end < len(self._lines[paragraph]):  # most passages are whole paragraphs
            first = bisect_left(self._found, (before + start,), first, last)
            last = bisect_left(self._found, (before + end,), first, last)
            reached = max(self._furthest[first] - start, self._furthest[last] - end)
            if reached > before:
                return None
        return self._found[first:last]


def _find_all(terms: Iterable[Term], text: str) -> list[_Found]:
    found: list[_Found] = []
    for number, term in enumerate(terms):
        found += [(start, end, number) for start, end in find_term(term, text)]
    found.sort()
    return found


def _divide(found: Sequence[_Found], lines: Iterable[str]) -> dict[int, _InParagraph]:
    """Return what was found by the numbers of the lines that hold it."""
    starts = [0, *accumulate([len(line) + 1 for line in lines])]
    divided = {}
    first = number = 0
    while first < len(found):
        number = bisect_right(starts, found[first][0], number) - 1
        last = bisect_left(found, (starts[number + 1],), first)
        divided[number] = starts[number], first, last
        first = last
    return divided


def count_matches(terms: Sequence[Term], text: Text) -> int:
    """Return how often terms match in a speech."""
    anywhere = asked_anywhere(terms)
    searched = text.joined if anywhere else text.title
    return sum(1 for term in anywhere or terms for _ in find_term(term, searched))


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
