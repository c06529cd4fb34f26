"""Where the body of a text begins and ends: its first and its last plain paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from speechkit.text.characters import ends_sentence, is_han, squeeze

_SHORTEST_SENTENCE, _PROSE = 20, 30
_QUOTED_HEAD = 3000
_TELLING = 20
"""Characters of a line of which mostly one is not in a text that does not begin so."""


class Edges(NamedTuple):
    """Places in the lines of a text: its body, and all from its first to its last sentence."""

    first: int
    last: int
    first_sentence: int
    last_sentence: int


def find_edges(lines: Sequence[str], kind: Callable[[int], str]) -> Edges | None:
    """Return where the body of a text is, None if every line of it is boilerplate.

    The body lies between plain paragraphs. A poem or a text of short turns may have none: then any
    sentence will do, and then any line. ``kind`` gives the kind of the rule that a line matches, ""
    if none does; no line is empty or has blanks at its ends.
    """

    def find(places: Iterable[int], is_body: Callable[[str], bool]) -> int | None:
        for place in places:
            if is_body(lines[place]) and not kind(place):
                return place
        return None

    there, back = range(len(lines)), range(len(lines) - 1, -1, -1)
    for is_body in (is_plain, ends_sentence, bool):
        first, last = find(there, is_body), find(back, is_body)
        if first is None or last is None:
            continue
        before = find(range(last - 1, first - 1, -1), is_body)
        end = len(lines)
        if before is not None and _is_quoted_below(lines, kind, before, last):
            last, end = before, last
        first_sentence = find(range(first), ends_sentence)
        last_sentence = find(range(end - 1, last, -1), ends_sentence)
        return Edges(
            first,
            last,
            first if first_sentence is None else first_sentence,
            last if last_sentence is None else last_sentence,
        )
    return None


def is_plain(line: str) -> bool:
    """Whether a line is plainly prose: a sentence, or long enough to hold clauses."""
    if len(line) >= _PROSE and ("，" in line or "," in line or "。" in line):
        return True
    return len(line) >= _SHORTEST_SENTENCE and ends_sentence(line)


def quotes_beginning(line: str, before: Iterable[str]) -> bool:
    """Whether a line repeats how a text begins, as some pages do below it."""
    beginning = "".join(before)[:_QUOTED_HEAD]
    if any(is_han(character) and character not in beginning for character in line[:_TELLING]):
        return False
    return squeeze(line[:_QUOTED_HEAD]) in squeeze(beginning)


def _is_quoted_below(
    lines: Sequence[str], kind: Callable[[int], str], before: int, last: int
) -> bool:
    """Whether the last paragraph is the beginning of the text again, below a list of links."""
    links = any(kind(place) == "related" for place in range(before + 1, last))
    return links and quotes_beginning(lines[last], lines[:last])
