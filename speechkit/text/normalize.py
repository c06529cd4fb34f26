"""Text to normalized text, on which matching works, the same for speeches and queries.

Normalizing goes in two steps. Each character is looked up in one fixed table (compatibility form,
combining marks dropped, lower case, simplified), which makes marks a space and sentence marks one
boundary; then rules of context settle spaces, dots and commas by their nearest neighbours. Both
steps look at nothing outside a phrase's own first and last letters, so that a substring of a text,
normalized and trimmed, is a substring of the normalized text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

DATA_FOLDER = Path(__file__).parent

NORMALIZATION_VERSION = 1
"""Part of every index: an index normalized by other rules is rebuilt."""

BOUNDARY = "，"
"""What every sentence mark becomes; full-width, because a comma between digits vanishes."""

_SENTENCE_MARKS = frozenset("，。；：！？;:!?﹐﹒﹔﹕﹖﹗｡")
_OTHER_MARKS = frozenset("\"'`´、､﹑·•‧・･…⋯‥<>〝〞〟＂＇｀＜＞")
_MARK_CATEGORIES = frozenset(("Ps", "Pe", "Pi", "Pf", "Pd", "Zs", "Zl", "Zp"))
_DROPPED_CATEGORIES = frozenset(("Mn", "Me", "Cc", "Cf"))
_WHITE_SPACE = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_REPLACEMENT = "\ufffd"

_MAXIMUM_REWRITINGS = 16
"""How many variants of one phrase are tried at most."""

_COMMON_HAN = ("\u4e00", "\u9fff")
_OTHER_HAN = (
    ("々", "々"),
    ("〇", "〇"),
    ("\u2e80", "\u2fdf"),
    ("\u3400", "\u4dbf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U000323af"),
)
HAN_BLOCKS = (_COMMON_HAN, *_OTHER_HAN)
"""The first and the last character of every block of Chinese characters."""

HAN_RANGES = "".join(f"{first}-{last}" for first, last in HAN_BLOCKS)
"""The same, as the inside of a regular expression's class."""

_COMMA = re.compile(", *")
_SPACES = re.compile(" +")
_DOTS = re.compile("[.][ .]*")
_EDGES = f" .{BOUNDARY}"
WALLS = f"{BOUNDARY}\n"


class Normalized(NamedTuple):
    """A normalized text and, for each of its characters, the index in the text it came from."""

    text: str
    match: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the text (characters) behind ``match[start:end]``.

        Combining marks behind its last character belong to the span, though normalizing drops them.
        """
        last = self.origins[end - 1] + 1
        while last < len(self.text) and unicodedata.category(self.text[last]) in ("Mn", "Me"):
            last += 1
        return self.origins[start], last


class _WordForms(NamedTuple):
    """A listed word, its variants, and the words within which it stays itself."""

    word: str
    others: tuple[str, ...]
    exceptions: tuple[str, ...]


def normalize(text: str) -> str:
    """Return the normalized text of ``text``; line ends are marks like other white space."""
    return _settle(text.translate(_TABLE))


def normalize_lines(text: str) -> str:
    """Return the normalized text of each line of ``text``: no phrase holds a line end."""
    return _settle(text.translate(_LINES_TABLE))


def normalize_phrase(text: str) -> str:
    """Return a phrase of a query normalized and trimmed; empty if nothing can be matched."""
    return normalize(text).strip(_EDGES)


def normalize_with_offsets(text: str) -> Normalized:
    """Return the normalized text of ``text`` with the way back to it, for any text."""
    pieces = [_TABLE[ord(character)] for character in text]
    unsettled = "".join(pieces)
    sources = [index for index, piece in enumerate(pieces) for _ in piece]
    match = _settle(unsettled)
    # Settling only drops characters or turns a comma into a boundary, and the character after a
    # dropped run is never of the dropped kind, so a greedy alignment is the right one.
    origins = []
    position = 0
    for character in match:
        while unsettled[position] != character and not (
            character == BOUNDARY and unsettled[position] == ","
        ):
            position += 1
        origins.append(sources[position])
        position += 1
    return Normalized(text, match, tuple(origins))


def is_han(character: str) -> bool:
    """Return whether ``character`` (one character) is a Chinese one."""
    if _COMMON_HAN[0] <= character <= _COMMON_HAN[1]:
        return True
    return any(first <= character <= last for first, last in _OTHER_HAN)


def list_variants(phrase: str) -> tuple[str, ...]:
    """Return the variants of a normalized phrase, the given one first.

    A phrase of one character has one variant: 画 is not 计划. Longer ones have another for each
    listed word of ``data/variants.txt`` that they hold (计划, 计画), in all combinations up to
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
        if len(variants) == _MAXIMUM_REWRITINGS:
            break
    return tuple(variants)


def simplify_characters(text: str) -> str:
    """Return ``text`` with each traditional character made simplified, one by one."""
    return text.translate(_simplified_characters())


def count_traditional(text: str) -> int:
    """Return how many characters of ``text`` are traditional ones or variants."""
    return sum(map(_simplified_characters().__contains__, map(ord, text)))


def read_data(name: str) -> Iterator[str]:
    """Return the lines of one of the package's data files, its comments left out."""
    text = (DATA_FOLDER / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def replace_character(character: str) -> str:
    """Return what one character becomes before the rules of context; a line end stays one."""
    return _LINES_TABLE[ord(character)]


class _Table(dict[int, str]):
    """The fixed table of normalizing, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        normalized = self[code] = _normalize_character(chr(code))
        return normalized


_TABLE = _Table()
_LINES_TABLE = _Table({ord("\n"): "\n"})


def _normalize_character(character: str) -> str:
    """Return what one character becomes before the rules of context, from none to 18 characters."""
    category = unicodedata.category(character)
    if character in _SENTENCE_MARKS:
        return BOUNDARY
    if character in _OTHER_MARKS or character in _WHITE_SPACE or category in _MARK_CATEGORIES:
        return " "
    if category in _DROPPED_CATEGORIES:
        return ""
    if category == "Cs":
        return _REPLACEMENT
    return "".join(_normalize_parts(character))


def _normalize_parts(character: str) -> Iterator[str]:
    simplified = _simplified_characters()
    decomposed = unicodedata.normalize("NFKD", character)
    for part in unicodedata.normalize("NFKD", decomposed.lower()):
        # The parts of a compatibility character normalize as if they stood in the text themselves.
        code = ord(part)
        simple = simplified.get(code, part)
        yield simple if part == character.lower() else _TABLE[ord(simple)]


def _settle(unsettled: str) -> str:
    """Apply the rules of context to text that has gone through the table; lines stay lines."""
    if "," in unsettled:
        unsettled = _COMMA.sub(_settle_comma, unsettled)
    if " " in unsettled:
        unsettled = _SPACES.sub(_settle_spaces, unsettled)
    if "." in unsettled:
        unsettled = _DOTS.sub(_settle_dots, unsettled)
    return unsettled


def _settle_comma(comma: re.Match[str]) -> str:
    """Return nothing for a comma between two digits (1,000), else a boundary."""
    text, after = comma.string, comma.end()
    before = comma.start() - 1
    while before > 0 and text[before] == " ":
        before -= 1
    if before >= 0 and after < len(text) and text[before].isdecimal() and text[after].isdecimal():
        return comma[0][1:]
    return BOUNDARY + comma[0][1:]


def _settle_spaces(spaces: re.Match[str]) -> str:
    """Return one space for marks between two letters, digits or symbols, else nothing."""
    text = spaces.string
    start, end = spaces.span()
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if before in WALLS or after in WALLS or is_han(before) or is_han(after):
        return ""
    return " "


def _settle_dots(dots: re.Match[str]) -> str:
    """Return nothing for dots between two Han characters, else the dots."""
    text = dots.string
    start, end = dots.span()
    if start > 0 and end < len(text) and is_han(text[start - 1]) and is_han(text[end]):
        return ""
    return dots[0]


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
def _simplified_characters() -> dict[int, str]:
    table: dict[int, str] = {}
    for line in (*read_data("simplified.txt"), *_variant_lines("[characters]")):
        simple, others = line.split()
        table.update((ord(other), simple) for other in others)
    return table


@lru_cache(maxsize=1)
def _word_forms() -> tuple[_WordForms, ...]:
    forms = []
    for line in _variant_lines("[words]"):
        word, *others = line.split()
        exceptions = tuple(other[1:] for other in others if other.startswith("-"))
        forms.append(
            _WordForms(word, tuple(o for o in others if not o.startswith("-")), exceptions)
        )
    return tuple(forms)


def _variant_lines(section: str) -> Iterator[str]:
    current = ""
    for line in read_data("variants.txt"):
        if line.startswith("["):
            current = line
        elif current == section:
            yield line
