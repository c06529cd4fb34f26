"""Words and numbers that are written in several ways: a phrase is looked for in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import islice, product, zip_longest

from speechkit.text.data import read_section
from speechkit.text.late_patterns import compile_late
from speechkit.tuples import NamedTuple

_MAXIMUM_VARIANTS = 16
"""How many variants of one phrase are tried at most."""


_NOUGHTS = "〇0oοо"
"""What people type for the nought of 二〇二五, as normalized: Latin, Greek and Cyrillic letters."""

_CHINESE_DIGITS = "一二三四五六七八九"
_NOUGHT = compile_late(
    f"(?<=[{_CHINESE_DIGITS}])[{_NOUGHTS}]+|[{_NOUGHTS}]+(?=[{_CHINESE_DIGITS}])"
)
_GROUPED = compile_late(r"(?<![\d.，])[1-9]\d{0,2}(?:，\d{3})+(?!\d)")
_UNGROUPED = compile_late(r"(?<![\d.，])[1-9]\d{3,14}(?!\d)")
_GROUP_START = compile_late(r"(?<=\d)(?=(?:\d{3})+$)")


class _WordForms(NamedTuple):
    """A listed word, its variants, and the words within which it stays itself."""

    word: str
    others: tuple[str, ...]
    exceptions: tuple[str, ...]


def list_variants(phrase: str) -> tuple[str, ...]:
    """Return the variants of a normalized phrase, the given one first.

    A phrase of one character has one variant: 画 is not 计划. Longer ones have another for each
    listed word of ``variants.txt`` that they hold (计划, 计画), for thousands with full-width
    commas or none (1，000, 1000) and for what may be typed as a nought next to a Chinese digit
    (二〇, 二O), in all combinations up to a bound; a text that mixes more variants than that is
    found as it is typed. Normalizing cannot decide numbers, because it would have to look past the
    ends of a phrase.
    """
    if len(phrase) < 2:
        return (phrase,)
    forms = [choice for choice in _word_forms() if _applies(choice, phrase)]
    numbers = [_replace_words(forms, variant) for variant in _list_numbers(phrase)]
    ways = (way for ways in zip_longest(*numbers) for way in ways if way is not None)
    return tuple(islice(dict.fromkeys(ways), _MAXIMUM_VARIANTS))


def join_thousands(phrase: str) -> str:
    """Return a normalized phrase with its numbers in one piece: 1000 for 1，000."""
    return _GROUPED.sub(lambda number: number[0].replace("，", ""), phrase)


def _list_numbers(phrase: str) -> tuple[str, ...]:
    """Return the ways of writing a phrase's numbers, the given one first."""
    ungrouped = join_thousands(phrase)
    grouped = _UNGROUPED.sub(lambda number: _GROUP_START.sub("，", number[0]), phrase)
    ways = dict.fromkeys((phrase, ungrouped, grouped))
    for way in tuple(ways):
        for nought in _NOUGHTS:
            ways[_NOUGHT.sub(partial(_repeat, nought), way)] = None
    return tuple(ways)


def _repeat(nought: str, found: re.Match[str]) -> str:
    return nought * len(found[0])


def _replace_words(forms: list[_WordForms], phrase: str) -> Iterator[str]:
    """Yield the ways of writing a phrase's listed words, the given one first."""
    for switches in product((False, True), repeat=len(forms)):
        variant = phrase
        for form, switch in zip(forms, switches, strict=True):
            if switch:
                variant = _replace_word(form, variant)
        yield variant


def _applies(form: _WordForms, phrase: str) -> bool:
    return any(variant in phrase for variant in (form.word, *form.others)) and (
        _replace_word(form, phrase) != phrase
    )


def _replace_word(form: _WordForms, phrase: str) -> str:
    """Return the phrase with the word in its other way of writing, whichever way it has now."""
    protected = "|".join(map(re.escape, form.exceptions))
    variants = (form.word, *form.others)
    pattern = "|".join(filter(None, (protected, "|".join(map(re.escape, variants)))))
    present = next(
        (variant for variant in variants if variant in re.sub(protected or "$^", "", phrase)), None
    )
    target = form.others[0] if present == form.word else form.word

    def exchange(found: re.Match[str]) -> str:
        return target if found[0] in variants else found[0]

    return re.sub(pattern, exchange, phrase)


@lru_cache(maxsize=1)
def _word_forms() -> tuple[_WordForms, ...]:
    forms = []
    for line in read_section("variants.txt", "[words]"):
        word, *others = line.split()
        exceptions = tuple(other[1:] for other in others if other.startswith("-"))
        forms.append(
            _WordForms(word, tuple(o for o in others if not o.startswith("-")), exceptions)
        )
    return tuple(forms)
