"""Keeps the answers of a version of the program, to compare those of another version with them.

    python tests/answers.py --write FILE --program '/old/.venv/bin/python -m speechkit'
    python tests/answers.py --compare FILE

Three corpora of the shared data (in ``../shared`` or ``$SPEECHKIT_SHARED``) are asked some 300
queries each, through the command line only. ``drawn_queries.py`` draws them from the raw files. A
comparison asks the queries that FILE holds and prints every answer that differs, and how.

FILE is JSON. For each corpus it has a digest of the files and the answers: kind of query,
arguments, exit status, total (speeches that match; 0 where nothing is printed) and the first 50
hits, each as [id, paragraph, score, matches]. An answer of ``-c`` has all its speeches, without
paragraph and score. FILE quotes the texts: keep it outside the repository.

Exit 0: the answers are written, or are the same; 1: some differ; 2: the program could not be asked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from drawn_queries import Query, draw_queries

_SHARED = Path(os.environ.get("SPEECHKIT_SHARED") or Path(__file__).resolve().parents[2] / "shared")
_CORPORA = ("leaders", "provincial_2026", "cmrc2018/docs")
_HITS = 50
_TOLERANCE = 1e-6
_PROCESSES = 2


class _AskingError(Exception):
    """The program or the texts are missing, or are not those that are needed."""


class Hit(NamedTuple):
    """What is compared of a hit."""

    id: str
    paragraph: int | None
    score: float | None
    matches: int

    @property
    def place(self) -> str:
        return self.id if self.paragraph is None else f"{self.id}:{self.paragraph}"


@dataclass(frozen=True)
class Answer:
    """A query, and what the program answered."""

    kind: str
    arguments: list[str]
    exit: int
    total: int
    hits: list[Hit]


class Program:
    """A version of the program, with a cache of its own."""

    def __init__(self, command: str, cache: Path) -> None:
        name, *words = shlex.split(command)
        found = shutil.which(name)
        if found is None:
            raise _AskingError(f"there is no program {name}")
        self._command = [str(Path(found).absolute()), *words]
        # The working folder is the cache: "-m speechkit" would take the package of any other.
        self._cache = cache
        kept = {name: value for name, value in os.environ.items() if "SPEECHKIT" not in name}
        self._environment = kept | {"XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}

    def ask_all(self, name: str, queries: list[Query]) -> list[Answer]:
        """Index a corpus, return the answers to its queries in their order, say what it took."""
        start = time.monotonic()
        corpus = _folder(name)
        indexed = self._run("index", "-C", str(corpus))
        if indexed.returncode:
            raise _AskingError(f"{corpus} was not indexed: {indexed.stderr.strip()}")
        with ThreadPoolExecutor(_PROCESSES) as threads:
            answers = list(threads.map(lambda query: self._ask(corpus, query), queries))
        kinds = Counter(query.kind for query in queries)
        counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        seconds = time.monotonic() - start
        print(f"{name}: {len(queries)} queries in {seconds:.0f} s ({counts})", file=sys.stderr)
        return answers

    def _ask(self, corpus: Path, query: Query) -> Answer:
        options = ("--no-follow", "--format", "jsonl", "-C", str(corpus))
        done = self._run("search", *options, *query.arguments)
        records: list[dict[str, Any]] = [
            json.loads(line) for line in done.stdout.split("\n") if line
        ]
        total = records[0].get("total", len(records)) if records else 0
        hits = [
            Hit(record["id"], record.get("paragraph"), record.get("score"), record["matches"])
            for record in (records if query.kind == "count" else records[:_HITS])
        ]
        return Answer(*query, done.returncode, total, hits)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._command, *arguments],
            cwd=self._cache,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def describe_differences(before: Answer, after: Answer) -> dict[str, str]:
    """Return how two answers to a query differ, by what differs; empty where nothing does."""
    now = {hit.place: hit for hit in after.hits}
    common = [(hit, now[hit.place]) for hit in before.hits if hit.place in now]
    found = {
        "exit": "" if before.exit == after.exit else f"{before.exit} → {after.exit}",
        "total": "" if before.total == after.total else f"{before.total} → {after.total}",
        "order": _describe_order(*([hit.place for hit in one.hits] for one in (before, after))),
        "scores": _describe_values([(o.place, o.score or 0, n.score or 0) for o, n in common]),
        "matches": _describe_values([(o.place, o.matches, n.matches) for o, n in common]),
    }
    return {what: how for what, how in found.items() if how}


def _describe_order(before: list[str], after: list[str]) -> str:
    if before == after:
        return ""
    pairs = enumerate(zip_longest(before, after, fillvalue="nothing"), 1)
    rank, (old, new) = next((rank, pair) for rank, pair in pairs if pair[0] != pair[1])
    gone, added = set(before) - set(after), set(after) - set(before)
    return f"from rank {rank}, {old} → {new}; {len(gone)} gone, {len(added)} new"


def _describe_values(values: list[tuple[str, float, float]]) -> str:
    """Describe the places whose value before and after is not the same."""
    # Scores are printed with six decimals, so a step of the last one may be rounding alone.
    changes = [(round(abs(old - new), 9), place, old, new) for place, old, new in values]
    changed = [change for change in changes if change[0] > _TOLERANCE]
    if not changed:
        return ""
    _, place, old, new = max(changed)
    return f"{len(changed)} of {len(values)}, most in {place}: {old} → {new}"


def write_answers(program: Program, file: Path) -> None:
    """Ask drawn queries of every corpus and write the answers to a file."""
    kept = {}
    for name in _CORPORA:
        answers = program.ask_all(name, list(draw_queries(_folder(name))))
        kept[name] = {"texts": _digest(name), "answers": [vars(answer) for answer in answers]}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def compare_answers(program: Program, file: Path) -> bool:
    """Ask the queries of a file again, print what differs, and return whether nothing does."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    return not sum([_compare_corpus(program, name, kept[name]) for name in kept])


def _compare_corpus(program: Program, name: str, kept: dict[str, Any]) -> int:
    """Print what differs in a corpus; return in how many answers."""
    if kept["texts"] != _digest(name):
        raise _AskingError(f"{_folder(name)} is not what it was; write its answers again")
    before = [
        Answer(**answer | {"hits": [Hit(*hit) for hit in answer["hits"]]})
        for answer in kept["answers"]
    ]
    queries = [Query(answer.kind, answer.arguments) for answer in before]
    differing = 0
    ways: Counter[str] = Counter()
    for old, new in zip(before, program.ask_all(name, queries), strict=True):
        found = describe_differences(old, new)
        if found:
            differing += 1
            ways.update(found.keys())
            print(f"{name} ({old.kind}): search {shlex.join(old.arguments)}")
            print(*(f"    {way}: {what}" for way, what in found.items()), sep="\n")
    counts = "".join(f", {number} in {way}" for way, number in ways.items())
    print(f"{name}: {differing} of {len(before)} answers differ{counts}")
    return differing


def _folder(name: str) -> Path:
    folder = _SHARED / "corpora" / name
    if not folder.is_dir():
        raise _AskingError(f"there is no {folder}; SPEECHKIT_SHARED names the shared data")
    return folder


def _digest(name: str) -> str:
    """Return a digest of the names and contents of a corpus's files."""
    files = sorted(_folder(name).rglob("*.txt"))
    contents = b"".join(path.name.encode() + path.read_bytes() for path in files)
    return hashlib.sha256(contents).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", type=Path, metavar="FILE", help="write the answers there")
    action.add_argument("--compare", type=Path, metavar="FILE", help="ask again what it holds")
    parser.add_argument(
        "--program",
        default=shlex.join([sys.executable, "-m", "speechkit"]),
        help="the command to ask [default: %(default)s]",
    )
    parser.add_argument("--cache", type=Path, help="folder for the index [default: a new one]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = (options.cache or Path(folder)).absolute()
        cache.mkdir(parents=True, exist_ok=True)
        try:
            program = Program(options.program, cache)
            if options.compare:
                return 0 if compare_answers(program, options.compare) else 1
            write_answers(program, options.write)
        except (_AskingError, OSError) as error:
            print(error, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
