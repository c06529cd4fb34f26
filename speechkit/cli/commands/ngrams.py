"""``speechkit ngrams``: runs of words or characters that are said again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from speechkit import Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.measures import print_measures, print_measures_page
from speechkit.cli.options import NUMBER, name_of, shared_options
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.tally import Tally, count_of, of
from speechkit.cli.terminal.streams import note
from speechkit.language import _, ngettext
from speechkit.render.text import visible
from speechkit.render.words import NGRAM_COLUMNS

if TYPE_CHECKING:
    from speechkit.research import RunOrder

    _LengthsType = click.ParamType["Lengths", Any]
else:
    _LengthsType = click.ParamType

_SORTS = click.Choice(("matches", "speeches", "ngram"))
_LENGTHS = re.compile("([0-9]{1,2})(?:-([0-9]{1,2}))?")


class Lengths(NamedTuple):
    """How long runs are at least and at most."""

    shortest: int
    longest: int


class _Lengths(_LengthsType):
    """A length, or a range of them: 4, 3-6."""

    name = "lengths"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Lengths:
        """Return the lengths; raise Failure in plain words for anything else."""
        if isinstance(value, Lengths):
            return value
        found = _LENGTHS.fullmatch(str(value))
        lengths = Lengths(int(found[1]), int(found[2] or found[1])) if found else Lengths(0, 0)
        if not 1 <= lengths.shortest <= lengths.longest <= 50:
            told = _("{option} takes a length from 1 to 50, or 3-6, not {value}")
            raise Failure(told.format(option=name_of(param), value=visible(str(value))))
        return lengths


@click.command("ngrams", cls=StrictCommand, context_settings=CONTEXT)
@click.option(
    "-n",
    "--length",
    "lengths",
    type=_Lengths(),
    default="3",
    metavar="N",
    help=_("How many words make a run; 3-6 for three to six. [default: 3]"),
)
@click.option("--characters", is_flag=True, help=_("Runs of characters instead of words."))
@click.option(
    "--min",
    "least",
    type=NUMBER,
    default=3,
    metavar="N",
    help=_("Said N times or more. [default: 3]"),
)
@click.option(
    "--min-speeches",
    "least_speeches",
    type=NUMBER,
    default=1,
    metavar="N",
    help=_("In N speeches or more. [default: 1]"),
)
@click.option(
    "--longest", "maximal", is_flag=True, help=_("Not those that are only within longer ones.")
)
@click.option("--sort", type=_SORTS, default="matches", help=_("[default: matches]"))
@click.option("--limit", type=NUMBER, metavar="N", help=_("The first N runs."))
@scope_options
@shared_options("human", "tsv", "csv", "jsonl")
def command(  # noqa: PLR0913, PLR0917 - the options of one command
    session: Session,
    lengths: Lengths,
    characters: bool,
    least: int,
    least_speeches: int,
    maximal: bool,
    sort: RunOrder,
    limit: int | None,
    scope: Scope,
) -> int:
    """Print runs of words (or characters) that are said again and again, the most frequent first.

    A run is within one paragraph and crosses no comma, full stop or other pause; quotes do not end
    it. A run of words does not cross 、 either; one of characters does, as in a search. With -n 3-6
    --longest, runs that occur only within longer ones are left out.

    A pipe, csv and jsonl get ngram, matches, speeches; jsonl also corpus, the fingerprint of the
    corpus.

    \b
    Examples:
      speechkit ngrams -n 2
      speechkit ngrams -n 4-8 --characters --longest --min-speeches 2
      speechkit ngrams --in 010 --in 011 --sort speeches
    """
    with session.open() as corpus, Tally(session.terminal) as tally:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        rows = corpus.ngrams(
            scope,
            shortest=lengths.shortest,
            longest=lengths.longest,
            characters=characters,
            least=least,
            least_speeches=least_speeches,
            maximal=maximal,
            sort=sort,
            tell=tally,
        )
        tally.stop()
        if session.format == "human" and rows:
            from speechkit.render.pages.words import NGRAM_PAGE

            print_measures_page(session, NGRAM_PAGE, rows, limit)
        elif rows:
            about = {"corpus": corpus.fingerprint()}
            print_measures(session, NGRAM_COLUMNS, rows, about, limit)
        told = ngettext("{number} run", "{number} runs", len(rows))
        note(count_of(told.format(number=f"{len(rows):,}"), of(corpus, scope)))
    return FOUND if rows else NOT_FOUND
