"""The passages of one speech: which answers best, and where it matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from speechkit.query.matching import Span, find_term
from speechkit.query.syntax import Term
from speechkit.scoring import PassageScorer, TermShare
from speechkit.speech import cut_passages
from speechkit.text.normalize import BOUNDARY, normalize, normalize_lines, normalize_with_offsets

_LONGEST_HEADING = 40
_SENTENCE_ENDS = tuple("。！？!?；;…”’」』")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a speech; paragraph 0 is the title. ``spans`` are what matches, in ``text``."""

    paragraph: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage before it is chosen: a paragraph's number, a span of it, its normalized text."""

    paragraph: int
    start: int
    end: int
    match: str


class SpeechPassages:
    """One speech's paragraphs and passages, normalized once and looked at several times."""

    def __init__(self, title: str, paragraphs: tuple[str, ...]) -> None:
        self.title = title
        self.paragraphs = paragraphs
        self.match_title = normalize(title)
        body = normalize_lines("\n".join(paragraphs))
        self.match_paragraphs = tuple(body.split("\n")) if paragraphs else ()

    @cached_property
    def pieces(self) -> tuple[_Piece, ...]:
        """Return all passages of the body."""
        return tuple(self._cut())

    def count_matches(self, terms: Sequence[Term]) -> int:
        """Return how often the terms stand in the title and the paragraphs.

        What is asked of titles only chooses speeches; it counts where nothing else is asked.
        """
        anywhere = _asked_anywhere(terms)
        lines = (self.match_title, *(self.match_paragraphs if anywhere else ()))
        return sum(1 for term in anywhere or terms for line in lines for _ in find_term(term, line))

    def score(self, scorer: PassageScorer) -> float:
        """Return the score of the best passage, each read with the title before it.

        A passage seldom names what the whole speech is about; the title does.
        """
        return max(map(scorer.score, self._titled()), default=0.0)

    def explain(self, scorer: PassageScorer) -> list[TermShare]:
        """Return the shares of the terms in the score of the best passage."""
        best = max(self._titled(), key=scorer.score, default="")
        return list(scorer.explain(best))

    def choose(self, terms: Sequence[Term], scorer: PassageScorer, count: int) -> list[Passage]:
        """Return the ``count`` passages that answer best, the best first.

        A passage with more of the terms goes before one with fewer, a sentence before a heading,
        then the better score, then the earlier one. A speech that matches in its title alone
        answers with its title, and one that matches across two passages with both, joined.
        """
        title_terms = terms
        terms = _asked_anywhere(terms)
        order = sorted(
            self.pieces,
            key=lambda piece: (
                -_count_terms(terms, piece.match),
                _is_heading(self.paragraphs[piece.paragraph - 1]),
                -scorer.score(piece.match),
            ),
        )
        chosen = [piece for piece in order[:count] if _count_terms(terms, piece.match)]
        if not chosen:
            across = (piece for n in self._matching(terms) for piece in self._joined(n, terms))
            chosen = list(islice(across, count)) or order[: 1 if title_terms else count]
        if not chosen or (
            not _count_terms(terms, chosen[0].match) and _count_terms(title_terms, self.match_title)
        ):
            chosen = [_Piece(0, 0, len(self.title), self.match_title)]
        return [self._finish(piece, title_terms, scorer) for piece in chosen]

    def matching_paragraphs(self, terms: Sequence[Term]) -> Iterator[Passage]:
        """Yield every paragraph, whole, in which a term stands; the title is paragraph 0."""
        body = _asked_anywhere(terms)
        if _count_terms(body or terms, self.match_title):
            yield Passage(0, self.title, find_spans(self.title, terms))
        for number in self._matching(body):
            text = self.paragraphs[number - 1]
            yield Passage(number, text, find_spans(text, body))

    def _titled(self) -> Iterator[str]:
        return (f"{self.match_title}{BOUNDARY}{piece.match}" for piece in self.pieces)

    def _cut(self) -> Iterator[_Piece]:
        normalized = zip(self.paragraphs, self.match_paragraphs, strict=True)
        for number, (paragraph, match) in enumerate(normalized, 1):
            passages = list(cut_passages(paragraph))
            for start, end in passages:
                text = match if len(passages) == 1 else normalize(paragraph[start:end])
                yield _Piece(number, start, end, text)

    def _matching(self, terms: Sequence[Term]) -> Iterator[int]:
        for number, match in enumerate(self.match_paragraphs, 1):
            if _count_terms(terms, match):
                yield number

    def _joined(self, number: int, terms: Sequence[Term]) -> Iterator[_Piece]:
        """Yield the passages of a paragraph over which a match runs, as one piece."""
        paragraph = self.paragraphs[number - 1]
        starts, ends = zip(*cut_passages(paragraph), strict=True)
        for start, end in find_spans(paragraph, terms):
            first = starts[bisect_right(starts, start) - 1]
            last = ends[bisect_left(ends, end)]
            yield _Piece(number, first, last, normalize(paragraph[first:last]))

    def _finish(self, piece: _Piece, terms: Sequence[Term], scorer: PassageScorer) -> Passage:
        whole = self.paragraphs[piece.paragraph - 1] if piece.paragraph else self.title
        text = whole[piece.start : piece.end]
        spans = find_spans(text, terms) or find_pairs(text, scorer.pairs)
        return Passage(piece.paragraph, text, spans)


def find_spans(text: str, terms: Iterable[Term]) -> tuple[Span, ...]:
    """Return where terms stand in ``text``, in its own characters, from left to right."""
    normalized = normalize_with_offsets(text)
    found = (span for term in terms for span in find_term(term, normalized.match))
    return _join_spans(sorted(normalized.span(*span) for span in found))


def find_pairs(text: str, pairs: Iterable[str]) -> tuple[Span, ...]:
    """Return where pairs of characters stand in ``text``, those that touch joined."""
    normalized = normalize_with_offsets(text)
    found = []
    for pair in pairs:
        start = normalized.match.find(pair)
        while start >= 0:
            found.append(normalized.span(start, start + len(pair)))
            start = normalized.match.find(pair, start + 1)
    return _join_spans(sorted(found))


def _asked_anywhere(terms: Iterable[Term]) -> list[Term]:
    """Return the terms that may stand anywhere, not in titles only."""
    return [term for term in terms if not term.title_only]


def _is_heading(paragraph: str) -> bool:
    """Return whether a paragraph says little: a short one that is no sentence."""
    return len(paragraph) < _LONGEST_HEADING and not paragraph.endswith(_SENTENCE_ENDS)


def _count_terms(terms: Iterable[Term], match: str) -> int:
    return sum(1 for term in terms if next(find_term(term, match), None) is not None)


def _join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap, and pairs that overlap by touching."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
