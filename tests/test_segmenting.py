"""Segmenting: jieba's own words in search mode without HMM, and ours for letters and numbers."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from speechkit.text.dictionary import Dictionary, open_dictionary
from speechkit.text.libraries import DictionarySettings
from speechkit.text.segment import Segmenter
from speechkit.text.user_words import shipped_terms

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
HAN_RUN = re.compile("[\u4e00-\u9fa5]+")
RUNS = 4_000


@lru_cache(maxsize=2)
def jiebas(terms: frozenset[str]) -> Any:
    """jieba's tokenizer with a term list, made without its cache file."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in sorted(terms):
        tokenizer.add_word(term)
    return tokenizer


@lru_cache(maxsize=2)
def ours(versions: str, terms: frozenset[str]) -> Segmenter:
    return Segmenter(open_dictionary(DictionarySettings(tuple(sorted(terms)), versions)))


@pytest.fixture(params=["no terms", "shipped terms"])
def both(
    request: pytest.FixtureRequest, dictionary_settings: DictionarySettings
) -> tuple[Segmenter, Any]:
    terms = shipped_terms() if request.param == "shipped terms" else frozenset[str]()
    return ours(dictionary_settings.versions, terms), jiebas(terms)


def runs_of(text: str) -> list[str]:
    return HAN_RUN.findall(OpenCC("t2s").convert(text))


def differences(both: tuple[Segmenter, Any], runs: set[str]) -> list[str]:
    segmenter, tokenizer = both
    sample = random.Random(7).sample(sorted(runs), min(RUNS, len(runs)))
    return [
        run
        for run in sample
        if segmenter.list_words(run) != list(tokenizer.cut_for_search(run, HMM=False))
        or segmenter.cut(run) != list(tokenizer.cut(run, HMM=False))
    ]


def test_words_of_our_own_speeches_are_jiebas(both: tuple[Segmenter, Any]) -> None:
    texts = (CORPUS / name for name in ("005_guihua_zuotan.txt", "003_sanji_ganbu.txt"))
    runs = {run for path in texts for run in runs_of(path.read_text(encoding="utf-8-sig"))}
    assert len(runs) > 200
    assert differences(both, runs) == []


@pytest.mark.parametrize("folder", ["seeds", "corpora/leaders", "corpora/provincial_2026"])
def test_words_of_real_speeches_are_jiebas(
    both: tuple[Segmenter, Any], shared: Path, folder: str
) -> None:
    paths = sorted((shared / folder).glob("*.txt"))[::10] or [*(shared / folder).glob("*.txt")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    assert differences(both, {run for text in texts for run in runs_of(text)}) == []


@pytest.fixture(scope="module")
def words() -> list[str]:
    tokenizer = jiebas(shipped_terms())
    known = sorted(w for w, count in tokenizer.FREQ.items() if count and HAN_RUN.fullmatch(w))
    return random.Random(3).sample(known, 20_000) + sorted(shipped_terms())


def test_words_strung_together_at_random_are_cut_as_jieba_cuts_them(
    both: tuple[Segmenter, Any], words: list[str]
) -> None:
    rng = random.Random(11)
    runs = {"".join(rng.choices(words, k=rng.randint(1, 9))) for _ in range(1_500)}
    assert differences(both, runs) == []


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
def test_any_run_is_cut_as_jieba_cuts_it(dictionary_settings: DictionarySettings, run: str) -> None:
    terms = shipped_terms()
    both = ours(dictionary_settings.versions, terms), jiebas(terms)
    assert differences(both, {run}) == []


TEXTS = st.text(
    st.one_of(
        st.sampled_from("发展十四五规划20xxX年%亿.+ab \n，①ⅢＡ"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@given(TEXTS)
def test_counting_and_listing_agree(dictionary_settings: DictionarySettings, text: str) -> None:
    segmenter = ours(dictionary_settings.versions, shipped_terms())
    assert Counter(segmenter.list_words(text)) == segmenter.count_words(text)


@pytest.fixture
def list_words(dictionary: Dictionary) -> Callable[[str], list[str]]:
    return Segmenter(dictionary).list_words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("增长27.46亿元", "27.46亿"),
        ("占比7.5%。", "7.5%"),
        ("全年GDP增速", "gdp"),
        ("构建1+2+4+N体系", "1+2+4+n"),
        ("the World Bank", "world"),
        ("共１８８家", "188"),
        ("Ⅲ级响应", "iii"),
        ("R&D投入", "r&d"),
        ("2024年", "2024"),
    ],
)
def test_numbers_and_letters_are_words(
    list_words: Callable[[str], list[str]], text: str, word: str
) -> None:
    assert word in list_words(text)


@pytest.mark.parametrize("mask", ["20xx", "XX", "X", "X%", "xx", "××", "***", "20XX", "Ｘ"])
def test_masks_are_no_words(list_words: Callable[[str], list[str]], mask: str) -> None:
    assert list_words(f"，{mask}，") == []


@pytest.mark.parametrize("mark", "，。“”、·\n \u3000×")
def test_no_word_crosses_a_mark(list_words: Callable[[str], list[str]], mark: str) -> None:
    assert list_words(f"发{mark}展") == ["发", "展"]


@pytest.mark.parametrize("term", ["十四五", "一带一路", "新质生产力", "开发区"])
def test_shipped_terms_are_words(list_words: Callable[[str], list[str]], term: str) -> None:
    assert term in list_words(f"推进{term}建设")
