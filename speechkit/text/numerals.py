"""Numerals as texts write them, Chinese and Arabic, half and full width, formal ones too."""

from __future__ import annotations

NOUGHTS = "〇○◯零０ＯOoОоΟο\uf9b2"
"""Of numerals: the character itself, circles, and the letters that are typed for it."""

HAN_DIGITS = "〇零一二三四五六七八九"
"""Plain ones; 两 is one only before what is counted."""

HAN_PLACES = "十百千万亿"

CHINESE_DIGITS = "一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參叄陸两兩⼀⼆⼋\uf9d1"
UNITS = "十百千拾佰仟廿卅卌⼗"

_DIGITS = {
    **dict.fromkeys(f"{NOUGHTS}0", 0),
    **{
        numeral: value
        for numerals in (
            "一二三四五六七八九",
            "壹贰叁肆伍陆柒捌玖",
            "１２３４５６７８９",
            "123456789",
        )
        for value, numeral in enumerate(numerals, 1)
    },
    **{"貳": 2, "參": 3, "叄": 3, "陸": 6, "两": 2, "兩": 2},
    **{"⼀": 1, "⼆": 2, "\uf9d1": 6, "⼋": 8},  # radicals and doubles, which PDFs hold
}
_UNITS = {"十": 10, "⼗": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_LONGEST = 4000
"""Digits; Python refuses to read many more."""


def read_numeral(numeral: str) -> int:
    """Return the value of digits (2024, 二〇二四) or of a numeral with units (廿三, 二千零五).

    What is no numeral is 0, and so is one of more than 4,000 characters.
    """
    if not numeral or len(numeral) > _LONGEST:
        return 0
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    total = digits = 0
    for character in numeral:
        if character in _DIGITS:
            digits = 10 * digits + _DIGITS[character]
        elif character in _UNITS:
            total += (digits or 1) * _UNITS[character]
            digits = 0
        elif character in _TENS:
            total += _TENS[character]
            digits = 0
        else:
            return 0
    return total + digits
