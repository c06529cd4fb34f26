"""Queries as they are typed, so that reading one again gives the same query."""

from __future__ import annotations

from speechkit.model import Scope
from speechkit.query.model import Condition, Near, Phrase, Query, Term
from speechkit.query.syntax import DOUBLE_QUOTES, split_query

_QUOTES = ('"{}"', "“{}”", "＂{}＂")


def write_query(query: Query) -> str:
    """Return a query as it is typed; what it ignored is left out.

    A regular expression, for which there is an option, is written as it is.
    """
    required = (" | ".join(map(write_term, alternatives)) for alternatives in query.required)
    excluded = (f"-{write_term(term)}" for term in query.excluded)
    return " ".join((*required, *excluded))


def write_term(term: Term) -> str:
    """Return a term of a query as it is typed: ``title:改革``, ``甲 NEAR/10 乙``."""
    if isinstance(term, Phrase):
        return f"{'title:' if term.title_only else ''}{write_phrase(term.text)}"
    if isinstance(term, Near):
        operator = "BEFORE" if term.ordered else "NEAR"
        return f"{write_term(term.first)} {operator}/{term.distance} {write_term(term.second)}"
    return _write_condition(term.scope) if isinstance(term, Condition) else term.pattern


def _write_condition(scope: Scope) -> str:
    """Return a condition by its value, which reads the same whatever is written behind it."""
    if scope.dated:
        same = scope.since == scope.until
        return f"date:{scope.since}" if same else f"date:{scope.since}..{scope.until}"
    names = {"speaker": scope.speakers, "occasion": scope.occasions, "source": scope.sources}
    ((field, value),) = ((field, name) for field, values in names.items() for name in values)
    # A quote at the beginning would be closed by another one behind it.
    tokens = list(split_query(f"{field}:{value}"))
    is_plain = len(tokens) == 1 and tokens[0].text == value and value[0] not in DOUBLE_QUOTES
    return f"{field}:{value if is_plain else _quote(value)}"


def write_phrase(text: str) -> str:
    """Return a text as one phrase of a query, in quotes where it would be none without.

    Of quotes of every kind in the text single ones are made, which are found as well.
    """
    if not any(quote in text for quote in DOUBLE_QUOTES) and _is_phrase(text, text):
        return text
    return _quote(text)


def _quote(text: str) -> str:
    ways = (way.format(text) for way in _QUOTES)
    plainer = text.translate(dict.fromkeys(map(ord, DOUBLE_QUOTES), "'"))
    return next((way for way in ways if _is_phrase(way, text)), _QUOTES[0].format(plainer))


def _is_phrase(typed: str, text: str) -> bool:
    """Return whether what is typed is one phrase, and looks for a text."""
    tokens = list(split_query(typed))
    if len(tokens) != 1 or tokens[0].text != text:
        return False
    token = tokens[0]
    is_operator = token.is_bar or token.distance
    return token.typed == typed and not (token.minus or token.field or is_operator)
