"""Bringing an index up to its folder: the first build, and what changed since."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from speechkit.errors import UnreadableFileError
from speechkit.ingest.assignments import AnalysisSettings, Assignment
from speechkit.ingest.changes import Changes, Progress, digest_file, listing_parts
from speechkit.ingest.folder import is_settled, read_bytes
from speechkit.model import IndexingSummary, SkippedFile, SourceFile

if TYPE_CHECKING:
    from speechkit.backends.sqlite.packing import PackedBatch
    from speechkit.ingest.corrections import Correction


class Ledger(Protocol):
    """Where an index keeps what it knows of its folder."""

    def digest(self, path: bytes) -> bytes | None:
        """Return the digest of a file's content, or None if it is no speech of the index."""

    def write_listing(self, listing: Mapping[bytes, bytes]) -> None:
        """Keep what the folder looks like."""

    def write_skipped(
        self,
        listed: Iterable[SkippedFile],
        found: Iterable[SkippedFile],
        forgotten: Iterable[bytes],
    ) -> None:
        """Keep which files are no speeches: by the look at the folder, and by their content."""

    def write_corrections(self, corrections: Mapping[bytes, bytes]) -> None:
        """Keep the digests of what ``metadata.csv`` says of files, by their paths."""

    def write_look(self, unsettled: Iterable[bytes]) -> None:
        """Keep which files are to be read again at the next look."""


class Writer(Protocol):
    """What puts speeches into an index and takes them out."""

    @property
    def speeches(self) -> int:
        """How many speeches the index has now."""

    @property
    def refused(self) -> Sequence[SkippedFile]:
        """Files whose speeches the index could not take; known when it is finished."""

    def number_files(self, files: Iterable[SourceFile]) -> list[tuple[int, SourceFile]]:
        """Give each file a number, in their natural order."""

    def add(self, batch: PackedBatch) -> None:
        """Add the speeches of a batch."""

    def remove(self, paths: Iterable[bytes]) -> int:
        """Take out the speeches of paths, where the index has them; return how many it had."""

    def compact(self) -> None:
        """Clear away what removed speeches left, where it is due."""

    def finish(self) -> None:
        """Write what is still in memory, and the sums over all speeches."""


def apply_changes(
    ledger: Ledger,
    writer: Writer,
    changes: Changes,
    settings: AnalysisSettings,
    progress: Progress | None,
) -> IndexingSummary:
    """Bring the index up to the changes, in one transaction that the caller began."""
    with _uncollected():
        return _apply(ledger, writer, changes, settings, progress)


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
    ledger: Ledger,
    writer: Writer,
    changes: Changes,
    settings: AnalysisSettings,
    progress: Progress | None,
) -> IndexingSummary:
    started = time.monotonic()
    looked_at = time.time_ns()
    to_read, removed = tuple(changes.read), 0
    if writer.speeches:
        to_read = _find_changed(ledger, changes, settings.root)
        removed = writer.remove(changes.removed)
        writer.remove(file.path for file in to_read)
    numbered = writer.number_files(to_read)
    assigned = [Assignment(n, file, changes.corrections.get(file.path)) for n, file in numbered]
    bytes_read, skipped = _add(writer, assigned, settings, progress)
    writer.compact()
    writer.finish()
    skipped += writer.refused
    forgotten = (*changes.removed, *(file.path for file in changes.read))
    ledger.write_skipped(changes.listing.skipped, skipped, forgotten)
    ledger.write_listing(listing_parts(changes.listing))
    ledger.write_corrections({path: one.digest for path, one in changes.corrections.items()})
    looked_into = (*changes.read, *changes.listing.metadata_file)
    ledger.write_look(file.path for file in looked_into if not is_settled(file, looked_at))
    indexed = len(to_read) - len(skipped)
    return IndexingSummary(
        indexed=indexed,
        unchanged=writer.speeches - indexed,
        removed=removed,
        bytes_read=bytes_read,
        seconds=time.monotonic() - started,
    )


def _add(
    writer: Writer,
    to_read: Sequence[Assignment],
    settings: AnalysisSettings,
    progress: Progress | None,
) -> tuple[int, list[SkippedFile]]:
    """Put files into the index; return how many bytes were read, and the files that were not."""
    if not to_read:
        return 0, []
    # Removing needs nothing of what puts files into an index.
    from speechkit.ingest.adding import add_files

    return add_files(writer, to_read, settings, progress)


def _find_changed(ledger: Ledger, changes: Changes, root: Path) -> tuple[SourceFile, ...]:
    """Return the files whose content is not the indexed one."""
    changed = []
    for file in changes.read:
        digest = ledger.digest(file.path)
        correction = changes.corrections.get(file.path)
        if digest is None or digest != _digest_file(root, file.path, correction):
            changed.append(file)
    return tuple(changed)


def _digest_file(root: Path, path: bytes, correction: Correction | None) -> bytes | None:
    try:
        return digest_file(read_bytes(root, path), correction)
    except (OSError, UnreadableFileError):
        return None
