"""``speechkit show``: a speech as it reads, whole or some of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

import speechkit
from speechkit import Corpus
from speechkit.cli.app import CONTEXT, FOUND, Failure
from speechkit.cli.completing import complete_identifier
from speechkit.cli.identifiers import SpeechChoice, choose_speech
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells, print_lines, print_object
from speechkit.cli.queries import ShowCommand, read_typed
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.speech import (
    dropped_cells,
    dropped_record,
    make_marker,
    speech_lines,
    speech_record,
)
from speechkit.render.text import safe_page
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

    from speechkit.query import Term

_LINES_ABOVE = 2
"""Shown above the first match, where a page begins with it."""


@click.command("show", cls=ShowCommand, context_settings=CONTEXT)
@click.argument(
    "identifiers",
    nargs=-1,
    required=True,
    type=read_typed,
    metavar=_("ID[:PARAGRAPH]..."),
    shell_complete=complete_identifier,
)
@click.option("--raw", is_flag=True, help=_("The file's text as it is, only decoded."))
@click.option("--simplified", "script", flag_value="t2s", help=_("In simplified characters."))
@click.option("--traditional", "script", flag_value="s2t", help=_("In traditional characters."))
@click.option(
    "--highlight",
    type=read_typed,
    metavar=_("QUERY"),
    help=_("Mark what matches, where there are colours; a page begins at the first match."),
)
@click.option("--number", is_flag=True, help=_("Number the paragraphs in a pipe too."))
@shared_options("human", "tsv", "jsonl", colored_lines=True)
def command(session: Session, identifiers: tuple[str, ...], raw: bool, **wishes: Any) -> int:
    """Print a speech, clean and in its own script.

    003 is the speech, 003:12 its paragraph 12, 003:12-15 several; 3 and any unique beginning of
    a file's name will do. A pipe gets the title and then a paragraph a line, the same in colour
    with --color always. 003:~2 is the second piece of what cleaning left out of 003, with the line
    of the file and the rule (in a pipe: place, line, rule, text); 003:~1- all of them.

    \b
    Examples:
      speechkit show 003
      speechkit show 003:12 --highlight 产业
      speechkit show 007 --simplified | grep 乡村
    """
    with session.open() as corpus:
        choices = [choose_speech(corpus, identifier) for identifier in identifiers]
        if raw:
            _refuse_places(choices)
            _show_raw(session, corpus, choices)
        else:
            _show_speeches(session, choices, Wishes(**wishes))
    return FOUND


class Wishes(NamedTuple):
    """How speeches are to be shown."""

    script: str | None
    highlight: str | None
    number: bool


def _show_speeches(session: Session, choices: Sequence[SpeechChoice], wishes: Wishes) -> None:
    """Print the chosen speeches."""
    if wishes.script:
        convert = partial(speechkit.convert_speech, configuration=wishes.script)
        choices = [choice._replace(speech=convert(choice.speech)) for choice in choices]
    terms = _read_terms(session, choices, wishes.highlight)
    if session.format == "human":
        _show_pages(session, choices, terms)
    elif session.format == "jsonl":
        for choice in choices:
            if choice.dropped:
                print_object(session, dropped_record(choice.speech, choice.paragraphs))
            else:
                print_object(session, speech_record(choice.speech, choice.paragraphs))
    else:
        _show_lines(session, choices, terms, numbered=wishes.number)


def _show_lines(
    session: Session, choices: Iterable[SpeechChoice], terms: Sequence[Term], *, numbered: bool
) -> None:
    mark = make_marker(terms) if session.terminal.color else None
    for place, (speech, paragraphs, _whole, dropped) in enumerate(choices):
        if place:
            session.output.write("\n")
        if dropped:
            for cells in dropped_cells(speech, paragraphs):
                print_cells(session, cells)
            continue
        for line in speech_lines(speech, paragraphs, numbered=numbered, mark=mark):
            session.output.write(line)


def _refuse_places(choices: Iterable[SpeechChoice]) -> None:
    """Raise Failure for paragraphs of a file that is printed as it is: it has none."""
    part = next((choice for choice in choices if not choice.whole), None)
    if part:
        told = _("--raw prints whole files; write {id} without a paragraph, or leave out --raw")
        raise Failure(told.format(id=part.speech.id))


def _show_raw(session: Session, corpus: Corpus, choices: Iterable[SpeechChoice]) -> None:
    """Print files as they are, only decoded; a terminal gets nothing that would steer it."""
    from speechkit.cli.terminal.pager import open_pager  # a pipe needs none

    with open_pager(session.terminal, session.output) as output:
        for choice in choices:
            text = corpus.raw(choice.speech.id)
            output.write(safe_page(text) if session.terminal.output else text)


def _show_pages(session: Session, choices: Sequence[SpeechChoice], terms: Sequence[Term]) -> None:
    """Print speeches for a person, who begins to read a little above the first match."""
    from speechkit.cli.terminal.pager import open_pager

    lines: Iterable[Text] = _render_choices(session, choices, terms)
    first = 1
    if terms and session.terminal.output:
        from speechkit.render.pages.styles import find_match

        lines = list(lines)
        first = max(find_match(lines) - _LINES_ABOVE, 1)
    with open_pager(session.terminal, session.output, first) as output:
        print_lines(session.make_console(output), lines)


def _render_choices(
    session: Session, choices: Sequence[SpeechChoice], terms: Sequence[Term]
) -> Iterator[Text]:
    from rich.text import Text

    from speechkit.render.pages.speech import render_dropped, render_speech, render_way_on

    for number, choice in enumerate(choices):
        if number:
            yield Text()
        render = render_dropped if choice.dropped else render_speech
        yield from render(choice.speech, choice.paragraphs, terms, session.terminal.width)
        if not (choice.dropped or choice.whole):
            yield Text()
            yield from render_way_on(choice.speech, choice.paragraphs, session.corpus_option)


def _read_terms(
    session: Session, choices: Sequence[SpeechChoice], query: str | None
) -> tuple[Term, ...]:
    """Return what is to be marked; say so if that will not be seen."""
    if query is None:
        return ()
    from speechkit.query import find_spans, parse_query

    terms = parse_query(query).terms
    if session.format == "jsonl" or not session.terminal.color:
        note(
            _("--highlight marks nothing without colours; --color always gives them in a pipe too")
        )
    elif session.format == "tsv" and any(choice.dropped for choice in choices):
        note(_("--highlight marks nothing in dropped text as tsv; add --format human"))
    elif not any(
        find_spans(_text_of(choice, number), terms)
        for choice in choices
        for number in choice.paragraphs
    ):
        told = _("--highlight marks nothing: {query} is not in what is shown")
        note(told.format(query=query))
    return terms


def _text_of(choice: SpeechChoice, number: int) -> str:
    speech = choice.speech
    return speech.dropped[number - 1].text if choice.dropped else speech.paragraph(number)
