"""Word documents of Word 97 and later, and of WPS (.doc, .wps), as if all changes were accepted.

The names of the parts are those of [MS-DOC], the published description of the format.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from speechkit.errors import UnreadableFileError
from speechkit.formats.doc_lists import DocLists
from speechkit.formats.doc_sprms import (
    CharacterProperties,
    DocStyles,
    ParagraphProperties,
    Runs,
    read_characters,
    read_paragraph,
    read_u16,
    read_u32,
)
from speechkit.formats.equation_fields import equation_text
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.ole_properties import STREAM, read_properties
from speechkit.formats.properties import DocumentProperties
from speechkit.formats.rows import row_pieces
from speechkit.model import Notice

if TYPE_CHECKING:
    from olefile import OleFileIO

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "WordDocument"
_PASSWORDS = ("EncryptedPackage", "EncryptionInfo")
_WORKS = ("MatOST", "MM")
_IDENTITIES = (0xA5EC, 0xA5DC)
_OLDEST = 0xC1
"""The number of Word 97; texts of older ones have no Unicode."""
_MOST_REPEATED = 4
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FLAGS, _COUNTS, _TABLES = 0x0A, 0x4C, 0x9A
_STYLES, _CHARACTER_RUNS, _PARAGRAPH_RUNS, _PIECES, _LISTS, _INSTANCES = 1, 12, 13, 33, 73, 74
_COMPRESSED = 0x40000000
_MARKS = re.compile("[\r\x07\x0c\x0e]")
_FIELD = re.compile("([\x13-\x15])")
_SHOWN: dict[int, str | None] = dict.fromkeys(
    [*range(9), 0x0A, *range(0x0F, 0x13), *range(0x16, 0x1E), 0x1F, *range(0xF000, 0xF100)]
)
_SHOWN |= {0x0B: "\n", 0x1E: "-"}
_UNITS = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DAMAGE = (OSError, ValueError, IndexError, KeyError, struct.error, RecursionError, OverflowError)


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is a Word document of this kind, or one that is to be named."""
    if not data.startswith(_SIGNATURE):
        return False
    try:
        streams = _open(data)
    except UnreadableFileError:
        return _MAIN.encode("utf-16-le") in data
    return any(streams.exists(stream) for stream in (_MAIN, *_PASSWORDS, *_WORKS))


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs of a document, notes and text boxes behind them, and its properties.

    Raises UnreadableFileError for one that is damaged, has a password, or is older than Word 97.
    """
    streams = _open(data)
    if any(map(streams.exists, _PASSWORDS)):
        raise UnreadableFileError("password")
    if not streams.exists(_MAIN):
        raise UnreadableFileError("works")
    try:
        reader = _Reader(_read_streams(streams))
        pieces = tuple(reader.pieces())
    except _DAMAGE as error:
        raise UnreadableFileError("damaged", str(error) or type(error).__name__) from error
    if not any(piece.text.strip() for piece in pieces):
        raise UnreadableFileError("no-text")
    stated = _properties(streams)
    return Extracted(
        format="doc",
        pieces=pieces,
        notices=reader.notices,
        title=reader.title or stated.title,
        author=stated.author,
        date=stated.date,
    )


def _open(data: bytes) -> OleFileIO:
    import olefile

    try:
        return olefile.OleFileIO(BytesIO(data))
    except _DAMAGE as error:
        raise UnreadableFileError("damaged", str(error)) from error


def _properties(streams: OleFileIO) -> DocumentProperties:
    try:
        return read_properties(streams.openstream(STREAM).read())
    except _DAMAGE:
        return DocumentProperties()


class _Streams(NamedTuple):
    main: bytes
    table: bytes
    data: bytes

    def place(self, number: int) -> tuple[int, int]:
        """Return place and size of a table in the stream of tables."""
        start = _TABLES + 8 * number
        return read_u32(self.main, start), read_u32(self.main, start + 4)

    def part(self, number: int) -> bytes:
        """Return a table."""
        place, size = self.place(number)
        return self.table[place : place + size]


def _read_streams(streams: OleFileIO) -> _Streams:
    main = streams.openstream(_MAIN).read()
    if read_u16(main, 0) not in _IDENTITIES:
        raise ValueError("no Word document")
    if read_u16(main, 2) < _OLDEST:
        raise UnreadableFileError("old-word")
    flags = read_u16(main, _FLAGS)
    if flags & _ENCRYPTED:
        raise UnreadableFileError("password")
    table = streams.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    data = streams.openstream("Data").read() if streams.exists("Data") else b""
    return _Streams(main, table, data)


class _PieceOfText(NamedTuple):
    start: int
    """In characters, as the document counts them: in units of UTF-16."""
    end: int
    place: int
    """In the main stream, in bytes."""
    width: int
    changes: bytes


def _read_pieces(streams: _Streams) -> list[_PieceOfText]:
    table = streams.part(_PIECES)
    place = 0
    lists: list[bytes] = []
    while place < len(table) and table[place] == 1:
        size = read_u16(table, place + 1)
        lists.append(table[place + 3 : place + 3 + size])
        place += 3 + size
    if place >= len(table) or table[place] != 2:
        raise ValueError("no table of pieces")
    pieces = table[place + 5 : place + 5 + read_u32(table, place + 1)]
    number = (len(pieces) - 4) // 12
    bounds = struct.unpack_from(f"<{number + 1}I", pieces)
    found = []
    for n in range(number):
        _, position, change = struct.unpack_from("<HIH", pieces, 4 * (number + 1) + 8 * n)
        compressed = bool(position & _COMPRESSED)
        position &= _COMPRESSED - 1
        listed = lists[change >> 1] if change & 1 and change >> 1 < len(lists) else b""
        place, width = (position // 2, 1) if compressed else (position, 2)
        found.append(_PieceOfText(bounds[n], bounds[n + 1], place, width, listed))
    if sum(piece.end - piece.start for piece in found) > _MOST_REPEATED * len(streams.main):
        raise ValueError("pieces of text repeat each other")
    return found


class _Row:
    def __init__(self) -> None:
        self.cells: list[list[Piece]] = []
        self.cell: list[Piece] = []


class _Field:
    def __init__(self) -> None:
        self.instruction = ""
        self.shows = False


class _Reader:
    def __init__(self, streams: _Streams) -> None:
        self.title = ""
        self.notices: tuple[Notice, ...] = ()
        self._streams = streams
        self._pieces = _read_pieces(streams)
        self._starts = [piece.start for piece in self._pieces]
        self._styles = DocStyles(streams.part(_STYLES))
        self._lists = DocLists(streams.table, streams.place(_LISTS), streams.place(_INSTANCES))
        self._paragraph_runs = Runs(streams.main, streams.part(_PARAGRAPH_RUNS))
        self._text = "".join(map(self._decode, self._pieces))
        self._gone = self._find_gone()
        self._gone_starts = [start for start, _ in self._gone]
        self._read_properties: dict[
            tuple[int, bytes], tuple[ParagraphProperties, ParagraphProperties]
        ] = {}
        self._rows: list[_Row] = []
        self._fields: list[_Field] = []

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the body, of the notes and of the text boxes."""
        sizes = struct.unpack_from("<8I", self._streams.main, _COUNTS)
        body, footnotes, headers, macros, comments, endnotes, boxes, _ = sizes
        if sum(sizes) > len(self._text):
            self.notices = (Notice("doubtful", "text-cut-short", "", sum(sizes)),)
        yield from self._read(0, body)
        yield from self._read(body, body + footnotes)
        after = body + footnotes + headers + macros + comments
        yield from self._read(after, after + endnotes)
        yield from self._read(after + endnotes, after + endnotes + boxes)

    def _decode(self, piece: _PieceOfText) -> str:
        """The text of a piece, a character for each unit that the document counts."""
        size = (piece.end - piece.start) * piece.width
        raw = self._streams.main[piece.place : piece.place + size]
        if piece.width == 1:
            return raw.decode("cp1252", "replace")
        text = raw.decode("utf-16-le", "surrogatepass")
        return _ASTRAL.sub(_in_units, text) if len(text) < len(raw) // 2 else text

    def _find_gone(self) -> list[tuple[int, int]]:
        """The stretches, in characters, that were deleted or are hidden."""
        runs = Runs(self._streams.main, self._streams.part(_CHARACTER_RUNS)).all_runs()
        places = [run[:2] for run in runs if run[2] and self._is_gone(read_characters(run[2]))]
        starts, ends = [start for start, _ in places], [end for _, end in places]
        gone = []
        for piece in self._pieces:
            if piece.changes and self._is_gone(read_characters(piece.changes)):
                gone.append((piece.start, piece.end))
                continue
            end = piece.place + (piece.end - piece.start) * piece.width
            for n in range(bisect_right(ends, piece.place), bisect_right(starts, end)):
                first = max(0, starts[n] - piece.place) // piece.width
                last = (min(end, ends[n]) - piece.place) // piece.width
                if first < last:
                    gone.append((piece.start + first, piece.start + last))
        return sorted(gone)

    def _is_gone(self, said: CharacterProperties) -> bool:
        return said.deleted or (
            self._styles.hides(said.style) if said.hidden is None else said.hidden
        )

    def _is_gone_at(self, place: int) -> bool:
        n = bisect_right(self._gone_starts, place) - 1
        return n >= 0 and place < self._gone[n][1]

    def _visible(self, start: int, end: int) -> str:
        """The text from one place to another without what is gone."""
        n = max(0, bisect_right(self._gone_starts, start) - 1)
        kept = []
        while n < len(self._gone) and self._gone[n][0] < end:
            gone_start, gone_end = self._gone[n]
            kept.append(self._text[start : max(start, gone_start)])
            start = max(start, gone_end)
            n += 1
        return "".join(kept) + self._text[start : max(start, end)]

    def _read(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the pieces of one of the texts that a document has."""
        self._rows, self._fields = [], []
        words = ""
        for mark in _MARKS.finditer(self._text, start, end):
            words += self._visible(start, mark.start())
            start = mark.end()
            if self._is_gone_at(mark.start()):
                continue
            yield from self._close(self._shown(words), mark[0], *self._properties(mark.start()))
            words = ""
        yield from self._close(self._shown(words + self._visible(start, end)), "\r", _BODY, _BODY)
        while self._rows:
            yield from self._end_row(self._rows.pop())

    def _properties(self, place: int) -> tuple[ParagraphProperties, ParagraphProperties]:
        """What a paragraph says by itself, and with its styles."""
        piece = self._pieces[max(0, bisect_right(self._starts, place) - 1)]
        position = piece.place + (place - piece.start) * piece.width
        style, changes = self._paragraph_runs.paragraph_at(position)
        key = (style, changes)
        if key not in self._read_properties:
            said = read_paragraph(style, changes, self._streams.data)
            self._read_properties[key] = said, self._styles.complete(said)
        return self._read_properties[key]

    def _shown(self, words: str) -> str:
        """What a stretch shows: results of fields, not their codes; no marks of objects."""
        if self._fields or "\x13" in words or "\x15" in words:
            words = "".join(map(self._shown_of_field, _FIELD.split(words)))
        if not words.isprintable():
            words = words.translate(_SHOWN)
        if _UNITS.search(words):
            words = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return words

    def _shown_of_field(self, part: str) -> str:
        if part == "\x13":
            self._fields.append(_Field())
        elif part == "\x14":
            if self._fields:
                self._fields[-1].shows = True
        elif part == "\x15":
            ended = self._fields.pop() if self._fields else _Field()
            if not ended.shows and not any(not held.shows for held in self._fields):
                return equation_text(ended.instruction)
        elif hidden := [held for held in self._fields if not held.shows]:
            hidden[0].instruction += part
        else:
            return part
        return ""

    def _close(
        self, text: str, mark: str, said: ParagraphProperties, complete: ParagraphProperties
    ) -> Iterator[Piece]:
        """End a paragraph: it goes into the cell that is open, or comes out."""
        depth = max(said.depth, 1) if mark == "\x07" else said.depth
        while len(self._rows) < depth:
            self._rows.append(_Row())
        while len(self._rows) > depth:
            yield from self._end_row(self._rows.pop())
        paragraph = self._paragraph(text, complete)
        if not depth:
            yield from paragraph
            return
        row = self._rows[-1]
        row.cell += paragraph
        if said.ends_row:
            yield from self._end_row(self._rows.pop())
        elif mark == "\x07" or said.ends_cell:
            row.cells.append(row.cell)
            row.cell = []

    def _end_row(self, row: _Row) -> Iterator[Piece]:
        pieces = row_pieces([*row.cells, row.cell])
        if self._rows:
            self._rows[-1].cell += pieces
        else:
            yield from pieces

    def _paragraph(self, text: str, complete: ParagraphProperties) -> list[Piece]:
        if not text.strip():
            return []
        number = self._lists.count(complete)
        level = 0 if complete.outline is None or complete.outline > 8 else complete.outline + 1
        if not self.title and not self._rows and self._styles.is_title(complete.style):
            self.title = text.strip()
        return [Piece(number + text, level=level)]


_BODY = ParagraphProperties()


def _in_units(match: re.Match[str]) -> str:
    """A character beyond the first plane as the two units that encode it."""
    high, low = struct.unpack("<2H", match[0].encode("utf-16-le"))
    return chr(high) + chr(low)
