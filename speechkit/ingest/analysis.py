"""A file to what the index keeps of it: the work that needs no index and runs in any process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.backends.sqlite.encoding import BLOCK_SIZE, add_postings, pack_text, split_tokens
from speechkit.digests import digest_content
from speechkit.errors import DecodingError
from speechkit.formats.encodings import looks_binary
from speechkit.ingest.folder import UNREADABLE, SkippedFile, SourceFile, read_bytes
from speechkit.speech import Speech, cut_passages, read_speech
from speechkit.text.counting import MakeCounter
from speechkit.text.libraries import DictionarySettings
from speechkit.text.normalize import normalize_lines

if TYPE_CHECKING:
    from opencc import OpenCC

    from speechkit.text.counting import WordCounter

_LONGEST_LINE = 1 << 18
"""Characters that are segmented at a time, though a word may be cut where such a line is."""


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
    """Reads, normalizes and segments files of one folder, with one dictionary and converter."""

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

    def analyse_batch(self, batch: Sequence[NumberedFile]) -> AnalysedBatch:
        """Return what the index keeps of files of one block; never raises for a file."""
        _ = self._counter, self._converter  # what fails without them is no fault of a file
        postings: dict[str, bytes] = {}
        results = tuple((number, self._attempt(number, file, postings)) for number, file in batch)
        return AnalysedBatch(batch[0].number // BLOCK_SIZE, results, postings)

    def _attempt(
        self, number: int, file: SourceFile, postings: dict[str, bytes]
    ) -> Analysed | SkippedFile:
        """Return the analysis of a file, or why it is skipped."""
        try:
            return self._analyse(number, file, postings)
        except OSError as error:
            reason = f"{UNREADABLE}: {error.strerror}"
        except MemoryError:
            reason = "too large for this machine's memory"
        except (DecodingError, _NoSpeechError) as error:
            reason = str(error)
        except Exception as error:
            # A fault of ours, which must not keep all other files from being found.
            reason = f"a fault of speechkit: {type(error).__name__}"
        return SkippedFile(file.path, reason)

    def _analyse(self, number: int, file: SourceFile, postings: dict[str, bytes]) -> Analysed:
        data = read_bytes(self._settings.root, file.path)
        if looks_binary(data):
            raise _NoSpeechError("binary file")
        speech = read_speech(data, file.path, self._settings.root, self._settings.encoding)
        if not speech.text.strip():
            raise _NoSpeechError("no text")
        text = _indexed_text(speech)
        match_title, match_body = make_tokens(text)
        words = self._counter.count_words(_cut_lines(self._converter.convert(text)))
        analysed = Analysed(
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
            words=sum(words.values()),
        )
        # Last, so that a file which is skipped leaves no words behind.
        add_postings(postings, number % BLOCK_SIZE, words)
        return analysed


class _NoSpeechError(Exception):
    """A file that holds no speech; the message is the reason why it is skipped."""


def make_tokens(text: str) -> tuple[bytes, bytes]:
    """Return the normalized title, an indexed text's first line, and the normalized body."""
    title, _, body = text.partition("\n")
    return split_tokens(normalize_lines(title)).encode(), split_tokens(
        normalize_lines(body)
    ).encode()


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
