"""Tables of contents: 目录 and the titles listed below it, or a run of rows that is plainly one."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from speechkit.text.characters import BLANKS, ends_sentence, squeeze
from speechkit.text.dates import is_date

_LONGEST = 80
"""Characters of a row."""

_FEWEST_BELOW, _FEWEST = 2, 6
"""Rows below a heading, and where there is none."""

_NEAR = 3
"""Lines from a row to the next: a date may be between them."""

_LONGEST_HEADING = 12
_HEADING_ENDS = frozenset("录錄次】]）sS")
_HEADINGS = frozenset(
    f"{opening}{name}{closing}"
    for name in ("目录", "目錄", "目次", "本书目录", "总目录", "contents", "tableofcontents")
    for opening, closing in ("【】", "[]", "（）", "〔〕", ("", ""))
)
_BULLETS = "·•●○◆◇■□▪▲△*＊-－–—"
_PAGE_ENDS = frozenset("0123456789０１２３４５６７８９）)页頁IVXivx")
_ROMAN = "[IVXivxⅠ-ⅻ]{1,6}"
_ROW = (
    rf"(?P<bullet>[{re.escape(_BULLETS)}]\s*)?(?P<title>\S.*?)"
    r"(?:(?P<leader>\s*(?:[…⋯]|[.．·_]{3}|[-—―]{3})[…⋯.．·_\-—―\s]*|\s+)"
    rf"[（(]?(?P<page>[0-9０-９]{{1,4}}|{_ROMAN})\s*[）)页頁]?)?"
)
_GLUED = r"(?P<title>\S.*?[^\W\d_])[（(]?(?P<page>[0-9]{1,4})[）)]?"
"""A row whose page follows without a blank: 前言1."""
_AROUND_TEXT = frozenset(
    (
        "注释",
        "注釋",
        "附录",
        "附錄",
        "前言",
        "后记",
        "後記",
        "序",
        "序言",
        "索引",
        "编后记",
        "结束语",
    )
)
"""What a book has before and behind its text: in a list of titles it shows a table of contents."""
_OPEN_ENDS = tuple("，,、：:；;！!？?。")


class _Row(NamedTuple):
    """A line as one of a table: its title without marks and page, how it is set."""

    key: str
    bullet: bool
    leader: bool
    page: int | None
    """Of pages in Roman numerals 0."""

    @property
    def marked(self) -> bool:
        return self.bullet or self.page is not None


def heads_contents(paragraph: str) -> bool:
    """Return whether a line is the heading of a table of contents."""
    if len(paragraph) > _LONGEST_HEADING or paragraph[-1:] not in _HEADING_ENDS:
        return False
    return squeeze(paragraph).lower() in _HEADINGS


def find_contents(paragraphs: Sequence[str]) -> list[int]:
    """Return the places of the lines that are tables of contents, their headings with them."""
    short = [place for place, text in enumerate(paragraphs) if 0 < len(text) <= _LONGEST]
    headings = [place for place in short if heads_contents(paragraphs[place])]
    marked = _find_close([place for place in short if _may_be_marked(paragraphs[place])])
    if not (headings or marked):
        return []
    places: list[int] = []
    is_listed = _make_look(paragraphs)
    for heading in headings:
        if not places or heading > places[-1]:
            end = _find_end(paragraphs, heading + 1, is_listed)
            places += range(heading, end) if end else ()
    for start, end in _find_runs(paragraphs, marked, frozenset(places)):
        lines = (text for text in paragraphs[start:end] if not is_date(text))
        rows = [row for text in lines if (row := _read_row(text))]
        if len(rows) >= _FEWEST and _is_certain(rows, is_listed):
            places += range(start, end)
    return sorted(places)


def _make_look(paragraphs: Sequence[str]) -> Callable[[_Row], bool]:
    """Return what tells whether the title of a row is elsewhere a line of its own, unmarked."""

    @cache
    def counts() -> Counter[str]:
        rows = (_read_row(text) for text in paragraphs)
        return Counter(row.key for row in rows if row and not row.marked)

    return lambda row: counts()[row.key] > (0 if row.marked else 1)


def _may_be_marked(text: str) -> bool:
    return text[0] in _BULLETS or text[-1] in _PAGE_ENDS


def _find_close(places: Sequence[int]) -> list[int]:
    """Return those places that are so close to others that they may be a run, told by numbers."""
    if len(places) < _FEWEST:
        return []
    close: list[int] = []
    group: list[int] = []
    for place in (*places, sys.maxsize):
        if group and place - group[-1] > _NEAR:
            close += group if len(group) >= _FEWEST else ()
            group = []
        group.append(place)
    return close


def _read_row(text: str) -> _Row | None:
    """Return a line as a row; None for what is none: a sentence, a long line, an open end."""
    if not text or len(text) > _LONGEST:
        return None
    match = re.fullmatch(_ROW, text.strip(BLANKS))
    if match is None:
        return None
    title, page, bullet = match["title"], match["page"], bool(match["bullet"])
    if page is None and (glued := re.fullmatch(_GLUED, title)):
        title, page = glued["title"], glued["page"]
    key = squeeze(title).rstrip("…⋯.．·_")
    if not key or title.endswith(_OPEN_ENDS) or ends_sentence(title):
        return None
    number = None if page is None else int(page) if page.isdecimal() else 0
    leader = page is not None and bool((match["leader"] or "").strip(BLANKS))
    return _Row(key, bullet, leader, number)


def _find_end(paragraphs: Sequence[str], start: int, is_listed: Callable[[_Row], bool]) -> int:
    """Return where the table below a heading ends; 0 where there is none.

    The text begins where a title is there once more, or with the first line that is no title.
    """
    seen: set[str] = set()
    rows: list[_Row] = []
    last = number = 0
    for place in range(start, len(paragraphs)):
        text = paragraphs[place]
        row = _read_row(text)
        if row is None or (row.key in seen and not row.marked):
            break
        if not is_date(text):
            rows.append(row)
            seen.add(row.key)
        if row.marked or is_listed(row):
            last, number = place + 1, len(rows)
    listed = sum(row.marked or is_listed(row) for row in rows[:number])
    return last if listed >= max(_FEWEST_BELOW, number / 2) else 0


def _find_runs(
    paragraphs: Sequence[str], marked: Sequence[int], known: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield where rows with a bullet or a page follow each other, dates between them aside."""
    run: list[int] = []
    rows = (place for place in marked if not is_date(paragraphs[place]))
    for place in (*rows, len(paragraphs) + 1):
        row = _read_row(paragraphs[place]) if place < len(paragraphs) else None
        is_row = row is not None and row.marked and place not in known
        between = range(run[-1] + 1, place) if run else ()
        if run and not (is_row and all(is_date(paragraphs[n]) for n in between)):
            yield run[0], run[-1] + 1
            run = []
        if is_row:
            run.append(place)


def _is_certain(rows: Sequence[_Row], is_listed: Callable[[_Row], bool]) -> bool:
    """Return whether rows without a heading are a table of contents and no list of a speech.

    Its pages never go back. Its titles head the parts of the text, or all of them have a leader and
    a page, or they list what is around the text of a book.
    """
    pages = [row.page for row in rows if row.page]
    if any(page > later for page, later in pairwise(pages)):
        return False
    if 2 * sum(map(is_listed, rows)) >= len(rows):
        return True
    if all(row.leader for row in rows):
        return True
    return all(row.bullet for row in rows) and any(row.key in _AROUND_TEXT for row in rows)
