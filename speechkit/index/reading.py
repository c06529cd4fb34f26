"""What a query asks of an index, in the words of the index."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from speechkit.files import SkippedFile, display_path
from speechkit.index.encoding import (
    BLOCK_SIZE,
    posting_block,
    posting_id,
    unpack_lengths,
    unpack_postings,
    unpack_text,
)
from speechkit.index.storage import read_totals
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

    def __init__(self, database: sqlite3.Connection, root: Path) -> None:
        self._database = database
        self._root = root
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

    def numbers(self) -> list[int]:
        """Return the numbers of all speeches, in the order of their paths."""
        return [row[0] for row in self._database.execute("SELECT id FROM speech ORDER BY path")]

    def match(self, expression: str) -> list[int]:
        """Return the numbers of the speeches that an FTS5 expression matches, ascending."""
        rows = self._database.execute("SELECT rowid FROM match WHERE match MATCH ?", (expression,))
        return [row[0] for row in rows]

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

    def idf(self, frequency: int) -> float:
        """Return the idf of words that so many speeches hold."""
        row = self._database.execute(
            "SELECT value FROM idf WHERE frequency = ?", (frequency,)
        ).fetchone()
        return float(row[0]) if row else 0.0

    def postings(self, word: str) -> Iterator[Block]:
        """Yield the postings of a word, block by block."""
        row = self._database.execute("SELECT id FROM word WHERE word = ?", (word,)).fetchone()
        if row is None:
            return
        places = ", ".join(str(posting_id(block, row[0])) for block in range(self._blocks))
        rows = self._database.execute(f"SELECT id, data FROM posting WHERE id IN ({places})")
        for posting, data in rows:
            yield Block(posting_block(posting) * BLOCK_SIZE, unpack_postings(data))

    def lengths(self, block: Block) -> Sequence[int]:
        """Return the lengths in words of the speeches of a block, by place."""
        number = block.first // BLOCK_SIZE
        if number not in self._lengths:
            row = self._database.execute("SELECT data FROM length WHERE block = ?", (number,))
            self._lengths[number] = unpack_lengths(row.fetchone()[0])
        return self._lengths[number]

    def text(self, number: int) -> tuple[str, tuple[str, ...]]:
        """Return the title that stands in the text, or nothing, and the paragraphs."""
        row = self._database.execute("SELECT text FROM content WHERE id = ?", (number,)).fetchone()
        title, *paragraphs = unpack_text(row[0]).split("\n")
        return title, tuple(paragraphs)

    def speech(self, number: int) -> Speech:
        """Return one speech, whole."""
        row = self._database.execute(
            f"SELECT {_SPEECH_COLUMNS} FROM speech WHERE id = ?", (number,)
        ).fetchone()
        _, path, stem, digits, title, in_text, encoding, confidence, facts, notices = row
        details = json.loads(facts)
        sections = tuple(Section(**section) for section in details.pop("sections", ()))
        return Speech(
            id=self._identify(path, stem, digits),
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

    def identifier(self, number: int) -> str:
        """Return the short form of a speech's identifier."""
        row = self._database.execute(
            "SELECT path, stem, digits FROM speech WHERE id = ?", (number,)
        ).fetchone()
        return self._identify(*row)

    def find_identifier(self, identifier: str) -> list[int]:
        """Return the speeches that an identifier can mean: best one, else all candidates.

        Whole forms go before a number without its leading zeros, and that before beginnings.
        """
        for condition, parameters in _identifier_conditions(identifier):
            rows = self._database.execute(
                f"SELECT id FROM speech WHERE {condition} ORDER BY path LIMIT 1000", parameters
            ).fetchall()
            if rows:
                return [row[0] for row in rows]
        return []

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not in the index, and why."""
        rows = self._database.execute("SELECT path, reason FROM skipped ORDER BY path")
        return tuple(map(SkippedFile._make, rows))

    def _meta(self, key: str) -> str:
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def _identify(self, path: bytes, stem: str, digits: str) -> str:
        if digits and self._is_unique("digits", digits):
            return digits
        return stem if self._is_unique("stem", stem) else display_path(path)

    def _is_unique(self, column: str, value: str) -> bool:
        rows = self._database.execute(f"SELECT 1 FROM speech WHERE {column} = ? LIMIT 2", (value,))
        return len(rows.fetchall()) == 1

    def list_rows(self) -> Iterator[tuple[int, str, str, str, str, str, str, int, int, str]]:
        """Yield what lists show of each speech, in the order of their paths, no text read.

        Number, identifier, stem, path, title, encoding, script, characters, passages, facts.
        """
        counts = "SELECT {0} FROM speech GROUP BY {0} HAVING count(*) > 1"
        shared = {
            name: {row[0] for row in self._database.execute(counts.format(name))}
            for name in ("digits", "stem")
        }
        rows = self._database.execute(
            "SELECT id, path, stem, digits, title, encoding, script, characters, passages, facts"
            " FROM speech ORDER BY path"
        )
        for number, path, stem, digits, *values in rows:
            identifier = stem if stem not in shared["stem"] else display_path(path)
            if digits and digits not in shared["digits"]:
                identifier = digits
            yield (number, identifier, stem, os.fsdecode(path), *values)

    def script(self, number: int) -> str:
        """Return the script of a speech as it was found when the speech was read."""
        rows = self._database.execute("SELECT script FROM speech WHERE id = ?", (number,))
        return str(rows.fetchone()[0])


def _identifier_conditions(identifier: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    yield "digits = ?", (identifier,)
    yield "stem = ? OR path = ?", (identifier, os.fsencode(identifier))
    if identifier.isascii() and identifier.isdigit():
        yield "digits != '' AND CAST(digits AS INTEGER) = ?", (int(identifier[:18]),)
    end = identifier + "\U0010ffff"
    yield "stem >= ? AND stem < ?", (identifier, end)
    # A beginning of the file's own name, in whichever folder it lies.
    yield "stem LIKE ? ESCAPE '\\'", (f"%/{_escape_like(identifier)}%",)


def _escape_like(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
