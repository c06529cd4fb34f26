"""A folder of speeches as a library sees it: open it, search it, read what is in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from speechkit.backends.opensearch.place import is_address, parse_place
from speechkit.backends.protocol import AUTOMATIC, Backend
from speechkit.errors import (
    CorpusFolderError,
    DamagedIndexError,
    IndexingError,
    SettingError,
    UnknownSpeechError,
    UnreadableFileError,
)
from speechkit.model import (
    Entry,
    IndexingSummary,
    Key,
    Match,
    Scope,
    SkippedFile,
    Speech,
    Text,
    Totals,
    WordStatistics,
    display_path,
)

if TYPE_CHECKING:
    from speechkit.backends.protocol import Tokens
    from speechkit.checking import CheckedFile
    from speechkit.ingest.changes import Progress
    from speechkit.ingest.cluster import ClusterOpener
    from speechkit.ingest.opening import Notify
    from speechkit.query.matches import Place
    from speechkit.query.model import Query
    from speechkit.research.collocates import CollocateOrder, Collocates
    from speechkit.research.concordance import ContextLine, LineOrder
    from speechkit.research.exports import Exported
    from speechkit.research.keyness import KeynessOrder, KeyWords
    from speechkit.research.ngrams import Ngram, RunOrder
    from speechkit.research.quotations import Quotation
    from speechkit.research.reuse import Comparison
    from speechkit.research.source import Tell
    from speechkit.research.trends import Trend, TrendKey
    from speechkit.search import Mode, Results, Search, SortKey
    from speechkit.statistics import Statistics
    from speechkit.text.segmenter import Segmenter

_MOST_NAMED = 8

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


class Corpus:
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
        return self._backend.skipped()

    def __len__(self) -> int:
        self._backend.check_open()
        return self._backend.totals.speeches

    def __iter__(self) -> Iterator[Speech]:
        keys = self._read(lambda backend: backend.select())
        return self._backend.speeches(keys)

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and len(self._backend.resolve(identifier)) == 1

    def __getitem__(self, identifier: str) -> Speech:
        """Return the speech of an identifier: short, long, without zeros, or a unique beginning.

        Raises UnknownSpeechError (a KeyError) if it names none, or several.
        """
        return self._read(lambda backend: next(backend.speeches([self._key(identifier)])))

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
        passages: int = 1,
        scope: Scope | None = None,
        sort: SortKey = "relevance",
        reverse: bool = False,
        dropped: bool = False,
    ) -> Results:
        """Return the speeches that hold every phrase of the query, best first.

        ``limit`` bounds the hits that are shown, None for all; ``relax`` answers by words where
        nothing matches, ``any_words`` at once; ``passages`` are wanted of each hit. By date the
        newest are first, in ``reverse`` the oldest, and those without a date always last.

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
                line = text.paragraphs[paragraph - 1] if paragraph else text.title
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

    def kwic(  # noqa: PLR0913 - the options of one thing
        self,
        query: str | Query,
        scope: Scope | None = None,
        *,
        width: int = 40,
        sort: LineOrder = "id",
        reverse: bool = False,
        sample: int | None = None,
        seed: int = 0,
        limit: int | None = None,
        tell: Tell | None = None,
    ) -> Iterator[ContextLine]:
        """Yield a line for each match with its context: ``research.list_contexts`` says more."""
        from speechkit.research.concordance import list_contexts

        return list_contexts(
            *(self, query, scope),
            width=width,
            sort=sort,
            reverse=reverse,
            sample=sample,
            seed=seed,
            limit=limit,
            tell=tell,
        )

    def trend(
        self,
        queries: Sequence[str | Query],
        scope: Scope | None = None,
        *,
        by: TrendKey = "year",
        tell: Tell | None = None,
    ) -> Trend:
        """Return how often queries match by year and the like: ``research.count_trend``."""
        from speechkit.research.trends import count_trend

        listed = (queries,) if isinstance(queries, str) else queries
        return count_trend(self, listed, scope, by=by, tell=tell)

    def collocates(  # noqa: PLR0913 - the options of one thing
        self,
        query: str | Query,
        scope: Scope | None = None,
        *,
        window: int = 5,
        least: int = 2,
        sort: CollocateOrder = "log_likelihood",
        tell: Tell | None = None,
    ) -> Collocates:
        """Return the words near the matches of a query: ``research.find_collocates``."""
        from speechkit.research.collocates import find_collocates

        return find_collocates(
            *(self, query, scope), window=window, least=least, sort=sort, tell=tell
        )

    def keyness(  # noqa: PLR0913 - the options of one thing
        self,
        target: Scope,
        reference: Scope | None = None,
        scope: Scope | None = None,
        *,
        least: int = 5,
        sort: KeynessOrder = "log_likelihood",
        tell: Tell | None = None,
    ) -> KeyWords:
        """Return the words that set two scopes apart: ``research.find_key_words``."""
        from speechkit.research.keyness import find_key_words

        return find_key_words(*(self, target, reference, scope), least=least, sort=sort, tell=tell)

    def ngrams(  # noqa: PLR0913 - the options of one thing
        self,
        scope: Scope | None = None,
        *,
        shortest: int = 3,
        longest: int | None = None,
        characters: bool = False,
        least: int = 3,
        least_speeches: int = 1,
        maximal: bool = False,
        sort: RunOrder = "matches",
        tell: Tell | None = None,
    ) -> list[Ngram]:
        """Return runs of words or characters by frequency: ``research.find_ngrams``."""
        from speechkit.research.ngrams import find_ngrams

        return find_ngrams(
            *(self, scope),
            shortest=shortest,
            longest=longest,
            characters=characters,
            least=least,
            least_speeches=least_speeches,
            maximal=maximal,
            sort=sort,
            tell=tell,
        )

    def texts(self, scope: Scope | None = None) -> Iterator[tuple[Entry, Text]]:
        """Yield the texts of speeches, in order, of one at a time."""
        keys = self._read(lambda backend: backend.select(scope or Scope()))
        return zip(self._backend.entries(keys), self._backend.texts(keys), strict=True)

    def quote(self, text: str, limit: int = 3, *, scope: Scope | None = None) -> Quotation:
        """Return where a text is said: the earliest places, or the nearest wordings.

        ``limit`` bounds the places, each of another speech. Raises SettingError for a limit below
        1, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.quotations import find_quotation
        from speechkit.search import check_number

        check_number("limit", limit)
        return self._read(
            lambda backend: find_quotation(backend, text, limit=limit, scope=scope or Scope())
        )

    def quotations(
        self, draft: Speech, limit: int = 1, *, least: int = 6, scope: Scope | None = None
    ) -> Iterator[Quotation]:
        """Yield what becomes of each quotation of a draft that has ``least`` letters or more.

        A draft that is a file of this corpus is not found in itself. Raises what ``quote`` does.
        """
        from speechkit.research.drafts import find_quotations
        from speechkit.search import check_number

        check_number("limit", limit)
        check_number("least", least)
        left_out = self._keys_of(draft)
        return find_quotations(
            self._backend,
            draft,
            least=least,
            limit=limit,
            scope=scope or Scope(),
            left_out=left_out,
        )

    def compare(self, draft: Speech, least: int = 13, *, scope: Scope | None = None) -> Comparison:
        """Return which runs of a draft, of ``least`` characters or more, are in this corpus.

        A draft that is a file of this corpus is not found in itself. Raises SettingError for a
        ``least`` below 6, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.reuse import SHORTEST, compare_draft

        if least < SHORTEST:
            raise SettingError(f"least is {least}; give {SHORTEST} or more")
        left_out = self._keys_of(draft)
        return self._read(
            lambda backend: compare_draft(
                backend, draft, least=least, scope=scope or Scope(), left_out=left_out
            )
        )

    def export(
        self,
        folder: str | os.PathLike[str],
        *,
        scope: Scope | None = None,
        overwrite: bool = False,
    ) -> Exported:
        """Write clean texts and ``metadata.csv`` into a folder that is not in the corpus.

        Raises FileExistsError, with nothing written, if a file is there already and ``overwrite``
        is not asked for; SettingError for a folder that cannot be, another OSError where a file
        cannot be written, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.exports import export_speeches

        if not os.fspath(folder):
            raise SettingError("no folder is named; an empty name would be the working folder")
        chosen = scope or Scope()
        return self._read(
            lambda backend: export_speeches(
                backend, self.path, Path(folder), scope=chosen, overwrite=overwrite
            )
        )

    def _keys_of(self, draft: Speech) -> frozenset[Key]:
        """Return the key of a draft that is a file of this corpus, or none."""
        paths = (draft.path, _absolute(draft.path))
        if not any(path.is_relative_to(self.path) for path in paths):
            return frozenset()
        return frozenset(e.key for e in self._backend.entries() if e.path in paths)

    def entries(self, scope: Scope | None = None) -> Iterator[Entry]:
        """Yield what a list tells of each speech, in order, no text read."""
        if scope is None or scope == Scope():
            return self._backend.entries()
        return self._backend.entries(self._backend.select(scope))

    def words(self, prefix: str = "", scope: Scope | None = None) -> Iterator[WordStatistics]:
        """Yield the words of the index that begin with ``prefix``, by code points.

        Within a scope the occurrences are those there, and the speeches still all that hold a
        word. Raises UnknownSpeechError.
        """
        from speechkit.text.scripts import simplify_characters

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
        """Return words of the index that differ from ``text`` in one character."""
        from speechkit.suggestions import near_words

        return near_words(self._backend, text, limit)

    def near_ids(self, identifier: str, limit: int = 5) -> list[str]:
        """Return identifiers that a wrong one may have meant."""
        from speechkit.suggestions import near_ids

        return near_ids(self.entries(), identifier, limit)

    def check(
        self, identifiers: Iterable[str] = (), *, duplicates: bool = True
    ) -> Iterator[CheckedFile]:
        """Return what reading did to these speeches, or to all, and which others are alike.

        All speeches are told of after the index itself was verified, and rebuilt if need be.
        Finding ``duplicates`` reads every text of the index. Raises UnknownSpeechError.
        """
        from speechkit.checking import check_speeches

        keys = list(dict.fromkeys(map(self._key, identifiers))) or None
        if keys is None:
            self._read(lambda backend: backend.verify())
        return check_speeches(self._backend, keys, duplicates=duplicates)

    def _prepare(
        self, query: str | Query, scope: Scope | None, passages: int, dropped: bool
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
            with _name_fault(self.path):
                self._backend = self._opener.replace_damaged(damage)
            return action(self._backend)

    def _key(self, identifier: str) -> Key:
        if not isinstance(identifier, str):
            raise TypeError(f"a speech is named by a string such as '003', not {identifier!r}")
        keys = self._backend.resolve(identifier)
        if len(keys) != 1:
            candidates = [entry.id for entry in self._backend.entries(keys[:_MOST_NAMED])]
            raise UnknownSpeechError(identifier, tuple(candidates), len(keys))
        return keys[0]


def from_texts(
    texts: Iterable[str] | Mapping[str, str], *, user_words: Iterable[str] = ()
) -> Corpus:
    """Return a corpus of texts in memory; each is read as a file of that text would be.

    A mapping gives names to the speeches, else they are called 1, 2 … in their order. Raises
    SettingError for a user word that is none.
    """
    if isinstance(texts, str):
        raise TypeError("texts are several strings or a mapping of them, not one string")
    if not isinstance(texts, Mapping):
        texts = {str(number): text for number, text in enumerate(texts, 1)}
    for text in texts.values():
        if not isinstance(text, str):
            raise TypeError(f"a text is a string, not {text!r:.60}")
    files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
    return from_files(files, user_words=user_words, encoding="utf-8")


def from_files(
    files: Mapping[str, bytes],
    *,
    user_words: Iterable[str] | None = None,
    encoding: str | None = None,
) -> Corpus:
    """Return a corpus of files in memory, by their names.

    Raises SettingError for an encoding or a user word that is none, UnreadableFileError and
    DecodingError for a file without a text that can be read.
    """
    from speechkit.ingest.memory import read_files

    encoding, words = _check_encoding(encoding), _check_words(user_words) or ()
    backend = read_files(files, words, None if encoding == AUTOMATIC else encoding)
    return Corpus(Path(), _MemoryOpener(files), backend)


class _MemoryOpener:
    """What a corpus in memory has in place of an index that could be built or mended."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.summary = IndexingSummary(len(files), bytes_read=sum(map(len, files.values())))
        self._files = {Path(name): data for name, data in files.items()}

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a file."""
        return self._files[path]

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        """Raise the damage: nothing of it lies on a disk."""
        raise damage


def open_current(
    path: str | os.PathLike[str], index: str | os.PathLike[str] | None = None
) -> Corpus | None:
    """Return the corpus of a folder as its index has it, or None where no index can serve.

    Nothing is built, followed or changed: this is for what must answer at once. So an index on a
    cluster is never asked.
    """
    if _is_cluster(index):
        return None
    from speechkit.ingest.opening import IndexOpener, OpeningSettings

    root = _absolute(path)
    opener = IndexOpener(OpeningSettings(root, _location(index)), lambda event: None)
    backend = opener.open_current()
    return None if backend is None else Corpus(root, opener, backend)


def open_corpus(  # noqa: PLR0913 - the options of one thing
    path: str | os.PathLike[str] | None,
    *,
    index: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
    user_words: Iterable[str] | None = None,
    follow: bool = True,
    build: bool = False,
    rebuild: bool = False,
    notify: Notify = lambda event: None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the corpus of a folder, its index built where there is none and brought in step.

    ``index`` is where the index shall lie (a file, or a folder for it; or, as a string, an address
    on a cluster such as ``https://host:9200/name``, which is asked as it is, without a folder too,
    unless ``build`` says that it is to be built or brought in step); ``encoding`` overrides the
    detection for all text files, ``auto`` brings it back; ``user_words`` are words to keep whole
    besides the shipped ones; without ``follow`` changes of the folder are not looked for;
    ``rebuild`` reads every file again; ``notify`` takes events for the user. Raises CorpusError if
    the folder cannot be read or indexed, SettingError for an encoding or a word that is none.
    """
    encoding, words = _check_encoding(encoding), _check_words(user_words)
    root = None if path is None else _absolute(path)
    if _is_cluster(index):
        from speechkit.ingest.cluster import ClusterOpener, ClusterSettings

        place = parse_place(str(index))
        settings = ClusterSettings(root, place, encoding, words, build or rebuild, rebuild)
        return _open_cluster(ClusterOpener(settings, progress), root)
    from speechkit.ingest.opening import IndexOpener, OpeningSettings

    if root is None:
        raise SettingError("no folder is named; only an index on a cluster does without one")
    opener = IndexOpener(
        OpeningSettings(root, _location(index), encoding, words, rebuild), notify, progress
    )
    with _name_fault(root):
        _check_folder(root)
        return Corpus(root, opener, opener.open(follow=follow))


def _open_cluster(opener: ClusterOpener, root: Path | None) -> Corpus:
    """Return the corpus of an index on a cluster; a folder must be there only to build it."""
    if not opener.builds:
        backend = opener.open()
        return Corpus(opener.root, opener, backend)
    if root is None:
        raise SettingError("no folder is named whose speeches the index is built from")
    with _name_fault(root):
        _check_folder(root)
        return Corpus(root, opener, opener.open())


def _check_folder(root: Path) -> None:
    if not root.is_dir():
        raise NotADirectoryError(0, "no such folder" if not root.exists() else "not a folder")


def read_speech(
    path: str | os.PathLike[str], encoding: str | None = None, *, data: bytes | None = None
) -> Speech:
    """Return the speech of one file that need not lie in a corpus, read as those of a corpus are.

    Its ``id`` is the path as given; ``data`` are the bytes of the file where they are known
    already. Raises OSError if it cannot be opened, UnreadableFileError
    if it is in no format that is read or too large, DecodingError where no encoding fits it, and
    SettingError for an encoding that is none.
    """
    from speechkit.cleaning.reading import read_speech as read
    from speechkit.ingest.folder import MAXIMUM_BYTES

    encoding = _check_encoding(encoding)
    place = _absolute(path)
    if data is None:
        with place.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableFileError("too-large", str(MAXIMUM_BYTES >> 20))
    chosen = None if encoding == AUTOMATIC else encoding
    speech = read(data, os.fsencode(place.name), place.parent, chosen)
    return speech._replace(id=display_path(os.fsencode(path)))


def convert_speech(speech: Speech, configuration: str) -> Speech:
    """Return a speech in another script, names and all; ``configuration`` is one of OpenCC's."""
    from speechkit.text.scripts import convert

    return speech._replace(
        title=convert(speech.title, configuration),
        paragraphs=tuple(convert(text, configuration) for text in speech.paragraphs),
        dropped=tuple(
            piece._replace(text=convert(piece.text, configuration)) for piece in speech.dropped
        ),
        sections=tuple(
            section._replace(name=convert(section.name, configuration))
            for section in speech.sections
        ),
        turns=tuple(turn._replace(name=convert(turn.name, configuration)) for turn in speech.turns),
        speaker=convert(speech.speaker, configuration),
        occasion=convert(speech.occasion, configuration),
        source=convert(speech.source, configuration),
    )


def read_user_words(path: Path) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of a file, one a line, and the lines that can be none.

    Raises OSError, and DecodingError where no encoding fits the file.
    """
    from speechkit.formats.encodings import decode
    from speechkit.text.user_words import parse_words

    return parse_words(decode(path.read_bytes(), None).text)


def _parse(query: str | Query) -> Query:
    from speechkit.query.model import Query
    from speechkit.query.syntax import parse_query

    if isinstance(query, str):
        return parse_query(query)
    if not isinstance(query, Query):
        raise TypeError(f"a query is a string or a Query, not {query!r}")
    return query


def _absolute(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - "..", too, is one folder


def _is_cluster(index: str | os.PathLike[str] | None) -> bool:
    return isinstance(index, str) and is_address(index)


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


def _check_words(words: Iterable[str] | None) -> frozenset[str] | None:
    """Return user words in simplified characters; raises SettingError for one that is none."""
    if words is None:
        return None
    from speechkit.text.user_words import parse_word

    if isinstance(words, (str, bytes, Mapping)) or not isinstance(words, Iterable):
        raise SettingError(f"user_words is {words!r}; give a list of words")
    return frozenset(map(parse_word, words))


@contextmanager
def _name_fault(root: Path) -> Iterator[None]:
    """Raise CorpusError for a folder that cannot be read or indexed."""
    try:
        yield
    except OSError as error:
        raise CorpusFolderError(
            f"cannot read the corpus {root}: {error.strerror or error}"
        ) from error
    except IndexingError as error:
        raise IndexingError(f"cannot index the corpus {root}: {error}") from error
