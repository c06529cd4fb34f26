"""Tools that are ready at once, for the few speeches that changed since the last look."""

from __future__ import annotations

from speechkit.dictionary import open_dictionary
from speechkit.folding import fold_lines
from speechkit.index.encoding import split_tokens
from speechkit.libraries import DictionarySettings
from speechkit.segmenting import Segmenter


class LightTools:
    """Counts words and makes match text in plain Python, piece by piece."""

    def __init__(self, settings: DictionarySettings) -> None:
        self._segmenter = Segmenter(open_dictionary(settings))

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""
        return self._segmenter.count_words(text)

    def make_tokens(self, text: str) -> str:
        """Return the match text of ``text``, line by line, as the index takes it."""
        return split_tokens(fold_lines(text))
