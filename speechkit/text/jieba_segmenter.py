"""Words as jieba itself cuts them, its dictionary in memory."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from speechkit.text.segmenter import Segmenter, is_plain

if TYPE_CHECKING:
    from jieba import Tokenizer


class JiebaSegmenter(Segmenter):
    """Cuts with jieba's own tokenizer, which takes half a second to load."""

    def __init__(self, user_words: Iterable[str]) -> None:
        super().__init__()
        user_words = tuple(user_words)
        self._tokenizer = load_jieba(user_words)
        self._plain = all(map(is_plain, user_words))

    def _cut_runs(self, runs: str) -> list[str]:
        if self._plain:
            return [*self._tokenizer.cut(runs, HMM=False)]
        return [*chain.from_iterable(map(self._cut_by_route, runs.split()))]

    def _has_word(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

    def _cut_by_route(self, run: str) -> Iterator[str]:
        """Yield the words of jieba's best route, characters that are not plain among them."""
        route: dict[int, tuple[float, int]] = {}
        self._tokenizer.calc(run, self._tokenizer.get_DAG(run), route)
        start = 0
        while start < len(run):
            end = route[start][1] + 1
            yield run[start:end]
            start = end


def load_jieba(user_words: Iterable[str]) -> Tokenizer:
    """Return jieba's tokenizer with user words added, made without jieba's own cache file."""
    shipped = _load_shipped()
    tokenizer = type(shipped)()
    # The dictionary is read once a process; a copy of it takes a hundredth of the time.
    tokenizer.FREQ, tokenizer.total = shipped.FREQ.copy(), shipped.total
    tokenizer.initialized = True
    for word in sorted(user_words):
        tokenizer.add_word(word)
    return tokenizer


@lru_cache(maxsize=1)
def _load_shipped() -> Tokenizer:
    with warnings.catch_warnings():
        # jieba 0.42.1 holds invalid escapes and imports pkg_resources; both warn on new Pythons.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return tokenizer
