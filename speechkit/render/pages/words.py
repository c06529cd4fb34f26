"""Words with their measures as a person reads them: a line a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from speechkit.language import N_, _
from speechkit.render.cells import measure
from speechkit.render.pages.layout import shorten
from speechkit.render.pages.styles import TITLE
from speechkit.render.pages.tables import Column, render_table
from speechkit.render.text import safe_line


class WordColumn(NamedTuple):
    """A column of numbers that only terminals of some width have room for."""

    field: str
    name: str
    decimals: int
    least_width: int = 0


COLLOCATE_PAGE = (
    WordColumn("observed", N_("near"), 0),
    WordColumn("expected", N_("expected"), 1),
    WordColumn("frequency", N_("in all"), 0, 60),
    WordColumn("log_likelihood", N_("log-likelihood"), 1),
    WordColumn("mi", "MI", 2, 60),
    WordColumn("log_dice", "logDice", 2, 70),
)
KEYNESS_PAGE = (
    WordColumn("target", N_("target"), 0, 60),
    WordColumn("target_per_million", N_("per million"), 0, 80),
    WordColumn("reference", N_("reference"), 0, 60),
    WordColumn("reference_per_million", N_("per million"), 0, 80),
    WordColumn("expected", N_("expected"), 1, 100),
    WordColumn("log_likelihood", N_("log-likelihood"), 1),
    WordColumn("log_ratio", N_("log ratio"), 2),
)
NGRAM_PAGE = (
    WordColumn("matches", N_("times"), 0),
    WordColumn("speeches", N_("speeches"), 0),
)
TERM_PAGE = (
    WordColumn("tokens", N_("times"), 0),
    WordColumn("per_million", N_("per million"), 0),
    WordColumn("speeches", N_("speeches"), 0),
    WordColumn("occurrences", N_("within longer words too"), 0, 80),
)


def render_measures(
    rows: Iterable[tuple[object, ...]], columns: Sequence[WordColumn], width: int
) -> Iterator[Text]:
    """Yield a line a word, its first field, with the numbers that there is room for."""
    shown = [column for column in columns if width >= column.least_width]
    taken = sum(max(measure(_(column.name)), 7) + 2 for column in shown)
    lines = []
    for row in rows:
        word = shorten(safe_line(str(row[0])), max(width - taken, 8))
        numbers = (f"{getattr(row, c.field):,.{c.decimals}f}" for c in shown)
        lines.append([Text(word), *map(Text, numbers)])
    named = (Column(_(column.name), right=True) for column in shown)
    return render_table([Column(style=TITLE), *named], lines, width)
