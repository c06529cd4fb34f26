"""What pages have besides their text: numbers, running heads and feet, watermarks, notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.pdf_lines import Line, Page, find_body_size

_OUTERMOST = 3
"""Lines at the upper and the lower edge of a page that may be furniture."""
_EDGE = 0.15
"""Of a page's height: where lines are furniture that are not the outermost."""
_SAME_PLACE = 4.0
_NEAR_PAGES = 12
_FEWEST_REPEATS = 3
_FEW_PAGES = 5
"""Up to so many pages two of them are enough."""
_FEW_ROWS = 3
_GAP, _OTHER_SIZE = 1.25, 1.08
"""Times the usual distance of lines, and times the usual size, from which on a line is apart."""
_LEAST_APART = 0.34
"""Of the lines that are alike: below a large heading or a picture there may be no gap to see."""
_FEWEST_HEADS = 2
"""From so many heads on a place is known for them, and other words there are heads, too."""
_NUMERALS = "0-9０-９"
_NUMBER = re.compile(f"[{_NUMERALS}]+")
_BLANK = re.compile(r"\s+")
_LINE_OF_DASHES = r"[-—–―−‐•·.~～|\s]*"
_PAGE_NUMBER = re.compile(
    f"{_LINE_OF_DASHES}(?:第|Page|P\\.?)?\\s*(#|[ivxlIVXL]+|第[一二三四五六七八九十百零〇○]+)"
    rf"\s*页?(?:[\s,，/／]*(?:共|of)?\s*#\s*页?)?{_LINE_OF_DASHES}",
)
_NOTE = re.compile(
    r"[\[〔［]\d{1,3}[\]〕］]|[①-⑳❶-❿]|\d{1,3}(?![\d.．、年月日%])|[*＊†※]|注[:：释]"
)
_SMALLER = 0.92
_MOST_LINES = 600
"""Of a page of text; what has more is a drawing or a map."""


class Sorted(NamedTuple):
    """The lines of a page's text, its notes, and what is neither, with the rule that says so."""

    page: Page
    lines: list[Line]
    notes: list[Line]
    dropped: list[tuple[str, str]]


def sort_lines(pages: Sequence[Page]) -> list[Sorted]:
    """Return what the lines of each page are."""
    furniture = _find_furniture(pages)
    body_size = find_body_size(
        line for page in pages for line in page.lines if line not in furniture
    )
    return [_sort_page(page, furniture, body_size) for page in pages]


def _sort_page(page: Page, furniture: dict[Line, str], body_size: float) -> Sorted:
    dropped = [("watermark", text) for text in dict.fromkeys(page.slanted)]
    lines = []
    for line in page.lines:
        if line in furniture:
            dropped.append((furniture[line], line.text))
        else:
            lines.append(line)
    notes = _find_notes(lines, body_size)
    return Sorted(page, [line for line in lines if line not in notes], notes, dropped)


def _find_furniture(pages: Sequence[Page]) -> dict[Line, str]:
    """The lines that are furniture, with the rule by which they are."""
    places: defaultdict[str, list[_EdgeLine]] = defaultdict(list)
    for page in pages:
        for edge in _edge_lines(page):
            places[_masked(edge.line.text)].append(edge)
    found: dict[Line, str] = {}
    for key, edges in places.items():
        is_number = _PAGE_NUMBER.fullmatch(key) is not None
        numbers = _numbers(edges, len(pages)) if is_number else ()
        for line in (*_repeated(edges, len(pages)), *numbers):
            found[line] = "page-number" if is_number else "running-head"
    heads = [line for line, rule in found.items() if rule == "running-head"]
    known = Counter((round(line.base), round(line.size)) for line in heads)
    for edge in (edge for edges in places.values() for edge in edges):
        place = round(edge.line.base), round(edge.line.size)
        at_head = known[place] >= _FEWEST_HEADS and not edge.line.turned
        if at_head and edge.is_outermost and edge.is_near and edge.is_apart:
            found.setdefault(edge.line, "running-head")
    return found


class _EdgeLine(NamedTuple):
    """A line that may be furniture."""

    line: Line
    is_outermost: bool
    is_near: bool
    """Whether it is in the margin, where numbers are."""
    is_apart: bool
    """Whether a gap or the size of its font parts it from the text."""


def _edge_lines(page: Page) -> Iterator[_EdgeLine]:
    """Yield the lines at the upper and the lower edge of a page, and all that run otherwise."""
    yield from (_EdgeLine(line, True, True, True) for line in page.lines if line.turned)
    height = max(page.top - page.bottom, 1.0)
    rows = _rows(line for line in page.lines if not line.turned)
    pitches = sorted(above[0].base - below[0].base for above, below in pairwise(rows))
    usual = pitches[len(pitches) // 2] if len(pitches) > _FEW_ROWS else 0.0
    size = find_body_size(page.lines)
    for edge in (rows, rows[::-1]):
        apart = [
            n
            for n, (row, inner) in enumerate(pairwise(edge[: _OUTERMOST + 1]))
            if abs(row[0].base - inner[0].base) > _GAP * usual
            or not 1 / _OTHER_SIZE < row[0].size / size < _OTHER_SIZE
        ]
        for n, row in enumerate(edge[:_OUTERMOST]):
            above = (row[0].base - page.bottom) / height
            is_near = not _EDGE < above < 1 - _EDGE
            if n == 0 or is_near:
                is_apart = bool(apart) and n <= apart[-1]
                yield from (_EdgeLine(line, n == 0, is_near, is_apart) for line in row)


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines side by side as one, from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.base):
        if rows and rows[-1][0].base - line.base < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _masked(text: str) -> str:
    """What a line has in common with its like on other pages."""
    return _NUMBER.sub("#", _BLANK.sub("", text))


def _repeated(edges: Sequence[_EdgeLine], pages: int) -> Iterator[Line]:
    """Yield the lines that are at the same place on pages nearby."""
    if sum(edge.is_apart for edge in edges) < _LEAST_APART * len(edges):
        return
    in_order = sorted(edges, key=lambda edge: edge.line.page)
    for n, (line, _, is_near, _) in enumerate(in_order):
        near = (edge.line for edge in in_order[max(0, n - _NEAR_PAGES) : n + _NEAR_PAGES + 1])
        same = {
            other.page
            for other in near
            if abs(other.base - line.base) <= _SAME_PLACE
            and abs(other.page - line.page) <= _NEAR_PAGES
        }
        if len(same) >= (2 if is_near and pages <= _FEW_PAGES else _FEWEST_REPEATS):
            yield line


def _numbers(edges: Sequence[_EdgeLine], pages: int) -> Iterator[Line]:
    """Yield the lines in the margin that count the pages, or might where there are few of them."""
    offsets = Counter(_offset(edge.line) for edge in edges)
    for edge in edges:
        offset = _offset(edge.line)
        alone = edge.is_outermost and (pages <= 2 or offset is None)
        if edge.is_near and (alone or offsets[offset] > 1):
            yield edge.line


def _offset(line: Line) -> int | None:
    number = _NUMBER.search(line.text)
    return int(number[0]) - line.page if number and len(number[0]) < 6 else None


def _find_notes(lines: Sequence[Line], body_size: float) -> list[Line]:
    """The footnotes of a page: small lines below everything else, from the first mark on."""
    small = [line for line in lines if line.size <= _SMALLER * body_size and not line.turned]
    others = [line for line in lines if line.size > _SMALLER * body_size and not line.turned]
    if not small or not others or len(lines) > _MOST_LINES:
        return []

    def lowest(line: Line) -> bool:
        return not any(
            other.base < line.base and min(other.end, line.end) > max(other.start, line.start)
            for other in others
        )

    small = [line for line in small if lowest(line)]
    first = next((n for n, line in enumerate(small) if _NOTE.match(line.text)), len(small))
    return small[first:]


def starts_note(text: str) -> bool:
    """Return whether a line begins with the mark of a note."""
    return _NOTE.match(text) is not None
