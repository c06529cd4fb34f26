"""The words of whole speeches are the same, whichever way they are counted."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.search import read_simplified
from speechkit.text import counting
from speechkit.text.counting import RustWordCounter, make_word_counter
from speechkit.text.dictionary import open_dictionary
from speechkit.text.libraries import DictionarySettings, library_versions
from speechkit.text.segment import Segmenter
from speechkit.text.user_words import combine_terms

SETTINGS = DictionarySettings(combine_terms({"新垦示范带"}), library_versions())


@pytest.fixture(scope="module")
def counters() -> tuple[RustWordCounter, Segmenter]:
    pytest.importorskip("rjieba")
    return RustWordCounter(SETTINGS.terms), Segmenter(open_dictionary(SETTINGS))


def test_rust_counts_jieba_s_words(
    counters: tuple[RustWordCounter, Segmenter], shared: Path
) -> None:
    rust, segmenter = counters
    for path in sorted((shared / "corpora" / "leaders").iterdir())[::8]:
        text = read_simplified(path.read_text(encoding="utf-8", errors="replace"))
        assert rust.count_words(text) == segmenter.count_words(text), path.name


@given(
    text=st.text(st.sampled_from("十四五规划新垦示范带发展的 ，,“”GDP7.5%x亿𠀀〇々\n"), max_size=60)
)
def test_any_text_has_the_same_words(
    counters: tuple[RustWordCounter, Segmenter], text: str
) -> None:
    rust, segmenter = counters
    assert rust.count_words(text) == segmenter.count_words(text)


def test_without_rust_our_own_loop_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    counter = make_word_counter(SETTINGS)
    assert isinstance(counter, Segmenter)
    assert counter.count_words("谈谈新垦示范带")["新垦示范带"] == 1


LINE = "今天研究新垦示范带的工作，大家要抓紧。\n"


def test_the_words_of_a_long_text_are_never_all_in_memory(
    counters: tuple[RustWordCounter, Segmenter], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them would take 46 bytes for each character of the text; copies of it take 13."""
    monkeypatch.setattr(counting, "_PIECE", 4_000)
    text = LINE * 5_000
    tracemalloc.start()
    counts = counters[0].count_words(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts == {word: 5_000 * n for word, n in counters[1].count_words(LINE).items()}
    assert peak < 20 * len(text)


def test_a_long_text_is_counted_in_pieces_that_end_with_lines() -> None:
    text = LINE * 40_000
    pieces = list(counting.cut_at_lines(text))
    assert "".join(pieces) == text
    assert all(piece.endswith("\n") for piece in pieces)
    assert max(map(len, pieces)) < 300_000  # their words take 14 MB
