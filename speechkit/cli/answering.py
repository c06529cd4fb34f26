"""Answering one query: which hits, in which order, printed in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from speechkit.cli.nothing_found import explain_nothing, explain_relaxed
from speechkit.cli.printing import print_cells, print_columns, print_object
from speechkit.cli.session import Session
from speechkit.cli.speech_choice import find_identifiers
from speechkit.cli.streams import note
from speechkit.corpus import Corpus
from speechkit.output.hits import HIT_COLUMNS, hit_cells, hit_record, share_cells
from speechkit.output.text import safe_line
from speechkit.passages import Passage
from speechkit.query import Query
from speechkit.scoring import TermShare
from speechkit.search import Hit, Mode, Ranking, Search

_WEAK = 0.4
"""A relaxed answer at a terminal leaves out hits with less than this of the best one's score."""


class Wishes(NamedTuple):
    """What is to be printed of what is found."""

    limit: int | None
    every_paragraph: bool
    passages: int
    ids_only: bool
    counts_only: bool
    null: bool
    sort: str
    explain: bool
    within: tuple[str, ...]
    """Identifiers of the speeches to search, as they were typed; of all where there are none."""


class Found(NamedTuple):
    """One hit with all that is printed of it."""

    hit: Hit
    passages: tuple[Passage, ...]
    section_of: Callable[[int], str]
    shares: tuple[TermShare, ...] | None


class Answer:
    """The hits of one query; each is made when it is printed."""

    def __init__(self, corpus: Corpus, search: Search, ranking: Ranking, wishes: Wishes) -> None:
        self.query = search.query
        self.total = len(ranking.order)
        self.relaxed = ranking.relaxed
        self.wishes = wishes
        self._corpus = corpus
        self._search = search
        self._order = corpus.sort(search, ranking, wishes.sort)

    def identifiers(self) -> Iterator[str]:
        """Yield the identifiers of the hits, without reading a text."""
        return self._corpus.identifiers([number for number, _ in self._wanted()])

    def hits(self) -> Iterator[Hit]:
        """Yield the hits."""
        for number, score in self._wanted():
            yield self._search.make_hit(number, score, self.wishes.passages, self.relaxed)

    def found(self) -> Iterator[Found]:
        """Yield the hits with all that is printed of them."""
        for (number, _), hit in zip(self._wanted(), self.hits(), strict=True):
            passages = hit.passages
            if self.wishes.every_paragraph:
                passages = tuple(self._search.matching_paragraphs(number)) or passages
            shares = tuple(self._search.explain(number)) if self.wishes.explain else None
            yield Found(hit, passages, self._section_finder(hit), shares)

    def _wanted(self) -> tuple[tuple[int, float], ...]:
        return self._order[: self.wishes.limit]

    def _section_finder(self, hit: Hit) -> Callable[[int], str]:
        def find(paragraph: int) -> str:
            if paragraph == hit.paragraph:
                return hit.section
            return self._corpus[hit.id].section_of(paragraph)

        return find


def answer(session: Session, query: Query, mode: Mode, wishes: Wishes) -> bool:
    """Print the answer to a query; return whether there is one."""
    for chunk in query.ignored:
        note(f"{chunk} holds nothing that could be found and is left out")
    with session.open() as corpus:
        search = corpus.prepare(query, find_identifiers(corpus, wishes.within))
        ranking = search.rank(mode)
        if not ranking.order:
            explain_nothing(corpus, search, mode)
            return False
        if ranking.relaxed and mode == "relaxed":
            explain_relaxed(corpus, search)
            ranking = _cut_weak(ranking)
        _print_answer(session, Answer(corpus, search, ranking, wishes))
    return True


def _cut_weak(ranking: Ranking) -> Ranking:
    least = _WEAK * max(score for _, score in ranking.order)
    return Ranking(tuple(item for item in ranking.order if item[1] >= least), relaxed=True)


def _print_answer(session: Session, answer: Answer) -> None:
    if answer.wishes.ids_only or answer.wishes.counts_only:
        _print_identifiers(session, answer)
    elif session.format == "human":
        from speechkit.cli.answer_page import print_page

        print_page(session, answer)
    elif session.format == "jsonl":
        _print_objects(session, answer)
    else:
        _print_lines(session, answer)


def _print_identifiers(session: Session, answer: Answer) -> None:
    """Print ids or counts: at most a screenful on a terminal, unless a number was asked for."""
    end = "\0" if answer.wishes.null else "\n"
    lines = (
        (f"{safe_line(hit.id)}\t{hit.matches}" for hit in answer.hits())
        if answer.wishes.counts_only
        else map(safe_line, answer.identifiers())
    )
    screen = session.terminal.height - 2
    cut = session.terminal.output and answer.wishes.limit is None and answer.total > screen
    for number, line in enumerate(lines):
        if cut and number == screen:
            note(f"{screen} of {answer.total}; all with -n {answer.total}")
            break
        session.output.write(line + end)


def _print_objects(session: Session, answer: Answer) -> None:
    for found in answer.found():
        every = answer.wishes.every_paragraph
        for passage in found.passages if every else found.passages[:1]:
            record = hit_record(
                found.hit,
                passage,
                total=answer.total,
                relaxed=answer.relaxed,
                section=found.section_of(passage.paragraph),
                passages=() if every or answer.wishes.passages == 1 else found.passages,
                shares=found.shares,
            )
            print_object(session, record)


def _print_lines(session: Session, answer: Answer) -> None:
    if session.format == "csv":
        print_columns(session, HIT_COLUMNS)
    for found in answer.found():
        for passage in found.passages:
            print_cells(session, hit_cells(found.hit, passage))
        for share in found.shares or ():
            print_cells(session, share_cells(share))
