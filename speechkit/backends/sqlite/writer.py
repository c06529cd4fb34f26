"""Adding speeches to an index and taking them out, within one transaction."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from speechkit.backends.sqlite.encoding import (
    BLOCK_SIZE,
    LEAST_PACKED,
    content_id,
    count_postings,
    cut_content,
    mark_kept,
    pack_lengths,
    pack_postings,
    posting_id,
    read_records,
    split_postings,
    unpack_dropped,
    unpack_lengths,
    unpack_text,
)
from speechkit.backends.sqlite.packing import (
    SPEECH_COLUMNS,
    PackedBatch,
    PackedSpeech,
    join_lines,
    match_texts,
)
from speechkit.backends.sqlite.storage import ASKED_AT_ONCE, read_content, read_totals
from speechkit.backends.sqlite.tallies import Sizes, add_counts
from speechkit.model import SkippedFile, SourceFile
from speechkit.text.normalize import normalize_lines
from speechkit.text.order import natural_key
from speechkit.text.scripts import simplify
from speechkit.text.tokens import name_token, read_words

_PENDING_BYTES = 32 << 20
"""Postings held in memory before they are written, in bytes, before Python's overhead."""

_HASH_BYTES = 40 << 20
"""What FTS5 holds in memory before it writes a segment."""

_PART = 16
"""Removed speeches are cleared away when they are more than such a part of those in the index."""

_SUMS = ("words", "tokens", "passages", "characters")
"""Columns of a speech that are added up over all speeches."""

_INSERT_SPEECH = (
    f"INSERT INTO speech VALUES ({', '.join('?' * len((*SPEECH_COLUMNS, *Sizes._fields)))})"
)


class IndexWriter:
    """Writes to an index inside a transaction that its owner begins and commits."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.execute(
            "INSERT INTO match(match, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,)
        )
        self._totals = read_totals(database)
        self._block = -1
        self._postings: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._tokens: dict[str, int] = {}
        self._pending = 0
        self._lengths: array[int] = array("I")
        self.refused: tuple[SkippedFile, ...] = ()
        """None: a database takes every speech."""

    def number_files(self, files: Iterable[SourceFile]) -> list[tuple[int, SourceFile]]:
        """Give each file a number, in their natural order; none is ever given twice."""
        ordered = sorted((natural_key(file.path), file) for file in files)
        first = self._totals["last_number"] + 1
        numbered = [(number, file) for number, (_, file) in enumerate(ordered, first)]
        self._totals["last_number"] += len(numbered)
        if numbered and not self._come_last(ordered[0][0]):
            self._totals["in_order"] = 0
        return numbered

    def _come_last(self, sort_key: bytes) -> bool:
        """Return whether a key sorts behind those of all speeches of the index."""
        last = self._database.execute("SELECT max(sort_key) FROM speech_order").fetchone()[0]
        return last is None or last < sort_key

    def add(self, batch: PackedBatch) -> None:
        """Add the speeches of a batch."""
        if batch.block != self._block or self._pending > _PENDING_BYTES:
            self._flush()
            self._block = batch.block
            self._lengths = _read_lengths(self._database, batch.block)
        for speech in batch.speeches:
            self._add_speech(speech, batch.words.sizes)
        postings = self._postings
        for word, data in batch.words.postings.items():
            postings[word] += data
            self._pending += len(data)
        add_counts(self._tokens, batch.words.tokens)

    def _add_speech(self, speech: PackedSpeech, sizes: Mapping[int, Sizes]) -> None:
        number = speech.number
        size = sizes[number % BLOCK_SIZE]
        row = dict(zip(SPEECH_COLUMNS, speech.row, strict=True)) | size._asdict()
        self._count_speech(1, [row[name] for name in _SUMS])
        self._lengths[number % BLOCK_SIZE] = size.words
        self._database.execute(_INSERT_SPEECH, (*speech.row, *size))
        self._database.execute("INSERT INTO speech_order VALUES (?, ?)", (speech.sort_key, number))
        self._database.executemany(
            "INSERT INTO content VALUES (?, ?)",
            (
                (content_id(number, place), piece)
                for place, piece in enumerate(cut_content(speech.content))
            ),
        )
        self._database.execute(
            "INSERT INTO match(rowid, title, body) VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))",
            (number, *speech.match),
        )
        if speech.dropped_match:
            self._database.execute(
                "INSERT INTO dropped_match(rowid, text) VALUES (?, CAST(? AS TEXT))",
                (number, speech.dropped_match),
            )

    @property
    def speeches(self) -> int:
        """How many speeches the index has now."""
        return self._totals["speeches"]

    def remove(self, paths: Iterable[bytes]) -> int:
        """Take out the speeches of paths, where the index has them; return how many it had.

        Their content and postings stay until ``compact``; readers leave them out by number. Their
        tokens are taken off at once, for no query is to unpack a text for that.
        """
        before = self.speeches
        forms: Counter[str] = Counter()
        for path in paths:
            sort_key = natural_key(path)
            row = self._database.execute(
                f"SELECT id, {', '.join(_SUMS)}"
                " FROM speech_order JOIN speech USING (id) WHERE sort_key = ?",
                (sort_key,),
            ).fetchone()
            if row is not None:
                number, *sizes = row
                self._count_speech(-1, sizes)
                self._database.execute("INSERT INTO removed VALUES (?)", (number,))
                self._database.execute("DELETE FROM speech WHERE id = ?", (number,))
                self._database.execute("DELETE FROM speech_order WHERE sort_key = ?", (sort_key,))
                forms.update(self._read_tokens(number))
        tokens: Counter[str] = Counter()
        for form, times in forms.items():
            tokens[name_token(form)] += times
        self._database.executemany(
            "UPDATE word SET tokens = tokens - ? WHERE word = ?",
            ((times, word) for word, times in tokens.items()),
        )
        return before - self.speeches

    def compact(self, *, everything: bool = False) -> None:
        """Clear away what removed speeches left, if that is a good part of the index."""
        self._flush()
        removed = [n for (n,) in self._database.execute("SELECT id FROM removed ORDER BY id")]
        if not removed or not (everything or len(removed) * _PART > self._totals["speeches"]):
            return
        for number in removed:
            self._forget_text(number)
        for block, numbers in groupby(removed, lambda number: number // BLOCK_SIZE):
            self._compact_block(block, [number % BLOCK_SIZE for number in numbers])
        self._database.execute("DELETE FROM word WHERE speeches = 0 AND tokens = 0")
        self._database.execute("DELETE FROM removed")

    def _read_tokens(self, number: int) -> list[str]:
        """Return the tokens of a speech as they are written; nothing is segmented for that."""
        content = read_content(self._database, number)
        return read_words(simplify(unpack_text(content.text)), content.marks)

    def _forget_text(self, number: int) -> None:
        """Take the text of a speech out, and what it is matched by."""
        content = read_content(self._database, number)
        text = unpack_text(content.text)
        title, *paragraphs = normalize_lines(text).split("\n")
        self._database.execute(
            "INSERT INTO match(match, rowid, title, body)"
            " VALUES ('delete', ?, CAST(? AS TEXT), CAST(? AS TEXT))",
            (number, *match_texts(title, paragraphs)),
        )
        if pieces := unpack_dropped(content.dropped, text):
            lines = normalize_lines("\n".join(piece.text for piece in pieces)).split("\n")
            self._database.execute(
                "INSERT INTO dropped_match(dropped_match, rowid, text)"
                " VALUES ('delete', ?, CAST(? AS TEXT))",
                (number, join_lines(lines)),
            )
        self._database.execute(
            "DELETE FROM content WHERE id >= ? AND id < ?",
            (content_id(number), content_id(number + 1)),
        )

    def _compact_block(self, block: int, places: Sequence[int]) -> None:
        """Take the speeches at some places of a block out of all its postings and statistics."""
        first, end = posting_id(block, 0), posting_id(block + 1, 0)
        rows = self._database.execute(
            "SELECT id, data FROM posting WHERE id >= ? AND id < ?", (first, end)
        )
        kept = mark_kept(places)
        parted = {posting: split_postings(read_records(data), kept) for posting, data in rows}
        gone = {posting: left for posting, (_rest, left) in parted.items() if left}
        self._database.executemany(
            "UPDATE posting SET data = ? WHERE id = ?",
            ((pack_postings(parted[posting][0]), posting) for posting in gone),
        )
        self._database.execute(
            "DELETE FROM posting WHERE id >= ? AND id < ? AND data = x''", (first, end)
        )
        words = self._database.execute("SELECT word, id FROM word").fetchall()
        self._database.executemany(
            "UPDATE word SET speeches = speeches - ?, occurrences = occurrences - ? WHERE word = ?",
            (
                (*count_postings(left), word)
                for word, number in words
                if (left := gone.get(posting_id(block, number)))
            ),
        )
        lengths = _read_lengths(self._database, block)
        for place in places:
            lengths[place] = 0
        _write_lengths(self._database, block, lengths)

    def finish(self) -> None:
        """Write what is still in memory, and the sums over all speeches."""
        self._flush()
        self._database.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", self._totals.items()
        )

    def _count_speech(self, sign: int, sizes: Sequence[object]) -> None:
        self._totals["speeches"] += sign
        for name, size in zip(_SUMS, sizes, strict=True):
            assert isinstance(size, int)
            self._totals[name] += sign * size

    def _flush(self) -> None:
        if self._block < 0:
            return
        # A token may be no search word: 27.46 of 27.46亿.
        words = sorted(self._postings.keys() | self._tokens.keys())
        numbers = self._number_words(words)
        self._database.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET"
            " speeches = speeches + excluded.speeches,"
            " occurrences = occurrences + excluded.occurrences,"
            " tokens = tokens + excluded.tokens",
            (
                (word, numbers[word], *count_postings(self._postings.get(word, b"")), tokens)
                for word in words
                for tokens in (self._tokens.get(word, 0),)
            ),
        )
        located = sorted(
            (posting_id(self._block, numbers[word]), data) for word, data in self._postings.items()
        )
        self._database.executemany(
            "INSERT INTO posting VALUES (?, ?) ON CONFLICT (id)"
            # The operator || makes text of its operands; the cast makes bytes of it again.
            " DO UPDATE SET data = CAST(data || excluded.data AS BLOB)",
            ((posting, self._pack_postings(posting, bytes(data))) for posting, data in located),
        )
        _write_lengths(self._database, self._block, self._lengths)
        self._postings.clear()
        self._tokens.clear()
        self._pending, self._block = 0, -1

    def _pack_postings(self, posting: int, records: bytes) -> bytes:
        """Return records to be appended to a posting, or packed with all that it has."""
        if len(records) < LEAST_PACKED:
            return records
        row = self._database.execute("SELECT data FROM posting WHERE id = ?", (posting,)).fetchone()
        if row is None:
            return pack_postings(records)
        self._database.execute("DELETE FROM posting WHERE id = ?", (posting,))
        return pack_postings(read_records(row[0]) + records)

    def _number_words(self, words: Sequence[str]) -> dict[str, int]:
        """Return the numbers of words, new ones given to those that the index lacks."""
        numbers: dict[str, int] = {}
        for start in range(0, len(words) if self._totals["last_word"] else 0, ASKED_AT_ONCE):
            some = words[start : start + ASKED_AT_ONCE]
            places = ", ".join("?" * len(some))
            numbers |= self._database.execute(
                f"SELECT word, id FROM word WHERE word IN ({places})", some
            ).fetchall()
        for word in words:
            if word not in numbers:
                self._totals["last_word"] += 1
                numbers[word] = self._totals["last_word"]
        return numbers


def _read_lengths(database: sqlite3.Connection, block: int) -> array[int]:
    row = database.execute("SELECT data FROM length WHERE block = ?", (block,)).fetchone()
    return unpack_lengths(row[0]) if row else array("I", bytes(4 * BLOCK_SIZE))


def _write_lengths(database: sqlite3.Connection, block: int, lengths: Iterable[int]) -> None:
    database.execute("INSERT OR REPLACE INTO length VALUES (?, ?)", (block, pack_lengths(lengths)))
