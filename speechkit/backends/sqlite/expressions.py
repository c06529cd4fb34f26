"""A query as an expression of FTS5, one character a token."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from speechkit.backends.sqlite.encoding import PARAGRAPH_GAP, split_tokens
from speechkit.query.model import Near, Phrase, Query, Regex, Term, phrases_of


def match_expression(query: Query) -> str:
    """Return the expression for what a query requires and excludes.

    It is "" where the query requires nothing that an index of characters could tell.
    """
    required = " AND ".join(
        f"({' OR '.join(map(_term_expression, alternatives))})"
        for alternatives in query.required
        if all(map(_is_told, alternatives))
    )
    if not required or not query.excluded:
        return required
    return f"({required}) NOT ({' OR '.join(map(_term_expression, query.excluded))})"


def dropped_expression(terms: Iterable[Term]) -> str:
    """Return the expression for any of some terms, asked of dropped text; "" as above."""
    asked = list(terms)
    return " OR ".join(map(_bare_expression, asked)) if all(map(_is_told, asked)) else ""


def _is_told(term: Term) -> bool:
    """Return whether an index of characters tells anything of a term."""
    return bool(phrases_of(term))


def are_exact(terms: Iterable[Term]) -> bool:
    """Return whether expressions match just what the terms mean, so that no text is read.

    Others match more: what is found must be confirmed, and what is excluded by them, too.
    """
    return all(
        isinstance(term, Phrase) or (isinstance(term, Near) and _is_exact(term)) for term in terms
    )


def _is_exact(near: Near) -> bool:
    """Return whether FTS5's NEAR means the same: any order, one paragraph, and no overlap.

    It counts from the end of the first to the beginning of the last, and takes what overlaps for
    near. The gap between paragraphs is longer than the distance, so that it reaches over none.
    """
    return (
        not near.ordered
        and near.distance < PARAGRAPH_GAP
        and not any(
            map(
                _may_overlap, *zip(*product(near.first.variants, near.second.variants), strict=True)
            )
        )
    )


def _may_overlap(first: str, second: str) -> bool:
    """Return whether two phrases can lie over each other in a text."""
    return (
        first in second
        or second in first
        or any(first.endswith(second[:end]) for end in range(1, len(second)))
        or any(second.endswith(first[:end]) for end in range(1, len(first)))
    )


def _term_expression(term: Term) -> str:
    fields = "title" if term.title_only else "{body title}"
    return f"{fields} : {_bare_expression(term)}"


def _bare_expression(term: Term) -> str:
    if isinstance(term, Phrase):
        return f"({' OR '.join(map(_quote, term.variants))})"
    if not isinstance(term, Near):
        literals = term.literals if isinstance(term, Regex) else ()
        together = (" AND ".join(map(_bare_expression, phrases)) for phrases in literals)
        return f"(({') OR ('.join(together)}))"
    pairs = product(map(_quote, term.first.variants), map(_quote, term.second.variants))
    return f"({' OR '.join(f'NEAR({first} {second}, {term.distance})' for first, second in pairs)})"


def _quote(variant: str) -> str:
    return '"' + split_tokens(variant).replace('"', '""') + '"'
