"""The body, or the notes, of .docx: WordprocessingML to pieces, as if all changes were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from speechkit.formats.docx_lists import (
    NOTHING_SAID,
    READ_PROPERTIES,
    Lists,
    Properties,
    Styles,
    is_on,
    read_property,
    shorten,
)
from speechkit.formats.equation_fields import equation_text
from speechkit.formats.model import Piece
from speechkit.formats.rows import row_pieces
from speechkit.formats.xml_events import parse

_NOT_TEXT = {
    *("w:moveFrom", "w:rt", "w:delText", "w:delInstrText", "w:sdtPr", "w:sectPr", "w:rubyPr"),
    *("w:tblPr", "w:tblGrid", "w:tcPr", "w:pPrChange", "w:rPrChange", "w:numberingChange"),
    *("w:tblPrChange", "w:trPrChange", "w:tcPrChange", "w:sectPrChange"),
}
_CHARACTERS = {"w:tab": "\t", "w:noBreakHyphen": "-", "w:br": "\n", "w:cr": "\n", "w:ptab": "\t"}
_WITH_TEXT = {"w:t", "m:t", "w:instrText"}
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


@dataclass
class _Paragraph:
    words: list[str] = field(default_factory=list)
    said: Properties = NOTHING_SAID
    joins_next: bool = False
    """Its end was deleted."""
    boxes: list[Piece] = field(default_factory=list)


@dataclass
class _Row:
    cells: list[list[Piece]] = field(default_factory=list)
    deleted: bool = False


@dataclass
class _Field:
    instruction: list[str] = field(default_factory=list)
    shows: bool = False


class Body:
    """The pieces of a part of a document, and the notes that it refers to, in order."""

    def __init__(self, chunks: Iterable[bytes], styles: Styles, lists: Lists) -> None:
        reader = _Reader(styles, lists)
        parse(chunks, reader, shorten, _WANTED)
        self.pieces = reader.finish()
        self.title = reader.title
        self.references = reader.references
        self.notes = reader.notes


class _Reader:
    def __init__(self, styles: Styles, lists: Lists) -> None:
        self.title = ""
        self.references: list[tuple[str, str]] = []
        """Kind and id of each note."""
        self.notes: dict[str, list[Piece]] = {}
        self._styles = styles
        self._lists = lists
        self._sinks: list[list[Piece]] = [[]]
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._fields: list[_Field] = []
        self._alternatives: list[bool] = []
        """Of each alternative content that is open: whether its choice was read."""
        self._carried = ""
        self._within: list[str] = []
        """Which properties are read: of a paragraph, a run or a row."""
        self._skipped = 0
        self._hidden = False
        self._text = False

    def finish(self) -> list[Piece]:
        if self._carried:
            self._sinks[0].append(Piece(self._carried))
        return self._sinks[0]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _WITH_TEXT and not self._skipped:
            self._text = True
        elif self._skipped or self._is_skipped(tag):
            self._skipped += 1
        elif tag == "w:r":
            self._hidden = False
        elif tag in _CHARACTERS and not self._within:
            self._add(_CHARACTERS[tag])
        elif tag in ("w:pPr", "w:rPr", "w:trPr"):
            self._within.append(tag)
        elif self._within:
            self._read_property(tag, attributes)
        elif opened := _OPENED.get(tag):
            opened(self, attributes)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag in _WITH_TEXT:
            self._text = False
        elif self._within and tag == self._within[-1]:
            self._within.pop()
        elif not self._within and (closed := _CLOSED.get(tag)):
            closed(self)

    def data(self, text: str) -> None:
        if self._text and not self._skipped:
            self._add(text)

    def _is_skipped(self, tag: str) -> bool:
        if tag == "w:del":
            return not self._within  # in properties it says that a mark or a row was deleted
        if tag == "mc:Fallback":
            return bool(self._alternatives) and self._alternatives[-1]
        return tag in _NOT_TEXT

    def _add(self, text: str) -> None:
        codes = (held for held in self._fields if not held.shows)
        code = next(codes, None) if self._fields else None
        if code:
            code.instruction.append(text)
        elif self._paragraphs and not self._hidden:
            self._paragraphs[-1].words.append(text)

    def _read_property(self, tag: str, attributes: Mapping[str, str]) -> None:
        place = self._within[-1]
        if place == "w:trPr":
            if tag == "w:del" and self._rows:
                self._rows[-1].deleted = True
        elif self._within[0] == "w:pPr" and self._paragraphs:
            paragraph = self._paragraphs[-1]
            if place == "w:pPr":
                paragraph.said = read_property(tag, attributes).over(paragraph.said)
            elif tag in ("w:del", "w:moveFrom"):
                paragraph.joins_next = True
        elif tag in ("w:vanish", "w:specVanish"):
            self._hidden = is_on(attributes)
        elif tag == "w:rStyle":
            self._hidden = self._styles.is_hidden(attributes.get("w:val", ""))

    def _open_paragraph(self, _: Mapping[str, str]) -> None:
        self._paragraphs.append(_Paragraph())

    def _close_paragraph(self) -> None:
        paragraph = self._paragraphs.pop() if self._paragraphs else _Paragraph()
        complete = self._styles.complete(paragraph.said)
        text = "" if complete.hidden else "".join(paragraph.words)
        if paragraph.joins_next:
            self._carried += text
        else:
            text, self._carried = self._carried + text, ""
            self._put(text, complete)
        self._sinks[-1] += paragraph.boxes

    def _put(self, text: str, complete: Properties) -> None:
        number = self._lists.count(complete) if complete.list_number else ""
        if not text.strip():
            return
        level = complete.outline or 0
        if not self.title and not self._rows and self._styles.is_title(complete):
            self.title = text.strip()
        self._sinks[-1].append(Piece(number + text, level=level))

    def _open_sink(self, _: Mapping[str, str]) -> None:
        self._sinks.append([])

    def _close_box(self) -> None:
        pieces = self._sinks.pop()
        (self._paragraphs[-1].boxes if self._paragraphs else self._sinks[-1]).extend(pieces)

    def _open_row(self, _: Mapping[str, str]) -> None:
        self._rows.append(_Row())

    def _close_cell(self) -> None:
        self._rows[-1].cells.append(self._sinks.pop())

    def _close_row(self) -> None:
        row = self._rows.pop()
        if not row.deleted:
            self._sinks[-1] += row_pieces(row.cells)

    def _open_note(self, attributes: Mapping[str, str]) -> None:
        kept = attributes.get("w:type") not in _NO_NOTES
        self._sinks.append([])
        if kept:
            self.notes[attributes.get("w:id", "")] = self._sinks[-1]

    def _close_note(self) -> None:
        self._sinks.pop()

    def _refer_to_footnote(self, attributes: Mapping[str, str]) -> None:
        self.references.append(("footnotes", attributes.get("w:id", "")))

    def _refer_to_endnote(self, attributes: Mapping[str, str]) -> None:
        self.references.append(("endnotes", attributes.get("w:id", "")))

    def _mark_field(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self._add(equation_text("".join(ended.instruction)) if not ended.shows else "")

    def _open_alternatives(self, _: Mapping[str, str]) -> None:
        self._alternatives.append(False)

    def _close_alternatives(self) -> None:
        self._alternatives.pop()

    def _choose(self, _: Mapping[str, str]) -> None:
        if self._alternatives:
            self._alternatives[-1] = True


_OPENED = {
    "w:p": _Reader._open_paragraph,
    "w:txbxContent": _Reader._open_sink,
    "w:tc": _Reader._open_sink,
    "w:tr": _Reader._open_row,
    "w:footnote": _Reader._open_note,
    "w:endnote": _Reader._open_note,
    "w:footnoteReference": _Reader._refer_to_footnote,
    "w:endnoteReference": _Reader._refer_to_endnote,
    "w:fldChar": _Reader._mark_field,
    "mc:AlternateContent": _Reader._open_alternatives,
    "mc:Choice": _Reader._choose,
}
_CLOSED = {
    "w:p": _Reader._close_paragraph,
    "w:txbxContent": _Reader._close_box,
    "w:tc": _Reader._close_cell,
    "w:tr": _Reader._close_row,
    "w:footnote": _Reader._close_note,
    "w:endnote": _Reader._close_note,
    "mc:AlternateContent": _Reader._close_alternatives,
}
_WANTED = frozenset(
    {
        *(_NOT_TEXT | _WITH_TEXT | READ_PROPERTIES | _CHARACTERS.keys()),
        *(_OPENED.keys() | _CLOSED.keys()),
        *("w:r", "w:pPr", "w:rPr", "w:trPr", "w:del", "w:rStyle", "mc:Fallback"),
    }
)
"""The elements that change what is read; all others are formatting, or around these."""
