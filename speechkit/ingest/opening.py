"""Opening the index of a folder: found or built, in step or said not to be."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from speechkit.backends.sqlite.storage import (
    SCHEMA,
    connect,
    fingerprint,
    index_name,
    is_index,
    shorten_log,
)
from speechkit.cache import (
    cache_folder,
    exclusive_lock,
    make_private_folder,
    name_damage,
    remove_leftovers,
    replace_database,
)
from speechkit.errors import CacheError, CorpusError, DamagedIndexError
from speechkit.ingest.changes import Changes, Progress, Summary, find_changes
from speechkit.ingest.folder import list_files
from speechkit.text.libraries import DictionarySettings, library_versions
from speechkit.text.user_words import combine_terms

Notify = Callable[[str], None]
"""Takes a sentence for the user: talk, not data."""

AUTOMATIC = "auto"

_MOST_IN_MEMORY = 8 << 20
"""Bytes of files whose index is kept in memory where there is no place for it on the disk."""


class IndexSettings(NamedTuple):
    """What a user may say about an index; None leaves what the index was made with."""

    root: Path
    location: Path | None = None
    encoding: str | None = None
    terms: frozenset[str] | None = None
    rebuild: bool = False
    """Whether to read every file again, however good the index that is there."""


class OpenIndex(NamedTuple):
    """An index that was opened for reading, and its file; None for one in memory."""

    database: sqlite3.Connection
    file: Path | None


class IndexOpener:
    """Opens one index, building it and following up as needed, and says what it does."""

    def __init__(
        self, settings: IndexSettings, notify: Notify, progress: Progress | None = None
    ) -> None:
        self._settings = settings
        self.notify = notify
        self._progress = progress
        self.summary: Summary | None = None
        """What opening read and removed; None where there was nothing to do."""

    def open(self, *, follow: bool = True) -> OpenIndex:
        """Return the index for reading: built where there is none, else brought in step.

        Where a small one cannot be kept on disk it is built in memory. Raises OSError if the folder
        itself cannot be read, CorpusError if the index of a large one can be kept nowhere or a
        file that is no index is in its place.
        """
        try:
            path = index_path(self._settings)
            return OpenIndex(self._open(path, follow), path)
        except CacheError as error:
            size = sum(file.size for file in list_files(self._settings.root).files)
            if size > _MOST_IN_MEMORY:
                raise CorpusError(
                    f"the index cannot be kept: {error}; choose another place with --index"
                ) from error
            self.notify(f"the index cannot be kept: {error}; searching in memory")
            return OpenIndex(self._build_in_memory(), None)

    def open_current(self) -> OpenIndex | None:
        """Return the index as it is if it can serve, else None; nothing is ever built or said."""
        try:
            path = index_path(self._settings)
            database = self._find(path)
        except CacheError:
            return None
        return None if database is None else OpenIndex(database, path)

    def _open(self, path: Path, follow: bool) -> sqlite3.Connection:
        database = None if self._settings.rebuild else self._find(path)
        if database is None:
            return self._build(path, replace=self._settings.rebuild)
        if not follow:
            return database
        try:
            with name_damage():
                return self._follow(database, path)
        except DamagedIndexError as damage:
            database.close()
            self.notify(f"index {path} is damaged ({damage}); rebuilding it")
            return self._build(path, replace=True)

    def _find(self, path: Path) -> sqlite3.Connection | None:
        """Return the index if it can serve; say why it cannot, unless there is just none."""
        if not path.exists():
            return None
        try:
            database = connect(path)
            with name_damage():
                choices = self._choose(database)
                current = _read_meta(database, "fingerprint") == choices.fingerprint
        except DamagedIndexError as damage:
            self.notify(f"index {path} is damaged ({damage}); rebuilding it")
            return None
        # Whatever becomes of this index, another one is made with the same settings.
        self._settings = self._settings._replace(terms=choices.own_terms, encoding=choices.encoding)
        if current:
            return database
        database.close()
        self.notify(f"index {path} was made with another version or settings; rebuilding it")
        return None

    def _build(self, path: Path, *, replace: bool = False) -> sqlite3.Connection:
        with exclusive_lock(_lock_path(path), wait=False) as free:
            if free:
                return self._build_locked(path)
        self.notify("another process is building the index; waiting for it")
        with exclusive_lock(_lock_path(path), wait=True):
            # Whoever held the lock may have built what is wanted here.
            return (None if replace else self._find(path)) or self._build_locked(path)

    def _build_locked(self, path: Path) -> sqlite3.Connection:
        remove_leftovers(path)
        with replace_database(path, SCHEMA, write_ahead=True) as database:
            self._fill(database)
        return connect(path)

    def _build_in_memory(self) -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        database.executescript(SCHEMA)
        self._fill(database)
        return database

    def _fill(self, database: sqlite3.Connection) -> None:
        """Index the whole folder into an empty database."""
        choices = self._choose(None)
        changes = find_changes(database, self._settings.root)
        if changes is not None:
            self.summary = self._apply(database, changes, choices)
        meta = choices.meta | {"root": os.fsencode(self._settings.root)}
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())

    def _follow(self, database: sqlite3.Connection, path: Path) -> sqlite3.Connection:
        looked_at = _read_meta(database, "looked_at")
        changes = find_changes(database, self._settings.root)
        if changes is None:
            return database
        with exclusive_lock(_lock_path(path), wait=False) as free:
            if free:
                self._update(path, changes, looked_at)
            else:
                self.notify("another process is indexing; this is the last finished index")
        return database

    def _update(self, path: Path, changes: Changes, looked_at: object) -> None:
        """Write the changes; look again if another process wrote since they were found."""
        database = connect(path, write=True)
        try:
            current: Changes | None = changes
            if _read_meta(database, "looked_at") != looked_at:
                current = find_changes(database, self._settings.root)
            if current is not None:
                self._write(database, current)
                shorten_log(database, path)
        except sqlite3.OperationalError as error:
            self.notify(f"the index cannot follow the folder ({error}); it may be out of date")
        finally:
            database.close()

    def _write(self, database: sqlite3.Connection, changes: Changes) -> None:
        choices = self._choose(database)
        database.execute("BEGIN IMMEDIATE")
        try:
            self.summary = self._apply(database, changes, choices)
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise

    def _apply(self, database: sqlite3.Connection, changes: Changes, choices: _Choices) -> Summary:
        # Most queries find nothing changed and need nothing of what indexing imports.
        from speechkit.ingest.analysis import AnalysisSettings
        from speechkit.ingest.following import apply_changes

        encoding = None if choices.encoding == AUTOMATIC else choices.encoding
        settings = AnalysisSettings(self._settings.root, choices.dictionary, encoding)
        return apply_changes(database, changes, settings, self._progress)

    def _choose(self, database: sqlite3.Connection | None) -> _Choices:
        """Return the settings in force: those given, else those the index was made with."""
        terms, encoding = self._settings.terms, self._settings.encoding
        if database is not None:
            if terms is None:
                terms = _read_terms(database)
            encoding = encoding or _read_meta(database, "encoding")
        return _Choices(terms or frozenset(), encoding or AUTOMATIC, library_versions())


class _Choices(NamedTuple):
    """The settings that are in force for an index."""

    own_terms: frozenset[str]
    encoding: str
    versions: str

    @property
    def dictionary(self) -> DictionarySettings:
        return DictionarySettings(combine_terms(self.own_terms), self.versions)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.dictionary, self.encoding)

    @property
    def meta(self) -> dict[str, object]:
        """Return what the index keeps of its settings."""
        return {
            "fingerprint": self.fingerprint,
            "terms": json.dumps(sorted(self.own_terms), ensure_ascii=False),
            "encoding": self.encoding,
            "library_versions": self.versions,
        }


def index_path(settings: IndexSettings) -> Path:
    """Return where the index of a folder lies.

    Raises CacheError if that cannot be, CorpusError if a file that is no index is there already:
    it may be of value to somebody.
    """
    location = settings.location
    name = index_name(settings.root)
    if location is None:
        return cache_folder() / name
    path = location
    try:
        if location.is_dir():
            path = location / name
        if path.exists() and not is_index(path):
            raise CorpusError(f"{path} is no index of speechkit; name another file with --index")
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be an index: {error.strerror}; name another file with --index"
        ) from error
    if not path.parent.is_dir():
        make_private_folder(path.parent)
    return path


def _read_meta(database: sqlite3.Connection, key: str) -> str | None:
    row = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _read_terms(database: sqlite3.Connection) -> frozenset[str]:
    """Return the user's words of an index; raises DamagedIndexError."""
    try:
        return frozenset(json.loads(_read_meta(database, "terms") or "[]"))
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(f"a record does not unpack: {error}") from error


def _lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")
