"""The lines of an HTML source: blocks, cells and line breaks end them; each knows its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import chain

from speechkit.formats.breadcrumbs import is_breadcrumbs
from speechkit.formats.edited import EditedText, line_starts
from speechkit.formats.html_source import DROPPED
from speechkit.formats.model import Piece
from speechkit.formats.note_marks import PLACE, is_linked_mark, is_raised_mark, take_out
from speechkit.formats.rows import row_pieces
from speechkit.formats.soft_breaks import Line, join_even
from speechkit.text.characters import BLANKS, HAN

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "head", "header", "hr"),
        *("html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead"),
        *("ul", "legend", "details", "summary", "dialog", "hgroup", "search", "option", "menu"),
        *_HEADINGS,
    )
)
_LINE_ENDS = _BLOCKS | {"td", "th"}
_RUBY = ("ruby", "rb", "rt", "rtc", "rp")
_READINGS = ("rt", "rtc", "rp")
_READING_THEN_HAN = re.compile(rf"[^{HAN}]+([{HAN}].*)", re.DOTALL)
_NO_TARGETS = ("#", "javascript:", "data:")
_LONGEST_TARGET = 2000
_MOST_WORDS, _BEFORE = 8, 12
_MOST_NESTED = 20
"""Tables in each other whose rows are told apart: each row is copied into the one around it."""
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}，。、；：])[ \t]*\n\s*(?=[{HAN}])")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TAG = r"<[^<>]*>"
_BLANK_OR_REFERENCE = re.compile(rf"[{BLANKS}]+|&[#0-9A-Za-z]+;?")


def read_lines(page: str, source: EditedText) -> list[Piece]:
    """Return the lines of a page, ``source`` being what is left of it to be read."""
    places = _Places(page, source)
    # The parser reads an unfinished tag again from each "<": what follows the last ">" is text.
    end = source.text.rfind(">") + 1
    reader = _Reader(places)
    try:
        reader.feed(source.text[:end])
        reader.close()
    except AssertionError:  # a declaration that no parser understands
        return list(_read_without_tags(page, source))
    reader.read(unescape(source.text[end:]), end)
    return reader.finish()


def _read_without_tags(page: str, source: EditedText) -> Iterator[Piece]:
    source = source.replace(_TAG, lambda _: "\n")
    places = _Places(page, source)
    for start, line in zip(line_starts(source.text), source.text.split("\n"), strict=True):
        for text in unescape(line).split("\n"):
            yield Piece(text, places.line(places.find_visible(start)))


class _Places:
    """Which line of the page a place in its source is on."""

    def __init__(self, page: str, source: EditedText) -> None:
        self._source = source
        self._page_lines = line_starts(page)
        self._source_lines = line_starts(source.text)

    def place(self, line: int, column: int) -> int:
        """Return the place in the source of a parser's position."""
        return self._source_lines[line - 1] + column

    def line(self, place: int) -> int:
        """Return the number of the page's line."""
        return bisect_right(self._page_lines, self._source.origin(place))

    def find_visible(self, place: int) -> int:
        """Return the first place from here on that shows anything, references to blanks aside."""
        while found := _BLANK_OR_REFERENCE.match(self._source.text, place):
            if unescape(found[0]).strip(BLANKS):
                break
            place = found.end()
        return place

    def next_line(self, place: int) -> int:
        """Return where the next line of the source begins."""
        return self._source.text.find("\n", place) + 1 or len(self._source.text)


class _Row:
    """A row while it is read."""

    def __init__(self) -> None:
        self.cells: list[list[Piece]] = []
        self.holds_table = False
        """Whether a table is in one of its cells: then it lays out the page."""


class _Reader(HTMLParser):
    """Collects lines; cells of a row are held back until it is known whether it is a table's."""

    def __init__(self, places: _Places) -> None:
        super().__init__(convert_charrefs=True)
        self._places = places
        self._lines: list[Piece] = []
        self._dropped: list[Piece] = []
        self._words: list[str] = []
        self._line = 0
        """Where the words begin to show anything; 0 until they do."""
        self._level = 0
        self._rows: list[_Row] = []
        self._tables: list[int] = []
        """How many rows were open where each open table began."""
        self._preformatted = False
        self._rule = ""
        """Of the element that is no part of the speech, while one is read."""
        self._reading: list[str] | None = None
        """What a ``<rt>`` has said, while one is read."""
        self._raised = -1
        """Where among the words a ``<sup>`` began; -1 where none is open."""
        self._link = (-1, "")
        """Where among the words a link began, and its target."""
        self._links = 0
        self._marks: list[str] = []
        self._broken: list[Line] = []
        """The lines of a block, up to here; ``<br>`` parts them."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._break_line()
        elif tag in _BLOCKS:
            self._end_line()
            if tag in _HEADINGS:
                self._level = _HEADINGS[tag]
            elif tag == "pre":
                self._preformatted = True
            elif tag == "table":
                self._begin_table()
        elif tag == "tr":
            self._begin_row()
        elif tag in ("td", "th"):
            self._end_line()
            if self._rows:
                self._rows[-1].cells.append([])
        elif tag in _RUBY:
            self._end_reading(tag)
        elif tag == "sup":
            self._raised = len(self._words)
        elif tag in ("a", "img", DROPPED):
            self._take_attributes(tag, attrs)

    def _take_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == DROPPED:
            self._end_line()
            self._rule = attrs[0][0] if attrs else ""
            return
        if tag == "img":
            self._drop("image", values.get("alt", ""))
            return
        target = values.get("href", "").strip(BLANKS)
        self._link = len(self._words), target
        self._links += 1
        if target and not target.lower().startswith(_NO_TARGETS):
            self._drop("link-target", target[:_LONGEST_TARGET])

    def _drop(self, rule: str, text: str) -> None:
        if text := text.strip(BLANKS):
            line = self._places.line(self._places.place(*self.getpos()))
            self._dropped.append(Piece(text, line, dropped=rule))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag != "br":  # which would end two lines
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self._break_line()
        elif tag in _LINE_ENDS:
            self._end_line()
            if tag == "table":
                self._end_rows(self._tables.pop() if self._tables else 0)
            elif tag in _HEADINGS:
                self._level = 0
            elif tag == "pre":
                self._preformatted = False
        elif tag == "tr":
            self._end_rows(len(self._rows) - 1)
        elif tag in _RUBY:
            self._end_reading(f"/{tag}")
        elif tag == "sup":
            self._end_raised()
        elif tag == "a":
            self._end_link()
        elif tag == DROPPED:
            self._end_line()
            self._rule = ""

    def _end_reading(self, tag: str) -> None:
        """Begin or end the reading of a character; the tags of both may be missing."""
        if self._reading is not None and tag in ("rt", "rb", "rp"):
            # Never closed: what follows the reading in letters is the next character.
            base = _READING_THEN_HAN.fullmatch("".join(self._reading))
            self._words += [base[1]] if base else []
        self._reading = [] if tag in _READINGS else None

    def _end_raised(self) -> None:
        start, self._raised = self._raised, -1
        if start < 0:
            return
        text = "".join(self._words[start:])
        linked = "#" in self._link[1] or (PLACE in text)
        if PLACE not in text and is_raised_mark(text, self._before(start), linked=linked):
            self._mark(start, text)

    def _end_link(self) -> None:
        (start, target), self._link = self._link, (-1, "")
        if start < 0 or "#" not in target:
            return
        text = "".join(self._words[start:])
        if PLACE not in text and is_linked_mark(text, self._before(start)):
            self._mark(start, text)

    def _before(self, start: int) -> str:
        """The end of what the line says before one of its words."""
        found = ""
        for word in reversed(self._words[max(0, start - _MOST_WORDS) : start]):
            found = word + found
            if len(found.strip(BLANKS)) > _BEFORE:
                break
        return found[-_BEFORE:]

    def _mark(self, start: int, mark: str) -> None:
        del self._words[start:]
        self._words.append(PLACE)
        self._marks.append(mark.strip(BLANKS))

    def handle_data(self, data: str) -> None:
        self.read(data, self._places.place(*self.getpos()))

    def read(self, data: str, place: int) -> None:
        """Take in text that begins at a place of the source."""
        if self._reading is not None:
            self._reading.append(data)
            return
        if not self._preformatted:
            self._add(_SPACES.sub(" ", _BETWEEN_HAN.sub("", data)), place)
            return
        first, *others = data.split("\n")
        self._add(first, place)
        for line in others:
            self._end_line()
            place = self._places.next_line(place)
            self._add(line, place)

    def finish(self) -> list[Piece]:
        """Return everything read, a paragraph a piece."""
        self._end_rows(0)
        if not self._dropped:
            return self._lines
        return sorted(chain(self._lines, self._dropped), key=lambda piece: piece.line)

    def _add(self, words: str, place: int) -> None:
        self._words.append(words)
        if not self._line and words.strip(BLANKS):
            self._line = self._places.line(self._places.find_visible(place))

    def _break_line(self) -> None:
        """End a line that may go on in the next one of its block."""
        if self._line:
            self._take_line()
        else:
            self._end_broken()
        self._words.clear()

    def _end_line(self) -> None:
        if self._line:
            self._take_line()
        if self._broken:
            self._end_broken()
        if self._words:
            self._words.clear()

    def _take_line(self) -> None:
        """Take in what the words say; they show something."""
        text, marks = take_out("".join(self._words), iter(self._marks))
        line = self._line
        if self._rule:
            self._dropped.append(Piece(text, line, dropped=self._rule))
        elif self._level:
            self._put([Piece(text, line, level=self._level)])
        elif is_breadcrumbs(text, self._links):
            self._dropped.append(Piece(text, line, dropped="breadcrumbs"))
        else:
            self._broken.append(Line(text, line))
        self._dropped += (Piece(mark.strip(BLANKS), line, dropped="note-mark") for mark in marks)
        self._marks.clear()
        self._line = self._links = 0
        self._raised, self._link, self._reading = -1, (-1, ""), None

    def _end_broken(self) -> None:
        """Put the lines of a block, joined where they break at a fixed width."""
        lines = self._broken if len(self._broken) < 2 else join_even(self._broken)
        if lines:
            self._put([Piece(text, line) for text, line in lines])
        self._broken.clear()

    def _put(self, lines: list[Piece]) -> None:
        if not self._rows:
            self._lines += lines
        elif self._rows[-1].cells:
            self._rows[-1].cells[-1] += lines
        else:
            self._rows[-1].cells.append(lines)

    def _begin_table(self) -> None:
        if self._rows:
            self._rows[-1].holds_table = True
        if len(self._tables) < _MOST_NESTED:
            self._tables.append(len(self._rows))

    def _begin_row(self) -> None:
        """Begin a row; the one before it in its table may lack an end."""
        self._end_rows(self._tables[-1] if self._tables else 0)
        self._rows.append(_Row())

    def _end_rows(self, left: int) -> None:
        """Write rows until so many are left open, with the tables in them that were not closed."""
        self._end_line()
        while len(self._rows) > max(left, 0):
            self._end_row()
        while self._tables and self._tables[-1] > len(self._rows):
            self._tables.pop()

    def _end_row(self) -> None:
        """Write a row: on one line if it is a table's, as it is if it only lays out a page."""
        row = self._rows.pop()
        if row.holds_table:
            self._put([piece for cell in row.cells for piece in cell])
        else:
            self._put(row_pieces(row.cells))
