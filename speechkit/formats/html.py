"""HTML: whether a text is a page, and its text: a paragraph a line, a row of a table a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from speechkit.formats.edited import Edit, EditedText
from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted
from speechkit.text.characters import BLANKS

_SUFFIXES = (".html", ".htm")
_HEAD = 20_000
"""Characters at the beginning of a text that say whether it is a page, and name its title."""

# Compiled where they are first used: few texts hold a tag.
_KNOWN_TAG = (
    r"(?i)</?(?:html|head|body|div|p|br|span|table|tbody|tr|td|th|font|strong|h[1-6]|ul|ol|li|meta"
    r"|article|section|center|img|a)(?:\s[^<>]*)?/?>|<!doctype\b"
)
_FEWEST_TAGS = 4
_ENDLESS_NUMBER = r"&#[0-9]{1000,};?"
_DECLARATION = r"<[!?][^<>]{0,2000}>|<[!?]"
_NOT_TEXT = (
    *("script", "style", "noscript", "template", "svg", "select", "button", "nav"),
    "title",
)
_SPACES = r"[ \t\n\r\f]+"
_SITE_NAME = r"(?s)\s*(?:[_|｜]|\s[-–—]{1,2}\s|--).*"
_LONGEST_TITLE = 300


def recognize(text: str, name: str) -> bool:
    """Return whether a text is a page: by its ending, or plainly HTML."""
    return name.lower().endswith(_SUFFIXES) or looks_like_html(text)


def looks_like_html(text: str) -> bool:
    """Return whether a text is plainly HTML: it begins with a tag and holds more."""
    start = text[:_HEAD].lstrip(BLANKS)
    if not start.startswith("<"):
        return False
    tags = sum(1 for _ in re.finditer(_KNOWN_TAG, start))
    return tags >= _FEWEST_TAGS and bool(re.match(_KNOWN_TAG, start) or start.startswith("<?xml"))


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the lines of a page or fragment, and what its ``<title>`` says, the site aside."""
    from speechkit.formats.html_lines import read_lines  # takes a parser, which most texts do not

    # No character has such a number, and Python refuses to read that many digits.
    page = re.sub(_ENDLESS_NUMBER, "\ufffd", decoded.text)
    return Extracted(
        format="html",
        pieces=tuple(read_lines(page, _without_what_is_no_text(page))),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=_title(page),
    )


def _title(page: str) -> str:
    start = re.search(r"(?i)<title\b[^>]*>", page[:_HEAD])
    if start is None:
        return ""
    end = page.find("<", start.end())
    title = unescape(page[start.end() : end if end >= 0 else None][:_LONGEST_TITLE])
    return re.sub(_SITE_NAME, "", re.sub(_SPACES, " ", title).strip(BLANKS))


def _without_what_is_no_text(page: str) -> EditedText:
    """Return the page without comments, declarations and elements that hold no text."""
    source = EditedText(page)
    source = source.edit(_comments(page)).replace(_DECLARATION, lambda _: "")
    for element in _NOT_TEXT:
        source = source.edit(_elements(source.text, element))
    return source


def _comments(source: str) -> Iterator[Edit]:
    """Yield how comments go; an unclosed one loses only its opening."""
    position = 0
    while (start := source.find("<!--", position)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        yield Edit(start, end + 3)
        position = end + 3
    for opening in re.finditer("<!--", source[position:]):
        yield Edit(position + opening.start(), position + opening.end())


def _elements(source: str, name: str) -> Iterator[Edit]:
    """Yield how one kind of element goes; an unclosed one is a block, whose text is read."""
    opening = re.compile(rf"<{name}\b", re.IGNORECASE)
    closing = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    position = 0
    while start := opening.search(source, position):
        end = closing.search(source, start.end())
        if end is None:
            break
        yield Edit(start.start(), end.end())
        position = end.end()
    for start in opening.finditer(source, position):
        yield Edit(*start.span(), "<div")
