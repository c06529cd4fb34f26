"""``speechkit collocates``: words that are near the matches of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speechkit import Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.longer_numbers import tell_longer_numbers
from speechkit.cli.measures import print_measures, print_measures_page
from speechkit.cli.missing import explain_nothing
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.queries import QueryCommand, Wanted, make_found_query, read_typed, typed_option
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.tally import Tally, count_of, of
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.words import COLLOCATE_COLUMNS, describe_collocates

if TYPE_CHECKING:
    from speechkit.research import CollocateOrder

_SORTS = click.Choice(("log_likelihood", "mi", "log_dice", "observed"))


@click.command("collocates", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("query", nargs=-1, type=read_typed, metavar=_("QUERY..."))
@typed_option("--regex", "patterns", _("A regular expression, instead of a piece or with others."))
@click.option(
    "--window", type=NUMBER, default=5, metavar="N", help=_("Words on each side. [default: 5]")
)
@click.option(
    "--min",
    "least",
    type=NUMBER,
    default=2,
    metavar="N",
    help=_("Near N times or more. [default: 2]"),
)
@click.option("--sort", type=_SORTS, default="log_likelihood", help=_("[default: log_likelihood]"))
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("The first N words."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    query: tuple[str, ...],
    patterns: tuple[str, ...],
    window: int,
    least: int,
    sort: CollocateOrder,
    limit: int | None,
    scope: Scope,
) -> int:
    """Print the words that are near the matches of QUERY more often than by chance.

    A word is near if it is one of the N words before or after a match, in the same paragraph. Words
    do not overlap, and those that a match touches are never near. Each occurrence counts once.

    A pipe, csv and jsonl get word, observed (times near), frequency (times in the texts, matches
    left out), expected (times near by chance), log_likelihood (Dunning 1993; below 0 where less
    than by chance), mi (Church and Hanks 1990), log_dice (Rychlý 2008). jsonl also has matches,
    near_words, words and corpus, the fingerprint of the corpus.

    \b
    Examples:
      speechkit collocates 群众
      speechkit collocates 产业 --window 3 --sort log_dice
      speechkit collocates '产业 | 项目' --in 003 --min 1
    """
    asked = make_found_query(query, Wanted(patterns=patterns))
    with session.open() as corpus, Tally(session.terminal) as tally:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        found = corpus.collocates(asked, scope, window=window, least=least, sort=sort, tell=tally)
        tally.stop()
        if not found.matches:
            return explain_nothing(corpus, asked, " ".join(query), scope)
        if session.format == "human":
            from speechkit.render.pages.words import COLLOCATE_PAGE

            print_measures_page(session, COLLOCATE_PAGE, found.rows, limit)
        else:
            about = {name: getattr(found, name) for name in ("matches", "near_words", "words")}
            about["corpus"] = corpus.fingerprint()
            print_measures(session, COLLOCATE_COLUMNS, found.rows, about, limit)
        note(count_of(describe_collocates(found), of(corpus, scope)))
        tell_longer_numbers(session, corpus, asked, scope)
        if not found.rows:
            told = _("no word is near a match {number} times; ask for less with --min")
            note(told.format(number=f"{least:,}"))
    return FOUND if found.rows else NOT_FOUND
