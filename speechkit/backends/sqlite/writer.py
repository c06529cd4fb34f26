"""Adding speeches to an index and taking them out, within one transaction."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from speechkit.backends.sqlite.clearing import clear_away, group_by_block
from speechkit.backends.sqlite.encoding import ContentCutter, unpack_text
from speechkit.backends.sqlite.packing import (
    LABEL_COLUMNS,
    SPEECH_COLUMNS,
    PackedBatch,
    PackedSpeech,
)
from speechkit.backends.sqlite.postings import (
    BLOCK_SIZE,
    LEAST_PACKED,
    count_postings,
    pack_postings,
    posting_id,
    read_records,
)
from speechkit.backends.sqlite.storage import (
    ASKED_AT_ONCE,
    read_content,
    read_labels,
    read_lengths,
    read_totals,
    write_lengths,
)
from speechkit.backends.sqlite.tallies import Sizes, WordCounts, add_counts, unpack_counts
from speechkit.model import SkippedFile, SourceFile
from speechkit.text.order import natural_key
from speechkit.text.scripts import simplify
from speechkit.text.tokens import name_token, read_words_of_pieces
from speechkit.tuples import NamedTuple

_PENDING_BYTES, _WORD_BYTES = 40 << 20, 150
"""Postings held in memory before they are written, and what each of their words takes besides."""

_HASH_BYTES = 32 << 20
"""What FTS5 holds in memory before it writes a segment."""

_MOST_GONE = 1 << 17
"""Words of removed speeches in memory before their sums are written."""

_PART = 16
"""Removed speeches are cleared away when they are more than such a part of those in the index."""

_SUMS = ("words", "tokens", "passages", "characters")
"""Columns of a speech that are added up over all speeches."""

_INSERT_SPEECH = (
    f"INSERT INTO speech VALUES ({', '.join('?' * len((*SPEECH_COLUMNS, *Sizes._fields)))})"
)


class _Place(NamedTuple):
    """Where the postings of a word are."""

    number: int
    home: int | None
    """The block whose few records are kept with the word: that in which it is new, while few."""
    records: bytes = b""


class IndexWriter:
    """Writes to an index inside a transaction that its owner begins and commits."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._database.execute(
            "INSERT INTO match(match, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,)
        )
        self._totals = read_totals(database)
        self._cutter = ContentCutter(self._totals["room"])
        self._block = -1
        self._postings: dict[str, bytes] = {}
        self._tokens: dict[str, int] = {}
        self._gone_forms: Counter[str] = Counter()
        self._gone: Counter[str] = Counter()
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
        self._begin(batch.block)
        for speech in batch.speeches:
            self._add_speech(speech, batch.words.sizes)
        for part in batch.words.parts:
            self._begin(batch.block)
            self._add_words(unpack_counts(part))

    def _begin(self, block: int) -> None:
        """Write what is in memory where it is of another block, or much."""
        pending = self._pending + _WORD_BYTES * len(self._postings)
        if block != self._block or pending > _PENDING_BYTES:
            self._flush()
            self._block = block
            self._lengths = read_lengths(self._database, block)

    def _add_words(self, counts: WordCounts) -> None:
        postings = self._postings
        for word, data in counts.postings.items():
            postings[word] = postings[word] + data if word in postings else data
        self._pending += sum(map(len, counts.postings.values()))
        add_counts(self._tokens, counts.tokens)

    def _add_speech(self, speech: PackedSpeech, sizes: Mapping[int, Sizes]) -> None:
        number = speech.number
        size = sizes[number % BLOCK_SIZE]
        row = dict(zip(SPEECH_COLUMNS, speech.row, strict=True)) | size._asdict()
        self._count_speech(1, [row[name] for name in _SUMS])
        self._lengths[number % BLOCK_SIZE] = size.words
        row.update((column, self._number_label(str(row[column]))) for column in LABEL_COLUMNS)
        self._database.execute(_INSERT_SPEECH, tuple(row.values()))
        self._database.execute("INSERT INTO speech_order VALUES (?, ?)", (speech.sort_key, number))
        self._database.executemany(
            "INSERT INTO content VALUES (?, ?)", self._cutter.cut(number, speech.content)
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

    def _number_label(self, text: str) -> int:
        """Return the number of what many speeches share, a new one where the index lacks it."""
        if text not in self._labels:
            self._labels[text] = len(self._labels) + 1
            self._database.execute("INSERT INTO label VALUES (?, ?)", (self._labels[text], text))
        return self._labels[text]

    @cached_property
    def _labels(self) -> dict[str, int]:
        return {text: number for number, text in read_labels(self._database).items()}

    @property
    def speeches(self) -> int:
        """How many speeches the index has now."""
        return self._totals["speeches"]

    def remove(self, paths: Iterable[bytes]) -> int:
        """Take out the speeches of paths, where the index has them; return how many it had.

        Their content and postings stay until ``compact``; readers leave them out by number. Their
        tokens are taken off in ``finish``, for no query is to unpack a text for that.
        """
        before = self.speeches
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
                self._note_tokens(number)
        self._name_gone()
        return before - self.speeches

    def compact(self, *, everything: bool = False) -> None:
        """Clear away what removed speeches left, if that is a good part of the index.

        Blocks of which few are gone are left as they are: each is rewritten as a whole.
        """
        self._flush()
        removed = [n for (n,) in self._database.execute("SELECT id FROM removed ORDER BY id")]
        if removed and (everything or len(removed) * _PART > self._totals["speeches"]):
            blocks = group_by_block(removed)
            if not everything:
                blocks = {
                    block: gone for block, gone in blocks.items() if self._is_due(block, gone)
                }
            if not blocks:
                return
            self._write_gone()
            clear_away(self._database, blocks, self._totals["last_word"])

    def _is_due(self, block: int, gone: Sequence[int]) -> bool:
        """Return whether a good part of a block's speeches is gone: of other blocks few may be."""
        first = block * BLOCK_SIZE
        present = self._database.execute(
            "SELECT count(*) FROM speech WHERE id >= ? AND id < ?", (first, first + BLOCK_SIZE)
        ).fetchone()[0]
        return len(gone) * _PART > int(present)

    def _note_tokens(self, number: int) -> None:
        """Note the tokens of a speech that is removed; nothing is segmented for that."""
        content = read_content(self._database, number)
        for words in read_words_of_pieces(simplify(unpack_text(content.text)), content.marks):
            self._gone_forms.update(words)
            if len(self._gone_forms) > _MOST_GONE:
                self._name_gone()

    def _name_gone(self) -> None:
        """Note the words of which the tokens noted are forms."""
        for form, times in self._gone_forms.items():
            self._gone[name_token(form)] += times
        self._gone_forms.clear()
        if len(self._gone) > _MOST_GONE:
            self._write_gone()

    def _write_gone(self) -> None:
        """Take the tokens of removed speeches off the sums of words."""
        self._database.executemany(
            "UPDATE word SET tokens = tokens - ? WHERE word = ?",
            ((times, word) for word, times in sorted(self._gone.items())),
        )
        self._gone.clear()

    def finish(self) -> None:
        """Write what is still in memory, and the sums over all speeches."""
        self._flush()
        self._write_gone()
        self._totals["room"] = self._cutter.room
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
        self._write_postings(self._write_words())
        write_lengths(self._database, self._block, self._lengths)
        self._tokens.clear()
        self._pending, self._block = 0, -1

    def _write_words(self) -> list[tuple[int, bytes]]:
        """Write what is kept with words; return the postings that are not, by their ids."""
        located: list[tuple[int, bytes]] = []
        words = sorted(self._postings)
        self._database.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET"
            " speeches = speeches + excluded.speeches,"
            " occurrences = occurrences + excluded.occurrences,"
            " tokens = tokens + excluded.tokens,"
            " home = excluded.home, records = excluded.records",
            self._make_rows(words, self._read_places(words), located),
        )
        return located

    def _make_rows(
        self, words: Iterable[str], places: Iterable[_Place], located: list[tuple[int, bytes]]
    ) -> Iterator[tuple[object, ...]]:
        """Yield the row of each word; what goes to its posting is added to ``located``."""
        for word, place in zip(words, places, strict=True):
            data = self._postings.pop(word)
            kept, moved = self._divide(place, data)
            if moved:
                located.append((posting_id(self._block, place.number), moved))
            yield word, place.number, *count_postings(data), self._tokens.get(word, 0), *kept

    def _write_postings(self, located: Iterable[tuple[int, bytes]]) -> None:
        """Write postings, each appended to what there is of it."""
        self._database.executemany(
            "INSERT INTO posting VALUES (?, ?) ON CONFLICT (id)"
            # The operator || makes text of its operands; the cast makes bytes of it again.
            " DO UPDATE SET data = CAST(data || excluded.data AS BLOB)",
            ((posting, self._pack_postings(posting, data)) for posting, data in sorted(located)),
        )

    def _pack_postings(self, posting: int, records: bytes) -> bytes:
        """Return records to be appended to a posting, or packed with all that it has."""
        if len(records) < LEAST_PACKED:
            return records
        row = self._database.execute("SELECT data FROM posting WHERE id = ?", (posting,)).fetchone()
        if row is None:
            return pack_postings(records)
        self._database.execute("DELETE FROM posting WHERE id = ?", (posting,))
        return pack_postings(read_records(row[0]) + records)

    def _divide(self, place: _Place, data: bytes) -> tuple[tuple[int | None, bytes], bytes]:
        """Return what is kept with a word, and what goes to its posting in this block.

        Few records of the block in which a word is new are kept with it: a row of their own would
        take more than they do. Once they are many, they are moved.
        """
        if place.home != self._block:
            return (place.home, place.records), data
        records = place.records + data
        if len(records) < LEAST_PACKED:
            return (self._block, records), b""
        return (None, b""), records

    def _read_places(self, words: Sequence[str]) -> Iterator[_Place]:
        """Yield where the postings of words are, new numbers given to those the index lacks."""
        for start in range(0, len(words), ASKED_AT_ONCE):
            some = words[start : start + ASKED_AT_ONCE]
            asked = ", ".join("?" * len(some))
            rows = self._database.execute(
                f"SELECT word, id, home, records FROM word WHERE word IN ({asked})", some
            )
            known = {row[0]: _Place._make(row[1:]) for row in rows}
            for word in some:
                if word not in known:
                    self._totals["last_word"] += 1
                yield known.get(word) or _Place(self._totals["last_word"], self._block)
