"""User words: words that segmentation must keep whole, the shipped ones and the user's."""

from __future__ import annotations

from collections.abc import Iterable

from speechkit.errors import SettingError
from speechkit.language import _
from speechkit.text.characters import is_all_han
from speechkit.text.data import read_data


def shipped_words() -> frozenset[str]:
    """Return the user words that ship with the package."""
    return frozenset(read_data("user_words.txt"))


def parse_words(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the user words of a list, one a line, and the lines that can be none.

    A user word is two or more Chinese characters; traditional ones are made simplified. What
    follows behind white space (a frequency, as in jieba's lists) is left out: too low a frequency
    would split the word. ``#`` begins a comment.
    """
    found, refused = set(), []
    for line in text.lstrip("\ufeff").splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            found.add(parse_word(words[0]))
        except SettingError:
            refused.append(words[0])
    return frozenset(found), tuple(refused)


def parse_word(word: str) -> str:
    """Return a user word in simplified characters.

    Raises SettingError unless it is two or more Chinese characters.
    """
    from speechkit.text.scripts import simplify_characters  # every command asks for shipped words

    simplified = simplify_characters(word) if isinstance(word, str) else ""
    if len(simplified) < 2 or not is_all_han(simplified):
        told = _("user word {word!r} is none: a word is two or more Chinese characters")
        raise SettingError(told.format(word=word))
    return simplified


def combine_words(own: Iterable[str]) -> tuple[str, ...]:
    """Return the shipped user words and the user's own, sorted."""
    return tuple(sorted(shipped_words() | set(own)))
