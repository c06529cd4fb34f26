"""Queries: what was typed, taken apart; whatever is typed is a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Scope
from speechkit.query.model import Condition, Near, Phrase, Query, Regex, Term
from speechkit.query.syntax import parse_query
from speechkit.text.normalize import normalize_phrase


def show(term: Term) -> str:
    """A term in few letters: its first variant, with t: for titles only."""
    if isinstance(term, Condition):
        return term.typed
    assert not isinstance(term, Regex)
    if isinstance(term, Near):
        sign = "<" if term.ordered else "~"
        return f"{show(term.first)} {sign}{term.distance} {show(term.second)}"
    return ("t:" if term.title_only else "") + term.variants[0]


def required(query: Query) -> list[list[str]]:
    return [[show(term) for term in alternatives] for alternatives in query.required]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("十四五", [["十四五"]]),
        ("一带一路 乡村", [["一带一路"], ["乡村"]]),
        ("　开发区　招商\t引资\n", [["开发区"], ["招商"], ["引资"]]),
        ('"World Bank"', [["world bank"]]),
        ('"World Bank" 贷款', [["world bank"], ["贷款"]]),
        ("World Bank", [["world"], ["bank"]]),
        ("开发区 | 高新区", [["开发区", "高新区"]]),
        ("甲 | 乙 | 丙 丁", [["甲", "乙", "丙"], ["丁"]]),
        ("甲|乙", [["甲", "乙"]]),
        ("甲｜乙| 丙", [["甲", "乙", "丙"]]),
        ('"甲|乙"', [["甲|乙"]]),
        ('"World Bank"|甲', [["world bank", "甲"]]),
        ("甲||乙", [["甲", "乙"]]),
        ("| 甲", [["|"], ["甲"]]),
        ("甲 |", [["甲"]]),
        ("title:座谈会", [["t:座谈会"]]),
        ("title：座谈会", [["t:座谈会"]]),
        ('title:"座 谈会"', [["t:座谈会"]]),
        ("title:", [["title"]]),
        ("title: 座谈会", [["title"], ["座谈会"]]),
        ("开发区 NEAR/10 招商", [["开发区 ~10 招商"]]),
        ("开发区 BEFORE/3 招商", [["开发区 <3 招商"]]),
        ("NEAR/10 招商", [["near/10"], ["招商"]]),
        ("开发区 NEAR/10", [["开发区"]]),
        ('开发区 "NEAR/10" 招商', [["开发区"], ["near/10"], ["招商"]]),
        ("开发区 near/10 招商", [["开发区 ~10 招商"]]),
        ("甲 NEAR/2 乙 NEAR/2 丙", [["甲 ~2 乙"], ["near/2"], ["丙"]]),
        ("開發區", [["开发区"]]),
        ("“十四五”规划", [["十四五规划"]]),
        ("3-5%", [["3-5%"]]),
        ('未完的"引号', [["未完的引号"]]),
        ('"未完', [["未完"]]),
        ("AND OR NOT", [["and"], ["or"], ["not"]]),
        ("*", [["*"]]),
        ("a* (b) [c]", [["a*"], ["b"], ["c"]]),
        ("", []),
        ("   ", []),
    ],
)
def test_what_is_looked_for(typed: str, expected: list[list[str]]) -> None:
    assert required(parse_query(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("开发区 -招商", ["招商"]),
        ('开发区 -"World Bank"', ["world bank"]),
        ("-title:座谈 开发区", ["t:座谈"]),
        ("开发区-招商", []),
        ("开发区 - 招商", []),
        ("开发区 --招商", ["招商"]),
    ],
)
def test_what_is_excluded(typed: str, expected: list[str]) -> None:
    assert [show(term) for term in parse_query(typed).excluded] == expected


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2026", "2026", "2026"),
        ("2020..2023", "2020", "2023"),
        ("2020...2023-5", "2020", "2023-05"),
        ("2020-2023", "2020", "2023"),
        ("2020至2023年", "2020", "2023"),
        ("２０２０～２０２３", "2020", "2023"),
        ("2020..", "2020", ""),
        ("..2024年5月31日", "", "2024-05-31"),
        ("2024-05..2024", "2024-05", "2024"),
    ],
)
def test_dates_of_a_query(typed: str, since: str, until: str) -> None:
    (condition,) = parse_query(f"date:{typed}").terms
    assert condition == Condition(f"date:{typed}", Scope(since=since, until=until))


@pytest.mark.parametrize("typed", ["..", "2024-13", "下周", "2023..2020", "2024..x", "20245"])
def test_what_is_no_date_is_text(typed: str) -> None:
    (term,) = parse_query(f"date:{typed}").terms
    assert isinstance(term, Phrase)


def test_fields_of_metadata() -> None:
    query = parse_query(
        "改革 Speaker：“Li Peng” occasion:会|source:日报 -ｓｏｕｒｃｅ:网 -date:2020"
    )
    names = [
        [Scope(speakers=("Li Peng",))],
        [Scope(occasions=("会",)), Scope(sources=("日报",))],
    ]
    assert [[t.scope for t in terms] for terms in query.conditions] == names
    assert [t.scope for t in query.excluded if isinstance(t, Condition)] == [
        Scope(sources=("网",)),
        Scope(since="2020", until="2020"),
    ]
    assert [phrase.text for phrase in query.phrases] == ["改革"]
    mixed = parse_query("speaker:张 | 改革")
    assert (len(mixed.required), mixed.conditions) == (1, ())


def test_no_distance_to_metadata() -> None:
    query = parse_query("改革 NEAR/5 speaker:张")
    assert (len(query.required), query.ignored) == (2, ("NEAR/5",))
    assert parse_query("speaker:，").ignored == ("，",)


MIXED_QUOTES = ("“”", "””", "““", '“"', '"”', '”"', "＂”", "“＂", '"＂', "«”", "″”")
PAIRS_OF_QUOTES = ('""', "“”", "„“", "„”", "‟”", "＂＂", "〝〞", "〝〟", "〞〞", "″″", "‶″", "«»",
                   "»«", "❝❞", "ˮˮ", "ʺʺ", "🙶🙷", *MIXED_QUOTES)  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS_OF_QUOTES)
def test_double_quotes_of_any_kind_make_one_phrase(pair: str) -> None:
    phrase = f"{pair[0]}World Bank{pair[1]}"
    assert required(parse_query(phrase)) == [["world bank"]]
    assert required(parse_query(f"甲 {phrase} 乙")) == [["甲"], ["world bank"], ["乙"]]
    assert required(parse_query(f"甲|{phrase}｜乙")) == [["甲", "world bank", "乙"]]
    assert required(parse_query(f"Title：{phrase}")) == [["t:world bank"]]
    assert [show(term) for term in parse_query(f"甲 －{phrase}").excluded] == ["world bank"]
    assert required(parse_query(f"{phrase} NEAR/5 {phrase}")) == [["world bank ~5 world bank"]]
    assert required(parse_query(f"{pair[0]}十四五{pair[1]}")) == [["十四五"]]
    assert required(parse_query(f"{pair[0]}十四五{pair[1]}规划")) == [["十四五规划"]]
    assert required(parse_query(f"{pair[0]}-甲{pair[1]}")) == [["甲"]]
    assert required(parse_query(f"{pair[0]}title:甲 乙{pair[1]}")) == [["title，甲乙"]]


@pytest.mark.parametrize("pair", ["''", "‘’", "「」", "『』", "《》", "〈〉", "()", "（）", "【】"])
def test_other_marks_around_words_are_text(pair: str) -> None:
    assert required(parse_query(f"{pair[0]}World Bank{pair[1]}")) == [["world"], ["bank"]]


def test_quotes_within_quotes() -> None:
    assert required(parse_query('"“十四五” 规划"')) == [["十四五规划"]]
    assert required(parse_query('“"十四五" 规划”')) == [["十四五规划"]]
    assert required(parse_query('“十四五” 规划 "World Bank"')) == [
        ["十四五"],
        ["规划"],
        ["world bank"],
    ]
    assert required(parse_query("“十四五 规划”纲要")) == [["十四五"], ["规划纲要"]]


@pytest.mark.parametrize("minus", "-－−﹣‐‑")
def test_every_minus_excludes(minus: str) -> None:
    for piece, expected in (("招商", "招商"), ("“x y”", "x y"), ("Title：座谈", "t:座谈")):
        query = parse_query(f"开发区 {minus}{piece}")
        assert required(query) == [["开发区"]]
        assert [show(term) for term in query.excluded] == [expected]
    assert required(parse_query(f"开发区{minus}招商")) == [["开发区招商"]]
    assert not parse_query(f"开发区 {minus} 招商").excluded


@pytest.mark.parametrize(
    "field", ["title", "Title", "TITLE", "ｔｉｔｌｅ", "ＴＩＴＬＥ", "Ｔｉｔｌｅ"]
)
@pytest.mark.parametrize("colon", ":：﹕︓")
def test_the_field_in_any_case_and_width(field: str, colon: str) -> None:
    assert required(parse_query(f"甲 {field}{colon}座谈")) == [["甲"], ["t:座谈"]]


def test_options_say_the_same_as_signs() -> None:
    typed = parse_query("开发区 | 高新区 title:座谈 -招商")
    options = parse_query("开发区", alternatives=["高新区"], titles=["座谈"], excluded=["招商"])
    assert options == typed


def test_what_an_option_says_is_one_literal_chunk() -> None:
    query = parse_query("", alternatives=["-甲 | 乙"], titles=['"丙'], excluded=["title:丁"])
    assert required(query) == [["甲|乙"], ["t:" + normalize_phrase('"丙')]]
    assert [show(term) for term in query.excluded] == [normalize_phrase("title:丁")]


@pytest.mark.parametrize("typed", ["，", "。。。", "开发区 ……", "-，", "title:《》", '""', '" "'])
def test_pieces_without_text_are_ignored_and_named(typed: str) -> None:
    query = parse_query(typed)
    assert len(query.ignored) == 1
    assert not query.excluded
    assert required(query) == ([["开发区"]] if "开发区" in typed else [])


def test_chunks_come_in_the_order_typed() -> None:
    query = parse_query("甲 | 乙 丙 NEAR/3 丁 -戊")
    assert [phrase.text for phrase in query.phrases] == ["甲", "乙", "丙", "丁"]
    assert len(query.terms) == 3


TYPED = st.text(
    st.one_of(
        st.sampled_from('开发区 "|-:：*()\\/NEARBEFOREtitle0123456789\x00\ud800，'), st.characters()
    )
)


@given(TYPED, st.lists(TYPED, max_size=2))
def test_whatever_is_typed_is_a_query(typed: str, options: list[str]) -> None:
    query = parse_query(typed, excluded=options, alternatives=options, titles=options)
    phrases = [*query.phrases, *(term for term in query.excluded if isinstance(term, Phrase))]
    assert all(phrase.variants and all(phrase.variants) for phrase in phrases)
    assert all(alternatives for alternatives in query.required)


@given(
    st.text(st.characters(exclude_characters='"|'), min_size=1).filter(lambda t: t.split() == [t])
)
def test_quoted_text_is_found_as_it_is_typed(typed: str) -> None:
    query = parse_query(f'"{typed}"')
    normalized = normalize_phrase(typed)
    assert required(query) == ([[normalized]] if normalized else [])


def test_an_operator_without_its_right_side_is_noted() -> None:
    assert parse_query("开发区 NEAR/10").ignored == ("NEAR/10",)
    assert parse_query("开发区 ｜ 高新区") == parse_query("开发区 | 高新区")
