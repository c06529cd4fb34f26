"""A speech as a person reads it at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from speechkit.output.blocks import WIDEST, block
from speechkit.output.styles import COMMAND, IDENTIFIER, QUIET, SECTION, TITLE, quiet
from speechkit.output.text import safe_line, safe_spans
from speechkit.passages import find_spans
from speechkit.query import Term
from speechkit.speech import Speech


def render_speech(
    speech: Speech, paragraphs: range, terms: Sequence[Term], width: int
) -> Iterator[Text]:
    """Yield a title block and the wanted paragraphs, numbered, what matches ``terms`` marked."""
    width = min(width, WIDEST)
    yield from _render_head(speech, terms, width)
    digits = max(len(str(len(speech.paragraphs))), 2)
    section = ""
    for number in paragraphs:
        if not number:
            continue
        name = speech.section_of(number)
        if name != section:
            section = name
            yield Text()
            yield from block(safe_line(name), (), width, Text(" " * (digits + 2)), SECTION)
        text = speech.paragraphs[number - 1]
        spans = find_spans(text, terms) if terms else ()
        yield Text()
        lead = Text().append(f"{number:>{digits}}  ", style=QUIET)
        yield from block(*safe_spans(text, spans), width, lead)


def _render_head(speech: Speech, terms: Sequence[Term], width: int) -> Iterator[Text]:
    spans = find_spans(speech.title, terms) if terms else ()
    yield from block(*safe_spans(speech.title, spans), width, None, TITLE)
    facts = [safe_line(fact) for fact in (speech.date, speech.speaker, speech.occasion)]
    if any(facts):
        yield from block(" · ".join(filter(None, facts)), (), width)
    if speech.source:
        yield from block(safe_line(speech.source), (), width, None, QUIET)
    line = Text().append(safe_line(speech.id), style=IDENTIFIER)
    line.append(" · ", style=QUIET)
    line.append_text(quiet(speech.encoding, speech.script, f"{len(speech.paragraphs)} paragraphs"))
    yield line
    yield Text("─" * width, style=QUIET)


def render_way_on(speech: Speech, paragraphs: range, options: str) -> Iterator[Text]:
    """Yield what stands under a part of a speech: how to read all of it, or more around it."""
    command = f"speechkit show {options}{safe_line(speech.id)}"
    number = len(speech.paragraphs)
    around = f"{max(paragraphs.start - 2, 1)}-{min(paragraphs.stop + 1, number)}"
    for name, rest in ((f"all {number}", ""), ("around", f":{around}")):
        yield Text(f"{name}: ", style=QUIET).append(f"{command}{rest}", style=COMMAND)
