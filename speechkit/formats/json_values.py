"""The values of a JSON text, each string with the line where it begins."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

from speechkit.formats.edited import line_starts
from speechkit.text.characters import BLANKS

_BAD_SHARE = 0.2
_QUOTE = re.compile('"')
_BETWEEN = re.compile(f"[{BLANKS},]*")


class Text(NamedTuple):
    """A string, and the number of the line of the file where it begins."""

    text: str
    line: int


class Object(NamedTuple):
    """The members of an object in the order of the file, equal names included."""

    members: tuple[tuple[str, Value], ...]


Value = Text | Object | list["Value"] | int | float | None


def read_values(text: str) -> tuple[list[Value], list[Text]]:
    """Return the objects and arrays that a text holds one after the other, and its broken lines.

    Both are empty for what is no JSON: where more than a few lines are broken, where a value is
    neither object nor array, and where values lie deeper within each other than Python reads.
    """
    decoder = json.JSONDecoder(strict=False, object_pairs_hook=_Pairs)
    starts = line_starts(text)
    values: list[Value] = []
    broken: list[Text] = []
    place = _skip(text, 0)
    while place < len(text):
        try:
            value, end = decoder.raw_decode(text, place)
            if not isinstance(value, (_Pairs, list)):
                return [], []
            values.append(_locate(value, _lines_of_strings(text, place, starts)))
        except RecursionError:
            return [], []
        except ValueError:
            end = text.find("\n", place) + 1 or len(text)
            broken.append(Text(text[place:end].strip(BLANKS), bisect_right(starts, place)))
            if len(broken) > 1 + _BAD_SHARE * len(values):
                return [], []
        place = _skip(text, end)
    return (values, broken) if len(broken) <= _BAD_SHARE * len(values) else ([], [])


class _Pairs(list[tuple[str, object]]):
    """An object as the decoder gives it, its members in order."""


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _lines_of_strings(text: str, place: int, starts: Sequence[int]) -> Callable[[], int]:
    """What gives the line of each string from a place on, names of members included."""
    # Not by an expression for a whole string: what that remembers of each escape fills the memory.
    quotes = (quote.start() for quote in _QUOTE.finditer(text, place))
    marks = (quote for quote in quotes if not _is_escaped(text, quote))
    openings = islice(marks, 0, None, 2)
    return lambda: bisect_right(starts, next(openings))


def _is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes is before a place."""
    start = place
    while start and text[start - 1] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _locate(value: object, next_line: Callable[[], int]) -> Value:
    """The value with the line of each string; they come in the order of the file."""
    if isinstance(value, str):
        return Text(value, next_line())
    if isinstance(value, _Pairs):
        members: list[tuple[str, Value]] = []
        for name, member in value:
            next_line()
            members.append((name, _locate(member, next_line)))
        return Object(tuple(members))
    if isinstance(value, list):
        return [_locate(item, next_line) for item in value]
    return value if isinstance(value, (int, float)) else None
