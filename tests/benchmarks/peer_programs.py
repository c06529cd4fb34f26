"""What the peers do, each in a process of its own: run as a file, not as a part of the package.

``naive FOLDER QUERY`` is the tool that anyone would write first: jieba and BM25Okapi, all over
again for each query. ``fts5`` and ``tantivy`` take ``FOLDER TARGET`` and do what an index of
speechkit does: words of rjieba (jieba in Rust, search mode without HMM) to rank by, and each
character with its place, to find every substring by. Processor seconds of the parts, all threads
together, go to standard error as JSON.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path


class _Clock:
    """Processor seconds spent, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, name: str) -> None:
        now = time.process_time()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now


def run_naive(folder: Path, query: str, clock: _Clock) -> None:
    """Load, segment, build, score, print the best ten."""
    warnings.simplefilter("ignore")
    import jieba
    from rank_bm25 import BM25Okapi

    jieba.setLogLevel(60)
    jieba.initialize()
    clock.lap("loading")
    paths = _list_texts(folder)
    documents = [jieba.lcut(path.read_text(encoding="utf-8")) for path in paths]
    clock.lap("segmenting")
    model = BM25Okapi(documents)
    clock.lap("indexing")
    scores = model.get_scores(jieba.lcut(query))
    for place in sorted(range(len(paths)), key=lambda place: -scores[place])[:10]:
        print(f"{paths[place].stem}\t{scores[place]:.3f}")
    clock.lap("searching")


def index_fts5(folder: Path, target: Path, clock: _Clock) -> None:
    """Index words and characters with SQLite's FTS5, contentless, in one transaction."""
    target.mkdir(parents=True)
    database = sqlite3.connect(target / "index.sqlite", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE VIRTUAL TABLE text USING fts5(words, characters, content='', tokenize='ascii');"
        "BEGIN"
    )
    for number, (words, text) in enumerate(_segment(folder, clock)):
        row = (number, " ".join(words), " ".join(text))
        database.execute("INSERT INTO text(rowid, words, characters) VALUES (?, ?, ?)", row)
    database.execute("COMMIT")
    database.close()
    clock.lap("indexing")


def index_tantivy(folder: Path, target: Path, clock: _Clock) -> None:
    """Index words and characters with tantivy and its default writer, which uses all processors."""
    tantivy = import_module("tantivy")
    target.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    for field in ("words", "characters"):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace")
    index = tantivy.Index(builder.build(), path=str(target))
    writer = index.writer()
    for words, text in _segment(folder, clock):
        writer.add_document(tantivy.Document(words=" ".join(words), characters=" ".join(text)))
    writer.commit()
    writer.wait_merging_threads()
    clock.lap("indexing")


def _segment(folder: Path, clock: _Clock) -> Iterator[tuple[list[str], str]]:
    """Yield the words of each text and the text; what the caller does is timed as indexing."""
    import rjieba

    rjieba.cut_for_search("预热", False)
    clock.lap("loading")
    for path in _list_texts(folder):
        text = path.read_text(encoding="utf-8")
        words = rjieba.cut_for_search(text, False)
        clock.lap("segmenting")
        yield words, text
        clock.lap("indexing")


def _list_texts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.txt"))


INDEXERS: dict[str, Callable[[Path, Path, _Clock], None]] = {
    "fts5": index_fts5,
    "tantivy": index_tantivy,
}


def main(name: str, folder: str, argument: str) -> None:
    """Run one peer and report its times."""
    clock = _Clock()
    if name == "naive":
        run_naive(Path(folder), argument, clock)
    else:
        INDEXERS[name](Path(folder), Path(argument), clock)
    json.dump(clock.seconds, sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
