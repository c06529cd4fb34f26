"""What shapes the words of an index: the terms, and which versions of which libraries."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from speechkit.digests import digest_name

DICTIONARY_FORMAT = 4
SHAPING_LIBRARIES = ("jieba", "opencc")


def library_versions() -> str:
    """Return the installed versions of the libraries that shape an index, as JSON."""
    # This import takes as long as the rest of a query, which asks library_stamp instead.
    from importlib import metadata

    return json.dumps({name: metadata.version(name) for name in SHAPING_LIBRARIES})


@lru_cache(maxsize=1)
def library_stamp() -> str:
    """Return where these libraries lie and since when, as JSON: the same stamp, the same versions.

    Another stamp need not mean other versions, as with two environments that hold the same ones.
    """
    stamps = []
    for name in SHAPING_LIBRARIES:
        specification = find_spec(name)
        if specification and specification.origin:
            origin = Path(specification.origin)
            stamps.append((str(origin), origin.stat().st_mtime_ns))
    return json.dumps(stamps)


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
