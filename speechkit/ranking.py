"""How well a speech answers: BM25 of its words, and of the pairs of characters of its passages.

``score = idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average_length))`` after Robertson
and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the ``k1`` and
``b`` of rank_bm25's ``BM25Okapi`` and an idf that is always positive.

The words of the query in the whole speech rank all candidates. The pairs of characters of the
query in each passage then rank the best of them again: pairs need no segmentation, and a long
speech that answers in one place is found by that place. ARCHITECTURE.md has the measurements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from math import log
from operator import add

from speechkit.model import TermShare, Totals, WordStatistics
from speechkit.text.characters import count_lasting, is_han

K1 = 1.5
B = 0.75

PASSAGE_WEIGHT = 0.7
"""What the best passage counts besides the words of the speech."""

_ROUNDING = 1 + 1e-9
"""Sums of bounds that are equal on paper may be below in their last bits."""

_FEW_SOURCES = 6
"""Characters that are counted for a bound; to count many takes as long as to score."""

RERANKED = 50
"""Speeches whose passages count for the order; the others follow in order of their words."""

Statistics = Callable[[Collection[str]], Mapping[str, WordStatistics]]
"""Gives the statistics of words; zeros for one that does not occur."""


def weigh_term(count: int, length: float, average_length: float) -> float:
    """Return BM25's weight of a term without its idf: ``count`` occurrences in ``length`` terms."""
    return count * (K1 + 1) / (count + _dampen(length, average_length))


def _dampen(length: float, average_length: float) -> float:
    """Return how many occurrences count half as much as any number of them."""
    return K1 * (1 - B + B * length / average_length)


def positive_idf(corpus_size: int, frequency: int) -> float:
    """Return log(1 + (N - n + .5) / (n + .5)), which stays above 0 where every document has n."""
    return log(1 + (corpus_size - frequency + 0.5) / (frequency + 0.5))


def weigh_words(
    words: Mapping[str, int], statistics: Statistics, totals: Totals
) -> dict[str, tuple[int, float]]:
    """Return for each word how often it was asked for and its idf over speeches."""
    found = statistics(words.keys())
    return {
        word: (times, positive_idf(totals.speeches, found[word].speeches))
        for word, times in words.items()
    }


def round_score(score: float) -> float:
    """Return a score to 10 decimals.

    Sums that are equal on paper differ in their last bits by the order in which they are added up;
    rounded they are ties, which all backends break alike.
    """
    return round(score, 10)


def average_words(totals: Totals) -> float:
    """Return the average length of a speech in search words, at least one."""
    return totals.words / max(totals.speeches, 1) or 1.0


class PassageScorer:
    """BM25 of a query's pairs of characters over passages of normalized text.

    The index keeps no statistics of pairs; those of words give their idf. A pair that is a word has
    that word's, a pair within a word that of the word, and a pair across two words what both say
    together. Occurrences are taken for the number of passages, which they hardly exceed.
    """

    def __init__(
        self,
        phrases: Sequence[str],
        cut: Callable[[str], Sequence[str]],
        statistics: Statistics,
        totals: Totals,
    ) -> None:
        self._passages = max(totals.passages, 1)
        self._average = totals.characters / self._passages or 1.0
        self._pairs = {phrase: list(_list_pairs(phrase, cut)) for phrase in phrases}
        pairs = [pair for phrase in phrases for pair in self._pairs[phrase]]
        self._statistics = statistics({word for pair, words in pairs for word in (pair, *words)})
        self._idf = {pair: self._pair_idf(pair, words) for pair, words in pairs}
        times = Counter(pair for pair, _ in pairs)
        self._weights = {pair: PASSAGE_WEIGHT * times[pair] * self._idf[pair] for pair in times}

    @property
    def pairs(self) -> Collection[str]:
        """The pairs (and lone characters, and words of letters) that are counted."""
        return self._idf.keys()

    def score(self, passage: str) -> float:
        """Return the score of a passage of normalized text."""
        found = [(w, n) for pair, w in self._weights.items() if (n := passage.count(pair))]
        return self.score_matches(found, len(passage))

    def weigh(self, phrases: Iterable[str]) -> float:
        """Return how much a match of some of the scorer's phrases weighs: as their rarest pair.

        Where there is none, as of most patterns, it weighs as what half of the passages hold.
        """
        pairs = (pair for phrase in phrases for pair, _ in self._pairs[phrase])
        return max((self._idf[pair] for pair in pairs), default=log(2))

    def score_matches(self, weighed: Iterable[tuple[float, int]], length: int) -> float:
        """Return BM25 of a passage of ``length`` characters by weights of matches and counts."""
        score = 0.0
        damping = _dampen(self._length(length), self._average)
        for weight, count in weighed:
            score += weight * (count * (K1 + 1) / (count + damping))
        return score

    def bound_scores(self, texts: Iterable[str]) -> list[float]:
        """Return what the scores of texts, not normalized yet, cannot be above.

        A pair is there at most as often as what becomes its rarer letter, and a text gets no
        shorter than the Chinese characters that it holds.
        """
        return list(map(self._bound_score, texts))

    def _bound_score(self, text: str) -> float:
        bound = damping = 0.0
        for weight, sources in self._rarer_letters:
            count = 0
            for source in sources:
                count += text.count(source)
            if count:
                damping = damping or _dampen(self._length(count_lasting(text)), self._average)
                bound += weight * (count * (K1 + 1) / (count + damping))
        return bound * _ROUNDING

    @cached_property
    def _rarer_letters(self) -> list[tuple[float, str]]:
        """Of each pair its weight, and what becomes the one of its letters which fewest become."""
        pairs = zip(self._weights.values(), self._sources, strict=True)
        return [(weight, sources[0]) for weight, sources in pairs]

    @cached_property
    def are_bound(self) -> bool:
        """Whether scores have bounds that are told sooner than scores: those of a few letters.

        What is no Chinese character has none.
        """
        return all(self._sources) and sum(len(s) for _, s in self._rarer_letters) <= _FEW_SOURCES

    @cached_property
    def _sources(self) -> list[list[str]]:
        """Of each pair what becomes its letters; only speeches that are ranked again ask for it."""
        return list(map(_list_sources, self._weights))

    def may_score(self, text: str) -> bool:
        """Return whether a text, not normalized yet, may score above 0: it has a pair's letters."""
        for pair in self._sources:
            for letter in pair:
                if not any(map(text.__contains__, letter)):
                    break
            else:
                return True
        return False

    def explain(self, passage: str) -> Iterable[TermShare]:
        """Yield the share of each pair in the score of a passage."""
        length = self._length(len(passage))
        for pair, weight in self._weights.items():
            count = passage.count(pair)
            if count:
                score = weight * weigh_term(count, length, self._average)
                yield TermShare("passage", pair, self._idf[pair], count, score)

    def _length(self, characters: int) -> float:
        """Return the length that counts: a heading answers no better for being short."""
        return max(characters, self._average / 2)

    def _pair_idf(self, pair: str, words: Sequence[str]) -> float:
        """Return the idf of a pair that is a word, or lies within one word or across two."""
        if not words or self._statistics[pair].occurrences:
            return self._word_idf(pair)
        return min(sum(map(self._word_idf, words)), log(1 + self._passages))

    def _word_idf(self, word: str) -> float:
        frequency = min(self._statistics[word].occurrences, self._passages)
        return positive_idf(self._passages, frequency)


def _list_sources(pair: str) -> list[str]:
    """Return for each letter of a pair what becomes it; none for other than Chinese characters.

    Those have many, and Hangul syllables are not among them.
    """
    from speechkit.text.table import find_expansions, find_sources  # no list needs them

    letters = pair if is_han(pair[0]) else ""
    every = (
        find_sources(letter) + "".join(source for source, _ in find_expansions(letter))
        for letter in letters
    )
    return sorted(every, key=len)


def _list_pairs(
    phrase: str, cut: Callable[[str], Sequence[str]]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the pairs of a phrase with the words that they lie in; what is one word has none."""
    for run in split_runs(phrase):
        if not is_han(run[0]) or len(run) == 1:
            yield run, ()
            continue
        words = cut(run)
        owners = [number for number, word in enumerate(words) for _ in word]
        for pair, (first, second) in zip(map(add, run, run[1:]), pairwise(owners), strict=True):
            yield pair, words[first : second + 1]


def split_runs(phrase: str) -> list[str]:
    """Return the runs of Han characters and the runs of other letters of a normalized phrase."""
    return ["".join(run) for kind, run in groupby(phrase, _kind_of) if kind]


def _kind_of(character: str) -> str:
    return "han" if is_han(character) else "letter" if character.isalnum() else ""
