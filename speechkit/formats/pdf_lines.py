"""Stretches of text on a page to lines, and lines to the order in which they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.pdf_process import RIGHT, SLANTED, VERTICAL, Stretch
from speechkit.text.characters import HAN

_SAME_BASE = 0.35
_NEXT_CELL = 2.0
"""Sizes of a gap: less is a blank, more parts two cells of a table."""
_FARTHEST_LINE = 4.0
_LARGEST_CHANGE = 1.4
_OPEN_BLOCKS = 4
_MOST_BLOCKS = 80
_FEWEST_OF_A_COLUMN = 5
_NARROWEST_COLUMN = 8
"""Characters of a line: cells of tables are shorter, or numbers."""
_LETTERS = re.compile(f"[{HAN}A-Za-z]")


class Line(NamedTuple):
    """A line as it is read; places are in points, along its direction and across."""

    text: str
    start: float
    end: float
    base: float
    size: float
    page: int
    unmapped: bool = False
    turned: bool = False
    """Whether it does not run as most lines of its page do."""
    cell_start: float = 0.0
    """Where its last cell starts."""

    @property
    def cells(self) -> int:
        """How many wide gaps it has."""
        return self.text.count("\t")


class Page(NamedTuple):
    """A page: its number from 1, its edges across, and its lines in the order of reading."""

    number: int
    bottom: float
    top: float
    lines: list[Line]
    slanted: list[str]
    pictured: bool
    """Whether it shows pictures and hardly a text."""
    added: Sequence[tuple[str, bool]] = ()
    """The texts of annotations and fields, and which of them are comments."""

    @property
    def written(self) -> bool:
        """Whether something is written into it that is more than a comment."""
        return not all(is_comment for _, is_comment in self.added)


def read_page(number: int, answer: Sequence[object]) -> Page:
    """Return a page as the process that reads it gave it."""
    width, height, stretches, pictured, added = answer
    assert isinstance(stretches, list) and isinstance(added, list)
    assert isinstance(width, float | int) and isinstance(height, float | int)
    main = _main_direction(stretches)
    lines = _lines([s for s in stretches if s[5] == main], number)
    if main == VERTICAL:  # PDFium gives its lines from left to right
        lines.sort(key=lambda line: -line.base)
    lines = _order(lines)
    for direction in range(SLANTED + 2):
        if direction not in (main, SLANTED):
            others = _lines([s for s in stretches if s[5] == direction], number)
            lines += [line._replace(turned=True) for line in others]
    spans = ((0, height), (-width, 0), (-height, 0), (0, width), (0, height), (0, width))
    slanted = [stretch[0] for stretch in stretches if stretch[5] == SLANTED]
    bottom, top = spans[main]
    return Page(number, bottom, top, lines, slanted, bool(pictured), added)


def _main_direction(stretches: Iterable[Stretch]) -> int:
    counts: Counter[int] = Counter()
    for stretch in stretches:
        if stretch[5] != SLANTED:
            counts[stretch[5]] += len(stretch[0])
    return counts.most_common(1)[0][0] if counts else RIGHT


def _lines(stretches: Sequence[Stretch], page: int) -> list[Line]:
    """The lines, in the order of drawing, those of columns apart."""
    rows: list[list[Stretch]] = []
    for stretch in stretches:
        if rows and _goes_on(rows[-1][-1], stretch):
            rows[-1].append(stretch)
        else:
            rows.append([stretch])
    gutters = _gutters(rows)
    return [_line(part, page) for row in rows for part in _cut(row, gutters)]


def _goes_on(before: Stretch, after: Stretch) -> bool:
    """Whether a stretch is in the line of the one before it."""
    size = max(before[4], after[4])
    return abs(before[3] - after[3]) <= _SAME_BASE * size and after[1] >= before[2] - 0.5 * size


def _gutters(rows: Sequence[Sequence[Stretch]]) -> list[float]:
    """Where columns are parted whose lines are drawn one beside the other."""
    gaps = [(left, right) for row in rows for left, right in pairwise(row)]
    found: list[float] = []
    while len(gaps) >= _FEWEST_OF_A_COLUMN:
        place = _most_covered(gaps)
        beside = [(left, right) for left, right in gaps if left[2] <= place <= right[1]]
        if len(beside) < _FEWEST_OF_A_COLUMN:
            break
        if _parts_columns(place, beside, rows):
            found.append(place)
        gaps = [gap for gap in gaps if not gap[0][2] <= place <= gap[1][1]]
    return sorted(found)


def _most_covered(gaps: Iterable[tuple[Stretch, Stretch]]) -> float:
    """A place that as many gaps as possible have in them."""
    ends = sorted(
        event for left, right in gaps for event in ((left[2], -1.0), (max(left[2], right[1]), 1.0))
    )
    open_gaps = most = 0
    best = 0.0
    for (place, end), (next_place, _) in pairwise(ends):
        open_gaps += 1 if end < 0 else -1
        if open_gaps > most:
            most, best = open_gaps, (place + next_place) / 2
    return best


def _parts_columns(
    place: float, beside: Sequence[tuple[Stretch, Stretch]], rows: Sequence[Sequence[Stretch]]
) -> bool:
    """Whether most lines between are cut there, and both sides are filled as text fills them."""
    top = max(left[3] for left, _ in beside)
    bottom = min(left[3] for left, _ in beside)
    crossing = sum(
        stretch[1] < place < stretch[2] and bottom <= stretch[3] <= top
        for row in rows
        for stretch in row
    )
    ends = sorted(left[2] for left, _ in beside)
    edge = ends[len(ends) * 9 // 10]
    full = sum(end >= edge - 1.6 * beside[0][0][4] for end in ends)
    characters = [sum(len(_LETTERS.findall(pair[side][0])) for pair in beside) for side in (0, 1)]
    return (
        crossing <= 0.25 * len(beside)
        and full >= 0.5 * len(ends)
        and min(characters) >= _NARROWEST_COLUMN * len(beside)
    )


def _cut(row: Sequence[Stretch], gutters: Sequence[float]) -> Iterable[Sequence[Stretch]]:
    start = 0
    for n, (left, right) in enumerate(pairwise(row), 1):
        if any(left[2] <= place <= right[1] for place in gutters):
            yield row[start:n]
            start = n
    yield row[start:]


def _line(row: Sequence[Stretch], page: int) -> Line:
    text, start = row[0][0], row[0][1]
    for left, right in pairwise(row):
        wide = right[1] - left[2] > _NEXT_CELL * right[4]
        # 通　　知 is a word that is set wide.
        parted = wide and len(left[0]) + len(right[0]) > 2
        text += ("\t" if parted else " ") + right[0]
        start = right[1] if parted else start
    longest = max(row, key=lambda stretch: len(stretch[0]))
    _, _, _, base, size, _, unmapped = longest
    return Line(text, row[0][1], row[-1][2], base, size, page, unmapped, cell_start=start)


class _Block:
    """Lines below each other."""

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self.start, self.end = line.start, line.end

    def takes(self, line: Line) -> bool:
        """Whether a line is the next one."""
        last = self.lines[-1]
        size = max(last.size, line.size)
        return (
            0.3 * size < last.base - line.base <= _FARTHEST_LINE * size
            and min(self.end, line.end) > max(self.start, line.start)
            and size <= _LARGEST_CHANGE * min(last.size, line.size)
        )

    def add(self, line: Line) -> None:
        """Add a line at the end."""
        self.lines.append(line)
        self.start, self.end = min(self.start, line.start), max(self.end, line.end)

    @property
    def top(self) -> float:
        """Where the first line is."""
        return self.lines[0].base

    @property
    def bottom(self) -> float:
        """Where the last line is."""
        return self.lines[-1].base

    def shares_width(self, other: _Block) -> bool:
        """Whether one is above the other, at least in part."""
        return min(self.end, other.end) - max(self.start, other.start) > self.lines[0].size

    def shares_height(self, other: _Block) -> bool:
        """Whether one is beside the other, at least in part."""
        return min(self.top, other.top) >= max(self.bottom, other.bottom) - self.lines[0].size / 2

    @property
    def is_text(self) -> bool:
        """Whether it is long and wide enough for a column."""
        characters = sum(len(line.text) for line in self.lines)
        return len(self.lines) >= _FEWEST_OF_A_COLUMN and characters >= _NARROWEST_COLUMN * len(
            self.lines
        )


def _order(lines: Iterable[Line]) -> list[Line]:
    """The lines in the order in which they are read, whatever the order of drawing."""
    blocks: list[_Block] = []
    for line in lines:
        recent = reversed(blocks[-_OPEN_BLOCKS:])
        block = next((block for block in recent if block.takes(line)), None)
        if block:
            block.add(line)
        else:
            blocks.append(_Block(line))
    return [line for block in _order_blocks(blocks) for line in block.lines]


def _order_blocks(blocks: list[_Block]) -> list[_Block]:
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    texts = [block for block in blocks if block.is_text]
    in_columns = any(
        not a.shares_width(b) and a.shares_height(b) for a in texts for b in texts if a is not b
    )
    comes_first = _by_columns(blocks) if in_columns else _by_rows
    left = list(blocks)
    ordered: list[_Block] = []
    while left:
        free = (b for b in left if not any(comes_first(a, b) for a in left if a is not b))
        block = next(free, None) or max(left, key=lambda block: block.top)
        left.remove(block)
        ordered.append(block)
    return ordered


def _by_rows(a: _Block, b: _Block) -> bool:
    """Whether a block is read before another where there are no columns."""
    if not a.shares_width(b) and a.shares_height(b):
        return a.start < b.start
    return a.top > b.top


def _by_columns(blocks: Sequence[_Block]) -> Callable[[_Block, _Block], bool]:
    """The order of a page with columns: down each, but not past what is as wide as two of them.

    This is the partial order of T. M. Breuel, High Performance Document Layout Analysis (2003).
    """

    def comes_first(a: _Block, b: _Block) -> bool:
        if a.shares_width(b):
            return a.top > b.top
        if a.start > b.start:
            return a.bottom > b.top and parted(a, b)
        return not (b.bottom > a.top and parted(b, a))

    def parted(upper: _Block, lower: _Block) -> bool:
        return any(
            upper.bottom > c.top and c.bottom > lower.top
            for c in blocks
            if c.shares_width(upper) and c.shares_width(lower)
        )

    return comes_first


def find_body_size(lines: Iterable[Line]) -> float:
    """Return the size of the font of most characters."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0
