"""``speechkit search``: ranked hits, for a person or for the next program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from speechkit import Corpus, Results, SortKey
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.missing import explain_missing, name_missing
from speechkit.cli.options import NUMBER, Callback, shared_options
from speechkit.cli.output import (
    print_cells,
    print_columns,
    print_lines,
    print_object,
    print_records,
)
from speechkit.cli.queries import QueryCommand, make_query, read_typed
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.model import Scope
from speechkit.query import Query
from speechkit.render.hits import (
    COUNT_COLUMNS,
    HIT_COLUMNS,
    ShownHit,
    hit_cells,
    hit_records,
    hit_rows,
)
from speechkit.render.text import safe_line

_WEAK = 0.4
"""A relaxed answer at a terminal leaves out hits with less than this of the best one's score."""

_KEPT_LINES = 4
"""Of a screen, for the footer, the blank line before it and the next prompt."""

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
@click.option("--dropped", is_flag=True, help="In the text that cleaning left out, too.")
@click.option("--any", "any_words", is_flag=True, help="Rank by words: none of them must match.")
@click.option("--exact", is_flag=True, help="No near answers where nothing matches.")
@click.option(
    "--sort", type=_SORTS, default="relevance", help="Newest date first. [default: relevance]"
)
@click.option("--reverse", is_flag=True, help="The other way round; undated speeches stay last.")
@click.option("--explain", is_flag=True, help="Each term's share of the score.")
@scope_options
@shared_options("human", "tsv", "csv", "jsonl", "md", "cite", "grep")
def command(session: Session, **options: Any) -> int:
    """Find speeches and print the best passage of each, best first.

    \b
    Every piece of QUERY must be in the speech, as it is typed:
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

    With --dropped each piece may also be in dropped text, which cleaning left
    out (lines of the web page, second copies, cut lines). -TEXT also leaves out
    speeches that hold TEXT there. title: looks at titles only. The place of
    such a hit is ID:~N, which show prints; it comes last, with the score 0. If
    only dropped text matches, a line on standard error says so.

    \b
    A pipe gets one hit a line, with tabs: ID:PARAGRAPH SCORE TITLE passage.
    Shares of --explain are lines with an empty first field. jsonl has an object
    a hit: id path title score section paragraph passage spans matches total
    relaxed date turn dropped speaker occasion source url, passages with
    --passages, explain with --explain. csv has the columns id paragraph title
    date section matches score passage path turn dropped speaker occasion source
    url.
    --format cite and md give quotations with numbered sources to paste, grep
    gives path:line:text for editors, the page where a file has pages.
    Matches are counted in the whole speech, with --all in each paragraph.
    Exit 0 hits, 1 none, 2 error.

    \b
    Examples:
      speechkit search 十四五
      speechkit search 干部 -教师 --sort date
      speechkit search 产业 --all | grep 项目
      speechkit search 产业 --all --in 003
      speechkit search 营商环境 --all --format cite
      speechkit search 群众 -l | xargs speechkit show
    """
    wishes = Wishes(**{name: options.pop(name) for name in Wishes._fields if name in options})
    typed = options.pop("query")
    query = make_query(typed, **options)
    for phrase in query.ignored:
        note(f"{phrase or 'an empty piece'} holds nothing that could be found and is left out")
    with session.open() as corpus:
        results = _search(session, corpus, query, " ".join(typed), wishes)
        if results.total:
            _print_results(session, results, wishes)
    return FOUND if results.total else NOT_FOUND


class Wishes(NamedTuple):
    """Which hits are wanted, and what is to be printed of them."""

    limit: int | None
    every_paragraph: bool
    passages: int
    ids_only: bool
    counts_only: bool
    null: bool
    scope: Scope
    dropped: bool
    """Whether dropped text is looked at too."""
    any_words: bool
    exact: bool
    sort: SortKey
    reverse: bool
    explain: bool


def _search(session: Session, corpus: Corpus, query: Query, typed: str, wishes: Wishes) -> Results:
    """Return the hits; where there are none, or only near ones, say why.

    A person gets near answers too, a program does not.
    """
    relax = session.terminal.output and not wishes.exact
    scope = wishes.scope
    results = corpus.search(
        query,
        limit=wishes.limit,
        relax=relax,
        any_words=wishes.any_words,
        passages=wishes.passages,
        scope=scope,
        sort=wishes.sort,
        reverse=wishes.reverse,
        dropped=wishes.dropped,
    )
    if not tell_scope(corpus, scope):
        return results
    dropped = 0 if wishes.dropped else results.only_dropped
    if results.total and (wishes.any_words or not results.relaxed):
        _offer_dropped(dropped, results.total)
        return results
    explain_missing(typed, name_missing(corpus, results, scope))
    _offer_dropped(dropped, 0)
    if results.total:
        note("nothing matches exactly; these hold some of the words")
        return results.above(_WEAK)
    if not (relax or wishes.any_words):
        _offer_words(corpus, query, scope)
    return results


def _offer_dropped(speeches: int, matching: int) -> None:
    """Say how many speeches match only with dropped text, where there are some."""
    if speeches:
        from speechkit.render.messages import describe_dropped

        note(describe_dropped(speeches, matching))


def _offer_words(corpus: Corpus, query: Query, scope: Scope) -> None:
    from speechkit.render.messages import describe_words_found

    by_words = corpus.search(query, any_words=True, scope=scope).total
    if by_words:
        note(describe_words_found(by_words))


def _print_results(session: Session, results: Results, wishes: Wishes) -> None:
    if wishes.counts_only and session.format in ("csv", "jsonl"):
        _print_counts(session, results)
    elif wishes.ids_only or wishes.counts_only:
        _print_identifiers(session, results, wishes)
    elif session.format == "human":
        _print_page(session, results, wishes)
    elif session.format == "jsonl":
        _print_objects(session, results, wishes)
    elif session.format in ("md", "cite", "grep"):
        _print_quoted(session, results, wishes)
    else:
        _print_rows(session, results, wishes)


def _print_counts(session: Session, results: Results) -> None:
    rows = ((entry.id, entry.title, entry.date, number) for entry, number in results.counts())
    records = ((cells, dict(zip(COUNT_COLUMNS, cells, strict=True))) for cells in rows)
    print_records(session, COUNT_COLUMNS, records)


def _print_identifiers(session: Session, results: Results, wishes: Wishes) -> None:
    """Print ids or counts: at most a screenful on a terminal, unless a number was asked for."""
    end = "\0" if wishes.null else "\n"
    lines = (
        (f"{safe_line(entry.id)}\t{number}" for entry, number in results.counts())
        if wishes.counts_only
        else map(safe_line, results.ids())
    )
    screen = session.terminal.height - 2
    cut = session.terminal.output and wishes.limit is None and results.total > screen
    for number, line in enumerate(lines):
        if cut and number == screen:
            note(f"{screen} of {results.total}; all with -n {results.total}")
            break
        session.output.write(line + end)


def _print_page(session: Session, results: Results, wishes: Wishes) -> None:
    """Print hits until the screen is full, or as many as were asked for, and how to go on."""
    from speechkit.render.pages.hits import render_hits

    fills_screen = session.terminal.output and wishes.limit is None
    page = render_hits(
        _show_hits(results, wishes),
        () if results.relaxed else results.query.terms,
        results.total,
        width=session.terminal.width,
        room=session.terminal.height - _KEPT_LINES if fills_screen else None,
        command=f"speechkit show {session.corpus_option}",
    )
    print_lines(session.make_console(), page)


def _print_objects(session: Session, results: Results, wishes: Wishes) -> None:
    each = wishes.every_paragraph
    listed = wishes.passages > 1 and not each
    for shown in _show_hits(results, wishes):
        for record in hit_records(shown, results.total, results.relaxed, each=each, listed=listed):
            print_object(session, record)


def _print_rows(session: Session, results: Results, wishes: Wishes) -> None:
    is_csv = session.format == "csv"
    if is_csv:
        print_columns(session, HIT_COLUMNS)
    for shown in _show_hits(results, wishes):
        for cells in hit_rows(shown) if is_csv else hit_cells(shown):
            print_cells(session, cells)


def _print_quoted(session: Session, results: Results, wishes: Wishes) -> None:
    """Print hits as they are pasted into a text, or as grep prints them."""
    from speechkit.render.quoted_hits import cite_hits, locate_hits, mark_hits

    hits = _show_hits(results, wishes)
    today = date.today().isoformat()
    if session.format == "grep":
        lines = locate_hits(hits, Path.cwd())
    else:
        lines = cite_hits(hits, today) if session.format == "cite" else mark_hits(hits, today)
    for line in lines:
        session.output.write(line)


def _show_hits(results: Results, wishes: Wishes) -> Iterator[ShownHit]:
    """Yield the hits with all that is printed of them."""
    for hit in results:
        paragraphs = tuple(results.paragraphs(hit)) if wishes.every_paragraph else ()
        shares = tuple(results.explain(hit)) if wishes.explain else None
        yield ShownHit(hit, paragraphs or hit.passages, shares, bool(paragraphs))
