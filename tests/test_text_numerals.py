"""Numerals are read as the numbers they are, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.numerals import read_numeral

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("2024", 2024),
        ("２０２４", 2024),
        ("二〇二四", 2024),
        ("二零二四", 2024),
        ("二○二Ｏ", 2020),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("", 0),
        ("百", 100),
        ("一百一十四", 114),
        ("一百〇九", 109),
        ("廿", 20),
        ("廿五", 25),
        ("卅一", 31),
        ("二千零二十五", 2025),
        ("两千", 2000),
        ("一九九八", 1998),
        ("贰零贰伍", 2025),
        ("貳拾參", 23),
        ("二О二Ο", 2020),
        ("二◯二○", 2020),
        ("二O二五", 2025),
        ("x1", 0),
        ("①", 0),
        ("٣", 0),
    ],
)
def test_the_number_of_a_numeral(numeral: str, number: int) -> None:
    assert read_numeral(numeral) == number


@given(st.integers(1, 99))
def test_numbers_below_a_hundred_come_back(number: int) -> None:
    tens, units = divmod(number, 10)
    written = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    assert read_numeral(written + (DIGITS[units] if units else "")) == number


@given(st.integers(1, 10**9))
def test_numbers_digit_by_digit_come_back(number: int) -> None:
    assert read_numeral(str(number)) == number
    assert read_numeral("".join(DIGITS[int(digit)] for digit in str(number))) == number
