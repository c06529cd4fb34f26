"""A folder of speeches as a library sees it: search it, read what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from speechkit.backends.protocol import AUTOMATIC, Backend
from speechkit.errors import (
    CorpusFolderError,
    DamagedIndexError,
    IndexingError,
    SettingError,
    UnknownSpeechError,
    reason_of,
)
from speechkit.language import _
from speechkit.model import (
    Entry,
    IndexingSummary,
    Key,
    Match,
    MetadataFault,
    Scope,
    SkippedFile,
    Speech,
    Text,
    Totals,
    WordStatistics,
)
from speechkit.settings import check_text, is_address
from speechkit.studies import Studies

if TYPE_CHECKING:
    from speechkit.backends.protocol import Tokens
    from speechkit.checking import CheckedFile
    from speechkit.query.matches import Place
    from speechkit.query.model import Query
    from speechkit.search import Mode, Results, Search, SortKey
    from speechkit.statistics import Statistics
    from speechkit.text.segmenter import Segmenter

_MOST_NAMED = 8
_COMPLETED, _OFFERED = 10_000, 500

T = TypeVar("T")


class Opener(Protocol):
    """What made an index, and can make it again."""

    @property
    def summary(self) -> IndexingSummary | None:
        """What opening read and removed; None where there was nothing to do."""

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        """Return a new index in place of one that proved damaged in use and was closed."""

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a speech's file; raises OSError if it is gone."""

    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        """Return what is wrong with ``metadata.csv``; raises OSError if the folder is gone."""


class Corpus(Studies):
    """The speeches of one folder; iteration goes over all of them, in the order of their names.

    Threads may share it. After ``close`` whatever is asked raises ClosedCorpusError.
    """

    def __init__(self, path: Path, opener: Opener, backend: Backend) -> None:
        self.path = path
        self._opener = opener
        self._backend = backend
        self._segmenter: Segmenter | None = None

    def __repr__(self) -> str:
        number = self._backend.totals.speeches
        place = "in memory" if self.path == Path() else repr(str(self.path))
        return f"<Corpus {place}, {number} {'speech' if number == 1 else 'speeches'}>"

    @property
    def summary(self) -> IndexingSummary | None:
        """What opening read and removed; None where there was nothing to do."""
        return self._opener.summary

    @property
    def location(self) -> str | None:
        """Where the index lies; None where it is kept in memory."""
        return self._backend.location

    @property
    def index_file(self) -> Path | None:
        """The file of the index; None where it is kept otherwise."""
        location = self.location
        return Path(location) if location and not is_address(location) else None

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """The files of the folder that are not speeches, and why."""
        return self._read(lambda backend: backend.skipped())

    @property
    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        """The rows of the folder's ``metadata.csv`` that say nothing, and why.

        The table is read for it. Raises OSError if the folder is gone.
        """
        self._backend.check_open()
        return self._opener.metadata_faults()

    def __len__(self) -> int:
        self._backend.check_open()
        return self._backend.totals.speeches

    def __iter__(self) -> Iterator[Speech]:
        keys = self._read(lambda backend: backend.select())
        return self._backend.speeches(keys)

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and len(self._resolve(identifier)) == 1

    def __getitem__(self, identifier: str) -> Speech:
        """Return the speech of an identifier: short, long, without zeros, or a unique beginning.

        Raises UnknownSpeechError (a KeyError) if it names none, or several.
        """
        return self._read(lambda backend: next(backend.speeches([_find_key(backend, identifier)])))

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; whatever is asked afterwards raises ClosedCorpusError."""
        self._backend.close()
        if self._segmenter is not None:
            self._segmenter.close()

    def search(  # noqa: PLR0913 - the options of one thing
        self,
        query: str | Query,
        limit: int | None = 10,
        *,
        relax: bool = False,
        any_words: bool = False,
        passages: int | None = 1,
        scope: Scope | None = None,
        sort: SortKey = "relevance",
        reverse: bool = False,
        dropped: bool = False,
    ) -> Results:
        """Return the speeches that hold every phrase of the query, best first.

        ``limit`` bounds the hits that are shown, None for all; ``relax`` answers by words where
        nothing matches, ``any_words`` at once; ``passages`` are wanted of each hit, None for every
        paragraph that matches. By date the newest are first, in ``reverse`` the oldest, and those
        without a date always last.

        With ``dropped`` each phrase may be in dropped text too, and nothing that is excluded; what
        matches only so comes last, with a score of 0. No query raises; SettingError is raised by a
        limit or a number of passages below 1, an unknown order, ``dropped`` with ``any_words`` and
        a bound of the scope that is no date, UnknownSpeechError by an id in it that names none.
        """
        from speechkit.search import check_number, check_sort

        check_number("passages", passages)
        check_number("limit", limit)
        check_sort(sort)
        if dropped and any_words:
            raise SettingError("words are not those of dropped text; give dropped or any_words")
        mode: Mode = "any" if any_words else "relaxed" if relax else "exact"
        return self._read(
            lambda _: self._prepare(query, scope, passages, dropped).results(
                mode, limit, sort, reverse=reverse
            )
        )

    @property
    def totals(self) -> Totals:
        """Sums over all speeches: how many there are, their words and characters."""
        self._backend.check_open()
        return self._backend.totals

    def fingerprint(self) -> str:
        """Return 12 hexadecimal digits that change with any file and with the user words.

        With them a figure can be said to be of the same corpus as another one.
        """
        return self._read(lambda backend: backend.fingerprint())

    def matches(
        self, query: str | Query, scope: Scope | None = None, *, dropped: bool = False
    ) -> Iterator[Match]:
        """Yield every place where a query matches, in the order of speeches and of their texts.

        Matches of two phrases may overlap. With ``dropped`` those in dropped text follow, speech by
        speech. Raises UnknownSpeechError and SettingError, when called.
        """
        parsed = _parse(query)
        keys = self._read(lambda backend: backend.find(parsed, scope or Scope(), dropped=dropped))
        return self._find_matches(parsed, keys, dropped=dropped)

    def _find_matches(self, query: Query, keys: Sequence[Key], *, dropped: bool) -> Iterator[Match]:
        from speechkit.query.dropped import find_dropped_places

        for entry, text, places in self._find_places(query, keys):
            for paragraph, start, end in places:
                line = text.line(paragraph)
                yield Match(entry.id, paragraph, start, end, line)
            for pieces in self._backend.dropped([entry.key]) if dropped else ():
                for number, start, end in find_dropped_places(query.terms, pieces):
                    yield Match(entry.id, number, start, end, pieces[number - 1].text, dropped=True)

    def places(
        self, query: str | Query, scope: Scope | None = None
    ) -> Iterator[tuple[Entry, Text, list[Place]]]:
        """Yield the speeches that match, in order, with their texts and where they match.

        A place is the number of a paragraph (0 is the title) and a half-open span of its
        characters. Raises UnknownSpeechError and SettingError, when called.
        """
        parsed = _parse(query)
        keys = self._read(lambda backend: backend.find(parsed, scope or Scope()))
        return self._find_places(parsed, keys)

    def _find_places(
        self, query: Query, keys: Sequence[Key]
    ) -> Iterator[tuple[Entry, Text, list[Place]]]:
        from speechkit.query.matches import find_places

        for entry, text in zip(self._backend.entries(keys), self._backend.texts(keys), strict=True):
            yield entry, text, list(find_places(query.terms, text))

    def tokens(
        self, scope: Scope | None = None, query: str | Query | None = None
    ) -> Iterator[tuple[Entry, Tokens]]:
        """Yield the words of speeches that do not overlap, in order, of one speech at a time.

        With a query only of the speeches that match it.
        """
        parsed = None if query is None else _parse(query)
        keys = self._read(
            lambda backend: (
                backend.select(scope or Scope())
                if parsed is None
                else backend.find(parsed, scope or Scope())
            )
        )
        return zip(self._backend.entries(keys), self._backend.tokens(keys), strict=True)

    def texts(self, scope: Scope | None = None) -> Iterator[tuple[Entry, Text]]:
        """Yield the texts of speeches, in order, of one at a time."""
        keys = self._read(lambda backend: backend.select(scope or Scope()))
        return zip(self._backend.entries(keys), self._backend.texts(keys), strict=True)

    def entries(self, scope: Scope | None = None) -> Iterator[Entry]:
        """Yield what a list tells of each speech, in order, no text read."""
        if scope is None or scope == Scope():
            return self._backend.entries()
        keys = self._read(lambda backend: backend.select(scope))
        return self._backend.entries(keys)

    def complete(self, beginning: str) -> Iterator[Entry]:
        """Yield what a list tells of speeches whose ids begin so, in order.

        Of more than 10,000 speeches not all are looked at, but those that the beginning may mean as
        an id, and where nothing is typed yet the first 500: so it takes as long for many as for
        few.
        """
        if len(self) <= _COMPLETED:
            listed = self._backend.entries()
        elif beginning:
            listed = self._backend.entries(self._resolve(beginning))
        else:
            listed = islice(self._backend.entries(), _OFFERED)
        return (entry for entry in listed if entry.id.startswith(beginning))

    def words(self, prefix: str = "", scope: Scope | None = None) -> Iterator[WordStatistics]:
        """Yield the words of the index that begin with ``prefix``, by code points.

        Within a scope all counts are those there. Raises UnknownSpeechError.
        """
        from speechkit.text.scripts import simplify_characters

        check_text("prefix", prefix)
        start = simplify_characters(prefix).lower()
        if scope is None or scope == Scope():
            return self._backend.words(start)
        from speechkit.statistics import count_words

        counted = count_words(self._backend, self._open_segmenter(), scope)
        return (word for word in counted if word.word.startswith(start))

    def statistics(self, scope: Scope | None = None) -> Statistics:
        """Return the corpus at a glance."""
        from speechkit.statistics import summarize

        return summarize(self.entries(scope))

    def raw(self, identifier: str) -> str:
        """Return the extracted text of a speech's file as it is there, nothing cleaned.

        Raises UnknownSpeechError, OSError if the file is gone, and UnreadableFileError or
        DecodingError if it is now another file than the one that was indexed.
        """
        from speechkit.formats import extract

        speech = self[identifier]
        encoding = self._backend.settings.encoding
        chosen = None if encoding == AUTOMATIC else encoding
        return extract(self._opener.read_file(speech.path), speech.path.name, chosen).text

    def near_words(self, text: str, limit: int = 5) -> list[str]:
        """Return words of the index one character off ``text``, or else off a part of it."""
        from speechkit.suggestions import near_words

        check_text("text", text)
        self._backend.check_open()
        return self._read(lambda backend: near_words(backend, text, limit))

    def near_ids(self, identifier: str, limit: int = 5) -> list[str]:
        """Return identifiers that a wrong one may have meant."""
        from speechkit.suggestions import near_ids

        check_text("identifier", identifier)
        return near_ids(self.entries(), identifier, limit)

    def check(
        self, identifiers: Iterable[str] = (), *, duplicates: bool = True
    ) -> Iterator[CheckedFile]:
        """Return what reading did to these speeches, or to all, and which others are alike.

        All speeches are told of after the index itself was verified, and rebuilt if need be.
        Finding ``duplicates`` reads every text of the index. Raises UnknownSpeechError.
        """
        from speechkit.checking import check_speeches

        names = list(identifiers)
        keys = self._read(lambda backend: [_find_key(backend, name) for name in names])
        if not keys:
            self._read(lambda backend: backend.verify())
        return check_speeches(
            self._backend, list(dict.fromkeys(keys)) or None, duplicates=duplicates
        )

    def _prepare(
        self, query: str | Query, scope: Scope | None, passages: int | None, dropped: bool
    ) -> Search:
        # Reading and listing speeches need nothing of searching, nor its time to import.
        from speechkit.search import Search

        segmenter, scope = self._open_segmenter(), scope or Scope()
        return Search(self._backend, segmenter, _parse(query), scope, passages, dropped=dropped)

    def _open_segmenter(self) -> Segmenter:
        """Return the one that cuts queries, its dictionary opened at the first call."""
        self._backend.check_open()
        if self._segmenter is None:
            self._segmenter = self._backend.open_segmenter()
        return self._segmenter

    def _read(self, action: Callable[[Backend], T]) -> T:
        """Return what an action reads from the index, rebuilt first if it proves damaged."""
        try:
            return action(self._backend)
        except DamagedIndexError as damage:
            self._backend.close()
            with name_fault(self.path):
                self._backend = self._opener.replace_damaged(damage)
            return action(self._backend)

    def _resolve(self, identifier: str) -> Sequence[Key]:
        return self._read(lambda backend: backend.resolve(identifier))


def _find_key(backend: Backend, identifier: str) -> Key:
    if not isinstance(identifier, str):
        raise TypeError(f"a speech is named by a string such as '003', not {identifier!r}")
    keys = backend.resolve(identifier)
    if len(keys) != 1:
        candidates = [entry.id for entry in backend.entries(keys[:_MOST_NAMED])]
        raise UnknownSpeechError(identifier, tuple(candidates), len(keys))
    return keys[0]


def _parse(query: str | Query) -> Query:
    from speechkit.query.model import Query
    from speechkit.query.syntax import parse_query

    if isinstance(query, str):
        return parse_query(query)
    if not isinstance(query, Query):
        raise TypeError(f"a query is a string or a Query, not {query!r}")
    return query


@contextmanager
def name_fault(root: Path) -> Iterator[None]:
    """Raise CorpusError for a folder that cannot be read or indexed."""
    try:
        yield
    except OSError as error:
        told = _("cannot read the corpus {folder}: {reason}")
        raise CorpusFolderError(told.format(folder=root, reason=reason_of(error))) from error
    except IndexingError as error:
        told = _("cannot index the corpus {folder}: {reason}")
        raise IndexingError(told.format(folder=root, reason=error)) from error
