"""``speechkit terms``: the words of the index and how often they occur."""

from __future__ import annotations

from collections.abc import Iterable

import click

from speechkit import Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_records
from speechkit.cli.queries import read_typed
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.model import WordStatistics
from speechkit.render.corpus import WORD_COLUMNS, word_row

_ORDERS = click.Choice(("frequency", "word"))


@click.command("terms", cls=StrictCommand, context_settings=CONTEXT)
@click.argument("prefix", default="", type=read_typed)
@click.option("--by", "order", type=_ORDERS, default="frequency", help="[default: frequency]")
@click.option(
    "--min", "least", type=NUMBER, default=1, metavar="N", help="Words that occur N times or more."
)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help="At most N words.")
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session, prefix: str, order: str, least: int, limit: int | None, scope: Scope
) -> int:
    """Print the words of the index that begin with PREFIX: word, speeches, occurrences.

    They are what ranking counts; what matches does not depend on them. A terminal gets a
    screenful unless -n says otherwise. In a scope, such as --in 003, occurrences are those there,
    and speeches still those of the whole corpus: few mark a word that is typical of the scope.

    \b
    Examples:
      speechkit terms 产业
      speechkit terms --in 003 --min 3
      speechkit terms --by word | grep 规划
    """
    with session.open() as corpus:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        found = corpus.words(prefix, scope)
        words = _sort_words((word for word in found if word.occurrences >= least), order)
        if not words:
            note(_describe_nothing(prefix, least))
            return NOT_FOUND
        if session.format == "human":
            _print_page(session, words, limit)
        else:
            print_records(session, WORD_COLUMNS, map(word_row, words[:limit]))
    return FOUND


def _describe_nothing(prefix: str, least: int) -> str:
    begins = f" begins with {prefix}" if prefix else ""
    occurs = f" occurs {least:,} times or more" if least > 1 else ""
    return "no word" + (" and".join(filter(None, (begins, occurs))) or " is in the texts")


def _sort_words(words: Iterable[WordStatistics], order: str) -> list[WordStatistics]:
    if order == "word":
        return sorted(words)
    return sorted(words, key=lambda word: (-word.occurrences, -word.speeches, word.word))


def _print_page(session: Session, words: list[WordStatistics], limit: int | None) -> None:
    from speechkit.render.pages.corpus import render_words

    fills_screen = limit is None and session.terminal.output
    if fills_screen:
        limit = session.terminal.height - 3  # the head, the line below and the next prompt
    session.make_console().print(render_words(words[:limit], session.terminal.width))
    if fills_screen and limit is not None and len(words) > limit:
        note(f"{limit:,} of {len(words):,} words; all with -n {len(words)}")
