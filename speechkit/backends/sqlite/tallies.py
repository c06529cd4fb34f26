"""How the words of the speeches of a batch are counted: what a tally is, and the one for a few."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from speechkit.backends.sqlite.postings import PostingRecords
from speechkit.text.segmenter import SegmentedText, Segmenter


class Sizes(NamedTuple):
    """How many search words and tokens a speech has."""

    words: int
    tokens: int


class WordTotals(NamedTuple):
    """What the speeches of a batch hold of each word together, and of words in all."""

    postings: dict[str, bytes]
    """Of search words: the records of the speeches in the order of their places."""
    tokens: dict[str, int]
    """How often each is there; all of them are search words, too."""
    sizes: dict[int, Sizes]
    """Of speeches by their places."""


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
        self._totals = WordTotals({}, {}, {})

    def add(self, texts: Sequence[tuple[int, str]]) -> list[bytes]:
        """Count the words of simplified texts; return the marks of the tokens of each."""
        segmented = [(place, self._segmenter.segment(text)) for place, text in texts]
        for place, words in segmented:
            self._add(place, words)
        return [words.marks for _place, words in segmented]

    def _add(self, place: int, words: SegmentedText) -> None:
        records = PostingRecords(place)
        postings = self._totals.postings
        for word, count in words.search_words.items():
            postings[word] = postings.get(word, b"") + records[count]
        add_counts(self._totals.tokens, words.tokens)
        self._totals.sizes[place] = Sizes(words.search_words.total(), words.tokens.total())

    def total(self) -> WordTotals:
        """Return what was counted, and begin again."""
        totals, self._totals = self._totals, WordTotals({}, {}, {})
        return totals


def add_counts(sums: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add counts to sums; Counter.update takes twice as long for a mapping."""
    for word, count in counts.items():
        sums[word] = sums.get(word, 0) + count
