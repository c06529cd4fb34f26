"""The tally for many speeches: arrays sort and count the codes of words.

The code of a word and the place of a speech make one key. Keys are sorted, and as often as a key is
there, so often has that speech that word. Very many words of letters of one text are counted apart:
an array would need the number of each, and nearly every one is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from operator import mul
from typing import NamedTuple, TypeVar
from zlib import Z_BEST_SPEED

import numpy as np
from numpy.typing import NDArray

from speechkit.backends.sqlite.postings import COUNT_PIECES, PLACE_BITS
from speechkit.backends.sqlite.tallies import (
    Sizes,
    Tally,
    WordCounts,
    WordTotals,
    add_words,
    pack_counts,
)
from speechkit.backends.sqlite.word_buckets import WordBuckets
from speechkit.backends.sqlite.word_codes import FIRST_WITH_PARTS, Integers, WordCodes
from speechkit.text.segmenter import Segmenter, count_letter_tokens, join_runs
from speechkit.text.tokens import UNITS, find_letter_words, leave_out_unit

Bytes = NDArray[np.uint8]
Item = TypeVar("Item", bound=np.generic)

_MANY_WORDS = 1 << 17
"""Words of letters: so many of one text are counted apart from all others."""

_NONE = np.empty(0, np.int64)
_NO_BYTES = np.empty(0, np.uint8)
_PIECES = np.array(COUNT_PIECES)


class _Counts(NamedTuple):
    """How often speeches have words, by keys that ascend."""

    keys: Integers
    times: Integers

    @property
    def words(self) -> Integers:
        return self.keys >> PLACE_BITS

    @property
    def places(self) -> Integers:
        return self.keys & ((1 << PLACE_BITS) - 1)


class ArrayTally(Tally):
    """Counts the words of all speeches at once."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._codes = WordCodes(segmenter)
        self._places: list[int] = []
        self._tokens: list[_Counts] = []
        self._units: list[Integers] = []
        self._parts: list[bytes] = []
        self._sizes: dict[int, Sizes] = {}

    def add(self, texts: Sequence[tuple[int, str]]) -> list[bytes]:
        """Count the words of simplified texts; raises as its segmenter does."""
        places = np.array([place for place, _text in texts], np.int16)
        tokens, marks = self._count_han(places, [join_runs(text) for _place, text in texts])
        found = ((place, word) for place, text in texts for word in find_letter_words(text))
        letters = list(islice(found, _MANY_WORDS) if len(texts) == 1 else found)
        apart: tuple[list[bytes], Sizes] | None = None
        if len(texts) == 1 and len(letters) == _MANY_WORDS:
            apart = self._count_apart(texts[0][0], (word for _, word in chain(letters, found)))
            letters = []
        plain = [(place, leave_out_unit(word)) for place, word in letters]
        tokens.append(_count(self._read_keys(plain)))
        units = self._read_keys([one for one in letters if one[1][-1] in UNITS])
        # Nothing below fails, so that what fails above was not counted.
        if apart:
            self._close_part()
            parts, self._sizes[texts[0][0]] = apart
            self._parts += parts
        self._units.append(units)
        self._places += places.tolist()
        self._tokens += tokens
        return marks

    def _count_apart(self, place: int, letters: Iterator[str]) -> tuple[list[bytes], Sizes]:
        """Return packed counts of the words of letters of one text, and how many there are."""
        parts, size = [], Sizes(0, 0)
        for words in WordBuckets(letters):
            searched = self._segmenter.spread(Counter(), words)
            tokens = count_letter_tokens(words)
            counts = WordCounts({}, {})
            add_words(counts, place, searched, tokens)
            parts.append(pack_counts(counts, Z_BEST_SPEED))
            size = size.plus(Sizes(searched.total(), tokens.total()))
        return parts, size

    def _count_han(
        self, places: NDArray[np.int16], runs: Sequence[str]
    ) -> tuple[list[_Counts], list[bytes]]:
        """Return the counts of the words of runs, some at a time, and the marks of each text."""
        sizes = [len(lines) - lines.count("\n") for lines in runs]
        ends = np.cumsum(sizes)
        counted, begins, done = [], [_NO_BYTES], 0
        for words in self._segmenter.cut_lines("\n".join(runs)):
            codes, lengths = self._codes.read_han(words)
            behind = lengths.cumsum()
            of_texts = np.diff(np.searchsorted(behind, ends - done, "right"), prepend=0)
            counted.append(_count(_make_keys(codes, places.repeat(of_texts))))
            begins.append(_mark_begins(behind - lengths, behind))
            done += len(begins[-1])
        marks = _split(np.concatenate(begins), sizes)
        return counted, [np.packbits(one).tobytes() for one in marks]

    def _read_keys(self, words: Sequence[tuple[int, str]]) -> Integers:
        """Return the keys of words that are given with the places of their speeches."""
        places = np.array([place for place, _word in words], np.int16)
        return _make_keys(self._codes.read([word for _place, word in words]), places)

    def total(self) -> WordTotals:
        """Return what was counted, and begin again."""
        self._close_part()
        totals = WordTotals(tuple(self._parts), self._sizes)
        self._parts, self._sizes = [], {}
        if self._codes.are_many:
            self._codes = WordCodes(self._segmenter)
        return totals

    def _close_part(self) -> None:
        """Pack what arrays have counted, and begin again with them."""
        tokens = _merge(self._tokens)
        units = _count(np.concatenate((_NONE, *self._units)))
        searched = _merge([tokens, self._count_parts(tokens), units])
        counts = WordCounts(self._spell_postings(searched), self._spell_sums(tokens))
        self._parts.append(pack_counts(counts))
        for place, size in zip(
            self._places, _read_sizes(searched, tokens, self._places), strict=True
        ):
            self._sizes[place] = size.plus(self._sizes.get(place, Sizes(0, 0)))
        self._places, self._tokens, self._units = [], [], []

    def _count_parts(self, tokens: _Counts) -> _Counts:
        """Return how often speeches have the shorter words within their tokens, in no order."""
        long = np.flatnonzero(tokens.words >= FIRST_WITH_PARTS)
        counts = _Counts(tokens.keys[long], tokens.times[long])
        starts = _find_starts(counts.words)
        parts = self._codes.list_parts(counts.words[starts])
        speeches = np.diff(starts, append=len(long))
        # Of each word, its parts for the first speech that has it, then for the next one.
        repeated = chain.from_iterable(map(mul, parts, speeches.tolist()))
        sizes = np.fromiter(map(len, parts), np.int64, len(parts)).repeat(speeches)
        codes = np.fromiter(repeated, np.int64, sizes.sum())
        places = counts.places.repeat(sizes)
        return _Counts(codes << PLACE_BITS | places, counts.times.repeat(sizes))

    def _spell_postings(self, counts: _Counts) -> dict[str, bytes]:
        """Return the records of each word, as ``postings.PostingRecords`` has them."""
        rows, pieces = _cut_counts(counts.times)
        records = pieces << PLACE_BITS | counts.places[rows]
        words = counts.words[rows]
        starts = _find_starts(words)
        data = records.astype("<u2").tobytes()
        bounds = pairwise([*(2 * starts).tolist(), len(data)])
        names = self._codes.spell(words[starts])
        return {name: data[start:end] for name, (start, end) in zip(names, bounds, strict=True)}

    def _spell_sums(self, counts: _Counts) -> dict[str, int]:
        """Return how often each word occurs in all speeches."""
        starts = _find_starts(counts.words)
        names = self._codes.spell(counts.words[starts])
        return dict(zip(names, _add_up(counts.times, starts).tolist(), strict=True))


def _make_keys(words: Integers, places: NDArray[np.int16]) -> Integers:
    return words << PLACE_BITS | places


def _count(keys: Integers) -> _Counts:
    """Return how often each key is there."""
    keys = np.sort(keys)
    starts = _find_starts(keys)
    return _Counts(keys[starts], np.diff(starts, append=len(keys)))


def _merge(counted: Sequence[_Counts]) -> _Counts:
    """Return the sums of counts, whose keys need not ascend."""
    keys = np.concatenate((_NONE, *(one.keys for one in counted)))
    times = np.concatenate((_NONE, *(one.times for one in counted)))
    order = keys.argsort(kind="stable")  # what is sorted in parts takes it little time
    keys = keys[order]
    starts = _find_starts(keys)
    return _Counts(keys[starts], _add_up(times[order], starts))


def _find_starts(ascending: Integers) -> Integers:
    """Return where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(ascending, prepend=-1))


def _add_up(times: Integers, starts: Integers) -> Integers:
    """Return the sum from each start to the next."""
    return np.add.reduceat(times, starts) if len(starts) else times


def _read_sizes(searched: _Counts, tokens: _Counts, places: list[int]) -> Iterator[Sizes]:
    """Return how many search words and tokens each place has."""
    sums = (
        np.bincount(counts.places, counts.times, 1 << PLACE_BITS)[places].astype(np.int64).tolist()
        for counts in (searched, tokens)
    )
    return map(Sizes, *sums)


def _mark_begins(starts: Integers, ends: Integers) -> Bytes:
    """Return a byte for each character of words: 1 where one begins."""
    begins = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    begins[starts] = 1
    return begins


def _split(series: NDArray[Item], sizes: Iterable[int]) -> list[NDArray[Item]]:
    """Return a series cut into parts of some sizes."""
    ends = accumulate(sizes, initial=0)
    return [series[start:end] for start, end in pairwise(ends)]


def _cut_counts(times: Integers) -> tuple[Integers, Integers]:
    """Return each count as pieces that a record can hold, largest first: its row, and the piece."""
    left = np.arange(len(times))
    rows, pieces = [_NONE], [_NONE]
    while len(left):
        piece = np.searchsorted(_PIECES, times, "right") - 1
        rows.append(left)
        pieces.append(piece)
        times = times - _PIECES[piece]
        left, times = left[times > 0], times[times > 0]
    joined = np.concatenate(rows)
    order = joined.argsort(kind="stable")
    return joined[order], np.concatenate(pieces)[order]
