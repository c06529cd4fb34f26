"""Hard wraps: lines broken at a fixed width are joined into the paragraphs they came from.

A whole text is judged by how many of its lines keep to one width. Where that says nothing (a text
of a few lines, or wrapped in part), each paragraph is judged alone: all its lines but the last
must be so full that the first word of the next one had no room.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, pairwise
from typing import NamedTuple

from speechkit.cleaning.joining import (
    begins_turn,
    cannot_begin,
    ends_in_mark,
    glue,
    has_clauses,
    indent,
    is_item,
    lead,
    open_places,
)
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.metadata import is_metadata
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, cells, ends_sentence

_FEWEST_LINES = 10
_SLACK = 3
_SHARE = 0.8
_DOUBTFUL_SHARE = 0.65
_NARROWEST, _WIDEST = 24, 130
_NARROWEST_ALONE, _WIDEST_ALONE = 18, 100
_NARROWEST_PAIR = 30
_WIDE = 40
_MOST_ENDING_IN_MARKS = 0.5
_LONGEST_LEAD = 16
_MOST_ENDING_IN_MARKS_ALONE = 0.7
_HANGING = 2  # cells of a mark that hangs over the edge

# Compiled where they are first used: few texts are so evenly wide that they are needed.
_INNER = "[，、；：。！？,;]"
_COLUMNS = r"\S(?:[ \u3000]{2,}|\t)\S"
_SALUTATION = (
    r"(?:同志们|同志們|各位|尊敬的|女士们|女士們|先生们|朋友们|同学们|老师们|同胞们|亲爱的|敬爱的)"
    r"[^。，；]{0,40}[:：]"
)
_QUOTED = re.compile("[ \\t]*(?:[>＞][ \\t]?)+")
_MARKED = {ord(blank): "，" for blank in " \u3000"}
_OF_NUMBERS = "0123456789.、 \t\u3000"
_COMPARED = re.compile("[ \\t]*[>＞][ \\t]?[0-9０-９]")
"""More than a number (> 100万元), where most lines with the mark are so."""


class _Layout(NamedTuple):
    width: int
    share: float
    lines: int


def join_wrapped(lines: Lines) -> tuple[Lines, list[Notice]]:
    """The paragraphs of the lines: one a line, or joined where the text is hard-wrapped."""
    lines, notices = _unquoted(lines)
    layout = _layout(lines.texts)
    if layout is not None and layout.share >= _SHARE:
        paragraphs = _joined(lines, layout.width)
        joins, width = layout.lines - len(paragraphs.texts), layout.width
    else:
        paragraphs, joins, width = _join_alone(lines)
    if joins > 0:
        notices.append(Notice("repaired", "hard-wrap", f"{width} cells", joins))
    elif layout is not None and _DOUBTFUL_SHARE <= layout.share < _SHARE:
        notices.append(Notice("doubtful", "hard-wrap", f"{layout.width} cells"))
    return paragraphs, notices


def find_width(texts: list[str]) -> int:
    """The width in cells at which a text is wrapped, as a whole or in parts; 0 where it is not."""
    layout = _layout(texts)
    if layout is not None and layout.share >= _SHARE:
        return layout.width
    return _usual_width(_find_runs(texts))


def is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line after had no room in a line at some width."""
    filled = cells(line.rstrip(BLANKS))
    return filled >= width - _SLACK or filled + _lead(line, after) > width


def _lead(line: str, after: str) -> int:
    """How many cells the first word of the next line needs, with the blank that a break ate."""
    line, after = line.rstrip(BLANKS), after.strip(BLANKS)
    return lead(after) + (line[-1:].isascii() or after[:1].isascii())


def _unquoted(lines: Lines) -> tuple[Lines, list[Notice]]:
    """The lines without the marks by which an e-mail quotes, where two of them follow at least."""
    if not {text[:1] for text in lines.texts} & {">", "＞"}:
        return lines, []
    quoted = [text.startswith((">", "＞", " >")) for text in lines.texts]
    if not any(before and after for before, after in pairwise(quoted)):
        return lines, []
    compared = sum(bool(_COMPARED.match(text)) for text in lines.texts)
    if 2 * compared > sum(quoted):
        return lines, []
    texts = [
        _QUOTED.sub("", text, count=1) if is_quoted else text
        for text, is_quoted in zip(lines.texts, quoted, strict=True)
    ]
    return Lines(texts, lines.numbers), [Notice("dropped", "quote-mark", ">", sum(quoted))]


def _layout(lines: list[str]) -> _Layout | None:
    """The width at which the lines break and how many keep to it; None where they hardly can."""
    if len(lines) < _FEWEST_LINES:
        return None
    total = sum(map(len, lines))
    if total > _WIDEST * len(lines):
        return None
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
    open_ended = sum(not ends_sentence(line) for line in full)
    inner = max(1, len(filled) - last - (len(full) - open_ended))
    share = open_ended / inner
    if len(full) < _FEWEST_LINES * _SHARE or share < _DOUBTFUL_SHARE or _looks_set(full, filled):
        return None
    return _Layout(width, share, len(filled))


def _looks_set(full: list[str], filled: list[str]) -> bool:
    """Whether the line breaks are the author's own: verse, a list or a table."""
    marks = sum(map(ends_in_mark, full))
    items = sum(is_item(line.lstrip(BLANKS)) for line in filled)
    columns = sum(map(_has_columns, filled))
    if 2 * sum(_are_alike(*pair) for pair in pairwise(full)) > len(full):
        return True
    return (
        marks > _MOST_ENDING_IN_MARKS * len(full)
        or items > 0.5 * len(filled)
        or columns > 0.2 * len(filled)
    )


def _has_columns(line: str) -> bool:
    """Whether wide blanks or bars part a line within."""
    if "|" in line or "｜" in line:
        return True
    wide = "\u3000" in line or "  " in line or "\t" in line
    return wide and bool(re.search(_COLUMNS, line))


def _joined(lines: Lines, width: int) -> Lines:
    """Join lines into paragraphs: a blank line, an indent or a short line begins a new one."""
    paragraphs: list[list[str]] = []
    numbers: list[int] = []
    before = ""
    indent_before = 0
    for raw, number in zip(lines.texts, lines.numbers, strict=True):
        line = raw.strip(BLANKS)
        if not line:
            before = ""
            continue
        begins = indent(raw) > indent_before or (
            is_item(line) and paragraphs and ends_sentence(paragraphs[-1][-1])
        )
        if before and not begins and (is_full(before, line, width) or cannot_begin(line)):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            numbers.append(number)
        indent_before = indent(raw)
        before = raw
    return Lines(list(map(glue, paragraphs)), numbers)


class _Run(NamedTuple):
    """Lines that may be one paragraph: places, the width of the fullest, whether it is certain."""

    start: int
    end: int
    width: int
    certain: bool
    strong: bool
    """Whether its width says something of other runs."""


def _join_alone(lines: Lines) -> tuple[Lines, int, int]:
    """Join each paragraph that is wrapped for certain; how many joins, and the usual width."""
    runs = _find_runs(lines.texts)
    width = _usual_width(runs) if runs else 0
    chosen = [
        run for run in runs if run.certain or (width and abs(run.width - width) <= _SLACK - 1)
    ]
    if not chosen:
        return strip_lines(lines), 0, 0
    texts: list[str] = list(lines.texts)
    for start, end, *_ in chosen:
        texts[start] = glue([text.strip(BLANKS) for text in lines.texts[start:end]])
        texts[start + 1 : end] = [""] * (end - start - 1)
    joins = sum(run.end - run.start - 1 for run in chosen)
    widest = max(run.width for run in chosen)
    return strip_lines(Lines(texts, lines.numbers)), joins, width or widest


def strip_lines(lines: Lines) -> Lines:
    """The lines that hold anything, without the blanks around them."""
    stripped = [line.strip(BLANKS) for line in lines.texts]
    if all(stripped):
        return Lines(stripped, lines.numbers)
    return Lines(list(filter(None, stripped)), list(compress(lines.numbers, stripped)))


def _usual_width(runs: list[_Run]) -> int:
    widths = Counter(run.width for run in runs if run.strong for _ in range(run.end - run.start))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _find_runs(texts: list[str]) -> list[_Run]:
    """The runs of lines that may be one wrapped paragraph each, in order."""
    places = open_places(texts)
    if not places:
        return []
    # A line without clauses that one sentence follows, as headings do, is certain by others only.
    likely = [
        place
        for place, after in pairwise((*places, -1))
        if after == place + 1 or "，" in texts[place] or "。" in texts[place]
    ]
    runs = _find_from(texts, likely)
    return _find_from(texts, places) if any(run.strong for run in runs) else runs


def _find_from(texts: list[str], starts: list[int]) -> list[_Run]:
    runs: list[_Run] = []
    done = 0
    last = len(texts) - 1
    for start in starts:
        if not done <= start < last or not texts[start + 1]:
            continue
        if len(texts[start + 1]) > min(_WIDEST_ALONE, len(texts[start]) + _LONGEST_LEAD):
            continue
        run = _run_from(texts, start) if _may_break(texts[start]) else None
        if run is not None:
            done = max(start + 1, run.end - 1)
            if run.width:
                runs.append(run)
                done = run.end
    return runs


def _may_break(text: str) -> bool:
    """Whether a line may be broken: of most lines, their length or their end says no."""
    if len(text) > _WIDEST_ALONE or len(text) < _NARROWEST_ALONE // 2:
        return False
    text = text.rstrip(BLANKS)
    return bool(text) and not ends_sentence(text) and text[-1] not in ":："


def _run_from(texts: list[str], start: int) -> _Run:
    """The longest run from a line on in which all lines but the last are full; width 0 for none."""
    width = here = cells(texts[start].rstrip(BLANKS))
    room = _WIDEST  # the least that any line would have filled with the first word of the next
    end = start + 1
    begins = is_item(texts[start].lstrip(BLANKS))
    while end < len(texts) and _may_follow(texts, end, item=begins):
        line = texts[end].rstrip(BLANKS)
        room = min(room, here + _lead(texts[end - 1], line))
        here = cells(line)
        if room <= (here if here > width + _HANGING else width):
            break
        if _stands_alone(texts[end - 1].strip(BLANKS)) or _stands_alone(line.lstrip(BLANKS)):
            break
        width = max(width, here if here > width + _HANGING else width)
        end += 1
    lines = [text.strip(BLANKS) for text in texts[start:end]]
    while len(lines) > 1 and _ends_early(lines):
        lines.pop()
    if len(lines) < 2 or not _NARROWEST_ALONE <= width <= _WIDEST_ALONE:
        return _Run(start, end, 0, False, False)
    end = start + len(lines)
    certain = _is_certain(lines, width) and (len(lines) > 2 or _is_block(texts, start, end, width))
    return _Run(start, end, width, certain, certain and len(lines) > 2)


def _is_block(texts: list[str], start: int, end: int, width: int) -> bool:
    """Whether two lines are a paragraph, and the first no heading.

    Then the first is indented, or full as the line before it is, or blank lines are around them.
    """
    before = texts[start - 1].rstrip(BLANKS) if start else ""
    if before and cells(before) <= width + _HANGING and is_full(before, texts[start], width):
        return True
    blank = start > 0 and not before and not "".join(texts[end : end + 1]).strip(BLANKS)
    return blank or indent(texts[start]) > indent(texts[start + 1])


def _may_follow(texts: list[str], place: int, *, item: bool) -> bool:
    """Whether a line looks like the next of a wrapped paragraph, which may be an item itself."""
    line, before = texts[place].strip(BLANKS), texts[place - 1]
    if not line or len(line) > _WIDEST or indent(texts[place]) > indent(before) + 1:
        return False
    if _has_columns(line) or before.rstrip(BLANKS).endswith((":", "：")):
        return False
    if item and is_item(line) and not before.endswith("、"):
        return False
    return not (ends_sentence(before.rstrip(BLANKS)) and (is_item(line) or begins_turn(line)))


def _stands_alone(line: str) -> bool:
    """Whether a line is a paragraph whatever is around it: metadata, or a salutation."""
    return is_metadata(line) or bool(re.fullmatch(_SALUTATION, line))


def _ends_early(lines: list[str]) -> bool:
    """Whether the last break is behind a sentence: then the last line is a paragraph of its own."""
    breaks = [ends_sentence(line) for line in lines[:-1]]
    return breaks[-1] and 2 * sum(breaks) >= len(breaks)


def _are_parallel(lines: list[str]) -> bool:
    """Whether lines are built alike, as verse and parallel sentences are: equal marks in places."""
    marks = {
        tuple((found.start(), found[0]) for found in re.finditer(_INNER, line[:-1]))
        for line in lines
    }
    return len(lines) > 1 and len(marks) == 1 and () not in marks


def _are_alike(line: str, after: str) -> bool:
    """Whether two lines have their marks, blanks too, at equal places, or begin or end alike.

    Numbers before both of them aside.
    """
    if line[:1].isdigit() and after[:1].isdigit():
        line, after = line.lstrip(_OF_NUMBERS), after.lstrip(_OF_NUMBERS)
    same = line[:2] == after[:2] or line[-2:] == after[-2:]
    if line.isascii():
        return _are_parallel([line, after])
    return same or _are_parallel([one.strip(BLANKS).translate(_MARKED) for one in (line, after)])


def _is_certain(lines: list[str], width: int) -> bool:
    """Whether lines that are full are a wrapped paragraph and not verse, a list or a table."""
    broken = lines[:-1]
    if _are_parallel(broken) or (lines[0][:2] == lines[1][:2] and _are_parallel(lines[:2])):
        return False
    if 2 * sum(_are_alike(*pair) for pair in pairwise(lines)) > len(lines):
        return False
    marked = sum(map(ends_in_mark, broken))
    if marked > _MOST_ENDING_IN_MARKS_ALONE * len(broken) or _has_columns(lines[0]):
        return False
    clauses = any(map(has_clauses, lines))
    closed = ends_sentence(lines[-1]) or lines[-1].endswith(".")
    if len(broken) - marked >= 2:
        return clauses or (width >= _WIDE and closed)
    if len(broken) >= 2:
        return clauses and closed and len(broken) > marked
    return (
        has_clauses(broken[0])
        and closed
        and width >= _NARROWEST_PAIR
        and not any(map(is_item, lines))
    )
