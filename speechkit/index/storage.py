"""The index file: its tables, how it is opened, and what makes it current.

One SQLite database for each corpus. ``match`` (FTS5, one character a token, one speech a row)
decides what matches; ``posting`` and the tables beside it decide the order; ``content`` keeps the
texts, compressed. Readers see the last commit while a writer works (write-ahead log).
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from speechkit import __version__
from speechkit.cache import LOG_SUFFIXES
from speechkit.digests import digest_name
from speechkit.folding import FOLDING_VERSION
from speechkit.libraries import DictionarySettings

INDEX_FORMAT = 5
PAGE_SIZE = 32_768  # ten packed speeches; what the next one does not fit into is left empty
_LONGEST_LOG = 8 << 20
_LOG_SHARE = 8
"""A log may grow to so many bytes, or to such a part of a large index."""

APPLICATION_ID = 0x53504B54  # "SPKT"

_TOKEN_CHARACTERS = "".join(map(chr, (10, *range(32, 127))))
"""ASCII characters that are tokens of their own; the separator is none of them."""


def _quote(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark


_TOKENIZER = _quote("ascii tokenchars " + _quote(_TOKEN_CHARACTERS, "'"), '"')

SCHEMA = f"""
PRAGMA page_size = {PAGE_SIZE};
PRAGMA application_id = {APPLICATION_ID};
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE speech (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    stem TEXT NOT NULL,          -- the path without its ending
    digits TEXT NOT NULL,        -- the digits that the file's name begins with
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    inode INTEGER NOT NULL, digest BLOB NOT NULL,
    title TEXT NOT NULL, title_in_text INTEGER NOT NULL,
    encoding TEXT NOT NULL, confidence REAL NOT NULL, script TEXT NOT NULL,
    characters INTEGER NOT NULL, passages INTEGER NOT NULL, words INTEGER NOT NULL,
    facts TEXT NOT NULL, notices TEXT NOT NULL
);
CREATE INDEX speech_stem ON speech (stem);
CREATE INDEX speech_digits ON speech (digits);
CREATE TABLE listing (
    folder BLOB PRIMARY KEY,
    lines BLOB NOT NULL          -- of its files, as the index knows them
);
CREATE TABLE skipped (
    path BLOB PRIMARY KEY, reason TEXT NOT NULL,
    listed INTEGER NOT NULL      -- 1: the look at the folder says so, 0: the file's content
) WITHOUT ROWID;
CREATE TABLE content (id INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE VIRTUAL TABLE match USING fts5(
    body, title, content = '', columnsize = 0, tokenize = {_TOKENIZER}
);
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,      -- posting_id: a word in a block of speeches
    data BLOB NOT NULL
);
CREATE TABLE length (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE word (
    word TEXT PRIMARY KEY, id INTEGER NOT NULL,
    speeches INTEGER NOT NULL, occurrences INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE idf (frequency INTEGER PRIMARY KEY, value REAL NOT NULL);
"""


TOTALS = ("speeches", "words", "passages", "characters", "last_number", "last_word")
"""Sums over all speeches, and the last numbers given to a speech and a word; kept in meta."""


def read_totals(database: sqlite3.Connection) -> dict[str, int]:
    """Return the sums over all speeches, and the last numbers that were given."""
    places = ", ".join("?" * len(TOTALS))
    rows = database.execute(f"SELECT key, value FROM meta WHERE key IN ({places})", TOTALS)
    return dict.fromkeys(TOTALS, 0) | dict(rows)


class IndexDamageError(Exception):
    """An index file that cannot be used as it is; the message says what is wrong with it.

    ``foreign`` is true where the file was never an index, and may be of value to somebody.
    """

    def __init__(self, message: str, *, foreign: bool = False) -> None:
        super().__init__(message)
        self.foreign = foreign


def fingerprint(dictionary: DictionarySettings, encoding: str) -> str:
    """Return what an index was made by, beside the files: if it differs, the index is made anew."""
    made_by = (__version__, INDEX_FORMAT, FOLDING_VERSION, sys.byteorder, dictionary.name, encoding)
    return digest_name(repr(made_by).encode())


def index_name(root: Path) -> str:
    """Return the file name of the index of a corpus: a hash of where the corpus lies."""
    return f"index-{digest_name(os.fsencode(root))}.sqlite"


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open an index file that exists; raises IndexDamageError if it is none.

    Without ``write`` nothing can change it, so that a folder without write permission serves too.
    """
    try:
        database = _connect(path, write)
        application = database.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise IndexDamageError("not an index of speechkit", foreign=True)
        database.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()[0]
        _check_size(database, path)
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            raise IndexDamageError(str(error)) from error
        raise
    except TypeError as error:
        raise IndexDamageError("incomplete") from error
    except sqlite3.DatabaseError as error:
        raise IndexDamageError(str(error), foreign="not a database" in str(error)) from error
    return database


_DAMAGED = "no such (table|column)|[Cc]ould not decode|malformed|fts5: |fts5 file"


@contextmanager
def name_damage() -> Iterator[None]:
    """Raise IndexDamageError for what only a damaged index file can cause.

    Pages of such a file may still look like a database; then it is their content that makes no
    sense: a text that does not unpack, a row that should be there and is not.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if not re.search(_DAMAGED, str(error)):
            raise  # locked, or the disk's fault
        raise IndexDamageError(str(error)) from error
    except (sqlite3.DatabaseError, zlib.error, ValueError, TypeError, LookupError) as error:
        raise IndexDamageError(str(error)) from error


def verify_index(path: Path) -> None:
    """Raise IndexDamageError if parts of the index contradict each other.

    Nothing holds a sum of them, so a turned bit may still pass. An index that cannot be locked or
    written to just now is not looked at.
    """
    try:
        with name_damage(), closing(connect(path, write=True)) as database:
            database.execute("INSERT INTO match(match) VALUES ('integrity-check')")
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise IndexDamageError("its pages contradict each other")
    except sqlite3.OperationalError:
        return


def is_database(path: Path) -> bool:
    """Return whether a file begins as SQLite's files do, or is empty."""
    with path.open("rb") as file:
        return file.read(16) in (b"", b"SQLite format 3\0")


def remove_index(path: Path) -> None:
    """Remove an index file and its logs."""
    for suffix in ("", *LOG_SUFFIXES):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def shorten_log(database: sqlite3.Connection, path: Path) -> None:
    """Move what a long write-ahead log holds into the index, unless somebody reads there now.

    SQLite does so by itself only where no other connection is open, and the one that asked for
    the changes is.
    """
    log = Path(f"{path}-wal")
    longest = max(_LONGEST_LOG, path.stat().st_size // _LOG_SHARE)
    if log.exists() and log.stat().st_size > longest:
        database.execute("PRAGMA busy_timeout = 0")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _check_size(database: sqlite3.Connection, path: Path) -> None:
    """Raise IndexDamageError if the file is shorter than it says, as after a broken copy."""
    pages, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    log = Path(f"{path}-wal")
    in_log = log.stat().st_size if log.exists() else 0
    if path.stat().st_size + in_log < pages * size:
        raise IndexDamageError("cut short")


def _connect(path: Path, write: bool) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    if write:
        database = sqlite3.connect(f"{uri}?mode=rw", uri=True, isolation_level=None, timeout=10)
        database.execute("PRAGMA synchronous = NORMAL")
        return database
    try:
        database = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None, timeout=10)
        database.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        # A write-ahead log needs a writable folder; where there is none, nobody writes either.
        if os.access(path.parent, os.W_OK):
            raise
        database = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    return database
