"""The ranking of the speeches that match: exact, though the cluster's own scores are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from speechkit.backends.opensearch.answers import (
    making_sense,
    take_explained,
    take_field,
    take_hits,
    take_list,
    take_total,
)
from speechkit.backends.opensearch.expressions import Expression, all_of, named_words
from speechkit.backends.opensearch.reader import PAGE, ClusterReader, Page, read_length, read_order
from speechkit.backends.opensearch.scoring import Weighing

Scored = tuple[str, float]
"""A speech and its score."""

MOST_WORDS = 250
"""Words of one search that have scores; clusters take 1,024 clauses of all kinds."""

_MARGIN = 4
"""How many times as many speeches are looked at as are wanted, so that the best are among them."""

_COLUMNS = ("order", "length")
_BY_SCORE = ({"_score": "desc"}, {"order": "asc"})


class Counted(NamedTuple):
    """A speech with how often each word occurs in it, and how many it has in all."""

    order: str
    counts: dict[str, int]
    length: int


class Candidates(NamedTuple):
    """The speeches that the cluster ranks first."""

    total: int
    scored: list[Scored]
    """Best first."""
    certain: int
    """How many of the first are so for sure, whatever the others are."""
    names: dict[str, tuple[str, str]]
    """Of some of them the path without its ending, and the digits of the file's name."""


class Ranker:
    """Ranks the speeches of one expression by BM25 of some words."""

    def __init__(self, reader: ClusterReader, query: Expression, weighing: Weighing) -> None:
        self._reader = reader
        self._query = query
        self._weighing = weighing
        self._words = [w for w in weighing.words if weighing.statistics[w].speeches]

    def best(self, top: int, first: Candidates | None = None) -> Candidates:
        """Return the best ``top`` for sure, looking at more candidates until they are certain."""
        if len(self._words) > MOST_WORDS:
            return self.everything()
        size, found = top * _MARGIN, first
        while found is None or found.certain < min(top, found.total):
            if size > PAGE:
                return self.everything()
            page = first_page(self._query, self._weighing.words, size)
            found = self.read(self._reader.search_scored(page))
            size *= 8
        return found

    def read(self, answer: Any) -> Candidates:
        """Return what an answer to ``first_page`` tells."""
        hits, total = take_hits(answer), take_total(answer)
        words = list(self._weighing.words)
        scored = self._score(self._count(hit, words) for hit in hits)
        names = {read_order(hit): _read_name(hit) for hit in hits}
        if total <= len(hits) or not self._words:
            return Candidates(total, scored, len(hits), names)
        with making_sense():
            least = self._weighing.bound(float(take_list(hits[-1], "sort")[0]))
        certain = sum(1 for _, score in scored if score > least)
        return Candidates(total, scored, certain, names)

    def everything(self) -> Candidates:
        """Return all speeches of the expression, best first."""
        scored = self._score(self.count_all())
        return Candidates(len(scored), scored, len(scored), {})

    def count_all(self) -> Iterator[Counted]:
        """Yield all speeches of the expression with the counts of all words, in order."""
        chunks = [self._words[a : a + MOST_WORDS] for a in range(0, len(self._words), MOST_WORDS)]
        columns = [self._count_chunk(chunk) for chunk in chunks or [[]]]
        for parts in zip(*columns, strict=True):
            counts = {word: n for part in parts for word, n in part.counts.items()}
            yield parts[0]._replace(counts=counts)

    def _count_chunk(self, words: Sequence[str]) -> Iterator[Counted]:
        scored = named_words({word: self._weighing.words[word] for word in words})
        page = Page(self._query, PAGE, _COLUMNS, scored=scored)
        for hit in self._reader.all_hits(page):
            yield self._count(hit, words)

    def _score(self, counted: Iterator[Counted]) -> list[Scored]:
        scored = [(one.order, self._weighing.score(one.counts, one.length)) for one in counted]
        return sorted(scored, key=lambda item: (-item[1], item[0]))

    def _count(self, hit: Any, words: Sequence[str]) -> Counted:
        order, length = read_order(hit), read_length(hit)
        counts: dict[str, int] = {}
        with making_sense():
            for name, score in hit.get("matched_queries", {}).items():
                word = words[int(name)]
                count = self._weighing.count_of(word, float(score), length)
                counts[word] = self._explain(order, word) if count is None else count
        return Counted(order, counts, length)

    def _explain(self, order: str, word: str) -> int:
        """Return a count that is too large to be told from a score."""
        page = Page(all_of({"term": {"order": order}}), 1, scored=named_words({word: 1.0}))
        answer = self._reader.search_scored(page._replace(explained=True))
        (hit,) = take_hits(answer)
        return round(take_explained(hit, "freq"))


def first_page(query: Expression, words: Any, size: int) -> Page:
    """Return the search for the candidates of the best."""
    columns = (*_COLUMNS, "stem", "digits")
    scored = named_words(words) if len(words) <= MOST_WORDS else ()
    return Page(query, min(size, PAGE), columns, _BY_SCORE, scored=scored)


def first_size(top: int) -> int:
    """Return how many candidates are looked at first."""
    return top * _MARGIN


def _read_name(hit: Any) -> tuple[str, str]:
    return str(take_field(hit, "stem")), str(take_field(hit, "digits"))
