"""A page that holds its text twice, once for each kind of screen: the second copy is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

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
    repeated = [number for run in runs for number in run]
    size = sum(len(paragraphs[number]) for number in repeated)
    if not runs or size < _LEAST_SHARE * sum(map(len, paragraphs)):
        return lines, []
    gone = set(repeated)
    first, last = paragraphs[repeated[0]], paragraphs[repeated[-1]]
    shown = f"{first[:_LONGEST_SHOWN]} … {last[-_LONGEST_SHOWN:]}"
    return lines.without(gone), [Notice("dropped", "repeated-text", shown, len(gone))]


def _find_runs(paragraphs: Sequence[str]) -> Iterator[list[int]]:
    """Yield the runs of paragraphs that repeat those at one distance before them."""
    distance = _find_distance(paragraphs)
    if not distance:
        return
    places = range(distance, len(paragraphs))
    for is_equal, run in groupby(places, lambda n: paragraphs[n] == paragraphs[n - distance]):
        numbers = list(run)
        if is_equal and len(numbers) >= _FEWEST:
            yield numbers


def _find_distance(paragraphs: Sequence[str]) -> int:
    """Return the distance at which most of the text repeats itself, 0 if nothing does."""
    first: dict[str, int] = {}
    distances: Counter[int] = Counter()
    for number, paragraph in enumerate(paragraphs):
        place = first.setdefault(paragraph, number)
        if place < number:
            distances[number - place] += len(paragraph)
    return max(distances, key=lambda distance: (distances[distance], -distance), default=0)
