"""Hits on standard output: in each format, and at a terminal as many as its screen holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from speechkit import Corpus, Results, SortKey
from speechkit.cli.output import (
    print_cells,
    print_columns,
    print_lines,
    print_object,
    print_records,
)
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.model import Scope
from speechkit.query import Query
from speechkit.render.hits import (
    COUNT_COLUMNS,
    HIT_COLUMNS,
    ShownHit,
    hit_cells,
    hit_records,
    hit_rows,
)
from speechkit.render.text import safe_line
from speechkit.tuples import NamedTuple

_KEPT_LINES = 4
"""Of a screen, for the footer, the blank line before it and the next prompt."""

QUOTED_FORMATS = ("md", "cite", "grep")


class Wishes(NamedTuple):
    """Which hits are wanted, and what is to be printed of them."""

    limit: int | None
    every_paragraph: bool
    passages: int
    ids_only: bool
    counts_only: bool
    null: bool
    scope: Scope
    dropped: bool
    """Whether dropped text is looked at too."""
    any_words: bool
    exact: bool
    sort: SortKey
    reverse: bool
    explain: bool

    def search(self, corpus: Corpus, query: Query, *, limit: int | None, relax: bool) -> Results:
        """Return the hits of a query."""
        return corpus.search(
            query,
            limit=limit,
            relax=relax,
            any_words=self.any_words,
            passages=None if self.every_paragraph else self.passages,
            scope=self.scope,
            sort=self.sort,
            reverse=self.reverse,
            dropped=self.dropped,
        )


def print_results(session: Session, results: Results, wishes: Wishes) -> None:
    """Print the hits of one query."""
    if wishes.counts_only and session.format != "tsv" and not wishes.null:
        _print_counts(session, results)
    elif wishes.ids_only or wishes.counts_only:
        _print_identifiers(session, results, wishes)
    elif session.format == "human":
        _print_page(session, results, wishes)
    elif session.format in QUOTED_FORMATS:
        print_quoted(session, show_hits(results, wishes))
    else:
        if session.format == "csv":
            print_columns(session, HIT_COLUMNS)
        print_hits(session, results, wishes)


def show_hits(results: Results, wishes: Wishes) -> Iterator[ShownHit]:
    """Yield the hits with all that is printed of them."""
    for hit in results:
        yield ShownHit(hit, tuple(results.explain(hit)) if wishes.explain else None)


def print_hits(
    session: Session, results: Results, wishes: Wishes, query: str | None = None
) -> None:
    """Print hits as lines of tsv, csv or jsonl; where there are several, with their query."""
    before = () if query is None else (query,)
    for shown in show_hits(results, wishes):
        if session.format == "jsonl":
            for record in _list_records(shown, results, wishes):
                print_object(session, record if query is None else {"query": query, **record})
        else:
            for cells in (hit_rows if session.format == "csv" else hit_cells)(shown):
                print_cells(session, (*before, *cells))


def _list_records(shown: ShownHit, results: Results, wishes: Wishes) -> Iterator[dict[str, object]]:
    each = wishes.every_paragraph
    listed = wishes.passages > 1 and not each
    return hit_records(shown, results.total, results.relaxed, each=each, listed=listed)


def print_quoted(session: Session, hits: Iterable[ShownHit]) -> None:
    """Print hits as they are pasted into a text, or as grep prints them."""
    from speechkit.render.quoted_hits import cite_hits, locate_hits, mark_hits

    today = date.today().isoformat()
    if session.format == "grep":
        lines = locate_hits(hits, Path.cwd())
    else:
        lines = cite_hits(hits, today) if session.format == "cite" else mark_hits(hits, today)
    for line in lines:
        session.output.write(line)


def _print_counts(session: Session, results: Results) -> None:
    rows = ((entry.id, entry.title, entry.date, number) for entry, number in results.counts())
    if session.format == "human":
        from speechkit.cli.terminal.pager import open_pager
        from speechkit.render.pages.hits import render_counts

        with open_pager(session.terminal, session.output) as output:
            page = render_counts(rows, session.terminal.width)
            print_lines(session.make_console(output), page)
        return
    records = ((cells, dict(zip(COUNT_COLUMNS, cells, strict=True))) for cells in rows)
    print_records(session, COUNT_COLUMNS, records)


def _print_identifiers(session: Session, results: Results, wishes: Wishes) -> None:
    """Print ids or counts: at most a screenful on a terminal, unless a number was asked for."""
    end = "\0" if wishes.null else "\n"
    lines = (
        (f"{safe_line(entry.id)}\t{number}" for entry, number in results.counts())
        if wishes.counts_only
        else map(safe_line, results.ids())
    )
    screen = session.terminal.height - 2
    cut = session.terminal.output and wishes.limit is None and results.total > screen
    for number, line in enumerate(lines):
        if cut and number == screen:
            told = _("{shown} of {number}; all with -n {number}")
            note(told.format(shown=screen, number=results.total))
            break
        session.output.write(line + end)


def _print_page(session: Session, results: Results, wishes: Wishes) -> None:
    """Print hits for a person: a screenful, or through the pager all that were asked for."""
    from speechkit.cli.terminal.pager import open_pager
    from speechkit.render.pages.hits import render_hits

    pages = session.terminal.output and (wishes.every_paragraph or wishes.limit is not None)
    fills_screen = session.terminal.output and not pages
    page = render_hits(
        show_hits(results, wishes),
        () if results.relaxed else results.query.terms,
        results.total,
        width=session.terminal.width,
        room=session.terminal.height - _KEPT_LINES if fills_screen else None,
        command=f"speechkit show {session.corpus_option}",
    )
    if not pages:
        print_lines(session.make_console(), page)
        return
    with open_pager(session.terminal, session.output) as output:
        print_lines(session.make_console(output), page)
