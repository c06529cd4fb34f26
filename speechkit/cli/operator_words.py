"""Operators of other programs in a query: here they are text, and the user is told so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.query.syntax import split_query

_WRITTEN = {
    "and": "a blank between two pieces means both",
    "&&": "a blank between two pieces means both",
    "or": "for either piece write: {before} | {after}",
}
_NOT = "for speeches without it write: -{after}"
_NEAR = r"(near|before)[/:~]?([0-9]{0,6})"
_OPERATOR = r"(NEAR|BEFORE)/[0-9]{1,6}"


def explain_operator_words(query: str) -> Iterator[str]:
    """Yield what to write in place of ``AND``, ``OR``, ``NOT`` and ``near/10`` between pieces."""
    tokens = list(split_query(query))
    for before, token, after in zip(["", *tokens], tokens, tokens[1:], strict=False):
        written = _find_written(token.lower(), follows=bool(before))
        if written and not re.fullmatch(_OPERATOR, token):
            yield f"{token} is searched as text; {written.format(before=before, after=after)}"


def _find_written(word: str, *, follows: bool) -> str:
    """Return how that is written which a word seems to mean, if it ``follows`` a piece; or ''."""
    if word == "not":
        return _NOT
    if not follows:
        return ""
    if word.startswith(("near", "before")):
        near = re.fullmatch(_NEAR, word)
        return f"write: {{before}} {near[1].upper()}/{near[2] or 10} {{after}}" if near else ""
    return _WRITTEN.get(word, "")
