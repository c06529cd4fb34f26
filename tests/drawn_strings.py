"""Random strings of texts as they are in the files, to ask for what was left out of them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

from speechkit.query.model import Phrase, Query
from speechkit.text.normalize import normalize_phrase
from speechkit.text.variants import list_variants

SHARED = Path(os.environ.get("SPEECHKIT_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FOLDERS = (
    "seeds",
    "corpora/cmrc2018/docs",
    "corpora/encodings",
    "corpora/laws",
    "corpora/leaders",
    "corpora/leaders_raw",
    "corpora/memorials",
    "corpora/office",
    "corpora/provincial_2026",
    "corpora/transcripts",
)
"""Of the shared data, each a corpus."""

LONGEST = 30


def draw_strings(text: str, number: int, rng: random.Random) -> Iterator[str]:
    """Yield random strings of one line each; those that normalize to nothing are left out."""
    lines = [line for line in text.split("\n") if normalize_phrase(line)]
    weights = list(map(len, lines))
    while number and lines:
        (line,) = rng.choices(lines, weights)
        length = rng.randint(1, min(LONGEST, len(line)))
        start = rng.randint(0, len(line) - length)
        string = line[start : start + length]
        if normalize_phrase(string):
            number -= 1
            yield string


def make_phrase(string: str) -> Query:
    """Return the query for a string, whatever signs of a query it holds."""
    return Query(((Phrase(string, list_variants(normalize_phrase(string))),),))
