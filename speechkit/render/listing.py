"""The speeches of a corpus as a list for other programs: lines and objects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.model import display_path
from speechkit.render.records import Cell
from speechkit.render.speech import describe_speech

if TYPE_CHECKING:
    from speechkit.model import Entry

LIST_COLUMNS = ("id", "characters", "script", "encoding", "format", "title")
TABLE_COLUMNS = (*LIST_COLUMNS, "date", "speaker", "occasion", "source", "url", "file")
"""Of a list that can be edited and put into the corpus as ``metadata.csv``."""


def entry_row(entry: Entry) -> tuple[Iterator[Cell], dict[str, Cell]]:
    """Return the cells of a speech under LIST_COLUMNS, and its object."""
    record = _entry_record(entry)
    return (record[column] for column in LIST_COLUMNS), record


def table_row(entry: Entry, corpus: Path) -> tuple[Iterator[Cell], dict[str, Cell]]:
    """Return the cells of a speech under TABLE_COLUMNS, and its object.

    ``file`` is its path in the corpus.
    """
    place = entry.path.relative_to(corpus) if entry.path.is_relative_to(corpus) else entry.path
    record = _entry_record(entry)
    known = record | {"url": entry.url, "file": display_path(os.fsencode(place.as_posix()))}
    return (known[column] for column in TABLE_COLUMNS), record


def _entry_record(entry: Entry) -> dict[str, Cell]:
    numbers = {"characters": entry.characters, "passages": entry.passages}
    return {**describe_speech(entry), **numbers}
