"""jieba's dictionary in a form that opens at once: one row for the words of each first character.

jieba needs about half a second to load its dictionary in every process. Here jieba reads it once,
adds the user words by its own rules, and leaves the outcome in a small SQLite file in the user's
cache folder, from which a query or a single new speech fetches only the characters it holds.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import log
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import unidata_version
from zlib import crc32

from speechkit.cache import (
    cache_folder,
    close_on_error,
    digest_name,
    name_damage,
    remove_leftovers,
    replace_database,
)
from speechkit.errors import CacheError, ClosedCorpusError, DamagedIndexError
from speechkit.language import _
from speechkit.text.characters import is_han
from speechkit.text.jieba_segmenter import load_jieba

if TYPE_CHECKING:
    import sqlite3

_SCHEMA = """
CREATE TABLE total (value INTEGER NOT NULL);
CREATE TABLE bucket (
    first TEXT PRIMARY KEY,   -- a character
    words TEXT NOT NULL,      -- the words that begin with it and their frequencies, by spaces
    seconds TEXT NOT NULL,    -- the second characters of these words
    lengths TEXT NOT NULL,    -- the length of the longest word behind each, as a character
    followers TEXT NOT NULL,  -- the characters behind it within any word
    checksum INTEGER NOT NULL -- of these texts, because a wrong word ranks wrongly in silence
) WITHOUT ROWID;
"""

_Bucket = tuple[str, str, str, str]
_EMPTY = ("", "", "", "")
_REMEMBERED = 1 << 18
_LENGTH_ZERO = ord("0")
_LONGEST_BUILD = 600.0
"""Seconds; a dictionary is made in two, perhaps by several processes at once."""


DICTIONARY_FORMAT = 4
SHAPING_LIBRARIES = ("jieba", "opencc", "rjieba")


class DictionarySettings(NamedTuple):
    """What a dictionary is made from."""

    words: tuple[str, ...]
    """User words, the shipped ones among them."""
    versions: str
    """As ``library_versions`` gives them."""

    @property
    def name(self) -> str:
        """Return the file name of the dictionary, which says what it is made from."""
        made_from = repr((DICTIONARY_FORMAT, self.versions, sorted(set(self.words))))
        return f"dictionary-{digest_name(made_from.encode())}.sqlite"


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
        self.frequency = lru_cache(_REMEMBERED)(self._find_frequency)
        """Return how often jieba counted a word, 0 for what is none."""

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def reach(self, pair: str) -> int:
        """Return the length of the longest word that begins with two characters, at least 1."""
        _, seconds, lengths, _ = self._bucket(pair[0])
        place = seconds.find(pair[1]) if len(pair) > 1 else -1
        return ord(lengths[place]) - _LENGTH_ZERO if place >= 0 else 1

    def joins(self, pair: str) -> bool:
        """Return whether two characters are next to each other within any word."""
        return pair[1] in self._bucket(pair[0])[3]

    def _find_frequency(self, word: str) -> int:
        # One speech meets half of all words and asks for one in fifty of them: to find these in
        # the text of their bucket takes half as long as to parse it.
        words = self._bucket(word[0])[0]
        place = words.find(f" {word} ")
        return int(words[place:].split(" ", 3)[2]) if place >= 0 else 0

    def _fetch_mended(self, first: str) -> _Bucket:
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


def _fetch(database: sqlite3.Connection, first: str) -> _Bucket:
    """Return the bucket of a character; raises DamagedIndexError."""
    with name_damage():
        row = database.execute(
            "SELECT words, seconds, lengths, followers, checksum FROM bucket WHERE first = ?",
            (first,),
        ).fetchone()
    if row is None:
        return _EMPTY
    words, seconds, lengths, followers, checksum = row
    if _sum_up((words, seconds, lengths, followers)) != checksum:
        raise DamagedIndexError(_("the words of a character are damaged"))
    return f" {words} ", seconds, lengths, followers


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


@lru_cache(maxsize=1)
def library_versions() -> str:
    """Return the versions of the libraries that shape an index, and of Unicode, as one text."""
    found = _list_installed()
    versions = (f"{name} {found.get(name) or _ask_version(name)}" for name in SHAPING_LIBRARIES)
    return ", ".join((*versions, f"Unicode {unidata_version}"))


def _list_installed() -> dict[str, str]:
    """Return versions by the names of folders: importlib.metadata takes as long as a query."""
    versions: dict[str, str] = {}
    for folder in filter(os.path.isdir, reversed(sys.path)):
        for entry in os.listdir(folder):  # noqa: PTH208 - names are all that is needed
            if entry.endswith(".dist-info"):
                name, _, version = entry.removesuffix(".dist-info").partition("-")
                versions[name.lower()] = version
    return versions


def _ask_version(name: str) -> str:
    """Return the version of a library that is installed in another way, or ``none``."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


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
    tokenizer = load_jieba(user_words)
    words: dict[str, list[str]] = defaultdict(list)
    longest: dict[str, dict[str, int]] = defaultdict(dict)
    followers: dict[str, set[str]] = defaultdict(set)
    for word, frequency in tokenizer.FREQ.items():
        if word and frequency and all(map(is_han, word)):
            words[word[0]] += (word, str(frequency))
            for character, follower in pairwise(word):
                followers[character].add(follower)
            if len(word) > longest[word[0]].get(word[1:2], 1):
                longest[word[0]][word[1]] = len(word)
    buckets = (
        (
            first,
            " ".join(words[first]),
            "".join(longest[first]),
            "".join(chr(_LENGTH_ZERO + length) for length in longest[first].values()),
            "".join(sorted(followers[first])),
        )
        for first in sorted(words.keys() | followers.keys())
    )
    remove_leftovers(path, _LONGEST_BUILD)
    with replace_database(path, _SCHEMA) as database:
        database.execute("INSERT INTO total VALUES (?)", (tokenizer.total,))
        database.executemany(
            "INSERT INTO bucket VALUES (?, ?, ?, ?, ?, ?)",
            ((*bucket, _sum_up(bucket[1:])) for bucket in buckets),
        )


def _sum_up(texts: Iterable[str]) -> int:
    return crc32("\n".join(texts).encode())
