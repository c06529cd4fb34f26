"""Terms: the words of speeches that do not overlap, how often each is said, and of how many words.

Words are those of jieba's segmentation with the shipped terms and the user's words kept whole;
every character of a word belongs to one word only, so that the counts add up.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from speechkit.model import Scope
from speechkit.research.source import Source
from speechkit.text.tokens import name_token

PER = 1_000_000


class Term(NamedTuple):
    """A word and how often it is said."""

    word: str
    speeches: int
    """Of the scope in which it is a word of its own."""
    tokens: int
    """How often it is a word of its own."""
    per_million: float
    """Tokens of a million words of the scope."""
    occurrences: int
    """How often it is said, within longer words too."""


class Terms(NamedTuple):
    """The words that begin with a prefix, by code points, and the number of all words."""

    rows: list[Term]
    words: int
    """Of the scope, that do not overlap: the sum of the tokens of all its terms."""


def list_terms(source: Source, prefix: str = "", scope: Scope | None = None) -> Terms:
    """Return the words of a scope that begin with a prefix, which may be in any script.

    Raises UnknownSpeechError and SettingError for a scope that cannot be.
    """
    tokens: Counter[str] = Counter()
    speeches: Counter[str] = Counter()
    for _, spoken in source.tokens(scope):
        counts = Counter(map(name_token, spoken.words()))
        tokens.update(counts)
        speeches.update(counts.keys())
    total = tokens.total()
    rows = [
        # Search has a number with its unit, 27.46亿, as one word, and of 27.46 no occurrence.
        Term(word, speeches[word], times, times / total * PER, max(occurrences, times))
        for word, _, occurrences, _ in source.words(prefix, scope)
        if (times := tokens[word])
    ]
    return Terms(rows, total)
