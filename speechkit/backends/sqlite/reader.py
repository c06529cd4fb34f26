"""What a query asks of an index, in the words of the index."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from speechkit.backends.sqlite.encoding import (
    BLOCK_SIZE,
    posting_block,
    posting_id,
    unpack_lengths,
    unpack_postings,
    unpack_text,
)
from speechkit.backends.sqlite.identifiers import find_identifier, identify, make_identify
from speechkit.backends.sqlite.storage import read_totals, verify_index
from speechkit.cache import name_damage
from speechkit.errors import ClosedCorpusError, DamagedIndexError
from speechkit.ingest.folder import SkippedFile
from speechkit.notices import Notice
from speechkit.ranking import positive_idf
from speechkit.section import Section
from speechkit.speech import Speech
from speechkit.text.libraries import DictionarySettings
from speechkit.text.user_words import combine_terms

_SPEECH_COLUMNS = "path, stem, digits, title, title_in_text, encoding, confidence, facts, notices"
_WORD_COLUMNS = "word, speeches, occurrences"
_ROWS_AT_ONCE = 1_000

Row = tuple[Any, ...]


class WordStatistics(NamedTuple):
    """A word of the index, with the speeches that hold it and its occurrences in all."""

    word: str
    speeches: int
    occurrences: int


class Block(NamedTuple):
    """The postings of one word in one block of speeches."""

    first: int
    """The number of the speech at place 0."""
    postings: Iterable[tuple[int, int]]
    """Places and counts."""


class IndexReader:
    """An open index, for reading; speeches go by their numbers in the index.

    Threads may share it: each question to the database is asked under one lock.
    """

    def __init__(self, database: sqlite3.Connection, root: Path, file: Path | None) -> None:
        self._connection: sqlite3.Connection | None = database
        self._lock = RLock()
        self._root = root
        # One transaction for all that is read: another process may write a new state between.
        with name_damage():
            database.execute("BEGIN")
            totals = read_totals(database)
        self.speeches = totals["speeches"]
        self.words = totals["words"]
        self.passages = totals["passages"]
        self.characters = totals["characters"]
        self._blocks = totals["last_number"] // BLOCK_SIZE + 1
        self._lengths: dict[int, Sequence[int]] = {}
        self._removed = frozenset(n for (n,) in self._rows("SELECT id FROM removed"))
        self.file = file
        """Where the index lies; None for one in memory."""

    def close(self) -> None:
        """Let go of the index file; whatever is asked afterwards raises ClosedCorpusError."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the index was let go of."""
        _ = self._database

    @property
    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ClosedCorpusError(self._root)
        return self._connection

    def _rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of an answer."""
        with self._lock, name_damage():
            return self._database.execute(statement, parameters).fetchall()

    def _row(self, statement: str, parameters: Sequence[object] = ()) -> Row:
        """Return the one row that there must be."""
        rows = self._rows(statement, parameters)
        if not rows:
            raise DamagedIndexError("a row is missing")
        return rows[0]

    def _stream(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Yield the rows of an answer that may be too long for the memory."""
        with self._lock, name_damage():
            cursor = self._database.execute(statement, parameters)
        while True:
            with self._lock, name_damage():
                self.check_open()
                rows = cursor.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            yield from rows

    @cached_property
    def dictionary(self) -> DictionarySettings:
        """The dictionary with which the index was made."""
        terms, versions = self._meta("terms"), self._meta("library_versions")
        with _unpacking():
            return DictionarySettings(combine_terms(json.loads(terms)), versions)

    @property
    def encoding(self) -> str:
        """The encoding that was set for all files, or ``auto``."""
        return self._meta("encoding")

    def verify(self) -> None:
        """Raise DamagedIndexError if parts of the index file contradict each other."""
        self.check_open()
        if self.file is not None:
            verify_index(self.file)

    def numbers(self) -> list[int]:
        """Return the numbers of all speeches, in the order of their paths."""
        return [row[0] for row in self._rows("SELECT id FROM speech ORDER BY path")]

    def match(self, expression: str) -> list[int]:
        """Return the numbers of the speeches that an FTS5 expression matches, ascending."""
        rows = self._rows("SELECT rowid FROM match WHERE match MATCH ?", (expression,))
        if self._removed:
            return [number for (number,) in rows if number not in self._removed]
        return [number for (number,) in rows]

    def word_statistics(self, word: str) -> WordStatistics:
        """Return how often a word occurs, zeros where it does not."""
        rows = self._rows(f"SELECT {_WORD_COLUMNS} FROM word WHERE word = ?", (word,))
        return self._without_removed(WordStatistics(*rows[0] if rows else (word, 0, 0)))

    def list_words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield all words of the index that begin with ``prefix``, in their order."""
        prefix = _encodable(prefix)
        rows = self._stream(
            f"SELECT {_WORD_COLUMNS} FROM word WHERE word >= ? AND word < ? ORDER BY word",
            (prefix, prefix + "\U0010ffff"),
        )
        words = map(self._without_removed, map(WordStatistics._make, rows))
        return (word for word in words if word.speeches)

    def _without_removed(self, word: WordStatistics) -> WordStatistics:
        """Return the statistics of a word less what removed speeches hold of it."""
        if not self._removed or not word.speeches:
            return word
        counts = [
            count
            for block in self._all_postings(word.word)
            for place, count in block.postings
            if block.first + place in self._removed
        ]
        return word._replace(
            speeches=word.speeches - len(counts), occurrences=word.occurrences - sum(counts)
        )

    def idf(self, frequency: int) -> float:
        """Return the idf of words that that number of speeches hold."""
        rows = self._rows("SELECT value FROM idf WHERE frequency = ?", (frequency,))
        return float(rows[0][0]) if rows else positive_idf(self.speeches, frequency)

    def postings(self, word: str) -> list[Block]:
        """Return the postings of a word, block by block."""
        blocks = self._all_postings(word)
        return list(map(self._keep_present, blocks)) if self._removed else blocks

    def _keep_present(self, block: Block) -> Block:
        """Return a block without the speeches that were removed."""
        present = (
            (place, count)
            for place, count in block.postings
            if block.first + place not in self._removed
        )
        return Block(block.first, tuple(present))

    def _all_postings(self, word: str) -> list[Block]:
        rows = self._rows("SELECT id FROM word WHERE word = ?", (word,))
        if not rows:
            return []
        places = ", ".join(str(posting_id(block, rows[0][0])) for block in range(self._blocks))
        rows = self._rows(f"SELECT id, data FROM posting WHERE id IN ({places})")
        return [
            Block(posting_block(posting) * BLOCK_SIZE, unpack_postings(data))
            for posting, data in rows
        ]

    def lengths(self, block: Block) -> Sequence[int]:
        """Return the lengths in words of the speeches of a block, by place."""
        number = block.first // BLOCK_SIZE
        if number not in self._lengths:
            row = self._row("SELECT data FROM length WHERE block = ?", (number,))
            self._lengths[number] = unpack_lengths(row[0])
        return self._lengths[number]

    def text(self, number: int) -> tuple[str, tuple[str, ...]]:
        """Return the title that the text itself has, or nothing, and the paragraphs."""
        (packed,) = self._row("SELECT text FROM content WHERE id = ?", (number,))
        title, *paragraphs = unpack_text(packed).split("\n")
        return title, tuple(paragraphs)

    def speech(self, number: int) -> Speech:
        """Return one speech, whole."""
        row = self._row(f"SELECT {_SPEECH_COLUMNS} FROM speech WHERE id = ?", (number,))
        identifier = self._identify(*row[:3])
        _, paragraphs = self.text(number)
        with _unpacking():
            return _make_speech(self._root, identifier, row, paragraphs)

    def identifier(self, number: int) -> str:
        """Return the short form of a speech's identifier; raises KeyError for no such number."""
        rows = self._rows("SELECT path, stem, digits FROM speech WHERE id = ?", (number,))
        if not rows:
            raise KeyError(number)
        return self._identify(*rows[0])

    def _identify(self, path: bytes, stem: str, digits: str) -> str:
        with self._lock, name_damage():
            return identify(self._database, path, stem, digits)

    def find_identifier(self, identifier: str) -> list[int]:
        """Return the speeches that an identifier can mean: the one it is, else all candidates."""
        with self._lock, name_damage():
            return find_identifier(self._database, _encodable(identifier))

    def numbers_in(self, folder: str) -> list[int]:
        """Return the numbers of the speeches in a folder of the corpus, and in those within it."""
        start = _encodable(folder).rstrip("/") + "/"
        rows = self._rows(
            "SELECT id FROM speech WHERE stem >= ? AND stem < ? ORDER BY path",
            (start, f"{start}\U0010ffff"),
        )
        return [number for (number,) in rows]

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not in the index, and why."""
        rows = self._rows("SELECT path, reason FROM skipped ORDER BY path")
        return tuple(map(SkippedFile._make, rows))

    def _meta(self, key: str) -> str:
        return str(self._row("SELECT value FROM meta WHERE key = ?", (key,))[0])

    def list_rows(self) -> Iterator[tuple[int, str, str, str, str, str, str, int, int, str]]:
        """Yield what lists show of each speech, in the order of their paths, no text read.

        Number, identifier, stem, path, title, encoding, script, characters, passages, facts.
        """
        with self._lock, name_damage():
            identify_one = make_identify(self._database)
        rows = self._stream(
            "SELECT id, path, stem, digits, title, encoding, script, characters, passages, facts"
            " FROM speech ORDER BY path"
        )
        for number, path, stem, digits, *values in rows:
            identifier = identify_one(path, stem, digits)
            yield (number, identifier, stem, os.fsdecode(path), *values)

    def script(self, number: int) -> str:
        """Return the script of a speech as it was found when the speech was read."""
        return str(self._row("SELECT script FROM speech WHERE id = ?", (number,))[0])


@contextmanager
def _unpacking() -> Iterator[None]:
    """Raise DamagedIndexError where a row that was read makes no sense."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(f"a record does not unpack: {error}") from error


def _make_speech(root: Path, identifier: str, row: Row, paragraphs: tuple[str, ...]) -> Speech:
    path, _, _, title, in_text, encoding, confidence, facts, notices = row
    details = json.loads(facts)
    return Speech(
        id=identifier,
        title=title,
        paragraphs=paragraphs,
        path=root / os.fsdecode(path),
        encoding=encoding,
        title_in_text=bool(in_text),
        confidence=confidence,
        sections=tuple(Section(**section) for section in details.pop("sections", ())),
        notices=tuple(Notice(**notice) for notice in json.loads(notices)),
        **details,
    )


def _encodable(text: str) -> str:
    """Return text that SQLite takes: half characters, as from a bad argument, are replaced."""
    return text.encode("utf-8", "replace").decode()
