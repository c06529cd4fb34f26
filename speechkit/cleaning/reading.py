"""From a file's bytes to a speech: extracted, cleaned, and named by its path."""

from __future__ import annotations

import os
from pathlib import Path

from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.pipeline import clean
from speechkit.formats import extract
from speechkit.formats.encodings import read_path
from speechkit.model import Notice, Speech
from speechkit.text.scripts import script_of


def read_speech(data: bytes, path: bytes, root: Path, encoding: str | None = None) -> Speech:
    """Return the speech that a file's bytes hold; its ``id`` is its path in the corpus.

    Raises UnreadableFileError for data in no known format, and DecodingError where no encoding
    fits a text.
    """
    shown = read_path(path)
    name = shown.rpartition("/")[2]
    stem = _stem(name)
    extracted = extract(data, name, encoding)
    cleaned = clean(extracted, stem)
    return Speech(
        id=shown,
        title=cleaned.title or stem,
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
