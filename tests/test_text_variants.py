"""Words written in two ways meet, and others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.variants import list_variants


def finds(query: str, text: str) -> bool:
    return any(variant in normalize(text) for variant in list_variants(normalize_phrase(query)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("计划", "計畫"),
        ("规划", "規畫"),
        ("计划和规划", "計畫和規畫"),
        ("抓着不放", "抓著不放"),
        ("了解", "瞭解"),
        ("发展", "發展"),
        ("干部", "幹部"),
        ("台湾", "臺灣"),
        ("部分", "部份"),
        ("答复", "答覆"),
        ("十四五规划", "“十四五”規畫"),
    ],
)
def test_both_ways_of_writing_meet(one: str, other: str) -> None:
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("锻炼", "鍛鍊"),
        ("磨炼", "磨鍊"),
        ("仿佛", "彷彿"),
        ("熏陶", "薰陶"),
        ("借机", "藉機"),
        ("借着", "藉著"),
        ("鲶鱼", "鯰魚"),
        ("反反复复", "反反覆覆"),
    ],
)
def test_what_opencc_writes_in_traditional_characters_is_found(
    simplified: str, traditional: str
) -> None:
    assert finds(simplified, traditional)
    assert finds(traditional, simplified)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        *(("画", "计划"), ("划", "计画"), ("着", "著作"), ("1000", "1，00"), ("著作", "着作")),
        *(("1234", "12，345"), ("1234", "12，345，678"), ("12345678", "12345，678")),
        *(("2019123", "2019，123"), ("12，34", "1234")),
    ],
)
def test_these_do_not_meet(query: str, text: str) -> None:
    assert not finds(query, text)


def test_a_chunk_has_its_own_way_first_and_few_others() -> None:
    assert list_variants("计划") == ("计划", "计画")
    assert list_variants("计画") == ("计画", "计划")
    assert list_variants("画") == ("画",)
    assert list_variants("发展") == ("发展",)
    assert set(list_variants("计划规划")) == {"计划规划", "计画规划", "计划规画", "计画规画"}
    many = list_variants("计划规划策划企划筹划谋划了解重复部分")
    assert many[0] == "计划规划策划企划筹划谋划了解重复部分"
    assert len(many) <= 16


@given(st.text(st.sampled_from("计规划画着著作名了解瞭望想像象的"), min_size=1, max_size=8))
def test_ways_of_writing_keep_length_and_come_back(phrase: str) -> None:
    variants = list_variants(phrase)
    assert variants[0] == phrase
    assert len(set(variants)) == len(variants)
    assert {len(variant) for variant in variants} == {len(phrase)}


def test_numbers_are_looked_for_as_they_are_written() -> None:
    assert list_variants("1000万元") == ("1000万元", "1，000万元")
    assert list_variants("1，000万元") == ("1，000万元", "1000万元")
    assert list_variants("1234567") == ("1234567", "1，234，567")
    assert list_variants("12345678") == ("12345678", "12，345，678")
    assert set(list_variants("二〇〇五")) == {f"二{nought * 2}五" for nought in "〇0oοо"}
    assert set(list_variants("二0")) == {f"二{nought}" for nought in "〇0oοо"}
    for whole in ("999", "0755", "3.1415", "十〇", "2，0255", "甲o乙"):
        assert list_variants(whole) == (whole,)
