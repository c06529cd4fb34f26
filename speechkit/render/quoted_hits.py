"""Hits for pasting: quotations with numbered sources, plain or in Markdown; and as grep has it.

::

    “营商环境不需要花大钱，但好的营商环境值大钱。”
    [1] 包钢. 2026年内蒙古自治区政府工作报告[R]. 内蒙古日报, 2026-02-04. 第45段.

Copies of a passage are one quotation with several sources. A title is no quotation: it is left
out, and where nothing else of a speech matches, the source is there alone. In Markdown the sources
are footnotes behind all quotations. A line of grep is ``path:line:text``, as editors and terminals
understand it: the line is that of the paragraph in its file, the page where a format has pages, 1
for a title and for dropped text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.render.sentences import cut_quotation
from speechkit.render.text import safe_line, safe_spans, split_spans
from speechkit.research import cite_gb7714, make_reference

if TYPE_CHECKING:
    from speechkit import Hit
    from speechkit.model import Passage, Span
    from speechkit.render.hits import ShownHit

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


class _Quotation(NamedTuple):
    """A passage as it is quoted, what matches in it, and its sources, each once and in order."""

    text: str
    spans: Sequence[Span]
    sources: dict[str, None]
    is_title: bool


def cite_hits(hits: Iterable[ShownHit], accessed: str) -> Iterator[str]:
    """Yield each passage between quotation marks, its numbered sources below it."""
    number = 0
    for quotation in _fold(hits, accessed):
        quoted = "" if quotation.is_title else f"{_put_in_quotes(safe_line(quotation.text))}\n"
        yield ("\n" if number else "") + quoted
        for source in quotation.sources:
            number += 1
            yield f"[{number}] {source}\n"


def mark_hits(hits: Iterable[ShownHit], accessed: str) -> Iterator[str]:
    """Yield each passage as a quotation of Markdown, matches bold, then the sources as notes."""
    sources: list[str] = []
    for quotation, found, own, is_title in _fold(hits, accessed):
        first = len(sources) + 1
        sources += own
        text, spans = safe_spans(quotation, found)
        marked = "".join(
            f"**{_escape(piece)}**" if is_match else _escape(piece)
            for piece, is_match in split_spans(text, spans)
        )
        notes = "".join(f"[^{number}]" for number in range(first, len(sources) + 1))
        yield f"{'' if is_title else '> '}{marked}{notes}\n\n"
    for number, source in enumerate(sources, 1):
        yield f"[^{number}]: {_escape(source)}\n"


def locate_hits(hits: Iterable[ShownHit], folder: Path) -> Iterator[str]:
    """Yield ``path:line:text``; paths within ``folder`` are relative to it."""
    for hit, passage in _list_passages(hits):
        path = safe_line(_shorten(hit.path, folder))
        line = 1 if passage.dropped else hit.line_of(passage.paragraph)
        yield f"{path}:{line}:{safe_line(passage.text)}\n"


def _list_passages(hits: Iterable[ShownHit]) -> Iterator[tuple[Hit, Passage]]:
    return ((shown.hit, passage) for shown in hits for passage in shown.hit.passages)


def _fold(hits: Iterable[ShownHit], accessed: str) -> list[_Quotation]:
    """Return the passages as they are quoted, those of copies once, with all their sources."""
    folded: dict[tuple[bool, str], _Quotation] = {}
    for shown in hits:
        own = [passage for passage in shown.hit.passages if not _is_title(passage)]
        for passage in own or shown.hit.passages:
            text, spans = cut_quotation(passage.text, passage.spans)
            is_title = _is_title(passage)
            key = (is_title, shown.hit.id if is_title else "".join(text.split()))
            found = folded.setdefault(key, _Quotation(text, spans, {}, is_title))
            found.sources.setdefault(_cite(shown.hit, passage, accessed))
    return list(folded.values())


def _is_title(passage: Passage) -> bool:
    return not (passage.paragraph or passage.dropped)


def _cite(hit: Hit, passage: Passage, accessed: str) -> str:
    paragraphs = (passage.paragraph,) if passage.paragraph and not passage.dropped else ()
    return safe_line(cite_gb7714(make_reference(hit, paragraphs, accessed)))


def _put_in_quotes(text: str) -> str:
    """Return text between quotation marks; those within it become single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _shorten(path: Path, folder: Path) -> str:
    return os.path.relpath(path, folder) if path.is_relative_to(folder) else str(path)
