"""Keeping an index in step with its folder: the first build, and what changed since."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from speechkit.files import SETTLING_TIME, Listing, SkippedFile, SourceFile, list_files, read_bytes
from speechkit.index.analysis import Analyser, AnalysisSettings, digest_content
from speechkit.index.workers import analyse_files
from speechkit.index.writing import IndexWriter

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""


@dataclass(slots=True)
class Summary:
    """What a build or a follow-up did, in files, bytes and seconds."""

    indexed: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes_read: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a folder and its index."""

    listing: Listing
    read: tuple[SourceFile, ...]
    """Files that are new or changed, or so fresh when they were read that only content tells."""
    removed: tuple[bytes, ...]


def find_changes(database: sqlite3.Connection, root: Path) -> Changes | None:
    """Return what changed in the folder since the index saw it, or None if nothing did."""
    listing = list_files(root)
    seen = _read_listing(database)
    now = _listing_lines(listing)
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


def apply_changes(
    database: sqlite3.Connection,
    changes: Changes,
    settings: AnalysisSettings,
    progress: Progress | None,
) -> Summary:
    """Bring the index up to the changes, in one transaction that the caller began."""
    with _uncollected():
        return _apply(database, changes, settings, progress)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through the postings in memory over and over."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _apply(
    database: sqlite3.Connection,
    changes: Changes,
    settings: AnalysisSettings,
    progress: Progress | None,
) -> Summary:
    started = time.monotonic()
    summary = Summary(removed=len(changes.removed))
    analyser = Analyser(settings)
    writer = IndexWriter(database)
    for path in changes.removed:
        writer.remove(path, analyser)
    to_read = _restamp_unchanged(database, changes.read, settings.root)
    total = sum(file.size for file in to_read)
    skipped = []
    for file in to_read:
        writer.remove(file.path, analyser)
    files_done = 0
    for batch in analyse_files(writer.number_files(to_read), settings, analyser):
        writer.add(batch)
        for result in (result for _, result in batch.results):
            if isinstance(result, SkippedFile):
                skipped.append(result)
            else:
                summary.indexed += 1
                summary.bytes_read += result.file.size
        files_done += len(batch.results)
        if progress:
            progress(files_done, len(to_read), summary.bytes_read, total)
    writer.finish()
    _write_skipped(database, changes, skipped)
    _write_listing(database, changes.listing)
    summary.unchanged = len(changes.listing.files) - len(to_read)
    summary.seconds = time.monotonic() - started
    return summary


def _restamp_unchanged(
    database: sqlite3.Connection, files: Iterable[SourceFile], root: Path
) -> tuple[SourceFile, ...]:
    """Return the files whose content is not the indexed one; give the others their new times."""
    changed = []
    for file in files:
        row = database.execute("SELECT digest FROM speech WHERE path = ?", (file.path,)).fetchone()
        read_at = time.time_ns()
        if row is None or row[0] != _digest_file(root, file.path):
            changed.append(file)
        else:
            database.execute(
                "UPDATE speech SET size = ?, modified = ?, changed = ?, inode = ?, read_at = ?"
                " WHERE path = ?",
                (*file[1:], read_at, file.path),
            )
    return tuple(changed)


def _digest_file(root: Path, path: bytes) -> bytes | None:
    try:
        return digest_content(read_bytes(root, path))
    except OSError:
        return None


def _unsettled_paths(database: sqlite3.Connection) -> frozenset[bytes]:
    """Return the files that were read so soon after a change that another may not show."""
    row = database.execute("SELECT value FROM meta WHERE key = 'unsettled'").fetchone()
    return frozenset(row[0].split(b"\0")) - {b""} if row else frozenset()


def _write_skipped(
    database: sqlite3.Connection, changes: Changes, skipped: Iterable[SkippedFile]
) -> None:
    database.execute("DELETE FROM skipped WHERE listed = 1")
    gone = (*changes.removed, *(file.path for file in changes.read))
    database.executemany("DELETE FROM skipped WHERE path = ?", ((path,) for path in gone))
    database.executemany(
        "INSERT OR REPLACE INTO skipped VALUES (?, ?, 0)",
        (file for file in skipped),
    )
    database.executemany(
        "INSERT OR REPLACE INTO skipped VALUES (?, ?, 1)",
        (file for file in changes.listing.skipped),
    )


def _write_listing(database: sqlite3.Connection, listing: Listing) -> None:
    rows = database.execute(
        "SELECT path, size, modified, changed, inode, read_at FROM speech"
        " WHERE max(modified, changed) > read_at - ?",
        (SETTLING_TIME,),
    )
    unsettled = [row[0] for row in rows]
    database.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        (
            ("listing", b"\0".join(_listing_lines(listing))),
            ("unsettled", b"\0".join(unsettled)),
            ("looked_at", time.time()),
        ),
    )


def _read_listing(database: sqlite3.Connection) -> list[bytes]:
    row = database.execute("SELECT value FROM meta WHERE key = 'listing'").fetchone()
    return row[0].split(b"\0") if row and row[0] else []


def _listing_lines(listing: Listing) -> list[bytes]:
    """Return a line for each file, then one for each skipped file; paths hold no NUL."""
    lines = [b"%d %d %d %d %b" % (*file[1:], file[0]) for file in listing.files]
    lines += [b"- - - - %b" % file.path for file in listing.skipped]
    return lines


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
