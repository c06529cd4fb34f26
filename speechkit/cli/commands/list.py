"""``speechkit list``: every speech of the corpus in a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_lines, print_records
from speechkit.cli.scopes import scope_options, tell_scope, tell_undated_last
from speechkit.cli.session import Session
from speechkit.language import _
from speechkit.model import sort_by_date
from speechkit.render.listing import LIST_COLUMNS, TABLE_COLUMNS, entry_row, table_row

if TYPE_CHECKING:
    from speechkit.model import Entry

_SORTS = click.Choice(("id", "title", "date", "characters"))


@click.command("list", cls=StrictCommand, context_settings=CONTEXT)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("The first N speeches."))
@click.option(
    "--sort", type=_SORTS, default="id", help=_("Newest, most characters first. [default: id]")
)
@click.option(
    "--reverse", is_flag=True, help=_("Last first, such as the oldest; undated speeches stay last.")
)
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, limit: int | None, sort: str, reverse: bool, scope: Scope) -> int:
    """Print the speeches of the corpus: id, characters, script, encoding, format, title.

    csv has also date, speaker, occasion, source, url and file; edited and saved as metadata.csv
    in the corpus it corrects what was read: an empty cell leaves it, - takes it away. jsonl has
    path, date, speaker, occasion, source, url and passages, too.

    \b
    Examples:
      speechkit list
      speechkit list | grep 座谈会
      speechkit list --sort date --since 2023
      speechkit list --format csv > 目录.csv
    """
    with session.open() as corpus:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        if sort == "date" and session.terminal.messages:
            tell_undated_last(sum(not entry.date for entry in corpus.entries(scope)))
        entries = islice(_sort(corpus.entries(scope), sort, reverse), limit)
        if session.format == "human":
            _print_page(session, entries, _count(corpus, scope))
        else:
            _print_rows(session, corpus, entries)
    return FOUND


def _print_rows(session: Session, corpus: Corpus, entries: Iterator[Entry]) -> None:
    if session.format == "csv":
        rows = (table_row(entry, corpus.path) for entry in entries)
        print_records(session, TABLE_COLUMNS, rows)
    else:
        print_records(session, LIST_COLUMNS, map(entry_row, entries))


def _sort(entries: Iterator[Entry], sort: str, reverse: bool) -> Iterator[Entry]:
    """Return entries in an order; where they are equal, they stay in that of the corpus."""
    if sort == "id":
        return iter([*entries][::-1]) if reverse else entries
    if sort == "characters":
        return iter(sorted(entries, key=lambda entry: entry.characters, reverse=not reverse))
    if sort == "title":
        in_pinyin = sorted(entries, key=lambda entry: entry.title.encode("gb18030", "replace"))
        return iter(in_pinyin[::-1] if reverse else in_pinyin)
    return iter(sort_by_date(entries, lambda entry: entry, newest=not reverse))


def _count(corpus: Corpus, scope: Scope) -> int:
    return len(corpus) if scope == Scope() else sum(1 for _ in corpus.entries(scope))


def _print_page(session: Session, entries: Iterator[Entry], total: int) -> None:
    from speechkit.cli.terminal.pager import open_pager
    from speechkit.render.pages.corpus import render_list

    with open_pager(session.terminal, session.output) as output:
        page = render_list(entries, total, session.terminal.width)
        print_lines(session.make_console(output), page)
