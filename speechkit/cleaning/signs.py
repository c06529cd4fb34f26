"""Signs: the characters of a text that few texts hold, found at one look.

A step of cleaning that changes only texts with certain characters names them, as CONTROL_SIGNS for
what drops controls. A text that has none of them needs no such step: most need none.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

_USUAL = r"\n 0-9A-Za-z\u3000\u4e00-\u9fff，。、；：？！“”‘’《》—…·.,%\-"
_OTHER = re.compile(f"[^{_USUAL}]")


def find_signs(text: str) -> AbstractSet[str]:
    """Return the characters of a text but for letters, digits, Han and the most frequent marks."""
    return frozenset(_OTHER.findall(text))
