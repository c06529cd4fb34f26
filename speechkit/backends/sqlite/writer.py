"""Adding speeches to an index and taking them out, within one transaction."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from speechkit.backends.sqlite.encoding import (
    BLOCK_SIZE,
    count_postings,
    pack_lengths,
    posting_id,
    remove_postings,
    unpack_lengths,
    unpack_text,
)
from speechkit.backends.sqlite.storage import TOTALS, read_totals
from speechkit.ingest.analysis import (
    Analysed,
    AnalysedBatch,
    NumberedFile,
    make_tokens,
)
from speechkit.ingest.folder import SourceFile, path_stem
from speechkit.ranking import compute_idf, follow_idf

_PENDING_BYTES = 32 << 20
"""Postings held in memory before they are written, in bytes, before Python's overhead."""

_HASH_BYTES = 40 << 20
"""What FTS5 holds in memory before it writes a segment."""

_PART = 16
"""Removed speeches are cleared away when they are more than such a part of those in the index."""

_ASKED_AT_ONCE = 900
"""Parameters of a statement; older versions of SQLite take 999."""

_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}(?:[-.年]|[0-9]{4}))[0-9]+")
"""The number of a file, not the date with which many a name begins: there may be another of it."""


class IndexWriter:
    """Writes to an index inside a transaction that its owner begins and commits."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.execute(
            "INSERT INTO match(match, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,)
        )
        self._totals = read_totals(database)
        self._is_new = not self._totals["last_number"]
        self._block = -1
        self._postings: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._pending = 0
        self._lengths: array[int] = array("I")

    def number_files(self, files: Iterable[SourceFile]) -> list[NumberedFile]:
        """Give each file a number; one once given is never given to another."""
        first = self._totals["last_number"] + 1
        numbered = [NumberedFile(number, file) for number, file in enumerate(files, first)]
        self._totals["last_number"] += len(numbered)
        return numbered

    def add(self, batch: AnalysedBatch) -> None:
        """Add the speeches of a batch."""
        if batch.block != self._block or self._pending > _PENDING_BYTES:
            self._flush()
            self._block = batch.block
            self._lengths = _read_lengths(self._database, batch.block)
        for number, result in batch.results:
            if isinstance(result, Analysed):
                self._add_speech(number, result)
        postings = self._postings
        for word, data in batch.postings.items():
            postings[word] += data
            self._pending += len(data)

    def _add_speech(self, number: int, speech: Analysed) -> None:
        self._count_speech(1, speech.words, speech.passages, speech.characters)
        self._lengths[number % BLOCK_SIZE] = speech.words
        self._database.execute(_INSERT_SPEECH, _speech_row(number, speech))
        self._database.execute("INSERT INTO content VALUES (?, ?)", (number, speech.content))
        self._database.execute(
            "INSERT INTO match(rowid, body, title) VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))",
            (number, speech.match_body, speech.match_title),
        )

    def remove(self, paths: Iterable[bytes]) -> None:
        """Take out the speeches of paths, where the index has them.

        Their content and postings stay until ``compact``; readers leave them out by number.
        """
        for path in paths:
            row = self._database.execute(
                "SELECT id, words, passages, characters FROM speech WHERE path = ?", (path,)
            ).fetchone()
            if row is not None:
                number, *sizes = row
                self._count_speech(-1, *sizes)
                self._database.execute("INSERT INTO removed VALUES (?)", (number,))
                self._database.execute("DELETE FROM speech WHERE id = ?", (number,))

    def compact(self, *, everything: bool = False) -> None:
        """Clear away what removed speeches left, if that is a good part of the index."""
        self._flush()
        removed = [n for (n,) in self._database.execute("SELECT id FROM removed ORDER BY id")]
        if not removed or not (everything or len(removed) * _PART > self._totals["speeches"]):
            return
        for number in removed:
            self._forget_text(number)
        for block, numbers in groupby(removed, lambda number: number // BLOCK_SIZE):
            places = [number % BLOCK_SIZE for number in numbers]
            self._compact_block(block, places)
            lengths = _read_lengths(self._database, block)
            for place in places:
                lengths[place] = 0
            _write_lengths(self._database, block, lengths)
        self._database.execute("DELETE FROM removed")

    def _forget_text(self, number: int) -> None:
        (content,) = self._database.execute(
            "SELECT text FROM content WHERE id = ?", (number,)
        ).fetchone()
        match_title, match_body = make_tokens(unpack_text(content))
        self._database.execute(
            "INSERT INTO match(match, rowid, body, title)"
            " VALUES ('delete', ?, CAST(? AS TEXT), CAST(? AS TEXT))",
            (number, match_body, match_title),
        )
        self._database.execute("DELETE FROM content WHERE id = ?", (number,))

    def _compact_block(self, block: int, places: Sequence[int]) -> None:
        """Take the speeches at some places of a block out of all its postings and statistics."""
        first, end = posting_id(block, 0), posting_id(block + 1, 0)
        rows = self._database.execute(
            "SELECT id, data FROM posting WHERE id >= ? AND id < ?", (first, end)
        )
        rests = {
            posting: (rest, data)
            for posting, data in rows
            if len(rest := remove_postings(data, places)) < len(data)
        }
        for posting, (rest, _) in rests.items():
            if rest:
                self._database.execute("UPDATE posting SET data = ? WHERE id = ?", (rest, posting))
            else:
                self._database.execute("DELETE FROM posting WHERE id = ?", (posting,))
        words = self._database.execute("SELECT word, id FROM word").fetchall()
        for word, number in words:
            if found := rests.get(posting_id(block, number)):
                self._subtract(word, *found)
        self._database.execute("DELETE FROM word WHERE speeches = 0")

    def _subtract(self, word: str, rest: bytes, data: bytes) -> None:
        """Count less of a word by the difference of two states of its postings in a block."""
        before, after = count_postings(data), count_postings(rest)
        self._database.execute(
            "UPDATE word SET speeches = speeches - ?, occurrences = occurrences - ? WHERE word = ?",
            (before[0] - after[0], before[1] - after[1], word),
        )

    def finish(self) -> None:
        """Write what is still in memory, and the statistics that follow from all speeches."""
        self._flush()
        frequencies = self._database.execute("SELECT DISTINCT speeches FROM word")
        make_idf = compute_idf if self._is_new else follow_idf
        idf = make_idf(self._totals["speeches"], (frequency for (frequency,) in frequencies))
        self._database.execute("DELETE FROM idf")
        self._database.executemany("INSERT INTO idf VALUES (?, ?)", idf.items())
        self._database.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", self._totals.items()
        )

    def _count_speech(self, sign: int, words: int, passages: int, characters: int) -> None:
        for name, amount in zip(TOTALS, (1, words, passages, characters), strict=False):
            self._totals[name] += sign * amount

    def _flush(self) -> None:
        if self._block < 0:
            return
        words = sorted(self._postings)
        numbers = self._number_words(words)
        self._database.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET"
            " speeches = speeches + excluded.speeches,"
            " occurrences = occurrences + excluded.occurrences",
            ((word, numbers[word], *count_postings(self._postings[word])) for word in words),
        )
        located = ((posting_id(self._block, numbers[word]), self._postings[word]) for word in words)
        self._database.executemany(
            "INSERT INTO posting VALUES (?, ?) ON CONFLICT (id)"
            # The operator || makes text of its operands; the cast makes bytes of it again.
            " DO UPDATE SET data = CAST(data || excluded.data AS BLOB)",
            sorted(located),
        )
        _write_lengths(self._database, self._block, self._lengths)
        self._postings.clear()
        self._pending, self._block = 0, -1

    def _number_words(self, words: Sequence[str]) -> dict[str, int]:
        """Return the numbers of words, new ones given to those that the index lacks."""
        numbers: dict[str, int] = {}
        for start in range(0, len(words) if self._totals["last_word"] else 0, _ASKED_AT_ONCE):
            some = words[start : start + _ASKED_AT_ONCE]
            places = ", ".join("?" * len(some))
            numbers |= self._database.execute(
                f"SELECT word, id FROM word WHERE word IN ({places})", some
            ).fetchall()
        for word in words:
            if word not in numbers:
                self._totals["last_word"] += 1
                numbers[word] = self._totals["last_word"]
        return numbers


_INSERT_SPEECH = f"INSERT INTO speech VALUES ({', '.join('?' * 19)})"


def _speech_row(number: int, speech: Analysed) -> tuple[object, ...]:
    stem = path_stem(speech.file.path)
    digits = _NUMBER.match(stem.rpartition("/")[2])
    return (
        number,
        speech.file.path,
        stem,
        digits[0] if digits else "",
        *speech.file[1:],
        speech.digest,
        speech.title,
        speech.title_in_text,
        speech.encoding,
        speech.confidence,
        speech.script,
        speech.characters,
        speech.passages,
        speech.words,
        speech.facts,
        speech.notices,
    )


def _read_lengths(database: sqlite3.Connection, block: int) -> array[int]:
    row = database.execute("SELECT data FROM length WHERE block = ?", (block,)).fetchone()
    return unpack_lengths(row[0]) if row else array("I", bytes(4 * BLOCK_SIZE))


def _write_lengths(database: sqlite3.Connection, block: int, lengths: Iterable[int]) -> None:
    database.execute("INSERT OR REPLACE INTO length VALUES (?, ?)", (block, pack_lengths(lengths)))
