"""The errors that the library raises; each message names the thing, the reason and the fix.

::

    SpeechkitError
    ├── CorpusError            a corpus that cannot be searched
    │   ├── CorpusFolderError  a folder that cannot be read
    │   ├── IndexPlaceError    a place where the index cannot be
    │   ├── IndexingError      an indexing that could not go on
    │   ├── ClusterError       a cluster that cannot be reached, refuses or makes no sense
    │   └── ClosedCorpusError  a corpus that was closed before it was asked
    ├── UnknownSpeechError     an identifier of no speech, or of several (also a KeyError)
    ├── SettingError           a setting that cannot be (also a ValueError)
    ├── DecodingError          bytes that no encoding fits (also a ValueError)
    ├── UnreadableFileError    a file that is in no format that is read, or damaged
    ├── DamagedIndexError      an index file whose content makes no sense
    └── CacheError             a place where an index cannot be kept
"""

from __future__ import annotations

from pathlib import Path


class SpeechkitError(Exception):
    """What all errors of the library are."""


class CorpusError(SpeechkitError):
    """A corpus that cannot be searched."""


class CorpusFolderError(CorpusError):
    """A folder that cannot be read as a corpus."""


class IndexingError(CorpusError):
    """An indexing that could not go on."""


class IndexPlaceError(CorpusError):
    """A place where the index cannot be: another file is there, or it cannot be written."""


class ClusterError(CorpusError):
    """A cluster that cannot be reached, refuses, or gives answers that make no sense."""


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


class UnreadableFileError(SpeechkitError):
    """A file without a text that can be read: ``reason`` is a ``model.SkipReason``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"this file cannot be read: {self.reason}{detail}"


class DamagedIndexError(SpeechkitError):
    """An index file that SQLite calls corrupt or no database, or whose content does not unpack."""


class CacheError(SpeechkitError):
    """A place where an index cannot be kept."""
