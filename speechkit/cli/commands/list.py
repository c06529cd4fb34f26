"""``speechkit list``: every speech of the corpus in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import click

from speechkit.catalogue import Listed
from speechkit.cli.errors import FOUND
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.printing import print_records
from speechkit.cli.session import Session
from speechkit.render.records import Cell
from speechkit.render.speeches import describe_speech

_COLUMNS = ("id", "characters", "script", "encoding", "title")


@click.command("list", context_settings=CONTEXT)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help="The first N speeches.")
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, limit: int | None) -> int:
    """Print the speeches of the corpus: id, characters, script, encoding, title.

    jsonl has more: path, date, speaker, occasion, source, passages.

    \b
    Examples:
      speechkit list
      speechkit list | grep 座谈会
      speechkit list --format csv > 目录.csv
    """
    with session.open() as corpus:
        speeches = islice(corpus.list_speeches(), limit)
        if session.format == "human":
            _print_page(session, speeches, len(corpus))
        else:
            print_records(session, _COLUMNS, map(_list_row, speeches))
    return FOUND


def _list_row(speech: Listed) -> tuple[Iterator[Cell], Mapping[str, object]]:
    numbers = {"characters": speech.characters, "passages": speech.passages}
    record: dict[str, str | int] = {**describe_speech(speech), **numbers}
    return (record[column] for column in _COLUMNS), record


def _print_page(session: Session, speeches: Iterator[Listed], total: int) -> None:
    from speechkit.cli.terminal.pager import open_pager
    from speechkit.render.tables import render_list

    with open_pager(session) as output:
        console = session.make_console(output)
        for part in render_list(speeches, total, session.terminal.width):
            console.print(part)
