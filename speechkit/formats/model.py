"""What a reader of any format gives: the text of a file in pieces, and what the file states."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.model import Notice


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
