"""An SQLite index as the library asks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
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

if TYPE_CHECKING:
    from speechkit.backends.sqlite.matching import Matcher
    from speechkit.query.model import Query
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
        return self._matcher.find(query, self._select(scope), dropped=dropped)

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
        selected = self._select(scope)
        if any_words:
            return self._matcher.rank_any(query, words, selected, top=top)
        return self._matcher.rank(query, words, selected, top=top, dropped=dropped)

    @cached_property
    def _matcher(self) -> Matcher:
        from speechkit.backends.sqlite.matching import Matcher  # lists match nothing

        return Matcher(self, self._index)

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

    def speeches(self, keys: Iterable[Key], *, dropped: bool = True) -> Iterator[Speech]:
        """Yield speeches, whole, in the order of the keys."""
        return self._reader.speeches(map(_number, keys), dropped=dropped)

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
        if scope == EVERYWHERE:
            return None
        from speechkit.query.scope import select_keys  # most commands look at all speeches

        told = repr(scope)  # its ids may be a list, which changes
        kept = self._selected  # which another thread may replace meanwhile
        if told not in kept:
            if len(kept) >= _REMEMBERED:
                self._selected = kept = {}
            kept[told] = select_keys(scope, self.resolve, self.entries)
        return kept[told]


def _number(key: Key) -> int:
    if not isinstance(key, int):
        raise TypeError(f"{key!r} is no key of this index")
    return key
