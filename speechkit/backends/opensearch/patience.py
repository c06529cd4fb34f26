"""How long a cluster is waited for, and how often it is asked again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from threading import Timer
from typing import NamedTuple

from speechkit.errors import ClusterError

BUSY = (429, 502, 503, 504)
"""What a server says, of a request or of one part of it, that may say otherwise soon."""

TOLD_AFTER = 5.0
"""Seconds of an attempt after which a user wants to know what is waited for."""


class Patience(NamedTuple):
    """How long a request may take and how often it is sent again."""

    seconds: float = 60
    """For one answer, from the first byte sent to the last one read."""
    silence: float = 20
    """Without a single byte of an answer; so a cluster that hangs is given up within 90 s."""
    attempts: int = 4
    first_wait: float = 0.5
    """Seconds before a request is sent again; each further wait is twice as long."""
    longest_wait: float = 30
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def insist(
        self, attempt: Callable[[], str], tell: Callable[[float], None] = lambda seconds: None
    ) -> None:
        """Attempt something, and again after waits while it returns what is in its way.

        ``tell`` is called with the seconds since the beginning, once in each attempt that takes
        more than a few. Raises ClusterError with what the last attempt returned.
        """
        attempt = _watch(attempt, tell)
        problem = attempt()
        for wait in self._waits():
            if not problem:
                return
            self.sleep(wait)
            problem = attempt()
        if problem:
            raise ClusterError(problem)

    def _waits(self) -> Iterable[float]:
        """Yield the waits between attempts, each a little longer or shorter than the plan says.

        So clients that were refused at once do not come back at once.
        """
        for attempt in range(self.attempts - 1):
            wait = min(self.first_wait * 2**attempt, self.longest_wait)
            yield wait * random.uniform(0.75, 1.25)


def _watch(attempt: Callable[[], str], tell: Callable[[float], None]) -> Callable[[], str]:
    """Return an attempt during which a user is told, once, that it takes long."""
    started = time.monotonic()

    def run() -> str:
        timer = Timer(TOLD_AFTER, lambda: tell(time.monotonic() - started))
        timer.daemon = True
        timer.start()
        try:
            return attempt()
        finally:
            timer.cancel()

    return run
