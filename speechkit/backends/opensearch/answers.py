"""What a cluster answers, taken apart with care: nothing of it is believed to be as it should."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from speechkit.errors import ClusterError, SpeechkitError
from speechkit.language import _

Json = dict[str, Any]


class SenselessAnswerError(ClusterError):
    """An answer that lacks what must be in it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _("the cluster gave an answer that makes no sense: {what}").format(what=what)
        )


@contextmanager
def making_sense() -> Iterator[None]:
    """Raise SenselessAnswerError where an answer is not of the kinds that it should be of."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        if isinstance(error, SpeechkitError):
            raise
        raise SenselessAnswerError(f"{type(error).__name__}: {error}") from error


def _wrong(told: str, names: tuple[str, ...]) -> SenselessAnswerError:
    return SenselessAnswerError(told.format(field=".".join(names)))


def take(value: object, *names: str) -> Any:
    """Return what lies in a JSON object under names, one in the other."""
    for name in names:
        if not isinstance(value, dict) or name not in value:
            raise _wrong(_("{field} is missing"), names)
        value = value[name]
    return value


def take_text(value: object, *names: str) -> str:
    """Return a string under names."""
    found = take(value, *names)
    if not isinstance(found, str):
        raise _wrong(_("{field} is no text"), names)
    return found


def take_number(value: object, *names: str) -> int:
    """Return a whole number under names."""
    found = take(value, *names)
    if not isinstance(found, int) or isinstance(found, bool):
        raise _wrong(_("{field} is no number"), names)
    return found


def take_list(value: object, *names: str) -> list[Any]:
    """Return a list under names."""
    found = take(value, *names)
    if not isinstance(found, list):
        raise _wrong(_("{field} is no list"), names)
    return found


def take_bytes(value: object, *names: str) -> bytes:
    """Return bytes under names, which are sent as base64."""
    try:
        return b64decode(take_text(value, *names), validate=True)
    except ValueError:
        raise _wrong(_("{field} is not base64"), names) from None


def decode_column(value: object) -> bytes:
    """Return bytes from a column, whose base64 comes without its padding."""
    try:
        text = str(value)
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise SenselessAnswerError(_("a column is not base64")) from None


def take_hits(answer: object) -> list[Any]:
    """Return the hits of a search that is whole: every shard answered, in time."""
    check_whole(answer)
    return take_list(answer, "hits", "hits")


def take_total(answer: object) -> int:
    """Return how many hits a search has in all."""
    check_whole(answer)
    if take(answer, "hits", "total", "relation") != "eq":
        raise SenselessAnswerError(_("hits were not counted to the end"))
    return take_number(answer, "hits", "total", "value")


def check_whole(answer: object) -> None:
    """Raise SenselessAnswerError unless an answer is of all shards, and in time."""
    failed = take_number(answer, "_shards", "failed")
    total, successful = (take_number(answer, "_shards", name) for name in ("total", "successful"))
    if failed or successful != total or take(answer, "timed_out") is not False:
        told = _("{number} of {all} shards did not answer")
        raise SenselessAnswerError(told.format(number=total - successful, all=total))


def take_field(hit: object, name: str) -> Any:
    """Return the one value of a field that a hit was asked for."""
    values = take_list(hit, "fields", name)
    if len(values) != 1:
        told = _("{field} has {number} values")
        raise SenselessAnswerError(told.format(field=f"fields.{name}", number=len(values)))
    return values[0]
