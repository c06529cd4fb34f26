"""Putting files into an index: read, cleaned and segmented, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from speechkit.backends.sqlite.packing import PackedBatch
from speechkit.ingest.assignments import AnalysisSettings, Assignment
from speechkit.ingest.changes import Progress
from speechkit.ingest.workers import analyse_files
from speechkit.model import SkippedFile

if TYPE_CHECKING:
    from speechkit.ingest.analysis import Analyser

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

    def open_analyser() -> Analyser:
        from speechkit.ingest.analysis import Analyser
        from speechkit.text.fast_segmenters import open_fast_segmenter, open_light_segmenter

        many = len(to_read) > _FEW_FILES
        return Analyser(settings, open_fast_segmenter if many else open_light_segmenter)

    skipped: list[SkippedFile] = []
    done = bytes_done = 0
    bytes_to_read = sum(assigned.file.size for assigned in to_read)
    with closing(analyse_files(to_read, settings, open_analyser)) as batches:
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
