"""The user's private cache folder, and files in it that are replaced whole or not at all."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

try:
    from _blake2 import blake2b  # hashlib would load OpenSSL, a twentieth of a command's time
except ImportError:
    from hashlib import blake2b

from speechkit.errors import CacheError, DamagedIndexError, reason_of
from speechkit.language import _

if TYPE_CHECKING:
    import sqlite3

LOG_SUFFIXES = ("-wal", "-shm", "-journal")
"""What SQLite adds to the name of a database for its logs."""

_LOG_HEADS = (b"\x37\x7f\x06", b"\xd9\xd5\x05\xf9", b"\x18\xe2\x2d\0", b"\0\x2d\xe2\x18", bytes(4))
"""How a log begins: -wal, -journal, -shm of either byte order, one not begun (sqlite.org)."""

_CORRUPT, _NO_DATABASE = 11, 26
"""SQLite's primary result codes SQLITE_CORRUPT and SQLITE_NOTADB."""

_DAMAGED = "malformed|not a database|[Cc]ould not decode|fts5 file format"
"""What is said of the same where Python does not tell the code: before 3.11, and of text."""

_OTHER_TABLES = (
    r"no such (table|column|function|tokenizer|module: (?!fts5$))|has no column|has \d+ columns"
    "|datatype mismatch|parse error in|error in tokenizer|unrecognized option|SQL logic error"
)
"""What is said of statements of ours where what tells of the tables is damaged."""

_ONE_WAIT = 0.2
"""Seconds that SQLite waits for a lock, during which Python hears of no interrupt."""

_MOST_FILLED = 1 << 26
"""Bytes of a database that is written once more, which takes 2 ms a MB and as much memory."""

_NAME_BYTES, _CONTENT_BYTES = 8, 16

_TEMPORARY = r"\.[0-9a-f]{8}\.new(-wal|-shm|-journal)?"


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """Return the private folder of speechkit's caches, made with mode 0700 where it is missing.

    Raises CacheError if it belongs to another user or cannot be made.
    """
    folder = find_cache_folder()
    make_private_folder(folder)
    return folder


def find_cache_folder() -> Path:
    """Return where the folder of speechkit's caches is, or would be: nothing is made or changed."""
    return _user_cache_folder() / "speechkit"


def _user_cache_folder() -> Path:
    if sys.platform == "linux":
        # The XDG rule in a line: the import of platformdirs takes a fifth of a query.
        chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return chosen if chosen.is_absolute() else Path.home() / ".cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir())


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` with mode 0700, or tighten it; raise CacheError where that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            raise CacheError(
                _("cache folder {folder} belongs to another user").format(folder=folder)
            )
        if status.st_mode & 0o077 and os.name == "posix":
            folder.chmod(0o700)
            if status.st_mode & 0o022:
                _remove_untrusted(folder)
    except OSError as error:
        told = _("cache folder {folder} cannot be used ({reason})")
        raise CacheError(told.format(folder=folder, reason=reason_of(error))) from error


def _remove_untrusted(folder: Path) -> None:
    """Remove from a folder what others could put there in place of our own."""
    for path in folder.iterdir():
        if path.name.lstrip(".").startswith(("index-", "dictionary-")):
            path.unlink()


def is_unfinished(name: str) -> bool:
    """Return whether a file is called as one that is to take the place of another."""
    return re.fullmatch(rf"\..+{_TEMPORARY}", name) is not None


def find_foreign_log(path: Path) -> Path | None:
    """Return a file that has the name of a log of a database and is none; raises OSError."""
    for log in (Path(f"{path}{suffix}") for suffix in LOG_SUFFIXES):
        if os.path.lexists(log) and not (log.is_file() and _is_log(log)):
            return log
    return None


def _is_log(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(4)
    return not head or head.startswith(_LOG_HEADS)


def remove_leftovers(path: Path, age: float = 0) -> None:
    """Remove what killed processes left of replacing ``path``, if nobody wrote to it lately.

    ``age`` is in seconds; 0 is for who holds the lock and so is the only one to replace it.
    """
    oldest = time.time() - age
    left_behind = re.compile(rf"\.{re.escape(path.name)}{_TEMPORARY}")
    for left in path.parent.iterdir():
        if left_behind.fullmatch(left.name):
            with suppress(FileNotFoundError):
                if left.stat().st_mtime <= oldest:
                    left.unlink()


@contextmanager
def replace_database(
    path: Path, schema: str, *, write_ahead: bool = False, fill_pages: bool = False
) -> Iterator[sqlite3.Connection]:
    """Give a new SQLite database that takes the place of ``path`` when the block ends.

    It is written in the same folder under another name, synced and renamed; if the block raises,
    ``path`` stays as it was. ``write_ahead`` lets it be read while it is written to later on,
    ``fill_pages`` makes it smaller unless it is large.
    Raises CacheError where it cannot be written (Windows replaces no file that is open elsewhere).
    """
    import sqlite3

    with _name_unwritable(path):
        # It is named before it is there, so that no interrupt comes between it and its removal.
        temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
                # No journal: until the rename nobody sees this file, after a crash nobody needs it.
                database.execute("PRAGMA journal_mode = OFF")
                database.execute("PRAGMA synchronous = OFF")
                database.executescript(schema)
                database.execute("BEGIN")
                yield database
                database.execute("COMMIT")
                if fill_pages and temporary.stat().st_size <= _MOST_FILLED:
                    _fill_pages(database)
                if write_ahead:
                    database.execute("PRAGMA journal_mode = WAL")
            sync_file(temporary)
            for suffix in LOG_SUFFIXES:
                # A log left behind by the old database must not be played into the new one.
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            temporary.replace(path)
            sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def _fill_pages(database: sqlite3.Connection) -> None:
    """Write a database once more, in the order of its keys: inserting leaves a seventh empty."""
    database.execute("PRAGMA temp_store = MEMORY")  # there may be no other place to write to
    database.execute("VACUUM")


@contextmanager
def _name_unwritable(path: Path) -> Iterator[None]:
    """Raise CacheError where a file of the cache cannot be written."""
    import sqlite3

    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        told = _("{file} cannot be written: {reason}")
        raise CacheError(told.format(file=path, reason=reason_of(error))) from error


@contextmanager
def exclusive_lock(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock named ``path`` during the block; give whether it was got.

    The lock is SQLite's own on an empty database, which every system releases with its process.
    Only who holds it may remove the file.
    """
    with _name_unwritable(path):
        lock, got = _acquire(path, wait)
    with closing(lock):
        yield got


def _acquire(path: Path, wait: bool) -> tuple[sqlite3.Connection, bool]:
    """Return the open lock and whether it was got; a file that was removed meanwhile is none."""
    import sqlite3

    while True:
        file = _identify(path)
        lock = sqlite3.connect(path, timeout=_ONE_WAIT if wait else 0)
        try:
            with close_on_error(lock):
                got = _take_file(path, lock, wait)
        except sqlite3.OperationalError:
            if _is_there(path, file):
                raise
            continue  # SQLite has no lock for a file that was removed
        if not got or _is_there(path, file):
            return lock, got
        lock.close()


def _take_file(path: Path, lock: sqlite3.Connection, wait: bool) -> bool:
    with suppress(FileNotFoundError):
        path.chmod(0o600)
    got = _take(lock)
    while wait and not got:
        got = _take(lock)
    return got


def _is_there(path: Path, file: tuple[int, int] | None) -> bool:
    return file is not None and file == _identify(path)


def _identify(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that takes its name; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _take(lock: sqlite3.Connection) -> bool:
    import sqlite3

    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


def sync_file(path: Path) -> None:
    """Bring the file's content to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Bring a rename in this folder to the disk, on systems that open folders."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error means a damaged file; no other error does, whatever its cause."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        is_told = code & 0xFF in (_CORRUPT, _NO_DATABASE)
    else:  # Python 3.10 tells no code, but of what SQLite itself says, only these have no class
        is_told = type(error).__name__ == "DatabaseError"
    return is_told or bool(re.search(f"{_DAMAGED}|{_OTHER_TABLES}", str(error)))


@contextmanager
def name_damage() -> Iterator[None]:
    """Raise DamagedIndexError for what SQLite says of a damaged file, and nothing else."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        raise DamagedIndexError(reason_of(error)) from error


@contextmanager
def close_on_error(database: sqlite3.Connection) -> Iterator[None]:
    """Close a database if the block raises: Windows replaces no file that is still open."""
    try:
        yield
    except BaseException:
        database.close()
        raise


def digest_name(data: bytes) -> str:
    """Return 16 hexadecimal digits that tell ``data`` from other data in the name of a file."""
    return blake2b(data, digest_size=_NAME_BYTES).hexdigest()


def digest_content(data: bytes) -> bytes:
    """Return what tells one content of a file from another (16 bytes)."""
    return blake2b(data, digest_size=_CONTENT_BYTES).digest()


def digest_values(contents: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Return the digests of contents by their keys."""
    return {key: digest_content(content) for key, content in contents.items()}
