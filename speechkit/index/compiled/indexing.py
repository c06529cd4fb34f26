"""The compiled ``TextIndexer``, for many texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from speechkit.index.compiled import CODES, Codes, Numbers, compile_loop, list_codes
from speechkit.index.compiled.counting import count_words, tally
from speechkit.index.compiled.folding import CompiledFolder
from speechkit.index.compiled.words import WordTree, open_words
from speechkit.index.encoding import COUNT_PIECES, PLACE_BITS, add_postings
from speechkit.libraries import DictionarySettings
from speechkit.segmenting import find_letter_words

_Records = npt.NDArray[np.uint16]

_PIECES = np.array(COUNT_PIECES, np.int32)


class CompiledIndexer:
    """Gives what ``PlainIndexer`` gives."""

    def __init__(self, settings: DictionarySettings) -> None:
        self.make_tokens = CompiledFolder().make_tokens
        self._words = open_words(settings)
        self._characters = self._words.codes.tobytes().decode("utf-32-le")
        # By number of a word: as much room as the loops that count need, and 0 between them.
        self._room = np.zeros(len(self._words.spans) + CODES, np.int32)
        self._letter_postings: dict[str, bytes] = {}
        self._numbers: list[Numbers] = []
        self._records: list[_Records] = []
        self._try_loops()

    def _try_loops(self) -> None:
        """Load or compile all loops, so that what is wrong with them is met before any file."""
        self.make_tokens("“一”, 1")
        self.add_words(0, "一")
        self.take_postings()

    def count_words(self, text: str) -> dict[str, int]:
        """Return each word of ``text`` with its number of occurrences (search mode)."""
        words = self._words
        numbers, counts = count_words(list_codes(text), words.tree, words.unknown, self._room)
        found = Counter(find_letter_words(text))
        found.update(dict(zip(self._name_words(numbers), counts.tolist(), strict=True)))
        return found

    def add_words(self, place: int, text: str) -> int:
        """Add the words of the speech at a place of its block; return how many they are."""
        words = self._words
        try:
            numbers, records, total = _make_records(
                list_codes(text), words.tree, words.unknown, place, self._room
            )
        except MemoryError:
            self._room.fill(0)  # it was left in the middle of counting
            raise
        letter_words = Counter(find_letter_words(text))
        add_postings(self._letter_postings, place, letter_words)
        self._numbers.append(numbers)
        self._records.append(records)
        return total + letter_words.total()

    def take_postings(self) -> dict[str, bytes]:
        """Return the postings of the words that were added, and begin with none."""
        postings, self._letter_postings = self._letter_postings, {}
        if self._numbers:
            numbers, ends, records = _group_records(
                np.concatenate(self._numbers), np.concatenate(self._records), self._room
            )
            data = records.astype("<u2").tobytes()
            spans = pairwise((0, *(2 * ends).tolist()))
            for word, (start, end) in zip(self._name_words(numbers), spans, strict=True):
                postings[word] = data[start:end]
            self._numbers, self._records = [], []
        return postings

    def _name_words(self, numbers: Numbers) -> Iterator[str]:
        spans = self._words.spans
        nodes = len(spans)
        places = spans[np.where(numbers < nodes, numbers, 0)].tolist()
        for number, (start, end) in zip(numbers.tolist(), places, strict=True):
            yield self._characters[start:end] or chr(number - nodes)


@compile_loop
def _make_records(
    codes: Codes, tree: WordTree, unknown: float, place: int, room: Numbers
) -> tuple[Numbers, _Records, int]:
    """Return the records of a speech's words, the number of the word of each, and all counts.

    They are what ``PostingRecords`` spells: a count that no record can hold is a sum of several.
    """
    numbers, counts = count_words(codes, tree, unknown, room)
    words = np.empty(numbers.size + counts.sum() // 2, np.int32)
    records = np.empty(words.size, np.uint16)
    size = 0
    for word in range(numbers.size):
        left = counts[word]
        while left:
            piece = min(left, _PIECES.size - 1)
            while _PIECES[piece] > left:
                piece -= 1
            words[size] = numbers[word]
            records[size] = piece << PLACE_BITS | place
            left -= _PIECES[piece]
            size += 1
    return words[:size].copy(), records[:size].copy(), counts.sum()


@compile_loop
def _group_records(
    numbers: Numbers, records: _Records, room: Numbers
) -> tuple[Numbers, Numbers, _Records]:
    """Return the different words, where the records of each end, and the records word by word."""
    words = tally(numbers, room)
    ends = room[words].cumsum()
    for word in range(words.size):
        room[words[word]] = ends[word - 1] if word else 0
    grouped = np.empty(records.size, np.uint16)
    for place in range(numbers.size):
        number = numbers[place]
        grouped[room[number]] = records[place]
        room[number] += 1
    room[words] = 0
    return words, ends, grouped
