"""Concordances: every match once, in context, in an order, and samples that stay."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.errors import SettingError
from speechkit.model import Entry, Text
from speechkit.query.matches import Place, find_places
from speechkit.query.syntax import parse_query
from speechkit.research import ContextLine, LineOrder, list_contexts
from speechkit.research.streams import Streams
from speechkit.text.normalize import normalize

TEXTS = {
    "1": "改革的讲话\n同志们：\n一、改革开放，改革开放，再改革。\n深化改革是大事。",
    "2": "會議\n改革就是解放生產力。\n“改革”不停步。",
    "3": "座谈会\n没有这个词。",
    "10": "总结\n要改革，也要稳定。改革。",
}

ENTRY = Entry(0, "1", "1", Path("1"), "", "", "", "none", 0, 0, "", "", "", "", "")


@pytest.fixture(scope="module")
def corpus() -> Iterator[speechkit.Corpus]:
    with speechkit.from_texts(TEXTS) as corpus:
        yield corpus


def test_each_match_is_a_line_in_the_order_of_the_corpus(corpus: speechkit.Corpus) -> None:
    lines = list(corpus.kwic("改革", width=1 << 20))
    matches = list(corpus.matches("改革"))
    assert [(line.id, line.paragraph, line.match) for line in lines] == [
        (match.id, match.paragraph, match.text[match.start : match.end]) for match in matches
    ]
    for line, match in zip(lines, matches, strict=True):
        assert line.left + line.match + line.right == match.text
    assert lines[0][2:] == ("改革的讲话", "", "", 0, "", "改革", "的讲话")


@pytest.mark.parametrize("width", [0, 1, 3, 40])
def test_context_is_as_wide_as_is_wanted(corpus: speechkit.Corpus, width: int) -> None:
    whole = corpus.kwic("改革", width=1 << 20)
    for line, other in zip(corpus.kwic("改革", width=width), whole, strict=True):
        assert line.left == (other.left[-width:] if width else "")
        assert line.right == other.right[:width]


def outward(line: ContextLine, sort: LineOrder) -> tuple[str, ...]:
    """What a line is sorted by, of its whole paragraph."""
    right = normalize(line.right)
    return {
        "left": (normalize(line.left)[::-1],),
        "right": (right,),
        "match": (normalize(line.match), right),
    }[sort]


@pytest.mark.parametrize("sort", ["left", "right", "match"])
def test_contexts_are_sorted_outward_from_the_match(
    corpus: speechkit.Corpus, sort: LineOrder
) -> None:
    whole = list(corpus.kwic("改革 | 讲话", width=1 << 20))
    found = list(corpus.kwic("改革 | 讲话", width=1 << 20, sort=sort))
    assert found == sorted(whole, key=lambda line: outward(line, sort))
    back = list(corpus.kwic("改革 | 讲话", width=1 << 20, sort=sort, reverse=True))
    assert back == found[::-1]
    narrow = list(corpus.kwic("改革 | 讲话", width=2, sort=sort))
    assert [line.match for line in narrow] == [line.match for line in found]
    for limit in (1, 3, 100):
        assert list(corpus.kwic("改革 | 讲话", width=2, sort=sort, limit=limit)) == narrow[:limit]


def test_dates_are_newest_first_and_the_undated_last() -> None:
    texts = {str(n): f"讲话\n{date}\n改革。" for n, date in enumerate(["2020年1月", "", "2024年"])}
    with speechkit.from_texts(texts) as corpus:
        assert [line.id for line in corpus.kwic("改革", sort="date")] == ["2", "0", "1"]
        assert [line.id for line in corpus.kwic("改革", sort="date", reverse=True)] == [*"021"]


def test_a_sample_is_by_chance_and_stays_when_files_are_added() -> None:
    made = random.Random(1)
    texts = {str(n): "讲话\n" + "改革发展。" * made.randrange(9) for n in range(60)}
    with speechkit.from_texts(texts) as corpus:
        every = list(corpus.kwic("改革"))
        sample = list(corpus.kwic("改革", sample=20))
        assert len(sample) == 20
        places = [every.index(line) for line in sample]
        assert places == sorted(places)
        assert list(corpus.kwic("改革", sample=20)) == sample
        assert set(corpus.kwic("改革", sample=7)) <= set(sample)
        assert list(corpus.kwic("改革", sample=20, seed=1)) != sample
        assert list(corpus.kwic("改革", sample=10_000)) == every
        by_context = list(corpus.kwic("改革", sample=20, sort="right"))
        assert sorted(by_context) == sorted(sample)
    with speechkit.from_texts(texts | {"99": "讲话\n改革。改革。"}) as more:
        kept = [line for line in more.kwic("改革", sample=20) if line.id != "99"]
        assert set(kept) <= set(sample)
        assert len(kept) >= 18


def test_samples_are_even() -> None:
    """Each of 40 matches is in a tenth of the samples, within four standard deviations."""
    with speechkit.from_texts({"1": "讲话\n" + "改革发展。" * 40}) as corpus:
        taken = [0] * 40
        lines = list(corpus.kwic("改革", width=300))
        for seed in range(400):
            for line in corpus.kwic("改革", sample=4, seed=seed, width=300):
                taken[lines.index(line)] += 1
    assert sum(taken) == 1600
    assert all(abs(number - 40) < 4 * (400 * 0.1 * 0.9) ** 0.5 for number in taken)


@given(st.lists(st.text("改革开放，。“”", max_size=30), min_size=1, max_size=5), st.integers(0, 9))
def test_any_text_is_cut_where_it_matches(paragraphs: list[str], width: int) -> None:
    text = Text("改革", tuple(paragraphs))
    places = list(find_places(parse_query("改革").terms, text))

    class OneText:
        def places(self, *_: object) -> Iterator[tuple[Entry, Text, list[Place]]]:
            yield ENTRY, text, places

    lines = list(list_contexts(cast("Streams", OneText()), "改革", width=width))
    assert len(lines) == len(places)
    for line, (paragraph, start, end) in zip(lines, places, strict=True):
        whole = ("改革", *paragraphs)[paragraph]
        assert whole[:start].endswith(line.left)
        assert whole[end:].startswith(line.right)
        assert len(line.left) == min(start, width)


def test_every_speech_is_told_of_even_with_a_limit(corpus: speechkit.Corpus) -> None:
    for sort in get_args(LineOrder):
        told: list[int] = []
        list(list_contexts(corpus, "改革", sort=sort, limit=1, tell=told.append))
        assert told == [5, 2, 2]


@pytest.mark.parametrize(
    "options", [{"sort": "x"}, {"width": -1}, {"sample": 0}, {"limit": 0}], ids=str
)
def test_settings_that_cannot_be(corpus: speechkit.Corpus, options: dict[str, object]) -> None:
    with pytest.raises(SettingError):
        corpus.kwic("改革", **options)  # type: ignore[arg-type]
