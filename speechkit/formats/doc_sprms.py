"""Properties in .doc: lists of changes (sprms), where they hold, and the styles below them.

Names and numbers are those of [MS-DOC], the published description of the format.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from struct import Struct, unpack_from
from typing import NamedTuple

_PAGE = 512
_MOST_ANCESTORS = 20
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEFINE_TABLE = 0xD608
_CHANGE_TABS = 0xC615
_HUGE = 0x6646
_U16, _U32 = Struct("<H"), Struct("<I")

_DELETED, _HIDDEN, _SPECIAL_HIDDEN, _CHARACTER_STYLE = 0x0800, 0x083C, 0x0818, 0x4A30
_DEEPEST = 100
"""Of tables within tables."""
_AS_STYLE = 0x80


class CharacterProperties(NamedTuple):
    """What matters of a run."""

    deleted: bool = False
    hidden: bool | None = None
    style: int = 0


class ParagraphProperties(NamedTuple):
    """What matters of a paragraph; None where it says nothing and its style may."""

    style: int = 0
    list_number: int | None = None
    list_level: int | None = None
    outline: int | None = None
    """From 0; 9 for body text."""
    depth: int = 0
    """Of the table that holds it, 0 for none."""
    ends_row: bool = False
    ends_cell: bool = False


def read_u16(data: bytes, place: int) -> int:
    """Return a number of two bytes; struct.error where there are none."""
    return int(_U16.unpack_from(data, place)[0])


def read_u32(data: bytes, place: int) -> int:
    """Return a number of four bytes; struct.error where there are none."""
    return int(_U32.unpack_from(data, place)[0])


def read_sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield code and operand of each change in a list."""
    place = 0
    while place + 2 < len(changes):
        code = read_u16(changes, place)
        place += 2
        size = _OPERAND_SIZES.get(code >> 13)
        if size is None:
            if code == _DEFINE_TABLE:
                size = read_u16(changes, place) + 1
            elif code == _CHANGE_TABS and changes[place] == 255:
                return  # its size follows from its content, and nothing that matters comes behind
            else:
                size = changes[place] + 1
        yield code, changes[place : place + size]
        place += size


@lru_cache(maxsize=4096)
def read_characters(changes: bytes) -> CharacterProperties:
    """Return what a list of changes says of characters."""
    deleted, hidden, style = False, None, 0
    for code, operand in read_sprms(changes):
        if code == _DELETED:
            deleted = bool(operand[0])
        elif code in (_HIDDEN, _SPECIAL_HIDDEN):
            hidden = bool(operand[0] & 1) if operand[0] != _AS_STYLE else None
        elif code == _CHARACTER_STYLE:
            style = read_u16(operand, 0)
    return CharacterProperties(deleted, hidden, style)


def read_paragraph(style: int, changes: bytes, data: bytes = b"") -> ParagraphProperties:
    """Return what a list of changes says of a paragraph; ``data`` is the stream of long lists."""
    said = ParagraphProperties(style)
    for code, operand in read_sprms(changes):
        if code == _HUGE and data:
            place = read_u32(operand, 0)
            size = read_u16(data, place)
            return read_paragraph(style, data[place + 2 : place + 2 + size])
        said = _changed(said, code, operand)
    return said


def _changed(said: ParagraphProperties, code: int, operand: bytes) -> ParagraphProperties:
    match code:
        case 0x4600:  # sprmPIstd
            said = said._replace(style=read_u16(operand, 0))
        case 0x260A:  # sprmPIlvl
            said = said._replace(list_level=operand[0])
        case 0x460B:  # sprmPIlfo
            said = said._replace(list_number=read_u16(operand, 0))
        case 0x2640:  # sprmPOutLvl
            said = said._replace(outline=operand[0])
        case 0x2416:  # sprmPFInTable
            said = said._replace(depth=max(said.depth, operand[0]))
        case 0x6649:  # sprmPItap
            said = said._replace(depth=min(_DEEPEST, read_u32(operand, 0)))
        case 0x2417 | 0x244C:  # sprmPFTtp, sprmPFInnerTtp
            said = said._replace(ends_row=bool(operand[0]))
        case 0x244B:  # sprmPFInnerTableCell
            said = said._replace(ends_cell=bool(operand[0]))
    return said


class Runs:
    """The list of changes at each place of the main stream, as pages of runs keep them."""

    def __init__(self, stream: bytes, table: bytes) -> None:
        """``table`` says which pages there are; in pages of paragraphs an entry has 13 bytes."""
        self._stream = stream
        number = max(0, (len(table) - 4) // 8)
        self._starts = unpack_from(f"<{number}I", table) if number else ()
        self._pages = unpack_from(f"<{number}I", table, 4 * (number + 1)) if number else ()
        self._read: dict[int, tuple[tuple[int, ...], bytes]] = {}

    def all_runs(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield start, end and changes of each run of characters, in the order of the stream."""
        for page in self._pages:
            bounds, content = self._page(page)
            for n in range(len(bounds) - 1):
                place = 2 * content[4 * len(bounds) + n]
                size = content[place] if place else 0
                yield bounds[n], bounds[n + 1], content[place + 1 : place + 1 + size]

    def paragraph_at(self, place: int) -> tuple[int, bytes]:
        """Return style and changes of the paragraph at a place."""
        which = bisect_right(self._starts, place) - 1
        if which < 0:
            return 0, b""
        bounds, content = self._page(self._pages[which])
        n = bisect_right(bounds, place) - 1
        if not 0 <= n < len(bounds) - 1:
            return 0, b""
        start = 2 * content[4 * len(bounds) + 13 * n]
        if not start:
            return 0, b""
        size = 2 * content[start] - 1
        if not content[start]:
            start, size = start + 1, 2 * content[start + 1]
        listed = content[start + 1 : start + 1 + size]
        return read_u16(listed, 0) if len(listed) > 1 else 0, listed[2:]

    def _page(self, number: int) -> tuple[tuple[int, ...], bytes]:
        if number not in self._read:
            content = self._stream[_PAGE * number : _PAGE * (number + 1)]
            runs = content[_PAGE - 1]
            self._read[number] = unpack_from(f"<{runs + 1}I", content), content
        return self._read[number]


class DocStyle(NamedTuple):
    """A style with what it says by itself."""

    number: int = 0xFFF
    """Of the built-in styles: 1 to 9 are headings, 62 is a title."""
    base: int = 0xFFF
    paragraph: ParagraphProperties = ParagraphProperties()
    hidden: bool | None = None


class DocStyles:
    """The style sheet."""

    def __init__(self, sheet: bytes) -> None:
        self._styles: list[DocStyle] = []
        if len(sheet) < 6:
            return
        head = read_u16(sheet, 0)
        number, base_size = read_u16(sheet, 2), read_u16(sheet, 4)
        place = 2 + head
        for _ in range(number):
            if place + 2 > len(sheet):
                break
            size = read_u16(sheet, place)
            self._styles.append(_read_style(sheet[place + 2 : place + 2 + size], base_size))
            place += 2 + size + size % 2

    def _ancestors(self, style: int) -> Iterator[DocStyle]:
        for _ in range(_MOST_ANCESTORS):
            if not 0 <= style < len(self._styles):
                return
            yield self._styles[style]
            style = self._styles[style].base

    def complete(self, said: ParagraphProperties) -> ParagraphProperties:
        """Return the properties of a paragraph with those of its style and its ancestors."""
        for style in self._ancestors(said.style):
            own = style.paragraph
            if said.list_number is None:
                level = own.list_level if said.list_level is None else said.list_level
                said = said._replace(list_number=own.list_number, list_level=level)
            if said.outline is None:
                heading = style.number - 1 if 1 <= style.number <= 9 else None
                said = said._replace(outline=heading if own.outline is None else own.outline)
        return said

    def is_title(self, style: int) -> bool:
        """Return whether paragraphs of a style are titles."""
        return any(ancestor.number == 62 for ancestor in self._ancestors(style))

    def hides(self, style: int) -> bool:
        """Return whether a style hides its characters."""
        hidden = (ancestor.hidden for ancestor in self._ancestors(style))
        return next((value for value in hidden if value is not None), False)


def _read_style(style: bytes, base_size: int) -> DocStyle:
    if len(style) < base_size or base_size < 10:
        return DocStyle()
    number, kind = read_u16(style, 0) & 0xFFF, read_u16(style, 2)
    place = base_size + 2 + 2 * read_u16(style, base_size) + 2
    lists: list[bytes] = []
    for _ in range(read_u16(style, 4) & 0xF):
        if place + 2 > len(style):
            break
        size = read_u16(style, place)
        lists.append(style[place + 2 : place + 2 + size])
        place += 2 + size + size % 2
    read = DocStyle(number, kind >> 4)
    if kind & 0xF == 1 and lists:
        read = read._replace(paragraph=read_paragraph(0, lists[0][2:]))
    if lists:
        characters = lists[-1] if kind & 0xF == 2 else b"".join(lists[1:2])
        read = read._replace(hidden=read_characters(characters).hidden)
    return read
