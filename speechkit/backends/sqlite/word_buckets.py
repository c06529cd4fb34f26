"""The words of letters of a text that has millions of them, some of them in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from speechkit.text.tokens import leave_out_unit

_BUCKETS = 64
_AT_ONCE = 1 << 16


class WordBuckets:
    """Words in parts, each of which has all occurrences of its words.

    A number with a Han unit is where the number alone is. Parts are kept as text: a word that is a
    string of its own takes ten times as much.
    """

    def __init__(self, words: Iterator[str]) -> None:
        self._buckets: list[list[str]] = [[] for _ in range(_BUCKETS)]
        while some := list(islice(words, _AT_ONCE)):
            self._add(some)

    def _add(self, words: Iterable[str]) -> None:
        parts: list[list[str]] = [[] for _ in range(_BUCKETS)]
        for word in words:
            parts[hash(leave_out_unit(word)) % _BUCKETS].append(word)
        for bucket, part in zip(self._buckets, parts, strict=True):
            if part:
                bucket.append("\n".join(part))

    def __iter__(self) -> Iterator[Counter[str]]:
        """Yield the words of each part with how often they occur."""
        for bucket in self._buckets:
            words: Counter[str] = Counter()
            for piece in bucket:
                words.update(piece.split("\n"))  # there may be blanks in what one letter becomes
            yield words
