"""What one run of the benchmarks shares: sizes, runs, folders, and the product's commands."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .corpora import LONG, BenchmarkCorpus, make_corpus
from .measuring import Command, run_command

PROGRAM = "SPEECHKIT_BENCHMARKED"
"""Names the variable with another program to measure, as an earlier version of this one."""


@dataclass
class Setting:
    """How much is measured, and where things are kept."""

    size: str
    """``small``, ``medium`` or ``full``."""
    sizes: tuple[int, ...]
    work: Path
    series: defaultdict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    """Seconds by what was measured and the size of the corpus, for the growth."""

    @property
    def small(self) -> bool:
        """Return whether a minute is all there is."""
        return self.size == "small"

    @property
    def runs(self) -> int:
        """Return how often short things are run."""
        return 3 if self.small else 7

    @property
    def questions(self) -> int:
        """Return how many questions are asked at most."""
        return 300 if self.small else 1_000_000

    @property
    def large_sizes(self) -> tuple[int, ...]:
        """Return the sizes of corpora of 1 MB and more, or the largest there is."""
        return tuple(size for size in self.sizes if size >= 100) or self.sizes[-1:]

    def corpus(self, speeches: int, length: int = LONG) -> BenchmarkCorpus:
        """Return the corpus of a size."""
        say(f"corpus of {speeches:,}")
        return make_corpus(speeches, self.work, length)

    def index_file(self, corpus: BenchmarkCorpus) -> Path:
        """Return where the index of a corpus is kept from one section to the next."""
        folder = self.work / "indexes"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{corpus.folder.name}.sqlite"

    def follow_up(self, corpus: BenchmarkCorpus) -> Path:
        """Return the index of a corpus, built or brought up to date."""
        index = self.index_file(corpus)
        run_command(speechkit("index", corpus=corpus.folder, index=index))
        return index


def speechkit(
    name: str, *arguments: str, corpus: Path, index: Path, terminal: bool = False
) -> Command:
    """Return a command of the product on a corpus with its index, as a user would start it."""
    options = ("-C", str(corpus), "--index", str(index))
    return Command((*program(), name, *arguments, *options), terminal)


@lru_cache(maxsize=1)
def program() -> tuple[str, ...]:
    """Return how the product is started: what ``main`` was told, or the script of pip if any."""
    if chosen := os.environ.get(PROGRAM):
        return (chosen,)
    folder = str(Path(sys.executable).parent)
    script = shutil.which("speechkit", path=folder)
    return (script,) if script else (sys.executable, "-m", "speechkit")


def remove_index(index: Path) -> None:
    """Remove an index file with its log and lock."""
    for path in index.parent.glob(f"{index.name}*"):
        path.unlink()


def say(sentence: str) -> None:
    """Tell how far things are."""
    print(f"… {sentence}", file=sys.stderr, flush=True)
