"""Rich Text Format (.rtf, and what is named .doc): text as shown, with the numbers of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from speechkit.errors import UnreadableFileError
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.properties import DocumentProperties
from speechkit.formats.rows import row_pieces

_SIGNATURE = b"{\\rtf"
_MOST_DEPTH = 10_000
# One token: a byte in hexadecimal, a control word, a control symbol, a brace, or raw characters,
# whose second bytes may be backslashes and braces where the code page has characters of two bytes.
_PAIRS = rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[^\\{}\r\n\x81-\xfe])+|[\x81-\xfe]"
_SINGLES = rb"[^\\{}\r\n]+"
_TOKEN = rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\([^a-zA-Z'])|([{}])|(%b)"
_TWO_BYTES = (932, 936, 949, 950, 1361, 54936)
_CODE_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 54936: "gb18030", 10008: "gb18030"}
_CHARACTER_SETS = {0: 0, 128: 932, 129: 949, 134: 936, 136: 950, 204: 1251, 238: 1250}
_SYMBOL_SET = 2
_SKIPPED = {
    *("fonttbl", "colortbl", "stylesheet", "pict", "object", "listtable", "listoverridetable"),
    *("rsidtbl", "generator", "xmlnstbl", "themedata", "colorschememapping", "latentstyles"),
    *("datastore", "datafield", "fldinst", "template", "revtbl", "filetbl", "annotation"),
    *("atnid", "atnauthor", "bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc"),
    *("pgptbl", "mmathPr", "nonshppict", "private1", "pn", "tc", "xe", "sp", "do", "panose"),
}
_FURNITURE = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page-header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page-footer"),
}
_KEPT = {"shpinst", "shptxt", "shp", "fldrslt", "listtext", "pntext", "footnote", "shprslt"}
_STATED = {"title": "title", "author": "author"}
_CHARACTERS = {
    **{"tab": "\t", "line": "\n", "page": "\n", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "softline": "\n"},
    **{"emspace": "\u2003", "enspace": "\u2002", "column": "\n", "lbr": "\n"},
}
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n"}
_WESTERN_MARKS = re.compile(rb"(?:[\x00-\x7f]*[\x80\x85\x91-\x97\x99])+[\x00-\x7f]*")
"""Text with dashes, quotes and dots of Windows-1252: as GBK they would be rare characters."""
_NUMBER_SIGNS = re.compile(r"[^\W_]")


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file begins as this format does."""
    return data.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(_SIGNATURE)] == _SIGNATURE


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs, notes behind them, heads and feet of pages as dropped text.

    Raises UnreadableFileError where there is no text.
    """
    reader = _Reader()
    reader.read(data)
    pieces = reader.finish()
    if not any(piece.text.strip() for piece in pieces if not piece.dropped):
        raise UnreadableFileError("no-text")
    stated = DocumentProperties(**reader.stated)
    return Extracted(
        format="rtf",
        pieces=tuple(pieces),
        title=stated.title,
        author=stated.author,
        date=stated.date,
    )


class _Sink:
    """Where the words of a destination go: the body, a note, the head of a page, a property."""

    def __init__(self, dropped: str = "") -> None:
        self.dropped = dropped
        self.words: list[str] = []
        self.pieces: list[Piece] = []
        self.cells: list[list[Piece]] = []
        self.cell: list[Piece] = []

    def end_paragraph(self, *, in_table: bool) -> None:
        text = "".join(self.words)
        self.words.clear()
        if not in_table:
            self.end_row()
        if text.strip():
            (self.cell if in_table else self.pieces).append(Piece(text, dropped=self.dropped))

    def end_cell(self) -> None:
        self.end_paragraph(in_table=True)
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        self.pieces += row_pieces([*self.cells, self.cell])
        self.cells, self.cell = [], []


@dataclass(frozen=True)
class _State:
    """What a group changes for itself and those within it."""

    sink: _Sink
    skipped: bool = False
    hidden: bool = False
    in_table: bool = False
    font: int = -1
    fallback: int = 1
    """How many characters follow one in Unicode, for readers that know none."""
    table: str = ""
    """The table or the property that the group is part of."""
    optional: bool = False
    number: bool = False
    """Whether the group is the number of a list's item."""


@dataclass
class _Fonts:
    page: int = 1252
    sets: dict[int, int] = field(default_factory=dict)
    read: int = -1

    def page_of(self, font: int) -> int:
        return _CHARACTER_SETS.get(self.sets.get(font, 0), self.page) or self.page

    def is_symbol(self, font: int) -> bool:
        return self.sets.get(font) == _SYMBOL_SET


class _Reader:
    def __init__(self) -> None:
        self.stated: dict[str, str] = {}
        self._body = _Sink()
        self._notes: list[Piece] = []
        self._furniture: list[Piece] = []
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._fonts = _Fonts()
        self._bytes = bytearray()
        self._to_skip = 0
        self._high = ""
        """The first half of a character beyond the first plane."""
        self._date: dict[str, int] = {}

    def read(self, data: bytes) -> None:
        page = re.search(rb"\\ansicpg([0-9]{1,5})", data[:4096])
        self._fonts.page = int(page[1]) if page else 1252
        pairs = self._fonts.page in _TWO_BYTES or _looks_of_two_bytes(data)
        if pairs and self._fonts.page not in _TWO_BYTES:
            self._fonts.page = 936
        token = re.compile(_TOKEN % (_PAIRS if pairs else _SINGLES))
        place = 0
        while match := token.search(data, place):
            place = match.end()
            hexadecimal, word, number, symbol, brace, raw = match.groups()
            if hexadecimal:
                self._take_byte(bytes.fromhex(hexadecimal.decode()))
            elif raw:
                self._take_byte(raw)
            elif word == b"bin":
                place += max(0, int(number or 0))
            else:
                self._flush()
                if word:
                    self._take_word(word.decode(), int(number) if number else None)
                elif symbol:
                    self._take_symbol(symbol)
                else:
                    self._take_brace(brace)
        self._flush()

    def finish(self) -> list[Piece]:
        self._body.end_paragraph(in_table=False)
        if len(self._date) == 3:
            self.stated["date"] = "{yr:04}-{mo:02}-{dy:02}".format(**self._date)
        return [*self._body.pieces, *self._notes, *self._furniture]

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = replace(self._state, optional=True)
        else:
            self._to_skip = 0
            self._add(_SYMBOLS.get(symbol, ""))

    def _take_brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._stack) >= _MOST_DEPTH:
                raise UnreadableFileError("damaged", "nested too deeply")
            self._stack.append(self._state)
            self._state = replace(self._state, optional=False)
        elif self._stack:
            self._close_group()

    def _take_byte(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        self._bytes += raw[skipped:]

    def _flush(self) -> None:
        """Add the bytes that have come together, in the code page of their font."""
        if not self._bytes:
            return
        page = self._fonts.page_of(self._state.font)
        raw, self._bytes = bytes(self._bytes), bytearray()
        encoding = _CODE_PAGES.get(page, f"cp{page}")
        # Western fonts have Western bytes, though some programs write Chinese ones for them.
        is_western = self._fonts.sets.get(self._state.font, 0) == 0
        if self._state.font in self._fonts.sets and is_western and _WESTERN_MARKS.fullmatch(raw):
            encoding = "cp1252"
        try:
            text = raw.decode(encoding, "strict" if is_western else "replace")
        except (LookupError, UnicodeDecodeError):
            text = raw.decode("cp1252", "replace")
        self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if not text or state.skipped or state.hidden or self._fonts.is_symbol(state.font):
            return
        if state.table in _STATED:
            self.stated[state.table] = self.stated.get(state.table, "") + text
        elif not state.table:
            if state.number:
                text = text.replace("\t", "") if _NUMBER_SIGNS.search(text) else ""
            state.sink.words.append(text)

    def _take_word(self, word: str, number: int | None) -> None:
        optional = self._state.optional
        if optional:
            self._state = replace(self._state, optional=False)
        if word == "u" and number is not None:
            self._add_unicode(number)
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word in _SKIPPED or (optional and word not in _KEPT and word not in _FURNITURE):
            self._state = replace(self._state, skipped=word != "fonttbl", table=word)
        elif word in _FURNITURE:
            self._state = replace(self._state, sink=_Sink(_FURNITURE[word]), in_table=False)
        elif word == "footnote":
            self._state = replace(self._state, sink=_Sink(), in_table=False)
        elif word in ("shptxt", "info", *_STATED) and (word != "title" or self._state.table):
            self._open_destination(word)
        else:
            self._end(word)
            self._change(word, number)

    def _end(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        sink = self._state.sink
        if word in ("par", "sect"):
            sink.end_paragraph(in_table=self._state.in_table)
        elif word in ("cell", "nestcell"):
            sink.end_cell()
        elif word in ("row", "nestrow"):
            sink.end_row()

    def _open_destination(self, word: str) -> None:
        if word == "shptxt":
            self._state = replace(self._state, sink=_Sink(), in_table=False, skipped=False)
        else:
            self._state = replace(self._state, table=word)

    def _change(self, word: str, number: int | None) -> None:
        """Take in what changes the state of a group."""
        state = self._state
        on = number != 0
        match word:
            case "pard":
                self._state = replace(state, in_table=False)
            case "intbl":
                self._state = replace(state, in_table=True)
            case "v" | "deleted":
                self._state = replace(state, hidden=on)
            case "plain":
                self._state = replace(state, hidden=False)
            case "f" if number is not None:
                self._fonts.read = number
                self._state = replace(state, font=number)
            case "fcharset" if state.table == "fonttbl" and number is not None:
                self._fonts.sets[self._fonts.read] = number
            case "uc" if number is not None:
                self._state = replace(state, fallback=max(0, number))
            case "listtext" | "pntext":
                self._state = replace(state, number=True)
            case "creatim":
                self._state = replace(state, table="creatim")
            case "yr" | "mo" | "dy" if state.table == "creatim" and number is not None:
                self._date[word] = number % 10_000
            case "ansicpg" if number is not None and number > 0:
                self._fonts.page = self._fonts.page if number not in _CODE_PAGES else number
            case _:
                pass

    def _add_unicode(self, number: int) -> None:
        character = chr(number % 0x10000)
        self._to_skip = self._state.fallback
        if "\ud800" <= character < "\udc00":
            self._high = character
            return
        if "\udc00" <= character < "\ue000":
            pair = (self._high + character).encode("utf-16-le", "surrogatepass")
            character = pair.decode("utf-16-le", "replace")
        self._high = ""
        self._add(character)

    def _close_group(self) -> None:
        ended, self._state = self._state, self._stack.pop()
        self._to_skip = 0
        if ended.sink is not self._state.sink:
            ended.sink.end_paragraph(in_table=False)
            (self._furniture if ended.sink.dropped else self._notes).extend(ended.sink.pieces)


def _looks_of_two_bytes(data: bytes) -> bool:
    """Whether raw bytes are Chinese in GBK although no code page says so."""
    high = bytes(byte for byte in data[: 1 << 16] if byte > 0x80)
    if len(high) < 8:
        return False
    try:
        high.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
