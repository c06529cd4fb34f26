"""Simplified text to words: jieba's words in search mode without HMM, and our own for letters.

The shortest-path routine below gives exactly the words of ``jieba.cut_for_search(run, HMM=False)``
(the tests compare them). It is faster because it cuts first wherever no word of the dictionary
holds the two characters on both sides of a place: such a cut is certain, and the short pieces
between certain cuts come again so often that their words are worth remembering.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from math import log
from operator import add
from sys import intern

from speechkit.text.dictionary import Dictionary
from speechkit.text.normalize import HAN_RANGES, is_han

_REMEMBERED = 1 << 18

_LETTERS = rf"[^\W_{HAN_RANGES}]"
_LETTER_WORD = re.compile(rf"{_LETTERS}+(?:[.+/&'-]{_LETTERS}+)*[%％亿万]?")
_MASK = re.compile(r"[0-9]*x+[0-9x]*[%亿万]?")


class Segmenter:
    """Cuts simplified text into words with one dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._words = _PieceWords(dictionary)
        self._marks = _CertainCuts(dictionary)

    def close(self) -> None:
        """Let go of the dictionary."""
        self._dictionary.close()

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""
        return Counter(self._iterate_words(text))

    def list_words(self, text: str) -> list[str]:
        """Return the words of ``text`` (search mode): Han words in order, then those of letters."""
        return list(self._iterate_words(text))

    def cut(self, run: str) -> list[str]:
        """Return the words that a run of Han characters falls into, without search mode's parts."""
        self._dictionary.meet(run)
        return _cut_most_probably(run, self._dictionary)

    def _iterate_words(self, text: str) -> Iterator[str]:
        pieces = map(self._words.__getitem__, self._cut_certainly(text))
        return chain(chain.from_iterable(pieces), find_letter_words(text))

    def _cut_certainly(self, text: str) -> list[str]:
        """Cut wherever no word of the dictionary reaches across; every line end is such a place."""
        self._dictionary.meet(text)
        marked = "".join(map(self._marks.__getitem__, map(add, text, text[1:])))
        return (marked + text[-1:]).split("\n")


class _CertainCuts(dict[str, str]):
    """For two characters in a row the first one, with a line end behind it if they are cut.

    A mapping, because a look-up for each character of a text is the innermost loop of indexing.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._joins = dictionary.joins

    def __missing__(self, pair: str) -> str:
        marked = pair[0] if self._joins(pair) else f"{pair[0]}\n"
        if len(self) < _REMEMBERED:
            self[pair] = marked
        return marked


class _PieceWords(dict[str, tuple[str, ...]]):
    """The words of each piece between certain cuts, remembered up to a bound."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        # One object for each word, however many pieces hold it: counting compares by identity.
        words = self[piece] = tuple(map(intern, self._search_words(piece)))
        return words

    def _search_words(self, piece: str) -> Iterator[str]:
        """Yield a piece's words, each behind the shorter words of the dictionary within it."""
        if len(piece) < 2 and not (piece and is_han(piece)):
            return
        frequency = self._dictionary.frequency
        for word in _cut_most_probably(piece, self._dictionary):
            for length in (2, 3):
                if len(word) > length:
                    for start in range(len(word) - length + 1):
                        part = word[start : start + length]
                        if frequency(part):
                            yield part
            yield word


def _cut_most_probably(run: str, dictionary: Dictionary) -> list[str]:
    """Return the most probable words of a run: the best path, found from the run's end.

    ``best[k]`` is the log probability of the best path from k to the end. As in jieba the longer
    word wins a tie, and a character that no word begins with counts as seen once.
    """
    log_total = dictionary.log_total
    best = [0.0] * (len(run) + 1)
    ends = [0] * len(run)
    for start in range(len(run) - 1, -1, -1):
        score = None
        end = start + 1
        frequency = dictionary.frequency(run[start])
        if frequency:
            score = log(frequency) - log_total + best[end]
        limit = min(start + dictionary.reach(run[start : start + 2]), len(run))
        for longer in range(start + 2, limit + 1):
            frequency = dictionary.frequency(run[start:longer])
            if frequency:
                path = log(frequency) - log_total + best[longer]
                if score is None or path >= score:
                    score, end = path, longer
        best[start] = best[end] - log_total if score is None else score
        ends[start] = end
    pieces = []
    start = 0
    while start < len(run):
        pieces.append(run[start : ends[start]])
        start = ends[start]
    return pieces


def find_letter_words(text: str) -> Iterator[str]:
    """Yield the words of letters and numbers (27.46亿, 7.5%, gdp), masks such as 20xx left out."""
    for found in _LETTER_WORD.findall(text):
        word = unicodedata.normalize("NFKC", found).lower()
        # An enclosed character (㊀, ㆒) is a Chinese one in another form, and no word of letters.
        if not _MASK.fullmatch(word) and not all(map(is_han, word)):
            yield word
