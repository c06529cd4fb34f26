"""A page that holds its text twice, once for each kind of screen: the second copy is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import eq

from speechkit.cleaning.lines import Lines
from speechkit.model import Notice

_FEWEST = 3
_LEAST_SHARE = 0.25
_LONGEST_SHOWN = 30


def drop_second_copy(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Drop the paragraphs that repeat, word for word and in order, a large part of the text.

    A refrain is no copy: copies lie at one distance from what they repeat, in runs of several
    paragraphs, and all of them together are a quarter of the text at least.
    """
    paragraphs = lines.texts
    runs = list(_find_runs(paragraphs))
    size = sum(len(paragraphs[number]) for run in runs for number in run)
    if not runs or size < _LEAST_SHARE * sum(map(len, paragraphs)):
        return lines, []
    first, last = paragraphs[runs[0][0]], paragraphs[runs[-1][-1]]
    shown = f"{first[:_LONGEST_SHOWN]} … {last[-_LONGEST_SHOWN:]}"
    left = lines.without(number for run in runs for number in run)
    return left, [Notice("dropped", "repeated-text", shown, sum(map(len, runs)))]


def _find_runs(paragraphs: Sequence[str]) -> Iterator[range]:
    """Yield the runs of paragraphs that repeat those at one distance before them."""
    distance = _find_distance(paragraphs)
    if not distance:
        return
    end = distance
    repeats = map(eq, paragraphs[distance:], paragraphs)
    for is_equal, run in groupby(repeats):
        start, end = end, end + sum(1 for _ in run)
        if is_equal and end - start >= _FEWEST:
            yield range(start, end)


def _find_distance(paragraphs: Sequence[str]) -> int:
    """Return the distance at which most of the text repeats itself, 0 if nothing does."""
    first: dict[str, int] = {}
    repeated = [0] * len(paragraphs)  # characters, by the distance from where they are first
    for number, paragraph in enumerate(paragraphs):
        place = first.setdefault(paragraph, number)
        if place < number:
            repeated[number - place] += len(paragraph)
    return max(range(len(repeated)), key=repeated.__getitem__, default=0)
