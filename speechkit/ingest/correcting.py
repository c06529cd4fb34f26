"""A speech as a row of ``metadata.csv`` corrects it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from speechkit.ingest.corrections import Correction
from speechkit.model import MetadataField, Notice, Origin, Speech
from speechkit.text.scripts import script_of

_DOUBTS_OF_TITLES = ("no-title", "title")
"""Notices that a title set by hand settles."""


def correct_speech(speech: Speech, correction: Correction) -> Speech:
    """Return a speech with what a correction says; what says the same as was read changes nothing.

    Its ``id`` is the path of its file. A title that the text itself has stays in it, as its first
    paragraph.
    """
    for field, value in correction.values:
        if _squeeze(getattr(speech, field)) != _squeeze(value):
            speech = _set(speech, field, value)
    return speech._replace(script=script_of(speech.text))


def _set(speech: Speech, field: MetadataField, value: str) -> Speech:
    """Return a speech with another value of a field, which is said to come from the table."""
    others = tuple(origin for origin in speech.origins if origin.field != field)
    corrected = (Origin(field, "metadata.csv"),) if value else ()
    if field == "title":
        return _set_title(speech, value)._replace(origins=(*corrected, *others))
    changes: dict[str, Any] = {field: value, "origins": (*others, *corrected)}
    return speech._replace(**changes)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _set_title(speech: Speech, title: str) -> Speech:
    """Return a speech with another title, or with none but its file's name."""
    if not title and not speech.title_in_text:
        return speech
    notices = tuple(n for n in speech.notices if not (title and _is_doubt(n)))
    if speech.title_in_text and speech.title not in title:
        speech = _lower_title(speech)
    named = title or PurePosixPath(speech.id).stem
    return speech._replace(title=named, title_in_text=bool(title), notices=notices)


def _is_doubt(notice: Notice) -> bool:
    return notice.kind == "doubtful" and notice.rule in _DOUBTS_OF_TITLES


def _lower_title(speech: Speech) -> Speech:
    """Return a speech whose title is its first paragraph, too."""
    line = next((origin.line for origin in speech.origins if origin.field == "title"), 0)
    lines = (line, *speech.lines) if speech.lines else ()
    return speech._replace(
        paragraphs=(speech.title, *speech.paragraphs),
        lines=lines,
        sections=tuple(s._replace(paragraph=s.paragraph + 1) for s in speech.sections),
        turns=tuple(t._replace(paragraph=t.paragraph + 1) for t in speech.turns),
    )
