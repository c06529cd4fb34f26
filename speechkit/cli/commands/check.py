"""``speechkit check``: what reading did to the files, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from speechkit import CheckSummary, Corpus
from speechkit.cli.app import CONTEXT, FOUND
from speechkit.cli.completing import complete_identifier
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.identifiers import find_speech
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_lines, print_records
from speechkit.cli.queries import read_typed
from speechkit.cli.session import Session
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.check import (
    FINDING_COLUMNS,
    checked_record,
    describe_summary,
    fault_cells,
    faults_record,
    finding_cells,
    skipped_cells,
    skipped_record,
)
from speechkit.render.records import Cell
from speechkit.render.text import shell_word

if TYPE_CHECKING:
    from speechkit import CheckedFile
    from speechkit.model import MetadataFault, SkippedFile

DOUBTFUL = 1

_MANY = 3_000
"""Speeches; to compare more takes more than a moment."""


@click.command("check", cls=StrictCommand, context_settings=CONTEXT)
@click.argument(
    "ids", nargs=-1, type=read_typed, metavar=_("[ID]..."), shell_complete=complete_identifier
)
@click.option("-v", "--verbose", is_flag=True, help=_("Show all that was repaired and dropped."))
@click.option("--dropped", is_flag=True, help=_("List the text that cleaning left out."))
@click.option("--no-duplicates", is_flag=True, help=_("Do not look for near-duplicates."))
@shared_options("human", "tsv", "csv", "jsonl")
def command(
    session: Session, ids: tuple[str, ...], verbose: bool, dropped: bool, no_duplicates: bool
) -> int:
    """Tell how each file was read: its format and encoding, where its title, date and speaker come
    from, what was repaired, dropped or is doubtful, and which files are near-duplicates (both hold
    four in five of the shorter one's passages).

    A pipe gets a line for each finding: ID, KIND, RULE, COUNT, TEXT. KIND is format, encoding;
    title, date, speaker, occasion, source or url (RULE is what it comes from, COUNT the number of
    the line); doubtful, repaired, dropped, duplicate (RULE is the other's id, COUNT the passages in
    common, TEXT their share), skipped (RULE is the reason, TEXT what it is about) or metadata (RULE
    is what is wrong in line COUNT of metadata.csv), with --dropped also dropped-text (ID:~N, COUNT
    is the line of the file). jsonl has an object a file.

    Exit status: 1 if a text is doubtful or has no title, or a row of metadata.csv is wrong, else 0;
    near-duplicates and skipped files do not count.

    \b
    Examples:
      speechkit check
      speechkit check 003 -v
      speechkit check | awk -F'\\t' '$2 == "duplicate"'
    """
    with session.open() as corpus:
        named = [find_speech(corpus, argument).id for argument in ids]
        summary = CheckSummary()
        files = _count(corpus.check(named, duplicates=not no_duplicates), summary)
        others = Others() if ids else Others(corpus.skipped, corpus.metadata_faults)
        if session.terminal.messages and not no_duplicates and len(corpus) > _MANY:
            note(_("comparing all texts; --no-duplicates leaves that out"))
        if session.format == "human":
            _print_page(session, files, others, summary, named, verbose, dropped)
        else:
            rows = _list_rows(session, corpus, files, others, dropped=dropped)
            print_records(session, FINDING_COLUMNS, rows)
            session.output.flush()
            note(describe_summary(summary, len(others.skipped)))
    return DOUBTFUL if summary.doubtful or others.faults else FOUND


class Others(NamedTuple):
    """What is to be told of files that are no speeches."""

    skipped: Sequence[SkippedFile] = ()
    faults: Sequence[MetadataFault] = ()


def _count(files: Iterator[CheckedFile], summary: CheckSummary) -> Iterator[CheckedFile]:
    for file in files:
        summary.add(file)
        yield file


def _list_rows(
    session: Session,
    corpus: Corpus,
    files: Iterator[CheckedFile],
    others: Others,
    *,
    dropped: bool,
) -> Iterator[tuple[Iterable[Cell], Mapping[str, object]]]:
    """Yield one row a file for jsonl, one row a finding for tables."""
    if session.format == "jsonl":
        yield from (((), checked_record(file, dropped=dropped)) for file in files)
        yield from (((), skipped_record(file, corpus.path)) for file in others.skipped)
        if others.faults:
            yield (), faults_record(others.faults, corpus.path)
    else:
        for file in files:
            yield from ((cells, {}) for cells in finding_cells(file, dropped=dropped))
        yield from ((skipped_cells(file), {}) for file in others.skipped)
        yield from ((fault_cells(fault), {}) for fault in others.faults)


def _print_page(  # noqa: PLR0913, PLR0917 - the parts of one page
    session: Session,
    files: Iterator[CheckedFile],
    others: Others,
    summary: CheckSummary,
    named: Sequence[str],
    verbose: bool,
    dropped: bool,
) -> None:
    from speechkit.render.pages.check import render_check

    width = session.terminal.width
    words = "".join(f"{shell_word(identifier)} " for identifier in named)
    more = f"speechkit check {session.corpus_option}{words}-v"
    page = render_check(
        files,
        others.skipped,
        others.faults,
        summary,
        width,
        verbose=verbose,
        every=bool(named),
        dropped=dropped,
        more=more,
    )
    with open_pager(session.terminal, session.output) as output:
        print_lines(session.make_console(output), page)
