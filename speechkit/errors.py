"""The errors that the library raises; each message names the thing, the reason and the fix.

::

    SpeechkitError
    ├── CorpusError            a corpus that cannot be searched
    │   ├── CorpusFolderError  a folder that cannot be read
    │   ├── IndexPlaceError    a place where the index cannot be
    │   ├── KeptIndexError     indexes that cannot be listed, or one that cannot be removed
    │   ├── IndexingError      an indexing that could not go on
    │   ├── ClusterError       a cluster that cannot be reached, refuses or makes no sense
    │   └── ClosedCorpusError  a corpus that was closed before it was asked
    ├── UnknownSpeechError     an identifier of no speech, or of several (also a KeyError)
    ├── SettingError           a setting that cannot be (also a ValueError)
    ├── PatternError           a regular expression that is none, or too slow (also a ValueError)
    ├── DecodingError          bytes that no encoding fits (also a ValueError)
    ├── UnreadableFileError    a file that is in no format that is read, or damaged
    ├── DamagedIndexError      an index file whose content makes no sense
    │   └── ReplacedIndexError one that is gone, a newer one in its place (on a cluster)
    └── CacheError             a place where an index cannot be kept
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.language import N_, _

if TYPE_CHECKING:
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


class KeptIndexError(CorpusError):
    """Indexes that cannot be listed, or one that cannot be removed."""


class ClusterError(CorpusError):
    """A cluster that cannot be reached, refuses, or gives answers that make no sense."""


class ClosedCorpusError(CorpusError):
    """A corpus that was closed before it was asked."""

    def __init__(self, root: Path | None) -> None:
        told = _("the corpus was closed; open it again with speechkit.open")
        if root and root.parts:  # a corpus in memory is nowhere
            told = _("the corpus {folder} was closed; open it again with speechkit.open")
        super().__init__(told.format(folder=root))


class UnknownSpeechError(SpeechkitError, KeyError):
    """An identifier that names no speech, or several, of which ``candidates`` are the first."""

    def __init__(self, identifier: str, candidates: tuple[str, ...], speeches: int) -> None:
        super().__init__(identifier)
        self.identifier = identifier
        self.candidates = candidates
        self.speeches = speeches

    def __str__(self) -> str:
        if not self.speeches:
            return _("no speech is named {identifier!r}").format(identifier=self.identifier)
        return _("{identifier!r} names {number} speeches").format(
            identifier=self.identifier, number=self.speeches
        )


class SettingError(SpeechkitError, ValueError):
    """A setting that cannot be: an unknown encoding, a word that is none, a negative limit."""


class PatternError(SpeechkitError, ValueError):
    """A regular expression that is none, or that takes too long."""


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
        return _("this file cannot be read: {reason}").format(reason=self.reason + detail)


class DamagedIndexError(SpeechkitError):
    """An index file that SQLite calls corrupt or no database, or whose content does not unpack."""


class ReplacedIndexError(DamagedIndexError):
    """An index that is no longer there, because a newer one took its place while it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("a newer index took the place of this one while it was read; run the command again")
        )


class CacheError(SpeechkitError):
    """A place where an index cannot be kept."""


SYSTEM_REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("File too large"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Device or resource busy"),
    N_("Stale file handle"),
    N_("Invalid argument"),
    N_("database disk image is malformed"),
    N_("file is not a database"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("database or disk is full"),
    N_("database is locked"),
    N_("disk I/O error"),
)
"""Why a file cannot be read or written, as the system and SQLite say it in English."""


def reason_of(error: Exception) -> str:
    """Return why something failed, in the user's language where the system says it in English."""
    return _(getattr(error, "strerror", None) or str(error))
