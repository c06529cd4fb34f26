"""``speechkit trend``: how often queries match by year, speaker, folder or speech."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from speechkit import Corpus, Scope, SettingError
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.longer_numbers import tell_longer_numbers
from speechkit.cli.missing import explain_nothing
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_lines, print_records
from speechkit.cli.paths import PathType
from speechkit.cli.queries import (
    QueryCommand,
    Wanted,
    make_found_query,
    make_query,
    read_typed,
    typed_option,
)
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.tally import Tally, count_of, of
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.streams import note
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.query import Query, parse_query
from speechkit.render.trend import (
    TREND_COLUMNS,
    describe_dated,
    describe_dispersion,
    describe_left_out,
    describe_sum,
    trend_cells,
    trend_record,
)

if TYPE_CHECKING:
    from speechkit.research import Trend, TrendKey, TrendRow

_KEYS = click.Choice(("year", "decade", "month", "speaker", "speech", "folder"))
_SORTS = click.Choice(("key", "matches", "per_million"))


@click.command("trend", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("queries", nargs=-1, type=read_typed, metavar=_("QUERY..."))
@typed_option("--regex", "patterns", _("A regular expression, as a query of its own."))
@click.option("--by", type=_KEYS, default="year", help=_("[default: year]"))
@click.option("--sort", type=_SORTS, default="key", help=_("Most of the first query first."))
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("The first N keys."))
@click.option(
    "--svg",
    type=PathType(dir_okay=False),
    metavar=_("FILE"),
    help=_("Save a chart, too, for a browser or Word."),
)
@click.option("--force", is_flag=True, help=_("Overwrite the chart that is there."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    queries: tuple[str, ...],
    patterns: tuple[str, ...],
    by: TrendKey,
    sort: str,
    limit: int | None,
    svg: Path | None,
    force: bool,
    scope: Scope,
) -> int:
    """Print how often each QUERY matches by year, per million characters of that year's speeches.

    Each argument is a query of its own; a query of several pieces needs quotes. Speeches without a
    date (or speaker) are left out, and a note says how many. --by speech also gives the dispersion:
    DP is 0 for a query that is spread evenly over the speeches, near 1 for one that is all in one
    place.

    A pipe, csv and jsonl get query, key, matches, speeches, characters, per_million; jsonl also
    corpus, the fingerprint of the corpus, and by speech dp and dp_norm. speeches are those with a
    match, characters those of all speeches of the key.

    \b
    Examples:
      speechkit trend 群众
      speechkit trend 产业 项目 --by speech
      speechkit trend '产业 | 项目' --by folder
      speechkit trend 群众 --regex '第[一二三]个' --by speech
      speechkit trend 群众 基层 --by decade --svg trend.svg
    """
    asked = _list_queries(queries, patterns)
    with session.open() as corpus, Tally(session.terminal) as tally:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        trend = corpus.trend(list(asked.values()), scope, by=by, tell=tally)
        tally.stop()
        if trend.left_out:
            note(describe_left_out(trend.left_out, by))
        if trend.dated_by_properties:
            note(describe_dated(trend.dated_by_properties))
        together = parse_query(" ".join(queries), patterns=patterns)
        if not tally.matches:
            return explain_nothing(corpus, together, " ".join(queries), scope)
        rows = _choose_rows(trend.rows, len(asked), sort, limit)
        characters = sum(row.characters for row in trend.rows[:: len(asked)])
        about = of(corpus, scope, trend.left_out, characters)
        if svg is not None and rows:
            _save_chart(svg, corpus, rows, about, force)
        if rows:
            _print_rows(session, corpus, trend, rows, by)
        _tell(trend, asked, about)
        tell_longer_numbers(session, corpus, together, scope)
    return FOUND if rows else NOT_FOUND


def _list_queries(queries: Iterable[str], patterns: Iterable[str]) -> dict[str, str | Query]:
    """Return each query once, by its name in the rows; raise Failure for one that finds nothing."""
    asked: dict[str, str | Query] = {}
    for query in queries:
        make_found_query((query,))
        asked[query] = query
    for pattern in patterns:
        asked.setdefault(pattern, make_found_query((), Wanted(patterns=(pattern,))))
    if not asked:
        make_query(())
    return asked


def _choose_rows(
    rows: tuple[TrendRow, ...], queries: int, sort: str, limit: int | None
) -> list[TrendRow]:
    """Return the rows of some keys, in the order that is asked for."""
    groups = [rows[start : start + queries] for start in range(0, len(rows), queries)]
    if sort == "matches":
        groups.sort(key=lambda group: -group[0].matches)
    elif sort == "per_million":
        groups.sort(key=lambda group: -group[0].per_million)
    return [row for group in groups[:limit] for row in group]


def _print_rows(
    session: Session, corpus: Corpus, trend: Trend, rows: list[TrendRow], by: TrendKey
) -> None:
    if session.format != "human":
        fingerprint = corpus.fingerprint() if session.format == "jsonl" else ""
        by_speech = by == "speech"
        cells_and_records = (
            (trend_cells(row), trend_record(row, trend, fingerprint, by_speech=by_speech))
            for row in rows
        )
        print_records(session, TREND_COLUMNS, cells_and_records)
        return
    from speechkit.render.pages.trend import render_trend

    with open_pager(session.terminal, session.output) as output:
        page = render_trend(rows, session.terminal.width)
        print_lines(session.make_console(output), page)


def _save_chart(file: Path, corpus: Corpus, rows: list[TrendRow], about: str, force: bool) -> None:
    from speechkit.render.charts import draw_chart
    from speechkit.research import write_outside

    try:
        write_outside(corpus.path, file, draw_chart(rows, about), overwrite=force)
    except FileExistsError as error:
        told = _("cannot write {file}: {reason}; overwrite it with --force, or name another file")
        raise Failure(told.format(file=file, reason=reason_of(error))) from None
    except SettingError as error:
        raise Failure(_("cannot write with --svg: {reason}").format(reason=error)) from None
    except OSError as error:
        told = _("cannot write {file}: {reason}; name another file with --svg")
        raise Failure(told.format(file=file, reason=reason_of(error))) from error


def _tell(trend: Trend, queries: Iterable[str], about: str) -> None:
    for query in queries:
        note(count_of(describe_sum(query, trend), about))
    for query, found in trend.dispersions:
        note(describe_dispersion(query, found))
