"""What an error comes to on the command line: the library's sentence, and how to go on from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from speechkit.errors import (
    CacheError,
    CorpusFolderError,
    DamagedIndexError,
    DecodingError,
    IndexingError,
    IndexPlaceError,
    ReplacedIndexError,
    SpeechkitError,
    UnreadableFileError,
    reason_of,
)
from speechkit.language import N_, _

if TYPE_CHECKING:
    from speechkit.model import SkipReason

DEBUG_VARIABLE = "SPEECHKIT_DEBUG"
"""Names the variable that lets an error pass with its traceback."""

_HINTS: tuple[tuple[type[SpeechkitError], str], ...] = (
    (CacheError, N_("choose another place with --index")),
    (IndexPlaceError, N_("choose another place with --index")),
    (CorpusFolderError, N_("name a folder of texts with -C")),
    (IndexingError, N_("try again")),
    (DecodingError, N_("name the right one with --encoding if it is a text")),
)


def explain(error: Exception) -> Iterator[str]:
    """Yield the sentences that tell a user of an error: the thing, the reason and the fix."""
    if isinstance(error, ReplacedIndexError):
        yield str(error)
    elif isinstance(error, DamagedIndexError):
        told = _("the index is damaged ({reason}); rebuild it with: speechkit index --rebuild")
        yield told.format(reason=error)
    elif isinstance(error, UnreadableFileError):
        from speechkit.render.messages import describe_reason

        reason = describe_reason(cast("SkipReason", error.reason), error.detail)
        yield _("this text cannot be read: {reason}").format(reason=reason)
    elif isinstance(error, SpeechkitError):
        hints = (_(hint) for kind, hint in _HINTS if isinstance(error, kind))
        yield _("; ").join((str(error), *hints))
    elif isinstance(error, PermissionError):
        told = _("{name}: {told}; change its permissions")
        yield told.format(name=error.filename, told=reason_of(error))
    elif isinstance(error, OSError):
        yield _("{name}: {told}").format(name=error.filename, told=reason_of(error))
    elif isinstance(error, MemoryError):
        yield _("out of memory; ask for less, with -n say")
    elif type(error).__module__ == "sqlite3":
        told = _("the index cannot be read: {reason}; try again, or choose another with --index")
        yield told.format(reason=error)
    else:
        told = _("this should not have happened: {error}")
        yield told.format(error=f"{type(error).__name__}: {error}")
        told = _("set {variable}=1 to see where, and please report it")
        yield told.format(variable=DEBUG_VARIABLE)
