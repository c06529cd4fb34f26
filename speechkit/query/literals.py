"""What a regular expression asks for in any case: runs of Chinese characters to look up first."""

from __future__ import annotations

import re

from speechkit.text.characters import HAN

_PIECE = re.compile(
    rf"""
    (?P<skipped> \\[gkpPNL](?:\{{[^}}]*\}}|<[^>]*>)? | \\. | \[\^?\]?(?:\\.|[^\[\]\\])*\] )
  | (?P<repeat> [*?+] | \{{[^(){{}}\[\]|\\]*\}} )
  | (?P<letter> [{HAN}] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_UNSURE = re.compile(r"\(\?(?:#|[A-Za-z0-9-]*[xV])")
"""Comments, and flags by which characters mean something else."""


def read_literals(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return alternatives, of one of which a line that matches holds all runs of characters.

    Groups are not looked into. () says that nothing is sure.
    """
    if _UNSURE.search(pattern):
        return ()
    scan = _Scan()
    for found in _PIECE.finditer(pattern):
        if found[0] in ("[", "{"):
            return ()  # a set within a set, or braces that are no number
        scan.take(found[0], found.lastgroup or "")
    scan.end_alternative()
    return tuple(map(tuple, scan.alternatives)) if all(scan.alternatives) else ()


class _Scan:
    """Gathers the runs that stand outside of groups, while the pieces of a pattern go by."""

    def __init__(self) -> None:
        self.alternatives: list[list[str]] = []
        self._runs: list[str] = []
        self._run = ""
        self._depth = 0

    def take(self, piece: str, kind: str) -> None:
        """Take the next piece."""
        if kind == "letter":
            self._run += piece if not self._depth else ""
        elif kind == "repeat" and piece != "+":
            self._run = self._run[:-1]  # its last character may be missing
            self._end_run()
        else:
            self._end_run()
            self._depth += {"(": 1, ")": -1}.get(piece, 0) if kind == "other" else 0
            if piece == "|" and not self._depth:
                self.end_alternative()

    def end_alternative(self) -> None:
        """Keep what this alternative asks for."""
        self._end_run()
        self.alternatives.append(self._runs)
        self._runs = []

    def _end_run(self) -> None:
        if self._run:
            self._runs.append(self._run)
        self._run = ""
