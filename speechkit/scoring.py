"""How well a speech answers: its words as a whole, and its best passage.

Two pieces of evidence add up, both BM25. The words of the query in the whole speech (postings of
the index) rank all candidates. The pairs of characters of the query in each passage (counted in
the text) then rank the best of them again: pairs need no segmentation, and a long speech that
answers in one place is found by that place. ARCHITECTURE.md has the measurements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import add

from speechkit.backends.sqlite.reader import IndexReader
from speechkit.ranking import weigh_term
from speechkit.text.normalize import is_han
from speechkit.text.segment import Segmenter


@dataclass(frozen=True, slots=True)
class TermShare:
    """What one term of a query adds to a score; ``field`` is ``speech`` or ``passage``."""

    field: str
    term: str
    idf: float
    count: int
    score: float


class SpeechScorer:
    """BM25 of a query's words over whole speeches."""

    def __init__(self, reader: IndexReader, words: Iterable[str]) -> None:
        self._reader = reader
        self._average = reader.words / max(reader.speeches, 1)
        self._words = {
            word: (times, reader.idf(reader.word_statistics(word).speeches))
            for word, times in Counter(words).items()
        }

    def score(self, candidates: Collection[int] | None) -> dict[int, float]:
        """Return the scores of the candidates that hold a word of the query; None: of all."""
        scores: dict[int, float] = {}
        for word, (times, idf) in self._words.items():
            weight = times * idf
            for block in self._reader.postings(word):
                lengths = self._reader.lengths(block)
                for place, count in block.postings:
                    number = block.first + place
                    if candidates is None or number in candidates:
                        scores[number] = scores.get(number, 0.0) + weight * weigh_term(
                            count, lengths[place], self._average
                        )
        return scores

    def explain(self, number: int) -> Iterable[TermShare]:
        """Yield the share of each word in the score of one speech."""
        for word, (times, idf) in self._words.items():
            for block in self._reader.postings(word):
                for place, count in block.postings:
                    if block.first + place == number:
                        length = self._reader.lengths(block)[place]
                        share = times * idf * weigh_term(count, length, self._average)
                        yield TermShare("speech", word, idf, count, share)


PASSAGE_WEIGHT = 0.7
"""What the best passage counts beside the words of the speech."""


class PassageScorer:
    """BM25 of a query's pairs of characters over passages of normalized text.

    The index keeps no statistics of pairs; those of words give their idf. A pair that is a word has
    that word's, a pair within a word that of the word, and a pair across two words what both say
    together. Occurrences stand for the number of passages, which they hardly exceed.
    """

    def __init__(self, reader: IndexReader, segmenter: Segmenter, phrases: Iterable[str]) -> None:
        self._passages = max(reader.passages, 1)
        self._average = reader.characters / self._passages
        self._reader = reader
        self._idf: dict[str, float] = {}
        self._times: Counter[str] = Counter()
        for phrase in phrases:
            self._add_phrase(phrase, segmenter)
        self._weights = {
            pair: PASSAGE_WEIGHT * self._times[pair] * idf for pair, idf in self._idf.items()
        }

    @property
    def pairs(self) -> Collection[str]:
        """Return the pairs (and lone characters, and words of letters) that are counted."""
        return self._idf.keys()

    def score(self, passage: str) -> float:
        """Return the score of a passage of normalized text."""
        score = 0.0
        length = self._length(passage)
        for pair, weight in self._weights.items():
            count = passage.count(pair)
            if count:
                score += weight * weigh_term(count, length, self._average)
        return score

    def explain(self, passage: str) -> Iterable[TermShare]:
        """Yield the share of each pair in the score of a passage."""
        length = self._length(passage)
        for pair, weight in self._weights.items():
            count = passage.count(pair)
            if count:
                score = weight * weigh_term(count, length, self._average)
                yield TermShare("passage", pair, self._idf[pair], count, score)

    def _length(self, passage: str) -> float:
        """Return the length that counts: a heading answers no better for being short."""
        return max(len(passage), self._average / 2)

    def _add_phrase(self, phrase: str, segmenter: Segmenter) -> None:
        for run in split_runs(phrase):
            if not is_han(run[0]) or len(run) == 1:
                self._add(run, self._word_idf(run))
                continue
            words = segmenter.cut(run)
            owners = [number for number, word in enumerate(words) for _ in word]
            for pair, (first, second) in zip(map(add, run, run[1:]), pairwise(owners), strict=True):
                self._add(pair, self._pair_idf(pair, words[first : second + 1]))

    def _add(self, pair: str, idf: float) -> None:
        self._times[pair] += 1
        self._idf[pair] = idf

    def _occurrences(self, word: str) -> int:
        return self._reader.word_statistics(word).occurrences

    def _pair_idf(self, pair: str, words: Sequence[str]) -> float:
        """Return the idf of a pair that stands within one word or across two."""
        if self._occurrences(pair):
            return self._word_idf(pair)
        return min(sum(map(self._word_idf, words)), log(1 + self._passages))

    def _word_idf(self, word: str) -> float:
        frequency = min(self._occurrences(word), self._passages)
        return log(1 + (self._passages - frequency + 0.5) / (frequency + 0.5))


def split_runs(phrase: str) -> list[str]:
    """Return the runs of Han characters and the runs of other letters of a normalized phrase."""
    runs: list[str] = []
    kind = ""
    for character in phrase:
        now = "han" if is_han(character) else "letter" if character.isalnum() else ""
        if now and now == kind:
            runs[-1] += character
        elif now:
            runs.append(character)
        kind = now
    return runs
