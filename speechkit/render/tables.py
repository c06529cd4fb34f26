"""Tables as a person reads them at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from rich.table import Table
from rich.text import Text

from speechkit.backends.sqlite.reader import WordStatistics
from speechkit.catalogue import Listed
from speechkit.render.styles import IDENTIFIER, QUIET, TITLE, count
from speechkit.render.text import safe_line

_ROWS_AT_ONCE = 200
"""Rows of a long list that share their columns' widths, so that the first are shown at once."""


class _Column(NamedTuple):
    """A column of the list that only terminals of some width have room for."""

    name: str
    least_width: int
    justify: Literal["left", "right"]
    cell: Callable[[Listed], str]


_LIST_COLUMNS = (
    _Column("date", 72, "left", lambda speech: speech.date),
    _Column("characters", 50, "right", lambda speech: f"{speech.characters:,}"),
    _Column("script", 100, "left", lambda speech: speech.script),
    _Column("encoding", 100, "left", lambda speech: speech.encoding),
)


def render_list(speeches: Iterable[Listed], total: int, width: int) -> Iterator[Table | Text]:
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


def _make_table(rows: list[Listed], width: int, *, header: bool) -> Table:
    """Return a table of speeches, with as many columns as there is room for beside the title."""
    columns = [column for column in _LIST_COLUMNS if width >= column.least_width]
    columns = [column for column in columns if column.name != "date" or _any_date(rows)]
    table = _start_table(header=header)
    table.add_column("id", style=IDENTIFIER, overflow="fold", max_width=max(width // 3, 8))
    table.add_column("title", style=TITLE, overflow="fold")
    for column in columns:
        table.add_column(column.name, justify=column.justify, style=QUIET, no_wrap=True)
    for speech in rows:
        cells = [speech.id, speech.title, *(column.cell(speech) for column in columns)]
        table.add_row(*(Text(safe_line(cell)) for cell in cells))
    return table


def _any_date(rows: Iterable[Listed]) -> bool:
    return any(speech.date for speech in rows)


def _start_table(*, header: bool = True) -> Table:
    return Table(
        box=None, show_header=header, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0)
    )
