"""Bringing an index up to its folder: the first build, and what changed since."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from speechkit.backends.sqlite.writer import IndexWriter
from speechkit.digests import digest_content
from speechkit.ingest.analysis import Analyser, AnalysisSettings
from speechkit.ingest.changes import Changes, Progress, Summary, write_listing
from speechkit.ingest.folder import UNREADABLE, SkippedFile, SourceFile, read_bytes
from speechkit.ingest.workers import analyse_files
from speechkit.text.counting import make_light_counter, make_word_counter

_FEW_FILES = 32
"""So many are counted sooner than the faster counter is loaded."""


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
    writer = IndexWriter(database)
    looked_at = time.time_ns()
    to_read = _restamp_unchanged(database, changes.read, settings.root)
    make_counter = make_word_counter if len(to_read) > _FEW_FILES else make_light_counter
    analyser = Analyser(settings, make_counter)
    writer.remove((*changes.removed, *(file.path for file in to_read)))
    skipped: list[SkippedFile] = []
    done = bytes_done = 0
    bytes_to_read = sum(file.size for file in to_read)
    with closing(analyse_files(writer.number_files(to_read), settings, analyser)) as batches:
        for batch in batches:
            writer.add(batch)
            for _, result in batch.results:
                if isinstance(result, SkippedFile):
                    skipped.append(result)
                else:
                    bytes_done += result.file.size
            done += len(batch.results)
            if progress:
                progress(done, len(to_read), bytes_done, bytes_to_read)
    writer.compact()
    writer.finish()
    _write_skipped(database, changes, skipped)
    _write_listing(database, changes, looked_at)
    return Summary(
        indexed=done - len(skipped),
        unchanged=changes.listing.number - len(to_read),
        removed=len(changes.removed),
        bytes_read=bytes_done,
        seconds=time.monotonic() - started,
    )


def _restamp_unchanged(
    database: sqlite3.Connection, files: Iterable[SourceFile], root: Path
) -> tuple[SourceFile, ...]:
    """Return the files whose content is not the indexed one; give the others their new times."""
    changed = []
    for file in files:
        row = database.execute("SELECT digest FROM speech WHERE path = ?", (file.path,)).fetchone()
        if row is None or row[0] != _digest_file(root, file.path):
            changed.append(file)
        else:
            database.execute(
                "UPDATE speech SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ?",
                (*file[1:], file.path),
            )
    return tuple(changed)


def _digest_file(root: Path, path: bytes) -> bytes | None:
    try:
        return digest_content(read_bytes(root, path))
    except OSError:
        return None


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


def _write_listing(database: sqlite3.Connection, changes: Changes, looked_at: int) -> None:
    """Keep what the folder looked like, and which files may read otherwise at the same times."""
    write_listing(database, changes.listing)
    unsettled = (file.path for file in changes.read if not file.is_settled(looked_at))
    failed = database.execute(
        "SELECT path FROM skipped WHERE listed = 0 AND reason LIKE ?", (f"{UNREADABLE}:%",)
    ).fetchall()
    database.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        (
            ("unsettled", b"\0".join(unsettled)),
            ("failed", b"\0".join(path for (path,) in failed)),
            ("looked_at", time.time()),
        ),
    )
