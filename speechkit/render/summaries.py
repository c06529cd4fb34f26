"""What indexing did and what a corpus holds, as a person reads it at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from speechkit.catalogue import Statistics
from speechkit.ingest.changes import Summary
from speechkit.ingest.folder import SkippedFile, display_path, summarize_skipped
from speechkit.render.styles import QUIET, TITLE, count, quiet
from speechkit.render.text import safe_line


class IndexFacts(NamedTuple):
    """Where an index lies, how large it is in bytes, and how many seconds ago it changed."""

    corpus: Path
    file: Path | None
    size: int
    age: float


def render_summary(
    summary: Summary,
    speeches: int,
    skipped: Sequence[SkippedFile],
    index: Path | None,
    files: Sequence[SkippedFile],
) -> Iterator[Text]:
    """Yield what indexing did: speeches, changes, skipped files by reason, where the index lies."""
    line = Text(count(speeches, "speech", "speeches"), style=TITLE)
    changes = (
        f"{summary.indexed:,} indexed",
        f"{summary.unchanged:,} unchanged",
        f"{summary.removed:,} removed",
        _describe_speed(summary),
    )
    line.append("  ")
    line.append_text(quiet(*changes))
    yield line
    for reason, number in summarize_skipped(tuple(skipped)):
        yield Text(f"{number:,} skipped: {safe_line(reason)}")
    for file in files:
        yield Text(f"  {display_path(file.path)}  ").append(safe_line(file.reason), style=QUIET)
    yield Text(f"index: {safe_line(str(index)) if index else 'in memory'}", style=QUIET)


def render_statistics(
    statistics: Statistics, skipped: Sequence[SkippedFile], index: IndexFacts
) -> Iterator[Text]:
    """Yield the corpus at a glance: a line for each thing that can be said of it."""
    facts = [
        ("corpus", str(index.corpus)),
        ("speeches", f"{statistics.speeches:,}"),
        ("characters", f"{statistics.characters:,}"),
        ("passages", f"{statistics.passages:,}"),
        ("scripts", _join_counts(statistics.scripts)),
        ("encodings", _join_counts(statistics.encodings)),
        ("dates", _describe_dates(statistics)),
        ("skipped", _join_counts(summarize_skipped(tuple(skipped))) or "nothing"),
        ("index", str(index.file) if index.file else "in memory"),
    ]
    if index.file:
        facts.append(("", f"{index.size / 1e6:.1f} MB, changed {describe_age(index.age)}"))
    for name, value in facts:
        if value:
            yield Text(f"{name:<12}", style=QUIET).append(safe_line(value), style="not dim")


def describe_age(seconds: float) -> str:
    """Return how long ago something was, in the unit that fits."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return f"{count(int(seconds // size), unit)} ago"
    return "just now"


def _join_counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts)


def _describe_dates(statistics: Statistics) -> str:
    if not statistics.dated:
        return "none of the speeches says its date"
    span = statistics.first_date
    if statistics.last_date != span:
        span += f" to {statistics.last_date}"
    return f"{span} ({statistics.dated:,} of {count(statistics.speeches, 'speech', 'speeches')})"


def _describe_speed(summary: Summary) -> str:
    if not summary.indexed or summary.seconds <= 0:
        return ""
    megabytes = summary.bytes_read / 1e6
    return f"{megabytes:.1f} MB in {summary.seconds:.1f} s"
