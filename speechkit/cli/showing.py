"""Printing speeches: pages for a person, lines or objects for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.pager import open_pager
from speechkit.cli.printing import print_object
from speechkit.cli.session import Session, print_lines
from speechkit.cli.speech_choice import SpeechChoice
from speechkit.corpus import Corpus
from speechkit.output.speeches import speech_lines, speech_record
from speechkit.output.text import safe_page
from speechkit.speech import Speech

if TYPE_CHECKING:
    from speechkit.query import Term


class Wishes(NamedTuple):
    """How speeches are to be shown."""

    script: str | None
    highlight: str | None
    number: bool
    no_pager: bool


def show_speech(session: Session, choices: Iterable[SpeechChoice], wishes: Wishes) -> None:
    """Print the chosen speeches."""
    if wishes.script:
        convert = _make_converter(wishes.script)
        choices = [choice._replace(speech=convert(choice.speech)) for choice in choices]
    if session.format == "human":
        _show_pages(session, list(choices), wishes)
        return
    for number, choice in enumerate(choices):
        if session.format == "jsonl":
            record = speech_record(choice.speech, choice.paragraphs)
            print_object(session, record)
            continue
        if number:
            session.output.write("\n")
        numbered = wishes.number
        for line in speech_lines(choice.speech, choice.paragraphs, numbered=numbered):
            session.output.write(line)


def show_raw(
    session: Session, corpus: Corpus, choices: Iterable[SpeechChoice], *, paged: bool
) -> None:
    """Print files as they are, only decoded; a terminal gets nothing that would steer it."""
    with open_pager(session, paged) as output:
        for choice in choices:
            text = corpus.read_raw(choice.speech.id)
            output.write(safe_page(text) if session.terminal.output else text)


def _show_pages(session: Session, choices: Sequence[SpeechChoice], wishes: Wishes) -> None:
    from speechkit.output.speech_page import render_speech, render_way_on

    terms = _read_terms(wishes.highlight)
    with open_pager(session, not wishes.no_pager) as output:
        console = session.make_console(output)
        for number, choice in enumerate(choices):
            if number:
                console.print()
            speech, paragraphs = choice.speech, choice.paragraphs
            print_lines(console, render_speech(speech, paragraphs, terms, session.terminal.width))
            if not choice.whole:
                console.print()
                print_lines(console, render_way_on(speech, paragraphs, session.corpus_option))


def _read_terms(query: str | None) -> tuple[Term, ...]:
    from speechkit.query import parse_query

    return parse_query(query).terms if query else ()


def _make_converter(configuration: str) -> Callable[[Speech], Speech]:
    """Return what brings a speech into another script, names and all."""
    from opencc import OpenCC

    converter = OpenCC(configuration)

    def convert(speech: Speech) -> Speech:
        return replace(
            speech,
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
