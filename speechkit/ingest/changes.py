"""What changed in a folder since its index saw it; light, because every query looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from speechkit.ingest.folder import Listing, SourceFile, list_files, parse_line, read_bytes

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""


_SKIPPED_LINE = b"- - - - "
"""So begins the line of a file that is not read, which only its path tells from others."""


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
    seen, now = _read_listing(database), _listing_parts(listing)
    unsettled = _read_paths(database, "unsettled")
    failed = _read_paths(database, "failed")
    if failed:
        unsettled |= {path for path in failed if _can_be_read(root, path)}
    if now == seen and not unsettled:
        return None
    old, new = _lines_apart(seen, now), _lines_apart(now, seen)
    if old == new and not unsettled:
        return None
    read = {parse_line(line) for line in new - old if not line.startswith(_SKIPPED_LINE)}
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


def write_listing(database: sqlite3.Connection, listing: Listing) -> None:
    """Keep what the folder looks like; only what is new of it is written."""
    seen, now = _read_listing(database), _listing_parts(listing)
    database.executemany(
        "DELETE FROM listing WHERE folder = ?", ((folder,) for folder in seen.keys() - now.keys())
    )
    changed = (part for part in now.items() if seen.get(part[0]) != part[1])
    database.executemany("INSERT OR REPLACE INTO listing VALUES (?, ?)", changed)


def _read_listing(database: sqlite3.Connection) -> dict[bytes, bytes]:
    return dict(database.execute("SELECT folder, lines FROM listing"))


def _listing_parts(listing: Listing) -> dict[bytes, bytes]:
    """Return the lines of each folder and, under a name that no folder has, of skipped files."""
    skipped = b"\0".join(_SKIPPED_LINE + file.path for file in listing.skipped)
    return listing.folders | ({b"\0": skipped} if skipped else {})


def _lines_apart(parts: dict[bytes, bytes], others: dict[bytes, bytes]) -> set[bytes]:
    """Return the lines of the parts that ``others`` has not got as they are."""
    apart = (lines for name, lines in parts.items() if others.get(name) != lines)
    return set(chain.from_iterable(lines.split(b"\0") for lines in apart))


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
