"""Opening the index of a folder: found or built, in step or said not to be."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.protocol import AUTOMATIC
from speechkit.backends.sqlite.backend import SqliteBackend
from speechkit.backends.sqlite.encoding import unpack_list
from speechkit.backends.sqlite.ledger import Ledger
from speechkit.backends.sqlite.reader import IndexReader
from speechkit.backends.sqlite.storage import (
    SCHEMA,
    connect,
    fingerprint,
    remove_index,
    shorten_log,
)
from speechkit.cache import (
    exclusive_lock,
    name_damage,
    remove_leftovers,
    replace_database,
)
from speechkit.errors import CacheError, DamagedIndexError, IndexPlaceError
from speechkit.ingest.changes import Changes, Progress, find_changes, read_corrections
from speechkit.ingest.events import Notify, tell_faults, tell_unknown
from speechkit.ingest.folder import list_files, read_bytes
from speechkit.ingest.index_places import index_path, lock_path
from speechkit.language import _
from speechkit.model import Event, EventCode, IndexingSummary, MetadataFault
from speechkit.text.user_words import combine_words
from speechkit.text.versions import DictionarySettings, library_versions
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.backends.protocol import Backend

_MOST_IN_MEMORY = 8 << 20
"""Bytes of files whose index is kept in memory where there is no place for it on the disk."""


class OpeningSettings(NamedTuple):
    """What a user may say about an index; None leaves what the index was made with."""

    root: Path
    location: Path | None = None
    encoding: str | None = None
    user_words: frozenset[str] | None = None
    rebuild: bool = False
    """Whether to read every file again, however good the index that is there."""


class IndexOpener:
    """Opens one index, building it and following up as needed, and says what it does."""

    def __init__(
        self, settings: OpeningSettings, notify: Notify, progress: Progress | None = None
    ) -> None:
        self._settings = settings
        self._notify = notify
        self._progress = progress
        self.summary: IndexingSummary | None = None
        """What opening read and removed; None where there was nothing to do."""

    def open(self, *, follow: bool = True) -> Backend:
        """Return the index for reading: built where there is none, else brought in step.

        Where a small one cannot be kept on disk it is built in memory. Raises OSError if the folder
        itself cannot be read, IndexPlaceError if the index of a large one can be kept nowhere or a
        file that is no index is in its place.
        """
        try:
            path = self._find_path()
            return self._make_backend(self._open(path, follow), path)
        except CacheError as error:
            size = sum(file.size for file in list_files(self._settings.root).files)
            if size > _MOST_IN_MEMORY:
                told = _("the index cannot be kept: {reason}")
                raise IndexPlaceError(told.format(reason=error)) from error
            self._tell("index-in-memory", reason=str(error))
            return self._build_in_memory()

    def open_current(self) -> Backend | None:
        """Return the index as it is if it can serve, else None; nothing is ever built or said."""
        try:
            path = self._find_path()
            database = self._find(path)
        except CacheError:
            return None
        return None if database is None else self._make_backend(database, path)

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        """Return a new index in place of one that proved damaged in use and was closed."""
        path = self._find_path()
        self._tell("index-damaged", path, str(damage))
        remove_index(path)
        return self.open()

    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        """Return what is wrong with ``metadata.csv``; raises OSError where there is no folder."""
        root = self._settings.root
        return read_corrections(root, list_files(root)).faults

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a file of the folder; raises what ``read_bytes`` does."""
        root = self._settings.root
        return read_bytes(root, os.fsencode(path.relative_to(root)))

    def _find_path(self) -> Path:
        return index_path(self._settings.root, self._settings.location)

    def _tell(self, code: EventCode, path: Path | None = None, reason: str = "") -> None:
        self._notify(Event(code, str(path or ""), reason))

    def _make_backend(self, database: sqlite3.Connection, path: Path) -> SqliteBackend:
        return SqliteBackend(IndexReader(database, self._settings.root, path))

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
            self._tell("index-damaged", path, str(damage))
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
            self._tell("index-damaged", path, str(damage))
            return None
        # Whatever becomes of this index, another one is made with the same settings.
        self._settings = self._settings._replace(
            user_words=choices.user_words, encoding=choices.encoding
        )
        if current:
            return database
        database.close()
        self._tell("index-outdated", path)
        return None

    def _build(self, path: Path, *, replace: bool = False) -> sqlite3.Connection:
        with exclusive_lock(lock_path(path), wait=False) as free:
            if free:
                return self._build_locked(path)
        self._tell("index-built-elsewhere", path)
        with exclusive_lock(lock_path(path), wait=True):
            # Whoever held the lock may have built what is wanted here.
            return (None if replace else self._find(path)) or self._build_locked(path)

    def _build_locked(self, path: Path) -> sqlite3.Connection:
        remove_leftovers(path)
        with replace_database(path, SCHEMA, write_ahead=True, fill_pages=True) as database:
            self._fill(database)
        return connect(path)

    def _build_in_memory(self) -> Backend:
        from speechkit.ingest.memory import read_folder

        choices, root = self._choose(None), self._settings.root
        encoding = None if choices.encoding == AUTOMATIC else choices.encoding
        listing = list_files(root)
        corrections = read_corrections(root, listing)
        backend, self.summary = read_folder(
            root, (listing, corrections), encoding, choices.user_words, self._progress
        )
        tell_faults(self._notify, self._settings.root, corrections.faults)
        tell_unknown(self._notify, self._settings.root, listing)
        return backend

    def _fill(self, database: sqlite3.Connection) -> None:
        """Index the whole folder into an empty database."""
        choices = self._choose(None)
        changes = find_changes(Ledger(database), self._settings.root)
        if changes is not None:
            self.summary = self._apply(database, changes, choices)
        meta = choices.meta | {"root": os.fsencode(self._settings.root)}
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())

    def _follow(self, database: sqlite3.Connection, path: Path) -> sqlite3.Connection:
        ledger = Ledger(database)
        looked_at = ledger.looked_at()
        changes = find_changes(ledger, self._settings.root)
        if changes is None:
            return database
        with exclusive_lock(lock_path(path), wait=False) as free:
            if free:
                self._update(path, changes, looked_at)
            else:
                self._tell("index-behind", path)
        return database

    def _update(self, path: Path, changes: Changes, looked_at: object) -> None:
        """Write the changes; look again if another process wrote since they were found."""
        database = connect(path, write=True)
        try:
            current: Changes | None = changes
            ledger = Ledger(database)
            if ledger.looked_at() != looked_at:
                current = find_changes(ledger, self._settings.root)
            if current is not None:
                self._write(database, current)
                shorten_log(database, path)
        except sqlite3.OperationalError as error:
            self._tell("index-not-followed", path, str(error))
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

    def _apply(
        self, database: sqlite3.Connection, changes: Changes, choices: _Choices
    ) -> IndexingSummary:
        # Most queries find nothing changed and need nothing of what indexing imports.
        from speechkit.backends.sqlite.writer import IndexWriter
        from speechkit.ingest.assignments import AnalysisSettings
        from speechkit.ingest.following import apply_changes

        encoding = None if choices.encoding == AUTOMATIC else choices.encoding
        settings = AnalysisSettings(self._settings.root, choices.dictionary, encoding)
        writer = IndexWriter(database)
        summary = apply_changes(Ledger(database), writer, changes, settings, self._progress)
        tell_faults(self._notify, self._settings.root, changes.faults)
        tell_unknown(self._notify, self._settings.root, changes.listing)
        return summary

    def _choose(self, database: sqlite3.Connection | None) -> _Choices:
        """Return the settings in force: those given, else those the index was made with."""
        words, encoding = self._settings.user_words, self._settings.encoding
        kept = _Choices() if database is None else _read_choices(database)
        return kept._replace(
            user_words=kept.user_words if words is None else words,
            encoding=encoding or kept.encoding,
        )


class _Choices(NamedTuple):
    """The settings that are in force for an index."""

    user_words: frozenset[str] = frozenset()
    encoding: str = AUTOMATIC

    @property
    def dictionary(self) -> DictionarySettings:
        return DictionarySettings(combine_words(self.user_words), library_versions())

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.dictionary, self.encoding)

    @property
    def meta(self) -> dict[str, object]:
        """Return what the index keeps of its settings."""
        import json  # an index is seldom made

        return {
            "fingerprint": self.fingerprint,
            "user_words": json.dumps(sorted(self.user_words), ensure_ascii=False),
            "encoding": self.encoding,
            "versions": library_versions(),
        }


def is_current(database: sqlite3.Connection) -> bool:
    """Return whether an index serves as it is; raises DamagedIndexError."""
    return _read_meta(database, "fingerprint") == _read_choices(database).fingerprint


def _read_choices(database: sqlite3.Connection) -> _Choices:
    """Return the settings that an index was made with; raises DamagedIndexError."""
    return _Choices(_read_words(database), _read_meta(database, "encoding") or AUTOMATIC)


def _read_meta(database: sqlite3.Connection, key: str) -> str | None:
    row = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _read_words(database: sqlite3.Connection) -> frozenset[str]:
    """Return the user words of an index; raises DamagedIndexError."""
    try:
        return frozenset(unpack_list(_read_meta(database, "user_words") or "[]"))
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error
