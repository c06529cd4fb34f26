"""What the path of a file says of its speech."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}(?:[-.年]|[0-9]{4}))[0-9]+")
"""The number of a file, not the date with which many a name begins: there may be another of it."""


def path_stem(shown: str) -> str:
    """Return a path as it is shown, without the ending of its file's name."""
    stem, dot, ending = shown.rpartition(".")
    return stem if dot and stem and not stem.endswith("/") and "/" not in ending else shown


def path_number(stem: str) -> str:
    """Return the digits with which a file's name begins, unless they are a date's, or ""."""
    found = _NUMBER.match(stem.rpartition("/")[2])
    return found[0] if found else ""
