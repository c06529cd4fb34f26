"""A file to what the index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.counting import MakeCounter, WordCounter
from speechkit.decoding import DecodingError, looks_binary
from speechkit.digests import digest_content
from speechkit.files import UNREADABLE, SkippedFile, SourceFile, read_bytes
from speechkit.folding import fold, fold_lines
from speechkit.index.encoding import BLOCK_SIZE, PostingRecords, pack_text, split_tokens
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


class Analyser:
    """Reads, folds and segments files of one folder, with one dictionary and converter."""

    def __init__(self, settings: AnalysisSettings, make_counter: MakeCounter) -> None:
        self._settings = settings
        self._make_counter = make_counter

    @cached_property
    def _counter(self) -> WordCounter:
        return self._make_counter(self._settings.dictionary)

    @cached_property
    def _converter(self) -> OpenCC:
        from opencc import OpenCC

        return OpenCC("t2s")

    def _prepare(self) -> None:
        """Load what every file needs: without it the fault is no file's."""
        _ = self._counter, self._converter

    def analyse_batch(self, batch: Sequence[NumberedFile]) -> AnalysedBatch:
        """Return what the index keeps of files of one block; never raises for a file."""
        self._prepare()
        block = batch[0].number // BLOCK_SIZE
        results = []
        postings: dict[str, bytes] = {}
        for number, file in batch:
            result, words = self._analyse(file)
            results.append((number, result))
            records = PostingRecords(number % BLOCK_SIZE)
            for word, count in words.items():
                postings[word] = postings.get(word, b"") + records[count]
        return AnalysedBatch(block, tuple(results), postings)

    def _analyse(self, file: SourceFile) -> tuple[Analysed | SkippedFile, dict[str, int]]:
        """Return the analysis of one file and the counts of its words; never raises."""
        try:
            return self._read(file)
        except OSError as error:
            return SkippedFile(file.path, f"{UNREADABLE}: {error.strerror}"), {}
        except MemoryError:
            return SkippedFile(file.path, "too large for this machine's memory"), {}
        except DecodingError as error:
            return SkippedFile(file.path, str(error)), {}
        except Exception as error:
            # A fault of ours, which must not keep all other files from being found.
            return SkippedFile(file.path, f"a fault of speechkit: {type(error).__name__}"), {}

    def _read(self, file: SourceFile) -> tuple[Analysed | SkippedFile, dict[str, int]]:
        data = read_bytes(self._settings.root, file.path)
        if looks_binary(data):
            return SkippedFile(file.path, "binary file"), {}
        speech = read_speech(data, file.path, self._settings.root, self._settings.encoding)
        if not speech.text.strip():
            return SkippedFile(file.path, "no text"), {}
        text = _indexed_text(speech)
        words = self.count_words(text)
        return _describe(speech, file, data, text, sum(words.values())), words

    def count_words(self, text: str) -> dict[str, int]:
        """Return the words of an indexed text with their counts; a title counts like a line."""
        return self._counter.count_words(_cut_lines(self._converter.convert(text)))


def _describe(speech: Speech, file: SourceFile, data: bytes, text: str, words: int) -> Analysed:
    match_title, match_body = make_tokens(text)
    return Analysed(
        file=file,
        digest=digest_content(data),
        title=speech.title,
        title_in_text=speech.title_in_text,
        encoding=speech.encoding,
        confidence=speech.confidence,
        script=speech.script,
        characters=len(text) - len(speech.paragraphs),
        facts=_facts(speech),
        notices=json.dumps([notice._asdict() for notice in speech.notices], ensure_ascii=False),
        content=pack_text(text),
        match_title=match_title,
        match_body=match_body,
        passages=sum(1 for paragraph in speech.paragraphs for _ in cut_passages(paragraph)),
        words=words,
    )


def make_tokens(text: str) -> tuple[bytes, bytes]:
    """Return the match texts of an indexed text's first line, its title, and of the others."""
    title, _, body = text.partition("\n")
    return split_tokens(fold(title)).encode(), split_tokens(fold_lines(body)).encode()


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
