"""What a segmenter is: it cuts simplified text into words, once, by jieba's rules without HMM."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from speechkit.errors import ClosedCorpusError
from speechkit.model import Span
from speechkit.text.characters import HAN, is_plain_query
from speechkit.text.tokens import (
    find_letter_words,
    leave_out_unit,
    mark_words,
    pack_marks,
    place_tokens,
)
from speechkit.tuples import NamedTuple

_RUN = f"[{HAN}]+"
_PIECE = 1 << 18
"""Characters whose words are in memory at once; a run of Han characters is cut at this length."""
_RUNS_AT_ONCE = 1 << 16


class SegmentedText(NamedTuple):
    """The words of a text, from one cut."""

    search_words: Counter[str]
    tokens: Counter[str]
    marks: bytes
    """Where its tokens begin; see ``tokens.read_tokens``."""


class Segmenter(ABC):
    """Cuts simplified text into words, user words kept whole; threads may share one.

    *Tokens* do not overlap; *search words* are the tokens, each Han word with the shorter words (2
    and 3 characters) of the dictionary within it, as jieba's search mode has them, and each number
    with its unit (27.46亿). All methods raise ClosedCorpusError after ``close``.
    """

    def __init__(self) -> None:
        self._closed = False
        # Bounded by the words of the dictionary: what is no word is one character.
        self._parts: dict[str, tuple[str, ...]] = {}

    def close(self) -> None:
        """Let go of the dictionary."""
        self._closed = True

    def cut(self, text: str) -> list[Span]:
        """Return where the tokens of ``text`` are, in its order."""
        pieces = map(_leave_out_ends, self.cut_lines(join_runs(text)))
        return place_tokens(text, "".join(map(mark_words, pieces)))

    def search_words(self, word: str) -> tuple[str, ...]:
        """Return the shorter words of the dictionary within a Han word, then the word."""
        self._check_open()
        return (*self.list_parts(word), word)

    def count(self, text: str) -> Counter[str]:
        """Return each search word of ``text`` with its number of occurrences."""
        words: Counter[str] = Counter()
        for piece in self.cut_lines(join_runs(text)):
            words.update(piece)
        words.pop("\n", None)
        return self.spread(words, Counter(find_letter_words(text)))

    def segment(self, text: str) -> SegmentedText:
        """Return the search words and the tokens of ``text``, and where its tokens begin."""
        words: Counter[str] = Counter()
        bits = []
        for piece in map(_leave_out_ends, self.cut_lines(join_runs(text))):
            words.update(piece)
            bits.append(mark_words(piece))
        letters = Counter(find_letter_words(text))
        search_words = self.spread(words, letters)
        words += count_letter_tokens(letters)
        return SegmentedText(search_words, words, pack_marks("".join(bits)))

    def cut_lines(self, runs: str) -> Iterator[list[str]]:
        """Yield the words of lines of Han characters, some lines at a time.

        Line ends may be among the words.
        """
        self._check_open()
        return map(self._cut_runs, cut_at_lines(runs))

    @abstractmethod
    def _cut_runs(self, runs: str) -> list[str]:
        """Return the words of lines of Han characters, line ends among them or left out."""

    @abstractmethod
    def _has_word(self, word: str) -> bool:
        """Return whether a word is in the dictionary."""

    def spread(self, words: Counter[str], letters: Counter[str]) -> Counter[str]:
        """Return the counts of search words: those within Han words, and the words of letters.

        A number with a Han unit, 27.46亿, holds the number alone, as a long word its shorter ones.
        """
        counts = words.copy()
        parts = self._parts
        for word, times in words.items():
            if len(word) > 2:
                for part in parts[word] if word in parts else self.list_parts(word):
                    counts[part] = counts.get(part, 0) + times
        for word, times in letters.items():
            counts[word] = counts.get(word, 0) + times
            if (number := leave_out_unit(word)) != word:
                counts[number] = counts.get(number, 0) + times
        return counts

    def list_parts(self, word: str) -> tuple[str, ...]:
        """Return the words of 2 and 3 characters within a longer Han word, remembered."""
        if word not in self._parts:
            shorter = (
                word[start : start + length]
                for length in (2, 3)
                if length < len(word)
                for start in range(len(word) - length + 1)
            )
            self._parts[word] = tuple(filter(self._has_word, shorter))
        return self._parts[word]

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedCorpusError(None)


def count_letter_tokens(letters: Mapping[str, int]) -> Counter[str]:
    """Return the tokens among words of letters with their numbers: 27.46 of 27.46亿."""
    tokens: Counter[str] = Counter()
    for word, times in letters.items():
        tokens[leave_out_unit(word)] += times
    return tokens


def _leave_out_ends(words: Iterable[str]) -> list[str]:
    return [word for word in words if word != "\n"]


def join_runs(text: str) -> str:
    """Return the runs of Han characters of a text, a line each: no word crosses what is between."""
    if is_plain_query(text):
        return "\n".join(text.split())
    if len(text) <= _PIECE:
        return "\n".join(re.findall(_RUN, text))
    found = (run[0] for run in re.finditer(_RUN, text))
    pieces = iter(lambda: "\n".join(islice(found, _RUNS_AT_ONCE)), "")
    return "\n".join(pieces)


def is_plain(word: str) -> bool:
    """Return whether jieba and rjieba take all characters of a word for Chinese ones.

    At others (〇, 々, those beyond the first 20,902) they cut before they look for words.
    """
    return all("\u4e00" <= character <= "\u9fa5" for character in word)


def cut_at_lines(text: str) -> Iterator[str]:
    """Yield pieces of a text that end with lines, unless a line is longer than a piece."""
    start = 0
    while start < len(text):
        limit = start + _PIECE
        end = text.rfind("\n", start, limit) + 1 if limit < len(text) else 0
        end = end or limit
        yield text[start:end]
        start = end
