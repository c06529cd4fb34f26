"""Whether the time of some work grows with the size of what it gets, and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable

_FACTOR = 8  # What is quadratic takes 64 times as long
_AT_MOST = 24  # three times the eightfold
_BRIEF = 0.05  # seconds: below this the clock says more of the machine than of the work
_TRIES = 6


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fail where work on eight times the size takes over 24 times as long in each of six tries.

    Processor time, and the quickest of several runs: whatever else the machine does only adds.
    """
    short = long = float("inf")
    for _ in range(_TRIES):
        short = min(short, spend(work, size))
        long = min(long, spend(work, size * _FACTOR))
        if long < _BRIEF + _AT_MOST * short:
            return
    raise AssertionError(f"{size}: {short:.3f} s, {_FACTOR} times that: {long:.3f} s")


def spend(work: Callable[[int], object], size: int) -> float:
    """Return the seconds of processor time that the work takes on a size."""
    start = time.process_time()
    work(size)
    return time.process_time() - start
