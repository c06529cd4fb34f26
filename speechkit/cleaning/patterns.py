"""The language of boilerplate rules, and what its patterns match.

A pattern is literal but for "*" (any characters of one sentence), "~" (a few, as in a name or a
label: no comma, colon or end of a sentence), "#" (digits), "(a|b)" (either), "(a|)" (this or
nothing), "{title}" (characters that name the text) and "{address}" (one of the web); a full stop
at its end may be missing. Patterns meet the keys of lines: without white space, in lower case,
half-width, with the pairs of characters that the list calls the same as one. A full stop is a
line end in keys, so that "any characters of one sentence" is what a dot matches: a class of
Chinese characters takes a hundred times as long to compile, and there are hundreds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import NamedTuple

from speechkit.text.characters import BLANK, HALF_WIDTH, Translation

SEPARATORS = "|/·•>»<《》【】[](){}、,:;_-—.#*~^「」〔〕+×"
BRACKETS = "《》【】[](){}<>「」『』〔〕"
_STOP = "\n"
_BREAKS = f"{_STOP}!?"
_TOKEN = re.compile(r"(\*|~|#|\{title\}|\{address\}|\((?:[^()|]+\|)+[^()|]*\))")
_EXPRESSIONS = {
    "*": ".*",
    "~": "[^,;:!?\n]{0,16}",
    "#": "[0-9]+",
    "{title}": "((?s:.)+)",
    "{address}": r"(?:https?://|www\.)[!-~]+",
}
_ADDRESS_STARTS = ("http://", "https://", "www.")
_GAPS = ("*", "~", "{title}")
_DIGITS = tuple("0123456789")
_LONGEST_LEAD = 60
_MOST_WAYS = 100


class Alphabet:
    """Which characters count as the same: the map from a line to its key."""

    def __init__(self, pairs: Iterable[str]) -> None:
        table = HALF_WIDTH | {ord("。"): _STOP}
        table |= {ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
        table |= {0xFF21 + offset: chr(0x61 + offset) for offset in range(26)}
        for pair in pairs:
            table |= {ord(variant): pair[0] for variant in pair[1:]}
        self._table = Translation(table)
        self._variants: dict[str, str] = defaultdict(str)
        for code, character in table.items():
            if character is not None:
                self._variants[character] += chr(code)

    def key(self, line: str) -> str:
        """The form in which a line is compared with patterns."""
        return line.translate(self._table)

    def written(self, line: str, start: int, end: int) -> str:
        """The part of a line from which a part of its key comes."""
        places = [place for place, character in enumerate(line) if character not in BLANK]
        return line[places[start] : places[end - 1] + 1]

    def variants(self, character: str) -> str:
        """A character with all those that count as the same."""
        return character + self._variants[character]

    def spellings(self, literal: str) -> tuple[str, ...]:
        """A literal as given and with the other character of each pair (traditional, say)."""
        han = "".join(self.variants(c)[-1] if c > "\u2e80" else c for c in literal)
        return (literal,) if han == literal else (literal, han)

    def in_text(self, literal: str) -> Iterator[str]:
        """Regular expressions for a literal as a text may spell it, by its first character.

        Alternatives that begin with a character are searched for many times as fast as others.
        """
        rest = "".join(f"[ \u3000]*[{re.escape(self.variants(c))}]" for c in literal[1:])
        for first in self.variants(literal[0]):
            yield re.escape(first) + rest


def parts(pattern: str) -> list[str]:
    """A pattern's literals and special parts, in order."""
    return [part for part in _TOKEN.split(pattern) if part]


def is_literal(pattern: str) -> bool:
    """Whether a pattern, or a part of one, matches nothing but itself."""
    return _TOKEN.search(pattern) is None


def choices(part: str) -> tuple[str, ...]:
    """The literals of which a part of a pattern asks for one; none for a gap."""
    if is_literal(part):
        return (part,)
    if part == "{address}":
        return _ADDRESS_STARTS
    return tuple(part[1:-1].split("|")) if part.startswith("(") else ()


def spelled_out(pattern: str) -> tuple[str, ...]:
    """All that a pattern without gaps matches, none for any other and for one of too many ways."""
    ways = [choices(part) for part in parts(pattern)]
    if "{address}" in pattern or _STOP in pattern or not all(ways):
        return ()
    if prod(map(len, ways)) > _MOST_WAYS:
        return ()
    return tuple(map("".join, product(*ways)))


def is_floating(pattern: str) -> bool:
    """Whether anything may come before what a pattern asks for."""
    needed = (part for part in parts(pattern) if "" not in choices(part))
    return next(needed, "*") in _GAPS


def asks(pattern: str) -> bool:
    """Whether a pattern asks for anything at all."""
    return any(literals and "" not in literals for literals in map(choices, parts(pattern)))


def first_literals(pattern: str) -> tuple[str, ...]:
    """The first literals in a pattern, one of which is in every line that it matches."""
    asked = map(choices, parts(_without_stop(pattern)))
    return next(literals for literals in asked if literals and "" not in literals)


def starts(pattern: str) -> set[str]:
    """With what a line begins that a pattern matches: two characters, or one before a gap."""
    found = {""}
    for part in parts(_without_stop(pattern)):
        literals = _DIGITS if part == "#" else choices(part)
        found = {(start + literal)[:2] for start in found for literal in literals or [""]}
        if part == "#" or not literals or min(map(len, found)) == 2:
            break
    return found


def _without_stop(pattern: str) -> str:
    """A pattern without the full stop at its end, which a line need not have."""
    shorter = pattern.removesuffix(_STOP)
    return shorter if asks(shorter) else pattern


def expression(pattern: str) -> str:
    """A regular expression for the keys of whole lines that match a pattern.

    A line that ends in a full stop or asks is a sentence, likely the author's: only a pattern that
    ends in a full stop itself matches it.
    """
    end = f"[{_BREAKS}]*" if pattern.endswith(_STOP) else "!*"
    return "".join(map(_expression, parts(pattern.removesuffix(_STOP)))) + end


def _expression(part: str) -> str:
    if part in _EXPRESSIONS:
        return _EXPRESSIONS[part]
    if is_literal(part):
        return re.escape(part)
    return "(?:" + "|".join(map(re.escape, choices(part))) + ")"


class SentencePattern(NamedTuple):
    """A pattern for a sentence: its pieces, each with the gap before it.

    Each piece is searched once, from where the last one ended: matching takes linear time.
    """

    steps: tuple[tuple[str, str], ...]
    open_end: bool
    needles: tuple[str, ...]
    """What a sentence that matches has one of."""

    def match(self, key: str) -> tuple[int, int] | None:
        """Where the sentence names a title, (0, 0) if it names none; None if it is no match."""
        position = 0
        title = (0, 0)
        for number, (gap, piece) in enumerate(self.steps):
            expression = re.compile(piece)  # here, as few texts need it
            found = expression.search(key, position) if gap else expression.match(key, position)
            if found is None or (number == 0 and found.start() > _LONGEST_LEAD):
                return None
            if gap == "{title}":
                title = (position, found.start())
            position = found.end()
        return title if self.open_end or not key[position:].strip(_BREAKS) else None


def sentence_pattern(pattern: str) -> SentencePattern:
    """Read the pattern of a sentence."""
    steps: list[tuple[str, str]] = []
    gap = piece = ""
    pieces = parts(pattern)
    for part in [*pieces, "*"]:
        if part in ("*", "{title}"):
            if piece:
                steps.append((gap, piece))
            gap, piece = part, ""
        else:
            piece += _expression(part)
    needles = max(map(_needles, pieces), key=lambda literals: min(map(len, literals), default=0))
    return SentencePattern(tuple(steps), pieces[-1] == "*", needles)


def _needles(part: str) -> tuple[str, ...]:
    """What a text holds if it holds a part of a pattern: no marks, which may be of any width."""
    return tuple(max(re.findall(r"\w+", choice) or [""], key=len) for choice in choices(part))
