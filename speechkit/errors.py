"""The errors that the library raises; each message names the thing, the reason and the fix.

::

    SpeechkitError
    ├── CorpusError            a folder that cannot be searched
    │   └── ClosedCorpusError  a corpus that was closed before it was asked
    ├── UnknownSpeechError     an identifier of no speech, or of several (also a KeyError)
    ├── SettingError           a setting that cannot be (also a ValueError)
    ├── DecodingError          bytes that no encoding fits (also a ValueError)
    ├── DamagedIndexError      an index file whose content makes no sense
    ├── IndexingError          an indexing that could not go on
    └── CacheError             a place where an index cannot be kept
"""

from __future__ import annotations

from pathlib import Path


class SpeechkitError(Exception):
    """What all errors of the library are."""


class CorpusError(SpeechkitError):
    """A folder that cannot be searched."""


class ClosedCorpusError(CorpusError):
    """A corpus that was closed before it was asked."""

    def __init__(self, root: Path | None) -> None:
        name = f"the corpus {root}" if root else "the corpus"
        super().__init__(f"{name} was closed; open it again with speechkit.open")


class UnknownSpeechError(SpeechkitError, KeyError):
    """An identifier that names no speech, or several, of which ``candidates`` are the first."""

    def __init__(self, identifier: str, candidates: tuple[str, ...], speeches: int) -> None:
        super().__init__(identifier)
        self.identifier = identifier
        self.candidates = candidates
        self.speeches = speeches

    def __str__(self) -> str:
        return f"{self.identifier!r} names {self.speeches or 'no'} speeches"


class SettingError(SpeechkitError, ValueError):
    """A setting that cannot be: an unknown encoding, a word that is none, a negative limit."""


class DecodingError(SpeechkitError, ValueError):
    """No encoding fits a file, or the one that the user named does not exist."""


class DamagedIndexError(SpeechkitError):
    """An index file that SQLite calls corrupt or no database, or whose content does not unpack."""


class IndexingError(SpeechkitError):
    """An indexing that could not go on."""


class CacheError(SpeechkitError):
    """A place where an index cannot be kept."""
