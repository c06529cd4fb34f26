"""Words with their measures in the chosen format: what several commands print alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from speechkit.cli.output import print_lines, print_records
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.words import measured_row

if TYPE_CHECKING:
    from speechkit.render.pages.words import WordColumn

_KEPT_LINES = 6
"""Of a screen, for the head, what is told below and the next prompt."""


def print_measures(
    session: Session,
    columns: Sequence[str],
    rows: Sequence[Any],
    about: Mapping[str, object],
    limit: int | None,
) -> None:
    """Print words as tables or objects, at most ``limit`` of them."""
    print_records(session, columns, (measured_row(row, about) for row in rows[:limit]))


def print_measures_page(
    session: Session, page: Sequence[WordColumn], rows: Sequence[Any], limit: int | None
) -> None:
    """Print words for a person: a screenful at a terminal, unless a number was asked for."""
    from speechkit.render.pages.words import render_measures

    fills_screen = limit is None and session.terminal.output
    if fills_screen:
        limit = session.terminal.height - _KEPT_LINES
    shown = render_measures(rows[:limit], page, session.terminal.width)
    print_lines(session.make_console(), shown)
    if fills_screen and limit is not None and len(rows) > limit:
        told = _("{shown} of {number}; all with --limit {all}")
        note(told.format(shown=f"{limit:,}", number=f"{len(rows):,}", all=len(rows)))
