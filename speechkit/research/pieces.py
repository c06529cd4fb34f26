"""Pieces of a text one of which is in each of its runs, cut where characters are rare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speechkit.text.normalize import EDGES


class Piece(NamedTuple):
    """A piece of normalized text, and where it is in it."""

    start: int
    end: int
    text: str


class Cutter:
    """Cuts normalized texts into pieces; ``samples`` tell how rare characters are."""

    def __init__(self, samples: Iterable[str], least: int) -> None:
        self._least = least
        self._size = max(3, min(7, least // 3))
        self._characters = [set(text) for text in samples]
        self._shares: dict[str, float] = {}

    def cut(self, text: str) -> Iterator[Piece]:
        """Yield pieces one of which is in every run of the least length, or a longer one."""
        for start in self._choose_starts(text):
            piece = text[start : start + self._size]
            trimmed = piece.strip(EDGES)
            if trimmed:
                first = start + piece.index(trimmed[0])
                yield Piece(first, first + len(trimmed), trimmed)

    def _choose_starts(self, text: str) -> list[int]:
        """Return the starts of pieces that cost least together, none too far from the last one."""
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
        """Return in what share of the sampled texts a character is."""
        if character not in self._shares:
            holders = sum(character in characters for characters in self._characters)
            self._shares[character] = holders / max(len(self._characters), 1)
        return self._shares[character]
