"""Words as numbers: most need no look-up, because their characters are their code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speechkit.text.characters import is_han
from speechkit.text.segmenter import Segmenter

Integers = NDArray[np.int64]

_SHORT = 3
_LAST_SHORT = "\uffff"
_SHORT_BITS = 16
"""Words of up to three characters below the last short one, 16 bits each, are their own codes."""

FIRST_WITH_PARTS = 1 << (_SHORT - 1) * _SHORT_BITS
"""Codes of words of one or two characters are smaller: these hold no shorter word."""

_FIRST_NUMBER = 1 << _SHORT * _SHORT_BITS
"""The code of the first of all others; with 12 bits behind it there is room for 2 ** 50 more."""

_MOST_NUMBERS, _MOST_CHARACTERS = 1 << 17, 1 << 22
"""Of words that are remembered from batch to batch; letters and digits make ever new ones."""

_MASKS = np.array([*((1 << _SHORT_BITS * length) - 1 for length in range(_SHORT + 1)), 0])
_LINE_END = ord("\n")


class WordCodes(dict[str, int]):
    """The codes of words: made of their characters, or given when they are first asked for."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._numbered: list[str] = []
        self._characters = 0
        self._parts: dict[int, tuple[int, ...]] = {}

    @property
    def are_many(self) -> bool:
        """Whether too many are remembered, so that it is time to begin again."""
        many = len(self) + len(self._parts) > _MOST_NUMBERS
        return many or self._characters > _MOST_CHARACTERS

    def __missing__(self, word: str) -> int:
        if len(word) <= _SHORT and max(word) <= _LAST_SHORT and is_han(word[0]):
            code = sum(ord(character) << _SHORT_BITS * n for n, character in enumerate(word))
        else:
            code = _FIRST_NUMBER + len(self._numbered)
            self._numbered.append(word)
            self._characters += len(word)
        self[word] = code
        return code

    def read(self, words: Sequence[str]) -> Integers:
        """Return the codes of words."""
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))

    def read_han(self, words: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the codes and lengths of Han words; the line ends among them are left out."""
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        characters = _read_characters("".join(words))
        codes: Integers = characters.copy()
        for place in range(1, _SHORT):
            codes[:-place] |= characters[place:] << _SHORT_BITS * place
        starts = lengths.cumsum() - lengths
        codes = codes[starts] & _MASKS[np.minimum(lengths, _SHORT + 1)]
        others = lengths > _SHORT
        if len(characters) and characters.max() > ord(_LAST_SHORT):
            others |= np.add.reduceat(characters > ord(_LAST_SHORT), starts) > 0
        rest = np.flatnonzero(others)
        codes[rest] = self.read([words[place] for place in rest.tolist()])
        are_words = codes != _LINE_END
        return codes[are_words], lengths[are_words]

    def spell(self, codes: Integers) -> list[str]:
        """Return the words of codes, which ascend."""
        short, numbered = np.split(codes, [np.searchsorted(codes, _FIRST_NUMBER)])
        characters = short.astype("<i8").view("<u2").reshape(-1, 4)[:, :_SHORT]
        spelled = characters.tobytes().decode("utf-16-le")
        words = [spelled[at : at + _SHORT].rstrip("\0") for at in range(0, len(spelled), _SHORT)]
        rest = (numbered - _FIRST_NUMBER).tolist()
        return [*words, *map(self._numbered.__getitem__, rest)]

    def list_parts(self, codes: Integers) -> list[tuple[int, ...]]:
        """Return for each Han word the codes of the shorter words within it; codes ascend."""
        numbers = codes.tolist()
        unknown = codes[np.array([code not in self._parts for code in numbers], bool)]
        for code, word in zip(unknown.tolist(), self.spell(unknown), strict=True):
            parts = self._segmenter.list_parts(word) if is_han(word[0]) else ()
            self._parts[code] = tuple(map(self.__getitem__, parts))
        return [*map(self._parts.__getitem__, numbers)]


def _read_characters(text: str) -> Integers:
    return np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.int64)
