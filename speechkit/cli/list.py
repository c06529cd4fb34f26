"""``speechkit list``: every speech of the corpus in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from speechkit.catalogue import Listed
from speechkit.cli.errors import FOUND
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import shared_options
from speechkit.cli.printing import print_records
from speechkit.cli.session import Session
from speechkit.corpus import Corpus
from speechkit.output.records import Cell

_COLUMNS = ("id", "characters", "script", "encoding", "title")


@click.command("list", context_settings=CONTEXT)
@click.option("--no-pager", is_flag=True, help="Print long lists at once.")
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, no_pager: bool) -> int:
    """Print the speeches of the corpus: id, characters, script, encoding, title.

    jsonl has more: path, date, speaker, occasion, source, passages.

    \b
    Examples:
      speechkit list
      speechkit list | grep 座谈会
      speechkit list --format csv > 目录.csv
    """
    with session.open() as corpus:
        if session.format == "human":
            _print_page(session, corpus, paged=not no_pager)
        else:
            print_records(session, _COLUMNS, map(_list_row, corpus.list_speeches()))
    return FOUND


def _list_row(speech: Listed) -> tuple[Iterator[Cell], Mapping[str, object]]:
    record: dict[str, str | int] = {
        "id": speech.id,
        "path": str(speech.path),
        "title": speech.title,
        "date": speech.date,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "source": speech.source,
        "encoding": speech.encoding,
        "script": speech.script,
        "characters": speech.characters,
        "passages": speech.passages,
    }
    return (record[column] for column in _COLUMNS), record


def _print_page(session: Session, corpus: Corpus, *, paged: bool) -> None:
    from speechkit.cli.pager import open_pager
    from speechkit.output.tables import render_list

    with open_pager(session, paged) as output:
        console = session.make_console(output)
        for part in render_list(corpus.list_speeches(), len(corpus), session.terminal.width):
            console.print(part)
