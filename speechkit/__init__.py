"""Search folders of raw Chinese speech texts.

::

    import speechkit

    corpus = speechkit.open("corpus")
    for hit in corpus.search("十四五"):
        print(hit.id, hit.title, hit.passage)
    print(corpus["003"].text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.corpus import Corpus
    from speechkit.corpus import open_corpus as open
    from speechkit.errors import (
        CacheError,
        ClosedCorpusError,
        CorpusError,
        DamagedIndexError,
        DecodingError,
        IndexingError,
        SettingError,
        SpeechkitError,
        UnknownSpeechError,
    )
    from speechkit.search import Hit, Results
    from speechkit.speech import Speech

__all__ = [
    "CacheError",
    "ClosedCorpusError",
    "Corpus",
    "CorpusError",
    "DamagedIndexError",
    "DecodingError",
    "Hit",
    "IndexingError",
    "Results",
    "SettingError",
    "Speech",
    "SpeechkitError",
    "UnknownSpeechError",
    "open",
]
__version__ = "0.1.0"

_HOMES = {
    "Corpus": "corpus",
    "Hit": "search",
    "Results": "search",
    "Speech": "speech",
    "open": "corpus",
}
"""Modules of public names; what is not listed is an error."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that ``--help`` imports nothing else."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"{__name__}.{_HOMES.get(name, 'errors')}")
    return getattr(home, "open_corpus" if name == "open" else name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
