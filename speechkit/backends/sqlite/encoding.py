"""How the texts of speeches lie in the index as bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from operator import sub
from pathlib import Path
from typing import Any

from speechkit.errors import DamagedIndexError
from speechkit.language import _
from speechkit.model import DroppedText, Origin
from speechkit.tuples import NamedTuple

_NO_HEADER = -zlib.MAX_WBITS
PACKING_LEVEL = 4  # 6 packs a five-hundredth smaller and takes a fifth longer

TOKEN_SEPARATOR = "\x01"
"""Parts the characters of a normalized text in the index; none of them is a control."""

PARAGRAPH_GAP = 24
"""Tokens between two paragraphs: FTS5's NEAR reaches over no end of one up to this distance."""

PARAGRAPH_END = f"\n{TOKEN_SEPARATOR}" * PARAGRAPH_GAP
"""What becomes of a line end where a separator follows each character."""

PAGE_SIZE = 16_384  # larger ones lose more in the many tables that fill none

_LONGEST_PIECE, _LEAST_PIECE = 2_000, 64
"""Bytes in a row. Longer ones would leave more of a page empty where its room is not known."""

_PAGE_HEAD, _LARGEST_CELL_HEAD = 8, 18
"""Bytes of a page before its rows, and of a row besides its data (sqlite.org/fileformat.html)."""

_PIECE = 1 << 16
LINE_END, _GAP = f"\n{TOKEN_SEPARATOR}".encode(), PARAGRAPH_END.encode()

_WINDOW = 1 << 14
"""Characters, two bytes each: deflate refers back to 32 KB at most."""


class Content(NamedTuple):
    """What is kept of the text of a speech, as bytes."""

    text: bytes
    marks: bytes
    """Where its tokens begin."""
    lines: bytes
    """Of the file, where its paragraphs begin."""
    dropped: bytes
    """Dropped text; of most speeches there is none."""


def split_tokens(phrase: str) -> str:
    """Return a normalized phrase as the index's tokenizer takes it: one character a token."""
    return TOKEN_SEPARATOR.join(phrase)


def spell_tokens(lines: str, gap: bytes = _GAP) -> bytes:
    """Return normalized lines as the tokenizer takes them, in UTF-8, with a gap between two."""
    # A buffer is not copied when it is read, as what is joined is.
    spelled = BytesIO()
    for start in range(0, len(lines), _PIECE):
        spelled.write(_part_characters(lines[start : start + _PIECE]).replace(LINE_END, gap))
    return spelled.getvalue()


def _part_characters(text: str) -> bytes:
    """Return a text in UTF-8 with a separator behind each character.

    Characters are three bytes of four in UTF-32. All first bytes are copied at once, and so on:
    a third of the time that it takes to join the characters.
    """
    codes = text.encode("utf-32-le")
    parted = bytearray(2 * len(codes))
    for byte in range(3):
        parted[byte::8] = codes[byte::4]
    parted[4::8] = TOKEN_SEPARATOR.encode() * len(text)
    return parted.decode("utf-32-le").encode()


def pack_text(text: str, behind: str = "") -> bytes:
    """Return ``text`` compressed; GB18030 holds all of Unicode and packs a sixth smaller.

    What is in the text ``behind`` which it is packed takes hardly any bytes, near its end. A
    checksum of the text follows it; zlib's own format has one of what lies before the text too,
    which takes a quarter of the time to unpack news.
    """
    data = text.encode("gb18030")
    packer = _make_packer(behind) if behind else _common_packer().copy()
    return packer.compress(data) + packer.flush() + _sum_up(data)


def _make_packer(behind: str) -> zlib._Compress:
    return zlib.compressobj(PACKING_LEVEL, wbits=_NO_HEADER, zdict=_dictionary(behind))


@lru_cache(maxsize=1)
def _common_packer() -> zlib._Compress:
    """Return what packs behind the common words, to be copied: to take them in is half the work."""
    return _make_packer("")


def unpack_text(data: bytes, behind: str = "") -> str:
    """Return the text that ``pack_text`` packed; raises DamagedIndexError."""
    unpacker = zlib.decompressobj(_NO_HEADER, _dictionary(behind))
    try:
        unpacked = unpacker.decompress(data)
        text = unpacked.decode("gb18030")
    except (zlib.error, UnicodeDecodeError) as error:
        raise DamagedIndexError(_("a text does not unpack")) from error
    if not unpacker.eof:
        raise DamagedIndexError(_("a text is cut short"))
    if unpacker.unused_data != _sum_up(unpacked):
        raise DamagedIndexError(_("a text does not unpack"))
    return text


def pack_bytes(data: bytes) -> bytes:
    """Return data compressed, quickly: what the index knows of the folder."""
    return zlib.compress(data, zlib.Z_BEST_SPEED)


def unpack_bytes(data: bytes) -> bytes:
    """Return the data that ``pack_bytes`` packed; raises DamagedIndexError."""
    try:
        return zlib.decompress(data)
    except (zlib.error, TypeError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error


def _sum_up(data: bytes) -> bytes:
    return zlib.adler32(data).to_bytes(4, "big")


def pack_dropped(pieces: Sequence[DroppedText], text: str) -> bytes:
    """Return dropped text compressed behind the text of its speech; nothing where there is none."""
    if not pieces:
        return b""
    import json

    return pack_text(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")), text)


def unpack_dropped(data: bytes, text: str) -> tuple[DroppedText, ...]:
    """Return the pieces that ``pack_dropped`` packed; raises DamagedIndexError."""
    if not data:
        return ()
    try:
        return tuple(
            DroppedText(piece, line, rule, tuple((start, end) for start, end in spans))
            for piece, line, rule, spans in unpack_list(unpack_text(data, text))
        )
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("dropped text does not unpack")) from error


def unpack_list(data: str) -> list[Any]:
    """Return a list that is kept as JSON; raises ValueError where it is none.

    Of an empty one, as most are, json is not loaded: that takes a fiftieth of a short command.
    """
    if data == "[]":
        return []
    import json

    unpacked: list[Any] = json.loads(data)
    return unpacked


@lru_cache(maxsize=1_024)
def pack_origins(origins: tuple[Origin, ...]) -> str:
    """Return where metadata comes from, a line each; of many speeches it is the same."""
    return "\n".join(f"{origin.field} {origin.kind} {origin.line}" for origin in origins)


@lru_cache(maxsize=1_024)
def unpack_origins(data: str) -> tuple[Origin, ...]:
    """Return what ``pack_origins`` packed; raises DamagedIndexError."""
    try:
        records: Iterable[list[Any]] = map(str.split, str.splitlines(data))
        return tuple(Origin(field, kind, int(line)) for field, kind, line in records)
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error


def content_id(number: int, piece: int = 0) -> int:
    """Return where a piece of what is kept of a speech lies: those of one speech lie together."""
    return number << 20 | piece  # room for 1 GB, which is as much as SQLite takes in a row


class ContentCutter:
    """Cuts contents into rows that fill the pages of a table to which they are appended.

    A row that does not fit into the rest of a page goes to the next one and leaves that empty.
    """

    def __init__(self, room: int = 0) -> None:
        self.room = room
        """Bytes that are left in the last page: a guess, of which only the size depends."""

    def cut(self, number: int, content: Content) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of the content of a speech: their places and data."""
        lengths = b"%d %d %d\n" % (len(content.text), len(content.marks), len(content.lines))
        data = lengths + b"".join(content)
        start = piece = 0
        while start < len(data):
            place = content_id(number, piece)
            end = start + self._take(place, len(data) - start)
            yield place, data[start:end]
            start, piece = end, piece + 1

    def _take(self, place: int, wanted: int) -> int:
        """Return how many of the wanted bytes the next row takes."""
        if self.room < _LARGEST_CELL_HEAD + min(wanted, _LEAST_PIECE):
            self.room = PAGE_SIZE - _PAGE_HEAD
        taken = min(wanted, _LONGEST_PIECE)
        while (size := _row_size(place, taken)) > self.room:
            taken -= size - self.room
        self.room -= size
        return taken


def _row_size(place: int, length: int) -> int:
    """Return the bytes that a row of a number and a blob takes in a page of a table."""
    payload = 2 + _varint_size(2 * length + 12) + length
    return 2 + _varint_size(payload) + _varint_size(place) + payload


def _varint_size(number: int) -> int:
    return max(1, (number.bit_length() + 6) // 7)


def join_content(pieces: Iterable[bytes]) -> Content:
    """Return the content that ``ContentCutter.cut`` cut; raises DamagedIndexError."""
    try:
        head, _end, data = b"".join(pieces).partition(b"\n")
        text, marks, lines = accumulate(map(int, head.split()))
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("a text is missing")) from error
    return Content(data[:text], data[text:marks], data[marks:lines], data[lines:])


def _dictionary(behind: str) -> bytes:
    return _common_words() + behind[-_WINDOW:].encode("gb18030") if behind else _common_words()


@lru_cache(maxsize=1)
def _common_words() -> bytes:
    """Return what every text is packed behind, so that a first word can refer to it too."""
    text = Path(__file__).with_name("common.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return "".join(lines).replace(" ", "").encode("gb18030")


def pack_lines(lines: Sequence[int]) -> bytes:
    """Return the lines of paragraphs as the steps from one to the next, in ASCII."""
    return " ".join(map(str, map(sub, lines, (0, *lines)))).encode()


def unpack_lines(data: bytes) -> tuple[int, ...]:
    """Return the lines that ``pack_lines`` packed; raises DamagedIndexError."""
    try:
        return tuple(accumulate(map(int, data.split())))
    except ValueError as error:
        raise DamagedIndexError(_("the lines of a text do not unpack")) from error
