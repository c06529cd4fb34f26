"""The passages of one speech: which answers best, and where it matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import islice
from typing import Protocol

from speechkit.model import Passage, Span, TermShare, Text
from speechkit.query.matches import SpeechMatches, find_spans, join_spans
from speechkit.query.model import Regex, Term, phrases_of
from speechkit.query.patterns import find_term
from speechkit.text.normalize import normalize, normalize_lines, normalize_with_offsets
from speechkit.text.sentences import cut_passages
from speechkit.text.table import BOUNDARY
from speechkit.tuples import NamedTuple

_LONGEST_HEADING = 40
_FEW_MORE = 3
"""Passages beyond those that are wanted; fewer are scored sooner than some of them left out."""

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
    def may_score(self) -> Callable[[str], bool]:
        """Return whether a text, not normalized yet, may score above 0."""

    @property
    def are_bound(self) -> bool:
        """Whether scores have bounds."""

    @property
    def bound_scores(self) -> Callable[[Iterable[str]], Sequence[float]]:
        """Return what the scores of texts, not normalized yet, cannot be above."""

    @property
    def explain(self) -> Callable[[str], Iterable[TermShare]]:
        """Return the share of each pair in the score of a passage."""

    @property
    def weigh(self) -> Callable[[Iterable[str]], float]:
        """Return how much a match of normalized phrases weighs."""

    @property
    def score_matches(self) -> Callable[[Iterable[tuple[float, int]], int], float]:
        """Return the score of a passage by the weights and numbers of matches, and its length."""


class _Piece(NamedTuple):
    """A passage before it is chosen: a paragraph's number and a span of it."""

    paragraph: int
    start: int
    end: int


_Held = tuple[_Piece, Mapping[int, int]]
"""A passage and how often it holds terms, by their numbers."""


class SpeechPassages:
    """One speech's passages, looked at several times; only what is scored is normalized."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._normalized: dict[_Piece, str] = {}
        self._found: tuple[Sequence[Term], SpeechMatches] | None = None
        self._of_patterns: dict[tuple[Regex, int], tuple[Span, ...]] = {}
        """Where a pattern matches in a paragraph, which is asked once for each of its pieces."""

    def matches(self, terms: Sequence[Term]) -> SpeechMatches:
        """Return where terms match in the speech, kept for what is asked next."""
        if self._found is None or self._found[0] != terms:
            self._found = terms, SpeechMatches(terms, self.text)
        return self._found[1]

    @cached_property
    def normalized_title(self) -> str:
        """The normalized title."""
        return normalize(self.text.title)

    def pieces(self) -> list[_Piece]:
        """Return all passages of the body."""
        numbers = range(1, len(self.text.paragraphs) + 1)
        return [piece for number in numbers for piece in self._cut(number)]

    def _cut(self, number: int) -> list[_Piece]:
        """Return the passages of a paragraph; the title has none."""
        spans = cut_passages(self.text.paragraphs[number - 1]) if number else ()
        return [_Piece(number, start, end) for start, end in spans]

    def score(self, scorer: Scorer) -> float:
        """Return the score of the best passage, each read with the title before it.

        A passage seldom names what the whole speech is about; the title does.
        """
        return max(map(scorer.score, self._titled(scorer)), default=0.0)

    def explain(self, scorer: Scorer) -> list[TermShare]:
        """Return the shares of the terms in the score of the best passage."""
        best = max(self._titled(scorer), key=scorer.score, default="")
        return list(scorer.explain(best))

    def choose(self, terms: Sequence[Term], scorer: Scorer, count: int) -> list[Passage]:
        """Return the ``count`` passages that answer best, the best first.

        A passage with more of the terms goes before one with fewer, a sentence before a heading,
        then the better score by what matches there, then the earlier one. Where nothing matches in
        the text, pairs of characters score. A speech that matches in its title alone answers with
        its title, and one that matches across two passages with both, joined.
        """
        matches = self.matches(terms)
        held = self._count_held(matches) if matches.terms else []
        across = list(islice(self._joined(matches), count)) if matches.terms and not held else []
        in_title = not (held or across) and _count_terms(terms, self.text.title)
        if held:
            chosen = self._rank_by_matches(held, matches.terms, scorer)[:count]
        elif across or in_title:
            chosen = across
        else:
            chosen = self._rank_by_pairs(scorer, 1 if terms else count)
        chosen = chosen or [_Piece(0, 0, len(self.text.title))]
        return [self._finish(piece, terms, scorer) for piece in chosen]

    def _count_held(self, matches: SpeechMatches) -> list[_Held]:
        """Return the passages that hold any of the terms, and how often each, by their numbers."""
        held: list[_Held] = []
        for number in matches.paragraphs():
            for piece in self._cut(number):
                counts = matches.counts(*piece)
                if counts is None:  # one reaches over an end of the piece, and does not count there
                    counts = self._count_in(matches.terms, piece)
                if counts:
                    held.append((piece, counts))
        return held

    def _count_in(self, terms: Iterable[Term], piece: _Piece) -> dict[int, int]:
        found = (sum(1 for _ in self._find(term, piece)) for term in terms)
        return {number: count for number, count in enumerate(found) if count}

    def _rank_by_matches(
        self, held: Sequence[_Held], terms: Sequence[Term], scorer: Scorer
    ) -> list[_Piece]:
        """Return passages that hold terms, those that answer best first."""
        if len(held) == 1:
            return [held[0][0]]
        weights = _weigh(terms, scorer)

        def place(one: _Held) -> tuple[int, bool, float]:
            piece, counts = one
            weighed = [(weights[number], times) for number, times in counts.items()]
            score = scorer.score_matches(weighed, piece.end - piece.start)
            return -len(counts), self._is_heading(piece), -score

        return [piece for piece, _ in sorted(held, key=place)]

    def _rank_by_pairs(self, scorer: Scorer, count: int) -> list[_Piece]:
        """Return the ``count`` passages that answer best, though nothing need match there."""
        groups: dict[bool, list[_Piece]] = {False: [], True: []}
        for piece in self.pieces():
            groups[self._is_heading(piece)].append(piece)
        best: list[_Piece] = []
        for group in groups.values():
            if len(best) < count:
                best += self._sort_by_score(group, scorer, count) if len(group) > 1 else group
        return best[:count]

    def _is_heading(self, piece: _Piece) -> bool:
        """Return whether a paragraph says little: a short one that is no sentence."""
        paragraph = self.text.line(piece.paragraph)
        return len(paragraph) < _LONGEST_HEADING and not paragraph.endswith(_SENTENCE_ENDS)

    def _sort_by_score(self, pieces: Sequence[_Piece], scorer: Scorer, count: int) -> list[_Piece]:
        """Return the ``count`` passages of the best scores, the best first, and maybe others."""
        pieces = self._leave_out(pieces, scorer, count)
        self._normalize(pieces)
        return sorted(pieces, key=lambda piece: -scorer.score(self._normalized[piece]))

    def _leave_out(
        self, pieces: Sequence[_Piece], scorer: Scorer, count: int, *, titled: bool = False
    ) -> Sequence[_Piece]:
        """Return passages without those that cannot have one of the ``count`` best scores.

        To tell bounds takes a third of the time of normalizing and scoring. ``titled`` passages are
        read with the title before each.
        """
        if len(pieces) <= count + _FEW_MORE or not scorer.are_bound:
            return pieces
        before = f"{self.text.title}{BOUNDARY}" if titled else ""
        bounds = scorer.bound_scores([before + self._raw(piece) for piece in pieces])
        likely = [piece for _, piece in nlargest(count, zip(bounds, pieces, strict=True))]
        self._normalize(likely)
        before = f"{self.normalized_title}{BOUNDARY}" if titled else ""
        least = min(scorer.score(before + self._normalized[piece]) for piece in likely)
        return [piece for piece, bound in zip(pieces, bounds, strict=True) if bound >= least]

    def matching_paragraphs(self, terms: Sequence[Term]) -> Iterator[Passage]:
        """Yield every paragraph, whole, in which a term matches; the title is paragraph 0."""
        matches = self.matches(terms)
        if _count_terms(matches.terms or terms, self.text.title):
            yield Passage(0, self.text.title, find_spans(self.text.title, terms))
        for number in matches.paragraphs() if matches.terms else ():
            if number:
                spans = join_spans(matches.spans(number))
                yield Passage(number, self.text.line(number), spans)

    def _titled(self, scorer: Scorer) -> Iterator[str]:
        """Yield the passages that may score best, each with the title before it."""
        pieces: Sequence[_Piece] = self.pieces()
        if not scorer.score(self.normalized_title):
            pieces = [piece for piece in pieces if scorer.may_score(self._raw(piece))]
        pieces = self._leave_out(pieces, scorer, 1, titled=True)
        self._normalize(pieces)
        return (f"{self.normalized_title}{BOUNDARY}{self._normalized[piece]}" for piece in pieces)

    def _raw(self, piece: _Piece) -> str:
        return self.text.line(piece.paragraph)[piece.start : piece.end]

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
        missing = [piece for piece in pieces if piece not in self._normalized]
        if missing:
            lines = normalize_lines("\n".join(map(self._raw, missing))).split("\n")
            self._normalized.update(zip(missing, lines, strict=True))

    def _joined(self, matches: SpeechMatches) -> Iterator[_Piece]:
        """Yield the passages over which a match runs, as one piece."""
        for number in matches.paragraphs():
            pieces = self._cut(number)
            for start, end in join_spans(matches.spans(number)) if pieces else ():
                first = bisect_right(pieces, start, key=lambda piece: piece.start) - 1
                last = bisect_left(pieces, end, key=lambda piece: piece.end)
                yield _Piece(number, pieces[first].start, pieces[last].end)

    def _finish(self, piece: _Piece, terms: Sequence[Term], scorer: Scorer) -> Passage:
        text = self._raw(piece)
        spans = join_spans(self._list_spans(piece, terms))
        return Passage(piece.paragraph, text, spans or find_pairs(text, scorer.pairs))

    def _list_spans(self, piece: _Piece, terms: Sequence[Term]) -> Iterable[Span]:
        """Return where terms match in a piece; what is asked of titles is marked anywhere."""
        spans = self.matches(terms).spans_within(*piece)
        if not spans or any(term.title_only for term in terms):
            return sorted(span for term in terms for span in self._find(term, piece))
        return spans


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


def _weigh(terms: Sequence[Term], scorer: Scorer) -> list[float]:
    """Return how much a match of each term weighs; one alone is in order with any weight."""
    if len(terms) == 1:
        return [1.0]
    return [scorer.weigh([phrase.variants[0] for phrase in phrases_of(term)]) for term in terms]


def _count_terms(terms: Iterable[Term], text: str) -> int:
    return sum(1 for term in terms if next(iter(find_term(term, text)), None) is not None)
