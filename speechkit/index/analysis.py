"""A file to what the index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.decoding import DecodingError, looks_binary
from speechkit.digests import digest_content
from speechkit.files import UNREADABLE, SkippedFile, SourceFile, read_bytes
from speechkit.index.encoding import BLOCK_SIZE, pack_text
from speechkit.index.text_indexing import TextIndexer
from speechkit.libraries import DictionarySettings
from speechkit.speech import Speech, cut_passages, read_speech

if TYPE_CHECKING:
    from opencc import OpenCC

_LONGEST_LINE = 1 << 18
"""Characters that are segmented at a time, though a word may stand where such a line is cut."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """All that the index keeps of one speech."""

    file: SourceFile
    digest: bytes
    title: str
    title_in_text: bool
    encoding: str
    confidence: float
    script: str
    characters: int
    facts: str
    """JSON of what few commands ask for: date, speaker, occasion, source, sections."""
    notices: str
    content: bytes
    match_title: bytes
    match_body: bytes
    """UTF-8, because a text would be decoded on its way between processes only to be encoded."""
    passages: int
    words: int


class NumberedFile(NamedTuple):
    """A file and the number that its speech will have in the index."""

    number: int
    file: SourceFile


@dataclass(frozen=True, slots=True)
class AnalysedBatch:
    """The analyses of files of one block of numbers, and their postings together."""

    block: int
    results: tuple[tuple[int, Analysed | SkippedFile], ...]
    postings: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """What the analysis of a folder's files depends on, beside the files."""

    root: Path
    dictionary: DictionarySettings
    encoding: str | None


@dataclass(slots=True)
class _Draft:
    """A file on its way to its analysis."""

    file: SourceFile
    place: int
    """Within the block of its number."""
    digest: bytes = b""
    speech: Speech = field(init=False)
    text: str = ""
    match_title: bytes = b""
    match_body: bytes = b""
    content: bytes = b""
    words: int = 0


MakeIndexer = Callable[[DictionarySettings], TextIndexer]


class Analyser:
    """Reads, folds and segments files of one folder, with one dictionary and converter."""

    def __init__(self, settings: AnalysisSettings, make_indexer: MakeIndexer) -> None:
        self._settings = settings
        self._make_indexer = make_indexer

    @cached_property
    def _indexer(self) -> TextIndexer:
        return self._make_indexer(self._settings.dictionary)

    @cached_property
    def _converter(self) -> OpenCC:
        from opencc import OpenCC

        return OpenCC("t2s")

    def _prepare(self) -> None:
        """Load what every file needs: without it the fault is no file's."""
        _ = self._indexer, self._converter

    def analyse_batch(self, batch: Sequence[NumberedFile]) -> AnalysedBatch:
        """Return what the index keeps of files of one block; never raises for a file."""
        self._prepare()
        drafts: list[_Draft | SkippedFile] = [
            _Draft(file, number % BLOCK_SIZE) for number, file in batch
        ]
        # One step for all files before the next, which then finds its tables in the processor's
        # cache. Words come last, so that a file which is skipped leaves none behind.
        for step in (self._read, self._fold, self._pack, self._segment):
            drafts = [
                draft if isinstance(draft, SkippedFile) else _attempt(step, draft)
                for draft in drafts
            ]
        results = zip((number for number, _ in batch), map(_finish, drafts), strict=True)
        block = batch[0].number // BLOCK_SIZE
        return AnalysedBatch(block, tuple(results), self._indexer.take_postings())

    def _read(self, draft: _Draft) -> str | None:
        path = draft.file.path
        data = read_bytes(self._settings.root, path)
        if looks_binary(data):
            return "binary file"
        draft.digest = digest_content(data)
        draft.speech = read_speech(data, path, self._settings.root, self._settings.encoding)
        draft.text = _indexed_text(draft.speech)
        return None if draft.speech.text.strip() else "no text"

    def _fold(self, draft: _Draft) -> None:
        draft.match_title, draft.match_body = self.make_tokens(draft.text)

    def _pack(self, draft: _Draft) -> None:
        draft.content = pack_text(draft.text)

    def _segment(self, draft: _Draft) -> None:
        draft.words = self._indexer.add_words(draft.place, self._simplify(draft.text))

    def make_tokens(self, text: str) -> tuple[bytes, bytes]:
        """Return the match texts of an indexed text's first line, its title, and of the others."""
        title, _, body = text.partition("\n")
        return self._indexer.make_tokens(title), self._indexer.make_tokens(body)

    def count_words(self, text: str) -> dict[str, int]:
        """Return the words of an indexed text with their counts; a title counts like a line."""
        return self._indexer.count_words(self._simplify(text))

    def _simplify(self, text: str) -> str:
        return _cut_lines(self._converter.convert(text))


def _attempt(step: Callable[[_Draft], str | None], draft: _Draft) -> _Draft | SkippedFile:
    """Take one step with a file; return why it is skipped where that fails or says so."""
    try:
        reason = step(draft)
    except OSError as error:
        reason = f"{UNREADABLE}: {error.strerror}"
    except MemoryError:
        reason = "too large for this machine's memory"
    except DecodingError as error:
        reason = str(error)
    except Exception as error:
        # A fault of ours, which must not keep all other files from being found.
        reason = f"a fault of speechkit: {type(error).__name__}"
    return draft if reason is None else SkippedFile(draft.file.path, reason)


def _finish(draft: _Draft | SkippedFile) -> Analysed | SkippedFile:
    if isinstance(draft, SkippedFile):
        return draft
    speech = draft.speech
    return Analysed(
        file=draft.file,
        digest=draft.digest,
        title=speech.title,
        title_in_text=speech.title_in_text,
        encoding=speech.encoding,
        confidence=speech.confidence,
        script=speech.script,
        characters=len(draft.text) - len(speech.paragraphs),
        facts=_facts(speech),
        notices=json.dumps([notice._asdict() for notice in speech.notices], ensure_ascii=False),
        content=draft.content,
        match_title=draft.match_title,
        match_body=draft.match_body,
        passages=sum(1 for paragraph in speech.paragraphs for _ in cut_passages(paragraph)),
        words=draft.words,
    )


def _cut_lines(text: str) -> str:
    """Return a text without lines so long that their words would fill the memory."""
    if len(text) <= _LONGEST_LINE:
        return text
    return "\n".join(
        line[start : start + _LONGEST_LINE]
        for line in text.split("\n")
        for start in range(0, len(line), _LONGEST_LINE)
    )


def _indexed_text(speech: Speech) -> str:
    """Return a speech's lines, the first one its title or empty."""
    return "\n".join((speech.title if speech.title_in_text else "", *speech.paragraphs))


def _facts(speech: Speech) -> str:
    facts = {
        "date": speech.date,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "source": speech.source,
        "sections": [section._asdict() for section in speech.sections],
    }
    return json.dumps({name: fact for name, fact in facts.items() if fact}, ensure_ascii=False)
