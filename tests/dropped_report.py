"""Says what a search misses of the files as they are, and which rule left it out.

    python tests/dropped_report.py [--number 300] [--seed 14] [FOLDER]...

Random strings of each corpus of the shared data (in ``../shared`` or ``$SPEECHKIT_SHARED``), of at
most 30 characters of one line of the extracted text, are searched in their own file without
``--dropped``. Those that are not found are listed: whether ``--dropped`` finds them, and the rule.

Exit 0: all are found with ``--dropped``; 1: some are not; 2: there is nothing to ask.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from drawn_strings import FOLDERS, SHARED, draw_strings, make_phrase

import speechkit
from speechkit.cleaning.pipeline import read_lines
from speechkit.formats import extract
from speechkit.model import Scope

NOT_FOUND = "not found"
MARKUP = "markup or readings in it"


class Missed(NamedTuple):
    """A string that is in a file, and that a search without dropped text does not find there."""

    id: str
    string: str
    rule: str
    """That left it out; NOT_FOUND, or MARKUP where the contract lets it go."""
    piece: str


def list_missed(corpus: speechkit.Corpus, number: int, rng: random.Random) -> Iterator[Missed]:
    """Yield the strings, of a number of random ones, that are not found without dropped text."""
    entries = list(corpus.entries())
    drawn = Counter(rng.choices(range(len(entries)), k=number) if entries else ())
    for place, strings in drawn.items():
        name = entries[place].id
        for string in draw_strings(corpus.raw(name), strings, rng):
            if not corpus.search(make_phrase(string), scope=Scope((name,))).total:
                yield explain(corpus, name, string)


def explain(corpus: speechkit.Corpus, identifier: str, string: str) -> Missed:
    """Return why a string is not found."""
    scope = Scope((identifier,))
    for match in corpus.matches(make_phrase(string), scope, dropped=True):
        piece = corpus[identifier].dropped[match.paragraph - 1]
        return Missed(identifier, string, piece.rule or "(no single rule)", piece.text)
    speech = corpus[identifier]
    read = read_lines(extract(speech.path.read_bytes(), speech.path.name))[0]
    rule = NOT_FOUND if string in "\n".join(read.texts) else MARKUP
    return Missed(identifier, string, rule, "")


def report(folder: str, number: int, rng: random.Random, index: Path) -> int:
    """Print what is missed of one corpus; return how many strings are not found at all."""
    with speechkit.open(SHARED / folder, index=index) as corpus:
        missed = list(list_missed(corpus, number, rng))
    rules = Counter(one.rule for one in missed)
    counts = ", ".join(f"{times} {rule}" for rule, times in rules.most_common())
    print(f"{folder}: {number} strings, {len(missed)} not found without --dropped: {counts or '-'}")
    for one in missed:
        print(f"    {one.id}\t{one.rule}\t{one.string!r}\t{one.piece[:100]!r}")
    return rules[NOT_FOUND]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="of the shared data")
    parser.add_argument("--number", type=int, default=300, help="of strings [default: 300]")
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"there is no {SHARED}; SPEECHKIT_SHARED names the shared data", file=sys.stderr)
        return 2
    lost = 0
    with tempfile.TemporaryDirectory() as place:
        for number, folder in enumerate(options.folders or FOLDERS):
            index = Path(place) / f"{number}.sqlite"
            lost += report(folder, options.number, random.Random(options.seed), index)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
