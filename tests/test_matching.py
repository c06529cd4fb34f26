"""Matching: the index's expression and the text agree with each other and with plain search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalized_matching import find_term

from speechkit.backends.sqlite.expressions import are_exact, match_expression
from speechkit.backends.sqlite.packing import match_texts
from speechkit.backends.sqlite.storage import SCHEMA
from speechkit.model import Text
from speechkit.query.matches import matches_text
from speechkit.query.model import Near, Phrase, Query, Term
from speechkit.query.syntax import parse_query
from speechkit.text.normalize import normalize

Lines = tuple[str, ...]


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(SCHEMA)
    yield database
    database.close()


def match(database: sqlite3.Connection, speeches: list[Lines], query: Query) -> set[int]:
    """The speeches (title, then paragraphs) that match by the index, then by text if need be."""
    database.execute("BEGIN")
    for number, lines in enumerate(speeches, 1):
        row = (number, *map(bytes.decode, match_texts("\n".join(map(normalize, lines)))))
        database.execute("INSERT INTO match(rowid, title, body) VALUES (?, ?, ?)", row)
    exact = are_exact((*query.terms, *query.excluded))
    expression = match_expression(query if exact else query._replace(excluded=()))
    found = set()
    if expression:
        rows = database.execute("SELECT rowid FROM match WHERE match MATCH ?", (expression,))
        found = {row[0] for row in rows}
    database.execute("ROLLBACK")
    if not exact:
        texts = {n: Text(title, tuple(rest)) for n, (title, *rest) in enumerate(speeches, 1)}
        found = {n for n in found if matches_text(query, texts[n])}
    return found


def holds(lines: Lines, term: Term) -> bool:
    """Say by the plainest means whether a term stands in a speech."""
    normalized = [normalize(line) for line in lines]
    if isinstance(term, Phrase):
        within = normalized[:1] if term.title_only else normalized
        return any(variant in line for variant in term.variants for line in within)
    assert isinstance(term, Near)
    return any(near_in(line, term) for line in normalized)


def places(phrase: Phrase, line: str) -> list[tuple[int, int]]:
    return [
        (start, start + len(variant))
        for variant in phrase.variants
        for start in range(len(line))
        if line.startswith(variant, start)
    ]


def near_in(line: str, near: Near) -> bool:
    return any(
        0 <= second[0] - first[1] <= near.distance
        or (not near.ordered and 0 <= first[0] - second[1] <= near.distance)
        for first in places(near.first, line)
        for second in places(near.second, line)
    )


def expected(speeches: list[Lines], query: Query) -> set[int]:
    return {
        number
        for number, lines in enumerate(speeches, 1)
        if query.required
        and all(any(holds(lines, term) for term in terms) for terms in query.required)
        and not any(holds(lines, term) for term in query.excluded)
    }


SPEECHES: list[Lines] = [
    ("开发区工作会议", "招商引资要快，World Bank 贷款1,000万元。", "“十四五”规划开局。"),
    ("座谈会", "开发区很大。", "招商很难"),
    ("規畫", "計畫经济\U00020000字，a\"b'c*", "的"),
    ("", "开发，区", "高新区招商在开发区"),
]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("开发区", {1, 2, 4}),
        ("开发 区", {1, 2, 3, 4} - {3}),
        ("开发区 招商", {1, 2, 4}),
        ("开发区 -招商引资", {2, 4}),
        ("十四五规划", {1}),
        ("规划 | 座谈", {1, 2, 3}),
        ("title:开发区", {1}),
        ("title:招商", set()),
        ("开发区 -title:会", {4}),
        ('"World Bank"', {1}),
        ("world", {1}),
        ("orld ban", {1}),
        ("1000万", {1}),
        ("计划", {3}),
        ("画", {3}),
        ("划", {1}),
        ("\U00020000", {3}),
        ('a"b', {3}),
        ("c*", {3}),
        ("的", {3}),
        ("招商 NEAR/1 开发区", {4}),
        ("开发区 NEAR/1 招商", {4}),
        ("招商 BEFORE/1 开发区", {4}),
        ("开发区 BEFORE/1 招商", set()),
        ("开发区 NEAR/0 招商", set()),
        ("会议 NEAR/99 招商", set()),
        ("区很大招商", set()),
        ("火星", set()),
        ("", set()),
    ],
)
def test_what_matches(database: sqlite3.Connection, typed: str, numbers: set[int]) -> None:
    query = parse_query(typed)
    assert match(database, SPEECHES, query) == numbers
    assert expected(SPEECHES, query) == numbers


LETTERS = "的计划画着作名ab1.,，\"*'^:() \u3000\U00020000é"
LINE = st.text(st.sampled_from(LETTERS), max_size=8)
SPEECH = st.lists(LINE, min_size=1, max_size=3).map(tuple)
CHUNK = st.text(st.sampled_from(LETTERS), min_size=1, max_size=3)
SIGN = st.sampled_from([" ", " | ", " -", " title:", ' "', '" '])


@given(st.lists(SPEECH, min_size=1, max_size=4), st.lists(st.tuples(SIGN, CHUNK), max_size=5))
def test_index_and_plain_search_agree(
    database: sqlite3.Connection, speeches: list[Lines], typed: list[tuple[str, str]]
) -> None:
    query = parse_query("".join(sign + phrase for sign, phrase in typed))
    assert match(database, speeches, query) == expected(speeches, query)


@given(st.lists(SPEECH, min_size=1, max_size=3), st.integers(0, 4), st.booleans())
def test_nearness_is_counted_in_characters(
    database: sqlite3.Connection, speeches: list[Lines], distance: int, ordered: bool
) -> None:
    sign = "BEFORE" if ordered else "NEAR"
    query = parse_query(f"的 {sign}/{distance} 计划")
    assert match(database, speeches, query) == expected(speeches, query)


def test_nearness_looks_at_every_occurrence(database: sqlite3.Connection) -> None:
    query = parse_query("星星 NEAR/0 区")
    assert match(database, [("", "星星星区")], query) == {1}


def test_nothing_is_asked_for_where_all_is_excluded() -> None:
    assert match_expression(parse_query("-招商 -座谈")) == ""


def test_all_that_is_excluded_is_left_out_at_once() -> None:
    expression = match_expression(parse_query("发展 -招商 -座谈"))
    assert expression.count(" NOT ") == 1
    assert expression.rpartition(" NOT ")[2].count(" OR ") == 1


@pytest.mark.parametrize(
    ("typed", "line", "spans"),
    [
        ("发展", "发展要发展", [(0, 2), (3, 5)]),
        ("aa", "aaaaa", [(0, 2), (2, 4)]),
        ("计划", "计划计画", [(0, 2), (2, 4)]),
        ("计 NEAR/1 画", "计1画，，，计12画", [(0, 3)]),
        ("画 BEFORE/3 计", "计1画，计", [(2, 5)]),
        ("计 NEAR/3 画", "计画计画计", [(0, 2), (2, 4)]),
        ("计 NEAR/3 画", "计计画画", [(1, 3)]),
        ("的 NEAR/1 的", "的a的a的", [(0, 3)]),
        ("计 BEFORE/9 画", "画计计画计", [(2, 4)]),
        ("x", "", []),
    ],
)
def test_where_a_term_stands(typed: str, line: str, spans: list[tuple[int, int]]) -> None:
    (term,) = parse_query(typed).terms
    assert list(find_term(term, line)) == spans


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(chr(0x4E00 + n) for n in range(2_000)),
        " | ".join(chr(0x4E00 + n) + "大" for n in range(2_000)),
        "大 " + " ".join("-" + chr(0x4E00 + n) for n in range(2_000)),
        " ".join(f"甲{n} | 乙{n}" for n in range(500)),
        " ".join(f"甲{n} NEAR/9 乙{n}" for n in range(500)),
        "长" * 50_000,
        "计划规划策划企划 NEAR/999999 计划规划策划企划",
        "title:" + "着" * 100,
    ],
    ids=["and", "or", "not", "pairs", "near", "long", "variants", "title"],
)
def test_large_queries_are_queries(database: sqlite3.Connection, typed: str) -> None:
    assert match(database, SPEECHES, parse_query(typed)) == set()
