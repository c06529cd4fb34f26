"""Operators of other programs: every spelling is told, with the very query to type."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.query.model import Near
from speechkit.query.rewriting import (
    find_groups,
    find_patterns,
    find_possible_patterns,
    rewrite_fields,
    rewrite_lists,
    rewrite_operators,
)
from speechkit.query.syntax import parse_query, split_query

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def rewrite(query: str) -> str:
    """The query that is proposed, or nothing."""
    proposed = {rewriting.query for rewriting in rewrite_operators(query)}
    assert len(proposed) <= 1
    return proposed.pop() if proposed else ""


def spellings(word: str) -> list[str]:
    cased = [word, word.lower(), word.capitalize()]
    return [*cased, *(spelling.translate(FULL_WIDTH) for spelling in cased)]


@pytest.mark.parametrize("word", [*spellings("AND"), "&", "&&", "+", "＆", "＋"])
def test_both(word: str) -> None:
    assert rewrite(f"产业 {word} 项目") == "产业 项目"
    assert rewrite(f"产业 {word} “World Bank” {word} title:丙") == "产业 “World Bank” title:丙"


@pytest.mark.parametrize("word", spellings("OR"))
def test_either(word: str) -> None:
    assert rewrite(f"产业 {word} 项目") == "产业 | 项目"
    assert rewrite(f"产业 {word} 项目 AND 乡村") == "产业 | 项目 乡村"


@pytest.mark.parametrize("word", [*spellings("NOT"), "!", "！"])
def test_without(word: str) -> None:
    assert rewrite(f"产业 {word} 项目") == "产业 -项目"
    assert rewrite(f"产业 AND {word} 项目") == "产业 -项目"
    assert rewrite(f"{word} “x y” 产业") == "-“x y” 产业"


NEAR_SPELLINGS = [
    "{0} 10", "{0}10", "{0}/ 10", "{0} /10", "{0} / 10", "{0}(10)", "{0} (10)", "{0}:10", "{0}~10",
    "{0}=10", "{0}-10", "{0}_10", "{0}[10]",
]  # fmt: skip


@pytest.mark.parametrize(
    ("spelling", "word"),
    [*product(NEAR_SPELLINGS, [*spellings("NEAR"), *spellings("BEFORE")])],
)
def test_a_distance_in_any_spelling(spelling: str, word: str) -> None:
    operator = "NEAR/10" if len(word) == 4 else "BEFORE/10"
    for typed in (spelling.format(word), spelling.format(word).translate(FULL_WIDTH)):
        assert rewrite(f"发展 {typed} 安全") == f"发展 {operator} 安全"
        assert rewrite(f"title:发展 {typed} “x y” 丙") == f"title:发展 {operator} “x y” 丙"


@pytest.mark.parametrize("word", ["NEAR", "near", "NEAR/", "BEFORE", "ＮＥＡＲ／"])
def test_a_distance_without_a_number_is_ten(word: str) -> None:
    name = "BEFORE" if word == "BEFORE" else "NEAR"
    assert rewrite(f"发展 {word} 安全") == f"发展 {name}/10 安全"


@pytest.mark.parametrize(
    "operator",
    [f"{word}{slash}{digits}" for word in (*spellings("NEAR"), *spellings("BEFORE"))
     for slash in "/／∕⁄" for digits in ("10", "１０", "010")],
)  # fmt: skip
def test_what_is_understood_is_not_spoken_of(operator: str) -> None:
    query = f"title:发展 {operator} 安全"
    ((term,),) = parse_query(query).required
    assert isinstance(term, Near)
    assert (term.distance, term.first.title_only) == (10, True)
    assert term.ordered == (operator[0] in "BbＢｂ")
    assert rewrite(query) == ""


def test_distances_have_no_end() -> None:
    for digits in ("0", "999999999", "9" * 10_000, "0" * 5_000 + "7"):
        ((term,),) = parse_query(f"甲 NEAR/{digits} 乙").required
        assert isinstance(term, Near)
        assert term.distance == min(int(digits[-9:]), 999_999_999)


@pytest.mark.parametrize("dash", ["–", "—", "―", "‒", "⸺", "─", "━", "﹘", "——"])
def test_a_dash_is_text_and_told(dash: str) -> None:
    query = parse_query(f"产业 {dash}项目")
    assert not query.excluded
    assert len(query.required) == 2
    assert rewrite(f"产业 {dash}项目") == "产业 -项目"
    assert (
        rewrite(f"产业{dash}项目") == rewrite(f"产业 {dash} 项目") == rewrite(f"产业{dash}") == ""
    )


@pytest.mark.parametrize("name", ["title:", "Title：", "ｔｉｔｌｅ：", "标题：", "題目:"])
def test_a_blank_behind_the_field(name: str) -> None:
    assert rewrite(f"{name} 座谈会 产业") == "title:座谈会 产业"


@pytest.mark.parametrize("quote", '"“”„‟＂〝″«❝')
def test_a_quote_that_is_not_closed(quote: str) -> None:
    query = parse_query(f"产业 {quote}World Bank")
    assert len(query.required) == 3
    assert rewrite(f"产业 {quote}World Bank") == '产业 "World Bank"'
    assert rewrite(f"产业 {quote}World") == ""


@pytest.mark.parametrize(
    "query",
    [
        *(
            '产业 "AND" 项目',
            "产业 “AND” 项目",
            "产业 -OR",
            "or",
            "NOT",
            "title:OR 产业",
            "产业 OR",
        ),
        *(
            "AND 产业",
            "产业 NEAR",
            "NEAR 产业",
            "nearly 10 甲",
            "产业 nearby 项目",
            "3 - 5",
            "5–10",
        ),
        *("产业 | 项目", "-产业 项目", "“x y” z", "title:产业", "标题：", "「x y」", "《甲 乙》"),
    ],
)
def test_what_is_no_operator_is_left_alone(query: str) -> None:
    assert rewrite_operators(query) == []


@pytest.mark.parametrize("sign", "、，,﹑､﹐／/;；﹔＋+＆&\\＼")
def test_lists(sign: str) -> None:
    piece = f"产业{sign}项目"
    assert [*rewrite_lists(f"甲 {piece}", {piece})] == [(piece, "甲 产业 项目", "甲 产业 | 项目")]
    assert [*rewrite_lists(f"title:{piece}", {piece})] == [
        (f"title:{piece}", "title:产业 title:项目", "title:产业 | title:项目")
    ]
    assert [*rewrite_lists(f"甲 | {piece}", {piece})] == [(piece, "", "甲 | 产业 | 项目")]
    three = f"{piece}{sign}乡村"
    assert next(rewrite_lists(three, {three})).both == "产业 项目 乡村"
    for query in (f"甲 {piece}", f'"{piece}"', f"甲 NEAR/5 {piece}", f"-{piece}", f"1{sign}000"):
        missing = set() if query.startswith("甲 产") else {piece, f"1{sign}000"}
        assert [*rewrite_lists(query, missing)] == []
    assert [*rewrite_lists(f"产业{sign}", {f"产业{sign}"})] == []


@pytest.mark.parametrize("colon", ":：")
def test_fields_that_there_are_not(colon: str) -> None:
    for name in ("标题", "题目", "intitle", "ＴＩＴＥＬ"):
        piece = f"{name}{colon}产业"
        assert [*rewrite_fields(f"甲 {piece}", {piece})] == [(piece, "甲 title:产业", "title")]
    for name, field in (("讲话人", "speaker"), ("Author", "speaker"), ("来源", "source")):
        piece = f"{name}{colon}产业"
        assert [*rewrite_fields(f"甲 {piece}", {piece})] == [(piece, f"甲 {field}:产业", field)]
    piece = f"正文{colon}产业"
    assert [*rewrite_fields(f"甲 {piece}", {piece})] == [(piece, "甲 产业", "")]
    for piece in (f"他说{colon}产业", f"title{colon}产业", f"标题{colon}", f"12{colon}30"):
        assert [*rewrite_fields(piece, {piece})] == []


PIECES = st.sampled_from(["产业", "“x y”", "甲、乙", "-甲", "—乙", "title:丙", "标题：丁", "10"])
OPERATORS = st.sampled_from(["", "AND", "or", "NOT", "near", "NEAR/ 10", "NEAR/10", "|", "+", "!"])


@given(st.lists(st.tuples(PIECES, OPERATORS), max_size=5), PIECES)
def test_what_is_proposed_is_left_alone(joined: list[tuple[str, str]], last: str) -> None:
    proposed = rewrite(" ".join([*(f"{piece} {operator}" for piece, operator in joined), last]))
    assert rewrite(proposed) == ""


@given(st.lists(PIECES | OPERATORS))
def test_nothing_is_taken_away_but_operators(pieces: list[str]) -> None:
    query = " ".join(pieces)
    proposed = rewrite(query)
    if proposed:
        assert proposed.count("产业") == query.count("产业")
        assert proposed.count("甲、乙") == query.count("甲、乙")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("产业near/10项目", "产业 NEAR/10 项目"),
        ("产业 NEAR/10项目", "产业 NEAR/10 项目"),
        ("产业BEFORE/5 项目", "产业 BEFORE/5 项目"),
        ("产业 NEAR/十 项目", "产业 NEAR/10 项目"),
        ("产业 near/二十五 项目", "产业 NEAR/25 项目"),
        ("产业 W/5 项目", "产业 NEAR/5 项目"),
        ("产业 pre/5 项目", "产业 BEFORE/5 项目"),
        ("产业 NEAR/3 项目 NEAR/3 抓", "产业 NEAR/3 项目 项目 NEAR/3 抓"),
        ("NEAR/3 项目", "项目"),
        ("产业 NEAR/3", "产业"),
        ("产* 项?目", "产 项 目"),
        ("+产业 ＋项目", "产业 项目"),
    ],
)
def test_distances_wildcards_and_plus(typed: str, written: str) -> None:
    assert rewrite(typed) == written
    assert not list(rewrite_operators(written))


@pytest.mark.parametrize(
    "typed", ["产业 NEAR/3 项目", "km/10", "W/5", "C++", "*", "1+1", "产业？", "what?", "linear/3"]
)
def test_what_only_looks_like_it(typed: str) -> None:
    assert not list(rewrite_operators(typed))


@pytest.mark.parametrize(
    "pattern",
    [
        "改.*开放",
        "改.{1,3}开放",
        "改.+开放",
        "改.?开放",
        "改.革",
        "改.开放",
        "全面深.化",
        "深化..开放",
        "第[一二三]个",
        "[0-9]+亿元",
        r"\d+年",
        r"\d*年",
        "^产业",
        "是{2}",
    ],
)
def test_patterns_that_are_typed_as_pieces(pattern: str) -> None:
    assert [*find_patterns(f"甲 {pattern}")] == [pattern]
    assert not list(rewrite_operators(f"甲 {pattern}"))
    missing = {token.text for token in split_query(pattern)}
    assert [*find_possible_patterns(f"甲 {pattern}", missing)] == []
    for typed in (f"“{pattern}”", f"-{pattern}", f"title:{pattern}"):
        assert [*find_patterns(typed)] == [], typed


@pytest.mark.parametrize("pattern", ["[改革]", "[掌声]谢谢", "[甲乙丙]个", "[0-9]亿元", "[a-z]会"])
def test_patterns_that_may_be_texts(pattern: str) -> None:
    missing = {token.text for token in split_query(pattern)}
    assert [*find_patterns(f"甲 {pattern}")] == []
    assert [*find_possible_patterns(f"甲 {pattern}", missing)] == [pattern]
    assert [*find_possible_patterns(f"甲 {pattern}", {"甲"})] == []


@pytest.mark.parametrize(
    "text",
    [
        *("1.5倍", "国发[2016]5号", "产业|项目", "（一）产业", "A.B", "改*开放", "[产业", "5%"),
        *("甲.{1", "卡尔.马克思", "五.四运动", "一.形势", "二.改革", "改革...开放", "改革."),
        *("改．革", "改·革", "第2.5个", "国发[某]号"),
    ],
)
def test_texts_that_are_no_patterns(text: str) -> None:
    assert [*find_patterns(text)] == []
    assert [*find_possible_patterns(text, {token.text for token in split_query(text)})] == []
    assert [*find_groups(text)] == []


def test_a_choice_within_a_piece_is_a_pattern() -> None:
    for pattern in ("(产业|项目)要", "抓(产业|项目)", "第(一|二|三)个", "[0-9]+(个|亿元)"):
        assert [*find_groups(f"甲 {pattern} 乙")] == [pattern]
        assert [*find_patterns(pattern)] == []
        missing = {token.text for token in split_query(pattern)}
        assert [*find_possible_patterns(pattern, missing)] == []
    for query in (
        "(产业|项目) 要",
        "(产业|项目)|企业",
        "（产业|项目）要",
        "抓(产业) | 项目",
        "(甲|乙))丙",
    ):
        assert [*find_groups(query)] == []
