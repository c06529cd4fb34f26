"""``speechkit list``: every speech of the corpus in a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from speechkit.cli.app import CONTEXT, FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_records
from speechkit.cli.session import Session
from speechkit.cli.terminal.pager import open_pager
from speechkit.render.corpus import LIST_COLUMNS, entry_row

if TYPE_CHECKING:
    from speechkit.model import Entry


@click.command("list", cls=StrictCommand, context_settings=CONTEXT)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help="The first N speeches.")
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, limit: int | None) -> int:
    """Print the speeches of the corpus: id, characters, script, encoding, format, title.

    jsonl has more: path, date, speaker, occasion, source, passages.

    \b
    Examples:
      speechkit list
      speechkit list | grep 座谈会
      speechkit list --format csv > 目录.csv
    """
    with session.open() as corpus:
        entries = islice(corpus.entries(), limit)
        if session.format == "human":
            _print_page(session, entries, len(corpus))
        else:
            print_records(session, LIST_COLUMNS, map(entry_row, entries))
    return FOUND


def _print_page(session: Session, entries: Iterator[Entry], total: int) -> None:
    from speechkit.render.pages.corpus import render_list

    with open_pager(session.terminal, session.output) as output:
        console = session.make_console(output)
        for part in render_list(entries, total, session.terminal.width):
            console.print(part)
