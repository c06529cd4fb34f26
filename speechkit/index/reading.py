"""What a query asks of an index, in the words of the index."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from speechkit.files import SkippedFile
from speechkit.index.encoding import (
    BLOCK_SIZE,
    posting_block,
    posting_id,
    unpack_lengths,
    unpack_postings,
    unpack_text,
)
from speechkit.index.identifiers import find_identifier, identify, make_identify
from speechkit.index.storage import name_damage, read_totals, verify_index
from speechkit.libraries import DictionarySettings
from speechkit.notices import Notice
from speechkit.section import Section
from speechkit.speech import Speech
from speechkit.terms import combine_terms

_SPEECH_COLUMNS = (
    "speech.id, path, stem, digits, title, title_in_text, encoding, confidence, facts, notices"
)


_WORD_COLUMNS = "word, speeches, occurrences"


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
    """An open index, for reading; speeches go by their numbers in the index."""

    @name_damage()
    def __init__(self, database: sqlite3.Connection, root: Path) -> None:
        self._database = database
        self._root = root
        # One transaction for all that is read: another process may write a new state between.
        database.execute("BEGIN")
        totals = read_totals(database)
        self.speeches = totals["speeches"]
        self.words = totals["words"]
        self.passages = totals["passages"]
        self.characters = totals["characters"]
        self._blocks = totals["last_number"] // BLOCK_SIZE + 1
        self._lengths: dict[int, Sequence[int]] = {}

    def close(self) -> None:
        """Let go of the index file."""
        self._database.close()

    @cached_property
    def dictionary(self) -> DictionarySettings:
        """The dictionary with which the index was made."""
        return DictionarySettings(
            combine_terms(json.loads(self._meta("terms"))), self._meta("library_versions")
        )

    @property
    def encoding(self) -> str:
        """The encoding that was set for all files, or ``auto``."""
        return self._meta("encoding")

    @cached_property
    def file(self) -> Path | None:
        """Where the index lies; None for one in memory."""
        name = self._database.execute("PRAGMA database_list").fetchone()[2]
        return Path(name) if name else None

    def verify(self) -> None:
        """Raise IndexDamageError if parts of the index file contradict each other."""
        if self.file is not None:
            verify_index(self.file)

    @name_damage()
    def numbers(self) -> list[int]:
        """Return the numbers of all speeches, in the order of their paths."""
        return [row[0] for row in self._database.execute("SELECT id FROM speech ORDER BY path")]

    @name_damage()
    def match(self, expression: str) -> list[int]:
        """Return the numbers of the speeches that an FTS5 expression matches, ascending."""
        rows = self._database.execute("SELECT rowid FROM match WHERE match MATCH ?", (expression,))
        return [row[0] for row in rows]

    @name_damage()
    def word_statistics(self, word: str) -> WordStatistics:
        """Return how often a word occurs, zeros where it does not."""
        row = self._database.execute(
            f"SELECT {_WORD_COLUMNS} FROM word WHERE word = ?", (word,)
        ).fetchone()
        return WordStatistics(*row) if row else WordStatistics(word, 0, 0)

    def list_words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield all words of the index that begin with ``prefix``, in their order."""
        rows = self._database.execute(
            f"SELECT {_WORD_COLUMNS} FROM word WHERE word >= ? AND word < ? ORDER BY word",
            (prefix, prefix + "\U0010ffff"),
        )
        return map(WordStatistics._make, rows)

    @name_damage()
    def idf(self, frequency: int) -> float:
        """Return the idf of words that so many speeches hold."""
        row = self._database.execute(
            "SELECT value FROM idf WHERE frequency = ?", (frequency,)
        ).fetchone()
        return float(row[0]) if row else 0.0

    @name_damage()
    def postings(self, word: str) -> list[Block]:
        """Return the postings of a word, block by block."""
        row = self._database.execute("SELECT id FROM word WHERE word = ?", (word,)).fetchone()
        if row is None:
            return []
        places = ", ".join(str(posting_id(block, row[0])) for block in range(self._blocks))
        rows = self._database.execute(f"SELECT id, data FROM posting WHERE id IN ({places})")
        return [
            Block(posting_block(posting) * BLOCK_SIZE, unpack_postings(data))
            for posting, data in rows
        ]

    @name_damage()
    def lengths(self, block: Block) -> Sequence[int]:
        """Return the lengths in words of the speeches of a block, by place."""
        number = block.first // BLOCK_SIZE
        if number not in self._lengths:
            row = self._database.execute("SELECT data FROM length WHERE block = ?", (number,))
            self._lengths[number] = unpack_lengths(row.fetchone()[0])
        return self._lengths[number]

    @name_damage()
    def text(self, number: int) -> tuple[str, tuple[str, ...]]:
        """Return the title that stands in the text, or nothing, and the paragraphs."""
        row = self._database.execute("SELECT text FROM content WHERE id = ?", (number,)).fetchone()
        title, *paragraphs = unpack_text(row[0]).split("\n")
        return title, tuple(paragraphs)

    @name_damage()
    def speech(self, number: int) -> Speech:
        """Return one speech, whole."""
        row = self._database.execute(
            f"SELECT {_SPEECH_COLUMNS} FROM speech WHERE id = ?", (number,)
        ).fetchone()
        _, path, stem, digits, title, in_text, encoding, confidence, facts, notices = row
        details = json.loads(facts)
        sections = tuple(Section(**section) for section in details.pop("sections", ()))
        return Speech(
            id=identify(self._database, path, stem, digits),
            title=title,
            paragraphs=self.text(number)[1],
            path=self._root / os.fsdecode(path),
            encoding=encoding,
            title_in_text=bool(in_text),
            confidence=confidence,
            sections=sections,
            notices=tuple(Notice(**notice) for notice in json.loads(notices)),
            **details,
        )

    @name_damage()
    def identifier(self, number: int) -> str:
        """Return the short form of a speech's identifier."""
        row = self._database.execute(
            "SELECT path, stem, digits FROM speech WHERE id = ?", (number,)
        ).fetchone()
        return identify(self._database, *row)

    @name_damage()
    def find_identifier(self, identifier: str) -> list[int]:
        """Return the speeches that an identifier can mean: the one it is, else all candidates."""
        return find_identifier(self._database, identifier)

    @name_damage()
    def numbers_in(self, folder: str) -> list[int]:
        """Return the numbers of the speeches in a folder of the corpus, and in those within it."""
        start = folder.rstrip("/") + "/"
        rows = self._database.execute(
            "SELECT id FROM speech WHERE stem >= ? AND stem < ? ORDER BY path",
            (start, f"{start}\U0010ffff"),
        )
        return [row[0] for row in rows]

    @name_damage()
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not in the index, and why."""
        rows = self._database.execute("SELECT path, reason FROM skipped ORDER BY path")
        return tuple(map(SkippedFile._make, rows))

    @name_damage()
    def _meta(self, key: str) -> str:
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def list_rows(self) -> Iterator[tuple[int, str, str, str, str, str, str, int, int, str]]:
        """Yield what lists show of each speech, in the order of their paths, no text read.

        Number, identifier, stem, path, title, encoding, script, characters, passages, facts.
        """
        identify_one = make_identify(self._database)
        rows = self._database.execute(
            "SELECT id, path, stem, digits, title, encoding, script, characters, passages, facts"
            " FROM speech ORDER BY path"
        )
        for number, path, stem, digits, *values in rows:
            identifier = identify_one(path, stem, digits)
            yield (number, identifier, stem, os.fsdecode(path), *values)

    @name_damage()
    def script(self, number: int) -> str:
        """Return the script of a speech as it was found when the speech was read."""
        rows = self._database.execute("SELECT script FROM speech WHERE id = ?", (number,))
        return str(rows.fetchone()[0])
