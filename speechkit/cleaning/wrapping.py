"""Hard wraps: lines broken at a fixed width are joined into the paragraphs they came from."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, pairwise
from typing import NamedTuple

from speechkit.cleaning.lines import Lines
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, HAN, SENTENCE_ENDS, cells, ends_sentence

_FEWEST_LINES = 10
_SLACK = 3
_SHARE = 0.8
_DOUBTFUL_SHARE = 0.65
_NARROWEST, _WIDEST = 24, 130
_MOST_ENDING_IN_MARKS = 0.5

# Compiled where they are first used: few texts are so evenly wide that they are needed.
_COLUMNS = r"\S(?:[ \u3000]{2,}|\t)\S"
_LIST_ITEM = (
    r"[（(]?[一二三四五六七八九十0-9０-９]{1,3}[、.．)）]"
    r"|第[一二三四五六七八九十百0-9]{1,4}[章节条篇]"
    r"|[①-⑳●○■□◆◇★☆※▲△•·*\-—]"
)
_MARK_AT_END = rf"[，,、：:{SENTENCE_ENDS}”）)]$"
_HAN = rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]"


class _Layout(NamedTuple):
    width: int
    share: float
    lines: int


def join_wrapped(lines: Lines) -> tuple[Lines, list[Notice]]:
    """The paragraphs of the lines: one a line, or joined where the text is hard-wrapped."""
    layout = _layout(lines.texts)
    if layout is None or layout.share < _DOUBTFUL_SHARE:
        return _stripped(lines), []
    if layout.share < _SHARE:
        return _stripped(lines), [Notice("doubtful", "hard-wrap", f"{layout.width} cells")]
    paragraphs = _joined(lines, layout.width - _SLACK)
    joins = layout.lines - len(paragraphs.texts)
    if joins <= 0:
        return paragraphs, []
    return paragraphs, [Notice("repaired", "hard-wrap", f"{layout.width} cells", joins)]


def _stripped(lines: Lines) -> Lines:
    stripped = [line.strip(BLANKS) for line in lines.texts]
    return Lines(list(filter(None, stripped)), list(compress(lines.numbers, stripped)))


def _layout(lines: list[str]) -> _Layout | None:
    """The width at which the lines break and how many keep to it; None where they hardly can."""
    total = sum(map(len, lines))
    filled = [line.rstrip(BLANKS) for line in lines if not line.isspace() and line]
    if len(filled) < _FEWEST_LINES or total > _WIDEST * len(filled):
        return None
    widths = list(map(cells, filled))
    counts = Counter(widths)
    width = max(counts, key=lambda w: (sum(counts[w - less] for less in range(_SLACK + 1)), w))
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [line for line, cell in zip(filled, widths, strict=True) if abs(cell - width) <= _SLACK]
    last = sum(
        cell < width - _SLACK and ends_sentence(line)
        for line, cell in zip(filled, widths, strict=True)
    )
    if len(full) < _FEWEST_LINES * _SHARE or _looks_set(full, filled):
        return None
    open_ended = sum(not ends_sentence(line) for line in full)
    inner = max(1, len(filled) - last - (len(full) - open_ended))
    return _Layout(width, open_ended / inner, len(filled))


def _looks_set(full: list[str], filled: list[str]) -> bool:
    """Whether the line breaks are the author's own: verse, a list or a table."""
    marks = sum(bool(re.search(_MARK_AT_END, line)) for line in full)
    items = sum(bool(re.match(_LIST_ITEM, line.lstrip(BLANKS))) for line in filled)
    columns = sum(bool(re.search(_COLUMNS, line)) for line in filled)
    return (
        marks > _MOST_ENDING_IN_MARKS * len(full)
        or items > 0.5 * len(filled)
        or columns > 0.2 * len(filled)
    )


def _joined(lines: Lines, full_width: int) -> Lines:
    """Join lines into paragraphs: a blank line, an indent or a short line begins a new one."""
    paragraphs: list[list[str]] = []
    numbers: list[int] = []
    open_paragraph = False
    indent_before = 0
    for raw, number in zip(lines.texts, lines.numbers, strict=True):
        line = raw.strip(BLANKS)
        if not line:
            open_paragraph = False
            continue
        indent = cells(raw[: len(raw) - len(raw.lstrip(BLANKS))])
        begins = indent > indent_before or (
            re.match(_LIST_ITEM, line) and paragraphs and ends_sentence(paragraphs[-1][-1])
        )
        if open_paragraph and not begins:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            numbers.append(number)
        indent_before = indent
        open_paragraph = cells(raw.rstrip(BLANKS)) >= full_width
    return Lines([_glued(parts) for parts in paragraphs], numbers)


def _glued(parts: list[str]) -> str:
    """The parts of a paragraph as one line: a space between Latin words, none next to Han."""
    glued = parts[:1]
    for before, after in pairwise(parts):
        touches_han = re.match(_HAN, before[-1]) or re.match(_HAN, after[0])
        number = before[-1].isdigit() and after[0].isdigit()
        glued.append(after if touches_han or number else " " + after)
    return "".join(glued)
