"""Blocks of wrapped lines with an indent, their matches marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from speechkit.render.cells import measure, wrap
from speechkit.render.styles import mark_matches
from speechkit.render.text import Span

WIDEST = 100
"""Cells: longer lines of Chinese tire the eye, however wide the terminal is."""


def block(
    text: str, spans: Sequence[Span], width: int, lead: Text | None = None, style: str = ""
) -> Iterator[Text]:
    """Yield text as lines of at most ``width`` cells; ``lead`` stands before the first one.

    The other lines begin under the text. Text and lead must be safe; spans go from left to right
    and do not overlap.
    """
    lead = lead or Text()
    indent = measure(lead.plain)
    first = 0
    for start, end in wrap(text, max(width - indent, 10)):
        inside = []
        while first < len(spans) and spans[first][0] < end:
            inside.append((max(spans[first][0], start) - start, min(spans[first][1], end) - start))
            if spans[first][1] > end:
                break  # it goes on in the next line
            first += 1
        line = lead.copy() if not start else Text(" " * indent)
        line.append_text(mark_matches(text[start:end], inside, style))
        yield line
