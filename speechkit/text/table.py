"""The shipped table of normalizing: what each character becomes, and what becomes a character.

It is read from ``normalization.txt``, so that the version of Python changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from sys import maxunicode

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

_MUCH = 300_000
"""Characters after which it pays to compile what finds those that become others."""

_FREQUENT = "。；：“”（）《》\u3000"
"""Those of a simplified text that most often become others, none of which another becomes."""

_SAMPLED, _FEW = 8, 12
"""Of a part of a text, a share of characters that makes the quicker way the slower one."""

_LAST_OF_BMP = 0xFFFF
_BEYOND_BMP = f"{chr(_LAST_OF_BMP + 1)}-{chr(maxunicode)}"


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


class LinesTable:
    """What each character of a text becomes that keeps its lines: the table, and a quicker way.

    Few characters of a simplified text become others. Once a process has read so much text that
    it pays to compile what finds them, all others are left alone.
    """

    def __init__(self) -> None:
        self._table = CharacterTable(kept="\n")
        self._seen = 0

    @property
    def is_busy(self) -> bool:
        """Whether the process has read much text."""
        return self._seen >= _MUCH

    @cached_property
    def _frequent(self) -> list[tuple[str, str]]:
        """The frequent characters, and what they become."""
        return [(character, self._table[ord(character)]) for character in _FREQUENT]

    def translate(self, text: str) -> str:
        """Return what ``text.translate`` does with the table."""
        self._seen += len(text)
        if not self.is_busy:
            return text.translate(self._table)
        for character, target in self._frequent:
            text = text.replace(character, target)
        changing = _find_changing()
        sample = len(text) // _SAMPLED
        if len(changing.findall(text, 0, sample)) * _FEW > sample:  # traditional characters
            return text.translate(self._table)
        parts = changing.split(text)
        parts[1::2] = [self._table[ord(character)] for character in parts[1::2]]
        return "".join(parts)


@lru_cache(maxsize=1)
def _find_changing() -> re.Pattern[str]:
    """Return what finds all characters that may become others, line ends aside."""
    last = _FIRST_SYLLABLE + _SYLLABLES - 1
    syllables = f"{chr(_FIRST_SYLLABLE)}-{chr(last)}"
    codes = _read_changes().keys() - {ord("\n")}
    return re.compile(f"([{_spell_ranges(codes)}{syllables}{_BEYOND_BMP}])")


def _spell_ranges(codes: Iterable[int]) -> str:
    """Return the code points of the basic plane among some as ranges of a pattern's class."""
    basic = {code for code in codes if code <= _LAST_OF_BMP}
    starts = sorted(code for code in basic if code - 1 not in basic)
    ends = sorted(code for code in basic if code + 1 not in basic)
    return "".join(map(_spell_range, starts, ends))


def _spell_range(first: int, last: int) -> str:
    one = re.escape(chr(first))
    return one if first == last else f"{one}-{re.escape(chr(last))}"


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


class TraditionalCharacters:
    """Tells which texts hold traditional characters, in a quicker way once it has seen much."""

    def __init__(self) -> None:
        self._seen = 0

    def are_in(self, text: str) -> bool:
        """Return whether one of the characters of a text is a traditional one."""
        self._seen += len(text)
        # A pattern looks at few characters twice, but takes long to compile.
        may_be = self._seen < _MUCH or _find_traditional().search(text)
        return bool(may_be) and not _read_traditional().isdisjoint(text)


@lru_cache(maxsize=1)
def _find_traditional() -> re.Pattern[str]:
    """Return what finds traditional characters, and all beyond the basic plane."""
    return re.compile(f"[{_spell_ranges(read_simplified())}{_BEYOND_BMP}]")


@lru_cache(maxsize=1)
def _read_traditional() -> frozenset[str]:
    return frozenset(map(chr, read_simplified()))


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
