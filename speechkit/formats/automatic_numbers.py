"""The numbers that documents count by themselves: 一、（一）1. and their like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = {"simplified": "零壹贰叁肆伍陆柒捌玖", "traditional": "零壹貳參肆伍陸柒捌玖"}
_PLACES = ("", "十", "百", "千")
_FORMAL_PLACES = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LARGEST = 9_999


class Level(NamedTuple):
    """How one level of a list counts."""

    format: str = "decimal"
    """A name of Office Open XML's ST_NumberFormat."""
    pattern: str = ""
    """The number as printed, with ``%1`` for the count of the first level, ``%2`` …"""
    start: int = 1
    restarts: bool = True
    """Whether it begins again after a number of a higher level."""
    legal: bool = False
    """Whether all counts in it are written in digits."""
    gap: str = " "
    """Between the number and the text."""


class ListCounter:
    """The counts of one list."""

    def __init__(self, levels: Mapping[int, Level]) -> None:
        self._levels = levels
        self._counts: dict[int, int] = {}

    def restart(self, level: int, start: int) -> None:
        """Let the next number of a level be ``start``."""
        self._counts[level] = start - 1

    def count(self, level: int) -> str:
        """Return the next number of a level, as printed before the text; "" for a bullet."""
        counted = self._levels.get(level)
        if counted is None:
            return ""
        self._counts[level] = self._counts.get(level, counted.start - 1) + 1
        for deeper in [n for n in self._counts if n > level]:
            if self._levels.get(deeper, counted).restarts:
                del self._counts[deeper]
        number = self._printed(counted)
        return number + _gap(number, counted.gap) if number else ""

    def _printed(self, counted: Level) -> str:
        if counted.format in ("bullet", "none") and "%" not in counted.pattern:
            return counted.pattern if counted.format == "none" else ""
        printed = counted.pattern
        for place in range(1, 10):
            if f"%{place}" not in printed:
                continue
            level = self._levels.get(place - 1, Level())
            count = self._counts.get(place - 1, level.start)
            format = "decimal" if counted.legal else level.format
            printed = printed.replace(f"%{place}", write_number(count, format))
        return printed


def _gap(number: str, gap: str) -> str:
    """What parts a number from its text: 一、 and （一） need nothing."""
    return "" if number.endswith((" ", "、", "）", "，", "．", "】", "〕")) else gap


def write_number(value: int, format: str) -> str:
    """Return a count as a format writes it: ``十二``, ``XII``, ``⑫``; in digits if it is unknown.

    The formats are those of ST_NumberFormat, ISO/IEC 29500-1, 17.18.59.
    """
    write = _WRITERS.get(format, str)
    return write(value) if 0 < value <= _LARGEST or write is str else str(value)


def _spelled(digits: str, places: Sequence[str], *, short_tens: bool) -> Callable[[int], str]:
    def write(value: int) -> str:
        spelled, gap = "", False
        for place in range(len(str(value)) - 1, -1, -1):
            digit = value // 10**place % 10
            if digit:
                spelled += (digits[0] if gap else "") + digits[digit] + places[place]
            gap = not digit and bool(spelled)
        begin = digits[1] + places[1]
        return spelled[1:] if short_tens and value < 20 and spelled.startswith(begin) else spelled

    return write


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _counted_to_ninety_nine(value: int) -> str:
    return _COUNTING(value) if value < 100 else _digit_by_digit(value)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)]


def _stem_and_branch(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _roman(value: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        written += sign * times
    return written


def _letters(first: str) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _enclosed(*ranges: tuple[int, int, int]) -> Callable[[int], str]:
    """Numbers that are one character each, by (first, last, character of the first)."""

    def write(value: int) -> str:
        for first, last, character in ranges:
            if first <= value <= last:
                return chr(character + value - first)
        return str(value)

    return write


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


_COUNTING = _spelled("零" + _DIGITS[1:], _PLACES, short_tens=True)
_CIRCLED = _enclosed((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_WRITERS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": _counted_to_ninety_nine,
    "taiwaneseCounting": _counted_to_ninety_nine,
    "chineseCountingThousand": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": _spelled(
        _FORMAL_DIGITS["simplified"], _FORMAL_PLACES, short_tens=False
    ),
    "ideographLegalTraditional": _spelled(
        _FORMAL_DIGITS["traditional"], _FORMAL_PLACES, short_tens=False
    ),
    "japaneseLegal": _spelled(_FORMAL_DIGITS["traditional"], _FORMAL_PLACES, short_tens=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _stem_and_branch,
    "ideographEnclosedCircle": _enclosed((1, 10, 0x3280)),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _enclosed((1, 20, 0x2474)),
    "decimalEnclosedFullstop": _enclosed((1, 20, 0x2488)),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
}
