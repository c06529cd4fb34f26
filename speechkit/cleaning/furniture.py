"""Page furniture: the list of rules in ``furniture.txt``, read and made ready for use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from speechkit.cleaning.characters import BLANKS
from speechkit.cleaning.patterns import (
    SEPARATORS,
    Alphabet,
    SentencePattern,
    choices,
    expression,
    is_literal,
    parts,
    sentence_pattern,
)

_WHOLE = ("title", "line", "related", "edge", "near")
_WORDS = {"button": "line", "edge": "edge", "near": "near"}
_KINDS = (*_WHOLE, "button", "within", "sentence", "same")
_LONGEST_BUTTONS = 60
_NEVER = re.compile(r"(?!)")


class FurnitureError(ValueError):
    """A line in a list of furniture that is no rule."""


@dataclass(frozen=True, slots=True)
class WholeLines:
    """The rules of one kind for whole lines."""

    exact: frozenset[str]
    anchored: re.Pattern[str]
    floating: re.Pattern[str]

    def match(self, key: str) -> bool:
        """Whether one of the rules matches the key of a line."""
        return bool(
            key in self.exact or self.anchored.fullmatch(key) or self.floating.fullmatch(key)
        )


@dataclass(frozen=True, slots=True)
class Buttons:
    """Words of which a whole line may be made; what kind it is its strongest word decides."""

    line: re.Pattern[str]
    word: re.Pattern[str]
    kinds: dict[str, str]

    def kind(self, key: str) -> str:
        """The kind of a line made of buttons; "" for every other line."""
        if len(key) > _LONGEST_BUTTONS or not self.line.fullmatch(key):
            return ""
        found = {self.kinds[word] for word in self.word.findall(key)}
        return next((kind for kind in _WORDS.values() if kind in found), "")


@dataclass(frozen=True)
class Furniture:
    """A list of rules, ready for use."""

    alphabet: Alphabet
    sentences: dict[tuple[str, ...], list[SentencePattern]]
    within: tuple[tuple[str, ...], ...]
    lines: dict[str, WholeLines]
    titles: re.Pattern[str]
    buttons: Buttons
    beginnings: frozenset[str]
    inside: re.Pattern[str]

    def kind(self, line: str) -> str:
        """The kind of rule that a whole line matches, or "" as for most lines."""
        if line[:1] not in self.beginnings and not self.inside.search(line):
            return ""
        key = self.alphabet.key(line)
        for kind, rules in self.lines.items():
            if rules.match(key):
                return kind
        return self.buttons.kind(key)

    def title_in(self, line: str) -> str:
        """The title that a line of kind ``title`` gives."""
        match = self.titles.fullmatch(self.alphabet.key(line))
        group = match.lastindex if match else None
        return self.alphabet.written(line, *match.span(group)) if match and group else ""


@cache
def shipped_furniture() -> Furniture:
    """The list that comes with the package."""
    source = files("speechkit.cleaning").joinpath("furniture.txt")
    return parse_furniture(source.read_text(encoding="utf-8"))


def parse_furniture(text: str) -> Furniture:
    """Read a list of rules as it stands in ``furniture.txt``."""
    rules: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for kind, pattern in _rules(text):
        rules[kind].append(pattern)
    alphabet = Alphabet(pair for pairs in rules["same"] for pair in pairs.split())
    keys = {kind: [alphabet.key(pattern) for pattern in rules[kind]] for kind in _KINDS}
    starts, insides = _signs(keys, alphabet)
    return Furniture(
        alphabet=alphabet,
        sentences=_by_needle(keys["sentence"], alphabet),
        within=tuple(map(alphabet.spellings, rules["within"])),
        lines={kind: _whole_lines(keys[kind]) for kind in _WHOLE},
        titles=_either(map(expression, keys["title"])),
        buttons=_buttons(keys),
        beginnings=starts,
        inside=insides,
    )


def _rules(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        rule = line.strip(BLANKS)
        if not rule or rule.startswith("#"):
            continue
        kind, _, pattern = rule.partition(" ")
        if kind not in _KINDS or not any(map(choices, parts(pattern))):
            raise FurnitureError(f"line {number} of the list of furniture is no rule: {rule}")
        yield kind, pattern


def _by_needle(
    keys: Iterable[str], alphabet: Alphabet
) -> dict[tuple[str, ...], list[SentencePattern]]:
    """The patterns of sentences by the strings, one of which a text must hold to need them."""
    patterns: dict[tuple[str, ...], list[SentencePattern]] = defaultdict(list)
    for key in keys:
        pattern = sentence_pattern(key)
        spelled = chain.from_iterable(map(alphabet.spellings, pattern.needles))
        patterns[tuple(spelled)].append(pattern)
    return dict(patterns)


def _whole_lines(keys: Iterable[str]) -> WholeLines:
    exact, anchored, floating = [], [], []
    for key in keys:
        if is_literal(key):
            exact.append(key)
        elif key.startswith("*"):
            floating.append(expression(key))
        else:
            anchored.append(expression(key))
    return WholeLines(frozenset(exact), _either(anchored), _either(floating))


def _either(expressions: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(expressions)
    return re.compile(joined) if joined else _NEVER


def _buttons(keys: dict[str, list[str]]) -> Buttons:
    kinds = {
        key: rank
        for kind, rank in reversed(_WORDS.items())
        for key in keys[kind]
        if is_literal(key)
    }
    words = "|".join(re.escape(word) for word in sorted(kinds, key=len, reverse=True))
    separators = f"[{re.escape(SEPARATORS)}]*"
    line = re.compile(f"{separators}(?:(?:{words}){separators})+") if words else _NEVER
    return Buttons(line, re.compile(words) if words else _NEVER, kinds)


def _signs(
    keys: dict[str, list[str]], alphabet: Alphabet
) -> tuple[frozenset[str], re.Pattern[str]]:
    """What a line must begin with or hold for any rule to match it: a quick first look."""
    beginnings = set(SEPARATORS)
    inside = set()
    for kind in (*_WHOLE, "button"):
        for key in keys[kind]:
            first, *others = parts(key)
            if first == "*":
                literals = next(filter(None, map(choices, others)))
                inside |= {alphabet.in_text(literal[:2]) for literal in literals}
            else:
                beginnings |= {literal[0] for literal in choices(first)} or set("0123456789")
    starts = {variant for character in beginnings for variant in alphabet.variants(character)}
    return frozenset(starts), _either(sorted(inside))
