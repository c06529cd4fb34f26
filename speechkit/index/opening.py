"""Opening the index of a folder: found or built, in step or said not to be."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from speechkit.cache import (
    LOG_SUFFIXES,
    CacheError,
    cache_folder,
    exclusive_lock,
    make_private_folder,
    remove_leftovers,
    replace_database,
)
from speechkit.index.looking import Changes, Progress, Summary, find_changes
from speechkit.index.storage import (
    SCHEMA,
    IndexDamageError,
    connect,
    fingerprint,
    index_name,
    is_database,
    name_damage,
    shorten_log,
)
from speechkit.libraries import DictionarySettings, library_stamp, library_versions
from speechkit.terms import combine_terms

Notify = Callable[[str], None]
"""Takes a sentence for the user: talk, not data."""

AUTOMATIC = "auto"

_MOST_STAMPS = 8
"""Environments with the same libraries that may share an index without asking for versions."""


class IndexSettings(NamedTuple):
    """What a user may say about an index; None leaves what the index was made with."""

    root: Path
    location: Path | None = None
    encoding: str | None = None
    terms: frozenset[str] | None = None
    rebuild: bool = False
    """Whether the index is to be built anew, however good the one that is there."""


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

    def open(self, *, follow: bool = True) -> sqlite3.Connection:
        """Return the index for reading: built where there is none, else brought in step.

        Where it cannot be kept on disk it is built in memory. Raises OSError if the folder
        itself cannot be read.
        """
        try:
            return self._open(index_path(self._settings), follow)
        except (CacheError, OSError, sqlite3.OperationalError) as error:
            next(self._settings.root.iterdir(), None)  # raises if the folder is at fault
            self.notify(f"the index cannot be kept ({_reason(error)}); searching in memory")
            return self._build_in_memory()

    def _open(self, path: Path, follow: bool) -> sqlite3.Connection:
        database = None if self._settings.rebuild else self._find(path)
        if database is None:
            return self._build(path, replace=self._settings.rebuild)
        if not follow:
            return database
        try:
            with name_damage():
                return self._follow(database, path)
        except IndexDamageError as damage:
            database.close()
            self.notify(f"index {path} is damaged ({damage}); building it anew")
            return self._build(path, replace=True)

    def _find(self, path: Path) -> sqlite3.Connection | None:
        """Return the index if it can serve; say why it cannot, unless there is just none."""
        if not path.exists():
            return None
        if path.stat().st_size == 0:
            self.notify(f"index {path} is empty; building it anew")
            return None
        try:
            with name_damage():
                database = connect(path)
                choices = self._choose(database)
                current = _read_meta(database, "fingerprint") == choices.fingerprint
        except IndexDamageError as damage:
            self.notify(f"index {path} is damaged ({damage}); building it anew")
            if damage.foreign and self._settings.location is not None:
                _set_aside(path, self.notify)
            return None
        # Whatever becomes of this index, another one is made with the same settings.
        self._settings = self._settings._replace(terms=choices.own_terms, encoding=choices.encoding)
        if current:
            if not choices.is_known_place:
                _remember_stamp(path)
            return database
        database.close()
        self.notify(f"index {path} was made with another version or settings; building it anew")
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
        database = sqlite3.connect(":memory:", isolation_level=None)
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
        from speechkit.index.analysis import AnalysisSettings
        from speechkit.index.following import apply_changes

        encoding = None if choices.encoding == AUTOMATIC else choices.encoding
        settings = AnalysisSettings(self._settings.root, choices.dictionary, encoding)
        return apply_changes(database, changes, settings, self._progress)

    def _choose(self, database: sqlite3.Connection | None) -> _Choices:
        """Return the settings in force: those given, else those the index was made with."""
        terms, encoding = self._settings.terms, self._settings.encoding
        versions, is_known_place = None, False
        if database is not None:
            if terms is None:
                terms = frozenset(json.loads(_read_meta(database, "terms") or "[]"))
            encoding = encoding or _read_meta(database, "encoding")
            is_known_place = library_stamp() in _known_stamps(database)
            versions = _read_meta(database, "library_versions") if is_known_place else None
        versions = versions or library_versions()
        return _Choices(terms or frozenset(), encoding or AUTOMATIC, versions, is_known_place)


class _Choices(NamedTuple):
    """The settings that are in force for an index."""

    own_terms: frozenset[str]
    encoding: str
    versions: str
    is_known_place: bool
    """Whether the index knows the versions of the libraries where they lie."""

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
            "library_stamps": json.dumps([library_stamp()]),
        }


def index_path(settings: IndexSettings) -> Path:
    """Return where the index of a folder lies; raises CacheError if that cannot be."""
    location = settings.location
    name = index_name(settings.root)
    if location is None:
        return cache_folder() / name
    path = location / name if location.is_dir() else location
    if path.is_file() and settings.root in path.parents and not is_database(path):
        raise CacheError(f"{path} is a file of the corpus, not an index")
    if not path.parent.is_dir():
        make_private_folder(path.parent)
    return path


def _read_meta(database: sqlite3.Connection, key: str) -> str | None:
    row = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _known_stamps(database: sqlite3.Connection) -> list[str]:
    """Return the stamps of libraries whose versions are known to be those of the index."""
    stamps: list[str] = json.loads(_read_meta(database, "library_stamps") or "[]")
    return stamps


def _remember_stamp(path: Path) -> None:
    """Add the stamp of the installed libraries, so that their versions are asked for only once."""
    with suppress(sqlite3.Error), closing(connect(path, write=True)) as database:
        database.execute("PRAGMA busy_timeout = 0")  # another time will do
        stamps = [*_known_stamps(database)[1 - _MOST_STAMPS :], library_stamp()]
        database.execute(
            "INSERT OR REPLACE INTO meta VALUES ('library_stamps', ?)", (json.dumps(stamps),)
        )


def _lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _set_aside(path: Path, notify: Notify) -> None:
    """Keep a file that was never an index, which a user may have named by mistake."""
    kept = path.with_name(f"{path.name}.kept")
    while kept.exists():
        kept = kept.with_name(f"{kept.name}.kept")
    for suffix in LOG_SUFFIXES:  # of a database, part of which may stand in its log
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").replace(f"{kept}{suffix}")
    path.replace(kept)
    notify(f"what stood there is kept as {kept}")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
