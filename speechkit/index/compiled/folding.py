"""``speechkit.folding`` and the index's form of its match text, over arrays of code points."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from speechkit.counting import cut_at_lines
from speechkit.folding import BOUNDARY, HAN_BLOCKS, WALLS, fold_lines, replace_character
from speechkit.index.compiled import CODES, Codes, Numbers, compile_loop, list_codes
from speechkit.index.encoding import TOKEN_SEPARATOR, split_tokens

_UNKNOWN, _DROPPED, _LONG = 0, -1, -2
"""What a character becomes if not another one: not asked yet, nothing, or several (and below).

Nothing becomes the character 0, and an array of zeros takes memory only where it is written to.
"""

_OTHER, _HAN, _DECIMAL, _WALL = range(4)

_LONGEST = 1 << 22
"""Characters; the arrays of a longer line would take more memory than the plain way."""

_COMMA, _SPACE, _DOT = map(ord, ", .")
_BOUNDARY = ord(BOUNDARY)
_SEPARATOR = TOKEN_SEPARATOR.encode()
_SEPARATOR_CODE = _SEPARATOR[0]


class _Table(NamedTuple):
    """What each character becomes before the rules of context, and what these ask of it."""

    replacements: Numbers
    """By code point: another one, or one of the signs above."""
    long: Codes
    """The replacements of more than one character, one behind the other."""
    long_starts: Numbers
    kinds: npt.NDArray[np.uint8]


class CompiledFolder:
    """Folds texts with a table that is filled as characters are met."""

    def __init__(self) -> None:
        kinds = np.zeros(CODES, np.uint8)
        for first, last in HAN_BLOCKS:
            kinds[ord(first) : ord(last) + 1] = _HAN
        kinds[[ord(wall) for wall in WALLS]] = _WALL
        self._long = [""]
        self._table = _Table(
            np.zeros(CODES, np.int32),
            np.zeros(0, np.uint32),
            np.zeros(1, np.int32),
            kinds,
        )

    def make_tokens(self, text: str) -> bytes:
        """Return the match texts of some lines as the index keeps them, in UTF-8."""
        return _SEPARATOR.join(filter(None, map(self._make_tokens, cut_at_lines(text))))

    def _make_tokens(self, text: str) -> bytes:
        if len(text) > _LONGEST:
            return split_tokens(fold_lines(text)).encode()
        codes = list_codes(text)
        unknown = np.unique(codes[self._table.replacements[codes] == _UNKNOWN])
        if unknown.size:
            self._learn(unknown.tolist())
        return _fold_and_spell(codes, self._table).tobytes()

    def _learn(self, codes: list[int]) -> None:
        replacements, _, _, kinds = self._table
        folded = [replace_character(chr(code)) for code in codes]
        for character in "".join(folded):
            if character.isdecimal():
                kinds[ord(character)] = _DECIMAL
        first = len(self._long) - 1
        long = [text for text in folded if len(text) > 1]
        self._long += long
        ends = np.cumsum([len(text) for text in self._long], dtype=np.int32)
        self._table = _Table(replacements, list_codes("".join(self._long)), ends, kinds)
        # Last, because no replacement may name what the table does not hold.
        numbers = count(first)
        for code, text in zip(codes, folded, strict=True):
            if len(text) > 1:
                replacements[code] = _LONG - next(numbers)
            else:
                replacements[code] = ord(text) if text else _DROPPED


@compile_loop
def _fold_and_spell(codes: Codes, table: _Table) -> npt.NDArray[np.uint8]:
    unsettled = _replace(codes, table)
    size = _settle_commas(unsettled, unsettled.size, table.kinds)
    size = _settle_spaces(unsettled, size, table.kinds)
    size = _settle_dots(unsettled, size, table.kinds)
    return _spell(unsettled[:size])


@compile_loop
def _replace(codes: Codes, table: _Table) -> Codes:
    """Return what the table makes of each character."""
    size = 0
    for code in codes:
        new = table.replacements[code]
        if new <= _LONG:
            size += table.long_starts[_LONG - new + 1] - table.long_starts[_LONG - new]
        elif new > 0:
            size += 1
    replaced = np.empty(size, np.uint32)
    size = 0
    for code in codes:
        new = table.replacements[code]
        if new <= _LONG:
            for place in range(table.long_starts[_LONG - new], table.long_starts[_LONG - new + 1]):
                replaced[size] = table.long[place]
                size += 1
        elif new > 0:
            replaced[size] = new
            size += 1
    return replaced


@compile_loop
def _settle_commas(text: Codes, size: int, kinds: npt.NDArray[np.uint8]) -> int:
    """Drop commas between two digits and make the others boundaries; return the new size."""
    written = 0
    for place in range(size):
        code = text[place]
        if code == _COMMA:
            before = written - 1
            while before > 0 and text[before] == _SPACE:
                before -= 1
            after = place + 1
            while after < size and text[after] == _SPACE:
                after += 1
            if (
                before >= 0
                and after < size
                and kinds[text[before]] == _DECIMAL
                and kinds[text[after]] == _DECIMAL
            ):
                continue
            code = np.uint32(_BOUNDARY)
        text[written] = code
        written += 1
    return written


@compile_loop
def _settle_spaces(text: Codes, size: int, kinds: npt.NDArray[np.uint8]) -> int:
    """Leave one space for spaces between two letters, digits or symbols; return the new size."""
    written = 0
    place = 0
    while place < size:
        code = text[place]
        place += 1
        if code == _SPACE:
            while place < size and text[place] == _SPACE:
                place += 1
            if written == 0 or place == size:
                continue
            before, after = kinds[text[written - 1]], kinds[text[place]]
            if before in (_HAN, _WALL) or after in (_HAN, _WALL):
                continue
        text[written] = code
        written += 1
    return written


@compile_loop
def _settle_dots(text: Codes, size: int, kinds: npt.NDArray[np.uint8]) -> int:
    """Drop dots between two Han characters; return the new size."""
    written = 0
    place = 0
    while place < size:
        end = place + 1
        if text[place] == _DOT:
            while end < size and text[end] in (_DOT, _SPACE):
                end += 1
            if (
                written > 0
                and end < size
                and kinds[text[written - 1]] == _HAN
                and kinds[text[end]] == _HAN
            ):
                place = end
                continue
        while place < end:
            text[written] = text[place]
            written += 1
            place += 1
    return written


@compile_loop
def _spell(codes: Codes) -> npt.NDArray[np.uint8]:
    """Return the characters in UTF-8 with the separator between them."""
    spelled = np.empty(5 * codes.size, np.uint8)
    size = 0
    for code in codes:
        if size:
            spelled[size] = _SEPARATOR_CODE
            size += 1
        if code < 0x80:
            spelled[size] = code
            size += 1
            continue
        following = 1 if code < 0x800 else 2 if code < 0x10000 else 3
        spelled[size] = (0xFF00 >> following + 1) & 0xFF | code >> 6 * following
        size += 1
        while following:
            following -= 1
            spelled[size] = 0x80 | code >> 6 * following & 0x3F
            size += 1
    return spelled[:size]
