"""From a file's bytes to a speech: extracted, cleaned, and named by its path."""

from __future__ import annotations

import os
from pathlib import Path

from speechkit.cleaning.boilerplate import shipped_boilerplate
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.pipeline import STEPS, Draft, begin
from speechkit.formats import extract
from speechkit.formats.encodings import read_path
from speechkit.model import Notice, Speech
from speechkit.text.scripts import script_of


def read_speech(data: bytes, path: bytes, root: Path, encoding: str | None = None) -> Speech:
    """Return the speech that a file's bytes hold; its ``id`` is its path in the corpus.

    Raises UnreadableFileError for data in no known format, and DecodingError where no encoding
    fits a text.
    """
    draft = begin_reading(data, path, encoding)
    for step in STEPS:
        step(draft)
    return make_speech(draft, path, root)


def begin_reading(data: bytes, path: bytes, encoding: str | None = None) -> Draft:
    """Return the draft of what a file's bytes hold, on which the steps of cleaning work.

    Raises what ``read_speech`` does.
    """
    name = read_path(path).rpartition("/")[2]
    extracted = extract(data, name, encoding)
    return begin(extracted, _stem(name), shipped_boilerplate())


def make_speech(draft: Draft, path: bytes, root: Path) -> Speech:
    """Return the speech of a draft that all steps have worked on; its ``id`` is its path."""
    cleaned, extracted = draft.cleaned, draft.extracted
    return Speech(
        id=read_path(path),
        title=cleaned.title or draft.name,
        paragraphs=cleaned.paragraphs,
        path=root / os.fsdecode(path),
        encoding=extracted.encoding,
        title_in_text=bool(cleaned.title),
        confidence=extracted.confidence,
        script=script_of(_join(cleaned)),
        format=extracted.format,
        sections=cleaned.sections,
        date=cleaned.date,
        speaker=cleaned.speaker,
        occasion=cleaned.occasion,
        source=cleaned.source,
        url=cleaned.url,
        notices=(*extracted.notices, *cleaned.notices, *_missing_title(cleaned)),
        lines=cleaned.lines,
        turns=cleaned.turns,
        dropped=cleaned.dropped,
        origins=cleaned.origins,
    )


def _stem(name: str) -> str:
    """Return a file's name without its ending, as pathlib does, whose paths cost more to make."""
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


def _join(cleaned: Cleaned) -> str:
    """Return the text of a speech: its title, where it has one, and its paragraphs."""
    title = (cleaned.title,) if cleaned.title else ()
    return "\n".join((*title, *cleaned.paragraphs))


def _missing_title(cleaned: Cleaned) -> tuple[Notice, ...]:
    """Tell that a text has no title, so that the file's name is in its place."""
    return () if cleaned.title else (Notice("doubtful", "no-title"),)
