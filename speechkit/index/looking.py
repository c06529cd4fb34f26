"""What changed in a folder since its index saw it; light, because every query looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from speechkit.files import Listing, SourceFile, list_files, parse_line, read_bytes

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""


class IndexingError(Exception):
    """An indexing that could not go on; the message says why."""


class Summary(NamedTuple):
    """What a build or a follow-up did, in files, bytes and seconds."""

    indexed: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes_read: int = 0
    seconds: float = 0.0


class Changes(NamedTuple):
    """What differs between a folder and its index."""

    listing: Listing
    read: tuple[SourceFile, ...]
    """Files that are new or changed, or so fresh when they were read that only content tells."""
    removed: tuple[bytes, ...]


def find_changes(database: sqlite3.Connection, root: Path) -> Changes | None:
    """Return what changed in the folder since the index saw it, or None if nothing did."""
    listing = list_files(root)
    seen = _read_listing(database)
    now = listing_lines(listing)
    unsettled = _read_paths(database, "unsettled")
    failed = _read_paths(database, "failed")
    if failed:
        unsettled |= {path for path in failed if _can_be_read(root, path)}
    if now == seen and not unsettled:
        return None
    old, new = set(seen), set(now)
    if old == new and not unsettled:
        return None
    read = {parse_line(line) for line in listing.lines if line not in old}
    if unsettled:
        read |= {file for file in listing.files if file.path in unsettled}
    gone = {_path_of(line) for line in old - new} - {file.path for file in read}
    return Changes(listing, tuple(sorted(read)), tuple(sorted(gone)))


def _read_paths(database: sqlite3.Connection, key: str) -> frozenset[bytes]:
    """Return the files that are ``unsettled`` (read so soon after a change that another may not
    show), or those whose reading ``failed``.
    """
    row = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return frozenset(row[0].split(b"\0")) - {b""} if row else frozenset()


def _can_be_read(root: Path, path: bytes) -> bool:
    try:
        read_bytes(root, path)
    except (OSError, MemoryError):
        return False
    return True


def _read_listing(database: sqlite3.Connection) -> list[bytes]:
    row = database.execute("SELECT value FROM meta WHERE key = 'listing'").fetchone()
    return row[0].split(b"\0") if row and row[0] else []


def listing_lines(listing: Listing) -> list[bytes]:
    """Return a line for each file, then one for each skipped file; paths hold no NUL."""
    return [*listing.lines, *(b"- - - - %b" % file.path for file in listing.skipped)]


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
