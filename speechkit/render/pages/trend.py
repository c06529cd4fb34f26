"""Counts by year and the like as a person reads them: a line a key, with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import _
from speechkit.render.cells import draw_bar, measure
from speechkit.render.pages.layout import pad, shorten
from speechkit.render.pages.styles import IDENTIFIER, MATCH
from speechkit.render.pages.tables import Column, render_table
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.research import TrendRow

_COLORS = ("red", "magenta", "cyan", "green", "blue")
"""Those first that are read best on dark and on light terminals; no yellow."""
_NARROWEST_BAR, _WIDEST_BAR = 4, 40


def render_trend(rows: Sequence[TrendRow], width: int) -> Iterator[Text]:
    """Yield a line for each key; queries are next to each other, all to one scale.

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
    columns = [Column(style=IDENTIFIER)]
    for number, query in enumerate(queries):
        color = MATCH if alone else f"bold {_COLORS[number % len(_COLORS)]}"
        name = shorten(safe_line(query), bar)
        columns.append(Column(_("per million") if alone else "", right=True))
        columns.append(Column(name, _COLORS[number % len(_COLORS)], name_style=color))
    if alone:
        columns += [Column(_("matches"), right=True), Column(_("speeches"), right=True)]
    most = max((row.per_million for row in rows), default=0) or 1
    lines = []
    for place, key in enumerate(keys):
        of_key = rows[place * len(queries) : (place + 1) * len(queries)]
        cells = [shorten(key, key_width)]
        for row in of_key:
            cells += [_write_rate(row.per_million), pad(draw_bar(row.per_million / most, bar), bar)]
        if alone:
            cells += [f"{of_key[0].matches:,}", f"{of_key[0].speeches:,}"]
        lines.append([Text(cell) for cell in cells])
    yield from render_table(columns, lines, width)


def _write_rate(number: float) -> str:
    return f"{number:,.1f}" if 0 < number < 100 else f"{number:,.0f}"
