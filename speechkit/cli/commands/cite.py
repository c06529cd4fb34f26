"""``speechkit cite``: a speech as a reference, for a text or a library of references."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from speechkit.cli.app import CONTEXT, FOUND
from speechkit.cli.completing import complete_identifier
from speechkit.cli.doubts import tell_doubts
from speechkit.cli.identifiers import SpeechChoice, choose_speech
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_json
from speechkit.cli.queries import ShowCommand, read_typed
from speechkit.cli.scopes import DATE
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.messages import describe_unknown
from speechkit.render.text import safe_line, safe_page
from speechkit.research import (
    Reference,
    cite_bibtex,
    cite_csl,
    cite_gb7714,
    list_missing,
    make_reference,
)

if TYPE_CHECKING:
    from speechkit import Speech
    from speechkit.model import MetadataField


@click.command("cite", cls=ShowCommand, context_settings=CONTEXT)
@click.argument(
    "identifiers",
    nargs=-1,
    required=True,
    type=read_typed,
    metavar=_("ID[:PARAGRAPH]..."),
    shell_complete=complete_identifier,
)
@click.option(
    "--accessed",
    type=DATE,
    metavar=_("DATE"),
    help=_("The day of access to an address. [default: today]"),
)
@shared_options("gb7714", "bibtex", "csl-json", piped="gb7714")
def command(session: Session, identifiers: tuple[str, ...], accessed: str | None) -> int:
    """Print speeches as references: GB/T 7714-2015, BibTeX or CSL-JSON.

    003 is the speech, 003:12 its paragraph 12, 003:12-15 several. A speech is marked [R], as a
    report to a meeting; [R/OL] with the day of access where its address is known. What a file does
    not say is left out and told on standard error; metadata.csv in the corpus can give it. Copies
    with the same reference are one line. A date in brackets, as [2012-05-06], is that of the file's
    properties.

    \b
    Examples:
      speechkit cite 003
      speechkit cite 003:12 005:3-5
      speechkit cite 003 011 --format bibtex
    """
    day = accessed or date.today().isoformat()
    with session.open() as corpus:
        choices = [choose_speech(corpus, identifier) for identifier in identifiers]
    references = [_refer(choice, day) for choice in choices]
    if session.format == "csl-json":
        print_json(session, list(map(cite_csl, references)))
    elif session.format == "bibtex":
        session.output.write("\n\n".join(map(safe_page, map(cite_bibtex, references))) + "\n")
    else:
        for line in dict.fromkeys(safe_line(cite_gb7714(reference)) for reference in references):
            session.output.write(f"{line}\n")
    if accessed and not any(choice.speech.url for choice in choices):
        note(_("--accessed has no effect: no address of these speeches is known"))
    tell_doubts(references)
    _tell_missing(choice.speech for choice in choices)
    return FOUND


def _tell_missing(speeches: Iterable[Speech]) -> None:
    """Say once what references lack, for all speeches that lack the same."""
    alike: dict[tuple[MetadataField, ...], list[str]] = {}
    for identifier, missing in {speech.id: list_missing(speech) for speech in speeches}.items():
        alike.setdefault(missing, []).append(identifier)
    for missing, identifiers in alike.items():
        if missing:
            note(describe_unknown(missing, identifiers))


def _refer(choice: SpeechChoice, day: str) -> Reference:
    return make_reference(choice.speech, () if choice.whole else choice.paragraphs, day)
