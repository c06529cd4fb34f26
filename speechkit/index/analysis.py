"""A file to what the index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.counting import MakeCounter, WordCounter
from speechkit.decoding import DecodingError, looks_binary
from speechkit.files import UNREADABLE, SkippedFile, SourceFile, read_bytes
from speechkit.folding import fold
from speechkit.index.encoding import BLOCK_SIZE, PostingRecords, pack_text, split_tokens
from speechkit.libraries import DictionarySettings
from speechkit.speech import Speech, cut_passages, read_speech

if TYPE_CHECKING:
    from opencc import OpenCC

TITLE_WEIGHT = 1
"""A word of the title counts as often as this, once for the text and more for being the title."""

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
    match_title: str
    match_body: str
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
        self._make_counter = make_counter
        self._root = settings.root
        self._encoding = settings.encoding
        self._dictionary = settings.dictionary
        self._counter: WordCounter | None = None
        self._converter: OpenCC | None = None

    def analyse_batch(self, batch: Sequence[NumberedFile]) -> AnalysedBatch:
        """Return what the index keeps of files of one block; never raises for a file."""
        block = batch[0].number // BLOCK_SIZE
        results = []
        postings: defaultdict[str, bytearray] = defaultdict(bytearray)
        for number, file in batch:
            result, words = self._analyse(file)
            results.append((number, result))
            records = PostingRecords(number % BLOCK_SIZE)
            for word, count in words.items():
                postings[word] += records[count]
        return AnalysedBatch(
            block, tuple(results), {word: bytes(data) for word, data in postings.items()}
        )

    def _analyse(self, file: SourceFile) -> tuple[Analysed | SkippedFile, dict[str, int]]:
        """Return the analysis of one file and the counts of its words; never raises."""
        try:
            return self._read(file)
        except OSError as error:
            return SkippedFile(file.path, f"{UNREADABLE}: {error.strerror}"), {}
        except MemoryError:
            return SkippedFile(file.path, f"{UNREADABLE}: out of memory"), {}
        except DecodingError as error:
            return SkippedFile(file.path, str(error)), {}
        except Exception as error:
            # A fault of ours, which must not keep all other files from being found.
            return SkippedFile(file.path, f"a fault of speechkit: {type(error).__name__}"), {}

    def _read(self, file: SourceFile) -> tuple[Analysed | SkippedFile, dict[str, int]]:
        data = read_bytes(self._root, file.path)
        if looks_binary(data):
            return SkippedFile(file.path, "binary file"), {}
        speech = read_speech(data, file.path, self._root, self._encoding)
        if not speech.text.strip():
            return SkippedFile(file.path, "no text"), {}
        title = speech.title if speech.title_in_text else ""
        words = self.count_words(title, "\n".join(speech.paragraphs))
        return _describe(speech, file, digest_content(data), sum(words.values())), words

    def count_words(self, title: str, body: str) -> dict[str, int]:
        """Return the words of a speech with their counts, those of its title weighted."""
        counts = self._count(body)
        for word, count in self._count(title).items() if title else ():
            counts[word] = counts.get(word, 0) + TITLE_WEIGHT * count
        return counts

    def _count(self, text: str) -> dict[str, int]:
        if self._counter is None or self._converter is None:
            from opencc import OpenCC

            self._counter = self._make_counter(self._dictionary)
            self._converter = OpenCC("t2s")
        return self._counter.count_words(_cut_lines(self._converter.convert(text)))


def _cut_lines(text: str) -> str:
    """Return a text without lines so long that their words would fill the memory."""
    if len(text) <= _LONGEST_LINE:
        return text
    return "\n".join(
        line[start : start + _LONGEST_LINE]
        for line in text.split("\n")
        for start in range(0, len(line), _LONGEST_LINE)
    )


def _describe(speech: Speech, file: SourceFile, digest: bytes, words: int) -> Analysed:
    title = speech.title if speech.title_in_text else ""
    body = "\n".join(speech.paragraphs)
    return Analysed(
        file=file,
        digest=digest,
        title=speech.title,
        title_in_text=speech.title_in_text,
        encoding=speech.encoding,
        confidence=speech.confidence,
        script=speech.script,
        characters=len(title) + sum(map(len, speech.paragraphs)),
        facts=_facts(speech),
        notices=json.dumps([asdict(notice) for notice in speech.notices], ensure_ascii=False),
        content=pack_text(f"{title}\n{body}"),
        match_title=split_tokens(fold(title)),
        match_body=split_tokens(fold_body(speech.paragraphs)),
        passages=sum(1 for paragraph in speech.paragraphs for _ in cut_passages(paragraph)),
        words=words,
    )


def digest_content(data: bytes) -> bytes:
    """Return what tells one content of a file from another (16 bytes)."""
    return hashlib.blake2b(data, digest_size=16).digest()


def fold_body(paragraphs: tuple[str, ...]) -> str:
    """Return the match text of a body, a line for each paragraph, which no chunk can cross."""
    return "\n".join(map(fold, paragraphs))


def _facts(speech: Speech) -> str:
    facts = {
        "date": speech.date,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "source": speech.source,
        "sections": [section._asdict() for section in speech.sections],
    }
    return json.dumps({name: fact for name, fact in facts.items() if fact}, ensure_ascii=False)
