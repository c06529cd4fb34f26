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
    from speechkit.checking import CheckedFile, CheckSummary, Duplicate
    from speechkit.conversion import convert_speech
    from speechkit.corpus import Corpus
    from speechkit.errors import (
        ClosedCorpusError,
        CorpusError,
        DamagedIndexError,
        ReplacedIndexError,
        SettingError,
        SpeechkitError,
        UnknownSpeechError,
    )
    from speechkit.files import read_speech as read
    from speechkit.files import read_user_words
    from speechkit.ingest.folder import holds_texts
    from speechkit.kept import list_indexes, remove_index
    from speechkit.model import (
        DroppedText,
        Entry,
        Event,
        IndexingSummary,
        KeptIndex,
        Match,
        MetadataFault,
        Notice,
        Passage,
        Scope,
        Section,
        SkippedFile,
        Speech,
        TermShare,
        Turn,
        WordStatistics,
    )
    from speechkit.opening import from_files, from_texts, open_current
    from speechkit.opening import open_corpus as open
    from speechkit.search import Hit, MissingPhrase, Results, SortKey
    from speechkit.settings import is_address
    from speechkit.statistics import Statistics

__all__ = [
    "CheckSummary",
    "CheckedFile",
    "ClosedCorpusError",
    "Corpus",
    "CorpusError",
    "DamagedIndexError",
    "DroppedText",
    "Duplicate",
    "Entry",
    "Event",
    "Hit",
    "IndexingSummary",
    "KeptIndex",
    "Match",
    "MetadataFault",
    "MissingPhrase",
    "Notice",
    "Passage",
    "ReplacedIndexError",
    "Results",
    "Scope",
    "Section",
    "SettingError",
    "SkippedFile",
    "SortKey",
    "Speech",
    "SpeechkitError",
    "Statistics",
    "TermShare",
    "Turn",
    "UnknownSpeechError",
    "WordStatistics",
    "convert_speech",
    "from_files",
    "from_texts",
    "holds_texts",
    "is_address",
    "list_indexes",
    "open",
    "open_current",
    "read",
    "read_user_words",
    "remove_index",
]
__version__ = "0.2.0"

_HOMES = {
    "checking": ("CheckSummary", "CheckedFile", "Duplicate"),
    "conversion": ("convert_speech",),
    "corpus": ("Corpus",),
    "files": ("read", "read_user_words"),
    "ingest.folder": ("holds_texts",),
    "kept": ("list_indexes", "remove_index"),
    "model": (
        *("DroppedText", "Entry", "Event", "IndexingSummary", "KeptIndex", "Match"),
        *(
            "MetadataFault",
            "Notice",
            "Passage",
            "Scope",
            "Section",
            "SkippedFile",
            "Speech",
            "TermShare",
            "Turn",
            "WordStatistics",
        ),
    ),
    "opening": ("from_files", "from_texts", "open", "open_current"),
    "search": ("Hit", "MissingPhrase", "Results", "SortKey"),
    "settings": ("is_address",),
    "statistics": ("Statistics",),
}
"""The modules of public names; the others are errors."""

_INNER_NAMES = {"open": "open_corpus", "read": "read_speech"}
"""What hides a name of Python's own, or would, has another name within the library."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that ``--help`` imports nothing else."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next((home for home, names in _HOMES.items() if name in names), "errors")
    return getattr(import_module(f"{__name__}.{home}"), _INNER_NAMES.get(name, name))


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__", "errors", "query", "research"])
