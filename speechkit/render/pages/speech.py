"""A speech as a person reads it at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import _
from speechkit.query import find_spans
from speechkit.render.cells import draw_line, measure
from speechkit.render.messages import (
    count_paragraphs,
    describe_code,
    describe_properties,
    describe_rule,
)
from speechkit.render.pages.layout import WIDEST, block
from speechkit.render.pages.styles import COMMAND, IDENTIFIER, QUIET, SECTION, TITLE, quiet
from speechkit.render.text import safe_line, safe_spans, shell_argument

if TYPE_CHECKING:
    from speechkit import Speech
    from speechkit.query import Term

_LINES_BEFORE, _LINES_AFTER = 14, 6
"""Paragraphs around the body, among which cleaning, too, looks for metadata."""

# Only the look depends on these; cleaning's own rules take longer to import than the page to print.
_LABELLED = re.compile(r"\w{0,4}(?:来源|來源|出处|出處|时间|時間|日期)[:：].{0,40}")
_DATE = re.compile(r"[(（]?[12]\d{3}[-年/.][\d年月日时分秒:：/.-]+[)）]?")
_AROUND_METADATA = 14
"""Characters around metadata in their line: a label, dashes, the speaker's office."""


def render_speech(
    speech: Speech, paragraphs: range, terms: Sequence[Term], width: int
) -> Iterator[Text]:
    """Yield a title block and the wanted paragraphs, numbered, what matches ``terms`` marked."""
    width = min(width, WIDEST)
    yield from _render_head(speech, terms, width)
    digits = max(len(str(len(speech.paragraphs))), 2)
    section = ""
    together = False
    for number, name in _name_sections(speech, paragraphs):
        if name != section:
            section = name
            yield Text()
            yield from block(safe_line(name), (), width, Text(" " * (digits + 2)), SECTION)
        text = speech.paragraphs[number - 1]
        spans = find_spans(text, terms) if terms else ()
        quiet_line = _is_told_above(speech, number)
        if not (together and quiet_line):
            yield Text()
        together = quiet_line
        lead = Text().append(f"{number:>{digits}}  ", style=QUIET)
        yield from block(*safe_spans(text, spans), width, lead, QUIET if quiet_line else "")


def render_dropped(
    speech: Speech, numbers: range, terms: Sequence[Term], width: int
) -> Iterator[Text]:
    """Yield a title block and pieces of dropped text, each with its line and the rule."""
    width = min(width, WIDEST)
    yield from _render_head(speech, terms, width)
    for number in numbers:
        piece = speech.dropped[number - 1]
        yield Text()
        line = _("line {number}").format(number=piece.line) if piece.line else ""
        name = _("dropped text ~{number}").format(number=number)
        yield quiet(name, line, describe_rule(piece.rule))
        spans = find_spans(piece.text, terms) if terms else ()
        yield from block(*safe_spans(piece.text, spans), width, Text("    "))


def _name_sections(speech: Speech, paragraphs: range) -> Iterator[tuple[int, str]]:
    """Yield each paragraph but the title with the name of its section, reading both lists once."""
    sections = iter(speech.sections)
    coming = next(sections, None)
    name = ""
    for number in paragraphs:
        while coming is not None and coming.paragraph <= number:
            name, coming = coming.name, next(sections, None)
        if number:
            yield number, name


def _is_told_above(speech: Speech, number: int) -> bool:
    """Return whether a paragraph is a line of metadata, which the head of the page tells.

    They are around the body; there such a line is dim and close to the one before, and keeps its
    number.
    """
    if _LINES_BEFORE < number <= len(speech.paragraphs) - _LINES_AFTER:
        return False
    text = "".join(speech.paragraphs[number - 1].split())
    stated = ("".join(value.split()) for value in (speech.speaker, speech.occasion, speech.source))
    return bool(_LABELLED.fullmatch(text) or _DATE.fullmatch(text)) or any(
        value in text and len(text) <= len(value) + _AROUND_METADATA and not text.endswith("。")
        for value in stated
        if value
    )


def _render_head(speech: Speech, terms: Sequence[Term], width: int) -> Iterator[Text]:
    spans = find_spans(speech.title, terms) if terms else ()
    yield from block(*safe_spans(speech.title, spans), width, None, TITLE)
    for told in _join_metadata((speech.date, speech.speaker), speech.occasion, width):
        yield from block(told, (), width)
    if unsure := describe_properties(speech.from_properties):
        yield from block(unsure, (), width, None, QUIET)
    if speech.source:
        yield from block(safe_line(speech.source), (), width, None, QUIET)
    line = Text().append(safe_line(speech.id), style=IDENTIFIER)
    line.append(" · ", style=QUIET)
    paragraphs = count_paragraphs(len(speech.paragraphs))
    how = speech.encoding or speech.format
    line.append_text(quiet(how, describe_code(speech.script), paragraphs))
    yield line
    yield Text(draw_line("─", width), style=QUIET)


def _join_metadata(short: Iterable[str], long: str, width: int) -> Iterator[str]:
    """Yield metadata in one line, or the long piece on its own if they do not fit in one."""
    begun = " · ".join(safe_line(value) for value in short if value)
    rest = safe_line(long)
    if begun and rest and measure(f"{begun} · {rest}") > width:
        yield from (begun, rest)
    elif begun or rest:
        yield " · ".join(filter(None, (begun, rest)))


def render_way_on(speech: Speech, paragraphs: range, options: str) -> Iterator[Text]:
    """Yield what goes under a part of a speech: how to read all of it, or more around it."""
    number = len(speech.paragraphs)
    around = f"{max(paragraphs.start - 2, 1)}-{min(paragraphs.stop + 1, number)}"
    for told, rest in ((_("all {number}: "), ""), (_("around: "), f":{around}")):
        command = f"speechkit show {options}{shell_argument(speech.id + rest)}"
        yield Text(told.format(number=number), style=QUIET).append(command, style=COMMAND)
