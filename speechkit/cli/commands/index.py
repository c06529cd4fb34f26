"""``speechkit index``: builds the index or brings it up to date, and says what that did."""

from __future__ import annotations

from collections.abc import Iterator

import click

from speechkit.cli.errors import FOUND
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import shared_options
from speechkit.cli.printing import print_cells, print_object
from speechkit.cli.session import Session, print_lines
from speechkit.corpus import Corpus
from speechkit.ingest.changes import Summary
from speechkit.ingest.folder import SkippedFile, display_path, summarize_skipped


@click.command("index", context_settings=CONTEXT)
@click.option("-v", "--verbose", is_flag=True, help="Name every file that was skipped.")
@click.option("--rebuild", is_flag=True, help="Build it anew: read every file again.")
@shared_options("human", "tsv", "jsonl")
def command(session: Session, verbose: bool, rebuild: bool) -> int:
    """Build the index of a corpus, or bring it up to date, and say what was done.

    Searching does this by itself; here it is done ahead of time. A pipe gets lines of name and
    number, those of skipped files with the reason behind them.

    --rebuild is seldom needed: an index follows its folder and is rebuilt by itself where it is
    damaged or from another version. It forgets --terms and --encoding unless they are given
    again, and until it is finished searches go on in the old index.

    \b
    Examples:
      speechkit index
      speechkit index -v
      speechkit index --rebuild
      speechkit index -C ~/讲话 --terms 我的词.txt
    """
    with session.open(rebuild=rebuild) as corpus:
        summary = corpus.summary or Summary(unchanged=len(corpus))
        if session.format == "jsonl":
            record = _make_record(corpus, summary, verbose=verbose)
            print_object(session, record)
        elif session.format == "tsv":
            for cells in _list_cells(summary, corpus.skipped, verbose=verbose):
                print_cells(session, cells)
        else:
            _print_page(session, corpus, summary, verbose=verbose)
    return FOUND


def _list_cells(
    summary: Summary, skipped: tuple[SkippedFile, ...], *, verbose: bool
) -> Iterator[tuple[str | int, ...]]:
    yield "indexed", summary.indexed
    yield "unchanged", summary.unchanged
    yield "removed", summary.removed
    for reason, number in summarize_skipped(skipped):
        yield "skipped", number, reason
    for file in skipped if verbose else ():
        yield "file", display_path(file.path), file.reason


def _make_record(corpus: Corpus, summary: Summary, *, verbose: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "indexed": summary.indexed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": dict(summarize_skipped(corpus.skipped)),
        "speeches": len(corpus),
        "bytes_read": summary.bytes_read,
        "seconds": round(summary.seconds, 3),
        "index": str(corpus.index_file) if corpus.index_file else None,
    }
    if verbose:
        record["files"] = [
            {"path": display_path(file.path), "reason": file.reason} for file in corpus.skipped
        ]
    return record


def _print_page(session: Session, corpus: Corpus, summary: Summary, *, verbose: bool) -> None:
    from speechkit.render.summaries import render_summary

    skipped = corpus.skipped
    lines = render_summary(
        summary, len(corpus), skipped, corpus.index_file, files=skipped if verbose else ()
    )
    print_lines(session.make_console(), lines)
