"""What is said where nothing matches: which pieces are found nowhere, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Collection

from speechkit import Corpus, Results, Scope
from speechkit.cli.app import NOT_FOUND
from speechkit.cli.terminal.streams import note
from speechkit.query import Near, Query

_DISTANCES = (20, 50, 100, 200)
"""Characters; what is further apart is hardly said of one thing."""


def explain_nothing(corpus: Corpus, query: Query, typed: str, scope: Scope) -> int:
    """Say why nothing matches a query that was typed; return the exit code for that."""
    results = corpus.search(query, limit=1, scope=scope)
    explain_missing(typed, name_missing(corpus, results, scope))
    return NOT_FOUND


def name_missing(corpus: Corpus, results: Results, scope: Scope) -> list[str]:
    """Say which phrases are found nowhere and what is near them, or what else is the reason.

    Those are returned that no speech of the corpus holds.
    """
    from speechkit.render.messages import describe_missing, describe_nothing, describe_unmet

    missing = results.missing()
    nowhere = [piece.phrase.text for piece in missing if not (piece.in_text or piece.elsewhere)]
    for piece in missing:
        text = piece.phrase.text
        is_word = text in nowhere and not piece.phrase.title_only
        near = corpus.near_words(text) if is_word else ()
        note(describe_missing(piece, near, scope=scope != Scope()))
    unmet = results.unmet()
    for condition in unmet:
        note(describe_unmet(condition))
    if not (missing or unmet):
        note(describe_nothing(_find_reason(corpus, results.query, scope)))
        _offer_other_order(corpus, results.query, scope)
        _offer_wider(corpus, results.query, scope)
    return nowhere


def _find_reason(corpus: Corpus, query: Query, scope: Scope) -> Query:
    """Return the query, without what it excludes if that is not why nothing matches."""
    wanted = query._replace(excluded=())
    if not (query.required and query.excluded):
        return query
    return query if corpus.search(wanted, limit=1, scope=scope).total else wanted


def _offer_other_order(corpus: Corpus, query: Query, scope: Scope) -> None:
    """Say of an order in which nothing matches whether the other one does."""
    from speechkit.render.messages import describe_other_order

    near = _sole_near(query)
    if near and near.ordered:
        turned = near._replace(first=near.second, second=near.first)
        _offer(corpus, query._replace(required=((turned,),)), scope, describe_other_order)


def _offer_wider(corpus: Corpus, query: Query, scope: Scope) -> None:
    """Say of phrases that are nowhere so near how far apart they are found."""
    from speechkit.render.messages import describe_wider

    near = _sole_near(query)
    if near is None:
        return
    for distance in (number for number in _DISTANCES if number > near.distance):
        wider = query._replace(required=((near._replace(distance=distance),),))
        if _offer(corpus, wider, scope, describe_wider):
            return


def _sole_near(query: Query) -> Near | None:
    terms = query.terms
    return terms[0] if len(terms) == 1 and isinstance(terms[0], Near) else None


def _offer(
    corpus: Corpus, other: Query, scope: Scope, describe: Callable[[Query, int], str]
) -> bool:
    """Say of a query how many speeches match it, and return whether there are any."""
    found = corpus.search(other, limit=1, scope=scope).total
    if found:
        note(describe(other, found))
    return found > 0


def explain_missing(text: str, missing: Collection[str]) -> None:
    """Say how pieces that are found nowhere are written: ``甲.乙``, ``甲、乙``, ``题目:甲``."""
    from speechkit.query import (
        find_groups,
        find_patterns,
        find_possible_patterns,
        rewrite_fields,
        rewrite_lists,
    )
    from speechkit.render.messages import describe_field, describe_listed, describe_pattern

    patterns = list(find_possible_patterns(text, missing))
    for pattern in patterns:
        note(describe_pattern(pattern))
    if patterns or any(find_groups(text)) or any(find_patterns(text)):
        return  # what else its signs could mean would only confuse
    for listed in rewrite_lists(text, missing):
        note(describe_listed(listed))
    for field in rewrite_fields(text, missing):
        note(describe_field(field))
