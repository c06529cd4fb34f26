"""Words that are written in two ways: a phrase that holds one is looked for in both."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from speechkit.text.data import read_section

_MAXIMUM_VARIANTS = 16
"""How many variants of one phrase are tried at most."""


class _WordForms(NamedTuple):
    """A listed word, its variants, and the words within which it stays itself."""

    word: str
    others: tuple[str, ...]
    exceptions: tuple[str, ...]


def list_variants(phrase: str) -> tuple[str, ...]:
    """Return the variants of a normalized phrase, the given one first.

    A phrase of one character has one variant: 画 is not 计划. Longer ones have another for each
    listed word of ``variants.txt`` that they hold (计划, 计画), in all combinations up to
    a bound; a text that mixes more variants than that is found as it is typed.
    """
    if len(phrase) < 2:
        return (phrase,)
    forms = [choice for choice in _word_forms() if _applies(choice, phrase)]
    variants = dict.fromkeys([phrase])
    for switches in product((False, True), repeat=len(forms)):
        variant = phrase
        for form, switch in zip(forms, switches, strict=True):
            if switch:
                variant = _replace_word(form, variant)
        variants[variant] = None
        if len(variants) == _MAXIMUM_VARIANTS:
            break
    return tuple(variants)


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
