"""What shapes the words of an index: the terms, and which versions of which libraries."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import NamedTuple
from unicodedata import unidata_version

from speechkit.digests import digest_name

DICTIONARY_FORMAT = 4
SHAPING_LIBRARIES = ("jieba", "opencc", "rjieba")


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
            if entry.endswith(".dist-info"):
                name, _, version = entry.removesuffix(".dist-info").partition("-")
                versions[name.lower()] = version
    return versions


def _ask_version(name: str) -> str:
    """Return the version of a library that is installed in another way, or ``none``."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


class DictionarySettings(NamedTuple):
    """What a dictionary is made from."""

    terms: tuple[str, ...]
    versions: str
    """As ``library_versions`` gives them."""

    @property
    def name(self) -> str:
        """Return the file name of the dictionary, which says what it is made from."""
        made_from = repr((DICTIONARY_FORMAT, self.versions, sorted(set(self.terms))))
        return f"dictionary-{digest_name(made_from.encode())}.sqlite"
