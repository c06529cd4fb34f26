"""What cleaning a text gives: the body in paragraphs, its title, sections and metadata."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.model import DroppedText, Notice, Origin, Section, Turn


class Cleaned(NamedTuple):
    """A clean text in its own script; paragraph ``n`` is ``paragraphs[n - 1]``.

    What neither text, format, title nor the file's name states is the empty string; ``origins``
    has where the rest comes from. Of a title that is a guess, or missing, a doubtful notice tells.
    The title is not repeated in the paragraphs; lines of metadata are, so that they can be
    searched; a source named below the text and other notes of an editor are dropped.
    ``lines`` has of each paragraph the line of the file where it begins, of joined ones that of the
    first; it is the page where the format has pages, and 0 where it has neither. ``dropped`` is
    all else that the extracted text holds, readings and markup aside.
    """

    title: str
    paragraphs: tuple[str, ...]
    lines: tuple[int, ...]
    sections: tuple[Section, ...]
    date: str
    speaker: str
    occasion: str
    source: str
    url: str
    notices: tuple[Notice, ...]
    turns: tuple[Turn, ...] = ()
    dropped: tuple[DroppedText, ...] = ()
    origins: tuple[Origin, ...] = ()
