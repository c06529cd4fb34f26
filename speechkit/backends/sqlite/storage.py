"""The index file: its tables, how it is opened, and what makes it current.

One SQLite database for each corpus. ``match`` (FTS5, one character a token, one speech a row)
decides what matches, ``dropped_match`` the same of dropped text; ``posting``, ``length`` and
``word`` decide the order; ``content`` keeps the texts, compressed. Readers see the last commit
while a writer works (write-ahead log).
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from array import array
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from speechkit.backends.sqlite.encoding import PAGE_SIZE, Content, content_id, join_content
from speechkit.backends.sqlite.postings import BLOCK_SIZE, pack_lengths, unpack_lengths
from speechkit.cache import LOG_SUFFIXES, close_on_error, digest_name, name_damage
from speechkit.errors import CacheError, DamagedIndexError, reason_of
from speechkit.language import _
from speechkit.text.versions import NORMALIZATION_VERSION, DictionarySettings

INDEX_FORMAT = 14
_LEAF_BYTES = 4_078
"""Of a page of FTS5, which is a row: four of them fill a page, with 14 bytes each for the row."""

_CACHE_KILOBYTES = 8_192
"""Of pages that a reader keeps: of hits in the order of rank one page holds ten, far apart."""

_LONGEST_LOG = 8 << 20
_LOG_SHARE = 8
"""A log may grow to _LONGEST_LOG bytes, or to an eighth of a large index."""

_UNCHANGING = "mode=ro&immutable=1"
"""How a file is opened so that SQLite makes no log, nor the file itself where it went."""

ASKED_AT_ONCE = 900
"""Parameters of a statement; older versions of SQLite take 999."""

APPLICATION_ID = 0x53504B54  # "SPKT"
_MARK_PLACE = 68
"""Where the application's number lies in the head of a database (sqlite.org/fileformat.html)."""

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
    path BLOB NOT NULL,
    stem TEXT NOT NULL,          -- the path without its ending
    digits TEXT NOT NULL,        -- the digits that the file's name begins with
    digest BLOB NOT NULL,        -- of the file's content
    title TEXT NOT NULL, title_in_text INTEGER NOT NULL, encoding INTEGER NOT NULL,  -- label
    format INTEGER NOT NULL, confidence REAL NOT NULL, script INTEGER NOT NULL,  -- labels
    characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    date TEXT NOT NULL, speaker TEXT NOT NULL, occasion TEXT NOT NULL,
    source TEXT NOT NULL, url TEXT NOT NULL,
    sections TEXT NOT NULL, notices TEXT NOT NULL, turns TEXT NOT NULL,  -- JSON, or "" for none
    origins INTEGER NOT NULL,    -- label: where the metadata comes from
    from_properties TEXT NOT NULL, -- JSON: the fields that only the file's properties state, or ""
    words INTEGER NOT NULL, tokens INTEGER NOT NULL
);
CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL);  -- what columns of speech share
CREATE INDEX speech_stem ON speech (stem);
CREATE INDEX speech_digits ON speech (digits);
CREATE TABLE speech_order (
    sort_key BLOB PRIMARY KEY,   -- text.order.natural_key of the path: all paths, in order
    id INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE listing (
    id INTEGER PRIMARY KEY,
    folder BLOB NOT NULL,        -- all are read at once, so that no index is needed
    digest BLOB NOT NULL,        -- of its lines
    lines BLOB NOT NULL          -- of its files, as the index knows them, compressed
);
CREATE TABLE skipped (
    path BLOB PRIMARY KEY, reason TEXT NOT NULL, detail TEXT NOT NULL,
    listed INTEGER NOT NULL      -- 1: the look at the folder says so, 0: the file's content
) WITHOUT ROWID;
CREATE TABLE content (
    id INTEGER PRIMARY KEY,      -- content_id: a piece of what is kept of a speech
    data BLOB NOT NULL
);
CREATE TABLE removed (id INTEGER PRIMARY KEY);  -- speeches not yet cleared away
CREATE VIRTUAL TABLE match USING fts5(
    body, title, content = '', columnsize = 0, tokenize = {_TOKENIZER}
);
CREATE VIRTUAL TABLE dropped_match USING fts5(
    text, content = '', columnsize = 0, tokenize = {_TOKENIZER}
);
INSERT INTO match (match, rank) VALUES ('pgsz', {_LEAF_BYTES});
INSERT INTO dropped_match (dropped_match, rank) VALUES ('pgsz', {_LEAF_BYTES});
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,      -- posting_id: a word in a block of speeches
    data BLOB NOT NULL
);
CREATE TABLE length (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE word (
    word TEXT PRIMARY KEY, id INTEGER NOT NULL,
    speeches INTEGER NOT NULL, occurrences INTEGER NOT NULL, tokens INTEGER NOT NULL,
    home INTEGER,                -- the block whose few records are kept here, in no posting
    records BLOB NOT NULL
) WITHOUT ROWID;
"""


TOTALS = (
    *("speeches", "words", "tokens", "passages", "characters"),
    *("last_number", "last_word", "in_order", "room"),
)
"""Sums over all speeches, the last numbers given to a speech and a word, whether the numbers of
speeches are in the order of their sort keys (1 or 0), and the room in the last page of ``content``
(bytes); kept in meta.
"""


def read_totals(database: sqlite3.Connection) -> dict[str, int]:
    """Return the sums over all speeches, and the last numbers that were given."""
    places = ", ".join("?" * len(TOTALS))
    rows = database.execute(f"SELECT key, value FROM meta WHERE key IN ({places})", TOTALS)
    return dict.fromkeys(TOTALS, 0) | {"in_order": 1} | dict(rows)


def read_labels(database: sqlite3.Connection) -> dict[int, str]:
    """Return what columns of speeches share, by number."""
    return dict(database.execute("SELECT id, text FROM label"))


def read_content(database: sqlite3.Connection, number: int) -> Content:
    """Return what is kept of the text of a speech; raises DamagedIndexError if it is missing."""
    pieces = database.execute(
        "SELECT data FROM content WHERE id >= ? AND id < ? ORDER BY id",
        (content_id(number), content_id(number + 1)),
    )
    return join_content(piece for (piece,) in pieces)


def read_lengths(database: sqlite3.Connection, block: int) -> array[int]:
    """Return the lengths in words of the speeches of a block, by place; 0 where there is none."""
    row = database.execute("SELECT data FROM length WHERE block = ?", (block,)).fetchone()
    return array("I", unpack_lengths(row[0]) if row else bytes(4 * BLOCK_SIZE))


def write_lengths(database: sqlite3.Connection, block: int, lengths: array[int]) -> None:
    """Keep what ``read_lengths`` returns."""
    database.execute("INSERT OR REPLACE INTO length VALUES (?, ?)", (block, pack_lengths(lengths)))


def fingerprint(dictionary: DictionarySettings, encoding: str) -> str:
    """Return what an index was made by, besides the files; if it differs, the index is rebuilt."""
    made_by = (INDEX_FORMAT, NORMALIZATION_VERSION, sys.byteorder, dictionary.name, encoding)
    return digest_name(repr(made_by).encode())


def index_name(root: Path) -> str:
    """Return the file name of the index of a corpus: a hash of where the corpus lies."""
    return f"index-{digest_name(os.fsencode(root))}.sqlite"


def is_index_name(name: str) -> bool:
    """Return whether a file is called as ``index_name`` calls an index."""
    return re.fullmatch(r"index-[0-9a-f]{16}\.sqlite", name) is not None


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open an index file that exists, for any thread that takes turns with the others.

    Without ``write`` nothing can change it, so that a folder without write permission serves too.
    Raises DamagedIndexError if SQLite calls it corrupt, or if it is cut short or incomplete, and
    CacheError if it cannot be opened.
    """
    return _open_whole(path, _open_to_write if write else _open_to_read)


def connect_to_look(path: Path) -> sqlite3.Connection:
    """Open an index file for a short look, for which no file is made, changed or removed.

    Raises what ``connect`` does.
    """
    return _open_whole(path, _open_to_look)


def _open_whole(path: Path, open_file: Callable[[Path], sqlite3.Connection]) -> sqlite3.Connection:
    try:
        with name_damage():
            database = open_file(path)
            with close_on_error(database):
                if not _is_complete(database):
                    raise DamagedIndexError(_("incomplete"))
                _check_size(database, path)
    except sqlite3.OperationalError as error:
        told = _("{file} cannot be opened: {reason}")
        raise CacheError(told.format(file=path, reason=reason_of(error))) from error
    except UnicodeDecodeError as error:  # of a message that quotes what became of a statement
        raise DamagedIndexError(_("its tables have no names")) from error
    return database


def _is_complete(database: sqlite3.Connection) -> bool:
    """Return whether a database has what an index has when it is finished."""
    if database.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        return False
    tables = "SELECT 1 FROM sqlite_master WHERE name = 'meta'"
    fingerprints = "SELECT 1 FROM meta WHERE key = 'fingerprint'"
    return bool(database.execute(tables).fetchone() and database.execute(fingerprints).fetchone())


def verify_index(path: Path) -> None:
    """Raise DamagedIndexError if parts of the index contradict each other.

    Nothing holds a sum of them, so a turned bit may still pass. An index that cannot be locked or
    written to just now is not looked at.
    """
    try:
        with name_damage(), closing(connect(path, write=True)) as database:
            for table in ("match", "dropped_match"):
                database.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise DamagedIndexError(_("its pages contradict each other"))
    except (sqlite3.OperationalError, CacheError):
        return


def is_index(path: Path) -> bool:
    """Return whether a file is a database that carries the mark of an index, damaged or not."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_MARK_PLACE + 4)
    mark = int.from_bytes(head[_MARK_PLACE:], "big")
    return head.startswith(b"SQLite format 3\0") and mark == APPLICATION_ID


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
    """Raise DamagedIndexError if the file is shorter than it says, as after a broken copy."""
    pages, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    log = Path(f"{path}-wal")
    in_log = log.stat().st_size if log.exists() else 0
    if path.stat().st_size + in_log < pages * size:
        raise DamagedIndexError(_("cut short"))


def _open_to_write(path: Path) -> sqlite3.Connection:
    database = _open_file(path, "mode=rw")
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def _open_to_read(path: Path) -> sqlite3.Connection:
    try:
        return _open_and_ask(path, "mode=ro")
    except sqlite3.OperationalError:
        # A write-ahead log needs a writable folder; where there is none, nobody writes either.
        if os.access(path.parent, os.W_OK):
            raise
        return _open_file(path, _UNCHANGING)


def _open_to_look(path: Path) -> sqlite3.Connection:
    """Open an index with its log only where it has one; SQLite would make an empty one."""
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        with suppress(sqlite3.OperationalError):  # where the list of what the log holds is gone
            return _open_and_ask(path, "mode=ro&readonly_shm=1")
    return _open_file(path, _UNCHANGING)


def _open_and_ask(path: Path, how: str) -> sqlite3.Connection:
    """Open a database and ask something of it, because what is wrong shows only then."""
    database = _open_file(path, how)
    with close_on_error(database):
        database.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        database.execute("PRAGMA schema_version").fetchone()
    return database


def _open_file(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        isolation_level=None,
        timeout=10,
        check_same_thread=False,
    )
