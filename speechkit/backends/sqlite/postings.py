"""What a block of speeches has of each word, and how long they are, as bytes."""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, compress

from speechkit.backends.sqlite.encoding import PACKING_LEVEL
from speechkit.errors import DamagedIndexError
from speechkit.language import _

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
        PACKING_LEVEL, zlib.DEFLATED, _POSTING_WINDOW, _POSTING_MEMORY, zlib.Z_RLE
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
