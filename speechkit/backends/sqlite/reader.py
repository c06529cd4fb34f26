"""What is asked of an index file, in the words of its tables."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from speechkit.backends.protocol import IndexSettings
from speechkit.backends.sqlite.encoding import (
    Content,
    unpack_dropped,
    unpack_lines,
    unpack_list,
    unpack_origins,
    unpack_text,
)
from speechkit.backends.sqlite.identifiers import find_identifier, identify, make_identify
from speechkit.backends.sqlite.postings import (
    BLOCK_SIZE,
    posting_block,
    posting_id,
    unpack_lengths,
    unpack_postings,
)
from speechkit.backends.sqlite.storage import (
    ASKED_AT_ONCE,
    read_content,
    read_labels,
    read_totals,
    verify_index,
)
from speechkit.cache import name_damage
from speechkit.errors import ClosedCorpusError, DamagedIndexError
from speechkit.language import _
from speechkit.model import (
    DroppedText,
    Entry,
    Notice,
    Section,
    SkippedFile,
    Speech,
    Totals,
    Turn,
    WordStatistics,
)
from speechkit.tuples import NamedTuple

_ROWS_AT_ONCE = 1_000
_TEXTS_AT_ONCE = 50
_CHARACTERS_AT_ONCE = 1 << 20
"""Of texts that are unpacked before the first is looked at; one more may be of any length."""

_SPEECH_COLUMNS = (
    "path, stem, digits, title, title_in_text, encoding, format, confidence, script, date, speaker,"
    " occasion, source, url, sections, notices, turns, origins"
)
_ALONE = (
    "digits != '' AND NOT EXISTS"
    " (SELECT 1 FROM speech AS other WHERE other.digits = speech.digits AND other.id != speech.id)"
)
"""Whether the digits of a speech's name are its identifier, as ``identify`` says it."""

_ENTRY_COLUMNS = (
    "id, path, stem, digits, title, encoding, format, script, characters, passages, date, speaker,"
    " occasion, source, url, from_properties"
)
_WORD_COLUMNS = "word, speeches, occurrences, tokens"

Row = tuple[Any, ...]
Item = TypeVar("Item")


class Block(NamedTuple):
    """The postings of one word in one block of speeches."""

    first: int
    """The number of the speech at place 0."""
    postings: Iterable[tuple[int, int]]
    """Places and counts."""


class IndexReader:
    """An open index file; speeches go by their numbers in it.

    Threads may share it: each question to the database is asked under one lock.
    """

    def __init__(self, database: sqlite3.Connection, root: Path, file: Path) -> None:
        self._connection: sqlite3.Connection | None = database
        self._lock = RLock()
        self._root = root
        self.file = file
        # One transaction for all that is read: another process may write a new state between.
        with name_damage():
            database.execute("BEGIN")
            totals = read_totals(database)
        self.totals = Totals(*(totals[name] for name in Totals._fields))
        self._in_order = bool(totals["in_order"])
        self._blocks = totals["last_number"] // BLOCK_SIZE + 1
        self._lengths: dict[int, Sequence[int]] = {}
        self._removed = frozenset(n for (n,) in self._rows("SELECT id FROM removed"))

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
            raise DamagedIndexError(_("a row is missing"))
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

    def _look_up(
        self, statement: str, values: Iterable[object], at_once: int = ASKED_AT_ONCE
    ) -> Iterator[dict[Any, Row]]:
        """Yield the rows for some values at a time, by their first column; ``{}`` is the values."""
        rest = iter(values)
        while some := list(islice(rest, at_once)):
            places = ", ".join("?" * len(some))
            rows = self._rows(statement.format(places), some)
            yield _Complete((row[0], row) for row in rows)

    @cached_property
    def settings(self) -> IndexSettings:
        """What the index was made with."""
        encoding, words, versions = map(self._meta, ("encoding", "user_words", "versions"))
        with _unpacking():
            return IndexSettings(encoding, tuple(unpack_list(words)), versions)

    def verify(self) -> None:
        """Raise DamagedIndexError if parts of the index file contradict each other."""
        self.check_open()
        verify_index(self.file)

    def numbers(self) -> list[int]:
        """Return the numbers of all speeches, in order."""
        return [row[0] for row in self._rows("SELECT id FROM speech_order ORDER BY sort_key")]

    def digests(self) -> list[tuple[bytes, bytes]]:
        """Return the paths of all files and the digests of their contents."""
        return [(path, digest) for path, digest in self._rows("SELECT path, digest FROM speech")]

    def place(self, number: int) -> int:
        """Return the place of a speech among all, or what sorts like it."""
        return number if self._in_order else self._places.get(number, 0)

    def put_in_order(self, numbers: Iterable[int]) -> list[int]:
        """Return speeches in order."""
        return sorted(numbers, key=None if self._in_order else self.place)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self.numbers())}

    def match(self, expression: str, *, dropped: bool = False) -> list[int]:
        """Return the numbers of the speeches, or whose dropped text, an FTS5 expression matches."""
        table = "dropped_match" if dropped else "match"
        rows = self._rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (expression,))
        if self._removed:
            return [number for (number,) in rows if number not in self._removed]
        return [number for (number,) in rows]

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        """Return how often words occur, zeros where one does not."""
        statement = f"SELECT {_WORD_COLUMNS} FROM word WHERE word IN ({{}})"
        found = {word: WordStatistics(word, 0, 0, 0) for word in words}
        for rows in self._look_up(statement, map(_encodable, words)):
            found.update(
                (word, self._without_removed(WordStatistics(*r))) for word, r in rows.items()
            )
        return found

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield all words of the index that begin with ``prefix``, by code points."""
        prefix = _encodable(prefix)
        found = "word >= ? AND word < ? ORDER BY word"
        span = (prefix, prefix + "\U0010ffff")
        if not self._removed:
            rows = self._stream(f"SELECT {_WORD_COLUMNS} FROM word WHERE {found}", span)
            return map(WordStatistics._make, rows)
        # With the postings of the blocks that hold removed speeches.
        blocks = {number // BLOCK_SIZE for number in self._removed}
        places = ", ".join(f"{posting_id(block, 0)} + word.id" for block in sorted(blocks))
        joined = f"word LEFT JOIN posting ON posting.id IN ({places})"
        rows = self._stream(
            f"SELECT {_WORD_COLUMNS}, word.id, home, records, posting.id, data"
            f" FROM {joined} WHERE {found}",
            span,
        )
        return self._join_postings(rows)

    def _join_postings(self, rows: Iterable[Row]) -> Iterator[WordStatistics]:
        """Yield the words of rows that have a posting each, less what removed speeches hold."""
        for (*counts, number, home, records), same in groupby(rows, lambda row: row[:7]):
            held = [_make_block(*row[7:]) for row in same if row[7] is not None]
            if records:
                held.append(_make_block(posting_id(home, number), records))
            word = self._take_off(WordStatistics._make(counts), held)
            if word.speeches or word.tokens:
                yield word

    def _without_removed(self, word: WordStatistics) -> WordStatistics:
        """Return the statistics of a word less what removed speeches hold of it."""
        return self._take_off(word, self._all_postings(word.word)) if self._removed else word

    def _take_off(self, word: WordStatistics, blocks: Iterable[Block]) -> WordStatistics:
        """Return the statistics of a word less what its postings say of removed speeches.

        Their tokens were taken off when they were removed.
        """
        counts = [
            count
            for block in blocks
            for place, count in block.postings
            if block.first + place in self._removed
        ]
        return word._replace(
            speeches=word.speeches - len(counts),
            occurrences=word.occurrences - sum(counts),
        )

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
        found = "SELECT id, home, records FROM word WHERE word = ?"
        rows = self._rows(found, (_encodable(word),))
        if not rows:
            return []
        number, home, records = rows[0]
        places = ", ".join(str(posting_id(block, number)) for block in range(self._blocks))
        rows = self._rows(f"SELECT id, data FROM posting WHERE id IN ({places})")
        if records:  # of one block, with the word
            rows = sorted([*rows, (posting_id(home, number), records)])
        return [_make_block(*row) for row in rows]

    def lengths(self, block: Block) -> Sequence[int]:
        """Return the lengths in words of the speeches of a block, by place."""
        return self._lengths_of(block.first // BLOCK_SIZE)

    def length(self, number: int) -> int:
        """Return the length in words of one speech."""
        return self._lengths_of(number // BLOCK_SIZE)[number % BLOCK_SIZE]

    def _lengths_of(self, block: int) -> Sequence[int]:
        if block not in self._lengths:
            row = self._row("SELECT data FROM length WHERE block = ?", (block,))
            self._lengths[block] = unpack_lengths(row[0])
        return self._lengths[block]

    def contents(self, numbers: Iterable[int]) -> Iterator[tuple[str, bytes]]:
        """Yield the texts of speeches with the marks of their tokens, in the order given."""
        texts = ((unpack_text(one.text), one.marks) for one in self._read_contents(numbers))
        return _read_ahead(texts, lambda content: len(content[0]))

    def _read_contents(self, numbers: Iterable[int]) -> Iterator[Content]:
        """Yield what is kept of the texts of speeches, in the order given."""
        rest = iter(numbers)
        while some := list(islice(rest, _TEXTS_AT_ONCE)):
            with self._lock, name_damage():
                contents = [read_content(self._database, number) for number in some]
            yield from contents

    def dropped(self, numbers: Iterable[int]) -> Iterator[tuple[DroppedText, ...]]:
        """Yield the dropped text of speeches, in the order given."""
        for one in self._read_contents(numbers):
            yield unpack_dropped(one.dropped, unpack_text(one.text)) if one.dropped else ()

    def speeches(self, numbers: Iterable[int], *, dropped: bool) -> Iterator[Speech]:
        """Yield speeches in the order given, with their dropped text or without.

        Raises DamagedIndexError if one is missing.
        """
        return _read_ahead(self._read_speeches(numbers, dropped), _count_characters)

    def _read_speeches(self, numbers: Iterable[int], dropped: bool) -> Iterator[Speech]:
        statement = f"SELECT id, {_ALONE}, {_SPEECH_COLUMNS} FROM speech WHERE id IN ({{}})"
        rest = iter(numbers)
        while some := list(islice(rest, _TEXTS_AT_ONCE)):
            (rows,) = self._look_up(statement, some)
            some_rows = [rows[number] for number in some]
            for row, content in zip(some_rows, self._read_contents(some), strict=True):
                yield self._unpack_speech(row, content, dropped)

    def _unpack_speech(self, row: Row, content: Content, dropped: bool) -> Speech:
        _, alone, path, stem, digits, title, in_text, encoding, kind, *others = row
        confidence, script, date, speaker, occasion, source, url, *records = others
        sections, notices, turns, origins = records
        labels = self._labels
        text = unpack_text(content.text)
        return Speech(
            id=digits if alone else self._identify(path, stem, digits),
            title=title,
            paragraphs=tuple(text.split("\n")[1:]),
            path=self._root / os.fsdecode(path),
            encoding=labels[encoding],
            title_in_text=bool(in_text),
            confidence=confidence,
            script=labels[script],
            format=labels[kind],
            sections=_read_records(Section, sections) if sections else (),
            date=date,
            speaker=speaker,
            occasion=occasion,
            source=source,
            url=url,
            notices=_read_records(Notice, notices) if notices else (),
            lines=unpack_lines(content.lines),
            turns=_read_records(Turn, turns) if turns else (),
            dropped=unpack_dropped(content.dropped, text) if dropped else (),
            origins=unpack_origins(labels[origins]),
        )

    def _identify(self, path: bytes, stem: str, digits: str) -> str:
        with self._lock, name_damage():
            return identify(self._database, path, stem, digits)

    def resolve(self, identifier: str) -> list[int]:
        """Return the speeches that an identifier can mean: the one it is, else all candidates."""
        if identifier != _encodable(identifier):
            return []  # what is shown of a path holds no half characters
        with self._lock, name_damage():
            return find_identifier(self._database, identifier)

    def entries(self, numbers: Sequence[int] | None = None) -> Iterator[Entry]:
        """Yield what lists tell of speeches, in the order given, or of all, in order."""
        if numbers is None:
            with self._lock, name_damage():
                identify_one = make_identify(self._database)
            in_order = "speech_order CROSS JOIN speech USING (id) ORDER BY sort_key"
            rows = self._stream(f"SELECT {_ENTRY_COLUMNS} FROM {in_order}")
            return (self._make_entry(identify_one(*row[1:4]), row) for row in rows)
        return self._some_entries(numbers)

    def _some_entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        statement = f"SELECT {_ENTRY_COLUMNS} FROM speech WHERE id IN ({{}})"
        rows = _Complete()
        for some in self._look_up(statement, numbers):
            rows.update(some)
        many = len(numbers) > ASKED_AT_ONCE
        with self._lock, name_damage():
            identify_one = make_identify(self._database) if many else self._identify
        for number in numbers:
            row = rows[number]
            yield self._make_entry(identify_one(*row[1:4]), row)

    def _make_entry(self, identifier: str, row: Row) -> Entry:
        number, path, stem, _, title, encoding, kind, script, *others, fields = row
        others.append(tuple(unpack_list(fields)) if fields else ())
        place, labels = self._root / os.fsdecode(path), self._labels
        named = (labels[encoding], labels[kind], labels[script])
        return Entry(number, identifier, stem, place, title, *named, *others)

    @cached_property
    def _labels(self) -> dict[int, Any]:
        with self._lock, name_damage():
            return _Complete(read_labels(self._database))

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not in the index, and why."""
        rows = self._rows("SELECT path, reason, detail FROM skipped ORDER BY path")
        return tuple(map(SkippedFile._make, rows))

    def _meta(self, key: str) -> str:
        return str(self._row("SELECT value FROM meta WHERE key = ?", (key,))[0])


class _Complete(dict[Any, Any]):
    """What was read of an index, in which nothing that is asked for may be missing."""

    def __missing__(self, key: object) -> Any:
        raise DamagedIndexError(_("a row is missing"))


@contextmanager
def _unpacking() -> Iterator[None]:
    """Raise DamagedIndexError where a row that was read makes no sense."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error


def _make_block(posting: int, data: bytes) -> Block:
    return Block(posting_block(posting) * BLOCK_SIZE, unpack_postings(data))


def _read_ahead(items: Iterator[Item], count: Callable[[Item], int]) -> Iterator[Item]:
    """Yield items, of which some are unpacked before the first of these is looked at.

    So what is done with texts and what unpacks them do not drive each other out of the processor's
    cache. ``count`` returns the characters of an item: packed, a long text may be short.
    """
    group: list[Item] = []
    characters = 0
    for item in items:
        group.append(item)
        characters += count(item)
        if characters >= _CHARACTERS_AT_ONCE or len(group) == _TEXTS_AT_ONCE:
            yield from group
            group.clear()
            characters = 0
    yield from group


def _count_characters(speech: Speech) -> int:
    texts = (*speech.paragraphs, *(piece.text for piece in speech.dropped))
    return sum(map(len, texts))


def _read_records(make: Callable[..., Item], data: str) -> tuple[Item, ...]:
    """Return the records of a column, of which most speeches have none."""
    with _unpacking():
        return tuple(make(*record) for record in unpack_list(data))


def _encodable(text: str) -> str:
    """Return text that SQLite takes: half characters, as from a bad argument, are replaced."""
    return text.encode("utf-8", "replace").decode()
