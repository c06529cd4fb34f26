"""Operators of other programs in a query: here they are text, and the user is told so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.query import split_query

_AND = re.compile(r"(?i:and)|&&")
_OR = re.compile(r"(?i:or)|\|\|")
_NOT = re.compile(r"(?i:not)")
_NEAR = re.compile(r"(?!(?:NEAR|BEFORE)/[0-9])(?i:(near|before)[/:~]?([0-9]{0,6}))")


def explain_operator_words(query: str) -> Iterator[str]:
    """Yield what to write in place of ``AND``, ``OR``, ``NOT`` and ``near/10`` between pieces."""
    tokens = list(split_query(query))
    for before, token, after in zip(["", *tokens], tokens, tokens[1:], strict=False):
        advice = _advise(before, token, after)
        if advice:
            yield f"{token} is searched as text; {advice}"


def _advise(before: str, token: str, after: str) -> str:
    """Return how to write what a word seems to mean between two others, or nothing."""
    if _NOT.fullmatch(token):
        return f"for speeches without it write: -{after}"
    if not before:
        return ""
    if _AND.fullmatch(token):
        return "a blank between two pieces means both"
    if _OR.fullmatch(token):
        return f"for either piece write: {before} | {after}"
    near = _NEAR.fullmatch(token)
    if near:
        return f"write: {before} {near[1].upper()}/{near[2] or 10} {after}"
    return ""
