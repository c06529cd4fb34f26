"""Runs of words or characters that are said again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from speechkit.backends.protocol import Tokens
from speechkit.errors import SettingError
from speechkit.model import Scope, Text
from speechkit.research.source import Source, Tell
from speechkit.text.normalize import normalize_lines
from speechkit.text.tokens import name_token

RunOrder = Literal["matches", "speeches", "ngram"]

LONGEST_RUN = 50
"""Words or characters."""

_JOINING = frozenset("“”‘’「」『』《》〈〉\"' \u3000")
"""Marks and blanks that a run may hold: “两个确立”的 is one. All others end it."""

_SEPARATOR = "\x1f"
"""Between the words of a run while it is counted; no text holds it."""

_FEW_CHARACTERS = 4_000_000
"""Of a scope whose runs are all counted; of more only those that may be frequent enough."""

_BUCKETS = 1 << 25
"""Bytes, in which the runs of a large scope are counted by their hashes first."""

_MOST_IN_BUCKET = 255

Runs = Iterator[list[Sequence[str]]]
"""Of each speech what is between pauses: lists of words, or strings of characters."""


class Ngram(NamedTuple):
    """A run of words or characters, and how often it is said in how many speeches."""

    ngram: str
    matches: int
    speeches: int


def find_ngrams(  # noqa: PLR0913 - the options of one thing
    source: Source,
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
    those that do not overlap, characters are of the normalized text. With ``maximal`` a run that
    is never said but within a longer one of the list is left out. Raises SettingError.
    """
    longest = shortest if longest is None else longest
    _check(shortest, longest, least, least_speeches, sort)
    lengths = range(shortest, longest + 1)

    def read() -> Runs:
        return (
            _read_characters(source, scope, tell)
            if characters
            else _read_words(source, scope, tell)
        )

    make_grams = _cut_characters if characters else _cut_words
    admits = _choose(source, scope, read, make_grams, lengths, least)
    matches: Counter[str] = Counter()
    speeches: Counter[str] = Counter()
    for runs in read():
        found = Counter(filter(admits, make_grams(runs, lengths)))
        matches.update(found)
        speeches.update(found.keys())
    kept = {
        gram: number
        for gram, number in matches.items()
        if number >= least and speeches[gram] >= least_speeches
    }
    if maximal:
        kept = _leave_out_inner(kept, characters)
    rows = [Ngram(_write(gram), number, speeches[gram]) for gram, number in kept.items()]
    rows.sort(key=_SORT_KEYS[sort])
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


def _read_words(source: Source, scope: Scope | None, tell: Tell | None) -> Runs:
    for _, tokens in source.tokens(scope):
        if tell:
            tell(0)
        yield list(_part_words(tokens))


def _part_words(tokens: Tokens) -> Iterator[list[str]]:
    """Yield the words between pauses."""
    text, end = tokens.text, 0
    run: list[str] = []
    for start, next_end in tokens.spans:
        if start > end and not _JOINING.issuperset(text[end:start]):
            yield run
            run = []
        run.append(name_token(text[start:next_end]))
        end = next_end
    yield run


def _read_characters(source: Source, scope: Scope | None, tell: Tell | None) -> Runs:
    for _, text in source.texts(scope):
        if tell:
            tell(0)
        yield list(_part_characters(text))


def _part_characters(text: Text) -> list[str]:
    """Return the runs of characters between pauses, of normalized text."""
    return re.findall(r"\w+", normalize_lines("\n".join((text.title, *text.paragraphs))))


def _cut_words(runs: Iterable[Sequence[str]], lengths: range) -> Iterator[str]:
    """Yield every run of so many words."""
    for run in runs:
        for length in lengths:
            shifted = (run[skip:] for skip in range(length))
            yield from map(_SEPARATOR.join, zip(*shifted, strict=False))


def _cut_characters(runs: Iterable[Sequence[str]], lengths: range) -> Iterator[str]:
    """Yield every run of so many characters."""
    for run in runs:
        for length in lengths:
            for start in range(len(run) - length + 1):
                yield run[start : start + length]  # type: ignore[misc]


def _choose(  # noqa: PLR0913, PLR0917 - what reading and counting need
    source: Source,
    scope: Scope | None,
    read: Callable[[], Runs],
    make_grams: Callable[[Iterable[Sequence[str]], range], Iterator[str]],
    lengths: range,
    least: int,
) -> Callable[[str], bool]:
    """Return what tells which runs may be said often enough, so that memory is bounded.

    Of a large scope all runs are counted by their hashes first: what shares a bucket is counted
    together, so that none that is said often enough is missed.
    """
    size = sum(entry.characters for entry in source.entries(scope))
    if size * len(lengths) <= _FEW_CHARACTERS or least == 1:
        return lambda gram: True
    buckets = bytearray(_BUCKETS)
    for runs in read():
        for gram in make_grams(runs, lengths):
            place = hash(gram) % _BUCKETS
            if buckets[place] < _MOST_IN_BUCKET:
                buckets[place] += 1
    needed = min(least, _MOST_IN_BUCKET)
    return lambda gram: buckets[hash(gram) % _BUCKETS] >= needed


def _leave_out_inner(grams: dict[str, int], characters: bool) -> dict[str, int]:
    """Return the runs that are said more often than each longer one by one that holds them."""
    inner: set[str] = set()
    for gram, number in grams.items():
        if characters:
            parts = (gram[1:], gram[:-1])
        else:
            parts = (gram.partition(_SEPARATOR)[2], gram.rpartition(_SEPARATOR)[0])
        inner.update(part for part in parts if grams.get(part) == number)
    return {gram: number for gram, number in grams.items() if gram not in inner}


def _write(gram: str) -> str:
    """Return a run as text: a blank only between words of letters or numbers."""
    joined = re.sub(rf"(?<=[!-~]){_SEPARATOR}(?=[!-~])", " ", gram)
    return joined.replace(_SEPARATOR, "")


_SORT_KEYS: dict[str, Callable[[Ngram], tuple[int | str, ...]]] = {
    "matches": lambda row: (-row.matches, -row.speeches, row.ngram),
    "speeches": lambda row: (-row.speeches, -row.matches, row.ngram),
    "ngram": lambda row: (row.ngram,),
}
