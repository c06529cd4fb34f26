"""The shipped table of normalizing: what each character becomes, and what becomes a character.

It is read from ``normalization.txt``, so that the version of Python changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from speechkit.text.data import DATA_FOLDER

BOUNDARY = "，"
"""What every sentence mark becomes; full-width, because a comma between digits vanishes."""

MARK = "-"
"""What dashes, quotes and the like become; it stays between digits alone."""

PARTING = "、"
"""What enumeration commas and brackets become; between numerals it becomes a boundary."""

_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11_172
_LEADS, _VOWELS, _TAILS = 0x1100, 0x1161, 0x11A7
_VOWEL_COUNT, _TAIL_COUNT = 21, 28
_REPLACEMENT = "\ufffd"
_MARKS = {
    "combining": "",
    "format": "",
    "blank": " ",
    "mark": MARK,
    "parting": PARTING,
    "boundary": BOUNDARY,
    "half": _REPLACEMENT,
}


class CharacterTable(dict[int, str]):
    """What each code point becomes before the rules of context, from none to 18 characters.

    It is for ``str.translate`` and fills itself with the characters that it meets: a table of few
    is faster by half than one of all that there are.
    """

    def __init__(self, kept: str = "") -> None:
        self.update((ord(character), character) for character in kept)

    def __missing__(self, code: int) -> str:
        place = code - _FIRST_SYLLABLE
        if 0 <= place < _SYLLABLES:
            target = _spell_syllable(place)
        else:
            target = _read_changes().get(code, chr(code))
        self[code] = target
        return target


@lru_cache(maxsize=1)
def read_decimals() -> frozenset[str]:
    """Return the digits that normalized text can hold, of all scripts."""
    return frozenset(map(chr, _read_codes("decimals")))


@lru_cache(maxsize=1)
def read_combining() -> frozenset[str]:
    """Return the marks that vanish but belong to the character before them."""
    return frozenset(map(chr, _read_codes("combining")))


@lru_cache(maxsize=1)
def read_simplified() -> dict[int, str]:
    """Return the code points of traditional characters, each with its simplified character."""
    targets, sources = _read_pairs("traditional")
    return dict(zip(map(ord, sources), targets, strict=True))


def find_expansions(letter: str) -> list[tuple[str, str]]:
    """Return the characters that become several, ``letter`` among them, each with all it becomes.

    Syllables are not among them.
    """
    section = _read_sections()["expansions"]
    if letter not in section:
        return []
    lines = re.findall(rf"^(\S*{re.escape(letter)}\S*) (\S+)$", section, re.MULTILINE)
    return [(source, target.replace("␣", " ")) for target, sources in lines for source in sources]


@lru_cache(maxsize=1)
def read_syllables() -> dict[str, str]:
    """Return all Hangul syllables, each with its letters."""
    syllables = range(_SYLLABLES)
    return {chr(_FIRST_SYLLABLE + place): _spell_syllable(place) for place in syllables}


def find_sources(target: str) -> str:
    """Return all characters that become ``target`` (one character), itself among them."""
    found = [target]
    for section in ("traditional", "characters"):
        targets, sources = _read_pairs(section)
        start = targets.find(target)
        if start >= 0:
            found.append(sources[start : targets.rfind(target) + 1])  # sorted, so side by side
    found += map(chr, _read_codes("half")) if target == _REPLACEMENT else ()
    return "".join(found)


@lru_cache(maxsize=1)
def _read_sections() -> dict[str, str]:
    """Return the lines of each section, line ends before and behind them."""
    text = (DATA_FOLDER / "normalization.txt").read_text(encoding="utf-8")
    sections = (part.partition("]") for part in text.split("\n[")[1:])
    return {name: lines if lines.endswith("\n") else f"{lines}\n" for name, _, lines in sections}


@lru_cache(maxsize=1)
def _read_changes() -> dict[int, str]:
    """Return what becomes something else, all but syllables."""
    changes = dict(read_simplified())
    targets, sources = _read_pairs("characters")
    changes.update(zip(map(ord, sources), targets, strict=True))
    for line in _read_sections()["expansions"].split("\n")[1:-1]:
        target, characters = line.split(" ")
        changes.update(dict.fromkeys(map(ord, characters), target.replace("␣", " ")))
    for section, target in _MARKS.items():
        changes.update(dict.fromkeys(_read_codes(section), target))
    return changes


@lru_cache(maxsize=2)
def _read_pairs(section: str) -> tuple[str, str]:
    """Return the targets of a section, sorted, and at the same places what becomes them."""
    lines = _read_sections()[section].split("\n")[1:-1]
    return "".join(lines[::2]), "".join(lines[1::2])


def _read_codes(section: str) -> Iterator[int]:
    """Yield the code points of characters as they are and of ranges such as U+0300-036F."""
    for piece in _read_sections()[section].split():
        if piece.startswith("U+"):
            first, _, last = piece[2:].partition("-")
            yield from range(int(first, 16), int(last or first, 16) + 1)
        else:
            yield from map(ord, piece)


def _spell_syllable(place: int) -> str:
    """Return the letters of the Hangul syllable at a place, by the Unicode Standard, 3.12."""
    lead, rest = divmod(place, _VOWEL_COUNT * _TAIL_COUNT)
    vowel, tail = divmod(rest, _TAIL_COUNT)
    letters = chr(_LEADS + lead) + chr(_VOWELS + vowel)
    return letters + chr(_TAILS + tail) if tail else letters
