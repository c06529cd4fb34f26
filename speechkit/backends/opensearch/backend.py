"""An index on a cluster as the library asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, islice

from speechkit.backends.opensearch.answers import decode_column, take_bytes, take_hits
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.documents import (
    make_entry,
    read_content,
    read_dropped,
    read_listed,
    read_speech,
)
from speechkit.backends.opensearch.expressions import (
    NOTHING,
    SPEECHES,
    Expression,
    Held,
    all_of,
    any_of,
    any_word,
    exclude,
    match_facts,
    match_query,
    may_hold,
    meet_conditions,
    one_of,
)
from speechkit.backends.opensearch.identifiers import MANY, Identifiers, names_page
from speechkit.backends.opensearch.ranking import Candidates, Ranker, first_page, first_size
from speechkit.backends.opensearch.reader import (
    PAGE,
    WORD_FIELDS,
    ClusterReader,
    Page,
    kept_page,
    read_order,
    read_word,
)
from speechkit.backends.opensearch.scoring import Weighing
from speechkit.backends.opensearch.state import IndexState, read_skipped
from speechkit.backends.protocol import (
    EVERYWHERE,
    IndexSettings,
    Ranking,
    Tokens,
    WordCounts,
)
from speechkit.formats.encodings import compose_name
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    Scope,
    SkippedFile,
    Speech,
    Text,
    Totals,
    WordStatistics,
)
from speechkit.query.model import Query, Regex
from speechkit.query.patterns import find_term
from speechkit.query.scope import check_dates, select_ids
from speechkit.ranking import split_runs
from speechkit.text.characters import is_han
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter

_FEW = 50
"""Of so few best speeches the texts are read at once, for they are what is shown."""

_LONGEST_GUESS, _MOST_GUESSES = 8, 500
"""Characters of a word that a query's passages may ask for, and how many are asked for ahead."""


class ClusterBackend:
    """The backend of one build of an index; its keys are the sort keys of speeches."""

    def __init__(self, reader: ClusterReader, state: IndexState, factor: float) -> None:
        self._reader = reader
        self._state = state
        self._factor = factor
        self._identifiers = Identifiers(reader)

    @property
    def location(self) -> str | None:
        """The address of the index."""
        return str(self._reader.client.place)

    @property
    def client(self) -> Client:
        """What asks the cluster."""
        return self._reader.client

    @property
    def totals(self) -> Totals:
        """Sums over all speeches."""
        return self._state.totals

    @property
    def settings(self) -> IndexSettings:
        """What the index was made with."""
        self.check_open()
        return self._state.settings

    def close(self) -> None:
        """Let go of the connections."""
        self._reader.close()

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the index was let go of."""
        self._reader.check_open()

    def open_segmenter(self) -> Segmenter:
        """Return what cuts by the dictionary of the index."""
        return open_light_segmenter(self.settings.dictionary)

    def find(
        self, query: Query, scope: Scope = EVERYWHERE, *, dropped: bool = False
    ) -> Sequence[str]:
        """Return the speeches that match, in order."""
        self.check_open()
        within = self._within(scope)
        held = self._hold(query, within)
        return self._reader.orders(all_of(match_query(query, dropped=dropped, held=held), *within))

    def _hold(self, query: Query, within: Sequence[Expression]) -> dict[Regex, Held]:
        """Return the speeches that hold each pattern of a query, confirmed in their texts."""
        terms = (*query.terms, *query.excluded)
        return {t: self._confirm(t, within) for t in terms if isinstance(t, Regex)}

    def _confirm(self, term: Regex, within: Sequence[Expression]) -> Held:
        held = Held([], [])
        orders = self._reader.orders(all_of(may_hold(term), *within))
        for order, kept in zip(orders, self._reader.kept(orders), strict=True):
            if _is_found(term, read_content(kept)[0]):
                held.in_text.append(order)
            if any(_is_found(term, piece.text) for piece in read_dropped(kept)):
                held.in_dropped.append(order)
        return held

    def rank(  # noqa: PLR0913 - the options of one thing
        self,
        query: Query,
        words: Mapping[str, int],
        scope: Scope = EVERYWHERE,
        *,
        top: int,
        any_words: bool = False,
        dropped: bool = False,
    ) -> Ranking:
        """Return the speeches that match, best first by BM25 of ``words``."""
        self.check_open()
        within = self._within(scope)
        held = self._hold(query, within)
        if any_words:
            wanted = all_of(
                any_word(words) if words else NOTHING,
                *meet_conditions(query),
                *within,
                without=exclude(query, held=held),
            )
            behind = NOTHING
        else:
            plain = match_query(query, held=held)
            unwanted = exclude(query, dropped=True, held=held) if dropped else []
            wanted = all_of(plain, *within, without=unwanted)
            with_dropped = match_query(query, dropped=True, held=held)
            behind = all_of(with_dropped, *within, without=[plain])
        asked = self._reader.unknown_words([*words, *_guess_words(query)])
        found = self._reader.search_scored(first_page(wanted, words, first_size(top)))
        pages = [self._reader.words_page(asked)] if asked else []
        hidden, *told = self._reader.search(Page(behind, PAGE), *pages)
        if told:
            self._reader.remember_words(asked, told[0])
        ranker = Ranker(self._reader, wanted, self._weigh(words))
        best = ranker.best(top, ranker.read(found))
        if top <= _FEW:
            self._read_ahead(best, top)
        hidden_orders = list(map(read_order, take_hits(hidden)))
        return Ranking(
            best.total,
            tuple(best.scored[:top]),
            partial(_list_rest, ranker, best, top),
            partial(self._list_dropped, behind, hidden_orders),
        )

    def _list_dropped(self, behind: Expression, first: list[str]) -> Sequence[str]:
        return first if len(first) < PAGE else self._reader.orders(behind)

    def _weigh(self, words: Mapping[str, int]) -> Weighing:
        statistics = self._reader.statistics(words)
        return Weighing(words, statistics, self.totals, self._state.worded, self._factor)

    def _read_ahead(self, best: Candidates, top: int) -> None:
        """Read, in one request, what is shown of the best speeches and what gives their ids."""
        orders = [order for order, _ in best.scored[:top]]
        if not orders or any(order not in best.names for order in orders):
            return
        stems, digits = zip(*(best.names[order] for order in orders), strict=True)
        texts, names = self._reader.search(kept_page(orders), names_page(stems, digits))
        kept = self._reader.remember(orders, texts)
        self._identifiers.read({o: take_bytes(one, "path") for o, one in kept.items()}, names)

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        """Return the statistics of each of some words."""
        return self._reader.statistics(words)

    def count_words(self, key: Key, words: Collection[str]) -> WordCounts:
        """Return how often words occur in one speech."""
        self.check_open()
        weighing = self._weigh(dict.fromkeys(words, 1))
        one = all_of({"term": {"order": _order(key)}})
        (counted,) = Ranker(self._reader, one, weighing).count_all()
        return WordCounts(counted.counts, counted.length)

    def texts(self, keys: Iterable[Key]) -> Iterator[Text]:
        """Yield the texts of speeches, in the order of the keys."""
        for kept in self._reader.kept(map(_order, keys)):
            title, *paragraphs = read_content(kept)[0].split("\n")
            yield Text(title, tuple(paragraphs))

    def dropped(self, keys: Iterable[Key]) -> Iterator[tuple[DroppedText, ...]]:
        """Yield the dropped text of speeches, in the order of the keys."""
        return map(read_dropped, self._reader.kept(map(_order, keys)))

    def tokens(self, keys: Iterable[Key]) -> Iterator[Tokens]:
        """Yield the tokens of speeches, in the order of the keys."""
        for kept in self._reader.kept(map(_order, keys)):
            text, marks = read_content(kept)
            yield Tokens(simplify(text), marks)

    def speeches(self, keys: Iterable[Key], *, dropped: bool = True) -> Iterator[Speech]:
        """Yield speeches, whole, in the order of the keys."""
        rest = map(_order, keys)
        while some := list(islice(rest, _FEW)):
            kept = dict(zip(some, self._reader.kept(some), strict=True))
            paths = {order: take_bytes(one, "path") for order, one in kept.items()}
            ids = self._identifiers.short(paths)
            for order in some:
                self.check_open()
                yield read_speech(kept[order], ids[order], self._reader.root)
        self.check_open()

    def entries(self, keys: Sequence[Key] | None = None) -> Iterator[Entry]:
        """Yield what lists tell of speeches."""
        self.check_open()
        if keys is None:
            return self._list(self._reader.fields(SPEECHES, "entry"))
        orders = list(map(_order, keys))
        columns = self._reader.columns(list(dict.fromkeys(orders)), "entry")
        return self._list((order, *columns[order]) for order in orders)

    def _list(self, rows: Iterable[tuple[str, ...]]) -> Iterator[Entry]:
        rest, at_once = iter(rows), MANY  # who takes a few waits for the names of those few
        while some := list(islice(rest, at_once)):
            at_once = PAGE
            listed = {order: read_listed(decode_column(entry)) for order, entry in some}
            ids = self._identifiers.short({o: path for o, (path, _) in listed.items()})
            for order, _ in some:
                self.check_open()
                yield make_entry(order, ids[order], self._reader.root, *listed[order])

    @cached_property
    def _all_entries(self) -> tuple[Entry, ...]:
        """Looked at for each part of a scope that names speeches by globs."""
        return tuple(self.entries())

    def select(self, scope: Scope = EVERYWHERE) -> Sequence[str]:
        """Return the speeches of a scope, in order."""
        self.check_open()
        return self._reader.orders(all_of(*self._within(scope)))

    def _within(self, scope: Scope) -> list[Expression]:
        """Return what a scope asks for; nothing of the scope of all."""
        if scope == Scope():
            return []
        check_dates(scope)
        found = match_facts(scope)
        if scope.ids:
            found.append(any_of(*self._select_ids(scope.ids)))
        if scope.any_of:
            either = list(map(self._within, scope.any_of))
            if all(either):
                found.append(any_of(*(all_of(*parts) for parts in either)))
        return found

    def _select_ids(self, ids: Iterable[str]) -> Iterator[Expression]:
        """Yield expressions for ids; folders need no look at each of their speeches."""
        others = []
        for name in ids:
            folder: Expression = {"prefix": {"stem": compose_name(name)}}
            if name.endswith("/") and not name.endswith("//") and self._reader.count(folder):
                yield folder
            else:
                others.append(name)
        if others:
            keys = select_ids(others, self.resolve, lambda: self._all_entries)
            yield one_of("order", map(_order, keys))

    def put_in_order(self, keys: Iterable[Key]) -> Sequence[str]:
        """Return speeches in order."""
        self.check_open()
        return sorted(map(_order, keys))

    def resolve(self, identifier: str) -> Sequence[str]:
        """Return the speech that an identifier names, or all that it may mean, in order."""
        return self._identifiers.resolve(identifier)

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield the words that begin with ``prefix``, by code points."""
        self.check_open()
        query: Expression = {"bool": {"filter": [{"prefix": {"word": prefix}}]}}
        hits = self._reader.all_hits(Page(query, PAGE, WORD_FIELDS, ("word",)))
        return map(read_word, hits)

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not speeches."""
        self.check_open()
        return read_skipped(self._reader)

    def fingerprint(self) -> str:
        """Return what tells these speeches from any others."""
        self.check_open()
        return self._state.fingerprint

    def verify(self) -> None:
        """Raise DamagedIndexError if parts of the index contradict each other."""
        self.check_open()
        self._state.verify(self._reader)


def _is_found(term: Regex, text: str) -> bool:
    return next(iter(find_term(term, text)), None) is not None


def _list_rest(ranker: Ranker, best: Candidates, top: int) -> Iterable[tuple[Key, float]]:
    """Yield what is behind the best, asked for only when that is reached."""
    whole = best if len(best.scored) == best.total else ranker.everything()
    yield from whole.scored[top:]


def _guess_words(query: Query) -> Iterator[str]:
    """Yield the words, within runs of the query, that the scores of its passages may ask for."""
    runs = chain.from_iterable(split_runs(phrase.variants[0]) for phrase in query.phrases)
    guesses = (
        run[start : start + length]
        for run in runs
        for length in (range(1, _LONGEST_GUESS + 1) if is_han(run[0]) else (len(run),))
        for start in range(max(len(run) - length + 1, 0))
    )
    return islice(dict.fromkeys(guesses), _MOST_GUESSES)


def _order(key: Key) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no key of this index")
    return key
