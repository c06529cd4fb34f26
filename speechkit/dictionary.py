"""jieba's dictionary in a form that opens at once: one row for the words of each first character.

jieba needs about half a second to load its dictionary in every process. Here jieba reads it once,
adds the term list by its own rules, and leaves the outcome in a small SQLite file in the user's
cache folder, from which a query or a single new speech fetches only the characters it holds.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log
from pathlib import Path
from zlib import crc32

from speechkit.cache import CacheError, cache_folder, replace_database
from speechkit.folding import is_han
from speechkit.libraries import DictionarySettings

_SCHEMA = """
CREATE TABLE total (value INTEGER NOT NULL);
CREATE TABLE bucket (
    first TEXT PRIMARY KEY,   -- a character
    words TEXT NOT NULL,      -- the words that begin with it and their frequencies, by spaces
    followers TEXT NOT NULL,  -- the characters that stand behind it within any word
    checksum INTEGER NOT NULL -- of both texts, because a wrong word ranks wrongly in silence
) WITHOUT ROWID;
"""


class Dictionary:
    """The words of Chinese runs with their log probabilities, fetched as characters are met."""

    def __init__(self, path: Path, terms: Iterable[str]) -> None:
        self._path = path
        self._terms = frozenset(terms)
        self._database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        self._log_total = log(self._database.execute("SELECT value FROM total").fetchone()[0])
        self._met: set[str] = set()
        self.unknown = log(1) - self._log_total
        self.words: dict[str, float] = {}
        self.longest: dict[str, int] = {}
        self.joined: set[str] = set()

    def meet(self, text: str) -> None:
        """Fetch the words that begin with a character of ``text``.

        After this ``words`` gives each such word's log probability, ``longest`` the length of the
        longest word behind its first two characters, and ``joined`` every pair of characters that
        stands within a word, for pairs that begin with a character met.
        """
        new = set(text) - self._met
        if not new:
            return
        self._met |= new
        for first in new:
            try:
                row = self._fetch(first)
            except (sqlite3.DatabaseError, UnicodeError):
                build_dictionary(self._path, self._terms)
                self._database = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)
                row = self._fetch(first)
            if row is not None:
                self._add_bucket(first, *row)

    def _fetch(self, first: str) -> tuple[str, str] | None:
        """Return the words and followers of a character; DatabaseError if they are damaged."""
        row = self._database.execute(
            "SELECT words, followers, checksum FROM bucket WHERE first = ?", (first,)
        ).fetchone()
        if row is None:
            return None
        words, followers, checksum = row
        if _sum_up(words, followers) != checksum:
            raise sqlite3.DatabaseError("the words of a character are damaged")
        return words, followers

    def _add_bucket(self, first: str, words: str, followers: str) -> None:
        self.joined.update(first + follower for follower in followers)
        fields = words.split()
        for word, frequency in zip(fields[::2], map(int, fields[1::2]), strict=True):
            self.words[word] = log(frequency) - self._log_total
            if len(word) > self.longest.get(word[:2], 1):
                self.longest[word[:2]] = len(word)


def open_dictionary(settings: DictionarySettings) -> Dictionary:
    """Return jieba's dictionary with the terms added, made first where the cache lacks it.

    A damaged file in the cache is made anew; where the cache cannot be used, the dictionary lies
    in a temporary folder of this process alone.
    """
    try:
        path = cache_folder() / settings.name
        try:
            return Dictionary(path, settings.terms)
        except (sqlite3.DatabaseError, TypeError):
            build_dictionary(path, settings.terms)
            return Dictionary(path, settings.terms)
    except (CacheError, OSError, sqlite3.OperationalError):
        import tempfile

        with tempfile.TemporaryDirectory(prefix="speechkit-") as folder:
            path = Path(folder) / settings.name
            build_dictionary(path, settings.terms)
            return Dictionary(path, settings.terms)


def build_dictionary(path: Path, terms: Iterable[str]) -> None:
    """Write jieba's dictionary with ``terms`` added to ``path``, atomically."""
    frequencies, total = _read_jieba(terms)
    words: dict[str, list[str]] = defaultdict(list)
    followers: dict[str, set[str]] = defaultdict(set)
    for word, frequency in frequencies.items():
        if word and frequency and all(map(is_han, word)):
            words[word[0]] += (word, str(frequency))
            for character, follower in pairwise(word):
                followers[character].add(follower)
    buckets = (
        (first, " ".join(words[first]), "".join(sorted(followers[first])))
        for first in sorted(words.keys() | followers.keys())
    )
    with replace_database(path, _SCHEMA) as database:
        database.execute("INSERT INTO total VALUES (?)", (total,))
        database.executemany(
            "INSERT INTO bucket VALUES (?, ?, ?, ?)",
            ((*bucket, _sum_up(*bucket[1:])) for bucket in buckets),
        )


def _sum_up(words: str, followers: str) -> int:
    return crc32(f"{words}\n{followers}".encode())


def _read_jieba(terms: Iterable[str]) -> tuple[Mapping[str, int], int]:
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
