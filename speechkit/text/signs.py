"""Signs: the characters of a text that few texts hold, found at one look.

What changes or knows only texts with certain characters names them, as CONTROL_SIGNS for what
drops controls. A text that has none of them needs to be asked nothing: most texts have few signs.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

_USUAL = r"\n 0-9A-Za-z\u3000\u4e00-\u9fff，。、；？！“”‘’《》—…·.,%"
_OTHER = re.compile(f"[^{_USUAL}]")
_LONGEST_KEPT = 1 << 18
"""Characters of a text that may stay in memory until the next one comes."""


def find_signs(text: str) -> AbstractSet[str]:
    """Return the characters of a text but for letters, digits, Han and the most frequent marks."""
    return _find_known_signs(text) if len(text) <= _LONGEST_KEPT else _find_signs(text)


def _find_signs(text: str) -> AbstractSet[str]:
    return frozenset(_OTHER.findall(text))


_find_known_signs = lru_cache(maxsize=1)(_find_signs)
"""The decoding of a text, its format and its cleaning ask for the same."""
