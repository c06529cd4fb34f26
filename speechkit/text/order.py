"""The natural order of names: 2 before 10, 第二 before 第十."""

from __future__ import annotations

import re

_NUMERAL = "[〇零一二三四五六七八九十百千]+"
_NUMBER = re.compile(
    f"(第?[0-9０-９]+|第{_NUMERAL}|{_NUMERAL}(?=[年月日号號次届屆篇章节節期卷集回部]))"
)
"""A Chinese numeral is a number behind 第 or before what is counted: not in 四川."""
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ORDINAL = "第"
_PLACES = "0", "\U0010fffd"
"""Where numbers are among characters: before letters, behind most marks; ordinals come last."""


def natural_key(path: bytes) -> bytes:
    """Return what sorts paths naturally when compared as bytes; no two paths have the same.

    A number, in digits or Chinese numerals, counts by its value; all else by code points.
    """
    text = path.decode("utf-8", "surrogateescape")
    parts = _NUMBER.split(text)
    parts[1::2] = map(_number_key, parts[1::2])
    return "".join(parts).encode("utf-8", "surrogateescape") + b"\0" + path


def _number_key(numeral: str) -> str:
    """Return a number as characters that sort by its value: how many digits it has, and these."""
    digits = str(_value(numeral.removeprefix(_ORDINAL)))
    return f"{_PLACES[numeral.startswith(_ORDINAL)]}{chr(len(digits))}{digits}"


def _value(numeral: str) -> int:
    if numeral[0] not in _DIGITS and numeral[0] not in _UNITS:
        return int(numeral) if len(numeral) < 4000 else 0
    if not any(character in _UNITS for character in numeral):  # 二〇二五
        return int("".join(str(_DIGITS[character]) for character in numeral[:4000]))
    total = digit = 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
