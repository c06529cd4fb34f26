"""The words of speeches, that do not overlap, counted: their sum is what shares are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from speechkit.backends.protocol import Tokens
from speechkit.model import Entry, Scope
from speechkit.research.streams import Streams, Tell
from speechkit.text.tokens import name_token


def count_words(
    source: Streams, scope: Scope | None = None, tell: Tell | None = None
) -> Counter[str]:
    """Return the words of a scope with their occurrences; of all speeches nothing is read."""
    if scope is None or scope == Scope():
        return Counter({word.word: word.tokens for word in source.words() if word.tokens})
    return sum_up(source.tokens(scope), tell)


def sum_up(speeches: Iterable[tuple[Entry, Tokens]], tell: Tell | None = None) -> Counter[str]:
    """Return the words of some speeches with their occurrences."""
    forms: Counter[str] = Counter()
    for _, tokens in speeches:
        if tell:
            tell(0)
        forms.update(tokens.words())
    return join_forms(forms)


def join_forms(forms: Mapping[str, int]) -> Counter[str]:
    """Return words with their occurrences, given those of each form of them."""
    words: Counter[str] = Counter()
    for form, number in forms.items():
        words[name_token(form)] += number
    return words
