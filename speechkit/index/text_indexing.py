"""A text to what matches and what ranks: its tokens, and its share of a batch's postings."""

from __future__ import annotations

from typing import Protocol

from speechkit.counting import WordCounter
from speechkit.folding import fold_lines
from speechkit.index.encoding import add_postings, split_tokens


class TextIndexer(Protocol):
    """Gives the tokens of texts, and gathers the postings of the speeches of a batch."""

    def make_tokens(self, text: str) -> bytes:
        """Return the match texts of some lines as the index keeps them, in UTF-8."""

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""

    def add_words(self, place: int, text: str) -> int:
        """Add the words of the speech at a place of its block; return how many they are."""

    def take_postings(self) -> dict[str, bytes]:
        """Return the postings of the words that were added, and begin with none."""


class PlainIndexer:
    """Does so in plain Python, with one counter."""

    def __init__(self, counter: WordCounter) -> None:
        self.count_words = counter.count_words
        self._postings: dict[str, bytes] = {}

    def make_tokens(self, text: str) -> bytes:
        """Return the match texts of some lines as the index keeps them, in UTF-8."""
        return split_tokens(fold_lines(text)).encode()

    def add_words(self, place: int, text: str) -> int:
        """Add the words of the speech at a place of its block; return how many they are."""
        words = self.count_words(text)
        add_postings(self._postings, place, words)
        return sum(words.values())

    def take_postings(self) -> dict[str, bytes]:
        """Return the postings of the words that were added, and begin with none."""
        taken, self._postings = self._postings, {}
        return taken
