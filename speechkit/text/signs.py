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


@lru_cache(maxsize=1)  # how a text is decoded, its format and its cleaning ask for those of one
def find_signs(text: str) -> AbstractSet[str]:
    """Return the characters of a text but for letters, digits, Han and the most frequent marks."""
    return frozenset(_OTHER.findall(text))
