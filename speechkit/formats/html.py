"""HTML: whether a text is a page, and its text: a paragraph a line, a row of a table a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS

SIGNS = frozenset("<")

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_HEAD = 20_000
"""Characters at the beginning of a text that say whether it is a page."""

# Compiled where they are first used: few texts hold a tag.
_KNOWN_TAG = (
    r"(?i)</?(?:html|head|body|div|p|br|span|table|tbody|tr|td|th|font|strong|h[1-6]|ul|ol|li|meta"
    r"|article|section|center|img|a)(?:\s[^<>]*)?/?>|<!doctype\b"
)
_FEWEST_TAGS = 4
_ENDLESS_NUMBER = r"&#[0-9]{1000,};?"


def recognize(text: str, name: str) -> bool:
    """Return whether a text is a page: by its ending, or plainly HTML."""
    return name.lower().endswith(SUFFIXES) or looks_like_html(text)


def looks_like_html(text: str) -> bool:
    """Return whether a text is plainly HTML: it begins with a tag and holds more."""
    start = text[:_HEAD].lstrip(BLANKS)
    if not start.startswith("<"):
        return False
    tags = sum(1 for _ in re.finditer(_KNOWN_TAG, start))
    return tags >= _FEWEST_TAGS and bool(re.match(_KNOWN_TAG, start) or start.startswith("<?xml"))


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the lines of a page or fragment, and what its headings and meta names state."""
    from speechkit.formats.html_stated import read_stated

    page = decoded.text
    pieces = _read(page)
    headings = [piece.text for piece in pieces if piece.level == 1 and not piece.dropped]
    stated = read_stated(page, headings)
    return Extracted(
        format="html",
        pieces=tuple(pieces),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=stated.title,
        author=stated.author,
        date=stated.date,
        source=stated.source,
        url=stated.url,
    )


def read_fragment(source: str, first_line: int) -> list[Piece]:
    """Return the lines of HTML within a text of another format, whose line ``first_line`` it is."""
    pieces = _read(source)
    return [piece._replace(line=piece.line + first_line - 1) for piece in pieces]


def _read(page: str) -> Sequence[Piece]:
    from speechkit.formats.html_lines import read_lines  # takes a parser, which most texts do not
    from speechkit.formats.html_source import prepare

    # No character has such a number, and Python refuses to read that many digits.
    page = re.sub(_ENDLESS_NUMBER, "\ufffd", page)
    return read_lines(page, prepare(page))
