"""The words of a dictionary as a tree of characters in arrays, which a compiled loop can walk.

A node stands for a word or the beginning of one. The nodes of first characters lie in an array by
code point; those further on in a hash table by node and character, behind a filter (one bit for
each hash) that fits a processor's cache and holds back most of the many questions in vain.
"""

from __future__ import annotations

from contextlib import suppress
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from speechkit.cache import CacheError, cache_folder, remove_leftovers, replace_file
from speechkit.dictionary import Dictionary, open_dictionary
from speechkit.folding import HAN_BLOCKS
from speechkit.index.compiled import CODES, Codes, Numbers, compile_loop, digest_sources, list_codes
from speechkit.libraries import DictionarySettings

NOT_HAN = -1
"""The root of a character that is not a Chinese one and ends a run."""

NO_WORD = 1.0
"""The weight of a node that is no word; the logarithm of a probability is never above 0."""

_LONGEST_SAVE = 600.0
"""Seconds; words are saved in less than one, perhaps by several processes at once."""

_FILTER_BITS = 22
_CODE_BITS = 21
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 by the golden ratio: Knuth, Fibonacci hashing


class WordTree(NamedTuple):
    """The arrays of the tree."""

    roots: Numbers
    """By code point: the node of a first character, 0 where no word begins so, or NOT_HAN."""
    slots: npt.NDArray[np.int64]
    """Pairs: a node and a character behind it as one number, and the node that they lead to."""
    filter: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float64]
    """By node: the logarithm of the word's probability, or NO_WORD."""
    parts: Numbers
    """The nodes of the shorter words within each word that search mode gives too."""
    part_starts: Numbers
    """By node, and one more: where its parts begin in ``parts``."""


class Words(NamedTuple):
    """The words of a dictionary."""

    tree: WordTree
    unknown: float
    """The weight of a character that is no word: as if it were seen once."""
    codes: Codes
    """The characters of all words, one word's behind another's."""
    spans: Numbers
    """By node: where its word begins and ends in ``codes``; both 0 where it is none."""


def open_words(settings: DictionarySettings) -> Words:
    """Return the words of a dictionary; made where the cache lacks them or they are damaged."""
    try:
        path = cache_folder() / f"{settings.name}-{digest_sources()}.npz"
    except CacheError:
        return _arrange_words(open_dictionary(settings))
    try:
        return _load_words(path)
    except Exception:  # zipfile and numpy have many names for what is missing or damaged
        words = _arrange_words(open_dictionary(settings))
        with suppress(OSError):
            _save_words(path, words)
        return words


def _load_words(path: Path) -> Words:
    with np.load(path) as arrays:
        tree = WordTree(*(arrays[name] for name in WordTree._fields))
        return Words(tree, float(arrays["unknown"]), arrays["codes"], arrays["spans"])


def _save_words(path: Path, words: Words) -> None:
    arrays = words._asdict()
    tree = arrays.pop("tree")
    remove_leftovers(path, _LONGEST_SAVE)
    for older in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*.npz"):
        older.unlink(missing_ok=True)
    with replace_file(path) as file:
        np.savez(file, **arrays, **tree._asdict())


def _arrange_words(dictionary: Dictionary) -> Words:
    # Frequent words first, so that what is asked for often lies close together in memory.
    words = sorted(dictionary.read_all().items(), key=lambda word: (-word[1], word[0]))
    frequencies = dict(words)
    codes = list_codes("".join(frequencies))
    ends = np.cumsum(np.fromiter(map(len, frequencies), np.int32), dtype=np.int32)
    tree = _plant_tree(codes.size)
    nodes, count = _insert_words(codes, ends, tree)
    # As jieba has them: the logarithm of the C library, which numpy's own can differ from.
    total = dictionary.log_total
    weights = np.full(count + 1, NO_WORD)
    weights[nodes] = [log(frequency) - total for frequency in frequencies.values()]
    spans = np.zeros((count + 1, 2), np.int32)
    spans[nodes, 0] = np.concatenate(([0], ends[:-1]))
    spans[nodes, 1] = ends
    tree = tree._replace(weights=weights)
    parts, part_starts = _list_parts(codes, spans, tree)
    tree = tree._replace(parts=parts, part_starts=part_starts)
    return Words(tree, -total, codes, spans)


def _plant_tree(characters: int) -> WordTree:
    """Return a tree without nodes, with room for all beginnings of words of so many characters."""
    roots = np.full(CODES, NOT_HAN, np.int32)
    for first, last in HAN_BLOCKS:
        roots[ord(first) : ord(last) + 1] = 0
    return WordTree(
        roots=roots,
        slots=np.zeros((1 << characters.bit_length(), 2), np.int64),
        filter=np.zeros((1 << _FILTER_BITS) // 8, np.uint8),
        weights=np.zeros(0),
        parts=np.zeros(0, np.int32),
        part_starts=np.zeros(0, np.int32),
    )


@compile_loop
def _hash(key: np.int64, slots: int) -> tuple[np.uint64, np.uint64]:
    """Return the place of a key's bit in the filter, and the first of its slots."""
    hashed = np.uint64(key) * _GOLDEN
    return hashed >> np.uint64(64 - _FILTER_BITS), hashed >> np.uint64(32) & np.uint64(slots - 1)


@compile_loop
def find_child(
    node: int, code: int, slots: npt.NDArray[np.int64], bits: npt.NDArray[np.uint8]
) -> int:
    """Return the node that a character leads to from another node, or 0.

    ``slots`` and ``bits`` are the tree's: to pass all of it takes as long as the search.
    """
    key = np.int64(np.int64(node) << _CODE_BITS | code)
    bit, slot = _hash(key, slots.shape[0])
    if not bits[bit >> np.uint64(3)] >> (bit & np.uint64(7)) & 1:
        return 0
    last = np.uint64(slots.shape[0] - 1)
    while slots[slot, 0] != key:
        if slots[slot, 0] == 0:
            return 0
        slot = slot + np.uint64(1) & last
    return int(slots[slot, 1])


@compile_loop
def _add_child(node: int, code: int, child: int, tree: WordTree) -> None:
    key = np.int64(np.int64(node) << _CODE_BITS | code)
    bit, slot = _hash(key, tree.slots.shape[0])
    tree.filter[bit >> np.uint64(3)] |= np.uint8(1) << np.uint8(bit & np.uint64(7))
    last = np.uint64(tree.slots.shape[0] - 1)
    while tree.slots[slot, 0]:
        slot = slot + np.uint64(1) & last
    tree.slots[slot, 0] = key
    tree.slots[slot, 1] = child


@compile_loop
def _insert_words(codes: Codes, ends: Numbers, tree: WordTree) -> tuple[Numbers, int]:
    """Return the node of each word, and how many nodes there are."""
    nodes = np.empty(ends.size, np.int32)
    count = 0
    place = 0
    for word in range(ends.size):
        node = tree.roots[codes[place]]
        if not node:
            count += 1
            node = tree.roots[codes[place]] = count
        place += 1
        while place < ends[word]:
            child = find_child(node, codes[place], tree.slots, tree.filter)
            if not child:
                count += 1
                child = count
                _add_child(node, codes[place], child, tree)
            node = child
            place += 1
        nodes[word] = node
    return nodes, count


@compile_loop
def _list_parts(codes: Codes, spans: Numbers, tree: WordTree) -> tuple[Numbers, Numbers]:
    """Return the parts of all words, those of two and three characters, and where each's begin.

    As in jieba's search mode, a word of three characters has none of three, itself.
    """
    starts = np.zeros(spans.shape[0] + 1, np.int32)
    parts = np.empty(2 * codes.size, np.int32)
    size = 0
    for node in range(spans.shape[0]):
        starts[node] = size
        first, end = spans[node]
        for length in (2, 3):
            if end - first <= length:
                continue
            for start in range(first, end - length + 1):
                part = _find_word(codes, start, start + length, tree)
                if part:
                    parts[size] = part
                    size += 1
    starts[-1] = size
    return parts[:size].copy(), starts


@compile_loop
def _find_word(codes: Codes, start: int, end: int, tree: WordTree) -> int:
    """Return the node of the word from ``start`` to ``end``, or 0 where that is none."""
    node = tree.roots[codes[start]]
    for place in range(start + 1, end):
        if node:
            node = find_child(node, codes[place], tree.slots, tree.filter)
    return node if node and tree.weights[node] != NO_WORD else 0
