"""Signs: the characters of a text that few texts hold, found at one look.

What changes or knows only texts with certain characters names them, as CONTROL_SIGNS for what
drops controls. A text that has none of them needs to be asked nothing: most texts have few signs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Set as AbstractSet
from functools import lru_cache

_USUAL = r"\n 0-9A-Za-z\u3000\u4e00-\u9fff，。、；？！“”‘’《》—…·.,%"
_OTHERS = re.compile(f"[^{_USUAL}][^{_USUAL}]*")  # a run whose first one is looked for fast
_LONGEST_KEPT = 1 << 18
"""Characters of a text that may stay in memory until the next one comes; more are cut."""


def find_signs(text: str) -> AbstractSet[str]:
    """Return the characters of a text but for letters, digits, Han and the most frequent marks."""
    if len(text) <= _LONGEST_KEPT:
        return _find_known_signs(text)
    starts = range(0, len(text), _LONGEST_KEPT)
    return frozenset().union(*(_find_signs(text, start, start + _LONGEST_KEPT) for start in starts))


def _find_signs(text: str, start: int = 0, end: int = sys.maxsize) -> AbstractSet[str]:
    return frozenset("".join(_OTHERS.findall(text, start, end)))


_find_known_signs = lru_cache(maxsize=1)(_find_signs)
"""The decoding of a text, its format and its cleaning ask for the same."""
