from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.research import duplicates
from speechkit.research.duplicates import find_duplicates, hash_passages

LINES = [
    f"第{number}段：今年全镇的春耕生产要抓早抓实，一天也不能耽误。" for number in "甲乙丙丁戊己庚辛"
]

speeches = st.lists(
    st.lists(st.sampled_from([*LINES, "同志们：", "谢谢大家。"]), max_size=9), max_size=9
)


def pairs(corpus: list[list[str]]) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in find_duplicates(corpus)]


def brute_force(corpus: list[list[str]]) -> list[tuple[int, int, int]]:
    hashed = list(map(hash_passages, corpus))
    return [
        (first, second, len(hashed[first] & hashed[second]))
        for first, second in combinations(range(len(corpus)), 2)
        if (shorter := min(len(hashed[first]), len(hashed[second])))
        and len(hashed[first] & hashed[second]) / shorter >= 0.8
    ]


@given(speeches)
def test_the_pairs_are_those_of_comparing_all(corpus: list[list[str]]) -> None:
    found = [(pair.first, pair.second, pair.common) for pair in find_duplicates(corpus)]
    assert found == brute_force(corpus)


def test_four_in_five_are_enough_and_three_are_not() -> None:
    base = LINES[:5]
    assert pairs([base, [*LINES[:4], *LINES[5:]]]) == [(0, 1)]
    assert pairs([base, [*LINES[:3], *LINES[5:]]]) == []


def test_the_share_is_of_the_shorter_one() -> None:
    (pair,) = find_duplicates([LINES, LINES[:2]])
    assert (pair.common, pair.passages, pair.share) == (2, 2, 1.0)
    assert (pair.first_passages, pair.second_passages) == (8, 2)


def test_passages_compare_after_folding() -> None:
    assert (
        pairs(
            [["今年春天，雨水充足，開發區的工作很好。"], ["今年春天雨水充足：“开发区”的工作很好"]]
        )
        == []
    )
    assert pairs(
        [["今年春天，雨水充足，開發區的工作很好。"], ["今年春天,雨水充足,“开发区”的工作很好。"]]
    ) == [(0, 1)]


def test_short_passages_say_nothing() -> None:
    assert pairs([["同志们：", "谢谢大家。"], ["同志们：", "谢谢大家。"]]) == []
    assert pairs([[], [], ["同志们："]]) == []


def test_a_long_paragraph_is_compared_passage_by_passage() -> None:
    sentences = [
        f"第{number}句话说的是各村各组都要把责任落实到人，层层抓好。" * 6 for number in range(20)
    ]
    changed = [*sentences[:19], "最后这一句完全不同，讲的是另外一件与前面无关的事情。" * 6]
    assert pairs([["".join(sentences)], ["".join(changed)]]) == [(0, 1)]


def test_of_very_many_copies_each_is_told_with_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_NEIGHBOURS", 3)
    found = pairs([LINES] * 50)
    assert {number for pair in found for number in pair} == set(range(50))
    assert len(found) == 3 * 50 - 6
    assert found == sorted(found)
