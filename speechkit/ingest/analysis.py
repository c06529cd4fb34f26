"""A file to all that an index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from speechkit.backends.protocol import AnalysedSpeech
from speechkit.backends.sqlite.encoding import BLOCK_SIZE
from speechkit.backends.sqlite.packing import PackedBatch, pack_batch
from speechkit.cache import digest_content
from speechkit.cleaning.pipeline import STEPS, Draft
from speechkit.cleaning.reading import begin_reading, make_speech
from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.ingest.correcting import correct_speech
from speechkit.ingest.corrections import Correction
from speechkit.ingest.folder import read_bytes
from speechkit.model import SkippedFile, SkipReason, SourceFile, Speech
from speechkit.text.fast_segmenters import OpenSegmenter
from speechkit.text.normalize import normalize_lines
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter
from speechkit.text.versions import DictionarySettings

_GROUP_BYTES = 1 << 18
"""Of files that are read before the first of them is segmented."""

Given = TypeVar("Given")
Made = TypeVar("Made")


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


class _BegunFile(NamedTuple):
    """A file that was read, and its text on the way through cleaning."""

    assigned: Assignment
    digest: bytes
    draft: Draft


class _ReadFile(NamedTuple):
    """A file that was read and cleaned."""

    file: SourceFile
    digest: bytes
    speech: Speech


class Analyser:
    """Reads, normalizes and segments files of one folder, with one dictionary."""

    def __init__(self, settings: AnalysisSettings, open_segmenter: OpenSegmenter) -> None:
        self._settings = settings
        self._open_segmenter = open_segmenter

    @cached_property
    def _segmenter(self) -> Segmenter:
        return self._open_segmenter(self._settings.dictionary)

    def close(self) -> None:
        """Let go of the dictionary."""
        if "_segmenter" in vars(self):
            self._segmenter.close()

    def analyse_batch(self, batch: Sequence[Assignment]) -> AnalysedBatch:
        """Return what an index keeps of numbered files of one block; never raises for a file."""
        _ = self._segmenter, simplify("漢")  # what fails without them is no fault of a file
        bytes_read = 0

        def analyse() -> Iterator[list[tuple[int, AnalysedSpeech | SkippedFile]]]:
            nonlocal bytes_read
            for group in _cut_groups(batch):
                results = self._analyse_group(group)
                bytes_read += sum(r.file.size for r in results if isinstance(r, AnalysedSpeech))
                yield [(one.number, result) for one, result in zip(group, results, strict=True)]

        packed = pack_batch(batch[0].number // BLOCK_SIZE, analyse())
        return AnalysedBatch(packed, len(batch), bytes_read)

    def attempt(
        self, file: SourceFile, correction: Correction | None = None
    ) -> AnalysedSpeech | SkippedFile:
        """Return the analysis of a file, corrected, or why it is skipped."""
        (result,) = self._analyse_group([Assignment(0, file, correction)])
        return result

    def _analyse_group(self, group: Sequence[Assignment]) -> list[AnalysedSpeech | SkippedFile]:
        """Return the analyses of files: all go through one step before the next."""
        files = [one.file for one in group]
        return _attempt_each(files, self._analyse, self._read_group(files, group))

    def _read_group(
        self, files: Sequence[SourceFile], group: Sequence[Assignment]
    ) -> list[_ReadFile | SkippedFile]:
        begun = _attempt_each(files, self._begin, group)
        for step in STEPS:
            begun = _attempt_each(files, partial(_take, step), begun)
        return _attempt_each(files, self._finish, begun)

    def _begin(self, assigned: Assignment) -> _BegunFile:
        path = assigned.file.path
        data = read_bytes(self._settings.root, path)
        draft = begin_reading(data, path, self._settings.encoding)
        return _BegunFile(assigned, digest_file(data, assigned.correction), draft)

    def _finish(self, begun: _BegunFile) -> _ReadFile:
        file, correction = begun.assigned.file, begun.assigned.correction
        speech = make_speech(begun.draft, file.path, self._settings.root)
        if not (any(map(str.strip, speech.matched.lines)) or speech.dropped):
            raise UnreadableFileError("no-text")
        if correction is not None:
            speech = correct_speech(speech, correction)
        return _ReadFile(file, begun.digest, speech)

    def _analyse(self, read: _ReadFile) -> AnalysedSpeech:
        return analyse_speech(read.speech, self._segmenter, read.file, read.digest)


def _cut_groups(batch: Iterable[Assignment]) -> Iterator[list[Assignment]]:
    """Cut files into groups, each of which goes through one step after the other.

    What a step looks things up in then stays in the processor's cache.
    """
    group: list[Assignment] = []
    gathered = 0
    for assigned in batch:
        group.append(assigned)
        gathered += assigned.file.size
        if gathered >= _GROUP_BYTES:
            yield group
            group, gathered = [], 0
    if group:
        yield group


def _take(step: Callable[[Draft], None], begun: _BegunFile) -> _BegunFile:
    """Let a file's text go through a step of cleaning."""
    step(begun.draft)
    return begun


def _attempt_each(
    files: Iterable[SourceFile],
    work: Callable[[Given], Made],
    given: Iterable[Given | SkippedFile],
) -> list[Made | SkippedFile]:
    """Return what ``work`` makes of each file that is not skipped yet, or why it is skipped."""
    return [
        one if isinstance(one, SkippedFile) else _attempt(file, work, one)
        for file, one in zip(files, given, strict=True)
    ]


def _attempt(file: SourceFile, work: Callable[[Given], Made], given: Given) -> Made | SkippedFile:
    """Return what ``work`` makes of a file, or why the file is skipped."""
    try:
        return work(given)
    except OSError as error:
        return SkippedFile(file.path, "unreadable", error.strerror or str(error))
    except UnreadableFileError as error:
        return SkippedFile(file.path, cast(SkipReason, error.reason), error.detail)
    except DecodingError:
        return SkippedFile(file.path, "not-decodable")
    except MemoryError:
        return SkippedFile(file.path, "no-memory")
    except Exception as error:
        # A fault of ours, which must not keep all other files from being found.
        return SkippedFile(file.path, "fault", type(error).__name__)


def digest_file(data: bytes, correction: Correction | None) -> bytes:
    """Return what tells one content of a file, as it is corrected, from another."""
    return digest_content(data + correction.digest if correction else data)


def analyse_speech(
    speech: Speech, segmenter: Segmenter, file: SourceFile, digest: bytes
) -> AnalysedSpeech:
    """Return all that an index keeps of a speech."""
    text = speech.matched.joined
    title, *paragraphs = normalize_lines(text).split("\n")
    words = segmenter.segment(simplify(text))
    return AnalysedSpeech(
        file=file,
        digest=digest,
        speech=speech,
        normalized_title=title,
        normalized_paragraphs=tuple(paragraphs),
        normalized_dropped=_normalize_dropped(speech),
        counts=words.search_words,
        token_counts=words.tokens,
        token_marks=words.marks,
    )


def _normalize_dropped(speech: Speech) -> tuple[str, ...]:
    if not speech.dropped:
        return ()
    return tuple(normalize_lines("\n".join(piece.text for piece in speech.dropped)).split("\n"))
