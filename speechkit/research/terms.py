"""Terms: the words of speeches that do not overlap, how often each is said, and of how many words.

Words are those of jieba's segmentation with the shipped terms and the user's words kept whole;
every character of a word belongs to one word only, so that the counts add up.
"""

from __future__ import annotations

from typing import NamedTuple

from speechkit.model import Scope
from speechkit.research.streams import Streams

PER = 1_000_000


class Term(NamedTuple):
    """A word and how often it is said."""

    word: str
    speeches: int
    """Of the scope that hold it, be it within a longer word."""
    tokens: int
    """How often it is a word of its own."""
    per_million: float
    """Tokens of a million words of the scope."""
    occurrences: int
    """How often search finds it as a word, within longer words too."""


class Terms(NamedTuple):
    """The words that begin with a prefix, by code points, and the number of all words."""

    rows: list[Term]
    words: int
    """Of the scope, that do not overlap: the sum of the tokens of all its terms."""


def list_terms(source: Streams, prefix: str = "", scope: Scope | None = None) -> Terms:
    """Return the words of a scope that begin with a prefix, which may be in any script.

    Raises UnknownSpeechError and SettingError for a scope that cannot be.
    """
    whole = scope is None or scope == Scope()
    found = [word for word in source.words(prefix, scope) if word.tokens]
    if whole:
        total = source.totals.tokens
    else:
        total = sum(len(tokens.spans) for _, tokens in source.tokens(scope))
    rows = [
        Term(word, speeches, tokens, tokens / total * PER, occurrences)
        for word, speeches, occurrences, tokens in found
    ]
    return Terms(rows, total)
