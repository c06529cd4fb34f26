"""What a wrong name or a word that is not found may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speechkit.backends.protocol import Backend
from speechkit.model import Entry, WordStatistics
from speechkit.text.characters import is_han
from speechkit.text.scripts import simplify_characters

_LONGEST_NEAR = 6
"""Characters; a longer phrase is no word with a slip in it, but may hold one."""

_LONGEST_PHRASE = 8
_PART = 4
_SLIP_IN_FIRST = (3, 4)
"""Lengths of words that are worth some thousand looks, 6 ms."""

_NAMES_COMPARED = 5_000

_ALIKE = 0.65
"""Of a name of three digits two must be right, as in 019 for 010."""


def near_words(backend: Backend, text: str, limit: int) -> list[str]:
    """Return the words of the index that differ from ``text`` in one character, frequent first.

    Where there are none, words of four characters that so differ from a part of it: 营商环境 for
    优化盈商环境. Words of two or three are near to too much.
    """
    wanted = simplify_characters(text)
    if not 2 <= len(wanted) <= _LONGEST_PHRASE or not all(map(is_han, wanted)):
        return []
    near = _differ_once(backend, wanted) if len(wanted) <= _LONGEST_NEAR else []
    if not near:
        parts = {wanted[n : n + _PART] for n in range(len(wanted) - _PART + 1)} - {wanted}
        known = backend.statistics(sorted(parts))
        slips = (part for part in parts if part not in known or not known[part].occurrences)
        near = [word for part in slips for word in _differ_once(backend, part)]
    near.sort(key=lambda word: (-word.speeches, -word.occurrences, word.word))
    return [word.word for word in near][:limit]


def _differ_once(backend: Backend, wanted: str) -> list[WordStatistics]:
    """Return the words of the index that differ in one character."""
    near = [
        word
        for word in backend.words(wanted[0])
        if len(word.word) == len(wanted) and sum(map(str.__ne__, word.word, wanted)) == 1
    ]
    if not near and len(wanted) in _SLIP_IN_FIRST:
        others = backend.statistics([c + wanted[1:] for c in _common_characters()])
        near = list(others.values())
    return [word for word in near if word.occurrences]


def near_ids(entries: Iterable[Entry], wrong: str, limit: int) -> list[str]:
    """Return ids that a wrong one may have meant: those with it in name or title, or alike.

    None is named just for being the nearest number.
    """
    from difflib import get_close_matches

    listed = list(entries)
    inside = [e.id for e in listed if wrong.lower() in e.stem.lower() or wrong in e.title]
    if inside or len(listed) > _NAMES_COMPARED:
        return inside[:limit]
    names = {name: entry.id for entry in listed for name in (entry.stem, entry.id)}
    near = get_close_matches(wrong, names, n=limit, cutoff=_ALIKE)
    return list(dict.fromkeys(names[name] for name in near))


def _common_characters() -> Iterator[str]:
    """Yield the 3,755 characters of GB 2312's first level."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            if (row, cell) < (0xD7, 0xFA):
                yield bytes((row, cell)).decode("gb2312")
