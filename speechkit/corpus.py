"""A folder of speeches as a library sees it: open it, search it, read what is in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from speechkit.backends.sqlite.reader import IndexReader, WordStatistics
from speechkit.backends.sqlite.storage import remove_index
from speechkit.errors import (
    CorpusError,
    DamagedIndexError,
    IndexingError,
    SettingError,
    UnknownSpeechError,
)
from speechkit.ingest.changes import Progress, Summary
from speechkit.ingest.folder import SkippedFile, read_bytes
from speechkit.ingest.opening import AUTOMATIC, IndexOpener, IndexSettings, OpenIndex
from speechkit.speech import Speech

if TYPE_CHECKING:
    from speechkit.catalogue import Listed, Statistics
    from speechkit.checking import CheckedFile
    from speechkit.query.syntax import Query
    from speechkit.search import Mode, Ranking, Results, Search
    from speechkit.text.segment import Segmenter

_FEW_SPEECHES = 200
_MOST_NAMED = 8
"""Fewer identifiers are looked up one by one; for more the whole list is read once."""


T = TypeVar("T")


class Corpus:
    """The speeches of one folder; iteration goes over all of them, in the order of their paths."""

    def __init__(self, path: Path, opener: IndexOpener, index: OpenIndex) -> None:
        self.path = path
        self._opener = opener
        self._reader = IndexReader(index.database, path, index.file)
        self._segmenter: Segmenter | None = None

    @property
    def summary(self) -> Summary | None:
        """What opening read and removed; None where there was nothing to do."""
        return self._opener.summary

    def __len__(self) -> int:
        self._reader.check_open()
        return self._reader.speeches

    def __iter__(self) -> Iterator[Speech]:
        numbers = self._read(IndexReader.numbers)
        return map(self._reader.speech, numbers)

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and len(self._reader.find_identifier(identifier)) == 1

    def __getitem__(self, identifier: str) -> Speech:
        """Return the speech of an identifier: short, long, without zeros, or a unique beginning.

        Raises UnknownSpeechError (a KeyError) if it names none, or several.
        """
        return self._read(lambda reader: reader.speech(self._number(identifier)))

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; whatever is asked afterwards raises ClosedCorpusError."""
        self._reader.close()
        if self._segmenter is not None:
            self._segmenter.close()

    def search(
        self, query: str | Query, limit: int | None = 10, relax: bool = False, passages: int = 1
    ) -> Results:
        """Return the speeches that hold every phrase of the query, best first.

        ``limit`` bounds the hits that are shown, None for all; ``relax`` answers by words where
        nothing matches; ``passages`` are wanted of each hit. No query raises; a limit or a number
        of passages below 0 raises SettingError.
        """
        _check_number("passages", passages)
        _check_number("limit", limit)
        mode: Mode = "relaxed" if relax else "exact"
        return self._read(lambda _: self.prepare(query).results(mode, limit, passages))

    def prepare(self, query: str | Query, within: Iterable[str] | None = None) -> Search:
        """Return a search to be run in any mode, ``within`` these speeches and folders.

        Raises UnknownSpeechError.
        """
        # Reading and listing speeches need nothing of searching, nor its time to import.
        from speechkit.query.syntax import parse_query
        from speechkit.search import Search

        numbers = None if within is None else frozenset(chain(*map(self._numbers_in, within)))
        query = parse_query(query) if isinstance(query, str) else query
        return Search(self._reader, self._open_segmenter(), query, numbers)

    def rank(
        self, query: str | Query, mode: Mode, within: Iterable[str] | None = None
    ) -> tuple[Search, Ranking]:
        """Return a search and the speeches that it finds, best first.

        Raises UnknownSpeechError.
        """

        def search_and_rank(_: IndexReader) -> tuple[Search, Ranking]:
            search = self.prepare(query, within)
            return search, search.rank(mode)

        return self._read(search_and_rank)

    def read_raw(self, identifier: str) -> str:
        """Return the decoded text of a speech's file as it stands there, nothing cleaned.

        Raises UnknownSpeechError, and OSError if the file is gone.
        """
        from speechkit.formats.encodings import decode

        speech = self[identifier]
        name = os.fsencode(speech.path.relative_to(self.path).as_posix())
        encoding = None if self._reader.encoding == "auto" else self._reader.encoding
        return decode(read_bytes(self.path, name), encoding).text

    def list_words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield the words of the index that begin with ``prefix``, with their statistics."""
        return self._reader.list_words(prefix)

    def list_speeches(self) -> Iterator[Listed]:
        """Yield what the index says of each speech, in the order of their paths, no text read."""
        from speechkit.catalogue import list_speeches

        return list_speeches(self._reader, self.path)

    def summarize(self) -> Statistics:
        """Return the corpus at a glance."""
        from speechkit.catalogue import summarize

        return summarize(self.list_speeches())

    def list_words_of(self, identifier: str) -> list[WordStatistics]:
        """Return the words of one speech: in how many speeches, and how often in this one."""
        from speechkit.catalogue import count_words

        return count_words(self._reader, self._open_segmenter(), self[identifier].text)

    def identifiers(self, numbers: Sequence[int]) -> Iterator[str]:
        """Yield the identifiers of speeches that a ranking names by their numbers."""
        if len(numbers) < _FEW_SPEECHES:
            return map(self._reader.identifier, numbers)
        known = {speech.number: speech.id for speech in self.list_speeches()}
        return (known[number] for number in numbers)

    def sort(self, search: Search, ranking: Ranking, key: str) -> tuple[tuple[int, float], ...]:
        """Return a ranking's order by ``relevance``, ``id``, ``title``, ``date`` or ``matches``."""
        if key == "relevance":
            return ranking.order
        if key == "matches":
            matches = {
                number: search.count_matches(number, ranking.relaxed) for number, _ in ranking.order
            }
            return tuple(sorted(ranking.order, key=lambda item: -matches[item[0]]))
        from speechkit.catalogue import sort_speeches

        return tuple(sort_speeches(ranking.order, key, self.list_speeches()))

    def near_words(self, text: str, limit: int = 5) -> list[str]:
        """Return words of the index that differ from ``text`` in one character."""
        from speechkit.catalogue import near_words

        return near_words(self._reader, text, limit)

    def near_identifiers(self, identifier: str, limit: int = 5) -> list[str]:
        """Return identifiers that a wrong one may have meant."""
        from speechkit.catalogue import near_identifiers

        return near_identifiers(self.list_speeches(), identifier, limit)

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """The files of the folder that are not speeches, and why."""
        return self._reader.skipped()

    def discard_index(self) -> Path | None:
        """Remove the index file, so that the next opening rebuilds it; return where it lay.

        Raises ClosedCorpusError: what a closed corpus had open may be of use to others.
        """
        path = self._reader.file
        self._reader.check_open()
        self._reader.close()
        if path is not None:
            remove_index(path)
        return path

    @property
    def index_file(self) -> Path | None:
        """Where the index lies; None where it is kept in memory."""
        return self._reader.file

    def check(
        self, identifiers: Iterable[str] = (), *, duplicates: bool = True
    ) -> Iterator[CheckedFile]:
        """Return what reading did to these speeches, or to all, and which others are alike.

        All speeches are told of after the index itself was verified, and built anew if need be.
        Finding ``duplicates`` reads every text of the index. Raises UnknownSpeechError.
        """
        from speechkit.checking import check_speeches

        identifiers = tuple(identifiers)
        if not identifiers:
            self._read(IndexReader.verify)
        numbers = dict.fromkeys(map(self._number, identifiers)) or self._reader.numbers()
        return check_speeches(self._reader, numbers, duplicates=duplicates)

    def _open_segmenter(self) -> Segmenter:
        """Return the one that cuts queries, its dictionary opened at the first call."""
        if self._segmenter is None:
            from speechkit.text.dictionary import open_dictionary
            from speechkit.text.segment import Segmenter

            self._segmenter = Segmenter(open_dictionary(self._reader.dictionary))
        return self._segmenter

    def _read(self, action: Callable[[IndexReader], T]) -> T:
        """Return what an action reads from the index, rebuilt first if it proves damaged."""
        try:
            return action(self._reader)
        except DamagedIndexError as damage:
            self._mend(damage)
            return action(self._reader)

    def _mend(self, damage: DamagedIndexError) -> None:
        """Rebuild the index in place of one that proved damaged."""
        self._opener.notify(f"index {self._reader.file} is damaged ({damage}); rebuilding it")
        self.discard_index()
        with _name_fault(self.path):
            index = self._opener.open()
            self._reader = IndexReader(index.database, self.path, index.file)

    def _numbers_in(self, name: str) -> list[int]:
        """Return the speech that an identifier names, or those of a folder of the corpus."""
        if name not in self and (numbers := self._reader.numbers_in(name)):
            return numbers
        return [self._number(name)]

    def _number(self, identifier: str) -> int:
        numbers = self._reader.find_identifier(identifier)
        if len(numbers) != 1:
            candidates = tuple(map(self._reader.identifier, numbers[:_MOST_NAMED]))
            raise UnknownSpeechError(identifier, candidates, len(numbers))
        return numbers[0]


def open_current(
    path: str | os.PathLike[str], index: str | os.PathLike[str] | None = None
) -> Corpus | None:
    """Return the corpus of a folder as its index has it, or None where no index can serve.

    Nothing is built, followed or changed: this is for what must answer at once.
    """
    root = _absolute(path)
    opener = IndexOpener(IndexSettings(root, _location(index)), lambda sentence: None)
    current = opener.open_current()
    return None if current is None else Corpus(root, opener, current)


def open_corpus(  # noqa: PLR0913 - the options of one thing
    path: str | os.PathLike[str],
    *,
    index: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
    terms: Iterable[str] | None = None,
    follow: bool = True,
    rebuild: bool = False,
    notify: Callable[[str], None] = lambda sentence: None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the corpus of a folder, its index built where there is none and brought in step.

    ``index`` is where the index shall lie (a file, or a folder for it); ``encoding`` overrides the
    detection for all files, ``auto`` brings it back; ``terms`` are words to keep whole besides the
    shipped ones; without ``follow`` changes of the folder are not looked for; ``rebuild`` reads
    every file again; ``notify`` takes sentences for the user. Raises CorpusError if the folder
    cannot be read or indexed, SettingError for an encoding or a term that is none.
    """
    root = _absolute(path)
    settings = IndexSettings(
        root, _location(index), _check_encoding(encoding), _check_terms(terms), rebuild
    )
    opener = IndexOpener(settings, notify, progress)
    with _name_fault(root):
        if not root.is_dir():
            raise NotADirectoryError(0, "no such folder" if not root.exists() else "not a folder")
        return Corpus(root, opener, opener.open(follow=follow))


def _absolute(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - "..", too, is one folder


def _location(index: str | os.PathLike[str] | None) -> Path | None:
    return None if index is None else Path(index).absolute()


def _check_encoding(name: str | None) -> str | None:
    """Return the name of an encoding of text; raises SettingError."""
    if name is None or name == AUTOMATIC:
        return name

    try:
        # Codecs of bytes to bytes or of text to text, such as hex and rot13, read no file.
        "".encode(name), b"".decode(name)
        return name
    except (LookupError, ValueError, TypeError):
        raise SettingError(
            f"unknown encoding {name!r}; try utf-8, gb18030, big5 or utf-16, or auto to detect it"
        ) from None


def _check_number(name: str, number: int | None) -> None:
    """Raise SettingError for a number below 1; None is for all."""
    if number is not None and number < 1:
        raise SettingError(f"{name} is {number}; give 1 or more")


def _check_terms(terms: Iterable[str] | None) -> frozenset[str] | None:
    """Return terms in simplified characters; raises SettingError for one that is none."""
    if terms is None:
        return None
    from speechkit.text.user_words import parse_term

    if isinstance(terms, (str, bytes, Mapping)) or not isinstance(terms, Iterable):
        raise SettingError(f"terms is {terms!r}; give a list of terms")
    return frozenset(map(parse_term, terms))


@contextmanager
def _name_fault(root: Path) -> Iterator[None]:
    """Raise CorpusError for a folder that cannot be read or indexed."""
    try:
        yield
    except OSError as error:
        raise CorpusError(
            f"cannot read the corpus {root}: {error.strerror or error};"
            " name a folder of texts with -C"
        ) from error
    except IndexingError as error:
        raise CorpusError(f"cannot index the corpus {root}: {error} Try again") from error
