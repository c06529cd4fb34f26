"""Near-duplicates: pairs of speeches that have most of their passages in common.

Two speeches are near-duplicates if at least four in five of the shorter one's passages are in the
other one too. So of the shorter one's passages, taken in any order, one among the first fifth (and
one more) must be common to both. The rarest are taken first: they are in few speeches, mostly in
this one alone, and only what they lead to is compared in full.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from speechkit.cache import digest_content
from speechkit.text.normalize import normalize
from speechkit.text.sentences import cut_passages

SHORTEST_PASSAGE = 10
"""Characters of normalized text; shorter passages (同志们：) are everywhere and say nothing."""

_FIFTH = 5
"""Four of five parts must be common; whole numbers, so that shares compare without rounding."""

_NEIGHBOURS = 50
"""Each speech is compared with at most this many before and behind it that hold the same passage:
where thousands are alike, each is told with some others, but not every pair."""

_HASH_BYTES = 8


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two near-duplicates, as positions in what was compared; ``first`` is below ``second``."""

    first: int
    second: int
    common: int
    """Passages that both have."""
    first_passages: int
    second_passages: int

    @property
    def passages(self) -> int:
        """Return the number of passages of the shorter one."""
        return min(self.first_passages, self.second_passages)

    @property
    def share(self) -> float:
        """Return how much of the shorter one is in the other."""
        return self.common / self.passages


def find_duplicates(speeches: Iterable[Iterable[str]]) -> list[DuplicatePair]:
    """Return the near-duplicates among speeches given by their paragraphs, in order.

    Of each speech only the hashes of its passages are kept in memory.
    """
    hashed = _HashedSpeeches()
    for paragraphs in speeches:
        hashed.append(hash_passages(paragraphs))
    return sorted(_find_pairs(hashed), key=lambda pair: (pair.first, pair.second))


def hash_passages(paragraphs: Iterable[str]) -> set[int]:
    """Return the hashes of the normalized passages of a speech, each once, short ones left out."""
    return {
        _hash(match)
        for paragraph in paragraphs
        for start, end in cut_passages(paragraph)
        if len(match := normalize(paragraph[start:end])) >= SHORTEST_PASSAGE
    }


class _HashedSpeeches:
    """The hashes of all speeches, eight bytes each."""

    def __init__(self) -> None:
        self.hashes = array("Q")
        self._ends = array("Q", (0,))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[frozenset[int]]:
        return map(self.passages, range(len(self)))

    def passages(self, number: int) -> frozenset[int]:
        return frozenset(self.hashes[self._ends[number] : self._ends[number + 1]])

    def append(self, hashes: Iterable[int]) -> None:
        self.hashes.extend(hashes)
        self._ends.append(len(self.hashes))


def _find_pairs(speeches: _HashedSpeeches) -> Iterator[DuplicatePair]:
    holders = _find_holders(speeches)
    seen: set[tuple[int, int]] = set()
    for number, passages in enumerate(speeches):
        for other in _list_candidates(number, passages, holders):
            pair = min(number, other), max(number, other)
            if pair not in seen:
                seen.add(pair)
                first, second = map(speeches.passages, pair)
                found = DuplicatePair(*pair, len(first & second), len(first), len(second))
                if _is_enough(found):
                    yield found


def _find_holders(speeches: _HashedSpeeches) -> dict[int, list[int]]:
    """Return the passages that more than one speech holds, with these speeches."""
    holders: dict[int, list[int]] = {
        before: [] for before, after in pairwise(sorted(speeches.hashes)) if before == after
    }
    for number, passages in enumerate(speeches):
        for passage in passages:
            if passage in holders:
                holders[passage].append(number)
    return holders


def _list_candidates(
    number: int, passages: frozenset[int], holders: dict[int, list[int]]
) -> set[int]:
    """Return the speeches that may hold enough of the passages of a speech."""
    shared = [passage for passage in passages if passage in holders]
    needed = len(passages) // _FIFTH + 1 - (len(passages) - len(shared))
    candidates: set[int] = set()
    if needed > 0:
        shared.sort(key=lambda passage: (len(holders[passage]), passage))
        for passage in shared[:needed]:
            candidates |= _list_neighbours(number, holders[passage])
    candidates.discard(number)
    return candidates


def _list_neighbours(number: int, holders: list[int]) -> set[int]:
    if len(holders) <= 2 * _NEIGHBOURS:
        return set(holders)
    place = bisect_left(holders, number)
    return set(holders[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1])


def _is_enough(pair: DuplicatePair) -> bool:
    return pair.common * _FIFTH >= pair.passages * (_FIFTH - 1)


def _hash(match: str) -> int:
    return int.from_bytes(digest_content(match.encode())[:_HASH_BYTES], "little")
