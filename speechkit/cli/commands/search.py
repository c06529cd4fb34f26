"""``speechkit search``: ranked hits, for a person or for the next program."""

from __future__ import annotations

from typing import Any

import click

from speechkit import Corpus, Results, SortKey
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.hits import Wishes, print_results
from speechkit.cli.longer_numbers import tell_longer_numbers
from speechkit.cli.missing import explain_missing, name_missing
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.queries import QueryCommand, Wanted, make_query, read_typed, typed_option
from speechkit.cli.scopes import scope_options, tell_scope, tell_undated_last
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.query import Query

_WEAK = 0.4
"""A relaxed answer at a terminal leaves out hits with less than this of the best one's score."""

_SORTS = click.Choice(("relevance", "id", "title", "date", "matches"))


@click.command("search", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("query", nargs=-1, type=read_typed, metavar=_("QUERY..."))
@click.option(
    "-f", "--file", metavar=_("FILE"), help=_("Queries, one a line; - is standard input.")
)
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("At most N speeches."))
@click.option("--all", "every_paragraph", is_flag=True, help=_("Every paragraph that matches."))
@click.option(
    "--passages",
    type=NUMBER,
    default=1,
    metavar="N",
    help=_("The N best passages of each speech, a line each."),
)
@click.option("-l", "--ids", "ids_only", is_flag=True, help=_("Ids only, one a line."))
@click.option("-c", "--count", "counts_only", is_flag=True, help=_("Ids and how many matches."))
@click.option("-0", "--null", is_flag=True, help=_("NUL behind each id of -l, for xargs -0."))
@typed_option("--not", "excluded", _("Speeches without TEXT, as -TEXT in QUERY."))
@typed_option("--or", "alternatives", _("TEXT instead of the last piece, as | TEXT."))
@typed_option("--title", "titles", _("TEXT in the title, as title:TEXT."))
@typed_option("--regex", "patterns", _("A regular expression, instead of a piece or with others."))
@click.option(
    "--dropped",
    is_flag=True,
    help=_("Look into the text that cleaning left out, too: menus, notes."),
)
@click.option(
    "--any",
    "any_words",
    is_flag=True,
    help=_("Speeches with some of the words will do, best first."),
)
@click.option("--exact", is_flag=True, help=_("No near answers where nothing matches."))
@click.option("--sort", type=_SORTS, help=_("Newest date first. [default: relevance]"))
@click.option(
    "--reverse", is_flag=True, help=_("Last first, such as the oldest; undated speeches stay last.")
)
@click.option("--explain", is_flag=True, help=_("Each term's share of the score."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl", "md", "cite", "grep", "trec")
def command(session: Session, **options: Any) -> int:
    """Find speeches and print the best passage of each, best first.

    \b
    Every piece of QUERY must be in the speech as typed:
      十四五 规划           both, anywhere in it
      十四五规划            this phrase, “十四五”规划 too
      開發區                or 开发区: each script finds the other
      开发区 -招商          the first and not the second; or --not 招商
      '开发区|高新区'       either; or --or 高新区
      title:座谈会          in the title; or --title 座谈会
      speaker:张三 date:2020..2023   in metadata; also occasion: and source:
      '"World Bank"'        one piece with a space in it
      产业 NEAR/10 项目     at most 10 characters apart, in either order
      产业 BEFORE/10 项目   the same in this order

    Anything else is text to be found. Where nothing matches, a terminal gets
    speeches that hold some of the words; a pipe gets none, unless --any asks.

    --regex finds a regular expression in each paragraph as it is shown, with
    simplified characters and in any case: --regex '第[一二三]个'.

    With -f a file has a query on each line, or an id, a tab and a query. Each
    hit comes with its query before it, -c makes a table of counts, --format
    trec a run to evaluate.

    With --dropped each piece may also be in dropped text, which cleaning left
    out (lines of the web page, second copies, cut lines). -TEXT also leaves out
    speeches that hold TEXT there. title: looks at titles only. The place of
    such a hit is ID:~N, which show prints; it comes last, with the score 0. If
    only dropped text matches, a line on standard error says so.

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
      echo 产业 | speechkit search -f - -c
      speechkit search 群众 -l | xargs speechkit show
    """
    wanted = Wanted(**{name: options.pop(name) for name in Wanted._fields})
    typed, file = options.pop("query"), options.pop("file")
    wishes = _make_wishes(session, options)
    if file is not None:
        if typed:
            raise Failure(_("-f reads the queries from FILE; leave out those that are typed"))
        from speechkit.cli.batch import answer_batch, read_batch

        return answer_batch(session, read_batch(file, wanted), wishes)
    query = make_query(typed, wanted)
    with session.open() as corpus:
        results = _search(session, corpus, query, " ".join(typed), wishes)
        if results.total:
            if wishes.sort == "date" and session.terminal.messages:
                tell_undated_last(results.undated)
            print_results(session, results, wishes)
            if not results.relaxed:
                tell_longer_numbers(session, corpus, query, wishes.scope)
    return FOUND if results.total else NOT_FOUND


def _make_wishes(session: Session, options: dict[str, Any]) -> Wishes:
    """Return what is wanted; a person gets counts with the greatest first."""
    counts_page = options["counts_only"] and session.format == "human"
    sort: SortKey = options.pop("sort") or ("matches" if counts_page else "relevance")
    return Wishes(sort=sort, **options)


def _search(session: Session, corpus: Corpus, query: Query, typed: str, wishes: Wishes) -> Results:
    """Return the hits; where there are none, or only near ones, say why.

    A person gets near answers too, a program does not.
    """
    relax = session.terminal.output and not wishes.exact
    results = wishes.search(corpus, query, limit=wishes.limit, relax=relax)
    if not tell_scope(corpus, wishes.scope):
        return results
    dropped = 0 if wishes.dropped else results.only_dropped
    if results.total and (wishes.any_words or not results.relaxed):
        _offer_dropped(dropped, results.total)
        return results
    explain_missing(typed, name_missing(corpus, results, wishes.scope))
    _offer_dropped(dropped, 0)
    if results.total:
        note(_("nothing matches exactly; these hold some of the words"))
        return results.above(_WEAK)
    if not (relax or wishes.any_words):
        _offer_words(corpus, query, wishes)
    return results


def _offer_dropped(speeches: int, matching: int) -> None:
    """Say how many speeches match only with dropped text, where there are some."""
    if speeches:
        from speechkit.render.messages import describe_dropped

        note(describe_dropped(speeches, matching))


def _offer_words(corpus: Corpus, query: Query, wishes: Wishes) -> None:
    from speechkit.render.messages import describe_words_found

    by_words = corpus.search(query, any_words=True, scope=wishes.scope).total
    if by_words:
        note(describe_words_found(by_words))
