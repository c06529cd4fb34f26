"""Traditional and simplified script: which a text is in, and one made of the other.

Two ways lead to simplified text: by phrase, with OpenCC, for what is read and segmented (乾隆
stays), and character by character, with the table of normalizing, for what is only compared.
Both keep the length of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from speechkit.model import Script
from speechkit.text.characters import HAN
from speechkit.text.late_patterns import compile_late
from speechkit.text.table import TraditionalCharacters, read_simplified

if TYPE_CHECKING:
    from opencc import OpenCC

_SAMPLE = 1_000
"""Characters at the beginning of a text that tell its script."""

_TRADITIONAL = TraditionalCharacters()

_ANY_HAN = compile_late(f"[{HAN}]")

_PIECE = 1 << 18
"""Characters that are converted at once."""


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters, by phrase."""
    return convert(text, "t2s") if _TRADITIONAL.are_in(text) else text


def convert(text: str, configuration: str) -> str:
    """Return ``text`` in another script: ``t2s``, ``s2t``, ``s2tw`` or another of OpenCC."""
    converter = _converter(configuration)
    return "".join(converter.convert(piece) for piece in _cut(text))


def _cut(text: str) -> Iterator[str]:
    """Yield pieces of a text, so that what OpenCC makes of one stays small.

    They end with a line or a sentence, over which no phrase reaches, unless one is longer.
    """
    start = 0
    while len(text) - start > _PIECE:
        limit = start + _PIECE
        end = max(text.rfind("\n", start, limit), text.rfind("。", start, limit)) + 1 or limit
        yield text[start:end]
        start = end
    yield text[start:]


def simplify_characters(text: str) -> str:
    """Return ``text`` with each traditional character made simplified, one by one."""
    return text.translate(read_simplified())


def count_traditional(text: str) -> int:
    """Return how many characters of ``text`` are traditional ones or variants."""
    # Characters come again and again: each is looked up once.
    traditional = [character for character in set(text) if ord(character) in read_simplified()]
    return sum(map(text.count, traditional))


def script_of(text: str) -> Script:
    """Return ``traditional`` where one character in fifty or more is, else ``simplified``.

    Text without Chinese characters has the script ``none``. Simplified texts hold a few
    characters that count as traditional (著, 乾), traditional ones have dozens in a hundred.
    """
    sample = text[:_SAMPLE]
    if not _TRADITIONAL.are_in(sample):  # as of most texts: nothing is counted
        return "simplified" if _ANY_HAN.search(sample) else "none"
    han = sum(map(len, re.findall(f"[{HAN}]+", sample)))
    if not han:
        return "none"
    return "traditional" if count_traditional(sample) * 50 >= han else "simplified"


@lru_cache(maxsize=8)
def _converter(configuration: str) -> OpenCC:
    from opencc import OpenCC  # heavy, and most texts need none

    return OpenCC(configuration)
