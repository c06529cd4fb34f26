"""What long work tells while it goes on, and the sums that are told when it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from speechkit import Corpus, Scope
from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.messages import count_characters, count_matches, count_speeches

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE = 0.3
"""Seconds before a person is told that something is going on."""

T = TypeVar("T")


class Tally:
    """Called for each speech that is read with the number of its matches; shows that to a person.

    It sums them up.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.speeches = 0
        """Of those that were read, the ones with a match."""
        self.matches = 0
        self._read = 0
        self._shown = terminal.messages
        self._color = terminal.color
        self._next = time.monotonic() + _PATIENCE
        self._status: Status | None = None

    def __enter__(self) -> Tally:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def __call__(self, matches: int) -> None:
        """Count one more speech."""
        self._read += 1
        self.speeches += matches > 0
        self.matches += matches
        if self._shown and time.monotonic() > self._next:
            self._next = time.monotonic() + _PATIENCE
            self._show(_("{speeches} read").format(speeches=count_speeches(self._read)))

    def stop(self) -> None:
        """Show nothing any more: what was counted is printed from here on."""
        self._shown = False
        if self._status is not None:
            self._status.stop()
            self._status = None

    def stop_at_first(self, items: Iterator[T]) -> Iterator[T]:
        """Yield items, and show nothing any more once there is one."""
        for item in items:
            self.stop()
            yield item

    def note_total(self, corpus: Corpus, scope: Scope) -> None:
        """Say how many matches there are in how many speeches, of how much text."""
        told = _("{matches} in {number}")
        counted = told.format(matches=count_matches(self.matches), number=f"{self.speeches:,}")
        note(count_of(counted, of(corpus, scope)))

    def _show(self, text: str) -> None:
        if self._status is None:
            self._status = _start_status(text, color=self._color)
        self._status.update(text)


def count_of(counted: str, of: str) -> str:
    """Return what was counted, and of what."""
    return _("{counted} {of}").format(counted=counted, of=of)


def of(corpus: Corpus, scope: Scope, left_out: int = 0, rest: int = 0) -> str:
    """Return what was looked at: ``of 12 speeches (20,828 characters), corpus bb6a13e82398``.

    Where some speeches were left out, ``rest`` is how many characters the others have.
    """
    found = corpus.totals if scope == Scope() else corpus.statistics(scope)
    return _("of {speeches} ({characters}), corpus {fingerprint}").format(
        speeches=count_speeches(found.speeches - left_out),
        characters=count_characters(rest if left_out else found.characters),
        fingerprint=corpus.fingerprint(),
    )


def _start_status(text: str, *, color: bool) -> Status:
    from rich.console import Console
    from rich.status import Status

    console = Console(file=sys.stderr, force_terminal=True, no_color=not color, markup=False)
    status = Status(text, console=console)
    status.start()
    return status
