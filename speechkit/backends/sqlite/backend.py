"""An SQLite index as the library asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.protocol import (
    EVERYWHERE,
    IndexSettings,
    Ranking,
    Tokens,
    WordCounts,
    fingerprint_files,
)
from speechkit.backends.sqlite.expressions import are_exact, dropped_expression, match_expression
from speechkit.backends.sqlite.reader import IndexReader
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
from speechkit.query.model import Condition, Phrase, Query, Term
from speechkit.query.scope import make_filter, select_keys
from speechkit.ranking import average_words, round_score, weigh_term, weigh_words

if TYPE_CHECKING:
    from speechkit.text.segmenter import Segmenter

_REMEMBERED = 8
"""Scopes whose speeches are kept."""


class SqliteBackend:
    """The backend of one index file; its keys are the numbers of speeches."""

    def __init__(self, reader: IndexReader) -> None:
        self._index = reader
        self._selected: dict[str, frozenset[Key] | None] = {}
        """The speeches of scopes: a command asks several times, and an open index never changes."""

    @property
    def _reader(self) -> IndexReader:
        """The open index; raises ClosedCorpusError, also where an answer would need no reading."""
        self._index.check_open()
        return self._index

    @property
    def location(self) -> str | None:
        """The index file."""
        return str(self._index.file)

    @property
    def file(self) -> Path:
        """The index file."""
        return self._index.file

    @property
    def totals(self) -> Totals:
        """Sums over all speeches."""
        return self._index.totals

    @property
    def settings(self) -> IndexSettings:
        """What the index was made with."""
        return self._reader.settings

    def close(self) -> None:
        """Let go of the index file."""
        self._index.close()

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the index was let go of."""
        self._index.check_open()

    def open_segmenter(self) -> Segmenter:
        """Return what cuts by the dictionary of the index."""
        from speechkit.text.fast_segmenters import open_light_segmenter

        return open_light_segmenter(self.settings.dictionary)

    def find(
        self, query: Query, scope: Scope = EVERYWHERE, *, dropped: bool = False
    ) -> Sequence[int]:
        """Return the speeches that match, in order."""
        selected = self._select(scope)
        found = self._match(query, selected)
        if dropped:
            unwanted = self._hold_dropped(query.excluded)
            further = self._match_dropped(query, selected, frozenset(found))
            found = [number for number in found if number not in unwanted] + further
        return self._reader.put_in_order(found)

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
        selected: Collection[Key] | None = self._select(scope)
        numbers: list[int] = []
        if any_words:
            selected = self._meet(query.conditions, selected)
            unwanted = self._excluded(query)
            scores = self._score(words, selected)
            found = [item for item in scores.items() if item[0] not in unwanted]
        else:
            numbers = self._match(query, selected)
            unwanted = self._hold_dropped(query.excluded) if dropped else frozenset()
            scores = self._score(words, frozenset(numbers)) if numbers and words else {}
            found = [(n, scores.get(n, 0.0)) for n in numbers if n not in unwanted]
        place = self._reader.place
        found.sort(key=lambda item: (-item[1], place(item[0])))

        def find_dropped() -> Sequence[int]:
            further = self._match_dropped(query, selected, frozenset(numbers))
            return self._reader.put_in_order(further)

        return Ranking(
            len(found),
            tuple(found[:top]),
            lambda: found[top:],
            tuple if any_words else find_dropped,
        )

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        """Return the statistics of each of some words."""
        return self._reader.statistics(words)

    def count_words(self, key: Key, words: Collection[str]) -> WordCounts:
        """Return how often words occur in one speech."""
        counts: dict[str, int] = {}
        length = self._reader.length(_number(key))
        for word in words:
            for block in self._reader.postings(word):
                for place, count in block.postings:
                    if block.first + place == key:
                        counts[word] = count
        return WordCounts(counts, length)

    def texts(self, keys: Iterable[Key]) -> Iterator[Text]:
        """Yield the texts of speeches, in the order of the keys."""
        for text, _ in self._reader.contents(map(_number, keys)):
            title, *paragraphs = text.split("\n")
            yield Text(title, tuple(paragraphs))

    def dropped(self, keys: Iterable[Key]) -> Iterator[tuple[DroppedText, ...]]:
        """Yield the dropped text of speeches, in the order of the keys."""
        return self._reader.dropped(map(_number, keys))

    def tokens(self, keys: Iterable[Key]) -> Iterator[Tokens]:
        """Yield the tokens of speeches, in the order of the keys."""
        from speechkit.text.scripts import simplify  # few commands read tokens

        for text, marks in self._reader.contents(map(_number, keys)):
            yield Tokens(simplify(text), marks)

    def speeches(self, keys: Iterable[Key]) -> Iterator[Speech]:
        """Yield speeches, whole, in the order of the keys."""
        return self._reader.speeches(map(_number, keys))

    def entries(self, keys: Sequence[Key] | None = None) -> Iterator[Entry]:
        """Yield what lists tell of speeches."""
        return self._reader.entries(None if keys is None else list(map(_number, keys)))

    def select(self, scope: Scope = EVERYWHERE) -> Sequence[int]:
        """Return the speeches of a scope, in order."""
        selected = self._select(scope)
        numbers = self._reader.numbers()
        return numbers if selected is None else [n for n in numbers if n in selected]

    def put_in_order(self, keys: Iterable[Key]) -> Sequence[int]:
        """Return speeches in order."""
        return self._reader.put_in_order(map(_number, keys))

    def resolve(self, identifier: str) -> Sequence[int]:
        """Return the speech that an identifier names, or all that it may mean, in order."""
        return self._reader.resolve(identifier)

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield the words of the index that begin with ``prefix``."""
        return self._reader.words(prefix)

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not speeches."""
        return self._reader.skipped()

    def fingerprint(self) -> str:
        """Return what tells these speeches from any others."""
        return fingerprint_files(self._reader.digests(), self.settings)

    def verify(self) -> None:
        """Raise DamagedIndexError if parts of the index contradict each other."""
        self._reader.verify()

    def _select(self, scope: Scope) -> frozenset[Key] | None:
        told = repr(scope)  # its ids may be a list, which changes
        kept = self._selected  # which another thread may replace meanwhile
        if told not in kept:
            if len(kept) >= _REMEMBERED:
                self._selected = kept = {}
            kept[told] = select_keys(scope, self.resolve, self.entries)
        return kept[told]

    def _match(self, query: Query, selected: Collection[Key] | None) -> list[int]:
        """Return the speeches that match, in no order."""
        plain, selected = self._meet_conditions(query, selected)
        unwanted: frozenset[int] = frozenset()
        expression = match_expression(plain) if are_exact(plain.excluded) else ""
        if expression:
            numbers = self._reader.match(expression)
        else:
            asked = plain.required or plain == query
            numbers = self._list_candidates(plain) if asked else self._reader.numbers()
            unwanted = self._excluded(plain)
        found = [n for n in numbers if n not in unwanted and (selected is None or n in selected)]
        if are_exact(plain.terms):
            return found
        from speechkit.query.matches import matches_text

        texts = self.texts(found)
        return [n for n, text in zip(found, texts, strict=True) if matches_text(plain, text)]

    def _list_candidates(self, query: Query) -> list[int]:
        """Return the speeches that may match, whatever is excluded."""
        expression = match_expression(query._replace(excluded=()))
        if expression:
            return self._reader.match(expression)
        return self._reader.numbers() if query.required or query.excluded else []

    def _meet_conditions(
        self, query: Query, selected: Collection[Key] | None
    ) -> tuple[Query, Collection[Key] | None]:
        """Return what a query asks besides conditions, and the speeches that meet those."""
        required = []
        for alternatives in query.required:
            others = tuple(term for term in alternatives if not isinstance(term, Condition))
            if others == alternatives:
                required.append(alternatives)
                continue
            met = self._list_meeting(alternatives)
            if others:
                met |= frozenset(self._match(Query((others,)), selected))
            selected = met if selected is None else met.intersection(selected)
        return query._replace(required=tuple(required)), selected

    def _meet(
        self, conditions: Iterable[Iterable[Term]], selected: Collection[Key] | None
    ) -> Collection[Key] | None:
        """Return those of some speeches that meet all conditions, each by an alternative."""
        for alternatives in conditions:
            met = self._list_meeting(alternatives)
            selected = met if selected is None else met.intersection(selected)
        return selected

    def _list_meeting(self, alternatives: Iterable[Term]) -> frozenset[Key]:
        """Return the speeches that meet one of the conditions among some terms."""
        filters = [make_filter(term.scope) for term in alternatives if isinstance(term, Condition)]
        return frozenset(
            entry.key for entry in self.entries() if any(admits(entry) for admits in filters)
        )

    def _excluded(self, query: Query) -> frozenset[int]:
        """Return the speeches that hold any of what is excluded."""
        if not query.excluded:
            return frozenset()
        return frozenset(self._match(Query((query.excluded,)), None))

    def _match_dropped(
        self, query: Query, selected: Collection[Key] | None, matching: frozenset[int]
    ) -> list[int]:
        """Return the speeches that match only with dropped text, in no order.

        ``matching`` are those that match without. Some term must match in dropped text, which
        of most queries none does.
        """
        held = [self._hold_dropped(alternatives, matching) for alternatives in query.required]
        found = frozenset[int]().union(*held) - matching
        if selected is not None:
            found = frozenset(number for number in found if number in selected)
        for alternatives, holders in zip(query.required, held, strict=True):
            missing = found - holders
            found &= holders
            if missing:
                found |= frozenset(self._match(Query((alternatives,)), missing))
        if found:
            found -= self._excluded(query) | self._hold_dropped(query.excluded)
        return list(found)

    def _hold_dropped(
        self, terms: Iterable[Term], apart_from: frozenset[int] = frozenset()
    ) -> frozenset[int]:
        """Return the speeches whose dropped text holds any of the terms, some of them left out."""
        from speechkit.query.matches import asked_anywhere, find_spans  # lists match nothing

        asked = asked_anywhere(terms)
        if not asked:
            return frozenset()
        expression = dropped_expression(asked)
        numbers = (
            self._reader.match(expression, dropped=True) if expression else self._reader.numbers()
        )
        numbers = [number for number in numbers if number not in apart_from]
        if all(isinstance(term, Phrase) for term in asked):  # of which none is over two pieces
            return frozenset(numbers)
        pieces = zip(numbers, self._reader.dropped(numbers), strict=True)
        return frozenset(
            number
            for number, dropped in pieces
            if find_spans("\n".join(piece.text for piece in dropped), asked)
        )

    def _score(
        self, words: Mapping[str, int], candidates: Collection[Key] | None
    ) -> dict[int, float]:
        """Return the scores of the candidates that hold one of the words; None: of all."""
        scores: dict[int, float] = {}
        average = average_words(self.totals)
        for word, (times, idf) in weigh_words(words, self.statistics, self.totals).items():
            weight = times * idf
            for block in self._reader.postings(word):
                lengths = self._reader.lengths(block)
                for place, count in block.postings:
                    number = block.first + place
                    if candidates is None or number in candidates:
                        share = weight * weigh_term(count, lengths[place], average)
                        scores[number] = scores.get(number, 0.0) + share
        return {number: round_score(score) for number, score in scores.items()}


def _number(key: Key) -> int:
    if not isinstance(key, int):
        raise TypeError(f"{key!r} is no key of this index")
    return key
