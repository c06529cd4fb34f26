"""The most probable words of a run of Chinese characters, by jieba's rule without its HMM."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log

LookUp = Callable[[str], int | None]
"""Tells how often a word was counted: 0 for what only begins words, None for what begins none."""


def cut_run(run: str, look_up: LookUp, log_total: float) -> Iterator[str]:
    """Yield the words on the best path through a run, which is found from its end.

    ``best[k]`` is the log probability of the best path from k to the end. As in jieba the longer
    word wins a tie, and a character that no word begins with counts as seen once.
    """
    best = [0.0] * (len(run) + 1)
    ends = [0] * len(run)
    for start in range(len(run) - 1, -1, -1):
        paths = [
            (log(times) - log_total + best[end], end) for end, times in _list(run, start, look_up)
        ]
        best[start], ends[start] = max(paths)
    start = 0
    while start < len(run):
        yield run[start : ends[start]]
        start = ends[start]


def _list(run: str, start: int, look_up: LookUp) -> Sequence[tuple[int, int]]:
    """Return the ends of the words that begin at a place, and how often each was counted."""
    found = []
    for end in range(start + 1, len(run) + 1):
        times = look_up(run[start:end])
        if times is None:
            break
        if times:
            found.append((end, times))
    return found or [(start + 1, 1)]
