"""Answering one query: which hits, in which order, printed in which form."""

from __future__ import annotations

from speechkit.cli.answer import Answer, Wishes
from speechkit.cli.nothing_found import explain_nothing, explain_relaxed
from speechkit.cli.printing import print_cells, print_columns, print_object, print_records
from speechkit.cli.session import Session
from speechkit.cli.speech_choice import rank_speeches
from speechkit.cli.terminal.streams import note
from speechkit.query.syntax import Query
from speechkit.render.hits import (
    COUNT_COLUMNS,
    HIT_COLUMNS,
    hit_cells,
    hit_record,
    hit_row,
    share_cells,
    share_row,
)
from speechkit.render.text import safe_line
from speechkit.search import Mode, Ranking

_WEAK = 0.4
"""A relaxed answer at a terminal leaves out hits with less than this of the best one's score."""


def answer(session: Session, query: Query, mode: Mode, wishes: Wishes) -> bool:
    """Print the answer to a query; return whether there is one."""
    for phrase in query.ignored:
        note(f"{phrase} holds nothing that could be found and is left out")
    with session.open() as corpus:
        search, ranking = rank_speeches(corpus, query, mode, wishes.within)
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
    if answer.wishes.counts_only and session.format in ("csv", "jsonl"):
        rows = ((cells, dict(zip(COUNT_COLUMNS, cells, strict=True))) for cells in answer.counted())
        print_records(session, COUNT_COLUMNS, rows)
    elif answer.wishes.ids_only or answer.wishes.counts_only:
        _print_identifiers(session, answer)
    elif session.format == "human":
        from speechkit.cli.answer_page import print_page

        print_page(session, answer)
    elif session.format == "jsonl":
        _print_objects(session, answer)
    elif session.format == "csv":
        _print_rows(session, answer)
    else:
        _print_lines(session, answer)


def _print_identifiers(session: Session, answer: Answer) -> None:
    """Print ids or counts: at most a screenful on a terminal, unless a number was asked for."""
    end = "\0" if answer.wishes.null else "\n"
    names = map(safe_line, answer.identifiers())
    lines = (
        (f"{name}\t{count}" for name, count in zip(names, answer.counts(), strict=True))
        if answer.wishes.counts_only
        else names
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
                matches=found.count_matches(passage),
                total=answer.total,
                relaxed=answer.relaxed,
                passages=() if every or answer.wishes.passages == 1 else found.passages,
                shares=found.shares,
            )
            print_object(session, record)


def _print_lines(session: Session, answer: Answer) -> None:
    for found in answer.found():
        for passage in found.passages:
            print_cells(session, hit_cells(found.hit, passage))
        for share in found.shares or ():
            print_cells(session, share_cells(share))


def _print_rows(session: Session, answer: Answer) -> None:
    print_columns(session, HIT_COLUMNS)
    for found in answer.found():
        for passage in found.passages:
            print_cells(session, hit_row(found.hit, passage, found.count_matches(passage)))
        for share in found.shares or ():
            print_cells(session, share_row(share))
