"""Speeches as lines and objects for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from speechkit.render.records import Cell
from speechkit.render.text import safe_line, safe_spans, split_spans

if TYPE_CHECKING:
    from speechkit import Speech
    from speechkit.model import DroppedText, Entry
    from speechkit.query import Term

_BOLD, _MATCH, _PLAIN = "\x1b[1m", "\x1b[1;31m", "\x1b[0m"
"""The styles TITLE and MATCH of pages, as a terminal takes them."""

Marker = Callable[[str, int], str]
"""Gives a line of text with its colours; the number is the paragraph's, 0 for the title."""


def speech_lines(
    speech: Speech, paragraphs: range, *, numbered: bool, mark: Marker | None = None
) -> Iterator[str]:
    """Yield the wanted paragraphs, a line each, the title as paragraph 0."""
    for number in paragraphs:
        text = speech.paragraph(number)
        line = mark(text, number) if mark else safe_line(text)
        yield f"{number}\t{line}\n" if numbered else f"{line}\n"


def make_marker(terms: Sequence[Term]) -> Marker:
    """Return what gives a line its colours: a bold title, and what matches ``terms``.

    They are written plainly, because a line for a program needs nothing of rich but these.
    """
    from speechkit.query import find_spans

    def mark(text: str, number: int) -> str:
        style = "" if number else _BOLD
        pieces = split_spans(*safe_spans(text, find_spans(text, terms) if terms else ()))
        marked = (
            f"{_MATCH}{piece}{_PLAIN}{style}" if is_match else piece for piece, is_match in pieces
        )
        line = style + "".join(marked)
        return f"{line}{_PLAIN}" if style else line

    return mark


def describe_speech(speech: Speech | Entry) -> dict[str, str]:
    """Return what lists and whole speeches tell alike: the first fields of their objects."""
    return {
        "id": speech.id,
        "path": str(speech.path),
        "title": speech.title,
        "date": speech.date,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "source": speech.source,
        "encoding": speech.encoding,
        "format": speech.format,
        "script": speech.script,
    }


def dropped_cells(speech: Speech, numbers: range) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of the wanted pieces of dropped text: place, line, rule, text."""
    for number in numbers:
        piece = speech.dropped[number - 1]
        yield f"{speech.id}:~{number}", piece.line, piece.rule, piece.text


def dropped_record(speech: Speech, numbers: range) -> dict[str, object]:
    """Return a speech as an object, with the wanted pieces of its dropped text."""
    pieces = dropped_records(speech.dropped)
    return {**describe_speech(speech), "dropped": [pieces[number - 1] for number in numbers]}


def dropped_records(pieces: Iterable[DroppedText]) -> list[dict[str, object]]:
    """Return pieces of dropped text as objects.

    ``spans`` are what was left out, in characters of the text; the rest of it is in the speech.
    """
    return [
        {
            "number": number,
            "line": piece.line,
            "rule": piece.rule,
            "text": piece.text,
            "spans": piece.spans,
        }
        for number, piece in enumerate(pieces, 1)
    ]


def speech_record(speech: Speech, paragraphs: range) -> dict[str, object]:
    """Return a speech as an object, with the wanted paragraphs and their numbers."""
    return {
        **describe_speech(speech),
        "sections": [
            {"paragraph": section.paragraph, "name": section.name} for section in speech.sections
        ],
        "paragraphs": [
            {"paragraph": number, "text": speech.paragraphs[number - 1]}
            for number in paragraphs
            if number
        ],
    }
