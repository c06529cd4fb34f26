"""Counts by year and the like against brute force, and dispersion against published figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.errors import SettingError
from speechkit.model import Entry, Scope
from speechkit.render.charts import draw_chart
from speechkit.research import TrendKey, TrendRow, measure_dispersion

TEXTS = {
    "甲/1": "讲话\n讲话人：张三\n2013年5月1日\n同志们：\n改革改革，发展。",
    "甲/2": "讲话\n讲话人：李四\n2019年\n同志们：\n改革，开放。",
    "乙/3": "讲话\n2021年12月31日\n同志们：\n没有这个词。",
    "4": "讲话\n讲话人：张三\n同志们：\n改革。",
}


@pytest.fixture(scope="module")
def corpus() -> Iterator[speechkit.Corpus]:
    with speechkit.from_texts(TEXTS) as corpus:
        yield corpus


KEYS: dict[TrendKey, Callable[[Entry], str | None]] = {
    "year": lambda entry: entry.date[:4] or None,
    "decade": lambda entry: entry.date[:3] + "0s" if entry.date else None,
    "month": lambda entry: entry.date[:7] if entry.date.count("-") else None,
    "speaker": lambda entry: entry.speaker or None,
    "speech": lambda entry: entry.id,
    "folder": lambda entry: "/".join([*entry.stem.split("/")[:-1], ""]) or "/",
}


@pytest.mark.parametrize("by", KEYS)
@pytest.mark.parametrize("scope", [None, Scope(("甲/",)), Scope(since="2019")], ids=str)
def test_counts_are_those_of_brute_force(
    corpus: speechkit.Corpus, by: TrendKey, scope: Scope | None
) -> None:
    found = corpus.trend(["改革", "发展 | 开放"], scope, by=by)
    sizes: dict[str, int] = defaultdict(int)
    left_out = 0
    for entry in corpus.entries(scope):
        key = KEYS[by](entry)
        if key is None:
            left_out += 1
        else:
            sizes[key] += entry.characters
    expected = []
    for key in sorted(sizes) if by in ("year", "decade", "month") else sizes:
        for query in ("改革", "发展 | 开放"):
            ids = [entry.id for entry in corpus.entries(scope) if KEYS[by](entry) == key]
            matches = [match.id for match in corpus.matches(query, scope) if match.id in ids]
            rate = len(matches) / sizes[key] * 1_000_000
            row = (query, key, len(matches), len(set(matches)), sizes[key])
            expected.append((*row, pytest.approx(rate)))
    assert [tuple(row) for row in found.rows] == expected
    assert found.left_out == left_out


def test_rows_of_years_are_what_is_said_there(corpus: speechkit.Corpus) -> None:
    trend = corpus.trend("改革")
    assert [row[1:4] for row in trend.rows] == [("2013", 2, 1), ("2019", 1, 1), ("2021", 0, 0)]
    assert (trend.left_out, trend.dispersions) == (1, ())
    with pytest.raises(SettingError, match="by is 'week'"):
        corpus.trend("改革", by="week")  # type: ignore[arg-type]


def test_dispersion_is_that_of_its_paper() -> None:
    """Gries 2008: a corpus of 50 letters in five parts, its "a" 1 to 5 times in them, DP = .18."""
    parts = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]
    sizes = [*map(len, parts)]
    assert sizes == [9, 10, 10, 10, 11]
    a, x = ([part.count(letter) for part in parts] for letter in "ax")
    found = measure_dispersion(a, sizes)
    assert found is not None
    assert found.dp == pytest.approx(0.18)
    assert found.dp_norm == pytest.approx(0.18 / (1 - 0.18))
    only_last = measure_dispersion(x, sizes)
    assert only_last is not None
    assert only_last.dp == pytest.approx(0.78)
    in_smallest = measure_dispersion([5, 0, 0, 0, 0], sizes)
    assert in_smallest is not None
    assert in_smallest.dp_norm == pytest.approx(1)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 500)), max_size=20))
def test_dispersion_is_between_0_and_1(parts: list[tuple[int, int]]) -> None:
    """And is the sum of what parts have too much, which is the other way to say the formula."""
    counts = [min(count, size) for count, size in parts]
    sizes = [size for _, size in parts]
    found = measure_dispersion(counts, sizes)
    if not sum(counts):
        assert found is None
        return
    assert found is not None
    excess = sum(
        max(count / sum(counts) - size / sum(sizes), 0)
        for count, size in zip(counts, sizes, strict=True)
    )
    assert found.dp == pytest.approx(excess)
    assert 0 <= found.dp <= found.dp_norm <= 1 + 1e-12
    assert found.parts == sum(map(bool, sizes))


def test_dispersion_by_speech(corpus: speechkit.Corpus) -> None:
    trend = corpus.trend(["改革", "火星"], by="speech")
    rows = [row for row in trend.rows if row.query == "改革"]
    expected = measure_dispersion([row.matches for row in rows], [row.characters for row in rows])
    assert trend.dispersions == (("改革", expected),)


def make_rows(keys: int, queries: int) -> list[TrendRow]:
    return [
        TrendRow(f"甲<&>{query}", str(2000 + key), key, 1, 1000, key * 1000.0 + query)
        for key in range(keys)
        for query in range(queries)
    ]


@pytest.mark.parametrize(("keys", "queries"), [(1, 1), (12, 2), (90, 3), (500, 1)])
def test_a_chart_is_a_picture_with_real_text(keys: int, queries: int) -> None:
    rows = make_rows(keys, queries)
    root = ElementTree.fromstring(draw_chart(rows, "of 5 speeches"))
    name = "{http://www.w3.org/2000/svg}"
    bars = [rect for rect in root.iter(f"{name}rect") if rect.find(f"{name}title") is not None]
    assert len(bars) == len(rows)
    heights = [float(bar.attrib["height"]) for bar in bars]
    tallest = max(row.per_million for row in rows) or 1
    for row, height in zip(rows, heights, strict=True):
        assert height == pytest.approx(max(heights) * row.per_million / tallest, abs=0.11)
    assert all(0 <= float(bar.attrib["x"]) <= 960 for bar in bars)
    texts = [text.text or "" for text in root.iter(f"{name}text")]
    assert {f"甲<&>{query}" for query in range(queries)} <= set(texts)
    assert "matches per million characters, of 5 speeches" in texts
    assert "Noto Sans CJK SC" in root.attrib["font-family"]
    labels = [text for text in texts if text.isdecimal() and len(text) == 4]
    assert 1 <= len(labels) <= 45
    assert len(labels) == keys or keys > 20
