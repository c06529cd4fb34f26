"""Page boilerplate: the list of rules in ``boilerplate.txt``, read and made ready for use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from speechkit.cleaning.patterns import (
    BRACKETS,
    SEPARATORS,
    Alphabet,
    SentencePattern,
    asks,
    expression,
    first_literals,
    is_floating,
    is_literal,
    sentence_pattern,
    spelled_out,
    starts,
)
from speechkit.text.characters import BLANKS

_WHOLE = ("title", "page", "line", "related", "word", "near")
_WORDS = ("line", "word", "near")
_KINDS = (*_WHOLE[1:], "within", "sentence", "same")
_LONGEST_ROW = 60
_ROW = 3  # words in a line that make it a row of buttons
_LONGEST_SENTENCE = 300
_START = 4  # characters of a line that mostly tell whether any rule begins so
_NEVER = "(?!)"


class BoilerplateError(ValueError):
    """A line in a list of boilerplate that is not a rule."""


class WholeLines(NamedTuple):
    """The rules for whole lines: kinds and expressions by what a line must begin with or hold.

    An expression is compiled when a line first asks for it: for most, no line ever does.
    """

    anchored: dict[str, list[tuple[str, str]]]
    """By the first one or two characters of a key."""
    floating: dict[str, list[tuple[str, str]]]
    """By what a key holds."""

    def may_begin(self, start: str) -> bool:
        """Whether an anchored rule can match a line whose key begins so."""
        return len(start) < 2 or start[:1] in self.anchored or start[:2] in self.anchored

    def kind(self, key: str, *, floats: bool) -> str:
        """The first kind of which a rule matches the key of a line; "" for most lines.

        ``floats`` says whether a floating rule can match it.
        """
        kind = self._kind(key, floats)
        return kind or (self._kind(bare, floats) if (bare := key.strip(BRACKETS)) != key else "")

    def _kind(self, key: str, floats: bool) -> str:
        asked = [self.anchored[start] for start in (key[:1], key[:2]) if start in self.anchored]
        if floats:
            asked += [rules for held, rules in self.floating.items() if held in key]
        found = {
            kind for rules in asked for kind, expression in rules if re.fullmatch(expression, key)
        }
        return next((kind for kind in _WHOLE if kind in found), "")


class Words(NamedTuple):
    """Words of which a whole line may be made; what kind it is its strongest word decides."""

    line: str
    word: str
    kinds: dict[str, str]
    starts: frozenset[str]
    """The first two characters of the words, separators aside; of some there is only one."""

    def may_begin(self, start: str) -> bool:
        """Whether a line whose key begins so can be made of words."""
        begun = start.lstrip(SEPARATORS)
        return len(begun) < 2 or begun[:2] in self.starts or begun[0] in self.starts

    def kind(self, key: str) -> str:
        """The kind of a line made of words, several of which make a line; "" for other lines."""
        if len(key) > _LONGEST_ROW or not self.may_begin(key):
            return ""
        if not re.fullmatch(self.line, key):
            return ""
        found = [self.kinds[word] for word in re.findall(self.word, key)]
        if found.count("word") > 1 or ("word" in found and len(found) >= _ROW):
            return "line"
        return next((kind for kind in _WORDS if kind in found), "")


class Boilerplate(NamedTuple):
    """A list of rules, ready for use."""

    alphabet: Alphabet
    sentences: list[SentencePattern]
    signs_of_sentences: re.Pattern[str]
    """What every sentence of an editor's has one of."""
    within: tuple[tuple[str, ...], ...]
    lines: WholeLines
    titles: str
    words: Words
    beginnings: frozenset[str]
    inside: re.Pattern[str]

    def kind(self, line: str) -> str:
        """The kind of rule that a whole line matches, or "" as for most lines."""
        holds = self.inside.search(line) is not None
        if not (holds or self._may_begin(line)):
            return ""
        key = self.alphabet.key(line)
        # Odd white space may part what a line holds, so that only its key shows it.
        floats = holds or not line.isprintable()
        return self.lines.kind(key, floats=floats) or self.words.kind(key)

    def _may_begin(self, line: str) -> bool:
        """Whether a rule can match a line that begins so: most lines begin as none can."""
        if line[:1] not in self.beginnings:
            return False
        start = self.alphabet.key(line[:_START])
        bare = start.lstrip(BRACKETS)
        return (
            self.lines.may_begin(start)
            or (bare != start and self.lines.may_begin(bare))
            or self.words.may_begin(start)
            or not line.isprintable()
        )

    def may_hold_sentence(self, line: str) -> bool:
        """Whether a line can hold an editor's sentence; most cannot, which one look says."""
        return self.signs_of_sentences.search(line) is not None

    def title_of_sentence(self, sentence: str) -> str | None:
        """The title that an editor's sentence names, "" if it names none; None for any other."""
        if len(sentence) >= _LONGEST_SENTENCE or not self.may_hold_sentence(sentence):
            return None
        key = self.alphabet.key(sentence)
        titles = (pattern.match(key) for pattern in self.sentences)
        title = next((title for title in titles if title is not None), None)
        if title is None:
            return None
        return self.alphabet.written(sentence, *title) if title[1] else ""

    def title_in(self, line: str) -> str:
        """The title that a line of kind ``title`` gives."""
        match = re.fullmatch(self.titles, self.alphabet.key(line))
        group = match.lastindex if match else None
        return self.alphabet.written(line, *match.span(group)) if match and group else ""


@cache
def shipped_boilerplate() -> Boilerplate:
    """The list that comes with the package."""
    return parse_boilerplate(
        Path(__file__).with_name("boilerplate.txt").read_text(encoding="utf-8")
    )


def parse_boilerplate(text: str) -> Boilerplate:
    """Read a list of rules written as in ``boilerplate.txt``."""
    rules: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for kind, pattern in _rules(text):
        rules[kind].append(pattern)
    alphabet = Alphabet(pair for pairs in rules["same"] for pair in pairs.split())
    keys = {kind: [alphabet.key(pattern) for pattern in rules[kind]] for kind in _KINDS}
    keys["title"] = [key for key in keys["line"] if "{title}" in key]
    keys["line"] = [key for key in keys["line"] if "{title}" not in key]
    beginnings, inside = _signs(keys, alphabet)
    sentences = list(map(sentence_pattern, keys["sentence"]))
    needles = chain.from_iterable(pattern.needles for pattern in sentences)
    return Boilerplate(
        alphabet=alphabet,
        sentences=sentences,
        signs_of_sentences=_any_of(chain.from_iterable(map(alphabet.spellings, needles))),
        within=tuple(map(alphabet.spellings, rules["within"])),
        lines=_whole_lines(keys),
        titles="|".join(map(expression, keys["title"])),
        words=_words(keys),
        beginnings=beginnings,
        inside=inside,
    )


def _rules(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        rule = line.strip(BLANKS)
        if not rule or rule.startswith("#"):
            continue
        kind, _, pattern = rule.partition(" ")
        if kind not in _KINDS or not asks(pattern):
            raise BoilerplateError(f"line {number} of the list of boilerplate is no rule: {rule}")
        yield kind, pattern


def _whole_lines(keys: dict[str, list[str]]) -> WholeLines:
    rules = WholeLines(defaultdict(list), defaultdict(list))
    for kind in _WHOLE:
        for key in keys[kind]:
            rule = kind, re.escape(key) if is_literal(key) else expression(key)
            if is_floating(key):
                for held in first_literals(key):
                    rules.floating[held].append(rule)
            else:
                for start in starts(key):
                    rules.anchored[start].append(rule)
    return rules


def _words(keys: dict[str, list[str]]) -> Words:
    kinds = {
        word: kind for kind in reversed(_WORDS) for key in keys[kind] for word in spelled_out(key)
    }
    words = "|".join(re.escape(word) for word in sorted(kinds, key=len, reverse=True))
    separators = f"[{re.escape(SEPARATORS)}]*"
    line = f"{separators}(?:(?:{words}){separators})+" if words else _NEVER
    begun = {word.lstrip(SEPARATORS)[:2] for word in kinds} - {""}
    return Words(line, words or _NEVER, kinds, frozenset(begun))


def _any_of(literals: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some literals."""
    return re.compile("|".join(map(re.escape, sorted(set(literals)))) or _NEVER)


def _signs(
    keys: dict[str, list[str]], alphabet: Alphabet
) -> tuple[frozenset[str], re.Pattern[str]]:
    """What a line must begin with or hold for any rule to match it: a quick first look."""
    beginnings = set(SEPARATORS)
    inside: set[str] = set()
    for kind in _WHOLE:
        for key in keys[kind]:
            if is_floating(key):
                for literal in first_literals(key):
                    inside.update(alphabet.in_text(literal[:2]))
            else:
                beginnings |= {start[0] for start in starts(key)}
    openings = {variant for character in beginnings for variant in alphabet.variants(character)}
    return frozenset(openings), re.compile("|".join(sorted(inside)) or _NEVER)
