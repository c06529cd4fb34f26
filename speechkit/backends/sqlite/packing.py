"""What of a speech goes into which table, as bytes: the work that needs no database.

It runs where speeches are analysed, in several processes, so that the one that writes only writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from speechkit.backends.protocol import AnalysedSpeech
from speechkit.backends.sqlite.encoding import (
    LINE_END,
    Content,
    pack_dropped,
    pack_lines,
    pack_origins,
    pack_text,
    spell_tokens,
)
from speechkit.backends.sqlite.tallies import WordTotals
from speechkit.formats.encodings import read_path
from speechkit.model import SkippedFile
from speechkit.text.order import natural_key
from speechkit.text.paths import path_number, path_stem

SPEECH_COLUMNS = (
    *("id", "path", "stem", "digits", "digest"),
    *("title", "title_in_text", "encoding", "format", "confidence", "script"),
    *("characters", "passages"),
    *("date", "speaker", "occasion", "source", "url", "sections", "notices", "turns"),
    "origins",
    "from_properties",
)
"""The columns of table ``speech``, in order; behind them, how many words and tokens it has."""

LABEL_COLUMNS = ("encoding", "format", "script", "origins")
"""Those of which the index keeps a number, for many speeches have the same text there."""


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class PackedSpeech(NamedTuple):
    """The rows of one speech: under SPEECH_COLUMNS, of ``content`` and of ``match``."""

    number: int
    row: tuple[object, ...]
    sort_key: bytes
    """``text.order.natural_key`` of the path."""
    content: Content
    match: tuple[bytes, bytes]
    """Title and body as UTF-8: a text would be decoded between processes only to be encoded."""
    dropped_match: bytes
    """Dropped text in the same form; empty where there is none."""

    def with_marks(self, marks: bytes) -> PackedSpeech:
        """The same with the marks of its tokens."""
        return self._replace(content=self.content._replace(marks=marks))


class PackedBatch(NamedTuple):
    """Speeches of one block of numbers, and what they hold of each word together."""

    block: int
    speeches: tuple[PackedSpeech, ...]
    skipped: tuple[SkippedFile, ...]
    words: WordTotals


def pack_speech(number: int, analysed: AnalysedSpeech) -> PackedSpeech:
    """Return what the index keeps of one speech, but for its words and the marks of its tokens."""
    speech = analysed.speech
    text = analysed.text
    lines, dropped = pack_lines(speech.lines), pack_dropped(speech.dropped, text)
    return PackedSpeech(
        number,
        _make_row(number, analysed),
        natural_key(analysed.file.path),
        Content(pack_text(text), b"", lines, dropped),
        match_texts(analysed.normalized),
        join_pieces(analysed.normalized_dropped) if analysed.normalized_dropped else b"",
    )


def match_texts(normalized: str) -> tuple[bytes, bytes]:
    """Return the title, the first line of a text, and the body as the index's tokenizer takes them.

    They are UTF-8; nothing matches across two lines.
    """
    title, _, body = normalized.partition("\n")
    return spell_tokens(title), spell_tokens(body)


def join_pieces(pieces: Iterable[str]) -> bytes:
    """Return normalized pieces of dropped text, parted so that no phrase matches across them."""
    return spell_tokens("\n".join(pieces), LINE_END)


def _make_row(number: int, analysed: AnalysedSpeech) -> tuple[object, ...]:
    speech, path = analysed.speech, analysed.file.path
    stem = path_stem(read_path(path))
    return (
        *(number, path, stem, path_number(stem), analysed.digest),
        *(speech.title, speech.title_in_text, speech.encoding, speech.format, speech.confidence),
        speech.script,
        *(analysed.characters, analysed.passages),
        *(speech.date, speech.speaker, speech.occasion, speech.source, speech.url),
        _to_json(speech.sections),
        _to_json(speech.notices),
        _to_json(speech.turns),
        pack_origins(speech.origins),
        json.dumps(speech.from_properties) if speech.from_properties else "",
    )


def _to_json(records: Sequence[tuple[object, ...]]) -> str:
    return _JSON.encode(records) if records else ""  # as of most speeches
