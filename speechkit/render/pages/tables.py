"""Tables of a terminal: columns as wide as what is in them, those of long text in several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from speechkit.render.cells import draw_line, measure
from speechkit.render.pages.layout import wrap
from speechkit.render.pages.styles import QUIET

ROWS_AT_ONCE = 200
"""Rows of a long table that share their columns' widths, so that the first are shown at once."""

_GAP = 2
"""Cells between columns."""

_NARROWEST = 8
"""Cells that a column keeps where there is no room."""


class Column(NamedTuple):
    """How a column looks."""

    name: str = ""
    style: str = ""
    right: bool = False
    folds: bool = False
    """Whether text goes on in the next line where there is no room."""
    widest: int | None = None
    """Cells that it may take at most."""
    name_style: str = QUIET


def render_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Text]],
    width: int,
    *,
    header: bool = True,
    rule: bool = False,
) -> Iterator[Text]:
    """Yield the lines of a table, none wider than ``width`` if columns that fold can give way.

    A ``rule`` divides the names of the columns from the rows.
    """
    names = [Text(column.name, style=column.name_style) for column in columns]
    shown = [names, *rows] if header else rows
    widths = _fit_widths(columns, shown, width)
    for row in shown:
        yield from _render_row(columns, row, widths, styled=row is not names)
        if rule and row is names:
            yield Text(draw_line("─", width), style=QUIET)


def drop_empty(
    columns: Sequence[Column], rows: Sequence[Sequence[Text]]
) -> tuple[list[Column], list[list[Text]]]:
    """Return the columns in which there is anything, and the rows without the others."""
    kept = [place for place in range(len(columns)) if any(row[place].plain for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _fit_widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    widths = [
        min(max(measure(row[place].plain) for row in rows), column.widest or width)
        for place, column in enumerate(columns)
    ]
    folding = [place for place, column in enumerate(columns) if column.folds]
    over = sum(widths) + _GAP * (len(widths) - 1) - width
    for _ in range(over):
        widest = max(folding, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _render_row(
    columns: Sequence[Column], row: Sequence[Text], widths: Sequence[int], *, styled: bool
) -> Iterator[Text]:
    folded = [
        [text[start:end] for start, end in wrap(text.plain, width)]
        for text, width in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, folded))):
        line, wanted = Text(), 0
        for column, pieces, width in zip(columns, folded, widths, strict=True):
            piece = pieces[number] if number < len(pieces) else Text()
            spare = width - measure(piece.plain)
            before = wanted - measure(line.plain) + (spare if column.right else 0)
            if piece.plain:
                line.append(" " * before).append_text(_style(piece, column, styled=styled))
            wanted += width + _GAP
        yield line


def _style(text: Text, column: Column, *, styled: bool) -> Text:
    if not styled or not column.style:
        return text
    whole = Text(style=column.style)
    return whole.append_text(text)
