"""Many queries at once, answered as a TREC run for evaluation tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from speechkit.cli.errors import Failure
from speechkit.cli.session import Session
from speechkit.cli.speech_choice import prepare_search
from speechkit.output.trec import document_name, run_line

_DEPTH = 100


def run_batch(
    session: Session, path: Path, tag: str, limit: int | None, within: Sequence[str]
) -> None:
    """Rank speeches by the words of each query and print ``qid Q0 docid rank score tag``."""
    queries = list(_read_queries(path))
    with session.open() as corpus:
        names = {speech.number: document_name(speech.stem) for speech in corpus.list_speeches()}
        for identifier, text in queries:
            order = prepare_search(corpus, text, within).rank("any").order[: limit or _DEPTH]
            lines = (
                run_line(identifier, names[number], rank, score, tag)
                for rank, (number, score) in enumerate(order, 1)
            )
            session.output.write("".join(lines))


def _read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """Yield identifiers and texts of a file of queries; raise Failure on a line that is none."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"cannot read the queries in {path}: {error}; UTF-8 is expected") from error
    for number, line in enumerate(text.splitlines(), 1):
        identifier, tab, query = line.partition("\t")
        if tab and identifier.strip():
            yield identifier.strip(), query
        elif line.strip():
            raise Failure(f"{path}, line {number}: no tab between the query's id and its text")
