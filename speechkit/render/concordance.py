"""Lines of a concordance for other programs.

tsv: ``ID:PARAGRAPH``, left, match, right. csv has the columns, jsonl the fields of ``ContextLine``:

    id, path, title, date, speaker
                of the speech
    paragraph   its number, from 1; 0 is the title
    left        characters before the match in its paragraph, as many as --width says at most
    match       the match as it is written there
    right       characters behind it

jsonl also has corpus, the fingerprint of the corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.research import ContextLine

CONTEXT_COLUMNS = (
    *("id", "path", "title", "date", "speaker"),
    *("paragraph", "left", "match", "right"),
)


def context_cells(line: ContextLine) -> tuple[Cell, ...]:
    """Return the cells of tsv."""
    return f"{line.id}:{line.paragraph}", line.left, line.match, line.right


def context_row(line: ContextLine) -> tuple[Cell, ...]:
    """Return the cells of csv under CONTEXT_COLUMNS."""
    return line.id, str(line.path), *line[2:]


def context_record(line: ContextLine, corpus: str) -> dict[str, object]:
    """Return a line as an object."""
    return {**line._asdict(), "path": str(line.path), "corpus": corpus}
