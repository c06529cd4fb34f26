"""A query to ranked hits: match, rank, and the best passage of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, overload

from speechkit.backends.sqlite.reader import IndexReader
from speechkit.query.matching import (
    Span,
    excluded_expression,
    match_expression,
    matches_text,
    needs_text,
    term_expression,
)
from speechkit.query.passages import Passage, SpeechPassages
from speechkit.query.syntax import Phrase, Query
from speechkit.scoring import PassageScorer, SpeechScorer, TermShare
from speechkit.section import Section, section_of
from speechkit.text.normalize import simplify_characters
from speechkit.text.segment import Segmenter

RERANKED = 50
"""Speeches whose passages count for the order; the others follow in order of their words."""

_FEW_HITS = 100

Mode = Literal["exact", "relaxed", "any"]
"""Whether all phrases must stand in a hit, may be relaxed if none does, or are words to rank by."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A speech that matches, with its best passage.

    ``spans`` are half-open spans of characters in ``passage``; ``paragraph`` 0 is the title;
    ``matches`` counts the matches in the whole speech (0 in a relaxed answer).
    """

    id: str
    path: Path
    title: str
    score: float
    section: str
    paragraph: int
    passage: str
    spans: tuple[Span, ...]
    matches: int
    date: str
    passages: tuple[Passage, ...]
    """The best passages, of which ``passage`` is the first, as many as were asked for."""
    sections: tuple[Section, ...] = field(default=(), repr=False)

    def section_of(self, paragraph: int) -> str:
        """Return the name of the section in which a paragraph stands, or the empty string."""
        return section_of(self.sections, paragraph)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Speeches by their numbers in the index, with their scores, best first."""

    order: tuple[tuple[int, float], ...]
    relaxed: bool


class MissingPhrase(NamedTuple):
    """A phrase that stands nowhere that was looked, and how many speeches hold it otherwise."""

    phrase: Phrase
    in_text: int
    """Speeches that were looked at and hold it, but not in the title."""
    elsewhere: int
    """Speeches that were not looked at."""


class Results(Sequence[Hit]):
    """The hits of one search, best first.

    A few are read from the index at once; of many each is read when it is looked at.
    """

    def __init__(
        self, search: Search, ranking: Ranking, limit: int | None, passages: int = 1
    ) -> None:
        self._search = search
        self._ranking = ranking
        self._shown = ranking.order[:limit]
        self._passages = passages
        self.total = len(ranking.order)
        """Speeches that match, however many are shown."""
        self.relaxed = ranking.relaxed
        """Whether these hits hold only some of the query's words."""
        few = len(self._shown) <= _FEW_HITS
        self._hits = [self._make_hit(*shown) for shown in self._shown] if few else None

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if self._hits is not None:
            return self._hits[index]
        if isinstance(index, slice):
            return [self._make_hit(*shown) for shown in self._shown[index]]
        return self._make_hit(*self._shown[index])

    def __iter__(self) -> Iterator[Hit]:
        if self._hits is not None:
            return iter(self._hits)
        return (self._make_hit(*shown) for shown in self._shown)

    def _make_hit(self, number: int, score: float) -> Hit:
        return self._search.make_hit(number, score, self._passages, self.relaxed)


class Search:
    """One query on one index."""

    def __init__(
        self,
        reader: IndexReader,
        segmenter: Segmenter,
        query: Query,
        within: frozenset[int] | None = None,
    ) -> None:
        self._reader = reader
        self._segmenter = segmenter
        self.query = query
        self.within = within
        """The speeches that are looked at, by their numbers; None for all."""
        self._read: dict[int, SpeechPassages] = {}

    def results(self, mode: Mode, limit: int | None, passages: int = 1) -> Results:
        """Return the ranked hits, at most ``limit`` of them, with so many passages each."""
        return Results(self, self.rank(mode), limit, passages)

    def rank(self, mode: Mode) -> Ranking:
        """Return the speeches that match, best first, or by words where the mode allows it."""
        if mode == "any":
            return Ranking(self._rank_by_words(), relaxed=True)
        numbers = self._find()
        if numbers or mode == "exact" or not self.query.required:
            return Ranking(self._order(numbers), relaxed=False)
        return Ranking(self._rank_by_words(), relaxed=True)

    def make_hit(self, number: int, score: float, passages: int, relaxed: bool) -> Hit:
        """Return a ranked speech as a hit, with so many of its best passages."""
        speech = self._reader.speech(number)
        read = self._passages(number)
        terms = () if relaxed else self.query.terms
        chosen = read.choose(terms, self._passage_scorer, passages)
        best = chosen[0]
        return Hit(
            id=speech.id,
            path=speech.path,
            title=speech.title,
            score=score,
            section=speech.section_of(best.paragraph),
            paragraph=best.paragraph,
            passage=best.text,
            spans=best.spans,
            matches=read.count_matches(terms),
            date=speech.date,
            passages=tuple(chosen),
            sections=speech.sections,
        )

    def count_matches(self, number: int, relaxed: bool) -> int:
        """Return how often the query stands in a speech; no passage is chosen for that."""
        return self._passages(number).count_matches(() if relaxed else self.query.terms)

    def matching_paragraphs(self, number: int) -> list[Passage]:
        """Return every paragraph of a speech in which something stands that is looked for."""
        return list(self._passages(number).matching_paragraphs(self.query.terms))

    def explain(self, number: int) -> list[TermShare]:
        """Return the share of each term in the score of a speech: the speech's, the passage's."""
        shares = list(self._speech_scorer.explain(number))
        return shares + self._passages(number).explain(self._passage_scorer)

    def missing_phrases(self) -> list[MissingPhrase]:
        """Return those of the query's phrases that stand in no speech that is looked at."""
        return [
            self._describe_missing(phrase)
            for phrase in self.query.phrases
            if not self._match(term_expression(phrase))
        ]

    def _describe_missing(self, phrase: Phrase) -> MissingPhrase:
        holders = self._reader.match(term_expression(phrase.anywhere))
        in_text = len(self._keep(holders))
        return MissingPhrase(phrase, in_text, len(holders) - in_text)

    def _find(self) -> list[int]:
        """Return the speeches that match exactly, in the order of their numbers."""
        if not self.query.required:
            if not self.query.excluded:
                return []
            unwanted = set(self._match(excluded_expression(self.query)))
            return [n for n in self._keep(self._reader.numbers()) if n not in unwanted]
        numbers = self._match(match_expression(self.query))
        if needs_text(self.query):
            numbers = [n for n in numbers if self._matches_text(n)]
        return numbers

    def _match(self, expression: str) -> list[int]:
        return self._keep(self._reader.match(expression))

    def _keep(self, numbers: list[int]) -> list[int]:
        """Return those of the speeches that are looked at."""
        return numbers if self.within is None else [n for n in numbers if n in self.within]

    def _matches_text(self, number: int) -> bool:
        read = SpeechPassages(*self._reader.text(number))
        return matches_text(self.query, read.match_title, read.match_paragraphs)

    def _order(self, numbers: Sequence[int]) -> tuple[tuple[int, float], ...]:
        scores = self._speech_scorer.score(frozenset(numbers)) if numbers else {}
        return self._rerank([(number, scores.get(number, 0.0)) for number in numbers])

    def _rank_by_words(self) -> tuple[tuple[int, float], ...]:
        unwanted: set[int] = set()
        if self.query.excluded:
            unwanted.update(self._match(excluded_expression(self.query)))
        scores = self._speech_scorer.score(self.within)
        return self._rerank([item for item in scores.items() if item[0] not in unwanted])

    def _rerank(self, scored: list[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
        """Return speeches in order: the best by their words once more by their passages too.

        What a passage adds is never below 0, so those that are not looked at stay behind.
        """
        scored.sort(key=lambda item: (-item[1], item[0]))
        best = [
            (number, score + self._passages(number).score(self._passage_scorer))
            for number, score in scored[:RERANKED]
        ]
        best.sort(key=lambda item: (-item[1], item[0]))
        return (*best, *scored[RERANKED:])

    def _passages(self, number: int) -> SpeechPassages:
        if number not in self._read:
            if len(self._read) >= RERANKED:
                self._read.clear()
            self._read[number] = SpeechPassages(*self._reader.text(number))
        return self._read[number]

    @cached_property
    def _speech_scorer(self) -> SpeechScorer:
        text = "\n".join(read_simplified(phrase.text) for phrase in self.query.phrases)
        return SpeechScorer(self._reader, self._segmenter.list_words(text))

    @cached_property
    def _passage_scorer(self) -> PassageScorer:
        phrases = [phrase.variants[0] for phrase in self.query.phrases]
        return PassageScorer(self._reader, self._segmenter, phrases)


def read_simplified(text: str) -> str:
    """Return the simplified text of ``text``: OpenCC is asked only if it has anything to do."""
    if simplify_characters(text) == text:
        return text
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))
