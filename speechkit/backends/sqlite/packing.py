"""What of a speech goes into which table, as bytes: the work that needs no database.

It runs where speeches are analysed, in several processes, so that the one that writes only writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from speechkit.backends.protocol import AnalysedSpeech
from speechkit.backends.sqlite.encoding import (
    BLOCK_SIZE,
    Content,
    add_postings,
    pack_dropped,
    pack_lines,
    pack_text,
    spell_tokens,
)
from speechkit.formats.encodings import read_path
from speechkit.model import Origin, SkippedFile
from speechkit.text.order import natural_key
from speechkit.text.paths import path_number, path_stem

SPEECH_COLUMNS = (
    *("id", "path", "stem", "digits", "digest"),
    *("title", "title_in_text", "encoding", "format", "confidence", "script"),
    *("characters", "passages", "words", "tokens"),
    *("date", "speaker", "occasion", "source", "url", "sections", "notices", "turns"),
    "origins",
    "from_properties",
)
"""The columns of table ``speech``, in order."""


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class PackedSpeech(NamedTuple):
    """The rows of one speech: under SPEECH_COLUMNS, of ``content`` and of ``match``."""

    row: tuple[object, ...]
    sort_key: bytes
    """``text.order.natural_key`` of the path."""
    content: Content
    match: tuple[bytes, bytes]
    """Title and body as UTF-8: a text would be decoded between processes only to be encoded."""
    dropped_match: bytes
    """Dropped text in the same form; empty where there is none."""


class PackedBatch(NamedTuple):
    """Speeches of one block of numbers, and what they hold of each word together."""

    block: int
    speeches: tuple[PackedSpeech, ...]
    skipped: tuple[SkippedFile, ...]
    postings: dict[str, bytes]
    tokens: dict[str, int]


def pack_batch(
    block: int, groups: Iterable[Sequence[tuple[int, AnalysedSpeech | SkippedFile]]]
) -> PackedBatch:
    """Return what the index keeps of speeches with the numbers of one block, given in groups."""
    postings: dict[str, bytes] = {}
    tokens: dict[str, int] = {}
    packed = []
    skipped = []
    for group in groups:
        skipped += [result for _, result in group if isinstance(result, SkippedFile)]
        speeches = [(n, result) for n, result in group if isinstance(result, AnalysedSpeech)]
        packed += [_pack(number, speech) for number, speech in speeches]
        for number, speech in speeches:
            add_postings(postings, number % BLOCK_SIZE, speech.counts)
        for _, speech in speeches:
            add_counts(tokens, speech.token_counts)
    return PackedBatch(block, tuple(packed), tuple(skipped), postings, tokens)


def add_counts(sums: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add counts to sums; Counter.update takes twice as long for a mapping."""
    for word, count in counts.items():
        sums[word] = sums.get(word, 0) + count


def _pack(number: int, analysed: AnalysedSpeech) -> PackedSpeech:
    speech = analysed.speech
    text = analysed.text
    lines, dropped = pack_lines(speech.lines), pack_dropped(speech.dropped, text)
    return PackedSpeech(
        _make_row(number, analysed),
        natural_key(analysed.file.path),
        Content(pack_text(text), analysed.token_marks, lines, dropped),
        match_texts(analysed.normalized_title, analysed.normalized_paragraphs),
        join_lines(analysed.normalized_dropped) if analysed.normalized_dropped else b"",
    )


def match_texts(title: str, paragraphs: Iterable[str]) -> tuple[bytes, bytes]:
    """Return a normalized title and body as the tokenizer of the index takes them, in UTF-8."""
    return spell_tokens(title), join_lines(paragraphs)


def join_lines(lines: Iterable[str]) -> bytes:
    """Return normalized lines, parted so that nothing matches across them, in UTF-8."""
    return spell_tokens("\n".join(lines))


def _make_row(number: int, analysed: AnalysedSpeech) -> tuple[object, ...]:
    speech, path = analysed.speech, analysed.file.path
    stem = path_stem(read_path(path))
    return (
        *(number, path, stem, path_number(stem), analysed.digest),
        *(speech.title, speech.title_in_text, speech.encoding, speech.format, speech.confidence),
        speech.script,
        *(analysed.characters, analysed.passages),
        *(sum(analysed.counts.values()), sum(analysed.token_counts.values())),
        *(speech.date, speech.speaker, speech.occasion, speech.source, speech.url),
        _to_json(speech.sections),
        _to_json(speech.notices),
        _to_json(speech.turns),
        _spell_origins(speech.origins),
        json.dumps(speech.from_properties) if speech.from_properties else "",
    )


@lru_cache(maxsize=1024)
def _spell_origins(origins: tuple[Origin, ...]) -> str:
    """Return origins as JSON: those of most speeches of a corpus are the same."""
    return _to_json(origins)


def _to_json(records: Sequence[tuple[object, ...]]) -> str:
    return _JSON.encode(records) if records else "[]"  # as of most speeches
