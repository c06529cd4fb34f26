"""Runs of words or characters that are said again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Literal, NamedTuple, Protocol, get_args

from speechkit.errors import SettingError
from speechkit.model import Scope
from speechkit.research.alphabet import PAUSE, Alphabet
from speechkit.research.streams import Streams, Tell
from speechkit.research.words import count_words
from speechkit.text.normalize import normalize_lines

RunOrder = Literal["matches", "speeches", "ngram"]

LONGEST_RUN = 50
"""Words or characters."""

_FEW_RUNS = 4_000_000
"""Where a scope has no more, all are counted; of more only those that may be frequent enough."""

_KEPT_WORDS = 40_000_000
"""Where there are more, or more characters, texts are read again instead of kept."""

_MOST_BUCKETS = 1 << 28
"""Bytes, in which the runs of a large scope are counted by their hashes first."""

_MOST_IN_BUCKET = 255


class Ngram(NamedTuple):
    """A run of words or characters, and how often it is said in how many speeches."""

    ngram: str
    matches: int
    speeches: int


def find_ngrams(  # noqa: PLR0913 - the options of one thing
    source: Streams,
    scope: Scope | None = None,
    *,
    shortest: int = 3,
    longest: int | None = None,
    characters: bool = False,
    least: int = 3,
    least_speeches: int = 1,
    maximal: bool = False,
    sort: RunOrder = "matches",
    tell: Tell | None = None,
) -> list[Ngram]:
    """Return the runs of ``shortest`` to ``longest`` words, or ``characters``, by frequency.

    A run lies in one paragraph and goes over no pause; quotes and blanks are no pause. Words are
    those that do not overlap, and 、 ends a run of them. Characters are of the normalized text, so
    that 、 ends a run of them only between numerals. With ``maximal`` a run that is never said but
    within a longer one of the list is left out. Raises SettingError.
    """
    longest = shortest if longest is None else longest
    _check(shortest, longest, least, least_speeches, sort)
    lengths = range(shortest, longest + 1)
    texts = _open(source, scope, tell, least, characters=characters)
    speeches, again = _count(texts, lengths, least)
    matches = {
        run: number + again[run]
        for run, number in speeches.items()
        if number >= least_speeches and number + again[run] >= least
    }
    kept = _leave_out_inner(matches, texts.width) if maximal else matches
    rows = [Ngram(texts.write(run), number, speeches[run]) for run, number in kept.items()]
    _sort(rows, sort)
    return rows


def _check(shortest: int, longest: int, least: int, least_speeches: int, sort: str) -> None:
    if not 1 <= shortest <= longest <= LONGEST_RUN:
        raise SettingError(
            f"a run of {shortest} to {longest} cannot be; give numbers from 1 to {LONGEST_RUN}"
        )
    for name, number in (("least", least), ("least_speeches", least_speeches)):
        if number < 1:
            raise SettingError(f"{name} is {number}; give 1 or more")
    if sort not in get_args(RunOrder):
        raise SettingError(f"sort is {sort!r}; give {', '.join(get_args(RunOrder))}")


class _Texts(Protocol):
    """Speeches as strings in which each word, or each character, has the same width."""

    @property
    def width(self) -> int:
        """Letters of one word."""

    @property
    def size(self) -> int:
        """How many words there are."""

    def read(self) -> Iterator[str]:
        """Yield each speech, with PAUSE where a run ends."""

    def write(self, run: str) -> str:
        """Return a run as text."""


class _Characters:
    """Speeches as their normalized characters."""

    width = 1

    def __init__(self, source: Streams, scope: Scope | None, tell: Tell | None) -> None:
        self._source, self._scope, self._tell = source, scope, tell
        self.size = sum(entry.characters for entry in source.entries(scope))

    def read(self) -> Iterator[str]:
        for _, text in self._source.texts(self._scope):
            if self._tell:
                self._tell(0)
            yield re.sub(r"\W+", PAUSE, normalize_lines(text.joined))

    def write(self, run: str) -> str:
        return run


class _Words:
    """Speeches as their words, of which those that are too rare for any run end one."""

    def __init__(self, source: Streams, scope: Scope | None, tell: Tell | None, least: int) -> None:
        self._source, self._scope, self._tell = source, scope, tell
        words = count_words(source, scope)
        self.size = words.total()
        self._alphabet = Alphabet(word for word, number in words.items() if number >= least)
        self.width = self._alphabet.width

    def read(self) -> Iterator[str]:
        for _, tokens in self._source.tokens(self._scope):
            if self._tell:
                self._tell(0)
            yield self._alphabet.encode(tokens.pieces())

    def write(self, run: str) -> str:
        """Return the words, a blank only between words of letters or numbers."""
        text = ""
        for word in self._alphabet.decode(run):
            parted = text and "!" <= text[-1] <= "~" and "!" <= word[0] <= "~"
            text += f" {word}" if parted else word
        return text


def _open(
    source: Streams, scope: Scope | None, tell: Tell | None, least: int, *, characters: bool
) -> _Texts:
    if characters:
        return _Characters(source, scope, tell)
    return _Words(source, scope, tell, least)


def _cut(text: str, lengths: range, width: int) -> list[str]:
    """Return every run of so many words."""
    return [
        part[start : start + size]
        for part in text.split(PAUSE)
        for size in range(lengths.start * width, lengths.stop * width, width)
        for start in range(0, len(part) - size + 1, width)
    ]


def _count(texts: _Texts, lengths: range, least: int) -> tuple[Counter[str], Counter[str]]:
    """Return in how many speeches runs are, and how often more; of some that are rare less.

    Of a large scope all runs are counted by their hashes first, so that memory is bounded: what
    shares a bucket is counted together, so that none that is said often enough is missed.
    """
    speeches: Counter[str] = Counter()
    again: Counter[str] = Counter()
    runs_at_most = texts.size * len(lengths)
    buckets, needed = bytearray(), 0
    read: Callable[[], Iterable[str]] = texts.read
    if runs_at_most > _FEW_RUNS and least > 1:
        if texts.size <= _KEPT_WORDS:
            read = list(texts.read()).copy
        needed = min(least, _MOST_IN_BUCKET)
        grams = (_cut(text, lengths, texts.width) for text in read())
        buckets = _fill_buckets(grams, needed, runs_at_most)
    last = len(buckets) - 1
    for text in read():
        runs = _cut(text, lengths, texts.width)
        if buckets:
            runs = [run for run in runs if buckets[hash(run) & last] == needed]
        distinct = set(runs)
        speeches.update(distinct)
        if len(distinct) < len(runs):
            again.update(_list_repeated(runs))
    return speeches, again


def _list_repeated(runs: Iterable[str]) -> Iterator[str]:
    """Yield what was there before: a second count of all would take longer, and more memory."""
    seen: set[str] = set()
    for run in runs:
        if run in seen:
            yield run
        seen.add(run)


def _fill_buckets(speeches: Iterable[list[str]], needed: int, runs_at_most: int) -> bytearray:
    """Return how many runs have each hash, ``needed`` at most; hashes are a power of two."""
    size = min(1 << (runs_at_most - 1).bit_length(), _MOST_BUCKETS)
    buckets, last = bytearray(size), size - 1
    for runs in speeches:
        for run in runs:
            place = hash(run) & last
            number = buckets[place]
            if number < needed:
                buckets[place] = number + 1
    return buckets


def _leave_out_inner(matches: Mapping[str, int], width: int) -> dict[str, int]:
    """Return the runs that are said more often than each longer one by one that holds them."""
    inner = {
        part
        for run, number in matches.items()
        for part in (run[width:], run[:-width])
        if matches.get(part) == number
    }
    return {run: number for run, number in matches.items() if run not in inner}


def _sort(rows: list[Ngram], sort: RunOrder) -> None:
    """Sort rows; each step leaves equals as they are, and needs no more memory."""
    rows.sort(key=attrgetter("ngram"))
    orders: dict[str, tuple[str, ...]] = {
        "matches": ("speeches", "matches"),
        "speeches": ("matches", "speeches"),
        "ngram": (),
    }
    for name in orders[sort]:
        rows.sort(key=attrgetter(name), reverse=True)
