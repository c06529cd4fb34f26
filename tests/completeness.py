"""Searches for random pieces of a corpus, and looks through all of its texts for comparison.

    python tests/completeness.py NUMBER FOLDER…

Of each folder it draws NUMBER pieces of 2 to 12 characters, half of them such as end amid numbers,
blanks, commas and marks, and asks for each as it is and in the other script. It prints a line a
folder: pieces, searches, how often the speech that a piece is from was missed (and by the piece in
the other script, where words are sometimes others, as 幹 for 干), and how often a search found less
or more than there is.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

import speechkit
from speechkit.query import Phrase, Query
from speechkit.query.syntax import DOUBLE_QUOTES
from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.variants import list_variants

ODD_END = re.compile(r"[\d\s\W〇零一二三四五六七八九十百千万亿]")


class Fault(NamedTuple):
    """A search that was wrong, and the speeches that it missed and found beyond."""

    phrase: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]


class Texts:
    """The texts of a corpus as ``show`` prints them, and normalized, line by line."""

    def __init__(self, corpus: speechkit.Corpus) -> None:
        self._corpus = corpus
        self.lines = [
            (speech.id, line)
            for speech in corpus
            for line in (speech.title, *speech.paragraphs)
            if line != speech.path.stem  # in place of a title, and no text
        ]
        normalized = [normalize(line) for _, line in self.lines]
        self._starts = list(accumulate((len(line) + 1 for line in normalized), initial=0))
        self._text = "\n".join(normalized)

    def find(self, phrase: str) -> set[str]:
        """Return the speeches that hold a phrase, looked for in all of the text."""
        variants = list_variants(normalize_phrase(phrase))
        return {self.lines[line][0] for variant in variants for line in self._find(variant)}

    def _find(self, variant: str) -> Iterator[int]:
        place = self._text.find(variant)
        while place >= 0:
            line = bisect_right(self._starts, place) - 1
            yield line
            place = self._text.find(variant, self._starts[line + 1])

    def search(self, phrase: str) -> set[str]:
        """Return the speeches that a search finds, typed in quotes where that can be."""
        if any(quote in phrase for quote in DOUBLE_QUOTES):
            query = Query(((Phrase(phrase, list_variants(normalize_phrase(phrase))),),))
            return set(self._corpus.search(query, None).ids())
        return set(self._corpus.search(f'"{phrase}"', None).ids())

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """Return a speech and a piece of one of its lines that holds something to be found."""
        while True:
            identifier, line = rng.choice(self.lines)
            ends = [found.end() for found in ODD_END.finditer(line)]
            end = rng.choice(ends) if ends and rng.random() < 0.5 else rng.randint(0, len(line))
            piece = line[max(end - rng.randint(2, 12), 0) : end]
            if len(piece) > 1 and normalize_phrase(piece):
                return identifier, piece


class Outcome(NamedTuple):
    """How many searches were made, how many missed their own speech, and all faults."""

    searches: int
    own: int
    converted: int
    faults: list[Fault]


def check_pieces(corpus: speechkit.Corpus, number: int, seed: int) -> Outcome:
    """Draw pieces of a corpus and search for them in both scripts."""
    texts, rng = Texts(corpus), random.Random(seed)
    converters = OpenCC("s2t"), OpenCC("t2s")
    searches, own, converted = 0, 0, 0
    faults: list[Fault] = []
    for _ in range(number):
        identifier, piece = texts.draw(rng)
        for phrase in {piece, *(converter.convert(piece) for converter in converters)}:
            if not normalize_phrase(phrase):
                continue
            found, expected = texts.search(phrase), texts.find(phrase)
            searches += 1
            own += phrase == piece and identifier not in found
            converted += phrase != piece and identifier not in found
            if found != expected:
                missed, extra = sorted(expected - found), sorted(found - expected)
                faults.append(Fault(phrase, tuple(missed), tuple(extra)))
    return Outcome(searches, own, converted, faults)


def main(arguments: list[str]) -> int:
    """Print the table and each fault; return 1 if there is one."""
    number, folders = int(arguments[0]), arguments[1:]
    print("folder", "pieces", "searches", "own missed", "converted missed", "faults", sep="\t")
    wrong = 0
    for folder in folders:
        with (
            tempfile.TemporaryDirectory() as place,
            speechkit.open(folder, index=Path(place, "index")) as corpus,
        ):
            done = check_pieces(corpus, number, seed=2026)
        print(Path(folder).name, number, *done[:3], len(done.faults), sep="\t", flush=True)
        for fault in done.faults:
            print("", *fault, sep="\t")
        wrong += done.own + len(done.faults)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
