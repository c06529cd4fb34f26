"""The few styles of human output, chosen to be read on dark and on light terminals.

Red and magenta have a contrast above 3.5 on both; cyan, green and yellow vanish on white, blue on
black.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.render.text import split_spans

if TYPE_CHECKING:
    from speechkit.model import Span

TITLE = "bold"
IDENTIFIER = "bold magenta"
MATCH = "bold red"
QUIET = "dim"
COMMAND = "magenta"
SECTION = "bold"


def mark_matches(text: str, spans: Iterable[Span], style: str = "") -> Text:
    """Return text with its matches in their own style."""
    line = Text(style=style)
    for piece, is_match in split_spans(text, spans):
        line.append(piece, MATCH if is_match else None)
    return line


def find_match(lines: Iterable[Text]) -> int:
    """Return the number of the first line in which a match is marked, counted from 1; else 0."""
    for number, line in enumerate(lines, 1):
        if any(span.style == MATCH for span in line.spans):
            return number
    return 0


def quiet(*parts: str) -> Text:
    """Return parts that are worth little attention, with dots between them."""
    return Text(" · ".join(part for part in parts if part), style=QUIET)
