"""Tables of figures, as Markdown that reads as well on a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with what they mean; the first column names the row."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def render(table: Table) -> str:
    """Return a table as Markdown, its columns aligned by the cells of a terminal."""
    notes = "\n".join(f"- {note}" for note in table.notes)
    return "\n\n".join(filter(None, (f"## {table.title}", _body(table), notes))) + "\n"


def _body(table: Table) -> str:
    if not table.rows:
        return ""
    rows = [table.columns, *table.rows]
    widths = [max(map(_width, cells)) for cells in zip(*rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (table.columns, rule, *table.rows))


def ratio(value: float, unit: float) -> str:
    """Return how many times the unit a value is."""
    return f"{value / unit:.2f}" if unit else "–"


def milliseconds(seconds: float) -> str:
    """Return seconds as milliseconds."""
    return f"{seconds * 1000:,.0f}"


def at_most(value: float, limit: float) -> str:
    """Return a limit and whether a value keeps it."""
    return f"≤ {limit:.3g} {'met' if value <= limit else 'MISSED'}"


def at_least(value: float, limit: float) -> str:
    """Return a lower limit and whether a value reaches it."""
    return f"≥ {limit:.3g} {'met' if value >= limit else 'MISSED'}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(_pad(cells, widths))} |"


def _pad(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - _width(cell))
        yield space + cell if place else cell + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
