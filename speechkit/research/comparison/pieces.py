"""Short pieces of a text, to be looked up: every long run of the text holds one of them.

They are cut where characters are rare, so that few speeches hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speechkit.text.normalize import EDGES


class Piece(NamedTuple):
    """A piece of normalized text, from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Cutter:
    """Cuts normalized texts into pieces. How rare a character is, is read from ``samples``."""

    def __init__(self, samples: Iterable[str], least: int) -> None:
        self._least = least
        self._size = max(3, min(7, least // 3))
        self._characters = [set(text) for text in samples]
        self._shares: dict[str, float] = {}

    def cut(self, text: str) -> Iterator[Piece]:
        """Yield pieces such that every run of ``least`` characters or more holds one of them."""
        for start in self._choose_starts(text):
            piece = text[start : start + self._size]
            trimmed = piece.strip(EDGES)
            if trimmed:
                first = start + piece.index(trimmed[0])
                yield Piece(first, first + len(trimmed), trimmed)

    def _choose_starts(self, text: str) -> list[int]:
        """Return the starts of the pieces that cost least together.

        None is so far from the one before it that a run between them would hold neither.
        """
        size, farthest = self._size, self._least + 1 - self._size
        count = len(text) - size + 1
        shares = [self._share(character) for character in text]
        costs = [min(shares[n : n + size]) + 0.1 for n in range(count)]
        for n in range(count):
            if not text[n : n + size].strip(EDGES):  # of marks alone there is nothing to ask
                costs[n] += count
        before = [-1] * count
        for place in range(farthest, count):
            before[place] = min(range(place - farthest, place), key=costs.__getitem__)
            costs[place] += costs[before[place]]
        last = min(range(max(count - farthest, 0), count), key=costs.__getitem__)
        starts = []
        while last >= 0:
            starts.append(last)
            last = before[last]
        return starts[::-1]

    def _share(self, character: str) -> float:
        """Return the share of the samples that hold a character."""
        if character not in self._shares:
            holders = sum(character in characters for characters in self._characters)
            self._shares[character] = holders / max(len(self._characters), 1)
        return self._shares[character]
