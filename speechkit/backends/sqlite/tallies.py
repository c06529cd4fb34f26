"""How the words of the speeches of a batch are counted: what a tally is, and the one for a few."""

from __future__ import annotations

import pickle
import zlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from speechkit.backends.sqlite.postings import PostingRecords
from speechkit.text.segmenter import Segmenter


class Sizes(NamedTuple):
    """How many search words and tokens a speech has."""

    words: int
    tokens: int

    def plus(self, other: Sizes) -> Sizes:
        """Return the sums of both."""
        return Sizes(self.words + other.words, self.tokens + other.tokens)


class WordCounts(NamedTuple):
    """What the speeches of a batch hold of some words together."""

    postings: dict[str, bytes]
    """Of search words: the records of the speeches in the order of their places."""
    tokens: dict[str, int]
    """How often each is there; all of them are search words, too."""


class WordTotals(NamedTuple):
    """What the speeches of a batch hold of all words together, and of words in all."""

    parts: tuple[bytes, ...]
    """Packed counts, so that a text of millions of words is never in memory word by word.

    What a speech has of a word is all in one of them, and places ascend from each to the next.
    """
    sizes: dict[int, Sizes]
    """Of speeches by their places."""


def pack_counts(counts: WordCounts, level: int = zlib.Z_NO_COMPRESSION) -> bytes:
    """Return counts as bytes for another process, compressed where there are many parts."""
    return zlib.compress(pickle.dumps(counts, pickle.HIGHEST_PROTOCOL), level)


def unpack_counts(part: bytes) -> WordCounts:
    """Return the counts that a process of our own packed."""
    counts: WordCounts = pickle.loads(zlib.decompress(part))
    return counts


class Tally(ABC):
    """Counts the words of some speeches of one block of numbers, in the order of their places."""

    @abstractmethod
    def add(self, texts: Sequence[tuple[int, str]]) -> list[bytes]:
        """Count the words of simplified texts, given with their places.

        Returns the marks of the tokens of each. Where this raises, nothing is counted.
        """

    @abstractmethod
    def total(self) -> WordTotals:
        """Return what was counted, and begin again."""


class DictTally(Tally):
    """Counts word by word: ready at once, and soon done with a few speeches."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._counts = WordCounts({}, {})
        self._sizes: dict[int, Sizes] = {}

    def add(self, texts: Sequence[tuple[int, str]]) -> list[bytes]:
        """Count the words of simplified texts; return the marks of the tokens of each."""
        segmented = [(place, self._segmenter.segment(text)) for place, text in texts]
        for place, words in segmented:
            add_words(self._counts, place, words.search_words, words.tokens)
            self._sizes[place] = Sizes(words.search_words.total(), words.tokens.total())
        return [words.marks for _place, words in segmented]

    def total(self) -> WordTotals:
        """Return what was counted, and begin again."""
        totals = WordTotals((pack_counts(self._counts),), self._sizes)
        self._counts, self._sizes = WordCounts({}, {}), {}
        return totals


def add_words(
    counts: WordCounts, place: int, search_words: Mapping[str, int], tokens: Mapping[str, int]
) -> None:
    """Add the words of the speech at a place."""
    records = PostingRecords(place)
    for word, times in search_words.items():
        counts.postings[word] = counts.postings.get(word, b"") + records[times]
    add_counts(counts.tokens, tokens)


def add_counts(sums: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add counts to sums; Counter.update takes twice as long for a mapping."""
    for word, count in counts.items():
        sums[word] = sums.get(word, 0) + count
