"""What is said where nothing matches: what is missing, what is near, and what to try."""

from __future__ import annotations

from speechkit.cli.streams import note
from speechkit.corpus import Corpus
from speechkit.query import Query
from speechkit.search import Mode


def explain_nothing(corpus: Corpus, query: Query, mode: Mode) -> None:
    """Say why there is no hit and what would give one."""
    _name_missing(corpus, query)
    if mode == "exact":
        by_words = len(corpus.prepare(query).rank("any").order)
        if by_words:
            speeches = "1 speech" if by_words == 1 else f"{by_words} speeches"
            note(f"--any would rank {speeches} by words")


def explain_relaxed(corpus: Corpus, query: Query) -> None:
    """Say that the hits that follow hold only some of what was asked for."""
    _name_missing(corpus, query)
    note("nothing matches exactly; these hold only some of the words")


def _name_missing(corpus: Corpus, query: Query) -> None:
    missing = corpus.missing_chunks(query)
    for chunk in missing:
        near = corpus.near_words(chunk)
        note(f"{chunk} not found" + (f"; near: {' '.join(near)}" if near else ""))
    if not missing:
        note(_name_reason(query))


def _name_reason(query: Query) -> str:
    """Say why nothing matches although every piece stands somewhere."""
    if not query.required:
        return "every speech holds what it must not"
    if query.excluded:
        return "every speech that matches also holds what it must not"
    if len(query.required) > 1:
        return "each piece is found, but no speech holds them all"
    return "found, but not so: not in a title, or not so near"
