"""Printing speeches: pages for a person, lines or objects for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.printing import print_object
from speechkit.cli.session import Session, print_lines
from speechkit.cli.speech_choice import SpeechChoice
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.streams import note
from speechkit.corpus import Corpus
from speechkit.render.speeches import make_marker, speech_lines, speech_record
from speechkit.render.text import safe_page
from speechkit.speech import Speech

if TYPE_CHECKING:
    from speechkit.query.syntax import Term


class Wishes(NamedTuple):
    """How speeches are to be shown."""

    script: str | None
    highlight: str | None
    number: bool


def show_speech(session: Session, choices: Sequence[SpeechChoice], wishes: Wishes) -> None:
    """Print the chosen speeches."""
    if wishes.script:
        convert = _make_converter(wishes.script)
        choices = [choice._replace(speech=convert(choice.speech)) for choice in choices]
    terms = _read_terms(session, choices, wishes.highlight)
    if session.format == "human":
        _show_pages(session, choices, terms)
    elif session.format == "jsonl":
        for choice in choices:
            print_object(session, speech_record(choice.speech, choice.paragraphs))
    else:
        _show_lines(session, choices, terms, numbered=wishes.number)


def _show_lines(
    session: Session, choices: Iterable[SpeechChoice], terms: Sequence[Term], *, numbered: bool
) -> None:
    mark = make_marker(terms) if session.terminal.color else None
    for place, (speech, paragraphs, _) in enumerate(choices):
        if place:
            session.output.write("\n")
        for line in speech_lines(speech, paragraphs, numbered=numbered, mark=mark):
            session.output.write(line)


def show_raw(session: Session, corpus: Corpus, choices: Iterable[SpeechChoice]) -> None:
    """Print files as they are, only decoded; a terminal gets nothing that would steer it."""
    with open_pager(session) as output:
        for choice in choices:
            text = corpus.read_raw(choice.speech.id)
            output.write(safe_page(text) if session.terminal.output else text)


def _show_pages(session: Session, choices: Sequence[SpeechChoice], terms: Sequence[Term]) -> None:
    from speechkit.render.speech_page import render_speech, render_way_on

    with open_pager(session) as output:
        console = session.make_console(output)
        for number, choice in enumerate(choices):
            if number:
                console.print()
            speech, paragraphs = choice.speech, choice.paragraphs
            print_lines(console, render_speech(speech, paragraphs, terms, session.terminal.width))
            if not choice.whole:
                console.print()
                print_lines(console, render_way_on(speech, paragraphs, session.corpus_option))


def _read_terms(
    session: Session, choices: Iterable[SpeechChoice], query: str | None
) -> tuple[Term, ...]:
    """Return what is to be marked; say so if that will not be seen."""
    if query is None:
        return ()
    from speechkit.query.passages import find_spans
    from speechkit.query.syntax import parse_query

    terms = parse_query(query).terms
    if session.format == "jsonl" or not session.terminal.color:
        note("--highlight marks nothing without colours; --color always gives them in a pipe too")
    elif not any(
        find_spans(choice.speech.paragraph(number), terms)
        for choice in choices
        for number in choice.paragraphs
    ):
        note(f"--highlight marks nothing: {query} does not stand in what is shown")
    return terms


def _make_converter(configuration: str) -> Callable[[Speech], Speech]:
    """Return what brings a speech into another script, names and all."""
    from opencc import OpenCC

    converter = OpenCC(configuration)

    def convert(speech: Speech) -> Speech:
        return speech._replace(
            title=converter.convert(speech.title),
            paragraphs=tuple(map(converter.convert, speech.paragraphs)),
            sections=tuple(
                section._replace(name=converter.convert(section.name))
                for section in speech.sections
            ),
            speaker=converter.convert(speech.speaker),
            occasion=converter.convert(speech.occasion),
            source=converter.convert(speech.source),
        )

    return convert
