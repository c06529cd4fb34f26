"""Term lists: what is a term, what is refused, and what a changed list does to an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import speechkit
from speechkit.render.messages import describe_event
from speechkit.text.data import DATA_FOLDER
from speechkit.text.user_words import combine_words, parse_words, shipped_words


@pytest.mark.parametrize(
    ("text", "terms", "refused"),
    [
        ("智慧农业\n", {"智慧农业"}, ()),
        ("\ufeff智慧農業\r\n", {"智慧农业"}, ()),
        ("智慧农业 100 n\n", {"智慧农业"}, ()),
        ("# 说明\n\n  智慧农业  # 后注\n", {"智慧农业"}, ()),
        ("农\nGDP\n智慧+农业\n一网通管", {"一网通管"}, ("农", "GDP", "智慧+农业")),
        ("", set(), ()),
    ],
)
def test_one_term_a_line(text: str, terms: set[str], refused: tuple[str, ...]) -> None:
    assert parse_words(text) == (frozenset(terms), refused)


def test_shipped_terms_are_sound() -> None:
    terms = shipped_words()
    assert {"十四五", "一带一路", "新质生产力", "十一五", "二十五"} <= terms
    text = (DATA_FOLDER / "user_words.txt").read_text(encoding="utf-8")
    assert parse_words(text) == (terms, ())


def test_own_terms_join_the_shipped_ones() -> None:
    combined = combine_words({"智慧农业", "十四五"})
    assert list(combined) == sorted(shipped_words() | {"智慧农业"})


@pytest.fixture
def folder(make_corpus: Callable[[Mapping[str, str]], Path]) -> Path:
    return make_corpus({"1.txt": "在会上的讲话\n发展霖霓农业，是大事。"})


def words(corpus: speechkit.Corpus, prefix: str) -> list[str]:
    return [statistics.word for statistics in corpus.words(prefix)]


def test_own_terms_are_kept_until_others_are_given(folder: Path) -> None:
    said: list[str] = []
    notify = lambda event: said.append(describe_event(event))  # noqa: E731
    assert words(speechkit.open(folder), "霖") == ["霖"]
    assert words(
        speechkit.open(folder, user_words=["霖霓农业"], notify=notify),
        "霖",
    ) == ["霖霓农业"]
    assert len(said) == 1
    assert "settings" in said[0]
    assert words(speechkit.open(folder, notify=notify), "霖") == ["霖霓农业"]
    assert len(said) == 1
    assert words(
        speechkit.open(folder, user_words=[], notify=notify),
        "霖",
    ) == ["霖"]
    assert len(said) == 2


@pytest.mark.parametrize("term", ["", "好", "GDP", "高 质量", "\ud800\ud800"])
def test_what_is_no_term_is_refused(folder: Path, term: str) -> None:
    with pytest.raises(speechkit.SettingError, match="two or more Chinese"):
        speechkit.open(folder, user_words=["高质量", term])
