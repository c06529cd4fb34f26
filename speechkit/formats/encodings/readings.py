"""What a sample of bytes says in each encoding that is usual, and how likely that is."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from speechkit.formats.encodings.weights import weigh

# What each reading starts with, a logarithm too: how often one meets such files. Big5 is read with
# its largest extension here; which one a file needs is settled later.
PRIORS = {"utf-8": 4.0, "gb18030": -1.0, "big5hkscs": -2.0}
_WIDE_PRIORS = {"utf-16-le": -4.0, "utf-16-be": -5.0}
_WIDEST_PRIORS = {"utf-32-le": -5.0, "utf-32-be": -6.0}
FOREIGN = "another encoding"
_FOREIGN_PRIOR = -7.0

_UTF8_BONUS = 4.0  # for each longer sequence of UTF-8, as few pass by chance
_FOREIGN_BYTE = -5.0  # a byte from 0x80 on in a text that is in none of the readings
CUT_TAIL = -6.0  # a byte of an incomplete last character, as happens wherever files are cut
GARBLED = -8.0  # mean weight of a reading that needs another look; that of Chinese is above -7

_SAMPLE_HEAD = 512  # bytes
_SAMPLE_BLOCK = 128
_SAMPLE_BLOCKS = 4
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile("[^\x00-\x7f\ufffd]")
_BOUNDARY = re.compile(rb"[\x00-\x2f]")  # never the second byte of a character in GB18030 or Big5
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")


def count_controls(data: bytes) -> int:
    """Return how many bytes of some are control characters that no text needs."""
    return len(data) - len(data.translate(None, CONTROLS))


class Reading(NamedTuple):
    """What a sample says in one encoding, and how likely that is (a logarithm)."""

    score: float
    encoding: str
    text: str

    def is_rival_of(self, other: Reading) -> bool:
        """Whether the two differ in more than the name."""
        return self.encoding != other.encoding and self.text != other.text


def take_sample(data: bytes) -> bytes:
    """Return enough of the data to judge by: from its first high byte on, and blocks farther on.

    Each block begins at a character and at a multiple of four bytes, so that joined blocks read
    well in every encoding.
    """
    first = _HIGH_BYTE.search(data)
    start = first.start() & ~3 if first else 0
    rest = len(data) - start
    if rest <= _SAMPLE_HEAD + _SAMPLE_BLOCKS * _SAMPLE_BLOCK:
        return data[start:]
    blocks = [data[start : start + _SAMPLE_HEAD]]
    for number in range(_SAMPLE_BLOCKS):
        near = start + _SAMPLE_HEAD + (rest - _SAMPLE_HEAD) * number // _SAMPLE_BLOCKS
        for boundary in _BOUNDARY.finditer(data, near, near + 1024):
            if boundary.end() % 4 == 0:
                blocks.append(data[boundary.end() : boundary.end() + _SAMPLE_BLOCK])
                break
    return b"".join(blocks)


def list_readings(sample: bytes) -> list[Reading]:
    """Return all readings of the sample, the likeliest first."""
    priors = dict(PRIORS)
    # Bytes below 32 are parts of characters in UTF-16 and UTF-32 alone; only short texts lack them.
    if len(sample) < 64 or len(sample.translate(None, CONTROLS)) < len(sample):
        priors |= _WIDE_PRIORS
    if _is_nearly_all_nul(sample[::4]) or _is_nearly_all_nul(sample[3::4]):
        priors |= _WIDEST_PRIORS
    readings = [read_sample(sample, encoding, prior) for encoding, prior in priors.items()]
    plain = sample.decode("ascii", "ignore")
    score = _FOREIGN_PRIOR + _FOREIGN_BYTE * (len(sample) - len(plain)) + weigh(plain)
    return sorted([*readings, Reading(score, FOREIGN, "")], reverse=True)


def _is_nearly_all_nul(part: bytes) -> bool:
    return part.count(0) > 0.9 * len(part)


def read_sample(sample: bytes, encoding: str, prior: float) -> Reading:
    """Return what a sample says in one encoding that has this prior."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(sample)
    score = prior + weigh(text) + CUT_TAIL * len(decoder.getstate()[0])
    if encoding == "utf-8":
        score += _UTF8_BONUS * len(_UTF8_SEQUENCE.findall(text))
    return Reading(score, encoding, text)
