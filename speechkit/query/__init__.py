"""What was asked, and where it is found in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.query.batch import QueryLine, read_queries
    from speechkit.query.conditions import read_date, read_range
    from speechkit.query.matches import find_spans
    from speechkit.query.model import Condition, Near, Phrase, Query, Regex, Term
    from speechkit.query.places import SaidPlace, read_paragraphs, read_place
    from speechkit.query.rewriting import (
        Field,
        Listed,
        Rewriting,
        find_groups,
        find_patterns,
        find_possible_patterns,
        rewrite_fields,
        rewrite_lists,
        rewrite_operators,
    )
    from speechkit.query.syntax import Token, parse_query, split_query, to_half_width
    from speechkit.query.writing import write_phrase, write_query, write_term

__all__ = [
    "Condition",
    "Field",
    "Listed",
    "Near",
    "Phrase",
    "Query",
    "QueryLine",
    "Regex",
    "Rewriting",
    "SaidPlace",
    "Term",
    "Token",
    "find_groups",
    "find_patterns",
    "find_possible_patterns",
    "find_spans",
    "parse_query",
    "read_date",
    "read_paragraphs",
    "read_place",
    "read_queries",
    "read_range",
    "rewrite_fields",
    "rewrite_lists",
    "rewrite_operators",
    "split_query",
    "to_half_width",
    "write_phrase",
    "write_query",
    "write_term",
]

_REWRITING = (
    "Field",
    "Listed",
    "Rewriting",
    "find_groups",
    "find_patterns",
    "find_possible_patterns",
    "rewrite_fields",
    "rewrite_lists",
    "rewrite_operators",
)
_HOMES = {
    "find_spans": "matches",
    **dict.fromkeys(("QueryLine", "read_queries"), "batch"),
    **dict.fromkeys(("read_date", "read_range"), "conditions"),
    **dict.fromkeys(("SaidPlace", "read_paragraphs", "read_place"), "places"),
    **dict.fromkeys(("Token", "parse_query", "split_query", "to_half_width"), "syntax"),
    **dict.fromkeys(_REWRITING, "rewriting"),
    **dict.fromkeys(("write_phrase", "write_query", "write_term"), "writing"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: most commands parse no query."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    return __all__
