"""Many queries at once, a line each: ``search -f FILE``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from speechkit import Corpus, Results
from speechkit.cli.app import FOUND, NOT_FOUND, Failure
from speechkit.cli.hints import add_fix
from speechkit.cli.hits import QUOTED_FORMATS, Wishes, print_hits, print_quoted, show_hits
from speechkit.cli.output import print_cells, print_columns, print_lines, print_records
from speechkit.cli.queries import Wanted, make_query
from speechkit.cli.scopes import tell_scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.streams import note, read_input
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.query import Query, QueryLine, read_queries
from speechkit.render.hits import HIT_COLUMNS
from speechkit.render.messages import describe_dropped, describe_unmatched
from speechkit.render.text import visible

_SHOWN = 3
"""Hits of each query at a terminal, unless a number was asked for."""

COLUMNS = ("query", "speeches", "matches")
"""Of a table of counts."""


class Asked(NamedTuple):
    """One of many queries, and what it is called in the answer."""

    label: str
    query: Query


def read_batch(name: str, wanted: Wanted) -> list[Asked]:
    """Return the queries of a file, or of standard input for ``-``; raises Failure for a wrong one.

    ``wanted`` is asked of each query, too.
    """
    shown = _("standard input") if name == "-" else visible(name)
    try:
        data = read_input() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        told = _("cannot read the queries in {file}: {reason}")
        raise Failure(add_fix(told.format(file=shown, reason=reason_of(error)), error)) from error
    asked = [_read_line(shown, line, wanted) for line in read_queries(data)]
    if not asked:
        raise Failure(_("{file} holds no query; write one on each line").format(file=shown))
    return asked


def _read_line(file: str, line: QueryLine, wanted: Wanted) -> Asked:
    try:
        return Asked(line.label, make_query((line.query,), wanted))
    except Failure as error:
        told = _("{file}, line {number}: {told}")
        raise Failure(told.format(file=file, number=line.number, told=error.message)) from None


def answer_batch(session: Session, asked: Sequence[Asked], wishes: Wishes) -> int:
    """Print the hits of all queries, each with its query; return the exit code."""
    with session.open() as corpus:
        if not tell_scope(corpus, wishes.scope):
            return NOT_FOUND
        tally = _Tally()
        _print_answers(session, tally.watch(_search_all(session, corpus, asked, wishes)), wishes)
        tally.tell(looked_at_dropped=wishes.dropped)
    return FOUND if tally.found else NOT_FOUND


class _Answer(NamedTuple):
    label: str
    results: Results


class _Tally:
    """Notes which queries match while their answers go by."""

    def __init__(self) -> None:
        self.found = 0
        self._unmatched: list[str] = []
        self._only_dropped = 0

    def watch(self, answers: Iterator[_Answer]) -> Iterator[_Answer]:
        """Yield answers, those without a hit too."""
        for answer in answers:
            if answer.results.total:
                self.found += 1
            else:
                self._unmatched.append(answer.label)
            self._only_dropped += answer.results.only_dropped
            yield answer

    def tell(self, *, looked_at_dropped: bool) -> None:
        """Say which queries match nothing, and what only dropped text would answer."""
        if self._unmatched:
            note(describe_unmatched(self._unmatched, self.found))
        if self._only_dropped and not looked_at_dropped:
            note(describe_dropped(self._only_dropped, self.found))


def _search_all(
    session: Session, corpus: Corpus, asked: Sequence[Asked], wishes: Wishes
) -> Iterator[_Answer]:
    limit = wishes.limit
    if limit is None and session.terminal.output and session.format == "human":
        limit = None if wishes.counts_only or wishes.ids_only else _SHOWN
    for label, query in asked:
        yield _Answer(label, wishes.search(corpus, query, limit=limit, relax=False))


def _print_answers(session: Session, answers: Iterator[_Answer], wishes: Wishes) -> None:
    if wishes.counts_only:
        _print_counts(session, answers)
    elif wishes.ids_only:
        for label, results in answers:
            for identifier in results.ids():
                print_cells(session, (label, identifier))
    elif session.format == "trec":
        _print_trec(session, answers)
    elif session.format in QUOTED_FORMATS:
        hits = (show_hits(results, wishes) for _label, results in answers)
        print_quoted(session, chain.from_iterable(hits))
    elif session.format == "human":
        _print_pages(session, answers, wishes)
    else:
        if session.format == "csv":
            print_columns(session, ("query", *HIT_COLUMNS))
        for label, results in answers:
            print_hits(session, results, wishes, label)


def _print_counts(session: Session, answers: Iterator[_Answer]) -> None:
    rows = (
        (label, results.total, sum(number for _entry, number in results.counts()))
        for label, results in answers
    )
    if session.format == "human":
        from speechkit.render.pages.hits import render_query_counts

        with open_pager(session.terminal, session.output) as output:
            page = render_query_counts(list(rows), session.terminal.width)
            print_lines(session.make_console(output), page)
        return
    print_records(session, COLUMNS, ((row, dict(zip(COLUMNS, row, strict=True))) for row in rows))


def _print_trec(session: Session, answers: Iterator[_Answer]) -> None:
    """Print runs as trec_eval reads them: query, Q0, speech, rank, score, name."""
    for label, results in answers:
        for rank, (identifier, score) in enumerate(results.scores(), 1):
            place = "_".join(label.split()), "Q0", "_".join(identifier.split())
            session.output.write(" ".join((*place, str(rank), f"{score:.6f}", "speechkit\n")))


def _print_pages(session: Session, answers: Iterator[_Answer], wishes: Wishes) -> None:
    from speechkit.render.pages.hits import render_answer

    with open_pager(session.terminal, session.output) as output:
        console = session.make_console(output)
        for label, results in answers:
            hits = show_hits(results, wishes)
            terms = results.query.terms
            page = render_answer(label, hits, terms, results.total, session.terminal.width)
            print_lines(console, page)
