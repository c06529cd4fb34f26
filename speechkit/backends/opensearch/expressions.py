"""Queries and scopes as the cluster takes them; what was typed is only ever a value in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from speechkit.backends.opensearch.schema import NEWLINE, index_word
from speechkit.model import Scope
from speechkit.query.model import Condition, Near, Phrase, Query, Regex, Term
from speechkit.query.scope import first_day, last_day
from speechkit.text.normalize import normalize_phrase

Expression = dict[str, Any]

TITLE, BODY, DROPPED = "match_title", "match_body", "match_dropped"
NOTHING: Expression = {"match_none": {}}
SPEECHES: Expression = {"term": {"kind": "speech"}}

_TERMS_AT_ONCE = 60_000
"""Values of one clause; clusters take 65,536."""


class Held(NamedTuple):
    """The speeches that hold a pattern, which no index of characters tells for sure."""

    in_text: list[str]
    in_dropped: list[str]


NO_PATTERNS: Mapping[Regex, Held] = {}


def match_query(
    query: Query, *, dropped: bool = False, held: Mapping[Regex, Held] = NO_PATTERNS
) -> Expression:
    """Return the expression for the speeches that match, with ``dropped`` by dropped text too.

    ``held`` has the speeches of each pattern of the query.
    """
    if not (query.required or query.excluded):
        return NOTHING
    return all_of(
        *(any_of(*(_term(t, dropped, held) for t in terms)) for terms in query.required),
        without=exclude(query, dropped=dropped, held=held),
    )


def exclude(
    query: Query, *, dropped: bool = False, held: Mapping[Regex, Held] = NO_PATTERNS
) -> list[Expression]:
    """Return the expressions of which none may hold."""
    return [_term(term, dropped, held) for term in query.excluded]


def meet_conditions(query: Query) -> list[Expression]:
    """Return what a query asks of metadata alone."""
    return [
        any_of(*(_term(term, False, NO_PATTERNS) for term in terms)) for terms in query.conditions
    ]


def may_hold(term: Regex) -> Expression:
    """Return the expression for the speeches that may hold a pattern, in dropped text too."""
    together = (
        all_of(*(_term(phrase, True, NO_PATTERNS) for phrase in phrases))
        for phrases in term.literals
    )
    return any_of(*together) if term.literals else SPEECHES


def all_of(*parts: Expression, without: Sequence[Expression] = ()) -> Expression:
    """Return the expression for speeches that have all of some parts and nothing else."""
    return {"bool": {"filter": [SPEECHES, *parts], "must_not": list(without)}}


def any_of(*parts: Expression) -> Expression:
    """Return the expression for any of some parts; of none for nothing."""
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"should": list(parts), "minimum_should_match": 1}} if parts else NOTHING


def any_word(words: Iterable[str]) -> Expression:
    """Return the expression for speeches that hold any of some words."""
    return {"terms": {"words": list(map(index_word, words))}}


def named_words(words: Mapping[str, float]) -> list[Expression]:
    """Return a clause for each word with its weight, named by its place."""
    return [
        {"term": {"words": {"value": index_word(word), "boost": weight, "_name": str(place)}}}
        for place, (word, weight) in enumerate(words.items())
    ]


def one_of(field: str, values: Iterable[str]) -> Expression:
    """Return the expression for any of some values, however many."""
    listed = list(values)
    pieces = (listed[a : a + _TERMS_AT_ONCE] for a in range(0, len(listed), _TERMS_AT_ONCE))
    return any_of(*({"terms": {field: piece}} for piece in pieces))


def match_facts(scope: Scope) -> list[Expression]:
    """Return what a scope asks of metadata: dates, speakers, occasions, sources."""
    found: list[Expression] = []
    if scope.since:
        found.append({"range": {"last_day": {"gte": first_day(scope.since)}}})
    if scope.until:
        found.append({"range": {"first_day": {"lte": last_day(scope.until)}}})
    for field, parts in (
        ("match_speaker", scope.speakers),
        ("match_occasion", scope.occasions),
        ("match_source", scope.sources),
    ):
        normalized = [normalize_phrase(part) for part in parts]
        if normalized and all(normalized):  # what normalizes to nothing is in every name
            found.append(any_of(*(_phrase(field, part) for part in normalized)))
    return found


def _term(term: Term, dropped: bool, held: Mapping[Regex, Held]) -> Expression:
    if isinstance(term, Condition):
        return all_of(*match_facts(term.scope))
    if isinstance(term, Regex):
        orders = (*held[term].in_text, *(held[term].in_dropped if dropped else ()))
        return one_of("order", orders)
    fields = (TITLE,) if term.title_only else (TITLE, BODY, DROPPED)[: 3 if dropped else 2]
    if isinstance(term, Phrase):
        return any_of(*(_phrase(field, v) for field in fields for v in term.variants))
    return any_of(*(_near(field, term) for field in fields))


def _phrase(field: str, text: str) -> Expression:
    return {"match_phrase": {field: text}}


def _near(field: str, near: Near) -> Expression:
    pairs = list(product(near.first.variants, near.second.variants))
    if not near.ordered:
        pairs += [(second, first) for first, second in pairs]
    return any_of(*(_follows(field, *pair, near.distance) for pair in dict.fromkeys(pairs)))


def _follows(field: str, first: str, second: str, distance: int) -> Expression:
    """Return the expression for a phrase behind another; a line end is in no such span."""
    near = _spans([_characters(field, first), _characters(field, second)], distance)
    return {"span_not": {"include": near, "exclude": _character(field, NEWLINE)}}


def _characters(field: str, text: str) -> Expression:
    clauses = [_character(field, character) for character in text]
    return clauses[0] if len(clauses) == 1 else _spans(clauses, 0)


def _character(field: str, character: str) -> Expression:
    return {"span_term": {field: character}}


def _spans(clauses: Sequence[Expression], distance: int) -> Expression:
    return {"span_near": {"clauses": list(clauses), "slop": distance, "in_order": True}}
