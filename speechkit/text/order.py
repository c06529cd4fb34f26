"""The natural order of names: 2 before 10, 第二 before 第十."""

from __future__ import annotations

from speechkit.text.late_patterns import compile_late
from speechkit.text.numerals import HAN_DIGITS, read_numeral

_NUMERAL = f"[{HAN_DIGITS}十百千]+"
_NUMBER = compile_late(
    f"(第?[0-9０-９]+|第{_NUMERAL}|{_NUMERAL}(?=[年月日号號次届屆篇章节節期卷集回部]))"
)
"""A Chinese numeral is a number behind 第 or before what is counted: not in 四川."""
_ASCII_NUMBER = compile_late("([0-9]+)")
_ORDINAL = "第"
_PLACES = "0", "\U0010fffd"
"""Where numbers are among characters: before letters, behind most marks; ordinals come last."""


def natural_key(path: bytes) -> bytes:
    """Return what sorts paths naturally when compared as bytes; no two paths have the same.

    A number, in digits or Chinese numerals, counts by its value; all else by code points.
    """
    text = path.decode("utf-8", "surrogateescape")
    parts = (_ASCII_NUMBER if text.isascii() else _NUMBER).split(text)
    parts[1::2] = map(_number_key, parts[1::2])
    return "".join(parts).encode("utf-8", "surrogateescape") + b"\0" + path


def _number_key(numeral: str) -> str:
    """Return a number as characters that sort by its value: how many digits it has, and these."""
    digits = str(read_numeral(numeral.removeprefix(_ORDINAL)))
    return f"{_PLACES[numeral.startswith(_ORDINAL)]}{chr(len(digits))}{digits}"
