"""``speechkit index``: builds the index or brings it up to date, and says what that did."""

from __future__ import annotations

import click

from speechkit.cli.app import CONTEXT, FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells, print_lines, print_object
from speechkit.cli.session import Session
from speechkit.language import _
from speechkit.model import IndexingSummary
from speechkit.render.corpus import indexing_cells, indexing_record


@click.command("index", cls=StrictCommand, context_settings=CONTEXT)
@click.option("-v", "--verbose", is_flag=True, help=_("Name every file that was skipped."))
@click.option("--rebuild", is_flag=True, help=_("Build it again: read every file."))
@shared_options("human", "tsv", "jsonl")
def command(session: Session, verbose: bool, rebuild: bool) -> int:
    """Build the index of a corpus, or bring it up to date, and say what was done.

    Searching does this by itself; here it is done ahead of time. A pipe gets lines of name and
    number; those of skipped files also have the code of the reason and what it is about.

    --rebuild is seldom needed: an index follows its folder and is rebuilt by itself where it is
    damaged or from another version. It forgets --user-words and --encoding unless they are given
    again, and until it is finished searches go on in the old index.

    \b
    Examples:
      speechkit index
      speechkit index -v
      speechkit index --rebuild
      speechkit index -C ~/讲话 --user-words 我的词.txt
    """
    with session.open(build=True, rebuild=rebuild) as corpus:
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
    return FOUND
