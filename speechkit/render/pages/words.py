"""Words with their measures as a person reads them: a line a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from speechkit.render.pages.layout import measure, shorten
from speechkit.render.pages.styles import QUIET, TITLE
from speechkit.render.text import safe_line


class WordColumn(NamedTuple):
    """A column of numbers that only terminals of some width have room for."""

    field: str
    name: str
    decimals: int
    least_width: int = 0


COLLOCATE_PAGE = (
    WordColumn("observed", "near", 0),
    WordColumn("expected", "expected", 1),
    WordColumn("frequency", "in all", 0, 60),
    WordColumn("log_likelihood", "log-likelihood", 1),
    WordColumn("mi", "MI", 2, 60),
    WordColumn("log_dice", "logDice", 2, 70),
)
KEYNESS_PAGE = (
    WordColumn("target", "target", 0, 60),
    WordColumn("target_per_million", "per million", 0, 80),
    WordColumn("reference", "reference", 0, 60),
    WordColumn("reference_per_million", "per million", 0, 80),
    WordColumn("expected", "expected", 1, 100),
    WordColumn("log_likelihood", "log-likelihood", 1),
    WordColumn("log_ratio", "log ratio", 2),
)
NGRAM_PAGE = (
    WordColumn("matches", "times", 0),
    WordColumn("speeches", "speeches", 0),
)
TERM_PAGE = (
    WordColumn("tokens", "times", 0),
    WordColumn("per_million", "per million", 0),
    WordColumn("speeches", "speeches", 0),
    WordColumn("occurrences", "within longer words too", 0, 80),
)


def render_measures(
    rows: Iterable[tuple[object, ...]], columns: Sequence[WordColumn], width: int
) -> Table:
    """Return a table of words, their first field, and of the numbers that there is room for."""
    shown = [column for column in columns if width >= column.least_width]
    taken = sum(max(measure(column.name), 7) + 2 for column in shown)
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", style=TITLE, no_wrap=True)
    for column in shown:
        table.add_column(column.name, justify="right", no_wrap=True)
    for row in rows:
        numbers = (f"{getattr(row, c.field):,.{c.decimals}f}" for c in shown)
        word = shorten(safe_line(str(row[0])), max(width - taken, 8))
        table.add_row(Text(word), *numbers)
    return table
