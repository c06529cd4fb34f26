"""What the analysis of files takes, batch by batch, and returns; it takes time to load itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.sqlite.postings import BLOCK_SIZE
from speechkit.model import SourceFile
from speechkit.text.versions import DictionarySettings
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.backends.sqlite.packing import PackedBatch
    from speechkit.ingest.corrections import Correction

_BATCH_BYTES, _LEAST_BATCH_BYTES = 3 << 20, 1 << 17


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


def cut_batches(files: Sequence[Assignment], workers: int) -> Iterator[list[Assignment]]:
    """Cut files into batches that reach over no end of a block, smaller ones towards the end.

    So all workers end at about the same time. A large file, which may take long, is a batch.
    """
    left = sum(assigned.file.size for assigned in files)
    batch: list[Assignment] = []
    gathered = 0
    for assigned in files:
        enough = min(max(left // (2 * workers), _LEAST_BATCH_BYTES), _BATCH_BYTES)
        is_full = max(gathered, assigned.file.size) >= enough
        if batch and (is_full or assigned.number % BLOCK_SIZE == 0):
            yield batch
            left -= gathered
            batch, gathered = [], 0
        batch.append(assigned)
        gathered += assigned.file.size
    if batch:
        yield batch
