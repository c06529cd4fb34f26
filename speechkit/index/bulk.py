"""Tools that are fastest over whole speeches, for the many that a first look finds.

They give exactly what ``LightTools`` gives (the tests compare them). rjieba, jieba's twin in Rust,
holds jieba's dictionary and rules and finds the same words, terms and all; numpy looks characters
up all at once. Both take longer to load than a few speeches take to read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy

from speechkit.dictionary import open_dictionary
from speechkit.folding import HAN_RANGES, fold_character, fold_lines, settle_marks
from speechkit.index.encoding import TOKEN_SEPARATOR, split_tokens
from speechkit.libraries import DictionarySettings
from speechkit.segmenting import Segmenter, find_letter_words

if TYPE_CHECKING:  # it takes a fifth as long as numpy itself
    from numpy.typing import NDArray

    _Codes: TypeAlias = NDArray[numpy.uint32]

_PIECE = 1 << 18
"""Characters that are worked on together, where a line ends."""

_CODE_POINTS = 0x110000
_UNKNOWN, _NOT_ONE = _CODE_POINTS, _CODE_POINTS + 1
_ENCODING = "utf-32-le"


class BulkTools:
    """Counts words and makes match text, a whole speech at a time."""

    def __init__(self, settings: DictionarySettings) -> None:
        self.count_words = _make_counter(settings)
        """Returns each word of a text with its number of occurrences (search mode)."""
        self._folded = numpy.full(_CODE_POINTS, _UNKNOWN, numpy.uint32)
        self._folded[ord("\n")] = ord("\n")
        self._longer: dict[int, str] = {}

    def make_tokens(self, text: str) -> str:
        """Return the match text of ``text``, line by line, as the index takes it."""
        if len(text) > _PIECE:  # the arrays take forty bytes a character
            return split_tokens(fold_lines(text))
        match = _to_codes(settle_marks(self._fold_characters(text)))
        tokens = numpy.full(max(2 * len(match) - 1, 0), ord(TOKEN_SEPARATOR), numpy.uint32)
        tokens[::2] = match
        return _to_text(tokens)

    def _fold_characters(self, text: str) -> str:
        """Return what the table of folding makes of a text's characters, line ends kept."""
        codes = _to_codes(text)
        folded = self._folded[codes]
        unknown = folded == _UNKNOWN
        if unknown.any():
            self._learn(numpy.unique(codes[unknown]))
            folded = self._folded[codes]
        if (folded == _NOT_ONE).any():
            folded = self._folded[_to_codes(text.translate(self._longer))]
        return _to_text(folded)

    def _learn(self, codes: _Codes) -> None:
        for code in codes.tolist():
            folded = fold_character(chr(code))
            self._folded[code] = ord(folded) if len(folded) == 1 else _NOT_ONE
            if len(folded) != 1:
                self._longer[code] = folded
                # What it becomes is made of characters that folding leaves as they are.
                self._folded[[*map(ord, folded)]] = [*map(ord, folded)]


def _to_codes(text: str) -> _Codes:
    return numpy.frombuffer(text.encode(_ENCODING, "surrogatepass"), numpy.uint32)


def _to_text(codes: _Codes) -> str:
    return codes.tobytes().decode(_ENCODING, "surrogatepass")


def _make_counter(settings: DictionarySettings) -> Callable[[str], dict[str, int]]:
    try:
        return _RustWordCounter(settings.terms)
    except ImportError:
        return Segmenter(open_dictionary(settings)).count_words


class _RustWordCounter:
    """Counts words with rjieba, of which there is one in a process, terms and all.

    Raises ImportError where it is missing.
    """

    def __init__(self, terms: tuple[str, ...]) -> None:
        import rjieba

        # The module's own instance, since a second one takes as long as importing the first.
        for term in sorted(terms):
            rjieba.add_word(term, None, None)
        self._cut_for_search = rjieba.cut_for_search
        self._other = re.compile(f"[^{HAN_RANGES}]+")

    def __call__(self, text: str) -> dict[str, int]:
        # A line end instead of all between two runs: no word crosses it, and it is a word itself.
        counts: Counter[str] = Counter()
        for piece in _cut_at_lines(self._other.sub("\n", text)):
            counts.update(self._cut_for_search(piece, False))
        counts.pop("\n", None)
        counts.update(find_letter_words(text))
        return counts


def _cut_at_lines(text: str) -> Iterator[str]:
    """Yield pieces that end with lines, because all words of a piece are in memory together."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end
