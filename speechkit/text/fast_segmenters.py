"""Segmenters that are ready at once, or fast: they give jieba's words without loading jieba."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from math import log
from operator import add
from sys import intern

from speechkit.text.dictionary import Dictionary, DictionarySettings, open_dictionary
from speechkit.text.segmenter import Segmenter, is_plain

_REMEMBERED = 1 << 18

OpenSegmenter = Callable[[DictionarySettings], Segmenter]


def open_light_segmenter(settings: DictionarySettings) -> Segmenter:
    """Return the segmenter that is ready soonest, for a query and a few speeches."""
    return DictionarySegmenter(open_dictionary(settings))


def open_fast_segmenter(settings: DictionarySettings) -> Segmenter:
    """Return the fastest segmenter that is installed, for many speeches."""
    return _open_fast(settings, sole=False)


def open_sole_segmenter(settings: DictionarySettings) -> Segmenter:
    """Return the same for a process that never has another one, sooner."""
    return _open_fast(settings, sole=True)


def _open_fast(settings: DictionarySettings, *, sole: bool) -> Segmenter:
    if all(map(is_plain, settings.words)):
        try:
            return RustSegmenter(settings.words, sole=sole)
        except ImportError:
            pass
    return open_light_segmenter(settings)


class RustSegmenter(Segmenter):
    """Cuts with rjieba, jieba's twin in Rust; raises ImportError where it is missing.

    It keeps user words whole that are plain (see ``is_plain``). ``sole`` takes rjieba's own
    instance, user words and all, which importing it makes anyway.
    """

    def __init__(self, user_words: Iterable[str], *, sole: bool = False) -> None:
        import rjieba

        super().__init__()
        self._jieba = rjieba._DEFAULT_JIEBA if sole else rjieba.Jieba()
        for word in sorted(user_words):
            self._jieba.add_word(word, None, None)

    def _cut_runs(self, runs: str) -> Iterable[str]:
        words: list[str] = self._jieba.cut(runs, False)
        return words

    def _has_word(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))


class DictionarySegmenter(Segmenter):
    """Cuts with our own loop over a dictionary that opens at once.

    It cuts first wherever no word of the dictionary holds the two characters on both sides of a
    place: such a cut is certain, and the short pieces between certain cuts come again so often that
    their words are worth remembering.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self._dictionary = dictionary
        self._mark = lru_cache(_REMEMBERED)(self._mark_certain_cut)
        self._cut_piece = lru_cache(_REMEMBERED)(self._cut_most_probably)

    def close(self) -> None:
        """Let go of the dictionary."""
        super().close()
        self._dictionary.close()

    def _cut_runs(self, runs: str) -> Iterable[str]:
        marked = "".join(map(self._mark, map(add, runs, runs[1:]))) + runs[-1:]
        return chain.from_iterable(map(self._cut_piece, marked.split()))

    def _has_word(self, word: str) -> bool:
        return self._dictionary.frequency(word) > 0

    def _mark_certain_cut(self, pair: str) -> str:
        """Return the first of two characters, with a line end behind it if they are cut."""
        return pair[0] if self._dictionary.joins(pair) else f"{pair[0]}\n"

    def _cut_most_probably(self, piece: str) -> tuple[str, ...]:
        """Return the most probable words of a piece: the best path, found from the piece's end.

        ``best[k]`` is the log probability of the best path from k to the end. As in jieba the
        longer word wins a tie, and a character that no word begins with counts as seen once.
        """
        best = [0.0] * (len(piece) + 1)
        ends = [0] * len(piece)
        for start in range(len(piece) - 1, -1, -1):
            paths = [(score + best[end], end) for end, score in self._list_words(piece, start)]
            best[start], ends[start] = max(paths)
        words = []
        start = 0
        while start < len(piece):
            # One object for each word, however many pieces hold it: counting compares by identity.
            words.append(intern(piece[start : ends[start]]))
            start = ends[start]
        return tuple(words)

    def _list_words(self, piece: str, start: int) -> Sequence[tuple[int, float]]:
        """Return the ends of the words that begin at a place, and their log probabilities."""
        dictionary = self._dictionary
        limit = min(start + dictionary.reach(piece[start : start + 2]), len(piece))
        found = [
            (end, log(frequency) - dictionary.log_total)
            for end in range(start + 1, limit + 1)
            if (frequency := dictionary.frequency(piece[start:end]))
        ]
        return found or [(start + 1, -dictionary.log_total)]
