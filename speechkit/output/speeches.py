"""Speeches as lines and objects for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.output.text import safe_line
from speechkit.speech import Speech

if TYPE_CHECKING:
    from speechkit.catalogue import Listed


def speech_lines(speech: Speech, paragraphs: range, *, numbered: bool) -> Iterator[str]:
    """Yield the wanted paragraphs, a line each, the title as paragraph 0."""
    for number in paragraphs:
        text = safe_line(speech.paragraphs[number - 1] if number else speech.title)
        yield f"{number}\t{text}\n" if numbered else f"{text}\n"


def describe_speech(speech: Speech | Listed) -> dict[str, str]:
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
        "script": speech.script,
    }


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
