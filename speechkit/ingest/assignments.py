"""What the analysis of files takes and returns; the analysis itself takes time to load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.model import SourceFile
from speechkit.text.versions import DictionarySettings
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.backends.sqlite.packing import PackedBatch
    from speechkit.ingest.corrections import Correction


class AnalysisSettings(NamedTuple):
    """What the analysis of a folder's files depends on, besides the files."""

    root: Path
    dictionary: DictionarySettings
    encoding: str | None


class Assignment(NamedTuple):
    """A file to be analysed, its number in the index, and what ``metadata.csv`` says of it."""

    number: int
    file: SourceFile
    correction: Correction | None = None


class AnalysedBatch(NamedTuple):
    """Some files of one block of numbers, packed, and how many files and bytes they were."""

    packed: PackedBatch
    files: int
    bytes_read: int
