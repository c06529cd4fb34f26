"""Corpora in memory: a small folder without a place for its index, and texts that lie in none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from speechkit.backends.memory import MemoryBackend
from speechkit.backends.protocol import AUTOMATIC, AnalysedSpeech, IndexSettings
from speechkit.cleaning.reading import read_speech
from speechkit.ingest.analysis import Analyser, analyse_speech, count_words
from speechkit.ingest.assignments import AnalysisSettings
from speechkit.ingest.changes import Progress, digest_file
from speechkit.ingest.correcting import correct_speech
from speechkit.ingest.corrections import Corrections, find_corrections
from speechkit.ingest.folder import METADATA_NAME, Listing
from speechkit.ingest.metadata_table import read_table
from speechkit.model import IndexingSummary, MetadataFault, SkippedFile, SourceFile
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.jieba_segmenter import JiebaSegmenter
from speechkit.text.segmenter import Segmenter
from speechkit.text.versions import library_versions

_MUCH = 4_000_000
"""Bytes of files, of which jieba's own loop makes good the time that loading it takes."""


def read_folder(
    root: Path,
    corrected: tuple[Listing, Corrections],
    encoding: str | None,
    user_words: Iterable[str],
    progress: Progress | None,
) -> tuple[MemoryBackend, IndexingSummary]:
    """Return the speeches of a small folder in memory, and what was read."""
    started = time.monotonic()
    listing, corrections = corrected
    index = IndexSettings(encoding or AUTOMATIC, tuple(sorted(user_words)), library_versions())
    settings = AnalysisSettings(root, index.dictionary, encoding)
    analyser = Analyser(settings, lambda dictionary: JiebaSegmenter(dictionary.words))
    speeches: list[AnalysedSpeech] = []
    skipped = list(listing.skipped)
    bytes_read, all_bytes = 0, sum(file.size for file in listing.files)
    for number, file in enumerate(listing.files, 1):
        result = analyser.attempt(file, corrections.of.get(file.path))
        if isinstance(result, SkippedFile):
            skipped.append(result)
        else:
            speeches.append(result)
            bytes_read += file.size
        if progress:
            progress(number, listing.number, bytes_read, all_bytes)
    summary = IndexingSummary(len(speeches), 0, 0, bytes_read, time.monotonic() - started)
    return MemoryBackend(root, speeches, index, skipped), summary


def read_files(
    files: Mapping[str, bytes], user_words: Iterable[str], encoding: str | None = None
) -> tuple[MemoryBackend, tuple[MetadataFault, ...]]:
    """Return files in memory by their names, each read as a file of a folder would be.

    One that is called ``metadata.csv`` corrects the others; what is wrong with it is returned, too.
    Raises UnreadableFileError, and DecodingError where no encoding fits a file.
    """
    contents = {os.fsencode(name): data for name, data in files.items()}
    corrections = _take_corrections(contents)
    settings = IndexSettings(encoding or AUTOMATIC, tuple(sorted(user_words)), library_versions())
    size = sum(map(len, contents.values()))
    open_segmenter = _open_light if size < _MUCH else _open_jieba
    speeches = []
    with closing(open_segmenter(settings)) as segmenter:
        for path, data in contents.items():
            correction = corrections.of.get(path)
            speech = read_speech(data, path, Path(), encoding)
            if correction is not None:
                speech = correct_speech(speech, correction)
            file = SourceFile(path, len(data), 0, 0, 0)
            digest = digest_file(data, correction)
            speeches.append(count_words(analyse_speech(speech, file, digest), segmenter))
    backend = MemoryBackend(Path(), speeches, settings, open_segmenter=open_segmenter)
    return backend, corrections.faults


def _take_corrections(contents: dict[bytes, bytes]) -> Corrections:
    """Take ``metadata.csv`` out of files by their paths; return what it says of the others."""
    table = contents.pop(METADATA_NAME, None)
    return Corrections() if table is None else find_corrections(read_table(table), contents)


def _open_jieba(settings: IndexSettings) -> Segmenter:
    return JiebaSegmenter(settings.dictionary.words)


def _open_light(settings: IndexSettings) -> Segmenter:
    """Return what cuts as jieba does and is ready .7 s sooner; jieba itself without SQLite."""
    try:
        return open_light_segmenter(settings.dictionary)
    except ImportError:
        return _open_jieba(settings)
