"""What pages have besides their text: numbers, running heads and feet, watermarks, notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.formats.pdf_lines import Line, Page, find_body_size

_OUTERMOST = 3
"""Lines at the upper and the lower edge of a page that may be furniture."""
_EDGE = 0.15
"""Of a page's height: where lines are furniture that are not the outermost."""
_SAME_PLACE = 4.0
_NEAR_PAGES = 12
_FEWEST_REPEATS = 3
_NUMERALS = "0-9０-９"
_NUMBER = re.compile(f"[{_NUMERALS}]+")
_BLANK = re.compile(r"\s+")
_CHAPTER = re.compile("第[一二三四五六七八九十百零〇○]+")
_LINE_OF_DASHES = r"[-—–―−‐•·.~～|\s]*"
_PAGE_NUMBER = re.compile(
    f"{_LINE_OF_DASHES}(?:第|Page|P\\.?)?\\s*(#|[ivxlIVXL]+|第[一二三四五六七八九十百零〇○]+)"
    rf"\s*页?(?:[\s,，/／]*(?:共|of)?\s*#\s*页?)?{_LINE_OF_DASHES}",
)
_NOTE = re.compile(
    r"[\[〔［]\d{1,3}[\]〕］]|[①-⑳❶-❿]|\d{1,3}(?![\d.．、年月日%])|[*＊†※]|注[:：释]"
)
_SMALLER = 0.92


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
    places: defaultdict[str, list[tuple[Line, bool]]] = defaultdict(list)
    for page in pages:
        for line, near_edge in _edge_lines(page):
            places[_masked(line.text)].append((line, near_edge))
    found: dict[Line, str] = {}
    for key, lines in places.items():
        is_number = _PAGE_NUMBER.fullmatch(key) is not None
        repeated = _repeated(lines, len(pages))
        chosen = [line for line, near in lines if near and _counts(line, lines, len(pages))]
        for line in (*repeated, *(chosen if is_number else ())):
            found[line] = "page-number" if is_number else "running-head"
    return found


def _edge_lines(page: Page) -> Iterator[tuple[Line, bool]]:
    """The lines that may be furniture, and whether they are near an edge, as numbers are."""
    height = max(page.top - page.bottom, 1.0)
    in_order = sorted(page.lines, key=lambda line: -line.base)
    for lines in (in_order, in_order[::-1]):
        rank = 0
        before = None
        for line in lines[: 4 * _OUTERMOST]:
            rank += before is not None and abs(line.base - before) > line.size / 2
            before = line.base
            above = (line.base - page.bottom) / height
            near_edge = not _EDGE < above < 1 - _EDGE
            if rank < _OUTERMOST and (rank == 0 or near_edge):
                yield line, near_edge


def _masked(text: str) -> str:
    """What a line has in common with its like on other pages."""
    return _NUMBER.sub("#", _BLANK.sub("", text))


def _repeated(lines: Sequence[tuple[Line, bool]], pages: int) -> Iterator[Line]:
    """Yield the lines that are at the same place on pages nearby."""
    fewest = _FEWEST_REPEATS if pages > 2 else 2
    in_order = sorted({line for line, _ in lines}, key=lambda line: line.page)
    for n, line in enumerate(in_order):
        near = in_order[max(0, n - _NEAR_PAGES) : n + _NEAR_PAGES + 1]
        same = {
            other.page
            for other in near
            if abs(other.base - line.base) <= _SAME_PLACE
            and abs(other.page - line.page) <= _NEAR_PAGES
        }
        if len(same) >= fewest:
            yield line


def _counts(line: Line, lines: Sequence[tuple[Line, bool]], pages: int) -> bool:
    """Whether a number follows the pages, or there are too few of them to tell."""
    offset = _offset(line)
    return pages <= 2 or offset is None or sum(_offset(o) == offset for o, _ in lines) > 1


def _offset(line: Line) -> int | None:
    number = _NUMBER.search(line.text)
    return int(number[0]) - line.page if number and len(number[0]) < 6 else None


def _find_notes(lines: Sequence[Line], body_size: float) -> list[Line]:
    """The footnotes of a page: small lines below everything else, from the first mark on."""
    small = [line for line in lines if line.size <= _SMALLER * body_size and not line.turned]
    others = [line for line in lines if line.size > _SMALLER * body_size and not line.turned]
    if not small or not others:
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
