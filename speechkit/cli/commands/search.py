"""``speechkit search``: ranked hits, for a person or for the next program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from speechkit.cli.errors import FOUND, NOT_FOUND, Failure
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import NUMBER, Callback, complete_identifier, shared_options
from speechkit.cli.query_text import QueryCommand, make_query, read_typed
from speechkit.cli.session import Session
from speechkit.search import Mode

_SORTS = click.Choice(("relevance", "id", "title", "date", "matches"))


def _typed_option(name: str, attribute: str, help_text: str) -> Callable[[Callback], Callback]:
    """Return an option that adds to the query and may be given several times."""
    return click.option(
        name, attribute, multiple=True, type=read_typed, metavar="TEXT", help=help_text
    )


@click.command("search", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("query", nargs=-1, type=read_typed, metavar="QUERY...")
@click.option("-n", "--limit", type=NUMBER, metavar="N", help="At most N speeches.")
@click.option("--all", "every_paragraph", is_flag=True, help="Every paragraph that matches.")
@click.option(
    "--passages",
    type=NUMBER,
    default=1,
    metavar="N",
    help="The N best passages of each speech, a line each.",
)
@click.option("-l", "--ids", "ids_only", is_flag=True, help="Ids only, one a line.")
@click.option("-c", "--count", "counts_only", is_flag=True, help="Ids and how many matches.")
@click.option("-0", "--null", is_flag=True, help="NUL behind each id of -l, for xargs -0.")
@_typed_option("--not", "excluded", "Speeches without TEXT, as -TEXT in QUERY.")
@_typed_option("--or", "alternatives", "TEXT instead of the last piece, as | TEXT.")
@_typed_option("--title", "titles", "TEXT in the title, as title:TEXT.")
@click.option(
    "--in",
    "within",
    multiple=True,
    type=read_typed,
    metavar="ID",
    shell_complete=complete_identifier,
    help="Only in this speech or folder; may be given several times.",
)
@click.option("--any", "any_words", is_flag=True, help="Rank by words: none of them must match.")
@click.option("--exact", is_flag=True, help="No near answers where nothing matches.")
@click.option(
    "--sort", type=_SORTS, default="relevance", help="Newest date first. [default: relevance]"
)
@click.option("--explain", is_flag=True, help="Each term's share of the score.")
@shared_options("human", "tsv", "csv", "jsonl")
def command(session: Session, **options: Any) -> int:
    """Find speeches and print the best passage of each, best first.

    \b
    Every piece of QUERY must stand in the speech, as it is typed:
      十四五 规划           both, anywhere in it
      十四五规划            this phrase, “十四五”规划 too
      開發區                in simplified characters too, as 开发区 in traditional
      开发区 -招商          the first and not the second; or --not 招商
      '开发区|高新区'        either; or --or 高新区
      title:座谈会          in the title; or --title 座谈会
      '"World Bank"'        one piece with a space in it
      产业 NEAR/10 项目     at most 10 characters apart, in either order
      产业 BEFORE/10 项目   the same in this order
    Anything else is text to be found. Where nothing matches, a terminal gets
    speeches that hold some of the words; a pipe gets none, unless --any asks.

    \b
    A pipe gets one hit a line, with tabs: ID:PARAGRAPH SCORE TITLE passage.
    Shares of --explain are lines with an empty first field. jsonl has an object
    a hit: id path title score section paragraph passage spans matches total
    relaxed date, and passages with --passages, explain with --explain. csv has
    the columns id paragraph title date section matches score passage path.
    Matches are counted in the whole speech, with --all in each paragraph.
    Exit 0 hits, 1 none, 2 error.

    \b
    Examples:
      speechkit search 十四五
      speechkit search 干部 -教师 --sort date
      speechkit search 产业 --all | grep 项目
      speechkit search 产业 --all --in 003
      speechkit search 群众 -l | xargs speechkit show
    """
    from speechkit.cli.answer import Wishes
    from speechkit.cli.answering import answer

    mode = _choose_mode(session, options.pop("any_words"), options.pop("exact"))
    query = make_query(
        options.pop("query"),
        excluded=options.pop("excluded"),
        alternatives=options.pop("alternatives"),
        titles=options.pop("titles"),
    )
    return FOUND if answer(session, query, mode, Wishes(**options)) else NOT_FOUND


def _choose_mode(session: Session, any_words: bool, exact: bool) -> Mode:
    """Return how strictly to match: a person gets near answers too, a program does not."""
    if any_words and exact:
        raise Failure("--any and --exact contradict each other; choose one")
    if any_words:
        return "any"
    return "relaxed" if session.terminal.output and not exact else "exact"
