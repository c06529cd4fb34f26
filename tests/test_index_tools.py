"""The two kinds of tools give the same words and the same match texts."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.folding import fold_character
from speechkit.index.bulk import BulkTools
from speechkit.index.light import LightTools
from speechkit.libraries import DictionarySettings, library_versions
from speechkit.search import read_simplified
from speechkit.terms import combine_terms

SETTINGS = DictionarySettings(combine_terms({"新垦示范带"}), library_versions())
TEXT = "十四五规划 新垦示范带，GDP增长7.5%。\n“发展”…㎡"

Tools = tuple[BulkTools, LightTools]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return BulkTools(SETTINGS), LightTools(SETTINGS)


def test_rust_counts_jieba_s_words(tools: Tools, shared: Path) -> None:
    pytest.importorskip("rjieba")
    bulk, light = tools
    for path in sorted((shared / "corpora" / "leaders").iterdir())[::8]:
        text = read_simplified(path.read_text(encoding="utf-8", errors="replace"))
        assert bulk.count_words(text) == light.count_words(text), path.name


def test_real_texts_have_the_same_match_text(tools: Tools, shared: Path) -> None:
    bulk, light = tools
    for path in sorted((shared / "corpora" / "leaders").iterdir())[::8]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert bulk.make_tokens(text) == light.make_tokens(text), path.name


@given(
    text=st.text(st.sampled_from("十四五规划新垦示范带发展的 ，,“”GDP7.5%x亿𠀀〇々\n"), max_size=60)
)
def test_any_text_has_the_same_words(tools: Tools, text: str) -> None:
    bulk, light = tools
    assert bulk.count_words(text) == light.count_words(text)


@given(
    text=st.text(
        st.one_of(
            st.sampled_from(
                "规划畫1a ,.，。“…\n\r\u2028\u0301\u200b\x00㎡①⒈½İ\ufffd\ud800\U0002f8ea"
            ),
            st.characters(),
        ),
        max_size=24,
    )
)
@example("")
@example("\n")
@example("a \n b, \n,1.\n.规")
def test_any_text_has_the_same_match_text(tools: Tools, text: str) -> None:
    bulk, light = tools
    assert bulk.make_tokens(text) == light.make_tokens(text)


def test_what_a_character_becomes_is_left_as_it_is() -> None:
    parts = {part for code in range(sys.maxunicode + 1) for part in fold_character(chr(code))}
    assert [part for part in sorted(parts) if fold_character(part) != part] == []


def test_without_rust_our_own_loop_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert BulkTools(SETTINGS).count_words(TEXT) == LightTools(SETTINGS).count_words(TEXT)


def test_the_words_of_a_long_text_are_never_all_in_memory(tools: Tools) -> None:
    bulk, light = tools
    line = "今天研究新垦示范带的工作，大家要抓紧。\n"
    tracemalloc.start()
    counts = bulk.count_words(line * 100_000)
    tokens = bulk.make_tokens(line * 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts == {word: 100_000 * count for word, count in light.count_words(line).items()}
    assert tokens == light.make_tokens(line * 100_000)
    assert peak < 50 << 20
