"""OpenDocument texts (.odt), as if all changes were accepted."""

from __future__ import annotations

from collections.abc import Mapping

from speechkit.errors import UnreadableFileError
from speechkit.formats.archive import Archive, holds_part
from speechkit.formats.automatic_numbers import ListCounter
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.odt_lists import HEADINGS, OdtStyles, shorten
from speechkit.formats.properties import read_properties
from speechkit.formats.rows import row_pieces
from speechkit.formats.xml_events import parse, read_integer

_CONTENT = "content.xml"
_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_TYPE_PLACE = slice(30, 100)
"""Of the name and content of the first entry, which tells the type of a document."""
_NOT_TEXT = {
    *("text:tracked-changes", "office:annotation", "text:ruby-text", "text:note-citation"),
    *("office:forms", "text:hidden-text", "text:sequence-decls", "text:variable-decls"),
    "text:user-field-decls",
}
_LONGEST_SPACES = 1_000


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is an OpenDocument text, or what is left of one."""
    if _TYPE in data[_TYPE_PLACE]:
        return True
    return holds_part(data, _CONTENT) and holds_part(data, "META-INF/manifest.xml")


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs of a document, notes behind them, and what its properties state.

    Raises UnreadableFileError for one that is damaged, encrypted or too large.
    """
    archive = Archive(data)
    if b":encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFileError("password")
    if _CONTENT not in archive:
        raise UnreadableFileError("damaged", "no main part")
    styles = OdtStyles()
    parse(archive.chunks("styles.xml"), styles, shorten)
    reader = _Reader(styles)
    parse(archive.chunks(_CONTENT), reader, shorten)
    pieces = reader.finish()
    if not pieces:
        raise UnreadableFileError("no-text")
    stated = read_properties(archive.chunks("meta.xml"))
    return Extracted(
        format="odt",
        pieces=tuple(pieces),
        title=reader.title or stated.title,
        author=stated.author,
        date=stated.date,
    )


class _Paragraph:
    def __init__(self, number: str = "", level: int = 0, style: str = "") -> None:
        self.words: list[str] = []
        self.number = number
        self.level = level
        self.style = style
        self.boxes: list[Piece] = []


class _Reader:
    def __init__(self, styles: OdtStyles) -> None:
        self.title = ""
        self._styles = styles
        self._notes: list[Piece] = []
        self._sinks: list[list[Piece]] = [[]]
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[list[list[Piece]]] = []
        self._lists: list[tuple[str, ListCounter]] = []
        """Of each list that is open: its style and its counter."""
        self._counters: dict[str, ListCounter] = {}
        """The last counter of each style, and that of each list which has a name."""
        self._named: dict[str, ListCounter] = {}
        self._waiting = False
        """A list's item has begun whose number no paragraph has taken."""
        self._starts = 0
        self._hidden: list[bool] = []
        self._skipped = 0

    def finish(self) -> list[Piece]:
        return [*self._sinks[0], *self._notes]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or tag in _NOT_TEXT:
            self._skipped += 1
        elif tag.startswith(("style:", "text:list-", "text:outline-")):
            self._styles.start(tag, attributes)
            if tag == "text:list-item":
                self._waiting = True
                self._starts = read_integer(attributes.get("text:start-value", ""))
        elif tag == "text:span":
            self._hidden.append(attributes.get("text:style-name") in self._styles.hidden)
        elif opened := _OPENED.get(tag):
            opened(self, attributes)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == "text:span":
            self._hidden.pop()
        elif closed := _CLOSED.get(tag):
            closed(self)
        else:
            self._styles.end(tag)

    def data(self, text: str) -> None:
        if not self._skipped:
            self._add(" ".join(text.split("\n")) if "\n" in text else text)

    def _add(self, text: str) -> None:
        if self._paragraphs and not any(self._hidden):
            self._paragraphs[-1].words.append(text)

    def _open_list(self, attributes: Mapping[str, str]) -> None:
        style = attributes.get("text:style-name") or (self._lists[-1][0] if self._lists else "")
        if self._lists:
            counter = self._lists[-1][1]
        elif (name := attributes.get("text:continue-list", "")) in self._named:
            counter = self._named[name]
        elif attributes.get("text:continue-numbering") == "true" and style in self._counters:
            counter = self._counters[style]
        else:
            counter = ListCounter(self._styles.lists.get(style, {}))
        self._counters[style] = counter
        if name := attributes.get("id", ""):
            self._named[name] = counter
        self._lists.append((style, counter))

    def _close_list(self) -> None:
        if self._lists:
            self._lists.pop()
        self._waiting = False

    def _open_paragraph(self, attributes: Mapping[str, str]) -> None:
        style = attributes.get("text:style-name", "")
        number = ""
        if self._lists and self._waiting:
            self._waiting = False
            level = len(self._lists) - 1
            if self._starts:
                self._lists[-1][1].restart(level, self._starts)
            number = self._lists[-1][1].count(level)
        self._paragraphs.append(_Paragraph(number, style=style))

    def _open_heading(self, attributes: Mapping[str, str]) -> None:
        self._open_paragraph(attributes)
        level = max(1, read_integer(attributes.get("text:outline-level", "1")))
        paragraph = self._paragraphs[-1]
        paragraph.level = level
        if not paragraph.number and attributes.get("text:is-list-header") != "true":
            levels = self._styles.lists.get(HEADINGS, {})
            counter = self._counters.setdefault(HEADINGS, ListCounter(levels))
            paragraph.number = counter.count(level - 1)

    def _close_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        text = "".join(paragraph.words)
        if text.strip() and paragraph.style not in self._styles.hidden:
            if not self.title and paragraph.style in self._styles.titles:
                self.title = text.strip()
            self._sinks[-1].append(Piece(paragraph.number + text, level=paragraph.level))
        self._sinks[-1] += paragraph.boxes

    def _open_sink(self, _: Mapping[str, str]) -> None:
        self._sinks.append([])

    def _close_box(self) -> None:
        pieces = self._sinks.pop()
        (self._paragraphs[-1].boxes if self._paragraphs else self._sinks[-1]).extend(pieces)

    def _close_note(self) -> None:
        self._notes += self._sinks.pop()

    def _open_row(self, _: Mapping[str, str]) -> None:
        self._rows.append([])

    def _close_cell(self) -> None:
        pieces = self._sinks.pop()
        if self._rows:
            self._rows[-1].append(pieces)
        else:
            self._sinks[-1] += pieces

    def _close_row(self) -> None:
        self._sinks[-1] += row_pieces(self._rows.pop())

    def _add_spaces(self, attributes: Mapping[str, str]) -> None:
        self._add(" " * min(read_integer(attributes.get("text:c", "1")), _LONGEST_SPACES))

    def _add_tab(self, _: Mapping[str, str]) -> None:
        self._add("\t")

    def _add_line_end(self, _: Mapping[str, str]) -> None:
        self._add("\n")


_OPENED = {
    "text:p": _Reader._open_paragraph,
    "text:h": _Reader._open_heading,
    "text:list": _Reader._open_list,
    "text:s": _Reader._add_spaces,
    "text:tab": _Reader._add_tab,
    "text:line-break": _Reader._add_line_end,
    "text:note-body": _Reader._open_sink,
    "draw:text-box": _Reader._open_sink,
    "table:table-row": _Reader._open_row,
    "table:table-cell": _Reader._open_sink,
    "table:covered-table-cell": _Reader._open_sink,
}
_CLOSED = {
    "text:p": _Reader._close_paragraph,
    "text:h": _Reader._close_paragraph,
    "text:list": _Reader._close_list,
    "text:note-body": _Reader._close_note,
    "draw:text-box": _Reader._close_box,
    "table:table-row": _Reader._close_row,
    "table:table-cell": _Reader._close_cell,
    "table:covered-table-cell": _Reader._close_cell,
}
