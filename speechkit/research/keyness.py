"""Key words: those that set the speeches of one scope apart from those of another."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from speechkit.errors import SettingError
from speechkit.model import Scope
from speechkit.query.scope import check_scope
from speechkit.research.association import expect, log_likelihood, log_ratio
from speechkit.research.streams import Streams, Tell
from speechkit.research.words import count_words

KeynessOrder = Literal["log_likelihood", "log_ratio", "target"]


class KeyWord(NamedTuple):
    """A word, and how often it is in the target and in the reference."""

    word: str
    target: int
    reference: int
    target_per_million: float
    """Words."""
    reference_per_million: float
    expected: float
    """Occurrences in the target, were the word as frequent there as in both together."""
    log_likelihood: float
    """Below 0 where it is less frequent in the target."""
    log_ratio: float
    """1 where it is twice as frequent in the target, -1 where half as frequent."""


class KeyWords(NamedTuple):
    """Words by how they set a target apart, and of how many words each side is."""

    rows: tuple[KeyWord, ...]
    target_words: int
    reference_words: int


def find_key_words(  # noqa: PLR0913 - the options of one thing
    source: Streams,
    target: Scope,
    reference: Scope | None = None,
    scope: Scope | None = None,
    *,
    least: int = 5,
    sort: KeynessOrder = "log_likelihood",
    tell: Tell | None = None,
) -> KeyWords:
    """Return the words of two scopes, both within ``scope``; without a ``reference`` it is all
    speeches that are not in the target.

    Words that do not overlap are counted, and those with less than ``least`` occurrences in both
    together are left out. Log-likelihood says how certain a difference is, log ratio how large.
    Raises SettingError and UnknownSpeechError.
    """
    if least < 1:
        raise SettingError(f"least is {least}; give 1 or more")
    if sort not in get_args(KeynessOrder):
        raise SettingError(f"sort is {sort!r}; give {', '.join(get_args(KeynessOrder))}")
    around = scope or Scope()
    for chosen in (target, reference or Scope(), around):
        check_scope(chosen)
    here = count_words(source, target.within(around), tell)
    there = count_words(source, (reference or Scope()).within(around), tell)
    if reference is None:
        there.subtract(here)
    sizes = here.total(), there.total()
    rows = [
        _measure(word, here[word], there[word], *sizes)
        for word in here.keys() | there.keys()
        if here[word] + there[word] >= least
    ]
    rows.sort(key=lambda row: (-getattr(row, sort), row.word))
    return KeyWords(tuple(rows), *sizes)


def _measure(word: str, here: int, there: int, size: int, other_size: int) -> KeyWord:
    both, total = here + there, size + other_size
    return KeyWord(
        word,
        here,
        there,
        here * 1e6 / size if size else 0.0,
        there * 1e6 / other_size if other_size else 0.0,
        expect(size, both, total),
        log_likelihood(here, size, both, total),
        log_ratio(here, size, there, other_size),
    )
