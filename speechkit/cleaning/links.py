"""Paths through a site and lists of links: short lines that only those around them tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from speechkit.cleaning.edges import Edges, quotes_beginning
from speechkit.text.characters import ends_sentence

_PATH_SIGNS = (">", "＞", ">>", "»")
_LONGEST_SIGN = max(map(len, _PATH_SIGNS))
_HOMES = ("首页", "首頁", "主页", "主頁")
_LONGEST_CRUMB = 16
_LONGEST_LINK = 120
_MOST_LINKS = 80


def find_crumbs(lines: Sequence[str]) -> Iterator[int]:
    """Yield the places of the steps and signs of paths (首页, >, 政务, >, 讲话).

    The name of a column is a step once more where it is repeated below its path.
    """
    if not any(len(line) <= _LONGEST_SIGN and line in _PATH_SIGNS for line in lines):
        return
    end = 0  # of the last path
    for place in range(1, len(lines)):
        if place > end and lines[place] in _PATH_SIGNS and _is_home(lines[place - 1]):
            end = _find_end(lines, place)
            yield from range(place - 1, end)


def _find_end(lines: Sequence[str], place: int) -> int:
    """The place after the last step of a path of which the first sign is at ``place``."""
    end = len(lines)
    while place < end and lines[place] in _PATH_SIGNS:
        place += 1
        if place < end and len(lines[place]) <= _LONGEST_CRUMB:
            place += 1
    while place < end and lines[place] == lines[place - 1]:
        place += 1
    return place


def _is_home(line: str) -> bool:
    return line[-2:] in _HOMES and len(line) <= _LONGEST_CRUMB


def find_links(lines: Sequence[str], kind: Callable[[int], str], edges: Edges) -> range:
    """Return the places of lists of links with their headings: all from the first one to the end.

    Nothing but links, other boilerplate and the beginning of the text again may be below it.
    """
    first = len(lines)
    for place in range(len(lines) - 1, max(edges.last, len(lines) - 1 - _MOST_LINKS), -1):
        line = lines[place]
        if kind(place) == "related":
            first = place
            continue
        is_link = kind(place) not in ("", "near") or _is_link(line)
        if not is_link and not quotes_beginning(line, lines[: edges.last + 1]):
            break
    return range(first, len(lines))


def _is_link(line: str) -> bool:
    return len(line) <= _LONGEST_LINK and not ends_sentence(line)
