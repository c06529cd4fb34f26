"""Corpora in memory: a small folder without a place for its index, and texts that lie in none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from speechkit.backends.memory import MemoryBackend
from speechkit.backends.protocol import AUTOMATIC, AnalysedSpeech, IndexSettings
from speechkit.cache import digest_content
from speechkit.cleaning.reading import read_speech
from speechkit.ingest.analysis import Analyser, AnalysisSettings, analyse_speech
from speechkit.ingest.changes import Progress
from speechkit.ingest.folder import list_files
from speechkit.model import IndexingSummary, SkippedFile, SourceFile
from speechkit.text.dictionary import DictionarySettings, library_versions
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.jieba_segmenter import JiebaSegmenter
from speechkit.text.segmenter import Segmenter
from speechkit.text.user_words import combine_words

_MUCH = 4_000_000
"""Bytes of files, of which jieba's own loop makes good the time that loading it takes."""


def read_folder(
    root: Path, encoding: str | None, user_words: Iterable[str], progress: Progress | None
) -> tuple[MemoryBackend, IndexingSummary]:
    """Return the speeches of a small folder in memory, and what was read.

    Raises OSError if the folder itself cannot be listed.
    """
    started = time.monotonic()
    index = IndexSettings(encoding or AUTOMATIC, tuple(sorted(user_words)), library_versions())
    dictionary = DictionarySettings(combine_words(index.user_words), index.versions)
    listing = list_files(root)
    settings = AnalysisSettings(root, dictionary, encoding)
    analyser = Analyser(settings, lambda dictionary: JiebaSegmenter(dictionary.words))
    speeches: list[AnalysedSpeech] = []
    skipped = list(listing.skipped)
    bytes_read, all_bytes = 0, sum(file.size for file in listing.files)
    for number, file in enumerate(listing.files, 1):
        result = analyser.attempt(file)
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
) -> MemoryBackend:
    """Return files in memory by their names, each read as a file of a folder would be.

    Raises UnreadableFileError, and DecodingError where no encoding fits a file.
    """
    settings = IndexSettings(encoding or AUTOMATIC, tuple(sorted(user_words)), library_versions())
    size = sum(map(len, files.values()))
    open_segmenter = _open_light if size < _MUCH else _open_jieba
    speeches = []
    with closing(open_segmenter(settings)) as segmenter:
        for name, data in files.items():
            path = os.fsencode(name)
            speech = read_speech(data, path, Path(), encoding)
            file = SourceFile(path, len(data), 0, 0, 0)
            speeches.append(analyse_speech(speech, segmenter, file, digest_content(data)))
    return MemoryBackend(Path(), speeches, settings, open_segmenter=open_segmenter)


def _open_jieba(settings: IndexSettings) -> Segmenter:
    return JiebaSegmenter(combine_words(settings.user_words))


def _open_light(settings: IndexSettings) -> Segmenter:
    """Return what cuts as jieba does and is ready .7 s sooner; jieba itself without SQLite."""
    try:
        words = combine_words(settings.user_words)
        return open_light_segmenter(DictionarySettings(words, settings.versions))
    except ImportError:
        return _open_jieba(settings)
