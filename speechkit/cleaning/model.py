"""What cleaning a text gives: the body in paragraphs, its title, sections and plain facts."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.notices import Notice
from speechkit.section import Section


class Cleaned(NamedTuple):
    """A clean text in its own script; paragraph ``n`` is ``paragraphs[n - 1]``.

    Whatever the text does not state plainly is the empty string: no field is ever guessed. The
    title is not repeated in the paragraphs; lines of metadata are, so that they can be searched.
    """

    title: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    date: str
    speaker: str
    occasion: str
    source: str
    notices: tuple[Notice, ...]
