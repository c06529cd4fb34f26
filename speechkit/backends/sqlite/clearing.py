"""Clearing away what removed speeches left in an index: texts, postings, lengths."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from speechkit.backends.sqlite.encoding import content_id, unpack_dropped, unpack_text
from speechkit.backends.sqlite.packing import join_pieces, match_texts
from speechkit.backends.sqlite.postings import (
    BLOCK_SIZE,
    count_postings,
    mark_kept,
    pack_postings,
    posting_id,
    posting_word,
    split_postings,
)
from speechkit.backends.sqlite.storage import read_content, read_lengths, write_lengths
from speechkit.text.normalize import normalize_lines

_WORDS_AT_ONCE = 1 << 18
"""Numbers of words of which postings and names are in memory; hardly any index has more."""


def group_by_block(numbers: Iterable[int]) -> dict[int, list[int]]:
    """Return the numbers of speeches, given in order, by their blocks."""
    return {
        block: list(same) for block, same in groupby(numbers, lambda number: number // BLOCK_SIZE)
    }


def clear_away(
    database: sqlite3.Connection, blocks: Mapping[int, Sequence[int]], last_word: int
) -> None:
    """Take removed speeches, given by their blocks, out of all tables.

    Their tokens must have been taken off the words before.
    """
    for first in range(0, last_word + 1, _WORDS_AT_ONCE):
        words = _WordChanges(database, blocks.keys(), first)
        for block, numbers in blocks.items():
            _clear_postings(database, words, block, [number % BLOCK_SIZE for number in numbers])
        words.write(database)
    database.execute("DELETE FROM word WHERE speeches = 0 AND tokens = 0")
    for block, numbers in blocks.items():
        lengths = read_lengths(database, block)
        for number in numbers:
            _forget_text(database, number)
            lengths[number % BLOCK_SIZE] = 0
        write_lengths(database, block, lengths)
        database.executemany("DELETE FROM removed WHERE id = ?", ((n,) for n in numbers))


class _WordChanges:
    """What is to be taken off the words of an index from a number on, written for all blocks."""

    def __init__(self, database: sqlite3.Connection, blocks: Iterable[int], first: int) -> None:
        self.first, self.behind = first, first + _WORDS_AT_ONCE
        self._names: dict[int, str] = {}
        self._counts: dict[str, tuple[int, int]] = {}
        self._records: dict[str, bytes] = {}
        self.kept: dict[int, dict[int, bytes]] = {block: {} for block in blocks}
        """The records that are kept with words, by block and posting."""
        for word, number, home, records in database.execute(
            "SELECT word, id, home, records FROM word WHERE id >= ? AND id < ?",
            (self.first, self.behind),
        ):
            self._names[number] = word
            if home in self.kept:
                self.kept[home][posting_id(home, number)] = records

    def take_off(self, posting: int, gone: bytes) -> None:
        """Take records off the counts of a word."""
        word = self._names[posting_word(posting)]
        speeches, occurrences = count_postings(gone)
        if word in self._counts:  # of another block
            before = self._counts[word]
            speeches, occurrences = speeches + before[0], occurrences + before[1]
        self._counts[word] = speeches, occurrences

    def keep(self, posting: int, records: bytes) -> None:
        """Keep other records with a word than there were."""
        self._records[self._names[posting_word(posting)]] = records

    def write(self, database: sqlite3.Connection) -> None:
        """Write the changes."""
        database.executemany(
            "UPDATE word SET speeches = speeches - ?, occurrences = occurrences - ?,"
            " records = coalesce(?, records) WHERE word = ?",
            (
                (*counts, self._records.get(word), word)
                for word, counts in sorted(self._counts.items())
            ),
        )


def _clear_postings(
    database: sqlite3.Connection, words: _WordChanges, block: int, places: Sequence[int]
) -> None:
    """Take the speeches at some places of a block out of all its postings."""
    own = words.kept[block]
    postings = own | dict(
        database.execute(
            "SELECT id, data FROM posting WHERE id >= ? AND id < ?",
            (posting_id(block, words.first), posting_id(block, words.behind)),
        )
    )
    rest = {}
    for posting, stay, gone in split_postings(postings, mark_kept(places)):
        words.take_off(posting, gone)
        if posting in own:
            words.keep(posting, stay)
        else:
            rest[posting] = stay
    database.executemany(
        "UPDATE posting SET data = ? WHERE id = ?",
        ((pack_postings(stay), posting) for posting, stay in rest.items() if stay),
    )
    database.executemany(
        "DELETE FROM posting WHERE id = ?",
        ((posting,) for posting, stay in rest.items() if not stay),
    )


def _forget_text(database: sqlite3.Connection, number: int) -> None:
    """Take the text of a speech out, and what it is matched by."""
    content = read_content(database, number)
    text = unpack_text(content.text)
    database.execute(
        "INSERT INTO match(match, rowid, title, body)"
        " VALUES ('delete', ?, CAST(? AS TEXT), CAST(? AS TEXT))",
        (number, *match_texts(normalize_lines(text))),
    )
    if pieces := unpack_dropped(content.dropped, text):
        lines = normalize_lines("\n".join(piece.text for piece in pieces)).split("\n")
        database.execute(
            "INSERT INTO dropped_match(dropped_match, rowid, text)"
            " VALUES ('delete', ?, CAST(? AS TEXT))",
            (number, join_pieces(lines)),
        )
    database.execute(
        "DELETE FROM content WHERE id >= ? AND id < ?",
        (content_id(number), content_id(number + 1)),
    )
