"""jieba's dictionary in a form that opens at once: one row for the words of each first character.

jieba needs about half a second to load its dictionary in every process. Here jieba reads it once,
adds the term list by its own rules, and leaves the outcome in a small SQLite file in the user's
cache folder, from which a query or a single new speech fetches only the characters it holds.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from math import log
from pathlib import Path
from threading import Lock
from zlib import crc32

from speechkit.cache import cache_folder, name_damage, remove_leftovers, replace_database
from speechkit.errors import CacheError, ClosedCorpusError, DamagedIndexError
from speechkit.text.libraries import DictionarySettings
from speechkit.text.normalize import is_han

_SCHEMA = """
CREATE TABLE total (value INTEGER NOT NULL);
CREATE TABLE bucket (
    first TEXT PRIMARY KEY,   -- a character
    words TEXT NOT NULL,      -- the words that begin with it and their frequencies, by spaces
    seconds TEXT NOT NULL,    -- the second characters of these words
    lengths TEXT NOT NULL,    -- the length of the longest word behind each, as a character
    followers TEXT NOT NULL,  -- the characters that stand behind it within any word
    checksum INTEGER NOT NULL -- of these texts, because a wrong word ranks wrongly in silence
) WITHOUT ROWID;
"""

_EMPTY = ("", "", "", "")
_OFTEN = 32
"""After so many questions to one bucket it is cheaper to take it apart."""
_LENGTH_ZERO = ord("0")
_LONGEST_BUILD = 600.0
"""Seconds; a dictionary is made in two, perhaps by several processes at once."""


class Dictionary:
    """The words of Chinese runs with their frequencies, fetched as characters are met."""

    def __init__(self, path: Path, terms: Iterable[str]) -> None:
        self._path = path
        self._terms = frozenset(terms)
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = _connect(path)
        total = _read_total(self._connection)
        self._met: set[str] = set()
        self.log_total = log(total)
        self._buckets: dict[str, tuple[str, str, str, str]] = {}
        self.frequency: Callable[[str], int] = _Frequencies(self._buckets).__getitem__
        """Return how often jieba counted a word, 0 for what is none; its first character is met."""

    def close(self) -> None:
        """Let go of the file; words that were met can still be asked for."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    @property
    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ClosedCorpusError(None)
        return self._connection

    def reach(self, pair: str) -> int:
        """Return the length of the longest word that begins with two characters, at least 1."""
        _, seconds, lengths, _ = self._buckets.get(pair[0], _EMPTY)
        place = seconds.find(pair[1]) if len(pair) > 1 else -1
        return ord(lengths[place]) - _LENGTH_ZERO if place >= 0 else 1

    def joins(self, pair: str) -> bool:
        """Return whether two characters stand beside each other within any word."""
        return pair[1] in self._buckets.get(pair[0], _EMPTY)[3]

    def meet(self, text: str) -> None:
        """Fetch the words that begin with a character of ``text``, to be asked for afterwards."""
        characters = set(text)
        if characters <= self._met:
            return
        with self._lock:
            for first in characters - self._met:
                bucket = self._fetch_mended(first)
                if bucket is not None:
                    words, seconds, lengths, followers = bucket
                    self._buckets[first] = f" {words} ", seconds, lengths, followers
            self._met |= characters

    def read_all(self) -> dict[str, int]:
        """Return all words with their frequencies."""
        rows = self._database.execute("SELECT first FROM bucket").fetchall()
        self.meet("".join(first for (first,) in rows))
        return dict(
            chain.from_iterable(_read_words(bucket[0]) for bucket in self._buckets.values())
        )

    def _fetch_mended(self, first: str) -> tuple[str, str, str, str] | None:
        """Return the bucket of a character, the file rebuilt first if it proves damaged."""
        try:
            return self._fetch(first)
        except DamagedIndexError:
            self._database.close()
            build_dictionary(self._path, self._terms)
            self._connection = _connect(self._path)
            return self._fetch(first)

    def _fetch(self, first: str) -> tuple[str, str, str, str] | None:
        """Return the bucket of a character; raises DamagedIndexError."""
        with name_damage():
            row = self._database.execute(
                "SELECT words, seconds, lengths, followers, checksum FROM bucket WHERE first = ?",
                (first,),
            ).fetchone()
        if row is None:
            return None
        *bucket, checksum = row
        if _sum_up(bucket) != checksum:
            raise DamagedIndexError("the words of a character are damaged")
        return tuple(bucket)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _read_total(database: sqlite3.Connection) -> int:
    """Return the sum of all frequencies; raises DamagedIndexError."""
    with name_damage():
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'total'").fetchone():
            for (total,) in database.execute("SELECT value FROM total"):
                return int(total)
    raise DamagedIndexError("incomplete")


class _Frequencies(dict[str, int]):
    """How often jieba counted each word that was asked for.

    One speech meets half of all words and asks for one in fifty of them: these are found in the
    text of their bucket. Only a bucket that is asked often is taken apart into all its words.
    """

    def __init__(self, buckets: Mapping[str, tuple[str, str, str, str]]) -> None:
        self._buckets = buckets
        self._asked: Counter[str] = Counter()

    def __missing__(self, word: str) -> int:
        first = word[0]
        if first not in self._buckets or self._asked[first] > _OFTEN:
            return 0
        self._asked[first] += 1
        words = self._buckets[first][0]
        if self._asked[first] > _OFTEN:
            self.update(_read_words(words))
            return self.get(word, 0)
        place = words.find(f" {word} ")
        frequency = self[word] = int(words[place:].split(" ", 3)[2]) if place >= 0 else 0
        return frequency


def _read_words(words: str) -> Iterator[tuple[str, int]]:
    """Return the words of a bucket's text with their frequencies."""
    fields = words.split()
    return zip(fields[::2], map(int, fields[1::2]), strict=True)


def open_dictionary(settings: DictionarySettings) -> Dictionary:
    """Return jieba's dictionary with the terms added, made first where the cache lacks it.

    A damaged file in the cache is made anew; where the cache cannot be used, the dictionary lies
    in a temporary folder of this process alone.
    """
    try:
        path = cache_folder() / settings.name
        if not path.exists():
            build_dictionary(path, settings.terms)
        try:
            return Dictionary(path, settings.terms)
        except DamagedIndexError:
            build_dictionary(path, settings.terms)
            return Dictionary(path, settings.terms)
    except (CacheError, OSError, sqlite3.OperationalError):
        import tempfile

        with tempfile.TemporaryDirectory(prefix="speechkit-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / settings.name
            build_dictionary(path, settings.terms)
            return Dictionary(path, settings.terms)


def build_dictionary(path: Path, terms: Iterable[str]) -> None:
    """Write jieba's dictionary with ``terms`` added to ``path``, atomically."""
    frequencies, total = read_jieba(terms)
    words: dict[str, list[str]] = defaultdict(list)
    longest: dict[str, dict[str, int]] = defaultdict(dict)
    followers: dict[str, set[str]] = defaultdict(set)
    for word, frequency in frequencies.items():
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
        database.execute("INSERT INTO total VALUES (?)", (total,))
        database.executemany(
            "INSERT INTO bucket VALUES (?, ?, ?, ?, ?, ?)",
            ((*bucket, _sum_up(bucket[1:])) for bucket in buckets),
        )


def _sum_up(texts: Iterable[str]) -> int:
    return crc32("\n".join(texts).encode())


def read_jieba(terms: Iterable[str]) -> tuple[Mapping[str, int], int]:
    """Return the frequencies and their total as jieba has them, without jieba's own cache file."""
    with warnings.catch_warnings():
        # jieba 0.42.1 holds invalid escapes and imports pkg_resources; both warn on new Pythons.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in sorted(terms):
        tokenizer.add_word(term)
    return tokenizer.FREQ, tokenizer.total
