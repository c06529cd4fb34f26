"""Segmenters that are ready at once, or fast: they give jieba's words without loading jieba."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from sys import intern

from speechkit.text.best_path import cut_run
from speechkit.text.dictionary import Dictionary, open_dictionary
from speechkit.text.segmenter import Segmenter, is_plain
from speechkit.text.versions import DictionarySettings

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

    def _cut_runs(self, runs: str) -> list[str]:
        words: list[str] = self._jieba.cut(runs, False)
        return words

    def _has_word(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))


class DictionarySegmenter(Segmenter):
    """Cuts with our own loop over a dictionary that opens at once."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self._dictionary = dictionary

    def close(self) -> None:
        """Let go of the dictionary."""
        super().close()
        self._dictionary.close()

    def _cut_runs(self, runs: str) -> list[str]:
        look_up, log_total = self._dictionary.look_up, self._dictionary.log_total
        cut = (cut_run(run, look_up, log_total) for run in runs.split())
        # One object for each word, however often it is met: counting compares by identity.
        return [*map(intern, chain.from_iterable(cut))]

    def _has_word(self, word: str) -> bool:
        return bool(self._dictionary.look_up(word))
