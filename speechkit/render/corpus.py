"""What a corpus holds and what indexing did, as lines and objects for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.language import _
from speechkit.render.messages import count_characters, count_skipped, count_speeches
from speechkit.render.records import Cell
from speechkit.render.text import safe_line
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit import Statistics
    from speechkit.model import IndexingSummary, KeptIndex, SkippedFile
    from speechkit.research import Exported

INDEX_COLUMNS = ("folder", "speeches", "bytes", "updated", "state", "file")
"""Of the indexes that are kept."""


class IndexFacts(NamedTuple):
    """Where an index lies, how large it is in bytes, and how many seconds ago it changed."""

    corpus: Path
    fingerprint: str
    file: str | Path | None
    """A path, or an address on a cluster, which tells no size; None in memory."""
    size: int
    age: float


def indexing_cells(
    summary: IndexingSummary, skipped: Sequence[SkippedFile], *, verbose: bool
) -> Iterator[tuple[Cell, ...]]:
    """Yield lines of name and number, those of skipped files with reason and detail."""
    yield "indexed", summary.indexed
    yield "unchanged", summary.unchanged
    yield "removed", summary.removed
    yield from _skipped_cells(skipped)
    for file in skipped if verbose else ():
        yield "file", file.name, file.reason, file.detail


def indexing_record(
    summary: IndexingSummary,
    speeches: int,
    skipped: Sequence[SkippedFile],
    index: str | None,
    *,
    verbose: bool,
) -> dict[str, object]:
    """Return what indexing did as an object; ``verbose`` names each file that was skipped."""
    record: dict[str, object] = {
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": _skipped_records(skipped),
        "speeches": speeches,
        "bytes_read": summary.bytes_read,
        "seconds": round(summary.seconds, 3),
        "index": index,
    }
    if verbose:
        record["files"] = [
            {"path": file.name, "reason": file.reason, "detail": file.detail} for file in skipped
        ]
    return record


def kept_row(kept: KeptIndex) -> tuple[Iterator[Cell], dict[str, object]]:
    """Return the cells of a kept index under INDEX_COLUMNS, and its object; its time is in UTC.

    What the index does not tell is an empty cell, and null.
    """
    updated = datetime.fromtimestamp(kept.updated, timezone.utc)
    record: dict[str, object] = {
        "folder": None if kept.folder is None else str(kept.folder),
        "speeches": kept.speeches,
        "bytes": kept.size,
        "updated": f"{updated:%Y-%m-%dT%H:%M:%SZ}",
        "state": kept.state,
        "file": str(kept.file),
    }
    values = (record[column] for column in INDEX_COLUMNS)
    return (value if isinstance(value, int) else str(value or "") for value in values), record


def export_cells(exported: Exported) -> Iterator[tuple[Cell, ...]]:
    """Yield lines of name and value."""
    yield "folder", str(exported.folder)
    yield "speeches", exported.speeches
    yield "characters", exported.characters


def export_record(exported: Exported) -> dict[str, Cell]:
    """Return what an export wrote as an object."""
    return {str(name): value for name, value in export_cells(exported)}


def describe_export(exported: Exported) -> str:
    """Return what an export wrote, as a sentence."""
    told = _("{speeches} with {characters} and metadata.csv are in {folder}")
    return told.format(
        speeches=count_speeches(exported.speeches),
        characters=count_characters(exported.characters),
        folder=safe_line(str(exported.folder)),
    )


def statistics_cells(
    statistics: Statistics, skipped: Sequence[SkippedFile], index: IndexFacts
) -> Iterator[tuple[Cell, ...]]:
    """Yield lines of name, value and, where there are several of a kind, which."""
    yield "corpus", str(index.corpus)
    yield "fingerprint", index.fingerprint
    yield "speeches", statistics.speeches
    yield "characters", statistics.characters
    yield "passages", statistics.passages
    for name, counts in (
        ("script", statistics.scripts),
        ("encoding", statistics.encodings),
        ("format", statistics.formats),
    ):
        for value, number in counts:
            yield name, number, value
    yield "dated", statistics.dated
    if statistics.dated:
        yield "first date", statistics.first_date
        yield "last date", statistics.last_date
    yield from _skipped_cells(skipped)
    yield "index", str(index.file or "")
    yield "index bytes", index.size
    yield "index age in seconds", round(index.age)


def statistics_record(
    statistics: Statistics, skipped: Sequence[SkippedFile], index: IndexFacts
) -> dict[str, object]:
    """Return the corpus at a glance as an object."""
    return {
        "corpus": str(index.corpus),
        "fingerprint": index.fingerprint,
        "speeches": statistics.speeches,
        "characters": statistics.characters,
        "passages": statistics.passages,
        "scripts": dict(statistics.scripts),
        "encodings": dict(statistics.encodings),
        "formats": dict(statistics.formats),
        "dated": statistics.dated,
        "first_date": statistics.first_date,
        "last_date": statistics.last_date,
        "skipped": _skipped_records(skipped),
        "index": str(index.file) if index.file else None,
        "index_bytes": index.size,
        "index_age": round(index.age),
    }


def _skipped_cells(skipped: Sequence[SkippedFile]) -> Iterator[tuple[Cell, ...]]:
    for file, number in count_skipped(skipped):
        yield "skipped", number, file.reason, file.detail


def _skipped_records(skipped: Sequence[SkippedFile]) -> list[dict[str, Cell]]:
    return [
        {"reason": file.reason, "detail": file.detail, "files": number}
        for file, number in count_skipped(skipped)
    ]
