"""``speechkit search``: ranked hits, for a person or for the next program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from speechkit.cli.errors import FOUND, NOT_FOUND, Failure
from speechkit.cli.options import CONTEXT, shared_options
from speechkit.cli.query_text import QueryCommand, QueryText
from speechkit.cli.session import Session

_SORTS = click.Choice(("relevance", "id", "title", "date", "matches"))


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What is to be printed of what is found."""

    limit: int | None
    every_paragraph: bool
    passages: int
    ids_only: bool
    counts_only: bool
    null: bool
    sort: str
    explain: bool


@click.command("search", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("query", nargs=-1, type=QueryText())
@click.option("-n", "--limit", type=click.IntRange(1), metavar="N", help="At most N speeches.")
@click.option("--all", "every_paragraph", is_flag=True, help="Every paragraph that matches.")
@click.option("--passages", type=click.IntRange(1), default=1, metavar="N", help="N of each hit.")
@click.option("-l", "--ids", "ids_only", is_flag=True, help="Ids only, one a line.")
@click.option("-c", "--count", "counts_only", is_flag=True, help="Ids and their matches.")
@click.option("-0", "--null", is_flag=True, help="With -l: NUL instead of line ends, for xargs -0.")
@click.option("--not", "excluded", multiple=True, type=QueryText(), metavar="X", help="Not X.")
@click.option("--or", "alternatives", multiple=True, type=QueryText(), metavar="X", help="Or X.")
@click.option("--title", "titles", multiple=True, type=QueryText(), metavar="X", help="In titles.")
@click.option("--any", "any_words", is_flag=True, help="Rank by words; no chunk need match.")
@click.option("--exact", is_flag=True, help="Never relax: every chunk matches, or nothing does.")
@click.option("--sort", type=_SORTS, default="relevance", help="[default: relevance]")
@click.option("--explain", is_flag=True, help="Show each term's share of the score.")
@click.option(
    "--queries",
    type=click.Path(dir_okay=False, exists=True, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Many queries, 'qid TAB text' a line; prints a TREC run.",
)
@click.option("--tag", default="speechkit", metavar="NAME", help="Name of the run.")
@shared_options("human", "tsv", "csv", "jsonl", "trec")
def command(session: Session, **options: Any) -> int:
    """Find speeches and print the best passage of each, best first."""
    mode = choose_mode(session, options.pop("any_words"), options.pop("exact"))
    queries, tag = options.pop("queries"), options.pop("tag")
    if queries is not None:
        from speechkit.cli.batch import run_batch

        _refuse_query_beside_file(options["query"])
        return run_batch(session, queries, tag, options["limit"])
    if session.format == "trec":
        raise Failure("--format trec needs --queries FILE")
    from speechkit.cli.answering import answer

    query = make_query(**{name: options.pop(name) for name in _QUERY_OPTIONS})
    found = answer(session, query, mode, SearchOptions(**options))
    return FOUND if found else NOT_FOUND
