"""Text as letters: normalized, without its marks, and with the way back to the text."""

from __future__ import annotations

from functools import cached_property

from speechkit.model import Span
from speechkit.text.normalize import EDGES, Normalized, normalize_lines, normalize_with_offsets
from speechkit.text.numerals import HAN_DIGITS
from speechkit.text.table import BOUNDARY, PARTING

_MARKS = frozenset(f"{EDGES}{PARTING},")
_DIGITS = tuple(zip(HAN_DIGITS.replace("零", ""), "0123456789", strict=True))


def letters_of_lines(text: str) -> str:
    """Return the letters of a text of several lines, its line ends kept."""
    return _leave_out_marks(normalize_lines(text))


def fold_digits(letters: str) -> str:
    """Return letters with Chinese digits as others, so that 二〇二五年 is aligned with 2025年."""
    for chinese, digit in _DIGITS:
        letters = letters.replace(chinese, digit)
    return letters


def _leave_out_marks(normalized: str) -> str:
    """Return a text without its marks: a pass for each takes a fraction of one ``translate``."""
    for mark in _MARKS:
        normalized = normalized.replace(mark, "")
    return normalized


class Letters:
    """The letters of one line, as ``text``, and where each of them is in the line."""

    def __init__(self, line: str) -> None:
        self.normalized: Normalized = normalize_with_offsets(line)
        self.text = _leave_out_marks(self.normalized.match)

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def _places(self) -> list[int]:
        """Of each letter its place in the normalized text."""
        return [n for n, character in enumerate(self.normalized.match) if character not in _MARKS]

    def normalized_piece(self, start: int, end: int) -> str:
        """Return the normalized text of some letters, with the marks between them."""
        return self.normalized.match[self._places[start] : self._places[end - 1] + 1]

    def span(self, start: int, end: int) -> Span:
        """Return where some letters, one at least, are in the line."""
        return self.normalized.span(self._places[start], self._places[end - 1] + 1)

    def runs(self) -> list[Span]:
        """Return the runs of letters between the boundaries of sentences and their parts."""
        runs: list[Span] = []
        start = 0
        for place, normalized_place in enumerate(self._places):
            before = self.normalized.match[normalized_place - 1] if normalized_place else ""
            if before == BOUNDARY and place > start:
                runs.append((start, place))
                start = place
        if len(self) > start:
            runs.append((start, len(self)))
        return runs
