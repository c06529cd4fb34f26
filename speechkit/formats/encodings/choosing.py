"""Which encoding bytes without a mark are in: the likeliest of several readings of a sample."""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from typing import NamedTuple

from speechkit.errors import DecodingError
from speechkit.formats.encodings.mending import mend_line
from speechkit.formats.encodings.readings import (
    FOREIGN,
    GARBLED,
    PRIORS,
    Reading,
    list_readings,
    read_sample,
    take_sample,
)
from speechkit.formats.encodings.weights import weigh
from speechkit.language import _
from speechkit.model import Notice

_LOOKALIKE_PRIORS = {"cp949": -8.0, "euc_jp": -8.0}

_SURE = 0.95  # below this confidence the second reading is named

_OLD_CODES = re.compile("[～∕﹨々ゝゞヾぁ-んァ-ヶЁёА-я]")  # as cp950 decodes them
_HEAD = 1 << 16  # bytes that charset-normalizer sees

# What charset-normalizer may answer: left to itself it names EBCDIC or old Macintosh pages.
_LAST_RESORTS = ["cp932", "cp1252", "cp1251"]


class Choice(NamedTuple):
    """An encoding, how sure it is, and why it is doubtful."""

    encoding: str
    confidence: float
    notices: tuple[Notice, ...] = ()


def choose(data: bytes) -> Choice:
    """Choose the encoding of bytes without a mark."""
    sample = take_sample(data)
    damaged = _damaged_utf8(sample)
    if damaged is not None:
        return damaged
    readings = list_readings(sample)
    if readings[0].score < GARBLED * len(readings[0].text):
        readings = sorted([*readings, *_more_readings(sample)], reverse=True)
    best, *others = readings
    if best.encoding == FOREIGN:
        return _last_resort(data, others)
    rival = next(reading for reading in others if reading.is_rival_of(best))
    confidence = 1 / (1 + math.exp((rival.score - best.score) / 2))
    encoding = tell_big5_flavour(data) if best.encoding == "big5hkscs" else best.encoding
    if confidence >= _SURE:
        return Choice(encoding, confidence)
    second = "cp950" if rival.encoding == "big5hkscs" else rival.encoding
    return Choice(encoding, confidence, (Notice("doubtful", "close-encoding", second),))


def _damaged_utf8(sample: bytes) -> Choice | None:
    """Return UTF-8 if at least four in five of a sample's sequences pass, and it is not short."""
    text = sample.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    passed = len(text) - len(text.encode("ascii", "ignore")) - replaced
    if passed < max(4 * replaced, 8):
        return None
    return Choice("utf-8", passed / (passed + replaced))


def _more_readings(sample: bytes) -> list[Reading]:
    """Return the readings of a text that looks odd: the lookalikes, and Chinese with lost bytes."""
    readings = [read_sample(sample, name, prior) for name, prior in _LOOKALIKE_PRIORS.items()]
    for encoding in ("gb18030", "big5hkscs"):
        mended = mend_line(sample, encoding)
        readings.append(mended._replace(score=mended.score + PRIORS[encoding]))
    return readings


def _last_resort(data: bytes, readings: list[Reading]) -> Choice:
    """Ask charset-normalizer, then take a two-byte reading that at least has no bad byte.

    Raises :class:`DecodingError` if there is none either.
    """
    from charset_normalizer import from_bytes

    # Cut at a line end: it takes half a character for proof against an encoding.
    head = data if len(data) <= _HEAD else data[: data.rfind(b"\n", 0, _HEAD) + 1] or data[:_HEAD]
    best = from_bytes(head, cp_isolation=_LAST_RESORTS).best()
    if best is not None:
        name = codecs.lookup(best.encoding).name
        return Choice(name, 0.5, (Notice("doubtful", "guessed-encoding", name),))
    for reading in readings:
        if reading.encoding in ("gb18030", "big5hkscs") and "\ufffd" not in reading.text:
            name = tell_big5_flavour(data) if reading.encoding == "big5hkscs" else reading.encoding
            return Choice(name, 0.25, (Notice("doubtful", "guessed-encoding", name),))
    raise DecodingError(_("no encoding fits this file"))


def tell_big5_flavour(data: bytes) -> str:
    """Return which Big5 a file is in: cp950 unless something speaks for Hong Kong's extension."""
    taiwan, hong_kong = data.decode("cp950", "replace"), data.decode("big5hkscs", "replace")
    more_damage = taiwan.count("\ufffd") - hong_kong.count("\ufffd")
    if taiwan == hong_kong or more_damage < 0:
        return "cp950"
    gain = _gain_of_old_codes(taiwan)
    if more_damage > 0 or gain > 0:
        return "big5hkscs"
    # Only a few symbols differ, such as the dot in names: let the spelling of "in" decide.
    is_hong_kong = taiwan.count("裏") + taiwan.count("着") > taiwan.count("裡")
    return "big5hkscs" if is_hong_kong and gain == 0 else "cp950"


def _gain_of_old_codes(taiwan: str) -> float:
    """Return how much likelier the codes from 0xC6A1 on become if read as Hong Kong reads them.

    Nearly everybody has 〇 and the circled digits there; Python's cp950 has kana.
    """
    gain = 0.0
    for letter, count in Counter(_OLD_CODES.findall(taiwan)).items():
        other = letter.encode("cp950").decode("big5hkscs", "replace")
        gain += count * (weigh(other) - weigh(letter))
    return gain
