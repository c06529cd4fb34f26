"""Counts by year and the like as a person reads them: a line a key, with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from speechkit.language import _
from speechkit.render.pages.layout import measure, shorten
from speechkit.render.pages.styles import IDENTIFIER, MATCH, QUIET
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.research import TrendRow

_COLORS = ("red", "blue", "green", "magenta", "cyan", "yellow")
_NARROWEST_BAR, _WIDEST_BAR = 4, 40


def render_trend(rows: Sequence[TrendRow], width: int) -> Iterator[Table]:
    """Yield a table with a line for each key; queries are next to each other, all to one scale.

    Of one query also matches and speeches are told.
    """
    queries = list(dict.fromkeys(row.query for row in rows))
    keys = [safe_line(row.key) for row in rows[:: len(queries)]]
    key_width = min(max(map(measure, keys)), width // 3)
    numbers = [_write_rate(row.per_million) for row in rows]
    number_width = max(*map(len, numbers), measure(_("per million")) if len(queries) == 1 else 1)
    alone = len(queries) == 1
    taken = key_width + len(queries) * (number_width + 4) + (2 + 7 + 2 + 8 if alone else 0)
    bar = min(max((width - taken) // len(queries), _NARROWEST_BAR), _WIDEST_BAR)
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", style=IDENTIFIER, no_wrap=True)
    for number, query in enumerate(queries):
        color = MATCH if alone else f"bold {_COLORS[number % len(_COLORS)]}"
        name = shorten(safe_line(query), bar)
        table.add_column(_("per million") if alone else "", justify="right", no_wrap=True)
        table.add_column(Text(name, style=color), width=bar, no_wrap=True)
    if alone:
        table.add_column(_("matches"), justify="right", no_wrap=True)
        table.add_column(_("speeches"), justify="right", no_wrap=True)
    most = max((row.per_million for row in rows), default=0) or 1
    for place, key in enumerate(keys):
        of_key = rows[place * len(queries) : (place + 1) * len(queries)]
        cells: list[Text | Bar] = [Text(shorten(key, key_width))]
        for number, row in enumerate(of_key):
            color = _COLORS[number % len(_COLORS)]
            cells.append(Text(_write_rate(row.per_million)))
            cells.append(Bar(most, 0, row.per_million, width=bar, color=color))
        if alone:
            cells += [Text(f"{of_key[0].matches:,}"), Text(f"{of_key[0].speeches:,}")]
        table.add_row(*cells)
    yield table


def _write_rate(number: float) -> str:
    return f"{number:,.1f}" if 0 < number < 100 else f"{number:,.0f}"
