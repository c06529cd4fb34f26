"""A concordance as a person reads it at a terminal: the matches under each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from speechkit.render.cells import measure
from speechkit.render.pages.layout import fit, fit_backwards, shorten
from speechkit.render.pages.styles import IDENTIFIER, MATCH, QUIET
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.research import ContextLine

_LINES_AT_ONCE = 200
"""Lines that share their columns' widths, so that the first are shown at once."""

_WIDE = 100
"""Cells from which on there is room for dates."""


class _Layout(NamedTuple):
    """Cells of the columns."""

    place: int
    date: int
    left: int
    width: int


def render_contexts(lines: Iterable[ContextLine], width: int, *, dates: bool) -> Iterator[Text]:
    """Yield lines of at most ``width`` cells, with ``dates`` or where there is room for them."""
    rest = iter(lines)
    while some := list(islice(rest, _LINES_AT_ONCE)):
        layout = _lay_out(some, width, dates=dates or width >= _WIDE)
        for line in some:
            yield _render_line(line, layout)


def _lay_out(lines: Sequence[ContextLine], width: int, *, dates: bool) -> _Layout:
    places = max(measure(_name_place(line, width)) for line in lines)
    date = max(len(line.date) for line in lines) if dates else 0
    place = min(places, width // 3)
    match = max(measure(safe_line(line.match)) for line in lines)
    room = width - place - 2 - (date + 2 if date else 0)
    left = max(measure(safe_line(line.left)) for line in lines)
    half = max((room - min(match, room // 3)) // 2 - 1, 0)
    return _Layout(place, date, min(left, half), width)


def _render_line(line: ContextLine, layout: _Layout) -> Text:
    shown = Text(no_wrap=True)
    name = _name_place(line, layout.place)
    shown.append(name + " " * (layout.place - measure(name)), style=IDENTIFIER)
    if layout.date:
        shown.append(f"  {line.date:<{layout.date}}", style=QUIET)
    left = safe_line(line.left)
    left = left[fit_backwards(left, len(left), layout.left) :]
    shown.append("  " + " " * (layout.left - measure(left)) + left + " ")
    for piece, style in ((line.match, MATCH), (f" {line.right}", "")):
        room = max(layout.width - measure(shown.plain), 0)
        text = safe_line(piece)
        shown.append(text[: fit(text, 0, room)] if room else "", style=style)
    return shown


def _name_place(line: ContextLine, width: int) -> str:
    """Return the place of a line; of a long id its beginning, so that the paragraph is there."""
    paragraph = f":{line.paragraph}"
    return shorten(safe_line(line.id), width - len(paragraph)) + paragraph
