"""A file to all that an index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple, TypeVar, cast

from speechkit.backends.protocol import AnalysedSpeech, SpeechWords
from speechkit.backends.sqlite.packing import PackedBatch, PackedSpeech, pack_speech
from speechkit.backends.sqlite.postings import BLOCK_SIZE
from speechkit.backends.sqlite.tallies import DictTally, Tally
from speechkit.cleaning.pipeline import STEPS, Draft
from speechkit.cleaning.reading import begin_reading, make_speech
from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.ingest.assignments import AnalysedBatch, AnalysisSettings, Assignment
from speechkit.ingest.changes import digest_file
from speechkit.ingest.correcting import correct_speech
from speechkit.ingest.corrections import Correction
from speechkit.ingest.folder import read_bytes
from speechkit.model import SkippedFile, SkipReason, SourceFile, Speech
from speechkit.text.fast_segmenters import OpenSegmenter
from speechkit.text.normalize import normalize_lines
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter

_GROUP_BYTES = 1 << 18
"""Of files that are read before the first of them is segmented."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class _BegunFile(NamedTuple):
    """A file that was read, and its text on the way through cleaning."""

    assigned: Assignment
    digest: bytes
    draft: Draft


class _ReadFile(NamedTuple):
    """A file that was read and cleaned."""

    assigned: Assignment
    digest: bytes
    speech: Speech


class _PackedFile(NamedTuple):
    """What an index keeps of a file, but for what it has of words, and the text that has them."""

    speech: PackedSpeech
    text: str


class Analyser:
    """Reads, normalizes and segments files of one folder, with one dictionary."""

    def __init__(
        self,
        settings: AnalysisSettings,
        open_segmenter: OpenSegmenter,
        open_tally: Callable[[Segmenter], Tally] = DictTally,
    ) -> None:
        self._settings = settings
        self._open_segmenter = open_segmenter
        self._open_tally = open_tally

    @cached_property
    def _segmenter(self) -> Segmenter:
        return self._open_segmenter(self._settings.dictionary)

    @cached_property
    def _tally(self) -> Tally:
        return self._open_tally(self._segmenter)

    def close(self) -> None:
        """Let go of the dictionary."""
        if "_segmenter" in vars(self):
            self._segmenter.close()

    def analyse_batch(self, batch: Sequence[Assignment]) -> AnalysedBatch:
        """Return what an index keeps of numbered files of one block; never raises for a file."""
        _ = self._tally, simplify("漢")  # what fails without them is no fault of a file
        speeches, skipped, bytes_read = [], [], 0
        for group in _cut_groups(batch):
            for one, result in zip(group, self._analyse_group(group), strict=True):
                if isinstance(result, SkippedFile):
                    skipped.append(result)
                else:
                    speeches.append(result)
                    bytes_read += one.file.size
        block = batch[0].number // BLOCK_SIZE
        packed = PackedBatch(block, tuple(speeches), tuple(skipped), self._tally.total())
        return AnalysedBatch(packed, len(batch), bytes_read)

    def attempt(
        self, file: SourceFile, correction: Correction | None = None
    ) -> AnalysedSpeech | SkippedFile:
        """Return the analysis of a file, corrected, with its words; or why it is skipped."""
        return _attempt(file, self._analyse_alone, Assignment(0, file, correction))

    def _analyse_alone(self, assigned: Assignment) -> AnalysedSpeech:
        begun = self._begin(assigned)
        for step in STEPS:
            step(begun.draft)
        return count_words(_analyse_file(self._finish(begun)), self._segmenter)

    def _analyse_group(self, group: Sequence[Assignment]) -> list[PackedSpeech | SkippedFile]:
        """Return files packed, their words counted together, or why they are skipped.

        All go through one step before the next.
        """
        files = [one.file for one in group]
        packed = _attempt_each(files, _pack_file, self._read_group(files, group))
        try:
            return self._tally_words(packed)
        except Exception as error:
            if len(group) == 1:
                return [_explain(group[0].file, error)]
            # Whichever file it is because of: the others are read again without it.
            return [result for one in group for result in self._analyse_group([one])]

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
        return _ReadFile(begun.assigned, begun.digest, speech)

    def _tally_words(
        self, files: Sequence[_PackedFile | SkippedFile]
    ) -> list[PackedSpeech | SkippedFile]:
        """Return packed speeches with the marks of their tokens; their words are counted."""
        packed = (one for one in files if isinstance(one, _PackedFile))
        texts = [(one.speech.number % BLOCK_SIZE, simplify(one.text)) for one in packed]
        marks = iter(self._tally.add(texts))
        return [
            one if isinstance(one, SkippedFile) else one.speech.with_marks(next(marks))
            for one in files
        ]


def _cut_groups(batch: Iterable[Assignment]) -> Iterator[list[Assignment]]:
    """Cut files into groups, each of which goes through one step after the other.

    What a step looks things up in then stays in the processor's cache. A large file is one.
    """
    group: list[Assignment] = []
    gathered = 0
    for assigned in batch:
        if group and assigned.file.size >= _GROUP_BYTES:
            yield group
            group, gathered = [], 0
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
    except Exception as error:
        return _explain(file, error)


def _explain(file: SourceFile, error: Exception) -> SkippedFile:
    """Return why a file is skipped."""
    match error:
        case OSError():
            return SkippedFile(file.path, "unreadable", error.strerror or str(error))
        case UnreadableFileError():
            return SkippedFile(file.path, cast(SkipReason, error.reason), error.detail)
        case DecodingError():
            return SkippedFile(file.path, "not-decodable")
        case MemoryError():
            return SkippedFile(file.path, "no-memory")
    # A fault of ours, which must not keep all other files from being found.
    return SkippedFile(file.path, "fault", type(error).__name__)


def _analyse_file(read: _ReadFile) -> AnalysedSpeech:
    return analyse_speech(read.speech, read.assigned.file, read.digest)


def _pack_file(read: _ReadFile) -> _PackedFile:
    analysed = _analyse_file(read)
    return _PackedFile(pack_speech(read.assigned.number, analysed), analysed.text)


def analyse_speech(speech: Speech, file: SourceFile, digest: bytes) -> AnalysedSpeech:
    """Return what an index keeps of a speech, but for its words."""
    return AnalysedSpeech(
        file=file,
        digest=digest,
        speech=speech,
        normalized=normalize_lines(speech.matched.joined),
        normalized_dropped=_normalize_dropped(speech),
    )


def count_words(analysed: AnalysedSpeech, segmenter: Segmenter) -> AnalysedSpeech:
    """Return an analysed speech with its words."""
    words = segmenter.segment(simplify(analysed.text))
    return analysed._replace(words=SpeechWords(words.marks, words.search_words, words.tokens))


def _normalize_dropped(speech: Speech) -> tuple[str, ...]:
    if not speech.dropped:
        return ()
    return tuple(normalize_lines("\n".join(piece.text for piece in speech.dropped)).split("\n"))
