"""``speechkit index``: builds the index, brings it up to date, lists those that are kept, or
removes one; it says what that did.
"""

from __future__ import annotations

from pathlib import Path

import click

import speechkit
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells, print_lines, print_object, print_records
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.model import IndexingSummary
from speechkit.render.corpus import INDEX_COLUMNS, indexing_cells, indexing_record, kept_row


@click.command("index", cls=StrictCommand, context_settings=CONTEXT)
@click.option("-v", "--verbose", is_flag=True, help=_("Name every file that was skipped."))
@click.option("--rebuild", is_flag=True, help=_("Build it again: read every file."))
@click.option("--list", "listed", is_flag=True, help=_("List all indexes kept on this machine."))
@click.option("--remove", is_flag=True, help=_("Remove the index; the speeches stay."))
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, verbose: bool, rebuild: bool, listed: bool, remove: bool) -> int:
    """Build the index of a corpus, or bring it up to date, and say what was done.

    Searching does this by itself; here it is done ahead of time. A pipe gets lines of name and
    number; those of skipped files also have the code of the reason and what it is about.

    --rebuild is seldom needed: an index follows its folder and is rebuilt by itself where it is
    damaged or from another version. It forgets --user-words and --encoding unless they are given
    again, and until it is finished searches go on in the old index.

    --list tells of every index its folder, speeches, bytes, when it was last brought up to date
    (UTC), whether it is current, outdated, damaged, unreadable or its folder is gone
    (folder-gone), and its file. --remove takes -C for a folder that is gone, too, and --index for
    a file. Speeches are never touched; the next search builds the index again.

    \b
    Examples:
      speechkit index
      speechkit index -v
      speechkit index --rebuild
      speechkit index -C ~/讲话 --user-words 我的词.txt
      speechkit index --list
      speechkit index --remove -C ~/讲话
    """
    if listed:
        return _list(session)
    if remove:
        return _remove(session)
    with session.open(build=True, rebuild=rebuild) as corpus:
        _print_indexing(session, corpus, verbose)
    return FOUND


def _print_indexing(session: Session, corpus: speechkit.Corpus, verbose: bool) -> None:
    summary = corpus.summary or IndexingSummary(unchanged=len(corpus))
    facts = summary, len(corpus), corpus.skipped, corpus.location
    if session.format == "jsonl":
        print_object(session, indexing_record(*facts, verbose=verbose))
    elif session.format == "tsv":
        for cells in indexing_cells(summary, corpus.skipped, verbose=verbose):
            print_cells(session, cells)
    else:
        from speechkit.render.pages.corpus import render_indexing

        print_lines(session.make_console(), render_indexing(*facts, verbose=verbose))


def _list(session: Session) -> int:
    indexes = speechkit.list_indexes(session.choice.location)
    if session.format == "human" and indexes:
        from speechkit.render.pages.corpus import render_kept

        print_lines(session.make_console(), render_kept(indexes, session.terminal.width))
    elif session.format != "human":
        print_records(session, INDEX_COLUMNS, map(kept_row, indexes))
    if not indexes:
        note(_("no index is kept; the next search builds one"))
    return FOUND if indexes else NOT_FOUND


def _remove(session: Session) -> int:
    location = session.choice.location
    folder = session.corpus_place if location is None or Path(location).is_dir() else None
    kept = speechkit.remove_index(folder, index=location)
    if kept is None:
        told = _("no index of {folder} is kept; speechkit index --list tells which are")
        note(told.format(folder=folder or location))
        return NOT_FOUND
    if session.format == "human":
        from speechkit.render.pages.corpus import render_removed

        print_lines(session.make_console(), render_removed(kept))
    else:
        print_records(session, INDEX_COLUMNS, [kept_row(kept)])
    return FOUND
