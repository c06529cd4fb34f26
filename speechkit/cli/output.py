"""Standard output of a command: records in the chosen format, or the lines of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from speechkit.cli.session import Session
from speechkit.render.records import Cell, csv_line, json_line, tsv_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def print_records(
    session: Session,
    columns: Sequence[str],
    rows: Iterable[tuple[Iterable[Cell], Mapping[str, object]]],
) -> None:
    """Print rows as csv under the names of their columns, as tsv, or as objects of jsonl."""
    if session.format == "csv":
        print_columns(session, columns)
    for cells, record in rows:
        if session.format == "jsonl":
            print_object(session, record)
        else:
            print_cells(session, cells)


def print_cells(session: Session, cells: Iterable[Cell]) -> None:
    """Print one line of csv or tsv."""
    session.output.write((csv_line if session.format == "csv" else tsv_line)(cells))


def print_columns(session: Session, columns: Sequence[str]) -> None:
    """Print the names of columns; a spreadsheet knows UTF-8 by the mark before them.

    Only a file gets the mark: a program at the end of a pipe takes it for a part of the first name.
    """
    marked = _is_unicode(session) and session.output.begins_file()
    session.output.write(("\ufeff" if marked else "") + csv_line(columns))


def print_object(session: Session, record: Mapping[str, object]) -> None:
    """Print one line of JSON; where the output is not in Unicode, it escapes all but ASCII."""
    session.output.write(json_line(record, ascii_only=not _is_unicode(session)))


def print_json(session: Session, values: Sequence[Mapping[str, object]]) -> None:
    """Print values as one list of JSON, a line each."""
    lines = (json_line(value, ascii_only=not _is_unicode(session)).rstrip() for value in values)
    session.output.write("[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n")


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """Print lines as they are, neither wrapped nor cut."""
    for line in lines:
        console.print(line, soft_wrap=True)


def _is_unicode(session: Session) -> bool:
    return session.output.encoding.startswith("utf")
