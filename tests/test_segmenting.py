"""Segmenting: jieba's own words without HMM, and ours for letters and numbers, in three ways."""

from __future__ import annotations

import random
import re
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from math import isclose, log
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import ClosedCorpusError
from speechkit.text import segmenter as segmenting
from speechkit.text.characters import HAN as HAN_RANGES
from speechkit.text.characters import is_han
from speechkit.text.dictionary import Dictionary, open_dictionary
from speechkit.text.fast_segmenters import (
    DictionarySegmenter,
    RustSegmenter,
    open_fast_segmenter,
    open_light_segmenter,
    open_sole_segmenter,
)
from speechkit.text.jieba_segmenter import JiebaSegmenter, load_jieba
from speechkit.text.scripts import simplify as read_simplified
from speechkit.text.segmenter import Segmenter, cut_at_lines
from speechkit.text.tokens import find_letter_words
from speechkit.text.user_words import combine_words, shipped_words
from speechkit.text.versions import DictionarySettings, library_versions

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
WORDS = combine_words({"新垦示范带"})
ODD_WORDS = ("二〇三五", "人々", "𠮷野家", *WORDS)
HAN_RUN = re.compile(f"[{HAN_RANGES}]+")
COMMON_RUN = re.compile("[\u4e00-\u9fa5]+")

Opener = Callable[[], Segmenter]


@lru_cache(maxsize=2)
def jieba_with(words: tuple[str, ...]) -> Any:
    return load_jieba(words)


def open_rust(words: tuple[str, ...] = WORDS) -> Segmenter:
    pytest.importorskip("rjieba")
    return RustSegmenter(words)


def open_light(words: tuple[str, ...] = WORDS) -> Segmenter:
    return open_light_segmenter(DictionarySettings(words, library_versions()))


OPENERS: dict[str, Opener] = {
    "rust": lru_cache(open_rust),
    "dictionary": lru_cache(open_light),
    "jieba": lru_cache(lambda: JiebaSegmenter(WORDS)),
}


@pytest.fixture(params=OPENERS)
def segmenter(request: pytest.FixtureRequest, private_cache: Path) -> Segmenter:
    return OPENERS[request.param]()


def words_of(segmenter: Segmenter, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter.cut(text)]


@cache
def cut_plainly(text: str) -> list[str]:
    """The words of the runs of Han characters of a text as jieba gives them."""
    tokenizer = jieba_with(WORDS)
    return [word for run in HAN_RUN.findall(text) for word in tokenizer.cut(run, HMM=False)]


@cache
def count_plainly(text: str) -> Counter[str]:
    """The search words of a text as jieba gives them for each run of Han characters alone.

    A number with 亿 or 万 behind it is a word with it and without.
    """
    tokenizer = jieba_with(WORDS)
    words = Counter(find_letter_words(text))
    words.update(word[:-1] for word in list(words.elements()) if word[-1] in "亿万")
    for run in HAN_RUN.findall(text):
        words.update(tokenizer.cut_for_search(run, HMM=False))
    return words


def check(segmenter: Segmenter, text: str) -> None:
    """Compare all that a segmenter says of a text with what jieba says of its runs."""
    words = words_of(segmenter, text)
    assert [word for word in words if HAN_RUN.match(word)] == cut_plainly(text)
    assert segmenter.count(text) == count_plainly(text)
    segmented = segmenter.segment(text)
    assert segmented.search_words == count_plainly(text)
    assert segmented.tokens.total() == len(words)


REAL = ("seeds", "corpora/leaders", "corpora/laws", "corpora/transcripts")


@pytest.mark.parametrize("folder", REAL)
def test_real_texts_have_jieba_s_words(segmenter: Segmenter, shared: Path, folder: str) -> None:
    paths = sorted(path for path in (shared / folder).rglob("*") if path.is_file())
    for path in random.Random(7).sample(paths, min(5, len(paths))):
        text = read_simplified(path.read_text(encoding="utf-8", errors="replace"))
        check(segmenter, text[:20_000])


def test_our_own_speeches_have_jieba_s_words(segmenter: Segmenter) -> None:
    for name in ("005_guihua_zuotan.txt", "003_sanji_ganbu.txt"):
        check(segmenter, read_simplified((CORPUS / name).read_text(encoding="utf-8-sig")))


@pytest.mark.slow
def test_words_strung_together_at_random_are_cut_as_jieba_cuts_them(segmenter: Segmenter) -> None:
    rng = random.Random(11)
    frequencies = jieba_with(WORDS).FREQ
    known = sorted(w for w, count in frequencies.items() if count and COMMON_RUN.fullmatch(w))
    check(
        segmenter, "\n".join("".join(rng.choices(known, k=rng.randint(1, 9))) for _ in range(999))
    )


ALPHABET = "十四五规划新垦示范带发展的 ，,“”GDP7.5%x2０Ａ亿万元×①Ⅲ㊀𠀀〇々\n"
TEXTS = st.text(
    st.one_of(
        st.sampled_from(ALPHABET),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize("name", OPENERS)
@given(text=TEXTS)
def test_any_text_has_jieba_s_words(private_cache: Path, name: str, text: str) -> None:
    check(OPENERS[name](), text)


@pytest.mark.parametrize("name", OPENERS)
@given(text=TEXTS)
def test_tokens_follow_each_other(private_cache: Path, name: str, text: str) -> None:
    spans = OPENERS[name]().cut(text)
    ends = [0, *(end for _, end in spans)]
    assert all(end <= start < stop for end, (start, stop) in zip(ends, spans, strict=False))
    covered = "".join(text[start:end] for start, end in spans if HAN_RUN.match(text[start]))
    assert covered == "".join(HAN_RUN.findall(text))


@pytest.mark.parametrize(
    ("text", "tokens", "word"),
    [
        ("增长27.46亿元", ["增长", "27.46", "亿元"], "27.46亿"),
        ("占比7.5%。", ["占", "比", "7.5%"], "7.5%"),
        ("１８万", ["１８", "万"], "18万"),
        ("全年GDP增速", ["全年", "GDP", "增速"], "gdp"),
        ("构建1+2+4+N体系", ["构建", "1+2+4+N", "体系"], "1+2+4+n"),
        ("the World Bank", ["the", "World", "Bank"], "world"),
        ("Ⅲ级响应", ["Ⅲ", "级", "响应"], "iii"),
        ("R&D投入", ["R&D", "投入"], "r&d"),
        ("2024年", ["2024", "年"], "2024"),
    ],
)
def test_numbers_and_letters_are_words(
    segmenter: Segmenter, text: str, tokens: list[str], word: str
) -> None:
    assert words_of(segmenter, text) == tokens
    assert segmenter.count(text)[word] == 1


@pytest.mark.parametrize("mask", ["20xx", "XX", "X", "X%", "xx", "××", "***", "20XX", "Ｘ", "㊀"])
def test_masks_are_no_words(segmenter: Segmenter, mask: str) -> None:
    assert segmenter.segment(f"，{mask}，") == (Counter(), Counter(), b"")
    assert segmenter.cut(f"，{mask}，") == []


@pytest.mark.parametrize("mark", "，。“”、·\n \u3000×")
def test_no_word_crosses_a_mark(segmenter: Segmenter, mark: str) -> None:
    assert words_of(segmenter, f"发{mark}展") == ["发", "展"]


@pytest.mark.parametrize("word", [*sorted(shipped_words())[::20], "新垦示范带"])
def test_user_words_are_kept_whole(segmenter: Segmenter, word: str) -> None:
    assert words_of(segmenter, f"，{word}。") == [word]
    assert segmenter.count(word)[word] == 1


def test_search_words_are_the_shorter_words_within_one(segmenter: Segmenter) -> None:
    assert segmenter.search_words("新质生产力") == ("生产", "生产力", "新质生产力")
    assert segmenter.search_words("发展") == ("发展",)
    assert segmenter.segment("新质生产力，生产").tokens == {"新质生产力": 1, "生产": 1}
    assert segmenter.segment(" 新质  生产力 ").tokens == segmenter.segment("新质，生产力").tokens
    assert segmenter.segment(" ").tokens == {}
    assert segmenter.count("新质生产力，生产") == {"新质生产力": 1, "生产": 2, "生产力": 1}


@pytest.mark.parametrize("words", [ODD_WORDS, WORDS])
def test_user_words_of_any_characters_are_kept_whole_by_all(
    private_cache: Path, words: tuple[str, ...]
) -> None:
    """rjieba and jieba cut at 〇, 々 and rare characters before they look for words."""
    settings = DictionarySettings(words, library_versions())
    text = "到二〇三五年，日本人々在𠮷野家发展〇〇新垦示范带二〇〇三五"
    cuts = [
        words_of(opened, text)
        for opened in (
            open_light_segmenter(settings),
            open_fast_segmenter(settings),
            JiebaSegmenter(words),
        )
    ]
    assert cuts[0] == cuts[1] == cuts[2]
    assert {"二〇三五", "人々", "𠮷野家"} <= {*cuts[0]} or words == WORDS


def test_without_rust_our_own_loop_counts(
    private_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    for opener in (open_fast_segmenter, open_sole_segmenter):
        opened = opener(DictionarySettings(WORDS, library_versions()))
        assert isinstance(opened, DictionarySegmenter)
        assert opened.count("谈谈新垦示范带")["新垦示范带"] == 1
    with pytest.raises(ImportError):
        RustSegmenter(WORDS)


@pytest.mark.parametrize("modules", ["sqlite3, rjieba, _sqlite3"])
def test_jieba_alone_needs_no_database(
    run_python: Callable[..., CompletedProcess[str]], modules: str
) -> None:
    code = (
        f"for name in {modules!r}.split(', '): sys.modules[name] = None\n"
        "from speechkit.text.jieba_segmenter import JiebaSegmenter\n"
        "print(sorted(JiebaSegmenter(['新垦示范带']).count('新垦示范带')))"
    )
    done = run_python(code, options=("-X", "utf8"))
    assert (done.stdout, done.stderr) == ("['新垦示范带', '示范', '示范带']\n", "")


@pytest.mark.parametrize("opener", [open_rust, open_light, lambda: JiebaSegmenter(())])
def test_a_closed_segmenter_says_so(private_cache: Path, opener: Opener) -> None:
    opened = opener()
    assert opened.count("发展").total() == 1
    opened.close()
    opened.close()
    for method in (opened.cut, opened.count, opened.segment, opened.search_words):
        with pytest.raises(ClosedCorpusError):
            method("发展")


def test_the_dictionary_counts_words_as_jieba_does(private_cache: Path) -> None:
    """Also words that are not listed, by jieba's rule for what a user adds, in the same order."""
    words = combine_words(
        (*ODD_WORDS, "开发区管理委员会", "发展的", "㐂々", "〇五年", "大数据中心")
    )
    opened = open_dictionary(DictionarySettings(words, library_versions()))
    expected = load_jieba(words)
    assert isclose(opened.log_total, log(expected.total))
    frequencies = expected.FREQ
    asked = [*words, *random.Random(6).sample(sorted(filter(None, frequencies)), 20_000)]
    found = {word: opened.look_up(word) for word in asked if is_han(word[0])}
    assert found == {word: frequencies[word] for word in found}
    assert {word for word, times in found.items() if times == 0}


def test_threads_share_a_segmenter(dictionary: Dictionary) -> None:
    rng = random.Random(5)
    characters = sorted({c for w in jieba_with(WORDS).FREQ if COMMON_RUN.fullmatch(w) for c in w})
    texts = ["".join(rng.choices(characters, k=400)) for _ in range(60)]
    shared_one = DictionarySegmenter(dictionary)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(shared_one.count, texts))
    alone = open_light(tuple(sorted(shipped_words())))
    assert found == [alone.count(text) for text in texts]


LINE = "今天研究新垦示范带的工作，大家要抓紧。\n"


def test_the_words_of_a_long_text_are_never_all_in_memory(
    private_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them would take 46 bytes for each character of the text; copies of it take 13."""
    opened = open_rust()
    expected = {word: 5_000 * times for word, times in opened.count(LINE).items()}
    monkeypatch.setattr(segmenting, "_PIECE", 4_000)
    text = LINE * 5_000
    tracemalloc.start()
    segmented = opened.segment(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert segmented.search_words == expected
    assert peak < 20 * len(text)


@given(lines=st.lists(st.integers(0, 30).map("一".__mul__), max_size=20), size=st.integers(1, 40))
def test_a_long_text_is_cut_at_lines(lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmenting, "_PIECE", size)
        pieces = list(cut_at_lines(text))
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= size for piece in pieces)
    for piece in pieces[:-1]:
        assert piece.endswith("\n") or ("\n" not in piece and len(piece) == size)
