"""Queries that are written: reading one again gives the same query."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.query import Query, parse_query, write_phrase, write_query
from speechkit.query.model import Condition, Near, Phrase, Term
from speechkit.query.syntax import DOUBLE_QUOTES, make_phrase
from speechkit.text.normalize import normalize_phrase

SIGNS = [
    *("改革", "发展", "World Bank", "NEAR/5", "before/3", "|", "｜", "-", "－", "title:", "标题："),
    *(
        "speaker:张三",
        "speaker:",
        "date:2020..2023",
        "-source:报",
        "AND",
        " ",
        " ",
        "、",
        "'",
        "《",
        *DOUBLE_QUOTES,
    ),
]
TYPED = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=3)), max_size=9).map("".join)


ADDED = st.lists(TYPED, max_size=2)


def read_condition(condition: Condition) -> object:
    """What a condition asks for; names without the signs that make no difference to them."""
    scope = condition.scope
    names = (scope.speakers, scope.occasions, scope.sources)
    return scope.since, scope.until, [tuple(map(normalize_phrase, some)) for some in names]


def plain(query: Query) -> object:
    """A query as what it finds: its phrases as their variants, without how they are typed."""

    def find(term: Term) -> object:
        if isinstance(term, Phrase):
            return term.variants, term.title_only
        if isinstance(term, Near):
            return find(term.first), find(term.second), term.distance, term.ordered
        return read_condition(term) if isinstance(term, Condition) else term

    required = [[find(term) for term in alternatives] for alternatives in query.required]
    return required, [find(term) for term in query.excluded]


@given(TYPED)
def test_what_is_written_is_read_as_the_same_query(typed: str) -> None:
    query = parse_query(typed)
    assert plain(parse_query(write_query(query))) == plain(query)


@given(TYPED, ADDED, ADDED, ADDED)
@example('-speaker:"张 三"乙', ["|甲"], [], [])
@example('speaker:"张', [], ["李 四"], ["“甲 乙"])
@example("source:“报", ["甲”"], ["乙 丙”"], ["丁"])
@example('occasion:"会“＂', ["甲"], ['乙" 丙'], [])
def test_what_options_add_is_written_as_well(
    typed: str, excluded: list[str], alternatives: list[str], titles: list[str]
) -> None:
    query = parse_query(typed, excluded=excluded, alternatives=alternatives, titles=titles)
    assert plain(parse_query(write_query(query))) == plain(query)


@given(TYPED)
def test_any_text_is_written_as_one_phrase(text: str) -> None:
    phrase = make_phrase(text)
    if phrase:
        (terms,) = parse_query(write_phrase(text)).required
        assert [term.variants for term in terms if isinstance(term, Phrase)] == [phrase.variants]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("改革", "改革"),
        ("World Bank", '"World Bank"'),
        ("title:改革", '"title:改革"'),
        ("-招商", '"-招商"'),
        ("说“改革”好", '"说“改革”好"'),
        ('说"改革"好', '“说"改革"好”'),
        ('“甲"乙＂', "\"'甲'乙'\""),
        ("NEAR/10", '"NEAR/10"'),
        ("甲|乙", '"甲|乙"'),
    ],
)
def test_a_phrase_is_quoted_where_it_would_be_none_without(text: str, written: str) -> None:
    assert write_phrase(text) == written


@pytest.mark.parametrize(
    "typed",
    [
        'title:"World Bank" BEFORE/5 改革 | 发展 -"甲 乙" -title:丙',
        "speaker:张三 date:2020..2023 甲 -source:报",
    ],
)
def test_a_query_is_written_as_it_was_typed(typed: str) -> None:
    assert write_query(parse_query(typed)) == typed
