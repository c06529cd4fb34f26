"""Lines of a terminal: how wide text is, and where a line of Chinese may end.

A line does not begin with a closing mark or end with an opening one. A number keeps its measure
word (6 个), and a command its first word and its options, where there is another place to break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from speechkit.render.cells import cells_of, measure

if TYPE_CHECKING:
    from rich.text import Text

    from speechkit.model import Span

WIDEST = 100
"""Cells: longer lines of Chinese tire the eye, however wide the terminal is."""

_NO_START = frozenset("，。；：！？、）》〉」』】〕］｝”’…·,.;:!?)]}%％‰℃")
_NO_END = frozenset("（《〈「『【〔［｛“‘([{￥$")
_PAIRS = frozenset("—…")
_QUOTES = frozenset("'\"")
_PROGRAM = "speechkit"
_LONGEST_STEP_BACK = 24


def pad(text: str, width: int) -> str:
    """Return text with blanks behind it, so wide at least."""
    return text + " " * (width - measure(text))


def wrap(text: str, width: int) -> list[Span]:
    """Return the lines into which text falls at a width, as spans of characters."""
    lines: list[Span] = []
    start = 0
    while start < len(text):
        end = fit(text, start, width)
        if end < len(text):
            end = _step_back(text, start, end)
        lines.append((start, start + len(text[start:end].rstrip())))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return lines or [(0, 0)]


def fit(text: str, start: int, width: int) -> int:
    """Return where the longest piece ends that begins at ``start`` and is so wide at most."""
    cells = 0
    for place in range(start, len(text)):
        cells += cells_of(text[place])
        if cells > width:
            return max(place, start + 1)
    return len(text)


def fit_backwards(text: str, end: int, width: int) -> int:
    """Return where the longest piece begins that ends at ``end`` and is so wide at most."""
    cells = 0
    for place in range(end - 1, -1, -1):
        cells += cells_of(text[place])
        if cells > width:
            return place + 1
    return 0


def shorten(text: str, width: int) -> str:
    """Return text that is so wide at most, with an ellipsis where it was cut."""
    if measure(text) <= width:
        return text
    return text[: fit(text, 0, width - measure("…"))] + "…"


def share_room(widths: Sequence[int], room: int) -> int:
    """Return how wide a part may be, that parts of these widths fit into a room together.

    Narrow parts leave what they do not need to the wide ones.
    """
    rest = room
    for number, width in enumerate(sorted(widths)):
        share = rest // (len(widths) - number)
        if width > share:
            return max(share, 1)
        rest -= width
    return max(widths, default=0)


def block(
    text: str, spans: Sequence[Span], width: int, lead: Text | None = None, style: str = ""
) -> Iterator[Text]:
    """Yield text as lines of at most ``width`` cells; ``lead`` goes before the first one.

    The other lines begin under the text. Text and lead must be safe; spans go from left to right
    and do not overlap.
    """
    from rich.text import Text  # help is wrapped without it

    from speechkit.render.pages.styles import mark_matches

    lead = lead or Text()
    indent = measure(lead.plain)
    first = 0
    for start, end in wrap(text, max(width - indent, 10)):
        inside = []
        while first < len(spans) and spans[first][0] < end:
            inside.append((max(spans[first][0], start) - start, min(spans[first][1], end) - start))
            if spans[first][1] > end:
                break  # it goes on in the next line
            first += 1
        line = lead.copy() if not start else Text(" " * indent)
        line.append_text(mark_matches(text[start:end], inside, style))
        yield line


def _step_back(text: str, start: int, end: int) -> int:
    """Return the last place at or before ``end`` where a line may end, if one is near.

    Where there is none within what belongs together, a line begins with no mark at least.
    """
    for allows in (_may_break, _may_cut):
        for place in range(end, max(start, end - _LONGEST_STEP_BACK), -1):
            if allows(text, place):
                return place
    return end


def _may_break(text: str, place: int) -> bool:
    """Return whether a line may end before a place without a loss."""
    before, after = text[place - 1], text[place]
    if not _may_cut(text, place):
        return False
    if before.isspace() or after.isspace():
        return not _belongs_together(text, place)
    if before == after and before in _PAIRS:
        return False
    return not (before.isascii() and after.isascii())


def _may_cut(text: str, place: int) -> bool:
    """Return whether the marks around a place let a line end before it."""
    begin = place
    while begin < len(text) and text[begin].isspace():
        begin += 1
    if text[place - 1] in _NO_END and begin == place:
        return False
    return begin == len(text) or not _is_closing(text, begin)


def _is_closing(text: str, place: int) -> bool:
    """Return whether a mark belongs to what is before it: not so that of ``.docx``, or of ``:12``.

    A quote alone between blanks belongs there too.
    """
    mark, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if mark in _QUOTES:
        return not after or after.isspace() or after in _NO_START
    if mark not in _NO_START:
        return False
    return not (mark.isascii() and after.isalnum() and not before.isalnum())


def _belongs_together(text: str, place: int) -> bool:
    """Return whether a blank divides 6 个, 第 6, ``speechkit help`` or ``help -n 5``."""
    before = text[max(place - _LONGEST_STEP_BACK, 0) : place].rstrip()
    after = text[place : place + _LONGEST_STEP_BACK].lstrip()
    if not before or not after:
        return False
    if not after[0].isascii():
        return before[-1].isdecimal() and after[0].isalpha()
    if not before[-1].isascii():
        return before[-1] == "第" and after[0].isdecimal()
    word = before.split()[-1]
    return word.endswith(_PROGRAM) or _is_option(word) or _is_option(after)


def _is_option(text: str) -> bool:
    return text[0] == "-" and text[1:].lstrip("-")[:1].isalnum()
