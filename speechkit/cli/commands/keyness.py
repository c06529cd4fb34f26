"""``speechkit keyness``: words that set the speeches of one scope apart from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import click

from speechkit import Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.completing import complete_identifier
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.measures import print_measures, print_measures_page
from speechkit.cli.options import NUMBER, Callback, shared_options
from speechkit.cli.queries import read_typed
from speechkit.cli.scopes import read_scopes, scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.tally import Tally, count_of, of
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.messages import describe_scope
from speechkit.render.text import shell_word
from speechkit.render.words import KEYNESS_COLUMNS, describe_key_words

if TYPE_CHECKING:
    from speechkit.research import KeynessOrder

_SORTS = click.Choice(("log_likelihood", "log_ratio", "target"))


def _side(name: str, attribute: str, help_text: str) -> Callable[[Callback], Callback]:
    """Return the option that names one of the two scopes."""
    return click.option(
        name,
        attribute,
        multiple=True,
        type=read_typed,
        metavar=_("SCOPE"),
        shell_complete=complete_identifier,
        help=help_text,
    )


@click.command("keyness", cls=StrictCommand, context_settings=CONTEXT)
@_side("--target", "targets", _("Whose words are looked for; given again it adds up."))
@_side("--reference", "references", _("What it is compared with. [default: all others]"))
@click.option(
    "--min",
    "least",
    type=NUMBER,
    default=5,
    metavar="N",
    help=_("N times or more in both together. [default: 5]"),
)
@click.option("--sort", type=_SORTS, default="log_likelihood", help=_("[default: log_likelihood]"))
@click.option("-n", "--limit", type=NUMBER, metavar="N", help=_("The first N words."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    targets: tuple[str, ...],
    references: tuple[str, ...],
    least: int,
    sort: KeynessOrder,
    limit: int | None,
    scope: Scope,
) -> int:
    """Print the words that are more frequent in the target than in the reference.

    SCOPE is an id, FOLDER/, a glob of ids, speaker:NAME, occasion:TEXT, or dates 2013..2023 (also
    2013.. and ..2023). --in, --since and the like narrow both sides.

    A pipe, csv and jsonl get word, target, reference (occurrences), target_per_million,
    reference_per_million (of words), expected (in the target, were there no difference),
    log_likelihood (Dunning 1993: how certain the difference is; below 0 for words of the
    reference), log_ratio (Hardie 2014: how large; 1 is twice as frequent, -1 half). jsonl also
    has target_words, reference_words and corpus, the fingerprint of the corpus.

    \b
    Examples:
      speechkit keyness --target 003
      speechkit keyness --target 010 --target 011 --reference 003 --min 3
      speechkit keyness --target 2023.. --sort log_ratio
    """
    if not targets:
        _refuse_no_target(scope)
    target = read_scopes("--target", targets)
    reference = read_scopes("--reference", references) if references else None
    with session.open() as corpus, Tally(session.terminal) as tally:
        for option, side in (("--target", target), ("--reference", reference)):
            if side is not None and not tell_scope(corpus, side.within(scope), option):
                return NOT_FOUND
        found = corpus.keyness(target, reference, scope, least=least, sort=sort, tell=tally)
        tally.stop()
        if not found.reference_words:
            told = _("the target is all there is within {scope}; name less, or a --reference")
            if scope == Scope():
                told = _("the target is all there is; name less, or a --reference")
            raise Failure(told.format(scope=describe_scope(scope)))
        if session.format == "human":
            from speechkit.render.pages.words import KEYNESS_PAGE

            print_measures_page(session, KEYNESS_PAGE, found.rows, limit)
        else:
            about = {name: getattr(found, name) for name in ("target_words", "reference_words")}
            about["corpus"] = corpus.fingerprint()
            print_measures(session, KEYNESS_COLUMNS, found.rows, about, limit)
        note(count_of(describe_key_words(found), of(corpus, scope)))
    return FOUND if found.rows else NOT_FOUND


def _refuse_no_target(scope: Scope) -> NoReturn:
    """Raise what says how a target is named, with what the scope already names."""
    context = click.get_current_context()
    if scope == Scope():
        target = next(p for p in context.command.params if p.name == "targets")
        raise click.MissingParameter(ctx=context, param=target)
    named = (
        [f"speaker:{name}" for name in scope.speakers]
        or [f"occasion:{text}" for text in scope.occasions]
        or scope.ids
        or [f"{scope.since}..{scope.until}"]
    )
    targets = " ".join(f"--target {shell_word(value)}" for value in named)
    told = _("--speaker, --in and the like narrow both sides; to choose one side write {targets}")
    raise Failure(told.format(targets=targets))
