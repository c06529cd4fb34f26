"""What the path of a file says of its speech."""

from __future__ import annotations

import re

from speechkit.text.late_patterns import compile_late

_NUMBER = compile_late(
    r"""
    (?! (?:19|20)[0-9]{2} (?:[-.年] | _[0-9] | [0-9]{4}) )  # 2025-03-05, 20250305
    ([0-9]+) (?![0-9])
    (?! \s* (?:年|月|日(?!本)) )  # 3月5日
    (?! [.．·,，] [0-9]{1,3} (?![0-9]) )  # 3.10, 1.2, 1,000
    (?! [%％‰°℃℉㎡㎞㎏] )
    """,
    re.VERBOSE,
)
"""The number of a file, not the date or the amount with which many a name begins."""


def path_stem(shown: str) -> str:
    """Return a path as it is shown, without the ending of its file's name."""
    stem, dot, ending = shown.rpartition(".")
    return stem if dot and stem and not stem.endswith("/") and "/" not in ending else shown


def path_number(stem: str) -> str:
    """Return the digits with which a file's name begins, or "" where they are part of more.

    A Latin, Greek or Cyrillic letter right behind makes them part of a name (22c5, 3D, 1st, 003A),
    which 003_xin, 003-xin, 003 xin and 003新 are not.
    """
    name = stem.rpartition("/")[2]
    found = _NUMBER.match(name)
    if found is None:
        return ""
    after = name[found.end() : found.end() + 1]
    return "" if after.islower() or after.isupper() or after.istitle() else found[0]
