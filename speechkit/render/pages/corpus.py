"""What a corpus holds and what indexing did, as a person reads it at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.table import Table
from rich.text import Text

from speechkit.render.messages import (
    count,
    count_skipped,
    count_speeches,
    describe_skipped,
    list_reasons,
)
from speechkit.render.pages.styles import IDENTIFIER, QUIET, TITLE, quiet
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit import Statistics
    from speechkit.model import Entry, IndexingSummary, SkippedFile, WordStatistics
    from speechkit.render.corpus import IndexFacts

_ROWS_AT_ONCE = 200
"""Rows of a long list that share their columns' widths, so that the first are shown at once."""


class _Column(NamedTuple):
    """A column of the list that only terminals of some width have room for."""

    name: str
    least_width: int
    justify: Literal["left", "right"]
    cell: Callable[[Entry], str]


_LIST_COLUMNS = (
    _Column("date", 72, "left", lambda speech: speech.date),
    _Column("characters", 50, "right", lambda speech: f"{speech.characters:,}"),
    _Column("script", 100, "left", lambda speech: speech.script),
    _Column("encoding", 100, "left", lambda speech: speech.encoding or speech.format),
)


def render_list(speeches: Iterable[Entry], total: int, width: int) -> Iterator[Table | Text]:
    """Yield speeches as tables, and how many of ``total`` they are; a narrow terminal gets less."""
    rest = iter(speeches)
    shown = characters = 0
    while rows := list(islice(rest, _ROWS_AT_ONCE)):
        yield _make_table(rows, width, header=not shown)
        shown += len(rows)
        characters += sum(speech.characters for speech in rows)
    part = f"{shown:,} of " if shown < total else ""
    listed = f"{part}{count(total, 'speech', 'speeches')}, {count(characters, 'character')}"
    yield Text(f"\n{listed}", style=QUIET)


def render_words(words: Iterable[WordStatistics], width: int) -> Table:
    """Return words with the speeches that hold them and their occurrences."""
    table = _start_table()
    table.add_column("word", style=TITLE, overflow="fold", max_width=max(width - 24, 8))
    table.add_column("speeches", justify="right", no_wrap=True)
    table.add_column("occurrences", justify="right", no_wrap=True)
    for word in words:
        table.add_row(Text(safe_line(word.word)), f"{word.speeches:,}", f"{word.occurrences:,}")
    return table


def render_indexing(
    summary: IndexingSummary,
    speeches: int,
    skipped: Sequence[SkippedFile],
    index: str | None,
    *,
    verbose: bool,
) -> Iterator[Text]:
    """Yield what indexing did: speeches, changes, skipped files by reason, where the index lies.

    ``verbose`` names each of these files.
    """
    line = Text(count_speeches(speeches), style=TITLE)
    changes = (
        f"{summary.indexed:,} indexed",
        f"{summary.unchanged:,} unchanged",
        f"{summary.removed:,} removed",
        _describe_speed(summary),
    )
    line.append("  ")
    line.append_text(quiet(*changes))
    yield line
    for file, number in count_skipped(skipped):
        yield Text(f"{number:,} skipped: {safe_line(describe_skipped(file))}")
    for file in skipped if verbose else ():
        why = safe_line(describe_skipped(file))
        yield Text(f"  {file.name}  ").append(why, style=QUIET)
    yield Text(f"index: {safe_line(index) if index else 'in memory'}", style=QUIET)


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
        ("formats", _join_counts(statistics.formats)),
        ("dates", _describe_dates(statistics)),
        ("skipped", ", ".join(list_reasons(skipped)) or "nothing"),
        ("index", str(index.file) if index.file else "in memory"),
    ]
    if index.size:
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


def _make_table(rows: list[Entry], width: int, *, header: bool) -> Table:
    """Return a table of speeches, with as many columns as there is room for with the title."""
    columns = [column for column in _LIST_COLUMNS if width >= column.least_width]
    columns = [column for column in columns if column.name != "date" or _any_date(rows)]
    table = _start_table(header=header)
    table.add_column("id", style=IDENTIFIER, overflow="fold", max_width=max(width // 3, 8))
    table.add_column("title", style=TITLE, overflow="fold")
    for column in columns:
        table.add_column(column.name, justify=column.justify, style=QUIET, no_wrap=True)
    for speech in rows:
        title = speech.title if speech.title != speech.id else ""
        cells = [speech.id, title, *(column.cell(speech) for column in columns)]
        table.add_row(*(Text(safe_line(cell)) for cell in cells))
    return table


def _any_date(rows: Iterable[Entry]) -> bool:
    return any(speech.date for speech in rows)


def _start_table(*, header: bool = True) -> Table:
    return Table(
        box=None, show_header=header, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0)
    )


def _join_counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts)


def _describe_dates(statistics: Statistics) -> str:
    if not statistics.dated:
        return "none of the speeches says its date"
    span = statistics.first_date
    if statistics.last_date != span:
        span += f" to {statistics.last_date}"
    return f"{span} ({statistics.dated:,} of {count(statistics.speeches, 'speech', 'speeches')})"


def _describe_speed(summary: IndexingSummary) -> str:
    if not summary.indexed or summary.seconds <= 0:
        return ""
    megabytes = summary.bytes_read / 1e6
    return f"{megabytes:.1f} MB in {summary.seconds:.1f} s"
