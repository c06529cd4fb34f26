"""Damage that is told and cannot be mended: characters lost before the file came here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speechkit.model import Notice

_LOST = "\ufffd"
_AROUND = 8


def find_lost_characters(lines: Iterable[str]) -> Iterator[Notice]:
    """Yield one notice of all replacement characters of a text, with the first one's place.

    They are in the file, or decoding put them where bytes made no character.
    """
    damaged = [line for line in lines if _LOST in line]
    if damaged:
        first = damaged[0]
        place = first.index(_LOST)
        around = first[max(0, place - _AROUND) : place + _AROUND + 1]
        count = sum(line.count(_LOST) for line in damaged)
        yield Notice("doubtful", "lost-character", around, count)
