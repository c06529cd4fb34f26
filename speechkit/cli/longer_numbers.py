"""Numbers that are typed and are also found within longer ones: ``5%`` in 15%, 十五 in 二十五."""

from __future__ import annotations

import re

from speechkit import Corpus, Scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.query import Phrase, Query
from speechkit.render.text import shell_word

_LOOKED_AT = 300
"""Matches, so that what is told costs little."""

_FEW = 20
"""What is rarer than one match in so many is not told: 一个 in 二十一个."""

_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_FIRST_NUMERALS = "〇零一二三四五六七八九十两"
"""Those that begin a number; 万 and the like are what is counted: 万人 in 五万人."""

_DIGIT_BEFORE, _DIGIT_BEHIND = r"(?<![\d.])", r"(?!\d|\.\d)"
_NUMERAL_BEFORE, _NUMERAL_BEHIND = f"(?<![{_NUMERALS}])", f"(?![{_NUMERALS}])"

_NUMBER_BEFORE = f"(?:[\\d.]+|[{_NUMERALS}]+)\\Z"
_NUMBER_BEHIND = f"(?:\\.?\\d)+|[{_NUMERALS}]+"


def tell_longer_numbers(session: Session, corpus: Corpus, query: Query, scope: Scope) -> None:
    """Say to a person which numbers of a query are found within longer ones, and what to type."""
    if not session.terminal.messages:
        return
    for phrase in dict.fromkeys(query.phrases):
        longer = _find_longer(corpus, phrase, scope)
        if longer:
            told = _("{piece} is also found within {longer}; the number alone: --regex {pattern}")
            pattern = shell_word(_write_alone(phrase.text))
            note(told.format(piece=phrase.text, longer=longer, pattern=pattern))


def _find_longer(corpus: Corpus, phrase: Phrase, scope: Scope) -> str:
    """Return the first longer number in which a phrase is found, or "" where few are."""
    before, behind = _before(phrase.text), _behind(phrase.text)
    if not before and not behind:
        return ""
    alone = re.compile(f"{before}.{behind}", re.DOTALL)
    looked_at, longer = 0, []
    for line in corpus.kwic(Query(((phrase,),)), scope, width=8, limit=_LOOKED_AT):
        looked_at += 1
        # One character in the place of the match: how it is written does not matter here.
        if not alone.match(f"{line.left}□{line.right}", len(line.left)):
            left = re.search(_NUMBER_BEFORE, line.left) if before else None
            right = re.match(_NUMBER_BEHIND, line.right) if behind else None
            longer.append((left[0] if left else "") + line.match + (right[0] if right else ""))
    return longer[0] if len(longer) * _FEW >= looked_at > 0 else ""


def _before(text: str) -> str:
    """Return what must not be before a text that begins with a number, as a pattern."""
    if text[0].isdecimal():
        return _DIGIT_BEFORE
    return _NUMERAL_BEFORE if text[0] in _FIRST_NUMERALS else ""


def _behind(text: str) -> str:
    """Return what must not be behind a text that ends with a number, as a pattern."""
    if text[-1].isdecimal():
        return _DIGIT_BEHIND
    return _NUMERAL_BEHIND if text[-1] in _NUMERALS else ""


def _write_alone(text: str) -> str:
    """Return the pattern that finds a text only where its number is a whole one."""
    return _before(text) + "".join(map(_write_both_widths, text)) + _behind(text)


def _write_both_widths(character: str) -> str:
    """Return what finds a character; marks are found in full width too, as those of a piece are."""
    if "!" <= character <= "~" and not character.isalnum():
        return f"[{re.escape(character)}{chr(ord(character) + 0xFEE0)}]"
    return re.escape(character)
