"""What is said where nothing matches: what is missing, what is near, and what to try."""

from __future__ import annotations

from speechkit.cli.terminal.streams import note
from speechkit.corpus import Corpus
from speechkit.query.syntax import Query
from speechkit.search import MissingPhrase, Mode, Search


def explain_nothing(corpus: Corpus, search: Search, mode: Mode) -> None:
    """Say why there is no hit and what would give one."""
    _name_missing(corpus, search)
    if mode == "exact":
        by_words = len(search.rank("any").order)
        if by_words:
            note(f"--any would rank {_count(by_words)} by words")


def explain_relaxed(corpus: Corpus, search: Search) -> None:
    """Say that the hits that follow hold only some of what was asked for."""
    _name_missing(corpus, search)
    note("nothing matches exactly; these hold only some of the words")


def _name_missing(corpus: Corpus, search: Search) -> None:
    missing = search.missing_phrases()
    for piece in missing:
        note(_describe_missing(corpus, piece, " within --in" if search.within else ""))
    if not missing:
        note(_name_reason(search.query))


def _describe_missing(corpus: Corpus, missing: MissingPhrase, scope: str) -> str:
    """Say where a piece does not stand, and where it does; of one that is nowhere, what is near."""
    text = missing.phrase.text
    told = f"{text} {'stands in no title' if missing.phrase.title_only else 'not found'}{scope}"
    holders = missing.in_text or missing.elsewhere
    if holders:
        hold = "holds" if holders == 1 else "hold"
        where = "in the text" if missing.in_text else "elsewhere"
        return f"{told}; {_count(holders)} {hold} it {where}"
    near = () if missing.phrase.title_only else corpus.near_words(text)
    return told + (f"; near: {' '.join(near)}" if near else "")


def _name_reason(query: Query) -> str:
    """Say why nothing matches although every piece stands somewhere."""
    if not query.required:
        return "every speech holds what it must not"
    if query.excluded:
        return "every speech that matches also holds what it must not"
    if len(query.required) > 1:
        return "each piece is found, but no speech holds them all"
    return "found, but not so: not in a title, or not so near"


def _count(speeches: int) -> str:
    return "1 speech" if speeches == 1 else f"{speeches} speeches"
