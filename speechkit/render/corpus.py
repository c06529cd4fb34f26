"""What a corpus holds and what indexing did, as lines and objects for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.render.messages import count, count_skipped, count_speeches
from speechkit.render.records import Cell
from speechkit.render.speech import describe_speech
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit import Statistics
    from speechkit.model import Entry, IndexingSummary, SkippedFile, WordStatistics
    from speechkit.research import Exported

LIST_COLUMNS = ("id", "characters", "script", "encoding", "format", "title")
WORD_COLUMNS = ("word", "speeches", "occurrences")


class IndexFacts(NamedTuple):
    """Where an index lies, how large it is in bytes, and how many seconds ago it changed."""

    corpus: Path
    file: str | Path | None
    """A path, or an address on a cluster, which tells no size; None in memory."""
    size: int
    age: float


def entry_row(entry: Entry) -> tuple[Iterator[Cell], dict[str, Cell]]:
    """Return the cells of a speech under LIST_COLUMNS, and its object."""
    numbers = {"characters": entry.characters, "passages": entry.passages}
    record: dict[str, Cell] = {**describe_speech(entry), **numbers}
    return (record[column] for column in LIST_COLUMNS), record


def word_row(word: WordStatistics) -> tuple[tuple[Cell, ...], dict[str, Cell]]:
    """Return the cells of a word under WORD_COLUMNS, and its object."""
    cells = (word.word, word.speeches, word.occurrences)
    return cells, dict(zip(WORD_COLUMNS, cells, strict=True))


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
    texts = f"{count_speeches(exported.speeches)} with {count(exported.characters, 'character')}"
    return f"{texts} and metadata.csv are in {safe_line(str(exported.folder))}"


def statistics_cells(
    statistics: Statistics, skipped: Sequence[SkippedFile], index: IndexFacts
) -> Iterator[tuple[Cell, ...]]:
    """Yield lines of name, value and, where there are several of a kind, which."""
    yield "corpus", str(index.corpus)
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
