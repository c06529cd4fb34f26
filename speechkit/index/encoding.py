"""How texts, postings and lengths lie in the index as bytes."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator

BLOCK_SIZE = 4096
"""Speeches whose postings of one word lie together; a speech's number gives its block and place."""

_LARGEST_COUNT = 255
_RECORD_SIZE = 3

TOKEN_SEPARATOR = "\x01"
"""Stands between the characters of a match text in the index; folding lets no control through."""

_PIECE = 1 << 16


def split_tokens(match: str) -> str:
    """Return a match text as the index's tokenizer takes it: one character a token."""
    # Python makes an object of each character that it joins, forty times the size of the text.
    pieces = (match[start : start + _PIECE] for start in range(0, len(match), _PIECE))
    return TOKEN_SEPARATOR.join(map(TOKEN_SEPARATOR.join, pieces))


def pack_text(text: str) -> bytes:
    """Return ``text`` compressed; GB18030 holds all of Unicode and packs a sixth smaller."""
    return zlib.compress(text.encode("gb18030"), 6)


def unpack_text(data: bytes) -> str:
    """Return the text that ``pack_text`` packed; raises zlib.error or UnicodeDecodeError."""
    return zlib.decompress(data).decode("gb18030")


def posting_id(block: int, word_id: int) -> int:
    """Return where the postings of a word in a block lie: those of one block lie together."""
    return block << 32 | word_id


def posting_block(posting: int) -> int:
    """Return the block of a ``posting_id``."""
    return posting >> 32


class PostingRecords(dict[int, bytes]):
    """The records of the speech at one place of its block, by the count of the word they are for.

    A record is 3 bytes: place and count. A count over 255 is spread over several records of the
    same place, so that records of one size can be appended to each other.
    """

    def __init__(self, place: int) -> None:
        self._head = place.to_bytes(2, "little")

    def __missing__(self, count: int) -> bytes:
        full, rest = divmod(count, _LARGEST_COUNT)
        last = self._head + bytes((rest,)) if rest else b""
        record = self[count] = (self._head + bytes((_LARGEST_COUNT,))) * full + last
        return record


def count_postings(data: bytes) -> tuple[int, int]:
    """Return how many speeches the postings name, and the sum of their counts."""
    counts = data[2::_RECORD_SIZE]
    speeches = len(set(_places(data))) if _LARGEST_COUNT in counts else len(counts)
    return speeches, sum(counts)


def unpack_postings(data: bytes) -> Iterable[tuple[int, int]]:
    """Return the places and counts of a word in one block, in the order of the places."""
    counts = data[2::_RECORD_SIZE]
    pairs = zip(_places(data), counts, strict=True)
    return _join_records(pairs) if _LARGEST_COUNT in counts else pairs


def remove_posting(data: bytes, place: int) -> bytes:
    """Return a word's postings of one block without the speech at ``place``."""
    head = place.to_bytes(2, "little")
    start = data.find(head)
    while start >= 0:
        if start % _RECORD_SIZE:  # the same bytes across two records
            start = data.find(head, start + 1)
        else:
            data = data[:start] + data[start + _RECORD_SIZE :]
            start = data.find(head, start)
    return data


def pack_lengths(lengths: Iterable[int]) -> bytes:
    """Return lengths in words, 4 bytes each."""
    return array("I", lengths).tobytes()


def unpack_lengths(data: bytes) -> array[int]:
    """Return the lengths that ``pack_lengths`` packed."""
    lengths = array("I")
    lengths.frombytes(data)
    return lengths


def _places(data: bytes) -> array[int]:
    interleaved = bytearray(len(data) // _RECORD_SIZE * 2)
    interleaved[0::2] = data[0::_RECORD_SIZE]
    interleaved[1::2] = data[1::_RECORD_SIZE]
    places = array("H")
    places.frombytes(interleaved)
    return places


def _join_records(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Add up the records of a place that needed more than one."""
    totals: dict[int, int] = {}
    for place, count in pairs:
        totals[place] = totals.get(place, 0) + count
    return iter(totals.items())
