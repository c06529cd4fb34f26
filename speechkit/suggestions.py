"""What a wrong name or a word that is not found may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speechkit.backends.protocol import Backend
from speechkit.model import Entry
from speechkit.text.characters import is_han
from speechkit.text.scripts import simplify_characters

_LONGEST_NEAR = 6
"""Characters; a longer phrase is no word with a slip in it."""

_NAMES_COMPARED = 5_000

_ALIKE = 0.65
"""Of a name of three digits two must be right, as in 019 for 010."""


def near_words(backend: Backend, text: str, limit: int) -> list[str]:
    """Return the words of the index that differ from ``text`` in one character, frequent first."""
    wanted = simplify_characters(text)
    if not 2 <= len(wanted) <= _LONGEST_NEAR or not all(map(is_han, wanted)):
        return []
    near = [
        word
        for word in backend.words(wanted[0])
        if len(word.word) == len(wanted) and sum(map(str.__ne__, word.word, wanted)) == 1
    ]
    if not near and len(wanted) == 3:  # the only length worth some thousand looks
        others = backend.statistics([c + wanted[1:] for c in _common_characters()])
        near = [word for word in others.values() if word.occurrences]
    near.sort(key=lambda word: (-word.speeches, -word.occurrences, word.word))
    return [word.word for word in near if word.occurrences][:limit]


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
