"""``speechkit kwic``: each match on a line, with what is left and right of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.longer_numbers import tell_longer_numbers
from speechkit.cli.missing import explain_nothing
from speechkit.cli.options import NUMBER, WHOLE_NUMBER, shared_options
from speechkit.cli.output import print_cells, print_columns, print_lines, print_object
from speechkit.cli.queries import QueryCommand, Wanted, make_found_query, read_typed, typed_option
from speechkit.cli.scopes import scope_options, tell_scope, tell_undated_last
from speechkit.cli.session import Session
from speechkit.cli.tally import Tally
from speechkit.cli.terminal.pager import open_pager
from speechkit.language import _
from speechkit.render.concordance import (
    CONTEXT_COLUMNS,
    context_cells,
    context_record,
    context_row,
)

if TYPE_CHECKING:
    from speechkit.research import ContextLine

_SORTS = click.Choice(("id", "left", "right", "match", "date"))


@click.command("kwic", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("query", nargs=-1, type=read_typed, metavar=_("QUERY..."))
@typed_option("--regex", "patterns", _("A regular expression, instead of a piece or with others."))
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("The first N lines."))
@click.option(
    "--width",
    type=WHOLE_NUMBER,
    metavar="N",
    help=_("Characters on each side. [default: 40; a terminal's width]"),
)
@click.option(
    "--sort", type=_SORTS, default="id", help=_("By what follows, say; newest first. [default: id]")
)
@click.option(
    "--reverse", is_flag=True, help=_("Last first, such as the oldest; undated speeches stay last.")
)
@click.option(
    "--sample",
    type=NUMBER,
    metavar="N",
    help=_("N matches taken at random, the same ones each time."),
)
@click.option(
    "--seed",
    type=WHOLE_NUMBER,
    default=0,
    metavar="N",
    help=_("Another number draws another sample. [default: 0]"),
)
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, query: tuple[str, ...], scope: Scope, **options: Any) -> int:
    """Print each match of QUERY on a line, with the text before and after it in its paragraph.

    --sort right and left compare the characters outward from the match, quotes and scripts
    aside, so that equal contexts come together. A sample is the same on every machine, and stays
    as it is while files are added.

    A pipe gets ID:PARAGRAPH, LEFT, MATCH, RIGHT. csv and jsonl have id path title date speaker
    paragraph left match right, jsonl also corpus, the fingerprint of the corpus.

    \b
    Examples:
      speechkit kwic 产业
      speechkit kwic 产业 --sort right
      speechkit kwic 群众 --sample 5 --seed 1
      speechkit kwic --regex '第[一二三]个'
      speechkit kwic 产业 --format csv > 产业.csv
    """
    asked = make_found_query(query, Wanted(patterns=options.pop("patterns")))
    width = options.pop("width")
    with session.open() as corpus, Tally(session.terminal) as tally:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        if options["sort"] == "date" and session.terminal.messages:
            tell_undated_last(corpus.search(asked, limit=1, scope=scope).undated)
        cut = width if width is not None else _default_width(session)
        lines = corpus.kwic(asked, scope, width=cut, tell=tally, **options)
        if session.format == "human":
            _print_page(session, tally.stop_at_first(lines), dates=options["sort"] == "date")
        else:
            _print_lines(session, corpus, tally.stop_at_first(lines))
        if not tally.matches:
            return explain_nothing(corpus, asked, " ".join(query), scope)
        tally.note_total(corpus, scope)
        tell_longer_numbers(session, corpus, asked, scope)
    return FOUND


def _default_width(session: Session) -> int:
    return session.terminal.width if session.format == "human" else 40


def _print_page(session: Session, lines: Iterator[ContextLine], *, dates: bool) -> None:
    from speechkit.render.pages.concordance import render_contexts

    with open_pager(session.terminal, session.output) as output:
        page = render_contexts(lines, session.terminal.width, dates=dates)
        print_lines(session.make_console(output), page)


def _print_lines(session: Session, corpus: Corpus, lines: Iterator[ContextLine]) -> None:
    if session.format == "jsonl":
        fingerprint = corpus.fingerprint()
        for line in lines:
            print_object(session, context_record(line, fingerprint))
        return
    if session.format == "csv":
        print_columns(session, CONTEXT_COLUMNS)
    cells = context_row if session.format == "csv" else context_cells
    for line in lines:
        print_cells(session, cells(line))
