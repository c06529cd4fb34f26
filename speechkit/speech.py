"""A speech: one raw file, read (decoded and cleaned)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from speechkit.ingest.folder import HTML_SUFFIXES, display_path
from speechkit.notices import Notice
from speechkit.section import Section, section_of
from speechkit.text.normalize import HAN_RANGES, count_traditional

PASSAGE_LENGTH = 300
"""Characters; a longer paragraph is cut into passages at the ends of its sentences."""

_SCRIPT_SAMPLE = 1_000
_SENTENCE = r"[^。！？!?；;]*[。！？!?；;]+[”’』」）)]*|[^。！？!?；;]+"
"""Compiled where it is first used: most commands cut nothing."""


class Speech(NamedTuple):
    """One speech; ``paragraphs[n - 1]`` is paragraph n, and the title is not one of them."""

    id: str
    title: str
    """As shown: where the text has none, the file's name without its ending."""
    paragraphs: tuple[str, ...]
    path: Path
    encoding: str
    title_in_text: bool = True
    confidence: float = 1.0
    sections: tuple[Section, ...] = ()
    date: str = ""
    speaker: str = ""
    occasion: str = ""
    source: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """Return the title, once and where the text has one, and the paragraphs, a line each."""
        lines = (self.title, *self.paragraphs) if self.title_in_text else self.paragraphs
        return "\n".join(lines)

    @property
    def script(self) -> str:
        """Return ``traditional`` or ``simplified``, whichever more of the characters say."""
        return script_of(self.text)

    def paragraph(self, number: int) -> str:
        """Return the paragraph of a number; 0 is the title."""
        return self.paragraphs[number - 1] if number else self.title

    def section_of(self, paragraph: int) -> str:
        """Return the name of the section in which a paragraph stands, or the empty string."""
        return section_of(self.sections, paragraph)


def script_of(text: str) -> str:
    """Return ``traditional`` where one character in fifty or more is, else ``simplified``.

    Text without Chinese characters has the script ``none``. Simplified texts hold a few
    characters that count as traditional (著, 乾), traditional ones have dozens in a hundred.
    """
    sample = text[:_SCRIPT_SAMPLE]
    han = len(re.findall(f"[{HAN_RANGES}]", sample))
    if not han:
        return "none"
    return "traditional" if count_traditional(sample) * 50 >= han else "simplified"


def read_speech(data: bytes, path: bytes, root: Path, encoding: str | None = None) -> Speech:
    """Return the speech that a file's bytes hold; its ``id`` is its path in the corpus.

    Raises DecodingError if the bytes are no text.
    """
    # Decoding and cleaning stay off the path of a query, which reads no file.
    from speechkit.cleaning import clean
    from speechkit.formats.encodings import decode

    name = PurePosixPath(display_path(path))
    decoded = decode(data, encoding)
    cleaned = clean(decoded.text, name=name.stem, html=name.suffix.lower() in HTML_SUFFIXES)
    return Speech(
        id=display_path(path),
        title=cleaned.title or name.stem,
        title_in_text=bool(cleaned.title),
        paragraphs=cleaned.paragraphs,
        path=root / os.fsdecode(path),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        sections=cleaned.sections,
        date=cleaned.date,
        speaker=cleaned.speaker,
        occasion=cleaned.occasion,
        source=cleaned.source,
        notices=(*decoded.notices, *cleaned.notices),
    )


def cut_passages(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the passages of a paragraph as half-open spans of characters, one after the other.

    A passage is cut at the end of a sentence, after at most PASSAGE_LENGTH characters; a sentence
    longer than that is cut where it is full.
    """
    if len(paragraph) <= PASSAGE_LENGTH:
        yield 0, len(paragraph)
        return
    start = end = 0
    for sentence in re.finditer(_SENTENCE, paragraph):
        if end > start and sentence.end() - start > PASSAGE_LENGTH:
            yield start, end
            start = end
        end = sentence.end()
        while end - start > PASSAGE_LENGTH:
            yield start, start + PASSAGE_LENGTH
            start += PASSAGE_LENGTH
    if end > start:
        yield start, end
