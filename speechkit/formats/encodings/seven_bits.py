"""Encodings of Chinese in seven bits (HZ, ISO-2022), which pass as plain ASCII."""

from __future__ import annotations

import re
from typing import NamedTuple

from speechkit.formats.encodings.letters import CHINESE, count_letters, without_ascii
from speechkit.formats.encodings.readings import GARBLED
from speechkit.formats.encodings.weights import weigh

_HZ = re.compile(r"~\{(?:[!-w][!-~])+~\}")
_ESCAPE = re.compile(rb"\x1b\$(?:[@AB]|\([CD@AB]|[)*][AGE])")
_FEWEST = 2  # Chinese characters that show an encoding
_ISO_2022 = "iso2022_jp_2"
"""It holds what the Japanese ones do, and GB 2312; that of China is no codec of Python."""


class SevenBits(NamedTuple):
    """A reading of a text in seven bits; ``text`` is empty where it is doubtful."""

    encoding: str
    text: str = ""


def read_seven_bits(data: bytes) -> SevenBits | None:
    """Return what bytes without an eighth bit say in HZ or ISO-2022; None for plain ASCII.

    HZ has to be in half of the lines at least: a text may speak of it.
    """
    if not data.isascii():
        return None
    if _ESCAPE.search(data):
        return _read(data, _ISO_2022)
    if b"~{" not in data:
        return None
    lines = [line for line in data.decode("ascii").splitlines() if line.strip()]
    held = sum(bool(_HZ.search(line)) for line in lines)
    if not held:
        return None
    return _read(data, "hz") if 2 * held >= len(lines) else SevenBits("hz")


def _read(data: bytes, encoding: str) -> SevenBits:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return SevenBits(encoding)
    letters = without_ascii(text)
    is_plain = count_letters(CHINESE, text) >= _FEWEST and weigh(letters) > GARBLED * len(letters)
    return SevenBits(encoding, text if is_plain else "")
