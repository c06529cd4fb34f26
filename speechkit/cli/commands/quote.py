"""``speechkit quote``: is it said so, by whom and when; else the nearest wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import CONTEXT, FAILED, FOUND, NOT_FOUND, Failure
from speechkit.cli.doubts import tell_doubts
from speechkit.cli.hints import add_fix
from speechkit.cli.identifiers import explain_unknown
from speechkit.cli.options import NUMBER, shared_options
from speechkit.cli.output import print_cells, print_columns, print_lines, print_object
from speechkit.cli.paths import PathType
from speechkit.cli.queries import QueryCommand, read_typed
from speechkit.cli.readings import STANDARD_INPUT_NAME, read_draft, read_lines
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import STANDARD_INPUT, Session
from speechkit.cli.tally import of
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.progress import WorkProgress
from speechkit.cli.terminal.streams import note, open_input
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.render.quotations import (
    QUOTATION_COLUMNS,
    quotation_cells,
    quotation_records,
    quotation_rows,
)
from speechkit.render.text import shell_word, visible

if TYPE_CHECKING:
    from speechkit import Speech
    from speechkit.research import Quotation

_PLACES = 3
_LEAST = 6


@click.command("quote", cls=QueryCommand, context_settings=CONTEXT)
@click.argument("texts", nargs=-1, type=read_typed, metavar=_("TEXT...|-"))
@click.option(
    "--draft",
    type=PathType(),
    metavar=_("FILE"),
    help=_("Every quotation of a draft."),
)
@click.option(
    "--min",
    "least",
    type=NUMBER,
    metavar="N",
    help=_("Quotations of a draft with N letters or more. [default: {default}]").format(
        default=_LEAST
    ),
)
@click.option(
    "-n",
    "--limit",
    type=NUMBER,
    metavar="N",
    help=_("At most N places for each. [default: {default}, of a draft 1]").format(default=_PLACES),
)
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    texts: tuple[str, ...],
    draft: Path | None,
    least: int | None,
    limit: int | None,
    scope: Scope,
) -> int:
    """Tell whether a quotation is said so: exactly, or in which nearest wording.

    Exact places come by date, the earliest first, those that only the properties of their file date
    behind the others; of other wordings the nearest is first, and brackets show what differs.
    Script, width, quotes and dashes make no difference; commas and full stops do. An ellipsis (……)
    is text of the same paragraph that is left out. Each TEXT is a quotation, - reads one a line
    from standard input; --draft takes what a file has between “ ”, 「 」, 『 』 or " ", and - is
    standard input.

    A pipe gets lines with tabs: verdict (exact, punctuation, near, none)
    ID:PARAGRAPH date speaker original quoted differences, and with --draft
    PARAGRAPH:START in the draft. csv and jsonl have verdict id paragraph date
    speaker original quoted differences title path speeches draft_paragraph
    draft_start from_properties corpus (its fingerprint).

    Exit 0 if all are exact, 1 if one is not, 2 error.

    \b
    Examples:
      speechkit quote 方向要准，任务要清
      speechkit quote 目标要准任务要清 | cut -f1,2,5,6
      speechkit quote --draft corpus/004_9be2704c.txt --min 2 | sort
    """
    _check_sources(session, texts, draft)
    with session.open() as corpus, explain_unknown(corpus):
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        refused: list[str] = []
        if draft is not None:
            try:
                speech = read_draft(draft)
            except OSError as error:
                told = _("cannot read --draft {file}: {reason}")
                told = told.format(file=visible(str(draft)), reason=reason_of(error))
                raise Failure(add_fix(told, error)) from error
            found = _quote_draft(session, corpus, speech, limit or 1, least or _LEAST, scope)
            printed = list(_print(session, corpus, found, speech.id))
            _tell_draft(speech, printed, least or _LEAST)
        else:
            quotations = _quote(corpus, texts, limit or _PLACES, scope, refused)
            printed = list(_print(session, corpus, quotations))
            if not (printed or refused):
                raise Failure(_("standard input holds no quotation; write one on each line"))
            _offer_search(session, printed, scope)
        if printed or not refused:
            note(of(corpus, scope))
    if refused:
        return FAILED
    return FOUND if all(one.verdict == "exact" for one in printed) else NOT_FOUND


def _check_sources(session: Session, texts: tuple[str, ...], draft: Path | None) -> None:
    """Raise Failure unless there is one kind of quotation, and one use of standard input."""
    if texts and draft is not None:
        raise Failure(_("TEXT and --draft are two ways to say what is checked; leave out one"))
    if not texts and draft is None:
        raise Failure(_("give TEXT to be checked, or a draft with --draft FILE"))
    uses = [text == STANDARD_INPUT_NAME for text in texts]
    uses += [draft == STANDARD_INPUT, session.choice.folder == STANDARD_INPUT]
    if sum(uses) > 1:
        raise Failure(_("standard input can be read once; name a file in place of one -"))


def _quote(
    corpus: Corpus, texts: Iterable[str], limit: int, scope: Scope, refused: list[str]
) -> Iterator[Quotation]:
    """Yield what becomes of each text; those that are only marks are told, and put in ``refused``.

    A line that is wrong does not keep the next ones from being checked.
    """
    for text in texts:
        lines = read_lines(open_input()) if text == STANDARD_INPUT_NAME else (text,)
        for line in lines:
            if _is_only_marks(line):
                told = _(
                    "nothing to look up: {text} is only marks; give a character, a word or a number"
                )
                note(told.format(text=visible(line)))
                refused.append(line)
            else:
                yield corpus.quote(line, limit, scope=scope)


def _is_only_marks(text: str) -> bool:
    """Return whether a quotation has no character that could be found."""
    from speechkit.query import parse_query, write_phrase

    return not parse_query(write_phrase(text)).required


def _quote_draft(  # noqa: PLR0913, PLR0917 - the options of one thing
    session: Session, corpus: Corpus, draft: Speech, limit: int, least: int, scope: Scope
) -> Iterator[Quotation]:
    """Yield what becomes of the quotations of a draft, with a bar where nothing is printed yet."""
    with WorkProgress(session.terminal, _("looking up quotations")) as progress:
        shown = progress if session.format == "human" or not session.terminal.output else None
        found = corpus.quotations(draft, limit, least=least, scope=scope, progress=shown)
        if session.format != "human":
            yield from found
            return
        quotations = list(found)
    yield from quotations


def _tell_draft(draft: Speech, printed: Sequence[Quotation], least: int) -> None:
    from speechkit.render.messages import describe_quotations, name_draft

    if printed:
        note(describe_quotations(printed))
        return
    told = _("{draft} quotes nothing of {least} letters or more; --min 2 looks at shorter ones")
    note(told.format(draft=name_draft(draft.id), least=least))


def _offer_search(session: Session, printed: Sequence[Quotation], scope: Scope) -> None:
    """Tell a person how to look for what was perhaps said in quite other words."""
    lost = next((one.quoted for one in printed if one.verdict == "none"), "")
    if not lost or not session.terminal.messages:
        return
    from speechkit.query import write_phrase
    from speechkit.render.messages import describe_scope

    chosen = describe_scope(scope)
    options = session.corpus_option + (f"{chosen} " if chosen else "")
    told = _("for what is said in quite other words: speechkit search {option}--any {text}")
    note(told.format(option=options, text=shell_word(write_phrase(lost))))


def _print(
    session: Session, corpus: Corpus, quotations: Iterable[Quotation], draft: str = ""
) -> Iterator[Quotation]:
    """Print quotations as they come, and yield them."""
    if session.format == "human":
        yield from _print_page(session, quotations, draft)
        return
    fingerprint = corpus.fingerprint()
    if session.format == "csv":
        print_columns(session, QUOTATION_COLUMNS)
    for quotation in quotations:
        if session.format == "jsonl":
            for record in quotation_records(quotation, fingerprint):
                print_object(session, record)
        else:
            rows = (
                quotation_rows(quotation, fingerprint)
                if session.format == "csv"
                else quotation_cells(quotation, draft=bool(draft))
            )
            for cells in rows:
                print_cells(session, cells)
        if session.format == "tsv":
            tell_doubts(quotation.wordings)
        yield quotation


def _print_page(
    session: Session, quotations: Iterable[Quotation], draft: str
) -> Iterator[Quotation]:
    from speechkit.render.pages.quotations import render_quotation

    with open_pager(session.terminal, session.output) as output:
        console = session.make_console(output)
        for number, quotation in enumerate(quotations):
            if number:
                console.print()
            print_lines(console, render_quotation(quotation, session.terminal.width, draft))
            yield quotation
