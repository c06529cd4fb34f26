"""The versions of what prepares a text: an index that others prepared is rebuilt.

They are apart from what they are the versions of, because each command compares them and few
prepare a text.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from unicodedata import unidata_version

from speechkit.cache import digest_name
from speechkit.tuples import NamedTuple

NORMALIZATION_VERSION = 3
"""Of the table and the rules of normalizing."""

DICTIONARY_FORMAT = 5
SHAPING_LIBRARIES = ("jieba", "opencc", "rjieba")


class DictionarySettings(NamedTuple):
    """What a dictionary is made from."""

    words: tuple[str, ...]
    """User words, the shipped ones among them."""
    versions: str
    """As ``library_versions`` gives them."""

    @property
    def name(self) -> str:
        """Return the file name of the dictionary, which says what it is made from."""
        made_from = repr((DICTIONARY_FORMAT, self.versions, sorted(set(self.words))))
        return f"dictionary-{digest_name(made_from.encode())}.sqlite"


@lru_cache(maxsize=1)
def library_versions() -> str:
    """Return the versions of the libraries that shape an index, and of Unicode, as one text."""
    found = _list_installed()
    versions = (f"{name} {found.get(name) or _ask_version(name)}" for name in SHAPING_LIBRARIES)
    return ", ".join((*versions, f"Unicode {unidata_version}"))


def _list_installed() -> dict[str, str]:
    """Return versions by the names of folders: importlib.metadata takes as long as a query."""
    versions: dict[str, str] = {}
    for folder in filter(os.path.isdir, reversed(sys.path)):
        for entry in os.listdir(folder):  # noqa: PTH208 - names are all that is needed
            if entry.endswith((".dist-info", ".egg-info")):
                stem, _, _ = entry.rpartition(".")
                name, *rest = stem.split("-")  # Older pips leave jieba-0.42.1-py3.10.egg-info
                if rest:
                    versions[name.lower()] = rest[0]
    return versions


def _ask_version(name: str) -> str:
    """Return the version of a library that is installed in another way, or ``none``."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
