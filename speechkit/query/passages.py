"""The passages of one speech: which answers best, and where it matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple, Protocol

from speechkit.model import Passage, Span, TermShare, Text
from speechkit.query.matches import asked_anywhere, find_spans, join_spans
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
    normalized: str


class SpeechPassages:
    """One speech's passages, normalized once and looked at several times."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._of_patterns: dict[tuple[Regex, int], tuple[Span, ...]] = {}
        """Where a pattern matches in a paragraph, which is asked once for each of its pieces."""

    @cached_property
    def normalized_title(self) -> str:
        """The normalized title."""
        return normalize(self.text.title)

    @cached_property
    def pieces(self) -> tuple[_Piece, ...]:
        """All passages of the body."""
        return tuple(self._cut())

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
        held = {piece: self._count_held(body_terms, piece) for piece in self.pieces}
        order = sorted(
            self.pieces,
            key=lambda piece: (
                -held[piece],
                _is_heading(self.text.paragraphs[piece.paragraph - 1]),
                -scorer.score(piece.normalized),
            ),
        )
        chosen = [piece for piece in order[:count] if held[piece]]
        if not chosen:
            across = list(islice(self._joined(body_terms), count))
            chosen = across or order[: 1 if terms else count]
        if not chosen or (
            not self._count_held(body_terms, chosen[0]) and _count_terms(terms, self.text.title)
        ):
            chosen = [_Piece(0, 0, len(self.text.title), self.normalized_title)]
        return [self._finish(piece, terms, scorer) for piece in chosen]

    def matching_paragraphs(self, terms: Sequence[Term]) -> Iterator[Passage]:
        """Yield every paragraph, whole, in which a term matches; the title is paragraph 0."""
        body = asked_anywhere(terms)
        if _count_terms(body or terms, self.text.title):
            yield Passage(0, self.text.title, find_spans(self.text.title, terms))
        for number in self._matching(body):
            text = self.text.paragraphs[number - 1]
            yield Passage(number, text, find_spans(text, body))

    def _titled(self) -> Iterator[str]:
        return (f"{self.normalized_title}{BOUNDARY}{piece.normalized}" for piece in self.pieces)

    def _line(self, piece: _Piece) -> str:
        """Return the whole paragraph of a piece, or the title."""
        return self.text.paragraphs[piece.paragraph - 1] if piece.paragraph else self.text.title

    def _count_held(self, terms: Iterable[Term], piece: _Piece) -> int:
        """Return how many of the terms match in a piece."""
        return sum(1 for term in terms if next(iter(self._find(term, piece)), None) is not None)

    def _find(self, term: Term, piece: _Piece) -> Iterable[Span]:
        """Return the spans of a term in a piece; a pattern is asked of the whole paragraph."""
        line = self._line(piece)
        if not isinstance(term, Regex):
            return find_term(term, line[piece.start : piece.end])
        if (term, piece.paragraph) not in self._of_patterns:
            self._of_patterns[term, piece.paragraph] = tuple(find_term(term, line))
        return (
            (start - piece.start, end - piece.start)
            for start, end in self._of_patterns[term, piece.paragraph]
            if piece.start <= start and end <= piece.end
        )

    def _cut(self) -> Iterator[_Piece]:
        body = normalize_lines("\n".join(self.text.paragraphs)).split("\n")
        for number, (paragraph, normalized) in enumerate(
            zip(self.text.paragraphs, body, strict=False), 1
        ):
            passages = list(cut_passages(paragraph))
            for start, end in passages:
                text = normalized if len(passages) == 1 else normalize(paragraph[start:end])
                yield _Piece(number, start, end, text)

    def _matching(self, terms: Sequence[Term]) -> Iterator[int]:
        for number, paragraph in enumerate(self.text.paragraphs, 1):
            if _count_terms(terms, paragraph):
                yield number

    def _joined(self, terms: Sequence[Term]) -> Iterator[_Piece]:
        """Yield the passages over which a match runs, as one piece."""
        for number in self._matching(terms):
            paragraph = self.text.paragraphs[number - 1]
            starts, ends = zip(*cut_passages(paragraph), strict=True)
            for start, end in find_spans(paragraph, terms):
                first = starts[bisect_right(starts, start) - 1]
                last = ends[bisect_left(ends, end)]
                yield _Piece(number, first, last, normalize(paragraph[first:last]))

    def _finish(self, piece: _Piece, terms: Sequence[Term], scorer: Scorer) -> Passage:
        text = self._line(piece)[piece.start : piece.end]
        spans = join_spans(sorted(span for term in terms for span in self._find(term, piece)))
        spans = spans or find_pairs(text, scorer.pairs)
        return Passage(piece.paragraph, text, spans)


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
