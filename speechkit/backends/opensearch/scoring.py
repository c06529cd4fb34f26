"""What the cluster's scores tell: how often a word occurs in a speech, and who can be best.

Lucene's BM25 of one word is ``weight * idf * tf / (tf + k1 * (1 - b + b * length / average))`` with
the idf of ``ranking.positive_idf``, a length of four significant bits (``SmallFloat.intToByte4``)
and single precision; OpenSearch 2 multiplies it by ``k1 + 1``. Its order is therefore not ours, but
the count ``tf`` can be told from it, and no speech scores more by our formula than by that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from speechkit.model import Totals, WordStatistics
from speechkit.ranking import K1, B, average_words, positive_idf, round_score, weigh_term

_ROUNDING = 1e-5
"""How far single precision may be off, generously."""

_CERTAIN = 0.2
"""How far from a whole number a count may be that is told from a score."""

_FREE_VALUES = 24


def rough_length(length: int) -> int:
    """Return a length as Lucene keeps it in a byte: never more, at most an eighth less."""
    rest = length - _FREE_VALUES
    if rest < 0:
        return length
    shift = max(rest.bit_length() - 4, 0)
    return _FREE_VALUES + (rest >> shift << shift)


class Weighing(NamedTuple):
    """The words of a query, and all that scores depend on besides the speech."""

    words: Mapping[str, int]
    """With their times."""
    statistics: Mapping[str, WordStatistics]
    totals: Totals
    worded: int
    """Speeches that have words at all, which are all that Lucene counts."""
    factor: float
    """By which the server multiplies: 1, or k1 + 1 of older versions."""

    def count_of(self, word: str, score: float, length: int) -> int | None:
        """Return how often a word occurs, by its score; None where that is not certain."""
        share = score / (self.words[word] * self._server_idf(word) * self.factor)
        if not 0 < share < 1:
            return None
        average = max(self.totals.words, 1) / max(self.worded, 1)
        norm = K1 * (1 - B + B * rough_length(length) / average)
        told = norm * share / (1 - share)
        count = round(told)
        # A rounding error of the share grows with the square of the count.
        error = (told + norm) ** 2 / norm * _ROUNDING / 20
        return count if count and abs(told - count) < _CERTAIN and error < _CERTAIN else None

    def score(self, counts: Mapping[str, int], length: int) -> float:
        """Return the score of a speech with these counts, as all backends have it."""
        average = average_words(self.totals)
        # In the order of the words, so that sums are rounded alike.
        return round_score(
            sum(
                times * self._idf(word) * weigh_term(counts[word], length, average)
                for word, times in self.words.items()
                if word in counts
            )
        )

    def bound(self, server_score: float) -> float:
        """Return what no speech scores more than that the server scores no more than this."""
        ratios = (self._idf(word) / self._server_idf(word) for word in self.words)
        largest = max(ratios, default=1.0)
        return server_score * largest * (K1 + 1) / self.factor * (1 + _ROUNDING)

    def _idf(self, word: str) -> float:
        return positive_idf(self.totals.speeches, self.statistics[word].speeches)

    def _server_idf(self, word: str) -> float:
        return positive_idf(self.worded, self.statistics[word].speeches)
