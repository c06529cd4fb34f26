"""Collocates: words that are near the matches of a query more often than elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

from speechkit.backends.protocol import Tokens
from speechkit.errors import SettingError
from speechkit.model import Scope, Span
from speechkit.query.matches import Place
from speechkit.query.model import Query
from speechkit.research.association import expect, log_dice, log_likelihood, mutual_information
from speechkit.research.streams import Streams, Tell
from speechkit.research.words import count_words, join_forms

CollocateOrder = Literal["log_likelihood", "mi", "log_dice", "observed"]


class Collocate(NamedTuple):
    """A word near the matches of a query."""

    word: str
    observed: int
    """How often it is near a match, each occurrence counted once."""
    frequency: int
    """How often it is in the texts at all, matches themselves left out."""
    expected: float
    """How often it would be near by chance."""
    log_likelihood: float
    """Below 0 where it is near less often than by chance."""
    mi: float
    log_dice: float


class Collocates(NamedTuple):
    """The collocates of a query, and what they were counted of."""

    rows: tuple[Collocate, ...]
    matches: int
    node_words: int
    """Words that the matches touch."""
    near_words: int
    """Words within the windows, each once."""
    words: int
    """All words of the texts."""


class _Counts:
    """What is counted while speeches go by."""

    def __init__(self) -> None:
        self.matches = 0
        self.every: Counter[str] = Counter()
        self.nodes: Counter[str] = Counter()
        self.near: Counter[str] = Counter()


def find_collocates(  # noqa: PLR0913 - the options of one thing
    source: Streams,
    query: str | Query,
    scope: Scope | None = None,
    *,
    window: int = 5,
    least: int = 2,
    sort: CollocateOrder = "log_likelihood",
    tell: Tell | None = None,
) -> Collocates:
    """Return the words at most ``window`` words before or behind a match, in its paragraph.

    The node of a match is all words that it touches. A word is near or not: where windows overlap,
    its place counts once, and words of a node are never near. So the measures are of a table of
    four: the words that are no node, near or elsewhere, this word or another. Those that are near
    less than ``least`` times are left out. ``log_dice`` takes the number of matches for the
    frequency of the node. Raises SettingError, and what ``Corpus.places`` raises.
    """
    _check(window, least, sort)
    counts = _Counts()
    everywhere = scope is None or scope == Scope()
    matching = source.places(query, scope)
    coming = next(matching, None)
    # The index has the sums of all words; those of a scope are counted on the way.
    for entry, tokens in source.tokens(scope, query if everywhere else None):
        if not everywhere:
            counts.every.update(tokens.words())
        found: list[Place] = []
        if coming is not None and coming[0].key == entry.key:
            _, _, found = coming
            _count(counts, tokens, found, window)
            coming = next(matching, None)
        counts.matches += len(found)
        if tell:
            tell(len(found))
    frequencies = count_words(source) if everywhere else join_forms(counts.every)
    words = sum(frequencies.values())
    nodes, near = join_forms(counts.nodes), join_forms(counts.near)
    frequencies.subtract(nodes)
    sums = near.total(), words - nodes.total()
    rows = [
        _measure(word, observed, frequencies[word], counts.matches, *sums)
        for word, observed in near.items()
        if observed >= least
    ]
    rows.sort(key=lambda row: (-getattr(row, sort), -row.observed, row.word))
    return Collocates(tuple(rows), counts.matches, nodes.total(), near.total(), words)


def _check(window: int, least: int, sort: str) -> None:
    for name, number in (("window", window), ("least", least)):
        if number < 1:
            raise SettingError(f"{name} is {number}; give 1 or more")
    if sort not in get_args(CollocateOrder):
        raise SettingError(f"sort is {sort!r}; give {', '.join(get_args(CollocateOrder))}")


def _count(counts: _Counts, tokens: Tokens, places: Iterable[Place], window: int) -> None:
    """Count the words of the nodes of one speech and those that are near them."""
    spans_of: defaultdict[int, list[Span]] = defaultdict(list)
    for paragraph, start, end in places:
        spans_of[paragraph].append((start, end))
    read = tokens.lines(sorted(spans_of))
    for (line, words), (_, matches) in zip(read, sorted(spans_of.items()), strict=True):
        nodes, near = _find_near(words, matches, window)
        counts.nodes.update(line[slice(*words[place])] for place in nodes)
        counts.near.update(line[slice(*words[place])] for place in near - nodes)


def _find_near(
    words: Sequence[Span], matches: Iterable[Span], window: int
) -> tuple[set[int], set[int]]:
    """Return which words of a line matches touch, and which are within their windows."""
    starts = [start for start, _ in words]
    ends = [end for _, end in words]
    nodes: set[int] = set()
    near: set[int] = set()
    for start, end in matches:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        nodes.update(range(first, last))
        # A match of nothing but marks touches no word: then its window is around that place.
        last = max(first, last)
        near.update(range(max(first - window, 0), first))
        near.update(range(last, min(last + window, len(words))))
    return nodes, near


def _measure(  # noqa: PLR0913, PLR0917 - the numbers of one table
    word: str, observed: int, frequency: int, matches: int, near: int, words: int
) -> Collocate:
    return Collocate(
        word,
        observed,
        frequency,
        expect(near, frequency, words),
        log_likelihood(observed, near, frequency, words),
        mutual_information(observed, near, frequency, words),
        log_dice(observed, matches, frequency),
    )
