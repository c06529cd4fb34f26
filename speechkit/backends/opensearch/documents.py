"""Speeches as documents of the cluster, and back."""

from __future__ import annotations

import json
import os
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from speechkit.backends.opensearch.answers import (
    SenselessAnswerError,
    making_sense,
    take,
    take_bytes,
)
from speechkit.backends.opensearch.schema import NEWLINE, index_word, sort_word
from speechkit.backends.sqlite.encoding import (
    PARAGRAPH_END,
    TOKEN_SEPARATOR,
    unpack_dropped,
    unpack_lines,
    unpack_origins,
    unpack_text,
)
from speechkit.backends.sqlite.packing import SPEECH_COLUMNS, PackedBatch, PackedSpeech
from speechkit.backends.sqlite.postings import BLOCK_SIZE, unpack_postings
from speechkit.backends.sqlite.tallies import Sizes, unpack_counts
from speechkit.errors import DamagedIndexError
from speechkit.language import _
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    Notice,
    Origin,
    Section,
    Speech,
    Turn,
    WordStatistics,
)
from speechkit.query.scope import first_day, last_day
from speechkit.text.characters import is_han
from speechkit.text.normalize import normalize_phrase
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter, count_letter_tokens
from speechkit.text.tokens import find_letter_words, name_token, read_tokens

Document = dict[str, Any]

_LISTED = (
    *("stem", "title", "encoding", "format", "script", "characters", "passages"),
    *("date", "speaker", "occasion", "source", "url", "from_properties"),
)
"""What lists tell, in the order of ``Entry`` behind the key, the id and but for the path."""

_KEPT = (
    *("title", "title_in_text", "encoding", "format", "confidence", "script"),
    *("date", "speaker", "occasion", "source", "url"),
)

_RECORDS = ("sections", "notices", "turns")


class NamedDocument(NamedTuple):
    """A speech as it is sent."""

    order: str
    path: bytes
    document: Document
    counts: Mapping[str, int]


def make_documents(batch: PackedBatch, name: str) -> list[NamedDocument]:
    """Return the documents of the speeches of a batch, which goes by ``name``."""
    counts: dict[int, dict[str, int]] = {}
    for part in batch.words.parts:
        for word, data in unpack_counts(part).postings.items():
            for place, count in unpack_postings(data):
                counts.setdefault(place, {})[word] = count
    return [
        _make_document(speech, counts.get(place, {}), batch.words.sizes[place], name)
        for speech in batch.speeches
        for place in (speech.number % BLOCK_SIZE,)
    ]


def _make_document(
    speech: PackedSpeech, words: Mapping[str, int], size: Sizes, batch: str
) -> NamedDocument:
    row: dict[str, Any] = dict(zip(SPEECH_COLUMNS, speech.row, strict=True)) | size._asdict()
    title, body = map(_read_match, speech.match)
    order, digits = speech.sort_key.hex(), row["digits"]
    text, marks, lines, dropped = map(_to_base64, speech.content)
    document: Document = {
        "kind": "speech",
        "order": order,
        "stem": row["stem"],
        "slashed": f"/{row['stem']}",
        "digits": digits,
        "digest": _to_base64(row["digest"]),
        "batch": batch,
        "match_title": title,
        "match_body": body,
        "words": " ".join(" ".join([index_word(w)] * times) for w, times in words.items()),
        "length": row["words"],
        "entry": _to_base64(_to_json([_to_base64(row["path"]), *(row[n] for n in _LISTED)])),
        "kept": {
            **{name: row[name] for name in _KEPT},
            **{name: json.loads(row[name] or "[]") for name in _RECORDS},
            "origins": unpack_origins(row["origins"]),
            "path": _to_base64(row["path"]),
            "tokens": row["tokens"],
            "characters": row["characters"],
            "passages": row["passages"],
            "words": row["words"],
            "text": text,
            "marks": marks,
            "lines": lines,
            "dropped": dropped,
        },
    }
    if digits:
        document["number"] = digits.lstrip("0")
    if row["date"]:
        document |= {"first_day": first_day(row["date"]), "last_day": last_day(row["date"])}
    if speech.dropped_match:
        document["match_dropped"] = _read_match(speech.dropped_match)
    for name in ("speaker", "occasion", "source"):
        if row[name]:
            document[f"match_{name}"] = normalize_phrase(row[name])
    return NamedDocument(order, row["path"], document, words)


def _read_match(data: bytes) -> str:
    """Return a normalized text without what parts its characters for another tokenizer."""
    text = data.decode().replace(PARAGRAPH_END, NEWLINE)
    return text.replace(TOKEN_SEPARATOR, "")


def make_word(word: WordStatistics) -> Document:
    """Return the document of the statistics of a word."""
    document: Document = {"kind": "word", "word": sort_word(word.word), **word._asdict()}
    document["word"] = sort_word(word.word)
    if document["word"] != word.word:
        document["kept"] = {"word": word.word}
    return document


class Sums(NamedTuple):
    """What some speeches hold together: of each word, and in all."""

    speeches: Counter[str]
    occurrences: Counter[str]
    tokens: Counter[str]
    sizes: Counter[str]

    @classmethod
    def empty(cls) -> Sums:
        """Return the sums over no speech."""
        return cls(Counter(), Counter(), Counter(), Counter())

    def add(self, kept: Mapping[str, Any], counts: Mapping[str, int]) -> None:
        """Add one speech, but for its tokens."""
        self.speeches.update(counts.keys())
        self.occurrences.update(counts)
        sizes = {name: kept[name] for name in ("words", "tokens", "passages", "characters")}
        self.sizes.update({**sizes, "speeches": 1, "worded": int(bool(counts))})

    def update(self, other: Sums, sign: int = 1) -> None:
        """Add other sums, or take them off."""
        for ours, theirs in zip(self, other, strict=True):
            if sign > 0:
                ours.update(theirs)
            else:
                ours.subtract(theirs)

    def pack(self) -> str:
        """Return the sums as a short text."""
        words = {
            word: (self.speeches[word], self.occurrences[word], self.tokens[word])
            for word in self.speeches.keys() | self.tokens.keys()
        }
        return _to_base64(zlib.compress(_to_json([self.sizes, words]), 1))

    @classmethod
    def unpack(cls, packed: str) -> Sums:
        """Return the sums that ``pack`` packed."""
        sums = cls.empty()
        try:
            sizes, words = json.loads(zlib.decompress(b64decode(packed)))
            sums.sizes.update(sizes)
            for word, (speeches, occurrences, tokens) in words.items():
                sums.speeches[word] = speeches
                sums.occurrences[word] = occurrences
                sums.tokens[word] = tokens
        except (ValueError, TypeError, AttributeError, zlib.error) as error:
            told = _("the sums of a batch do not unpack: {reason}")
            raise SenselessAnswerError(told.format(reason=error)) from None
        return sums


def sum_up(kept: Mapping[str, Any], segmenter: Segmenter) -> Sums:
    """Return the sums over one speech that the index has; nothing is segmented for it."""
    text, marks = read_content(kept)
    simplified = simplify(text)
    spans = read_tokens(simplified, marks)
    cut = [name_token(simplified[start:end]) for start, end in spans]
    han = Counter(word for word in cut if is_han(word[0]))
    letters = Counter(find_letter_words(simplified))
    counts = segmenter.spread(han, letters)
    sums = Sums.empty()
    sums.add(kept, counts)
    sums.tokens.update(han)
    sums.tokens.update(count_letter_tokens(letters))
    return sums


def read_content(kept: object) -> tuple[str, bytes]:
    """Return the text of a speech and the marks of its tokens."""
    return unpack_text(take_bytes(kept, "text")), take_bytes(kept, "marks")


def read_dropped(kept: object) -> tuple[DroppedText, ...]:
    """Return the dropped text of a speech."""
    packed = take_bytes(kept, "dropped")
    return unpack_dropped(packed, unpack_text(take_bytes(kept, "text"))) if packed else ()


def read_speech(kept: object, identifier: str, root: Path) -> Speech:
    """Return a speech, whole; raises DamagedIndexError where it does not unpack."""
    text, _marks = read_content(kept)
    _title, *paragraphs = text.split("\n")
    values = {name: take(kept, name) for name in _KEPT}
    values["title_in_text"] = bool(values["title_in_text"])
    try:
        return Speech(
            id=identifier,
            paragraphs=tuple(paragraphs),
            path=root / os.fsdecode(take_bytes(kept, "path")),
            sections=tuple(Section(*one) for one in take(kept, "sections")),
            notices=tuple(Notice(*one) for one in take(kept, "notices")),
            turns=tuple(Turn(*one) for one in take(kept, "turns")),
            origins=tuple(Origin(*one) for one in take(kept, "origins")),
            lines=unpack_lines(take_bytes(kept, "lines")),
            dropped=read_dropped(kept),
            **values,
        )
    except (TypeError, ValueError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error


def read_listed(data: bytes) -> tuple[bytes, list[Any]]:
    """Return the path of a speech and what lists tell of it, as ``_LISTED`` names it."""
    try:
        path, *values = json.loads(data)
        if len(values) != len(_LISTED):
            raise ValueError("its columns are others")
        return b64decode(path, validate=True), values
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(_("a record does not unpack")) from error


def make_entry(key: Key, identifier: str, root: Path, path: bytes, values: Iterable[Any]) -> Entry:
    """Return an entry of a list."""
    stem, *others, fields = values
    with making_sense():
        stated = tuple(json.loads(fields)) if fields else ()
    others.append(stated)
    return Entry(key, identifier, stem, root / os.fsdecode(path), *others)


def _to_base64(data: bytes) -> str:
    return b64encode(data).decode()


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
