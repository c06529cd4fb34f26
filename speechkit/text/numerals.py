"""Numerals as texts write them, Chinese and Arabic, half and full width."""

from __future__ import annotations

NUMERALS = "〇○零一二三四五六七八九十百千两0-9０-９"
"""What numerals are made of, as the inside of a regular expression's class."""

_DIGITS = dict.fromkeys("〇○零Ｏ０0", "0") | {
    numeral: str(value)
    for numerals in ("一二三四五六七八九", "１２３４５６７８９", "123456789")
    for value, numeral in enumerate(numerals, 1)
}


def read_numeral(numeral: str) -> int:
    """Return the value of digits (2024, 二〇二四) or of a numeral with tens (二十三); else 0."""
    if "十" not in numeral:
        return _read_digits(numeral)
    tens, _, units = numeral.partition("十")
    return 10 * (_read_digits(tens) if tens else 1) + (_read_digits(units) if units else 0)


def _read_digits(numeral: str) -> int:
    digits = "".join(_DIGITS.get(character, "") for character in numeral)
    return int(digits) if digits and len(digits) == len(numeral) else 0
