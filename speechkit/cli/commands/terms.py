"""``speechkit terms``: the words of the speeches and how often they are said."""

from __future__ import annotations

from collections.abc import Iterable

import click

from speechkit import Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.measures import print_measures, print_measures_page
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.queries import read_typed
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.tally import count_of, of
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.messages import count_words
from speechkit.render.words import TERM_COLUMNS
from speechkit.research import Term, list_terms

_ORDERS = click.Choice(("frequency", "word"))


@click.command("terms", cls=StrictCommand, context_settings=CONTEXT)
@click.argument("prefix", metavar=_("[PREFIX]"), default="", type=read_typed)
@click.option("--by", "order", type=_ORDERS, default="frequency", help=_("[default: frequency]"))
@click.option(
    "--min",
    "least",
    type=NUMBER,
    default=1,
    metavar="N",
    help=_("Words that are said N times or more."),
)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("At most N words."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session, prefix: str, order: str, least: int, limit: int | None, scope: Scope
) -> int:
    """Print the words of the speeches that begin with PREFIX, and how often each is said.

    Words do not overlap: what is part of a longer word is not counted again, and all words together
    are the number that is told. What matches does not depend on them. A terminal gets a screenful
    unless -n says otherwise.

    A pipe, csv and jsonl get word, speeches (that hold it), tokens (how often), per_million (of
    words), occurrences (within longer words too). In a scope, such as --in 003, all counts are
    those there. jsonl also has words, all of the scope, and corpus, the fingerprint of the corpus.

    \b
    Examples:
      speechkit terms 产业
      speechkit terms --in 003 --min 3
      speechkit terms --by word | grep 规划
    """
    with session.open() as corpus:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        found = list_terms(corpus, prefix, scope)
        rows = _sort((row for row in found.rows if row.tokens >= least), order)
        if not rows:
            note(_describe_nothing(prefix, least))
            return NOT_FOUND
        if session.format == "human":
            from speechkit.render.pages.words import TERM_PAGE

            print_measures_page(session, TERM_PAGE, rows, limit)
        else:
            about = {"words": found.words, "corpus": corpus.fingerprint()}
            print_measures(session, TERM_COLUMNS, rows, about, limit)
            session.output.flush()
        told = _("of {words},").format(words=count_words(found.words))
        note(count_of(told, of(corpus, scope)))
    return FOUND


def _describe_nothing(prefix: str, least: int) -> str:
    if prefix and least > 1:
        told = _("no word begins with {prefix} and occurs {number} times or more")
    elif prefix:
        told = _("no word begins with {prefix}")
    elif least > 1:
        told = _("no word occurs {number} times or more")
    else:
        told = _("no word is in the texts")
    return told.format(prefix=prefix, number=f"{least:,}")


def _sort(rows: Iterable[Term], order: str) -> list[Term]:
    if order == "word":
        return sorted(rows)
    return sorted(rows, key=lambda row: (-row.tokens, -row.speeches, row.word))
