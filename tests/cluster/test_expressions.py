"""What a cluster is asked holds what was typed as values only; nothing it answers is trusted."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.backends.opensearch.backend import ClusterBackend
from speechkit.backends.opensearch.client import Client, Content
from speechkit.backends.opensearch.expressions import match_facts, match_query, named_words
from speechkit.backends.opensearch.patience import Patience
from speechkit.backends.opensearch.place import parse_place
from speechkit.backends.opensearch.reader import ClusterReader
from speechkit.backends.opensearch.schema import index_word, sort_word
from speechkit.backends.opensearch.scoring import Weighing, rough_length
from speechkit.backends.opensearch.state import IndexState, read_state
from speechkit.backends.protocol import IndexSettings
from speechkit.errors import SpeechkitError
from speechkit.model import Scope, Totals, WordStatistics
from speechkit.query.syntax import parse_query
from speechkit.ranking import K1, B, positive_idf
from speechkit.text.versions import library_versions

KNOWN = {
    *("bool", "filter", "must_not", "should", "minimum_should_match", "match_none", "term"),
    *("kind", "terms", "words", "match_phrase", "span_not", "include", "exclude", "span_near"),
    *("clauses", "slop", "in_order", "span_term", "range", "gte", "lte", "value", "boost", "_name"),
    *("match_title", "match_body", "match_dropped", "match_speaker", "match_occasion"),
    *("match_source", "first_day", "last_day"),
}


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


SIGNS = '"{}[]()*?:|\\/-改革招商的 NEAR/3 title:_index\n'


@given(st.text(st.sampled_from(SIGNS) | st.characters(), max_size=40))
def test_what_is_typed_is_only_a_value(text: str) -> None:
    query = parse_query(f"{text} {text} NEAR/2 改革 -{text}")
    scope = Scope(speakers=(text,), occasions=(text,), sources=(text,), since="2024")
    asked = [match_query(query), match_query(query, dropped=True), *match_facts(scope)]
    asked += named_words({text: 1.0})
    assert set(names_in(asked)) <= KNOWN


@given(st.text(max_size=60), st.sampled_from((1, 4)))
def test_a_word_is_one_token(word: str, times: int) -> None:
    word *= times
    token = index_word(word)
    assert len(token) <= 255
    assert token.split() == [token] or not word
    assert index_word(word) == token
    assert len(sort_word(word * 40).encode("utf-8", "replace")) < 32_766


def lucene_byte(number: int) -> int:
    """Return the byte that stands for a length, as Lucene's class SmallFloat defines it."""
    if number < 24:
        return number
    rest = number - 24
    bits = rest.bit_length()
    if bits < 4:
        return 24 + rest
    shift = bits - 4
    return 24 + (((rest >> shift) & 7) | (shift + 1) << 3)


def lucene_length(byte: int) -> int:
    if byte < 24:
        return byte
    rest = byte - 24
    shift = (rest >> 3) - 1
    return 24 + (rest if shift < 0 else ((rest & 7) | 8) << shift)


@given(st.integers(0, 2**31 - 300))
def test_lengths_are_those_of_lucene(length: int) -> None:
    assert rough_length(length) == lucene_length(lucene_byte(length))
    assert length * 8 / 9 - 24 <= rough_length(length) <= length


@given(
    st.integers(1, 500),
    st.integers(0, 200_000),
    st.integers(1, 1_000),
    st.integers(0, 10**6),
    st.sampled_from((1.0, K1 + 1)),
)
def test_counts_are_told_from_scores_or_not_at_all(
    count: int, more: int, speeches: int, others: int, factor: float
) -> None:
    length, number = count + more, speeches + others
    totals = Totals(speeches=number + 3, words=900 * number, tokens=1, passages=1, characters=1)
    statistics = {"word": WordStatistics("word", speeches, 10**6, 1)}
    weighing = Weighing({"word": 2}, statistics, totals, number, factor)
    norm = K1 * (1 - B + B * rough_length(length) * number / totals.words)
    score = 2 * factor * positive_idf(number, speeches) * count / (count + norm)
    for error in (-2e-7, 0, 2e-7):
        assert weighing.count_of("word", score * (1 + error), length) in (count, None)
    assert weighing.score({"word": count}, length) <= weighing.bound(score) + 1e-10


HIT = {
    "_id": "s1",
    "_score": 1.0,
    "sort": [1.0, "31"],
    "matched_queries": {"0": 0.5},
    "fields": {
        **{"order": ["31"], "length": [3], "stem": ["1"], "digits": ["1"], "word": ["改革"]},
        **{"speeches": [1], "occurrences": [1], "tokens": [1], "entry": ["WyJhIl0"]},
    },
    "_source": {"kept": {"path": "MQ==", "text": "eA==", "marks": "", "dropped": ""}},
}
WHOLE = {
    "took": 1,
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "failed": 0},
    "hits": {"total": {"value": 1, "relation": "eq"}, "hits": [HIT]},
    "aggregations": {
        "digits": {"buckets": [{"key": "1", "doc_count": 1}]},
        "stems": {"buckets": []},
        "words": {"value": 3.0},
    },
}
STATE = {
    "_index": "speechkit-talks.1",
    "found": True,
    "_source": {
        "kept": {
            **{"complete": True, "made_by": "1", "root": "Lw==", "worded": 1, "fingerprint": "1"},
            **{"settings": ["auto", [], "1"], "totals": [1, 3, 3, 1, 9], "probe": None},
        }
    },
}
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 10**30, 0.5, "", "x"),
    *([], [None], {}, {"x": 1}, float("nan")),
)


def spoil(answer: Any, rng: random.Random) -> Any:
    """Return an answer of which one value, somewhere, is wrong or missing."""
    spoiled = copy.deepcopy(answer)
    at = spoiled
    while True:
        place = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if isinstance(at[place], (dict, list)) and at[place] and rng.random() < 0.9:
            at = at[place]
        elif rng.random() < 0.2:
            del at[place]
            return spoiled
        else:
            at[place] = rng.choice(WRONG)
            return spoiled


class LyingClient(Client):
    """Answers what a cluster might, but for one lie."""

    def __init__(self, seed: int) -> None:
        place = parse_place("http://127.0.0.1:1/talks")
        super().__init__(place, {"HOME": "/nowhere"}, Patience(sleep=lambda seconds: None))
        self._rng = random.Random(seed)

    def ask(self, method: str, *path: str, content: Content = None, **options: Any) -> Any:
        if path[-1] == "state":
            return spoil(STATE, self._rng)
        if path[-1] != "_msearch":
            return spoil(WHOLE, self._rng)
        assert isinstance(content, list)
        answers = [copy.deepcopy(WHOLE) for _ in content[1::2]]
        return spoil({"responses": answers}, self._rng)


def ask_all(backend: ClusterBackend) -> Iterator[Any]:
    query = parse_query("改革 NEAR/3 开放")
    yield lambda: backend.find(query, Scope(("1",), speakers=("王",)))
    yield lambda: [*backend.rank(query, {"改革": 1}, top=5).rest()]
    yield lambda: backend.rank(query, {"改革": 1, "开放": 2}, top=5, any_words=True).dropped()
    yield lambda: backend.statistics(["改革", "开放"])
    yield lambda: backend.count_words("31", ["改革"])
    yield lambda: list(backend.texts(["31"]))
    yield lambda: list(backend.speeches(["31"]))
    yield lambda: list(backend.tokens(["31"]))
    yield lambda: list(backend.dropped(["31"]))
    yield lambda: list(backend.entries())
    yield lambda: list(backend.entries(["31"]))
    yield lambda: backend.resolve("1")
    yield lambda: list(backend.words("改"))
    yield backend.skipped
    yield backend.verify


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 400), marks=pytest.mark.slow)])
def test_a_lie_is_no_fault_of_ours(seeds: range) -> None:
    """Whatever a server says, what is raised is an error of the library."""
    settings = IndexSettings("auto", (), library_versions())
    totals = Totals(1, 3, 3, 1, 9)
    state = IndexState("1", b"/", settings, totals, 1, "1", None)
    for seed in seeds:
        client = LyingClient(seed)
        for number in range(15):
            reader = ClusterReader(client, "speechkit-talks.1", Path("/"))
            backend = ClusterBackend(reader, state, 1.0)
            try:
                [*ask_all(backend)][number]()
            except SpeechkitError:
                continue
        try:
            read_state(client, "speechkit-talks")
        except SpeechkitError:
            continue
