"""Sentences of a passage: what is quoted or shown of it is whole ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.model import Span

SENTENCES = re.compile(r"[^。！？!?；;]*[。！？!?；;]+[”’』」）)]*|[^。！？!?；;]+")


def cut_quotation(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return the sentences from the first match to the last one, and where the matches are in them.

    Where nothing matches it is all of the text.
    """
    if not spans:
        return text, ()
    first, last = spans[0][0], max(end for _, end in spans)
    kept = [
        found.span()
        for found in SENTENCES.finditer(text)
        if found.end() > first < last > found.start()
    ]
    start, end = (kept[0][0], kept[-1][1]) if kept else (0, len(text))
    while start < first and text[start].isspace():
        start += 1
    return text[start:end].rstrip(), tuple((a - start, b - start) for a, b in spans)
