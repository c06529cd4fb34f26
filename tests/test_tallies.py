"""Words counted for many speeches at once: the same as word by word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.backends.sqlite import array_tally, word_buckets, word_codes
from speechkit.backends.sqlite.array_tally import ArrayTally
from speechkit.backends.sqlite.postings import BLOCK_SIZE, unpack_postings
from speechkit.backends.sqlite.tallies import (
    DictTally,
    Sizes,
    Tally,
    WordCounts,
    WordTotals,
    add_counts,
    unpack_counts,
)
from speechkit.text.fast_segmenters import open_fast_segmenter, open_light_segmenter
from speechkit.text.jieba_segmenter import JiebaSegmenter
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter
from speechkit.text.versions import DictionarySettings

LONG_WORD = "发展" * 200
"""A user's own: longer than a byte can say."""

LONGEST_PART = 1_000


def repeat(part: tuple[str, str, int]) -> str:
    """A run and a mark, again and again: often where they are short."""
    run, mark, times = part
    return (run + mark) * min(times, 1 + LONGEST_PART // len(run + mark))


TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["新质生产力", "发展", "的", "高质量发展", "𠀀〇", LONG_WORD, ""]),
        st.sampled_from(["，", "7.5亿", "x", "\n", "Ａ ", "gdp", "AA制", "20xx", "3.2万", "-"]),
        st.sampled_from([1, 2, 13, 300]),
    ),
    max_size=6,
).map(lambda parts: "".join(map(repeat, parts)))


@pytest.fixture(scope="module")
def segmenter(dictionary_settings: DictionarySettings) -> Segmenter:
    words = (*dictionary_settings.words, LONG_WORD)
    return open_light_segmenter(dictionary_settings._replace(words=words))


def read_totals(totals: WordTotals) -> tuple[dict[str, bytes], dict[str, int], dict[int, Sizes]]:
    """Return what the parts of totals hold together; no two have the same word of a speech."""
    together = WordCounts({}, {})
    for counts in map(unpack_counts, totals.parts):
        assert counts.tokens.keys() <= counts.postings.keys()
        for word, data in counts.postings.items():
            places = [
                [place for place, _ in unpack_postings(d)]
                for d in (together.postings.get(word, b""), data)
            ]
            assert not places[0] or places[0][-1] < places[1][0]
            together.postings[word] = together.postings.get(word, b"") + data
        add_counts(together.tokens, counts.tokens)
    return (*together, totals.sizes)


def check(segmenter: Segmenter, texts: list[str], tally: Tally | None = None) -> None:
    """Compare both tallies of some texts, and what they say of each."""
    plain, tally = DictTally(segmenter), tally or ArrayTally(segmenter)
    places = range(BLOCK_SIZE - len(texts), BLOCK_SIZE)
    placed = [*zip(places, texts, strict=True)]
    for some in (placed[:1], placed[1:], []):
        assert tally.add(some) == plain.add(some)
    assert read_totals(tally.total()) == read_totals(plain.total())


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=4))
def test_any_texts(segmenter: Segmenter, texts: list[str]) -> None:
    check(segmenter, texts)


@given(st.lists(st.text(), max_size=4))
def test_any_characters(segmenter: Segmenter, texts: list[str]) -> None:
    check(segmenter, list(map(simplify, texts)))


def test_one_batch_after_the_other(
    segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch, dictionary_settings: DictionarySettings
) -> None:
    monkeypatch.setattr(word_codes, "_MOST_NUMBERS", 20)
    text = "".join(sorted(dictionary_settings.words)) + "2026年gdp增长5.2%，27.46亿元，27.46亿元。"
    tally = ArrayTally(segmenter)
    for texts in ([text], [text, "", text], [], ["发展"], [text * 3]):
        check(segmenter, texts, tally)


@settings(max_examples=50)
@given(st.lists(TEXTS, max_size=4), st.data())
def test_words_of_letters_that_are_counted_apart(
    segmenter: Segmenter, texts: list[str], data: st.DataObject
) -> None:
    letters = "ﷺ الله 27.46亿，27.46 gdp，GDP 7万 2026 7 27.46亿，5G"
    texts = [text + letters * data.draw(st.integers(0, 3)) for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_tally, "_MANY_WORDS", data.draw(st.sampled_from([1, 5])))
        patch.setattr(word_buckets, "_AT_ONCE", data.draw(st.sampled_from([2, 100])))
        check(segmenter, texts)


@pytest.mark.parametrize("open_segmenter", [open_fast_segmenter, open_light_segmenter, "jieba"])
def test_real_texts(
    shared: Path, open_segmenter: object, dictionary_settings: DictionarySettings
) -> None:
    opened = (
        open_segmenter(dictionary_settings)
        if callable(open_segmenter)
        else JiebaSegmenter(dictionary_settings.words)
    )
    paths = sorted((shared / "corpora" / "leaders").iterdir())[::60]
    check(opened, [simplify(path.read_text("utf-8", errors="replace"))[:3_000] for path in paths])


def test_a_text_that_cannot_be_cut_is_not_counted(
    segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = ArrayTally(segmenter)
    tally.add([(0, "发展")])
    with monkeypatch.context() as context:

        def cut(_self: Segmenter, _runs: str) -> object:
            yield ["经济"]
            raise MemoryError

        context.setattr(Segmenter, "cut_lines", cut)
        with pytest.raises(MemoryError):
            tally.add([(1, "经济发展")])
    assert read_totals(tally.total())[1] == {"发展": 1}


def test_of_a_text_that_is_not_counted_nothing_is(
    segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(array_tally, "_MANY_WORDS", 2)
    tally = ArrayTally(segmenter)
    tally.add([(0, "发展gdp，5G 7")])
    with monkeypatch.context() as context:

        def read(_self: object, _words: object) -> object:
            raise MemoryError

        context.setattr(word_codes.WordCodes, "read", read)
        with pytest.raises(MemoryError):
            tally.add([(1, "经济gdp，5G 7")])
    tally.add([(1, "经济 5G 5G 7")])
    found = read_totals(tally.total())
    assert found[1] == {"发展": 1, "gdp": 1, "5g": 3, "7": 2, "经济": 1}
    assert found[2] == {0: Sizes(4, 4), 1: Sizes(4, 4)}


def test_codes_begin_again_before_long_words_fill_the_memory(segmenter: Segmenter) -> None:
    codes = word_codes.WordCodes(segmenter)
    codes.read(["x" * 1_000])
    assert not codes.are_many
    codes.read([str(number) * word_codes._MOST_CHARACTERS for number in (1, 2)])
    assert codes.are_many
