"""The Han words of a text over arrays: the rules of ``speechkit.segmenting`` to the letter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from speechkit.index.compiled import Codes, Numbers, compile_loop
from speechkit.index.compiled.words import NO_WORD, NOT_HAN, WordTree, find_child


class _Path(NamedTuple):
    """The best paths from each character of a run to the run's end."""

    scores: npt.NDArray[np.float64]
    """The logarithms of their probabilities."""
    ends: Numbers
    """Where the first word of each ends."""
    words: Numbers


@compile_loop
def count_words(
    codes: Codes, tree: WordTree, unknown: float, counts: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the different words of a text and how often it has each.

    A word's number is its node; a character that is no word has its code point behind all nodes.
    ``counts``, by number, is all 0 before and behind.
    """
    found = tally(_list_words(codes, tree, unknown), counts)
    totals = counts[found]
    counts[found] = 0
    return found, totals


@compile_loop
def tally(numbers: Numbers, counts: Numbers) -> Numbers:
    """Return the different numbers; ``counts``, by number and all 0 before, has how often each."""
    found = np.empty(numbers.size, np.int32)
    size = 0
    for number in numbers:
        if not counts[number]:
            found[size] = number
            size += 1
        counts[number] += 1
    return found[:size].copy()


@compile_loop
def _list_words(codes: Codes, tree: WordTree, unknown: float) -> Numbers:
    """Return all words of a text, each one's parts behind it."""
    words = np.empty(2 * codes.size, np.int32)  # a word of n characters has 2 n - 3 parts at most
    size = 0
    path = _make_path(1 << 10)
    start = 0
    while start < codes.size:
        end = start
        while end < codes.size and tree.roots[codes[end]] != NOT_HAN:
            end += 1
        run = codes[start:end]
        if run.size >= path.scores.size:
            path = _make_path(2 * run.size)
        _cut_most_probably(run, tree, unknown, path)
        place = 0
        while place < run.size:
            word = words[size] = path.words[place]
            size += 1
            if word < tree.weights.size:
                for part in range(tree.part_starts[word], tree.part_starts[word + 1]):
                    words[size] = tree.parts[part]
                    size += 1
            place = path.ends[place]
        start = end + 1
    return words[:size]


@compile_loop
def _make_path(characters: int) -> _Path:
    return _Path(
        np.empty(characters, np.float64),
        np.empty(characters, np.int32),
        np.empty(characters, np.int32),
    )


@compile_loop
def _cut_most_probably(run: Codes, tree: WordTree, unknown: float, path: _Path) -> None:
    """Find the best path from each character of a run; as in jieba the longer word wins a tie."""
    scores, ends, words = path
    scores[run.size] = 0.0
    for start in range(run.size - 1, -1, -1):
        score = unknown + scores[start + 1]
        words[start], ends[start] = tree.weights.size + run[start], start + 1
        is_word = False
        node = tree.roots[run[start]]
        place = start + 1
        while node:
            weight = tree.weights[node]
            if weight != NO_WORD and (not is_word or weight + scores[place] >= score):
                score = weight + scores[place]
                words[start], ends[start] = node, place
                is_word = True
            if place == run.size:
                break
            node = find_child(node, run[place], tree.slots, tree.filter)
            place += 1
        scores[start] = score
