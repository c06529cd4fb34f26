"""What an error comes to on the command line: the library's sentence, and how to go on from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from speechkit.cli.app import DEBUG_VARIABLE
from speechkit.errors import (
    CacheError,
    CorpusFolderError,
    DamagedIndexError,
    DecodingError,
    IndexingError,
    IndexPlaceError,
    SpeechkitError,
    UnreadableFileError,
)

if TYPE_CHECKING:
    from speechkit.model import SkipReason

_HINTS: tuple[tuple[type[SpeechkitError], str], ...] = (
    (CacheError, "choose another place with --index"),
    (IndexPlaceError, "choose another place with --index"),
    (CorpusFolderError, "name a folder of texts with -C"),
    (IndexingError, "try again"),
    (DecodingError, "name the right one with --encoding if it is a text"),
)


def explain(error: Exception) -> Iterator[str]:
    """Yield the sentences that tell a user of an error: the thing, the reason and the fix."""
    if isinstance(error, DamagedIndexError):
        yield f"the index is damaged ({error}); rebuild it with: speechkit index --rebuild"
    elif isinstance(error, UnreadableFileError):
        from speechkit.render.messages import SKIP_REASONS

        reason = SKIP_REASONS[cast("SkipReason", error.reason)].format(detail=error.detail)
        yield f"this text cannot be read: {reason}"
    elif isinstance(error, SpeechkitError):
        hints = (hint for kind, hint in _HINTS if isinstance(error, kind))
        yield "; ".join((str(error), *hints))
    elif isinstance(error, OSError):
        yield f"{error.filename}: {error.strerror}"
    elif isinstance(error, MemoryError):
        yield "out of memory; ask for less, with -n say"
    elif type(error).__module__ == "sqlite3":
        yield f"the index cannot be read: {error}; try again, or choose another with --index"
    else:
        yield f"this should not have happened: {type(error).__name__}: {error}"
        yield f"set {DEBUG_VARIABLE}=1 to see where, and please report it"
