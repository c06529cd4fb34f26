"""BM25: the formula of rank_bm25's ``BM25Okapi``, with an idf that is always positive.

``score = idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average_length))`` after Robertson
and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); ``k1`` and ``b`` are
BM25Okapi's defaults. A query computes it here, without numpy.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

K1 = 1.5
B = 0.75


def weigh_term(count: int, length: float, average_length: float) -> float:
    """Return BM25's weight of a term without its idf: ``count`` occurrences in ``length`` terms."""
    return count * (K1 + 1) / (count + K1 * (1 - B + B * length / average_length))


def positive_idf(corpus_size: int, frequency: int) -> float:
    """Return log(1 + (N - n + .5) / (n + .5)), which stays above 0 where every document has n."""
    return log(1 + (corpus_size - frequency + 0.5) / (frequency + 0.5))


def compute_idf(corpus_size: int, frequencies: Iterable[int]) -> dict[int, float]:
    """Return the idf for each document frequency, kept as rank_bm25's class keeps it.

    Only the build of an index calls this: the import brings numpy along.
    """
    from rank_bm25 import BM25Okapi

    class PositiveBM25(BM25Okapi):  # type: ignore[misc]
        """BM25Okapi fed with statistics instead of a corpus, its idf always positive."""

        def __init__(self, corpus_size: int) -> None:
            self.corpus_size = corpus_size
            self.idf: dict[int, float] = {}

        def _calc_idf(self, nd: dict[int, int]) -> None:
            for term, frequency in nd.items():
                self.idf[term] = positive_idf(self.corpus_size, frequency)

    model = PositiveBM25(corpus_size)
    model._calc_idf({frequency: frequency for frequency in frequencies})
    return model.idf


def follow_idf(corpus_size: int, frequencies: Iterable[int]) -> dict[int, float]:
    """Return what ``compute_idf`` returns, for a few changed speeches, without its import."""
    return {frequency: positive_idf(corpus_size, frequency) for frequency in frequencies}
