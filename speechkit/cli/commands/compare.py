"""``speechkit compare``: which runs of a draft are in the corpus, or of speeches in each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.completing import complete_identifier
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.doubts import tell_doubts
from speechkit.cli.identifiers import explain_unknown
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_cells, print_columns, print_lines, print_object
from speechkit.cli.queries import read_typed
from speechkit.cli.readings import STANDARD_INPUT_NAME, choose_text, find_scope
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import STANDARD_INPUT, Session
from speechkit.cli.tally import of
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.progress import WorkProgress
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.comparisons import (
    RUN_COLUMNS,
    comparison_counts,
    run_cells,
    run_record,
    run_row,
    sharing_counts,
)
from speechkit.research import LEAST, compare_speeches, refuse_many

if TYPE_CHECKING:
    from speechkit import Speech
    from speechkit.research import Comparison, Run, Sharing

_SORTS = click.Choice(("length", "draft"))
_SCREENFUL = 10
"""Runs of a kind that a terminal gets where no number is asked for."""


@click.command("compare", cls=StrictCommand, context_settings=CONTEXT)
@click.argument(
    "names",
    nargs=-1,
    required=True,
    type=read_typed,
    metavar=_("FILE|ID..."),
    shell_complete=complete_identifier,
)
@click.option(
    "--min",
    "least",
    type=NUMBER,
    default=LEAST,
    metavar="N",
    help=_("Runs of N characters or more, at least 6. [default: {default}]").format(default=LEAST),
)
@click.option("--sort", type=_SORTS, default="length", help=_("[default: length]"))
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("At most N runs of each kind."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    names: tuple[str, ...],
    least: int,
    sort: str,
    limit: int | None,
    scope: Scope,
) -> int:
    """Find what a text shares with the corpus, who said it first, and what share of the text it is.

    FILE is a draft in any format that is read, - standard input, ID a speech, which is not compared
    with itself. In its place a scope names several: 2024/, '01*', speaker:NAME, occasion:TEXT,
    2013..2023. Runs of 13 characters or more are listed, the longest first, each with the earliest
    speech that has it; script, width and quotes make no difference. What a tenth of the speeches
    have, and at least five, is common and counted apart, and so is what is made of such formulas.
    Of several texts you see what they share, and what only one of them has: the longest of both.

    A pipe gets lines with tabs: kind (copied, common; shared, own), paragraph of
    the draft (of several texts ID:PARAGRAPH), length, ID:PARAGRAPH of the other,
    date, speaker, speeches, text. csv and jsonl
    have kind draft draft_paragraph draft_start draft_end text id paragraph date
    speaker length speeches title path draft_characters draft_copied draft_common
    from_properties corpus (its fingerprint).

    Exit 0 if there are runs, 1 if none, 2 error.

    \b
    Examples:
      speechkit compare corpus/011_xinfang_zhuanzai.txt
      speechkit compare 011 --sort draft | cut -f2-4,8
      speechkit compare 010 011 -n 3
      speechkit compare '01*' -n 3
    """
    if least < 6:
        raise Failure(_("--min takes 6 or more: shorter runs are words, which everybody uses"))
    uses = sum(name == STANDARD_INPUT_NAME for name in names)
    if uses + (session.choice.folder == STANDARD_INPUT) > 1:
        raise Failure(_("standard input can be read once; name a file in place of one -"))
    if len(names) > 1:
        _refuse_scope(scope)
    with session.open() as corpus, explain_unknown(corpus):
        texts = _choose_texts(corpus, names)
        if not texts:
            return NOT_FOUND
        if len(texts) > 1:
            _refuse_scope(scope)
            sharing = compare_speeches(texts, least=least)
            return _show_sharing(session, sharing, corpus.fingerprint(), sort, limit)
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        return _show_comparison(session, corpus, texts[0], Wishes(least, sort, limit, scope))


def _refuse_scope(scope: Scope) -> None:
    if scope != Scope():
        raise Failure(_("texts are compared with each other; leave out the options of scope"))


def _choose_texts(corpus: Corpus, names: Sequence[str]) -> list[Speech]:
    """Return the texts that files, ids and scopes name; none where a scope holds none.

    What a scope holds that is there already is not added again.
    """
    texts: list[Speech] = []
    for name in names:
        scope = find_scope(corpus, name)
        if scope is None:
            texts.append(choose_text(corpus, name))
            continue
        if not tell_scope(corpus, scope):
            return []
        there = {text.id for text in texts}
        identifiers = [entry.id for entry in corpus.entries(scope) if entry.id not in there]
        refuse_many(len(texts) + len(identifiers))
        texts += (corpus[identifier] for identifier in identifiers)
    return texts


class Wishes(NamedTuple):
    """How a draft is to be compared, and what is to be printed."""

    least: int
    sort: str
    limit: int | None
    scope: Scope


def _show_comparison(session: Session, corpus: Corpus, text: Speech, wishes: Wishes) -> int:
    from speechkit.render.messages import describe_share, name_draft

    with WorkProgress(session.terminal, _("comparing paragraphs")) as progress:
        comparison = corpus.compare(text, wishes.least, scope=wishes.scope, progress=progress)
    runs = _choose(session, comparison.runs, wishes.sort, wishes.limit)
    if session.format == "human":
        _print_comparison(session, comparison, runs, wishes.least)
    else:
        told = _("{name}: {told}")
        share = describe_share(comparison, wishes.least)
        note(told.format(name=name_draft(comparison.draft), told=share))
        _print_runs(session, runs, comparison_counts(comparison), corpus.fingerprint())
    note(of(corpus, wishes.scope))
    return FOUND if comparison.runs else NOT_FOUND


def _print_comparison(
    session: Session, comparison: Comparison, runs: Sequence[Run], least: int
) -> None:
    from speechkit.render.pages.comparisons import render_comparison

    with open_pager(session.terminal, session.output) as output:
        page = render_comparison(comparison, runs, least, session.terminal.width)
        print_lines(session.make_console(output), page)


def _show_sharing(
    session: Session, sharing: Sharing, fingerprint: str, sort: str, limit: int | None
) -> int:
    shared = _choose(session, sharing.shared, sort, limit)
    own = _choose_own(session, sharing.own, limit)
    if session.format == "human":
        from speechkit.render.pages.comparisons import render_sharing

        with open_pager(session.terminal, session.output) as output:
            page = render_sharing(sharing, shared, own, session.terminal.width)
            print_lines(session.make_console(output), page)
    else:
        _print_runs(session, [*shared, *own], sharing_counts(sharing), fingerprint)
    return FOUND if sharing.shared else NOT_FOUND


def _choose_own(session: Session, runs: Sequence[Run], limit: int | None) -> list[Run]:
    """Return the longest of what is own to each speech, in its order."""
    order = {run: place for place, run in enumerate(runs)}
    longest = sorted(runs, key=lambda run: -run.length)
    return sorted(_choose(session, longest, "length", limit), key=order.__getitem__)


def _choose(session: Session, runs: Sequence[Run], sort: str, limit: int | None) -> list[Run]:
    """Return at most so many runs of each kind; a terminal gets a few where no number is given."""
    if limit is None and session.terminal.output:
        limit = _SCREENFUL
    kept: list[Run] = []
    for kind in dict.fromkeys((run.kind, run.draft) for run in runs):
        kept += [run for run in runs if (run.kind, run.draft) == kind][:limit]
    if sort == "draft":
        kept.sort(key=lambda run: run.draft_start)
    return kept


def _print_runs(
    session: Session,
    runs: Sequence[Run],
    counts: dict[str, tuple[int, int, int]],
    fingerprint: str,
) -> None:
    if session.format == "csv":
        print_columns(session, RUN_COLUMNS)
    for run in runs:
        if session.format == "jsonl":
            print_object(session, run_record(run, counts, fingerprint))
        elif session.format == "csv":
            print_cells(session, run_row(run, counts, fingerprint))
        else:
            print_cells(session, run_cells(run))
    if session.format == "tsv":
        tell_doubts(run.source for run in runs if run.source)
