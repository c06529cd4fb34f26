"""jieba's dictionary in a form that opens at once: one row for the words of each first character.

jieba needs more than half a second to load its dictionary in every process. Here its file is cut
where the first character changes, user words are added by its own rules, and the outcome lies in a
small SQLite file in the user's cache folder, from which a query or a single new speech fetches only
the characters it holds. To make it takes .25 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from math import log
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from zlib import crc32

from speechkit.cache import (
    cache_folder,
    close_on_error,
    name_damage,
    remove_leftovers,
    replace_database,
)
from speechkit.errors import CacheError, ClosedCorpusError, DamagedIndexError
from speechkit.language import _
from speechkit.text.best_path import cut_run
from speechkit.text.characters import is_han
from speechkit.text.late_patterns import compile_late
from speechkit.text.versions import DictionarySettings

if TYPE_CHECKING:
    import sqlite3

_SCHEMA = """
CREATE TABLE total (value INTEGER NOT NULL);
CREATE TABLE bucket (
    first TEXT PRIMARY KEY,   -- a character
    words TEXT NOT NULL,      -- the lines of the words that begin with it: word, frequency, more
    checksum INTEGER NOT NULL -- of this text, because a wrong word ranks wrongly in silence
) WITHOUT ROWID;
"""

_JIEBA_S_RUN = compile_late("[\u4e00-\u9fd5]+|.")
"""What jieba takes for Chinese; before it looks for words it cuts at all else."""

_REMEMBERED = 1 << 18
_LONGEST_BUILD = 600.0
"""Seconds; a dictionary is made in one, perhaps by several processes at once."""


class Dictionary:
    """The words of Chinese runs with their frequencies, read as they are asked for.

    Threads may share one. All that is not remembered raises ClosedCorpusError after ``close``.
    """

    def __init__(self, path: Path, user_words: Iterable[str]) -> None:
        self._path = path
        self._user_words = frozenset(user_words)
        self._lock = Lock()
        database = _connect(path)
        with close_on_error(database):
            self.log_total = log(_read_total(database))
        self._connection: sqlite3.Connection | None = database
        self._bucket = lru_cache(maxsize=None)(self._fetch_mended)
        self.look_up = lru_cache(_REMEMBERED)(self._look_up)
        """Return how often jieba counted a word: 0 for what only begins words, None for no word."""

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _look_up(self, word: str) -> int | None:
        return _find(self._bucket(word[0]), word)

    def _fetch_mended(self, first: str) -> str:
        """Return the bucket of a character, the file rebuilt first if it proves damaged."""
        with self._lock:
            if self._connection is None:
                raise ClosedCorpusError(None)
            try:
                return _fetch(self._connection, first)
            except DamagedIndexError:
                self._connection.close()
                build_dictionary(self._path, self._user_words)
                self._connection = _connect(self._path)
                return _fetch(self._connection, first)


def _find(bucket: str, word: str) -> int | None:
    """Return what ``look_up`` does, by the lines of a character; a later line counts."""
    # One speech meets half of all words and asks for one in fifty of them: to find these in
    # the text of their bucket takes half as long as to parse it.
    place = bucket.find(f"\n{word}")
    if place < 0:
        return None
    place = bucket.rfind(f"\n{word} ", place)
    return int(bucket[place:].split(None, 2)[1]) if place >= 0 else 0


def _fetch(database: sqlite3.Connection, first: str) -> str:
    """Return the bucket of a character; raises DamagedIndexError."""
    with name_damage():
        row = database.execute(
            "SELECT words, checksum FROM bucket WHERE first = ?", (first,)
        ).fetchone()
    if row is None:
        return ""
    words: str = row[0]
    if crc32(words.encode()) != row[1]:
        raise DamagedIndexError(_("the words of a character are damaged"))
    return words


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _read_total(database: sqlite3.Connection) -> int:
    """Return the sum of all frequencies; raises DamagedIndexError."""
    with name_damage():
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'total'").fetchone():
            for (total,) in database.execute("SELECT value FROM total"):
                return int(total)
    raise DamagedIndexError(_("incomplete"))


def open_dictionary(settings: DictionarySettings) -> Dictionary:
    """Return jieba's dictionary with the user words added, made first where the cache lacks it.

    A damaged file in the cache is made again; where the cache cannot be used, the dictionary lies
    in a temporary folder of this process alone.
    """
    import sqlite3

    try:
        path = cache_folder() / settings.name
        if not path.exists():
            build_dictionary(path, settings.words)
        try:
            return Dictionary(path, settings.words)
        except DamagedIndexError:
            build_dictionary(path, settings.words)
            return Dictionary(path, settings.words)
    except (CacheError, OSError, sqlite3.OperationalError):
        import tempfile

        with tempfile.TemporaryDirectory(prefix="speechkit-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / settings.name
            build_dictionary(path, settings.words)
            return Dictionary(path, settings.words)


def build_dictionary(path: Path, user_words: Iterable[str]) -> None:
    """Write jieba's dictionary with user words added to ``path``, atomically."""
    lines = read_jieba_s_file()
    buckets = _cut_buckets(lines)
    total = _add_words(buckets, _sum_up(lines), user_words)
    remove_leftovers(path, _LONGEST_BUILD)
    with replace_database(path, _SCHEMA) as database:
        database.execute("INSERT INTO total VALUES (?)", (total,))
        database.executemany(
            "INSERT INTO bucket VALUES (?, ?, ?)",
            ((first, words, crc32(words.encode())) for first, words in sorted(buckets.items())),
        )


def read_jieba_s_file() -> str:
    """Return jieba's list of words: a word, its frequency and perhaps more on each line."""
    jieba = find_spec("jieba")
    if jieba is None or not jieba.submodule_search_locations:
        raise ImportError("jieba is not installed")
    path = Path(jieba.submodule_search_locations[0]) / "dict.txt"
    return path.read_text(encoding="utf-8")


def _sum_up(lines: str) -> int:
    """Return the sum of all frequencies, those of words that no text here holds too."""
    return sum(map(int, re.findall(r"^\S+ (\d+)", lines, re.MULTILINE)))


def _cut_buckets(lines: str) -> dict[str, str]:
    """Return the lines of each Chinese character that words begin with, each behind a line end."""
    buckets: dict[str, str] = {}
    for first, group in groupby(filter(None, lines.split("\n")), itemgetter(0)):
        if is_han(first):
            words = "\n".join(("", *group))
            buckets[first] = buckets[first] + words if first in buckets else words
    return buckets


def _add_words(buckets: dict[str, str], total: int, words: Iterable[str]) -> int:
    """Add words, each with a frequency so high that it is kept whole; return the new total.

    The frequencies are those of jieba's ``suggest_freq``, the words added in the same order.
    """

    def look_up(word: str) -> int | None:
        return _find(buckets.get(word[0], ""), word)

    for word in sorted(words):
        share = 1.0
        for run in _JIEBA_S_RUN.findall(word):
            for part in cut_run(run, look_up, log(total)):
                share *= _or_once(look_up(part)) / total
        frequency = max(int(share * total) + 1, _or_once(look_up(word)))
        buckets[word[0]] = f"{buckets.get(word[0], '')}\n{word} {frequency} "
        total += frequency
    return total


def _or_once(frequency: int | None) -> int:
    return 1 if frequency is None else frequency
