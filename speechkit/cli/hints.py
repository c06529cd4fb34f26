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

_FIXES: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, N_("check the path")),
    (NotADirectoryError, N_("check the path")),
    (PermissionError, N_("change its permissions")),
    (IsADirectoryError, N_("name a file in it")),
)

DEBUG_VARIABLE = "SPEECHKIT_DEBUG"
"""Names the variable that lets an error pass with its traceback."""

_HINTS: tuple[tuple[type[SpeechkitError], str], ...] = (
    (CacheError, N_("choose another place with --index")),
    (IndexPlaceError, N_("choose another place with --index")),
    (CorpusFolderError, N_("name a folder of texts with -C")),
    (IndexingError, N_("try again")),
    (DecodingError, N_("name the right one with --encoding if it is a text")),
)


def add_fix(told: str, error: OSError) -> str:
    """Return what is told of a file that cannot be read, and what to do where that is known."""
    fix = next((_(fix) for kind, fix in _FIXES if isinstance(error, kind)), "")
    return _("; ").join(filter(None, (told, fix)))


def explain_unreadable(name: str, error: UnreadableFileError | DecodingError) -> str:
    """Return why there is no text in a file, and what to do."""
    if isinstance(error, DecodingError):
        reason, fix = str(error), _(dict(_HINTS)[DecodingError])
    else:
        from speechkit.render.messages import describe_reason

        reason = describe_reason(cast("SkipReason", error.reason), error.detail)
        fix = _("save it as .docx or .txt, and give that")
    return _("cannot read {file}: {reason}; {fix}").format(file=name, reason=reason, fix=fix)


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
    elif isinstance(error, OSError):
        told = _("{name}: {told}")
        yield add_fix(told.format(name=error.filename, told=reason_of(error)), error)
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
