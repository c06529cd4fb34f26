"""What a reader of any format gives: the text of a file in pieces, and what the file states."""

from __future__ import annotations

from typing import Any, NamedTuple

from speechkit.model import Notice
from speechkit.text.characters import replace_halves


class Piece(NamedTuple):
    """A part of a file's text: a paragraph, a row of a table, or lines that follow each other.

    Where ``text`` has several lines, they are lines of the file that follow each other, too:
    the first is line ``line``, the next one ``line + 1``. Whatever else begins on a line of its
    own is a piece of its own. Numbers that a format makes by itself (一、（一）1.) are text.
    """

    text: str
    line: int = 0
    """Of the decoded file, from 1; 0 where the format has no lines."""
    page: int = 0
    """From 1; 0 where the format has no pages."""
    level: int = 0
    """Of a heading, from 1; 0 for what is none."""
    dropped: str = ""
    """The rule, in kebab-case, by which a reader says that this is no part of the speech, such as
    ``running-head``; empty for what is."""


class Extracted(NamedTuple):
    """The text of a file and how it was read; nothing is cleaned yet.

    The plain strings are what the format itself states (an HTML ``<title>``, the properties of a
    document); what it does not state is empty.
    """

    format: str
    """``text``, ``html`` …"""
    pieces: tuple[Piece, ...]
    encoding: str = ""
    """A lower-case Python codec name; empty where the format leaves no choice."""
    confidence: float = 1.0
    """Of the encoding, from 0 to 1."""
    notices: tuple[Notice, ...] = ()
    title: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    occasion: str = ""

    @property
    def text(self) -> str:
        """The text of all pieces, dropped ones included, each on lines of its own."""
        return "\n".join(piece.text for piece in self.pieces)

    def without_halves(self) -> Extracted:
        """The same without half characters, which escapes of JSON, YAML or UTF-7 may have named."""
        told = (self.title, self.author, self.date, self.source, self.url, self.occasion)
        try:
            "".join((self.text, *told, *(notice.text for notice in self.notices))).encode()
        except UnicodeEncodeError:
            return Extracted(*map(_replace_halves, self))
        return self


def _replace_halves(value: Any) -> Any:
    """Return a string, or a tuple of what may be strings, without half characters."""
    if isinstance(value, tuple):
        parts = map(_replace_halves, value)
        return type(value)._make(parts) if hasattr(value, "_make") else tuple(parts)
    return replace_halves(value) if isinstance(value, str) else value
