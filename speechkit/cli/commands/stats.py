"""``speechkit stats``: the corpus at a glance."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from speechkit.catalogue import Statistics
from speechkit.cli.errors import FOUND
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import shared_options
from speechkit.cli.printing import print_cells, print_object
from speechkit.cli.session import Session, print_lines
from speechkit.corpus import Corpus
from speechkit.ingest.folder import summarize_skipped
from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.render.summaries import IndexFacts


@click.command("stats", context_settings=CONTEXT)
@shared_options("human", "tsv", "jsonl")
def command(session: Session) -> int:
    """Print the corpus at a glance: speeches, characters, scripts, encodings, dates, index.

    A pipe gets lines of name, value and, where there are several of a kind, which.

    \b
    Examples:
      speechkit stats
      speechkit stats | grep encoding
      speechkit stats --format jsonl
    """
    with session.open() as corpus:
        statistics = corpus.summarize()
        if session.format == "human":
            _print_page(session, corpus, statistics)
        elif session.format == "jsonl":
            record = _make_record(corpus, statistics)
            print_object(session, record)
        else:
            for cells in _list_cells(corpus, statistics):
                print_cells(session, cells)
    return FOUND


def _list_cells(corpus: Corpus, statistics: Statistics) -> Iterator[tuple[Cell, ...]]:
    yield "corpus", str(corpus.path)
    yield "speeches", statistics.speeches
    yield "characters", statistics.characters
    yield "passages", statistics.passages
    for name, counts in (("script", statistics.scripts), ("encoding", statistics.encodings)):
        for value, number in counts:
            yield name, number, value
    yield "dated", statistics.dated
    if statistics.dated:
        yield "first date", statistics.first_date
        yield "last date", statistics.last_date
    for reason, number in summarize_skipped(corpus.skipped):
        yield "skipped", number, reason
    index = _look_at_index(corpus)
    yield "index", str(index.file or "")
    yield "index bytes", index.size
    yield "index age in seconds", round(index.age)


def _make_record(corpus: Corpus, statistics: Statistics) -> dict[str, object]:
    index = _look_at_index(corpus)
    return {
        "corpus": str(corpus.path),
        "speeches": statistics.speeches,
        "characters": statistics.characters,
        "passages": statistics.passages,
        "scripts": dict(statistics.scripts),
        "encodings": dict(statistics.encodings),
        "dated": statistics.dated,
        "first_date": statistics.first_date,
        "last_date": statistics.last_date,
        "skipped": dict(summarize_skipped(corpus.skipped)),
        "index": str(index.file) if index.file else None,
        "index_bytes": index.size,
        "index_age": round(index.age),
    }


def _look_at_index(corpus: Corpus) -> IndexFacts:
    from speechkit.render.summaries import IndexFacts

    file = corpus.index_file
    if file is None:
        return IndexFacts(corpus.path, None, 0, 0.0)
    logs = (file, file.with_name(f"{file.name}-wal"))
    states = [log.stat() for log in logs if log.exists()]
    changed = max((state.st_mtime for state in states), default=time.time())
    size = sum(state.st_size for state in states)
    return IndexFacts(corpus.path, file, size, max(time.time() - changed, 0.0))


def _print_page(session: Session, corpus: Corpus, statistics: Statistics) -> None:
    from speechkit.render.summaries import render_statistics

    lines = render_statistics(statistics, corpus.skipped, _look_at_index(corpus))
    print_lines(session.make_console(), lines)
