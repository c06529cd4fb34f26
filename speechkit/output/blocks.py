"""Blocks of wrapped lines with an indent, their matches marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from speechkit.output.cells import measure, wrap
from speechkit.output.styles import mark_matches
from speechkit.output.text import Span

WIDEST = 100
"""Cells: longer lines of Chinese tire the eye, however wide the terminal is."""


def block(
    text: str, spans: Sequence[Span], width: int, lead: Text | None = None, style: str = ""
) -> Iterator[Text]:
    """Yield text as lines of at most ``width`` cells; ``lead`` stands before the first one.

    The other lines begin under the text. Text and lead must be safe.
    """
    lead = lead or Text()
    indent = measure(lead.plain)
    for start, end in wrap(text, max(width - indent, 10)):
        inside = [
            (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
        ]
        line = lead.copy() if not start else Text(" " * indent)
        line.append_text(mark_matches(text[start:end], inside, style))
        yield line
