"""The passages of one speech: which answers best, and where it matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, islice
from typing import NamedTuple, Protocol

from speechkit.model import Passage, Span, TermShare, Text
from speechkit.query.matches import (
    Place,
    asked_anywhere,
    find_places,
    find_spans,
    join_spans,
)
from speechkit.query.model import Regex, Term
from speechkit.query.patterns import find_term
from speechkit.text.normalize import normalize, normalize_lines, normalize_with_offsets
from speechkit.text.sentences import cut_passages
from speechkit.text.table import BOUNDARY

_LONGEST_HEADING = 40
_SENTENCE_ENDS = tuple("。！？!?；;…”’」』")


class Scorer(Protocol):
    """Scores a passage of normalized text."""

    @property
    def pairs(self) -> Collection[str]:
        """The pairs of characters that count."""

    @property
    def score(self) -> Callable[[str], float]:
        """Return the score of a passage of normalized text."""

    @property
    def explain(self) -> Callable[[str], Iterable[TermShare]]:
        """Return the share of each pair in the score of a passage."""


class _Piece(NamedTuple):
    """A passage before it is chosen: a paragraph's number and a span of it."""

    paragraph: int
    start: int
    end: int


class SpeechPassages:
    """One speech's passages, looked at several times; only what is scored is normalized."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._normalized: dict[_Piece, str] = {}
        self._places: tuple[Sequence[Term], list[Place]] = ((), [])
        self._of_patterns: dict[tuple[Regex, int], tuple[Span, ...]] = {}
        """Where a pattern matches in a paragraph, which is asked once for each of its pieces."""

    def places(self, terms: Sequence[Term]) -> list[Place]:
        """Return where terms match in the speech, found once."""
        if self._places[0] != terms:
            self._places = (terms, list(find_places(terms, self.text)))
        return self._places[1]

    @cached_property
    def normalized_title(self) -> str:
        """The normalized title."""
        return normalize(self.text.title)

    def pieces(self) -> list[_Piece]:
        """Return all passages of the body."""
        numbers = range(1, len(self.text.paragraphs) + 1)
        return [piece for number in numbers for piece in self._cut(number)]

    def _cut(self, number: int) -> Iterator[_Piece]:
        """Yield the passages of a paragraph; the title has none."""
        if number:
            for start, end in cut_passages(self.text.paragraphs[number - 1]):
                yield _Piece(number, start, end)

    def score(self, scorer: Scorer) -> float:
        """Return the score of the best passage, each read with the title before it.

        A passage seldom names what the whole speech is about; the title does.
        """
        return max(map(scorer.score, self._titled()), default=0.0)

    def explain(self, scorer: Scorer) -> list[TermShare]:
        """Return the shares of the terms in the score of the best passage."""
        best = max(self._titled(), key=scorer.score, default="")
        return list(scorer.explain(best))

    def choose(self, terms: Sequence[Term], scorer: Scorer, count: int) -> list[Passage]:
        """Return the ``count`` passages that answer best, the best first.

        A passage with more of the terms goes before one with fewer, a sentence before a heading,
        then the better score, then the earlier one. A speech that matches in its title alone
        answers with its title, and one that matches across two passages with both, joined.
        """
        body_terms = asked_anywhere(terms)
        held = self._count_held(terms, body_terms)
        across = [] if held or not body_terms else list(islice(self._joined(terms), count))
        in_title = not (held or across) and _count_terms(terms, self.text.title)
        if held:
            chosen = self._put_best_first(held, scorer, count)
        else:
            others = dict.fromkeys(() if across or in_title else self.pieces(), 0)
            chosen = across or self._put_best_first(others, scorer, 1 if terms else count)
        chosen = chosen or [_Piece(0, 0, len(self.text.title))]
        return [self._finish(piece, terms, scorer) for piece in chosen]

    def _count_held(self, terms: Sequence[Term], body_terms: Sequence[Term]) -> dict[_Piece, int]:
        """Return the passages that hold any of the terms, and how many each."""
        counts: dict[_Piece, int] = {}
        for number, spans in self._spans(terms) if body_terms else ():
            starts = [start for start, _ in spans]
            furthest = [0, *accumulate((end for _, end in spans), max)]
            for piece in self._cut(number):
                if furthest[bisect_left(starts, piece.end)] > piece.start:
                    found = self._is_found(terms, piece)
                    counts[piece] = 1 if found else self._count_in(body_terms, piece)
        return {piece: count for piece, count in counts.items() if count}

    def _is_found(self, terms: Sequence[Term], piece: _Piece) -> bool:
        """Return whether the places in a piece are one term's, and all of a whole paragraph's."""
        return len(terms) == 1 and piece[1:] == (0, len(self.text.line(piece.paragraph)))

    def _put_best_first(
        self, held: Mapping[_Piece, int], scorer: Scorer, count: int
    ) -> list[_Piece]:
        """Return the ``count`` passages that answer best; scores are asked of equal ones only."""

        def rank(piece: _Piece) -> tuple[int, bool]:
            return -held[piece], _is_heading(self.text.paragraphs[piece.paragraph - 1])

        best: list[_Piece] = []
        for _, equal in groupby(sorted(held, key=rank), rank):
            group = list(equal)
            if len(group) > 1:
                self._normalize(group)
                group.sort(key=lambda piece: -scorer.score(self._normalized[piece]))
            best += group
            if len(best) >= count:
                break
        return best[:count]

    def matching_paragraphs(self, terms: Sequence[Term]) -> Iterator[Passage]:
        """Yield every paragraph, whole, in which a term matches; the title is paragraph 0."""
        body = asked_anywhere(terms)
        if _count_terms(body or terms, self.text.title):
            yield Passage(0, self.text.title, find_spans(self.text.title, terms))
        for number, spans in self._spans(terms) if body else ():
            if number:
                yield Passage(number, self.text.paragraphs[number - 1], join_spans(spans))

    def _spans(self, terms: Sequence[Term]) -> Iterator[tuple[int, list[Span]]]:
        """Yield the paragraphs in which a term matches, and where; the title is paragraph 0."""
        for number, places in groupby(self.places(terms), lambda place: place[0]):
            yield number, [(start, end) for _, start, end in places]

    def _titled(self) -> Iterator[str]:
        pieces = self.pieces()
        self._normalize(pieces)
        return (f"{self.normalized_title}{BOUNDARY}{self._normalized[piece]}" for piece in pieces)

    def _raw(self, piece: _Piece) -> str:
        return self.text.line(piece.paragraph)[piece.start : piece.end]

    def _count_in(self, terms: Iterable[Term], piece: _Piece) -> int:
        """Return how many of the terms match in a piece."""
        return sum(1 for term in terms if next(iter(self._find(term, piece)), None) is not None)

    def _find(self, term: Term, piece: _Piece) -> Iterable[Span]:
        """Return the spans of a term in a piece; a pattern is asked of the whole paragraph."""
        if not isinstance(term, Regex):
            return find_term(term, self._raw(piece))
        place = term, piece.paragraph
        if place not in self._of_patterns:
            self._of_patterns[place] = tuple(find_term(term, self.text.line(piece.paragraph)))
        return (
            (start - piece.start, end - piece.start)
            for start, end in self._of_patterns[place]
            if piece.start <= start and end <= piece.end
        )

    def _normalize(self, pieces: Sequence[_Piece]) -> None:
        """Normalize passages at once, which takes less time than one by one."""
        if not all(map(self._normalized.__contains__, pieces)):
            lines = normalize_lines("\n".join(map(self._raw, pieces))).split("\n")
            self._normalized.update(zip(pieces, lines, strict=True))

    def _joined(self, terms: Sequence[Term]) -> Iterator[_Piece]:
        """Yield the passages over which a match runs, as one piece."""
        for number, spans in self._spans(terms):
            pieces = list(self._cut(number))
            for start, end in join_spans(spans) if pieces else ():
                first = bisect_right(pieces, start, key=lambda piece: piece.start) - 1
                last = bisect_left(pieces, end, key=lambda piece: piece.end)
                yield _Piece(number, pieces[first].start, pieces[last].end)

    def _finish(self, piece: _Piece, terms: Sequence[Term], scorer: Scorer) -> Passage:
        text = self._raw(piece)
        spans = join_spans(sorted(span for term in terms for span in self._find(term, piece)))
        return Passage(piece.paragraph, text, spans or find_pairs(text, scorer.pairs))


def find_pairs(text: str, pairs: Iterable[str]) -> tuple[Span, ...]:
    """Return where pairs of characters lie in ``text``, those that overlap joined."""
    normalized = normalize_with_offsets(text)
    found = []
    for pair in pairs:
        start = normalized.match.find(pair)
        while start >= 0:
            found.append(normalized.span(start, start + len(pair)))
            start = normalized.match.find(pair, start + 1)
    return join_spans(sorted(found))


def _is_heading(paragraph: str) -> bool:
    """Return whether a paragraph says little: a short one that is no sentence."""
    return len(paragraph) < _LONGEST_HEADING and not paragraph.endswith(_SENTENCE_ENDS)


def _count_terms(terms: Iterable[Term], text: str) -> int:
    return sum(1 for term in terms if next(iter(find_term(term, text)), None) is not None)
