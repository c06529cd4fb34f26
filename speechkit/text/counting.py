"""The words of whole speeches, counted: by jieba's twin in Rust where it is installed.

rjieba holds jieba's dictionary and rules and gives exactly the words of ``Segmenter`` (the tests
compare them, terms and all), several times as fast over a whole text; it is loaded only to index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

from speechkit.text.dictionary import open_dictionary
from speechkit.text.libraries import DictionarySettings
from speechkit.text.normalize import HAN_RANGES
from speechkit.text.segment import Segmenter, find_letter_words

_PIECE = 1 << 18


class WordCounter(Protocol):
    """Counts the words of simplified text."""

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""


MakeCounter = Callable[[DictionarySettings], WordCounter]


def make_light_counter(settings: DictionarySettings) -> WordCounter:
    """Return the counter that is ready soonest, for a few speeches."""
    return Segmenter(open_dictionary(settings))


def make_word_counter(settings: DictionarySettings) -> WordCounter:
    """Return the fastest counter that is installed, for many speeches."""
    return _make_fast_counter(settings, sole=False)


def make_sole_counter(settings: DictionarySettings) -> WordCounter:
    """Return the same for a process that never has another one, sooner."""
    return _make_fast_counter(settings, sole=True)


def _make_fast_counter(settings: DictionarySettings, *, sole: bool) -> WordCounter:
    try:
        return RustWordCounter(settings.terms, sole=sole)
    except ImportError:
        return make_light_counter(settings)


class RustWordCounter:
    """Counts with rjieba; raises ImportError where it is missing.

    ``sole`` takes rjieba's own instance, terms and all, which importing it makes anyway.
    """

    def __init__(self, terms: tuple[str, ...], *, sole: bool = False) -> None:
        import rjieba

        jieba = rjieba if sole else rjieba.Jieba()
        for term in sorted(terms):
            jieba.add_word(term, None, None)
        self._cut_for_search = jieba.cut_for_search
        self._other = re.compile(f"[^{HAN_RANGES}]+")

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""
        # A line end instead of all between two runs: no word crosses it, and it is a word itself.
        counts: Counter[str] = Counter()
        for piece in cut_at_lines(self._other.sub("\n", text)):
            counts.update(self._cut_for_search(piece, False))
        counts.pop("\n", None)
        counts.update(find_letter_words(text))
        return counts


def cut_at_lines(text: str) -> Iterator[str]:
    """Yield pieces that end with lines, for work that holds much of a piece in memory at once."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end
