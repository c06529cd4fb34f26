"""Putting files into an index: read, cleaned and segmented, batch by batch."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Protocol

from speechkit.backends.sqlite.packing import PackedBatch
from speechkit.ingest.assignments import (
    AnalysedBatch,
    AnalysisSettings,
    Assignment,
    cut_batches,
)
from speechkit.ingest.changes import Progress
from speechkit.model import SkippedFile

_ALONE_BYTES = 1 << 20
"""Less text than this is analysed sooner than a second process starts."""

_FEW_FILES = 32
"""Of so few the words are found sooner than the faster segmenter is loaded."""


class BatchWriter(Protocol):
    """What takes batches."""

    def add(self, batch: PackedBatch) -> None:
        """Add the speeches of a batch."""


def add_files(
    writer: BatchWriter,
    to_read: Sequence[Assignment],
    settings: AnalysisSettings,
    progress: Progress | None,
) -> tuple[int, list[SkippedFile]]:
    """Put files into the index; return how many bytes were read, and the files that were not."""
    skipped: list[SkippedFile] = []
    done = bytes_done = 0
    bytes_to_read = sum(assigned.file.size for assigned in to_read)
    with closing(_analyse(to_read, settings)) as batches:
        if progress:
            progress(0, len(to_read), 0, bytes_to_read)
        for batch in batches:
            writer.add(batch.packed)
            skipped += batch.packed.skipped
            done += batch.files
            bytes_done += batch.bytes_read
            if progress:
                progress(done, len(to_read), bytes_done, bytes_to_read)
    return bytes_done, skipped


def _analyse(
    files: Sequence[Assignment], settings: AnalysisSettings
) -> Generator[AnalysedBatch, None, None]:
    """Yield the analyses of files in their order, batch by batch."""
    if sum(assigned.file.size for assigned in files) >= _ALONE_BYTES and sys.executable:
        from speechkit.ingest.workers import analyse_files

        yield from analyse_files(files, settings)
        return
    from speechkit.ingest.analysis import Analyser
    from speechkit.text.fast_segmenters import open_fast_segmenter, open_light_segmenter

    many = len(files) > _FEW_FILES
    analyser = Analyser(settings, open_fast_segmenter if many else open_light_segmenter)
    with closing(analyser):
        yield from map(analyser.analyse_batch, cut_batches(files, 1))
