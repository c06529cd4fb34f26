"""What changed in a folder since its index saw it; light, because every query looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from speechkit.files import Listing, SourceFile, list_files

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""


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
    unsettled = _unsettled_paths(database)
    if now == seen and not unsettled:
        return None
    old, new = set(seen), set(now)
    current = {file.path for file in listing.files}
    return Changes(
        listing=listing,
        read=tuple(
            file
            for file, line in zip(listing.files, now, strict=False)
            if line not in old or file.path in unsettled
        ),
        removed=tuple(sorted({_path_of(line) for line in old - new} - current)),
    )


def _unsettled_paths(database: sqlite3.Connection) -> frozenset[bytes]:
    """Return the files that were read so soon after a change that another may not show."""
    row = database.execute("SELECT value FROM meta WHERE key = 'unsettled'").fetchone()
    return frozenset(row[0].split(b"\0")) - {b""} if row else frozenset()


def _read_listing(database: sqlite3.Connection) -> list[bytes]:
    row = database.execute("SELECT value FROM meta WHERE key = 'listing'").fetchone()
    return row[0].split(b"\0") if row and row[0] else []


def listing_lines(listing: Listing) -> list[bytes]:
    """Return a line for each file, then one for each skipped file; paths hold no NUL."""
    lines = [b"%d %d %d %d %b" % (*file[1:], file[0]) for file in listing.files]
    lines += [b"- - - - %b" % file.path for file in listing.skipped]
    return lines


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
