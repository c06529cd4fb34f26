"""The hits of one query, and what is wanted of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from speechkit.corpus import Corpus
from speechkit.query.passages import Passage
from speechkit.render.records import Cell
from speechkit.scoring import TermShare
from speechkit.search import Hit, Ranking, Search


class Wishes(NamedTuple):
    """What is to be printed of what is found."""

    limit: int | None
    every_paragraph: bool
    passages: int
    ids_only: bool
    counts_only: bool
    null: bool
    sort: str
    explain: bool
    within: tuple[str, ...]
    """Identifiers of the speeches to search, as they were typed; of all where there are none."""


class Found(NamedTuple):
    """One hit with all that is printed of it."""

    hit: Hit
    passages: tuple[Passage, ...]
    shares: tuple[TermShare, ...] | None
    paragraphs: bool
    """Whether the passages are all the paragraphs that match, each to be counted by itself."""

    def count_matches(self, passage: Passage) -> int:
        """Return how often the query stands in what a passage stands for."""
        return len(passage.spans) if self.paragraphs else self.hit.matches


class Answer:
    """The hits of one query; each is made when it is printed."""

    def __init__(self, corpus: Corpus, search: Search, ranking: Ranking, wishes: Wishes) -> None:
        self.query = search.query
        self.total = len(ranking.order)
        self.relaxed = ranking.relaxed
        self.wishes = wishes
        self._corpus = corpus
        self._search = search
        self._wanted = corpus.sort(search, ranking, wishes.sort)[: wishes.limit]

    def identifiers(self) -> Iterator[str]:
        """Yield the identifiers of the hits, without reading a text."""
        return self._corpus.identifiers([number for number, _ in self._wanted])

    def counts(self) -> Iterator[int]:
        """Yield how often the query stands in each hit."""
        return (self._search.count_matches(number, self.relaxed) for number, _ in self._wanted)

    def counted(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the cells of each hit under COUNT_COLUMNS, no passage chosen."""
        listed = {speech.number: speech for speech in self._corpus.list_speeches()}
        for (number, _), count in zip(self._wanted, self.counts(), strict=True):
            speech = listed[number]
            yield speech.id, speech.title, speech.date, count

    def found(self) -> Iterator[Found]:
        """Yield the hits with all that is printed of them."""
        for number, score in self._wanted:
            hit = self._search.make_hit(number, score, self.wishes.passages, self.relaxed)
            every = self.wishes.every_paragraph
            paragraphs = tuple(self._search.matching_paragraphs(number)) if every else ()
            shares = tuple(self._search.explain(number)) if self.wishes.explain else None
            yield Found(hit, paragraphs or hit.passages, shares, bool(paragraphs))
