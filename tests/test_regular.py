"""Regular expressions: what they find, what they need, and that they end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.errors import PatternError
from speechkit.query.literals import read_literals
from speechkit.query.matches import find_places, find_spans
from speechkit.query.model import Regex
from speechkit.query.regular import find_regex, read_regex
from speechkit.query.syntax import parse_query
from speechkit.text.characters import HAN
from speechkit.text.normalize import normalize_phrase
from speechkit.text.scripts import simplify_characters


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("第[一二]个", "第一個，第三個，第二个", ["第一個", "第二个"]),
        ("第[一二]個", "第一個，第三個，第二个", ["第一個", "第二个"]),
        ("發展", "发展發展", ["发展", "發展"]),
        ("gdp", "GDP，gdp", ["GDP", "gdp"]),
        ("(?-i:gdp)", "GDP，gdp", ["gdp"]),
        ("“[^”]*”", "“十四五”规划", ["“十四五”"]),
        ("甲.乙", "甲\n乙，甲，乙", ["甲，乙"]),
        ("甲\\s乙", "甲\n乙", []),
        ("^甲$", "甲\n乙\n甲", ["甲", "甲"]),
        ("甲*", "乙甲甲乙", ["甲甲"]),
        ("(?<=的)甲", "的甲甲", ["甲"]),
        ("(.)\\1", "天天向上", ["天天"]),
    ],
)
def test_what_is_found(pattern: str, text: str, found: list[str]) -> None:
    spans = list(find_regex(read_regex(pattern), text))
    assert [text[start:end] for start, end in spans] == found


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("改革", (("改革",),)),
        ("改革.{0,5}开放", (("改革", "开放"),)),
        ("改革|开放.会", (("改革",), ("开放", "会"))),
        ("(改革|开放)发展", (("发展",),)),
        ("改革?开放*会+", (("改", "开", "会"),)),
        ("改革{2}", (("改",),)),
        ("改革??开", (("改", "开"),)),
        ("第[一二]章", (("第", "章"),)),
        ("第[^]章]节", (("第", "节"),)),
        ("\\p{汉}改\\(革", (("改", "革"),)),
        ("\\d+|改革", ()),
        ("\\d+", ()),
        ("(改革)?", ()),
        ("(?x) 改 # 革", ()),
        ("改(?#革)", ()),
        ("[[改]革]会", ()),
        ("改{(}革)?", ()),
        ("(?<年>改)\\g<年>革", (("革",),)),
    ],
)
def test_what_a_pattern_needs(pattern: str, literals: tuple[tuple[str, ...], ...]) -> None:
    assert read_literals(pattern) == literals


ATOMS = st.sampled_from(
    ["改", "革", "开", ".", "[改革]", "[^改]", "\\w", "改|", "(?:改|革)", "(改)", "\\."]
)
PIECES = st.tuples(ATOMS, st.sampled_from(["", "", "", "*", "+?", "?", "{2}", "{0,1}"])).map(
    "".join
)
PATTERNS = st.recursive(
    st.lists(PIECES, max_size=4).map("".join),
    lambda inner: st.tuples(
        inner, st.sampled_from(["(%s)", "(?:%s)?", "%s|", "(?=%s)"]), inner
    ).map(lambda parts: parts[0] + parts[1] % parts[2]),
    max_leaves=4,
)


@given(PATTERNS, st.text(st.sampled_from("改革开x."), max_size=8))
def test_a_text_that_matches_holds_what_is_needed(pattern: str, text: str) -> None:
    try:
        found = re.search(pattern, text)
    except re.error:  # such as |* and (*
        return
    literals = read_literals(pattern)
    if found and literals:
        assert any(all(run in text for run in runs) for runs in literals)


def test_what_is_needed_is_found_by_an_index() -> None:
    """Each character keeps something of itself when it is normalized, simplified before or not."""
    for character in map(chr, range(0x2E80, 0x32400)):
        if re.match(f"[{HAN}]", character):
            normalized = normalize_phrase(character)
            assert normalized == normalize_phrase(simplify_characters(character)) != "", character


@pytest.mark.parametrize(
    "pattern", ["(", "[甲", "*甲", "甲{2,1}", "\\p{X}", "(" * 5_000, "(?P<a>甲)(?P=b)"]
)
def test_what_is_no_pattern_is_an_error(pattern: str) -> None:
    with pytest.raises(PatternError):
        read_regex(pattern)


def test_a_pattern_that_never_ends_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.query.regular._LINE_SECONDS", 0.05)
    with pytest.raises(PatternError, match="takes too long on a paragraph of 60 characters"):
        list(find_regex(read_regex("(字|字字)+[甲乙]$"), "字" * 60))


def test_many_slow_lines_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.query.regular._SECONDS", 0.02)
    text = "\n".join(["字" * 18] * 10_000)
    with pytest.raises(PatternError, match="takes too long on these texts"):
        list(find_regex(read_regex("(字|字字)+[甲丙]$"), text))
    again = read_regex("(字|字字)+[甲丙]$")  # another query, whose account begins
    assert list(find_regex(again, "字甲")) == [(0, 2)]


def test_patterns_are_asked_of_whole_paragraphs() -> None:
    """A passage is a piece of one, and no beginning of a line."""
    corpus = speechkit.from_texts({"1": "讲话\n同志们：\n" + "改革要深化，开放要扩大。" * 60})
    (hit,) = corpus.search(parse_query("", patterns=["^改革.{0,10}开放|扩大。$"]))
    assert hit.matches == 2
    assert sum(len(passage.spans) for passage in hit.passages) == 1
    (both,) = corpus.search(parse_query("", patterns=["改革.*扩大"]))
    assert both.spans == ((0, 12 * 60 - 1),)


def test_a_pattern_joins_the_other_pieces() -> None:
    texts = {"1": "讲话\n同志们：\n改革十年。\n", "2": "讲话\n同志们：\n开放十年，改革。\n"}
    corpus = speechkit.from_texts(texts)
    query = parse_query("开放", patterns=["[一二十]年"])
    assert [hit.id for hit in corpus.search(query)] == ["2"]
    assert [(m.paragraph, m.text[m.start : m.end]) for m in corpus.matches(query)] == [
        (2, "开放"),
        (2, "十年"),
    ]
    assert isinstance(query.terms[1], Regex)
    assert find_spans("百年", query.terms) == ()
    assert [*find_places(query.terms, next(corpus.texts())[1])] == [(2, 2, 4)]
