"""From a file's bytes to a speech: extracted, cleaned, and named by its path."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

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
    name = PurePosixPath(read_path(path))
    extracted = extract(data, name.name, encoding)
    cleaned = clean(extracted, name.stem)
    speech = Speech(
        id=read_path(path),
        title=cleaned.title or name.stem,
        paragraphs=cleaned.paragraphs,
        path=root / os.fsdecode(path),
        encoding=extracted.encoding,
        title_in_text=bool(cleaned.title),
        confidence=extracted.confidence,
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
    return speech._replace(script=script_of(speech.text))


def _missing_title(cleaned: Cleaned) -> tuple[Notice, ...]:
    """Tell that a text has no title, so that the file's name is in its place."""
    return () if cleaned.title else (Notice("doubtful", "no-title"),)
