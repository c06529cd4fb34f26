"""Long texts cut into pieces, so that what is made of them never fills the memory."""

from __future__ import annotations

import re
from collections.abc import Iterator


def cut_where(place: re.Pattern[str], text: str, size: int) -> Iterator[str]:
    """Yield pieces of a text of ``size`` characters and more, each up to the end of a place."""
    start = 0
    while start < len(text):
        cut = place.search(text, start + size) if len(text) - start > size else None
        end = cut.end() if cut else len(text)
        yield text[start:end]
        start = end


def cut_evenly(text: str, size: int) -> Iterator[str]:
    """Return the pieces of a text of ``size`` characters each, whatever they part."""
    return (text[start : start + size] for start in range(0, len(text), size))
