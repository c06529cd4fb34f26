"""``speechkit stats``: the corpus at a glance."""

from __future__ import annotations

import time

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells, print_lines, print_object
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import STANDARD_INPUT, Session
from speechkit.render.corpus import IndexFacts, statistics_cells, statistics_record


@click.command("stats", cls=StrictCommand, context_settings=CONTEXT)
@scope_options
@shared_options("human", "tsv", "jsonl")
def command(session: Session, scope: Scope) -> int:
    """Print the corpus at a glance: sizes, scripts, encodings, formats, dates, index.

    The fingerprint changes with any file, with metadata.csv and with the user's words: it names the
    corpus of which a figure is.

    A pipe gets lines of name, value and, where there are several of a kind, which.

    \b
    Examples:
      speechkit stats
      speechkit stats | grep encoding
      speechkit stats --since 2023
      speechkit stats --format jsonl
    """
    with session.open() as corpus:
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        facts = corpus.statistics(scope), corpus.skipped, _look_at_index(session, corpus)
        if session.format == "human":
            from speechkit.render.pages.corpus import render_statistics

            print_lines(session.make_console(), render_statistics(*facts))
        elif session.format == "jsonl":
            print_object(session, statistics_record(*facts))
        else:
            for cells in statistics_cells(*facts):
                print_cells(session, cells)
    return FOUND


def _look_at_index(session: Session, corpus: Corpus) -> IndexFacts:
    file, fingerprint = corpus.index_file, corpus.fingerprint()
    if session.on_cluster:
        return IndexFacts(corpus.path, fingerprint, corpus.location, 0, 0.0)
    if file is None:
        place = session.corpus_place
        folder = place if place == STANDARD_INPUT else corpus.path
        return IndexFacts(folder, fingerprint, None, 0, 0.0)
    logs = (file, file.with_name(f"{file.name}-wal"))
    states = [log.stat() for log in logs if log.exists()]
    changed = max((state.st_mtime for state in states), default=time.time())
    size = sum(state.st_size for state in states)
    return IndexFacts(corpus.path, fingerprint, file, size, max(time.time() - changed, 0.0))
