"""What is asked of one sealed build, which never changes: so pages of an answer fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from speechkit.backends.opensearch.answers import (
    Json,
    SenselessAnswerError,
    find_lack,
    making_sense,
    read_fault,
    take,
    take_field,
    take_hits,
    take_list,
    take_text,
    take_total,
)
from speechkit.backends.opensearch.client import Client, RefusedError
from speechkit.backends.opensearch.expressions import Expression, all_of, one_of
from speechkit.backends.opensearch.patience import BUSY
from speechkit.backends.opensearch.schema import sort_word
from speechkit.errors import ClosedCorpusError, DamagedIndexError, ReplacedIndexError
from speechkit.language import _
from speechkit.model import WordStatistics

PAGE = 10_000
"""Hits of one answer; clusters give no more by default."""

_TEXTS_AT_ONCE = 50
_WORDS_AT_ONCE = 1_000
_REMEMBERED = 256
"""Speeches that are kept in memory, those that were read last."""

_REMEMBERED_WORDS = 20_000

_SCORED = {
    "search_type": "dfs_query_then_fetch",
    "include_named_queries_score": "true",
    "allow_partial_search_results": "false",
}


class Page(NamedTuple):
    """A search: its expression and what is wanted of each hit."""

    query: Expression
    size: int
    fields: tuple[str, ...] = ("order",)
    sort: tuple[Any, ...] = ("order",)
    after: tuple[Any, ...] = ()
    scored: Sequence[Expression] = ()
    """What adds to the score of a hit, each part by name."""
    aggregated: Mapping[str, Any] | None = None
    kept: bool = False
    """Whether all that is kept of a speech is wanted."""
    explained: bool = False

    @property
    def body(self) -> Json:
        """Return the search as the cluster takes it."""
        query = self.query
        if self.scored:
            query = {"bool": {"filter": [query], "should": list(self.scored)}}
        body: Json = {
            "query": query,
            "size": self.size,
            "sort": list(self.sort),
            "docvalue_fields": list(self.fields),
            "_source": ["kept"] if self.kept else False,
            "track_total_hits": True,
        }
        if self.explained:
            body["explain"] = True
        if self.after:
            body["search_after"] = list(self.after)
        if self.aggregated:
            body["aggs"] = self.aggregated
        return body


class ClusterReader:
    """One sealed build of an index; speeches go by their orders. Threads may share it."""

    def __init__(self, client: Client, index: str, root: Path) -> None:
        self.client = client
        self.index = index
        self.root = root
        self._open = True
        self._lock = RLock()
        self._kept: dict[str, Json] = {}
        self._words: dict[str, WordStatistics] = {}

    def close(self) -> None:
        """Let go of the connections; whatever is asked afterwards raises ClosedCorpusError."""
        self._open = False
        self.client.close()

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the index was let go of."""
        if not self._open:
            raise ClosedCorpusError(self.root)

    def search(self, *pages: Page) -> list[Json]:
        """Return the whole answers to some searches, asked in one request.

        Those that the cluster was too busy for, or lacked a shard for, are asked again alone.
        """
        self.check_open()
        left, found = dict(enumerate(pages)), dict[int, Json]()

        def attempt() -> str:
            problem = ""
            for number, answer in zip(list(left), self._ask_all(left.values()), strict=True):
                lack = self._find_lack(answer)
                if lack:
                    problem = self.client.tell_busy(lack)
                else:
                    found[number] = answer
                    del left[number]
            return problem

        self.client.patience.insist(attempt)
        return [found[number] for number in range(len(pages))]

    def _ask_all(self, pages: Collection[Page]) -> list[Json]:
        lines: list[Json] = []
        for page in pages:
            lines += [{"allow_partial_search_results": False}, page.body]
        answers = take_list(self._ask("POST", "_msearch", content=lines), "responses")
        if len(answers) != len(pages):
            told = _("it has {number} of {all} answers")
            raise SenselessAnswerError(told.format(number=len(answers), all=len(pages)))
        return answers

    def _find_lack(self, answer: Json) -> str:
        """Return why one of several searches has no whole answer yet; raises RefusedError."""
        if not (isinstance(answer, dict) and "error" in answer):
            return find_lack(answer)
        fault = read_fault(answer)
        if fault.status in BUSY:
            return fault.reason or fault.kind
        if fault.kind == "index_not_found_exception":
            raise ReplacedIndexError
        told = _("the cluster {address} refused a search ({kind}): {reason}")
        address = self.client.place.address
        message = told.format(address=address, kind=fault.kind, reason=fault.reason)
        raise RefusedError(message, fault.status, fault.kind)

    def search_scored(self, page: Page) -> Json:
        """Return the whole answer to a search with the score of each part of a hit.

        Scores are by the statistics of all shards.
        """
        self.check_open()
        return self._ask("POST", "_search", content=page.body, parameters=_SCORED, lacks=find_lack)

    def _ask(self, *path: str, **options: Any) -> Json:
        method, *rest = path
        try:
            return self.client.ask(method, self.index, *rest, **options)
        except RefusedError as error:
            if error.status == 404:
                raise ReplacedIndexError from error
            raise

    def all_hits(self, page: Page) -> Iterator[Any]:
        """Yield all hits of a search, page by page; the last key of its order tells them apart."""
        while True:
            answer = self.search_scored(page) if page.scored else self.search(page)[0]
            hits = take_hits(answer)
            yield from hits
            if len(hits) < page.size:
                return
            last = tuple(take_list(hits[-1], "sort"))
            if last == page.after:
                raise SenselessAnswerError(_("the next page of it is the one before"))
            page = page._replace(after=last)

    def orders(self, query: Expression) -> list[str]:
        """Return the speeches of an expression, in order."""
        return [read_order(hit) for hit in self.all_hits(Page(query, PAGE))]

    def count(self, query: Expression) -> int:
        """Return how many documents an expression has."""
        (answer,) = self.search(Page(query, 0))
        return take_total(answer)

    def fields(self, query: Expression, *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield columns of the speeches of an expression, in order, ``order`` first."""
        wanted = ("order", *names)
        for hit in self.all_hits(Page(query, PAGE, wanted)):
            yield read_order(hit), *(take_field(hit, name) for name in names)

    def columns(self, orders: Sequence[str], *names: str) -> dict[str, tuple[Any, ...]]:
        """Return columns of some speeches by their orders."""
        found: dict[str, tuple[Any, ...]] = {}
        for start in range(0, len(orders), PAGE):
            query = all_of(one_of("order", orders[start : start + PAGE]))
            found |= {order: tuple(values) for order, *values in self.fields(query, *names)}
        missing = next((order for order in orders if order not in found), None)
        if missing is not None:
            raise DamagedIndexError(_("incomplete"))
        return found

    def kept(self, orders: Iterable[str]) -> Iterator[Json]:
        """Yield what is kept of speeches, in the order given."""
        batch: list[str] = []
        for order in orders:
            batch.append(order)
            if len(batch) == _TEXTS_AT_ONCE:
                yield from self._fetch(batch)
                batch = []
        yield from self._fetch(batch)
        self.check_open()

    def _fetch(self, orders: Sequence[str]) -> Iterator[Json]:
        self.check_open()
        known = self._known(orders)
        asked = [order for order in dict.fromkeys(orders) if order not in known]
        if asked:
            (answer,) = self.search(kept_page(asked))
            known |= self.remember(asked, answer)
        for order in orders:
            self.check_open()
            yield known[order]

    def _known(self, orders: Iterable[str]) -> dict[str, Json]:
        with self._lock:
            return {order: self._kept[order] for order in orders if order in self._kept}

    def remember(self, orders: Iterable[str], answer: Json) -> dict[str, Json]:
        """Return, and keep in memory, what an answer to ``kept_page`` has of speeches."""
        found = {read_order(hit): take(hit, "_source", "kept") for hit in take_hits(answer)}
        if any(order not in found for order in orders):
            raise DamagedIndexError(_("incomplete"))
        with self._lock:
            for order, kept in found.items():
                self._kept.pop(order, None)
                self._kept[order] = kept
            while len(self._kept) > _REMEMBERED:
                del self._kept[next(iter(self._kept))]
        return found

    def statistics(self, words: Iterable[str]) -> dict[str, WordStatistics]:
        """Return the statistics of words, zeros where one does not occur."""
        self.check_open()
        asked = list(dict.fromkeys(words))
        unknown = [word for word in asked if word not in self._words]
        for start in range(0, len(unknown), _WORDS_AT_ONCE):
            page = self.words_page(unknown[start : start + _WORDS_AT_ONCE])
            (answer,) = self.search(page)
            self.remember_words(unknown[start : start + _WORDS_AT_ONCE], answer)
        with self._lock:
            return {word: self._words[word] for word in asked}

    def unknown_words(self, words: Iterable[str]) -> list[str]:
        """Return those of some words whose statistics were not read yet, a page of them at most."""
        return [word for word in dict.fromkeys(words) if word not in self._words][:_WORDS_AT_ONCE]

    def words_page(self, words: Sequence[str]) -> Page:
        """Return the search for the statistics of at most a page of words."""
        return Page(one_of("word", map(sort_word, words)), len(words), WORD_FIELDS, ("word",))

    def remember_words(self, words: Iterable[str], answer: Json) -> None:
        """Keep the statistics that an answer to ``words_page`` has."""
        found = {word.word: word for word in map(read_word, take_hits(answer))}
        with self._lock:
            if len(self._words) > _REMEMBERED_WORDS:
                self._words.clear()
            for word in words:
                known = found.get(sort_word(word), WordStatistics(word, 0, 0, 0))
                self._words[word] = known._replace(word=word)


WORD_FIELDS = ("word", "speeches", "occurrences", "tokens")


def kept_page(orders: Sequence[str]) -> Page:
    """Return the search for all that is kept of some speeches."""
    return Page(all_of(one_of("order", orders)), len(orders), kept=True)


def read_word(hit: object) -> WordStatistics:
    """Return the statistics of a word from a hit."""
    word, *numbers = (take_field(hit, name) for name in WORD_FIELDS)
    with making_sense():
        return WordStatistics(str(word), *map(int, numbers))


def read_order(hit: object) -> str:
    """Return the speech of a hit."""
    order = take_field(hit, "order")
    return order if isinstance(order, str) else take_text({"order": order}, "order")


def read_length(hit: object) -> int:
    """Return how many words the speech of a hit has."""
    length = take_field(hit, "length")
    if not isinstance(length, int) or length < 0:
        raise SenselessAnswerError(_("{field} is no length").format(field="fields.length"))
    return length
