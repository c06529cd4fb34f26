"""Lines to paragraphs: a phrase is found over the end of a line, a column and a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.pdf_lines import Line, find_body_size
from speechkit.text.characters import HAN

_CLOSES = re.compile("[，。、；：？！）〕】》〉」』”’%％…,.;:?!)\\]}]")
_OPEN = re.compile("[（〔【《〈「『“‘(\\[]$")
_ENDS = re.compile("[。．！？!?；;：:…][”’」』）)】]*$|[.][”\"')]*$")
_MARK = re.compile(r"[，。、；：！？,.;:!?）)]$")
_ITEM = re.compile(
    r"[（(〔]?[一二三四五六七八九十]{1,3}[、.．)）〕]|第[一二三四五六七八九十百零0-9]{1,5}[章节条篇编部]"
    r"|[（(]\d{1,3}[)）]|\d{1,3}(?:[、．)）]|[.](?!\d))|[①-⑳❶-❿]|[●○■□◆◇★☆※▲△•·\-—]\s?\D"
    r"|[A-H](?:[、.．)）\s])|[\[［]\d{1,3}[\]］]|[问答][:：]"
)
_NUMBERED = re.compile(r"\d{1,3}\s+\D")
"""A question of an examination, or else 7 月: only a line that is not full says which."""
_LEADERS = re.compile(r"[.．…·]{4,}\s*\d{0,4}$|(?:[.．·]\s){4,}")
_WORD = re.compile(r"[A-Za-z0-9][\w.,/%-]*")
_WORD_AT_END = re.compile(r"[\w)\]]$")
_HAN_MARK = re.compile(rf"[{HAN}\u2e80-\u303f\uff00-\uffef“”‘’…—\U00020000-\U0003ffff]")
_HYPHEN = "\ufffe"

_INDENT = 0.8
"""Sizes of the font by which a first line is indented at least."""
_DEEPEST_INDENT = 5.0
_FILLED = 0.75
"""Of the width of a column: a line that is so long and ends no sentence is not the last one."""
_NARROWEST = 12.0
"""Sizes of the font: in narrower columns a full line may be a line of verse."""
_NARROWEST_CELL = 5.0
_CLOSE = 1.65
"""Sizes of the font that lines within a cell of a table are apart at most."""
_LOOK_AHEAD = 12
_PROSE = 12
_HEADING, _TITLE = 1.15, 1.3
"""Sizes of the text: from the second on, lines of one length are a title, too."""
_FEWEST_INDENTED = 3
_FEWEST_PITCHES = 4
_FEWEST_SIMILAR = 4
_NEAR_PAGES = 3
_LEAST_SHARE = 0.12
_MOST_EDGES = 60
"""Of a page: what has more of them is a drawing or a map, and no lines of it are joined."""
_MOST_LINES = 600
_ENOUGH_LINES = 12
_USUAL_PITCH = 1.6


class Paragraph(NamedTuple):
    """A paragraph's lines, its first one's page among them."""

    lines: list[Line]

    @property
    def text(self) -> str:
        """The lines as one: a blank between Latin words, none beside Han."""
        parts = [self.lines[0].text]
        for line in self.lines[1:]:
            before = parts[-1]
            if before.endswith(_HYPHEN):
                parts[-1] = before[:-1]
            elif not (_HAN_MARK.match(before[-1]) or _HAN_MARK.match(line.text)):
                parts.append(" ")
            parts.append(line.text)
        return "".join(parts).replace(_HYPHEN, "-")


class _Edges(NamedTuple):
    left: float
    right: float


class Joiner:
    """Joins the lines of a document, of which it knows the habits."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """``lines`` are those of the text in the order of reading."""
        self._by_page: dict[int, list[Line]] = {}
        for line in lines:
            self._by_page.setdefault(line.page, []).append(line)
        self._all = lines
        self._found: dict[int, dict[tuple[int, int], _Edges]] = {}
        sizes = len({round(line.size, 1) for line in lines})
        self._most_change = 1.45 if sizes > max(8, len(lines) / 5) else 1.12
        self._size = find_body_size(lines)
        self._pitches: dict[int, float] = {}
        self._all_pitches: Counter[float] = Counter()
        self._indents = self._counts_indents(lines)

    def join(self, lines: Sequence[Line]) -> list[Paragraph]:
        """Return lines, which may be some of the document's, as paragraphs."""
        paragraphs: list[Paragraph] = []
        for n, line in enumerate(lines):
            if paragraphs and self._continues(paragraphs[-1].lines, lines[n : n + _LOOK_AHEAD]):
                paragraphs[-1].lines.append(line)
            else:
                paragraphs.append(Paragraph([line]))
        return paragraphs

    def edges(self, line: Line) -> _Edges:
        """Return between which edges the text runs that a line belongs to."""
        known = self._found.setdefault(line.page, {})
        key = (round(line.start / line.size), round(line.size))
        if key not in known:
            if len(known) >= _MOST_EDGES:  # a page that is no text
                return _Edges(line.start, line.end)
            known[key] = self._find_edges(line)
        return known[key]

    def _find_edges(self, line: Line) -> _Edges:
        here = self._similar(line, range(line.page, line.page + 1))
        near = self._similar(line, range(line.page - _NEAR_PAGES, line.page + _NEAR_PAGES + 1))
        if len(here) < _FEWEST_SIMILAR:
            return _measure(near, line.size)
        edges, widest = _measure(here, line.size), _measure(near, line.size).right
        # A page of short lines has its edge where the others have it if but one line gets there.
        if edges.right < widest - line.size and max(o.end for o in here) >= widest - 2 * line.size:
            return edges._replace(right=widest)
        return edges

    def _similar(self, line: Line, pages: Iterable[int]) -> list[Line]:
        lines = (other for page in pages for other in self._by_page.get(page, ()))
        return [other for other in lines if _is_similar(line, other)] or [line]

    def _common_pitch(self, page: int) -> float:
        """How many sizes of their font lines of a page are apart; of all pages if it has few."""
        if page not in self._pitches:
            counted = _count_pitches(self._by_page[page])
            if counted.total() < _FEWEST_PITCHES:
                self._all_pitches = self._all_pitches or _count_pitches(self._all)
                counted = self._all_pitches
            self._pitches[page] = counted.most_common(1)[0][0] if counted else _USUAL_PITCH
        return self._pitches[page]

    def _counts_indents(self, lines: Sequence[Line]) -> bool:
        """Whether paragraphs begin with an indent: lines at the edge follow indented ones."""
        indented = flush = 0
        for before, after in pairwise(lines):
            if before.page != after.page or len(self._by_page[after.page]) > _MOST_LINES:
                continue
            left = self.edges(after).left
            if abs(after.start - left) > after.size / 2:
                continue
            ends = bool(_ENDS.search(before.text))
            if _INDENT < (before.start - left) / before.size < _DEEPEST_INDENT:
                indented += not ends and not _ITEM.match(after.text)
            elif abs(before.start - left) < before.size / 2:
                flush += ends and not self._is_full(before, after)
        return indented >= _FEWEST_INDENTED and indented >= flush

    def _continues(self, paragraph: Sequence[Line], ahead: Sequence[Line]) -> bool:
        """Whether the first of the lines ahead goes on with a paragraph."""
        before, line = paragraph[-1], ahead[0]
        is_drawing = len(self._by_page[line.page]) > _MOST_LINES
        if is_drawing or before.turned != line.turned or not self._fits(before, line):
            return False
        if before.text.endswith(_HYPHEN):
            return True
        if self._is_title(before, line):
            return not _ENDS.search(before.text) and not _ITEM.match(line.text)
        if _LEADERS.search(before.text) or _LEADERS.search(line.text):
            return False
        if before.cells > 1 or line.cells > 1 or (before.cells and line.cells):
            return False
        after = ahead[1] if len(ahead) > 1 else None
        return self._is_prose(paragraph, line, after) or self._fills_cell(paragraph, ahead)

    def _fits(self, before: Line, line: Line) -> bool:
        """Whether a line may come next, by its place and size."""
        large, small = max(before.size, line.size), min(before.size, line.size)
        if large > self._most_change * small:
            return False
        if not _follows_below(before, line):
            return line.page > before.page or line.base > before.base
        pitch = (before.base - line.base) / large
        return pitch <= max(1.5 * self._common_pitch(line.page), 2.0)

    def _is_title(self, before: Line, line: Line) -> bool:
        """Whether two lines are a title in the middle of a page."""
        if before.page != line.page or before.size < _HEADING * self._size:
            return False
        edges = self.edges(before)
        middle = abs(before.start + before.end - line.start - line.end) / 2 < 0.6 * line.size
        return (
            middle
            and (
                abs(before.start - line.start) > 0.3 * line.size
                or before.size >= _TITLE * self._size
            )
            and before.base - line.base < 2.1 * line.size
            and before.end <= edges.right + 0.5 * line.size
        )

    def _is_prose(self, paragraph: Sequence[Line], line: Line, after: Line | None) -> bool:
        """Whether a paragraph runs on into a line, by edges, indents and marks."""
        before = paragraph[-1]
        full = self._is_full(before, line)
        starts_item = bool(_ITEM.match(line.text))
        if _OPEN.search(before.text) or (_CLOSES.match(line.text) and not starts_item):
            return full or self._is_filled(before)
        if self._is_indented(paragraph, line):
            if starts_item or not _ITEM.match(paragraph[0].text):
                return False
            return self._hangs(paragraph, line) and (full or _is_unfinished(paragraph, after))
        if self._is_another_first(paragraph, line, after) or (starts_item and not self._indents):
            return False
        if _ENDS.search(before.text):
            return full and not starts_item and self._goes_past(paragraph, line, after)
        may_start = starts_item or _NUMBERED.match(line.text)
        return full or (not may_start and self._is_filled(before))

    def _fills_cell(self, paragraph: Sequence[Line], ahead: Sequence[Line]) -> bool:
        """Whether lines fill a narrow cell, all but the last, which lines of verse hardly do."""
        before, line = paragraph[-1], ahead[0]
        edges = self.edges(line)
        width = (edges.right - edges.left) / line.size
        if not _NARROWEST_CELL <= width < _NARROWEST or _MARK.search(before.text):
            return False
        if _ITEM.match(line.text) or before.end < edges.right - _INDENT * line.size:
            return False
        above = before
        for line in ahead:
            if (
                abs(line.start - before.cell_start) > 0.3 * line.size
                or not _follows_below(above, line)
                or above.base - line.base > _CLOSE * line.size
            ):
                return False
            if line.end < edges.right - _INDENT * line.size:
                return True
            above = line
        return False

    def _goes_past(self, paragraph: Sequence[Line], line: Line, after: Line | None) -> bool:
        """Whether a paragraph goes on although a sentence ends where a full line does."""
        before = paragraph[-1]
        if self._indents:
            return True
        if not _follows_below(before, line):
            return False
        pitch = before.base - line.base
        if after and _follows_below(line, after) and pitch > 1.2 * (line.base - after.base):
            return False
        above = paragraph[-2] if len(paragraph) > 1 else None
        if above is None or not _follows_below(above, before):
            return True
        return pitch <= 1.2 * (above.base - before.base)

    def _is_indented(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Whether a line begins more to the right than the paragraph it would go on with."""
        before = paragraph[-1]
        if not _follows_below(before, line):
            return self._indent(line) > _INDENT
        return line.start - before.start > _INDENT * line.size or (
            len(paragraph) > 1 and self._indent(line) - self._indent(paragraph[1]) > _INDENT
        )

    def _indent(self, line: Line) -> float:
        """How many sizes of its font a line begins within its column."""
        return (line.start - self.edges(line).left) / line.size

    def _is_another_first(self, paragraph: Sequence[Line], line: Line, after: Line | None) -> bool:
        """Whether a line is as indented as the single one before it, as first lines are."""
        first = paragraph[0]
        if (
            len(paragraph) > 1
            or abs(line.start - first.start) > line.size / 2
            or self._indent(line) < _INDENT
        ):
            return False
        if after and _follows_below(line, after):
            if line.start - after.start > _INDENT * line.size:
                return self._is_full(line, after) or self._is_filled(line)
            if abs(line.start - after.start) < line.size / 2 and not _ENDS.search(line.text):
                return False
        return self._indents or bool(_ENDS.search(first.text))

    def _hangs(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Whether the lines of an item begin behind its number."""
        depth = line.start - paragraph[0].start
        return depth <= _DEEPEST_INDENT * line.size and (
            len(paragraph) == 1 or abs(line.start - paragraph[1].start) < line.size / 2
        )

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether what a line begins with had no room at the end of the one before."""
        edges = self.edges(before)
        size = before.size
        if edges.right - edges.left < _NARROWEST * size:
            return False
        word = _WORD.match(line.text)
        room = 0.5 * size * len(word[0]) if word else size
        if not word and len(line.text) > 1 and _CLOSES.match(line.text[1]):
            room += size
        if word and _WORD_AT_END.search(before.text):
            room += size / 4
        return before.end + room >= edges.right - 0.6 * size

    def _is_filled(self, before: Line) -> bool:
        """Whether a line is too long to be the last one without the end of a sentence."""
        edges = self.edges(before)
        width = edges.right - edges.left
        return (
            width >= _NARROWEST * before.size
            and len(before.text) >= _PROSE
            and before.end - edges.left >= _FILLED * width
        )


def _measure(lines: Sequence[Line], size: float) -> _Edges:
    """The edges that enough lines keep to; what is beyond them is another column's."""
    fewest = max(2.0, _LEAST_SHARE * len(lines)) if len(lines) >= _ENOUGH_LINES else 1.0
    starts = sorted(line.start for line in lines)
    ends = sorted(-line.end for line in lines)
    return _Edges(_first_edge(starts, size / 2, fewest), -_first_edge(ends, size, fewest))


def _first_edge(places: Sequence[float], width: float, fewest: float) -> float:
    """The first place within so much of which there are enough others; the first of all if none."""
    for n, place in enumerate(places):
        if bisect_right(places, place + width) - n >= fewest:
            return place
    return places[0]


def _is_similar(line: Line, other: Line) -> bool:
    """Whether lines may belong to the same column."""
    return (
        abs(line.start - other.start) <= _DEEPEST_INDENT * line.size
        and max(line.size, other.size) <= 1.2 * min(line.size, other.size)
        and line.turned == other.turned
    )


def _follows_below(before: Line, line: Line) -> bool:
    """Whether a line is below another on the same page, in the same column."""
    return (
        before.page == line.page
        and line.base < before.base - 0.3 * line.size
        and min(before.end, line.end) > max(before.start, line.start) - _DEEPEST_INDENT * line.size
    )


def _is_unfinished(item: Sequence[Line], after: Line | None) -> bool:
    """Whether an item of a list has no end yet, and the next line but one is the next item."""
    return (
        len(item) == 1
        and len(item[0].text) >= _PROSE
        and not _ENDS.search(item[0].text)
        and after is not None
        and _ITEM.match(after.text) is not None
        and abs(after.start - item[0].start) < item[0].size / 2
    )


def _count_pitches(lines: Sequence[Line]) -> Counter[float]:
    pitches: Counter[float] = Counter()
    for before, after in pairwise(lines):
        pitch = (before.base - after.base) / after.size
        if before.page == after.page and 0.9 < pitch < 3.5:
            pitches[round(pitch, 1)] += 1
    return pitches
