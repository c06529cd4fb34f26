"""How texts, postings and lengths lie in the index as bytes."""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from operator import sub
from pathlib import Path
from typing import Any

from speechkit.errors import DamagedIndexError
from speechkit.language import _
from speechkit.model import DroppedText, Origin
from speechkit.tuples import NamedTuple

BLOCK_SIZE = 4096
"""Speeches whose postings of one word lie together; a speech's number gives its block and place."""

PLACE_BITS = 12
COUNT_PIECES = (*range(13), 24, 72, 216)
"""What the upper four bits of a record count for; a larger count is the sum of several records."""

_LONGEST_IN_TWO, _LENGTHS_HEAD = 0xFFFF, 4

_OPPOSITE = bytes.maketrans(b"\0\1", b"\1\0")
_LEAST_OF_A_SUM = 12
_COUNT_OF_HIGH = bytes(COUNT_PIECES[high >> 4] for high in range(256))
_PLACE_OF_HIGH = bytes(high & 15 for high in range(256))
_COUNTING_PART = bytes(high & 240 for high in range(256))

_PACKED = b"\0\0"
"""How packed postings begin: no record counts for nothing."""

_ONE_RECORD = 2
"""Bytes."""

LEAST_PACKED = 64
"""Bytes of records; of fewer none would be saved."""

_POSTING_WINDOW = -12
_POSTING_MEMORY = 5
"""Small tables of zlib's: to make large ones takes longer than to pack postings."""

_NO_HEADER = -zlib.MAX_WBITS
_PACKING_LEVEL = 4  # 6 packs a five-hundredth smaller and takes a fifth longer

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
    pieces = (lines[start : start + _PIECE] for start in range(0, len(lines), _PIECE))
    return b"".join(map(_part_characters, pieces)).replace(LINE_END, gap)


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
    return zlib.compressobj(_PACKING_LEVEL, wbits=_NO_HEADER, zdict=_dictionary(behind))


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
    """Return what ``pack_origins`` packed; raises ValueError."""
    records: Iterable[list[Any]] = map(str.split, data.splitlines())
    return tuple(Origin(field, kind, int(line)) for field, kind, line in records)


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


def posting_id(block: int, word_id: int) -> int:
    """Return where the postings of a word in a block lie: those of one block lie together."""
    return block << 32 | word_id


def posting_block(posting: int) -> int:
    """Return the block of a ``posting_id``."""
    return posting >> 32


def posting_word(posting: int) -> int:
    """Return the number of the word of a ``posting_id``."""
    return posting & 0xFFFF_FFFF


class PostingRecords(dict[int, bytes]):
    """The records of the speech at one place of its block, by the count of the word they are for.

    A record is two bytes, the place and what it counts for. A count that no record can hold is
    the sum of several of the same place, so that records can be appended to each other.
    """

    def __init__(self, place: int) -> None:
        self._place = place

    def __missing__(self, count: int) -> bytes:
        records = self[count] = b"".join(self._spell(count))
        return records

    def _spell(self, count: int) -> Iterator[bytes]:
        while count:
            piece = bisect_right(COUNT_PIECES, count) - 1
            yield (piece << PLACE_BITS | self._place).to_bytes(2, "little")
            count -= COUNT_PIECES[piece]


def pack_postings(records: bytes) -> bytes:
    """Return records with ascending places, deflated if that is smaller; more can be appended.

    First the low and the high bytes of the steps from place to place, then what each counts for.
    """
    if len(records) < LEAST_PACKED:
        return records
    places = _spell_places(records)
    # As one long number: none of the differences is negative, so that none borrows of the next.
    steps = _subtract(places, b"\0\0" + places[:-2])
    packer = zlib.compressobj(
        _PACKING_LEVEL, zlib.DEFLATED, _POSTING_WINDOW, _POSTING_MEMORY, zlib.Z_RLE
    )
    planes = steps[::2] + steps[1::2] + records[1::2].translate(_COUNTING_PART)
    packed = _PACKED + packer.compress(planes) + packer.flush()
    return min(packed, records, key=len)


def read_records(data: bytes) -> bytes:
    """Return the records of postings, packed or not; raises DamagedIndexError."""
    if not data.startswith(_PACKED):
        return data
    unpacker = zlib.decompressobj(_POSTING_WINDOW)
    try:
        planes = unpacker.decompress(data[len(_PACKED) :])
        number = len(planes) // 3
        steps = bytearray(2 * number)
        steps[::2], steps[1::2] = planes[:number], planes[number : 2 * number]
        records = bytearray(_spell_numbers(array("H", accumulate(_read_numbers(steps)))))
        records[1::2] = _join_bits(records[1::2], planes[2 * number :])
    except (zlib.error, ValueError, OverflowError) as error:
        raise DamagedIndexError(_("the postings of a word do not unpack")) from error
    if not unpacker.eof:
        raise DamagedIndexError(_("the postings of a word are cut short"))
    return bytes(records) + unpacker.unused_data


def _subtract(numbers: bytes | bytearray, others: bytes | bytearray) -> bytes:
    """Return a series of numbers less another one, number by number."""
    rest = int.from_bytes(numbers, "little") - int.from_bytes(others, "little")
    return rest.to_bytes(len(numbers), "little")


def _join_bits(some: bytes | bytearray, others: bytes) -> bytes:
    """Return the bytes that have the bits of two series of as many bytes."""
    joined = int.from_bytes(some, "big") | int.from_bytes(others, "big")
    return joined.to_bytes(len(some), "big")


def count_postings(data: bytes | bytearray) -> tuple[int, int]:
    """Return how many speeches the records name, and the sum of their counts."""
    if len(data) == _ONE_RECORD:  # as most words have
        return 1, _COUNT_OF_HIGH[data[1]]
    counts = _counts(data)
    speeches = len(counts) if _are_alone(counts) else len(set(_places(data)))
    return speeches, sum(counts)


def unpack_postings(data: bytes) -> Iterable[tuple[int, int]]:
    """Return the places and counts of a word in one block, in the order of the places."""
    data = read_records(data)
    counts = _counts(data)
    pairs = zip(_places(data), counts, strict=True)
    return pairs if _are_alone(counts) else _join_records(pairs)


def mark_kept(gone: Iterable[int]) -> bytes:
    """Return for each place of a block 1, or 0 where it is among those that are gone."""
    kept = bytearray(b"\1") * BLOCK_SIZE
    for place in gone:
        kept[place] = 0
    return bytes(kept)


def split_postings(
    postings: Mapping[int, bytes], kept: bytes
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield those postings of a block that hold a place which ``mark_kept`` does not keep.

    With the key of each its records in two: of places that are kept, and gone. All of the block
    are split at once: one by one it takes four times as long.
    """
    records = [*map(read_records, postings.values())]
    if any(len(one) % 2 for one in records):
        raise DamagedIndexError(_("the postings of a word are cut short"))
    joined = b"".join(records)
    stay = bytes(map(kept.__getitem__, _places(joined)))
    numbers = array("H", joined)
    rest = array("H", compress(numbers, stay)).tobytes()
    gone = array("H", compress(numbers, stay.translate(_OPPOSITE))).tobytes()
    place = left = 0
    for key, one in zip(postings, records, strict=True):
        end = place + len(one)
        more = _ONE_RECORD * stay.count(0, place // _ONE_RECORD, end // _ONE_RECORD)
        if more:
            yield key, rest[place - left : end - left - more], gone[left : left + more]
        place, left = end, left + more


def pack_lines(lines: Sequence[int]) -> bytes:
    """Return the lines of paragraphs as the steps from one to the next, in ASCII."""
    return " ".join(map(str, map(sub, lines, (0, *lines)))).encode()


def unpack_lines(data: bytes) -> tuple[int, ...]:
    """Return the lines that ``pack_lines`` packed; raises DamagedIndexError."""
    try:
        return tuple(accumulate(map(int, data.split())))
    except ValueError as error:
        raise DamagedIndexError(_("the lines of a text do not unpack")) from error


def pack_lengths(lengths: Sequence[int]) -> bytes:
    """Return lengths in words, 2 bytes each, or 4 where a speech is so long; last noughts left out.

    The first number tells how many there are, the second the bytes of each.
    """
    number = max(compress(range(1, len(lengths) + 1), lengths), default=0)
    kind = "H" if max(lengths) <= _LONGEST_IN_TWO else "I"
    packed = array(kind, lengths[:number])
    return array("H", (number, packed.itemsize)).tobytes() + packed.tobytes()


def unpack_lengths(data: bytes) -> array[int]:
    """Return the lengths that ``pack_lengths`` packed."""
    head = array("H", data[:_LENGTHS_HEAD].ljust(_LENGTHS_HEAD, b"\0"))
    lengths = array("H" if head[1] == head.itemsize else "I")
    if len(data) - _LENGTHS_HEAD != head[0] * lengths.itemsize or head[0] > BLOCK_SIZE:
        raise DamagedIndexError(_("the lengths of speeches are cut short"))
    lengths.frombytes(data[_LENGTHS_HEAD:].ljust(BLOCK_SIZE * lengths.itemsize, b"\0"))
    return lengths


def _counts(data: bytes | bytearray) -> bytes | bytearray:
    return data[1::2].translate(_COUNT_OF_HIGH)


def _are_alone(counts: bytes | bytearray) -> bool:
    """Return whether each record is all of its speech: the first piece of a sum is a large one."""
    return max(counts, default=0) < _LEAST_OF_A_SUM


def _places(data: bytes | bytearray) -> array[int]:
    if len(data) % 2:
        raise DamagedIndexError(_("the postings of a word are cut short"))
    return _read_numbers(_spell_places(data))


def _spell_places(records: bytes | bytearray) -> bytearray:
    """Return the places of records as numbers of two bytes."""
    places = bytearray(records)
    places[1::2] = records[1::2].translate(_PLACE_OF_HIGH)
    return places


def _read_numbers(data: bytes | bytearray) -> array[int]:
    """Return numbers of two bytes, the low one first."""
    numbers = array("H")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _spell_numbers(numbers: array[int]) -> bytes:
    """Return what ``_read_numbers`` reads; the numbers themselves may change."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _join_records(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Add up the records of a place that needed more than one."""
    totals: dict[int, int] = {}
    for place, count in pairs:
        totals[place] = totals.get(place, 0) + count
    return iter(totals.items())
