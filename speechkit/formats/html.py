"""HTML to text: paragraphs stay paragraphs, a row of a table becomes one line."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from speechkit.cleaning.markup import HEAD
from speechkit.text.characters import BLANKS, HAN

_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "select", "button", "nav")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|head|header|hr|html|li|main|ol|p|pre|section|table|tbody|tfoot|thead|ul"
)
_LONGEST_CELL = 600
_SITE_NAME = re.compile(r"\s*(?:[_|｜]|\s[-–—]{1,2}\s|--).*", re.DOTALL)
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}，。、；：])[ \t]*\n\s*(?=[{HAN}])")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_ENDLESS_NUMBER = re.compile(r"&#[0-9]{1000,};?")
_LONGEST_TITLE = 300
_TAG = re.compile(r"<[^<>]*>")


def html_to_text(source: str) -> tuple[str, str]:
    """The text of an HTML page or fragment, a paragraph a line, and what its <title> says."""
    # No character has such a number, and Python refuses to make one of so many digits.
    source = _ENDLESS_NUMBER.sub("\ufffd", source)
    title = _title(source)
    source = _without_comments(source)
    for name in (*_NOT_TEXT, "title"):
        source = _without_element(source, name)
    # The parser reads an unfinished tag again from each "<": what follows the last ">" is text.
    end = source.rfind(">") + 1
    reader = _Reader()
    try:
        reader.feed(source[:end])
        reader.close()
    except AssertionError:
        return unescape(_TAG.sub("\n", source)), title
    reader.handle_data(unescape(source[end:]))
    return reader.text(), title


class _Reader(HTMLParser):
    """Collects lines; cells of a row are held back until it is known whether it is a table's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._words: list[str] = []
        self._rows: list[list[list[str]]] = []
        self._preformatted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_line()
            self._rows.append([])
        elif tag in ("td", "th"):
            self._end_line()
            if self._rows:
                self._rows[-1].append([])
        elif tag == "br" or _BLOCKS.fullmatch(tag):
            self._end_line()
        self._preformatted = self._preformatted or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._end_row()
        elif _BLOCKS.fullmatch(tag) or tag in ("td", "th", "br"):
            self._end_line()
            if tag == "table":
                self._end_row()
        self._preformatted = self._preformatted and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            first, *others = data.split("\n")
            self._words.append(first)
            for line in others:
                self._end_line()
                self._words.append(line)
        else:
            self._words.append(_SPACES.sub(" ", _BETWEEN_HAN.sub("", data)))

    def text(self) -> str:
        """Everything read, a paragraph a line."""
        self._end_line()
        while self._rows:
            self._end_row()
        return "\n".join(self._lines)

    def _end_line(self) -> None:
        line = "".join(self._words)
        self._words.clear()
        if line.strip(BLANKS):
            self._put([line])

    def _put(self, lines: list[str]) -> None:
        if not self._rows:
            self._lines += lines
        elif self._rows[-1]:
            self._rows[-1][-1] += lines
        else:
            self._rows[-1].append(lines)

    def _end_row(self) -> None:
        """Write a row: on one line if it is a table's, as it stands if it only lays out a page."""
        self._end_line()
        if not self._rows:
            return
        row = [cell for cell in self._rows.pop() if cell]
        if len(row) > 1 and all(sum(map(len, cell)) <= _LONGEST_CELL for cell in row):
            self._put(["\t".join(" ".join(map(_trimmed, cell)) for cell in row)])
        else:
            for cell in row:
                self._put(cell)


def _trimmed(line: str) -> str:
    return line.strip(BLANKS)


def _title(source: str) -> str:
    start = re.search(r"<title\b[^>]*>", source[:HEAD], re.IGNORECASE)
    if start is None:
        return ""
    end = source.find("<", start.end())
    title = unescape(source[start.end() : end if end >= 0 else None][:_LONGEST_TITLE])
    return _SITE_NAME.sub("", _SPACES.sub(" ", title).strip(BLANKS))


def _without_comments(source: str) -> str:
    """The source without comments and declarations; an unclosed one loses only its opening."""
    parts = []
    position = 0
    while (start := source.find("<!--", position)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        parts.append(source[position:start])
        position = end + 3
    parts.append(source[position:].replace("<!--", ""))
    return re.sub(r"<[!?][^<>]{0,2000}>|<[!?]", "", "".join(parts))


def _without_element(source: str, name: str) -> str:
    """The source without one kind of element; an unclosed one is left for the parser."""
    opening = re.compile(rf"<{name}\b", re.IGNORECASE)
    closing = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    parts = []
    position = 0
    while start := opening.search(source, position):
        end = closing.search(source, start.end())
        if end is None:
            break
        parts.append(source[position : start.start()])
        position = end.end()
    rest = source[position:]
    parts.append(opening.sub("<div", rest) if position < len(source) else rest)
    return "".join(parts)
