"""Numbers that are found within longer ones: a person is told, and what to type instead."""

from __future__ import annotations

import shlex

import pytest
from conftest import MakeCorpus

import speechkit
from cli.program import Program, write_speech
from speechkit.query import parse_query
from speechkit.research import find_longer_number, list_contexts

TEXT = """在会议上的讲话
增长5%。
增长15%，上年2.5%，前年２５％，价格涨了5％。
第十五届会议，第二十五届会议。
一个人，一个村，五万人。
投入5亿元，又投入45亿元。
用3G，３Ｇ，不用13G。来了三萬，走了十三万。二零，二〇，一二零。
"""


@pytest.fixture
def numbers(empty: Program) -> Program:
    """The program with one speech that is full of numbers, indexed."""
    write_speech(empty, "001.txt", TEXT)
    assert empty("index").status == 0
    return empty


@pytest.mark.parametrize(
    ("query", "longer", "alone"),
    [
        *(("5%", "15%", 2), ("５％", "15%", 2), ("十五", "二十五", 1), ("增长1", "增长15", 0)),
        *(("5亿", "45亿", 1), ("５億", "45亿", 1), ("３ｇ", "13G", 2), ("三萬", "十三万", 1)),
        *(("二零", "一二零", 2), ("五萬人", "", 1)),
    ],
)
def test_a_person_is_told_what_finds_the_number_alone(
    numbers: Program, query: str, longer: str, alone: int
) -> None:
    shown = numbers.at_terminal("kwic", query)
    told = next((line for line in shown.lines if "also found within" in line), "")
    assert bool(told) == bool(longer)
    if not longer:
        return
    assert told.startswith(f"speechkit: {query} is also found within {longer};")
    option, pattern = shlex.split(told.partition("alone: ")[2].strip())
    assert len(numbers("kwic", option, pattern).lines) == alone


SEPARATED = {
    "500万": (
        ("1,500万", "1，500万", "１，５００万", "12,500万"),
        ("500万", "５００万", "各，500万"),
    ),
    "5%": (("1．5%", "1.5%", "１．５％", "1,5%", "1，5%"), ("5%", "由2个，5%", "，5%")),
    "1500万": (
        ("21500万", "3,1500万", "21，500万", "31,500万"),
        ("1500万", "1,500万", "1，500万", "１，５００万", "１,５００万"),
    ),
    "1，500万": (("21，500万", "21500万"), ("1，500万", "1500万", "1,500万")),
    "1234567": (("1，234，567，890",), ("1234567", "1,234,567", "1，234，567")),
    "增加500": (
        ("增加500,000", "增加500．5", "增加500，000"),
        ("增加500", "增加500，", "增加500."),
    ),
    "五亿": (("三点五亿", "三．五亿", "三·五亿", "二十五亿"), ("五亿", "重点五亿", "十，五亿")),
    "十五": (("二十五", "九十五"), ("十五", "八点十五")),
    "增加三": (
        ("增加三点五", "增加三·一四", "增加三．二"),
        ("增加三", "增加三点二十", "增加三，五"),
    ),
}


def test_separators_belong_to_a_number(make_corpus: MakeCorpus) -> None:
    for query, (longer, alone) in SEPARATED.items():
        lines = "\n".join(f"甲{number}乙" for number in (*longer, *alone))
        (phrase,) = parse_query(query).phrases
        with speechkit.open(make_corpus({"001.txt": f"讲话\n{lines}\n"})) as corpus:
            found = find_longer_number(corpus, phrase)
            assert found is not None
            assert found.number in longer
            pattern = parse_query("", patterns=[found.pattern])
            told = [line.left + line.match + line.right for line in list_contexts(corpus, pattern)]
        assert told == [f"甲{number}乙" for number in alone]


@pytest.mark.parametrize("arguments", [("search", "5%"), ("trend", "5%"), ("collocates", "5%")])
def test_every_command_that_counts_matches_tells(
    numbers: Program, arguments: tuple[str, ...]
) -> None:
    assert "also found within 15%" in numbers.at_terminal(*arguments, width=200).out


def test_what_is_the_number_itself_is_not_told(numbers: Program) -> None:
    for query in ("一个", "万人", "第二十五届", "增长", "15%"):
        assert "also found" not in numbers.at_terminal("kwic", query).out


def test_a_pipe_is_told_nothing(numbers: Program) -> None:
    assert "also found" not in numbers("kwic", "5%").error
