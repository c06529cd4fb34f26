"""Regular expressions that are compiled when first used.

With a class of Chinese characters one takes up to some milliseconds, and most commands use few.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """A pattern whose methods are those of the compiled one, each kept when it is first asked."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def compile_late(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern whose methods compile it at the first call and cost no more afterwards."""
    return cast("re.Pattern[str]", _LatePattern(source, flags))
