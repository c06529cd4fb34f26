"""What a cluster answers, taken apart with care: nothing of it is believed to be as it should."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from speechkit.errors import ClusterError, SpeechkitError
from speechkit.language import _

Json = dict[str, Any]

_LONGEST_REASON = 300


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
    lack = find_lack(answer)
    if lack:
        raise SenselessAnswerError(lack)


def find_lack(answer: object) -> str:
    """Return why the answer to a search is not of all shards, or not whole; nothing where it is."""
    if take(answer, "timed_out") is not False:
        return _("it did not answer in time")
    return find_missing(answer)


def find_missing(answer: object) -> str:
    """Return why not all shards did what they were told; nothing where all did."""
    total, successful = (take_number(answer, "_shards", name) for name in ("total", "successful"))
    failed = find_failed(answer)
    if failed or successful == total:
        return failed
    told = _("{count} of {total} shards did not answer")
    return told.format(count=total - successful, total=total)


def find_failed(answer: object) -> str:
    """Return why a shard failed to do what it was told; nothing where none did.

    A shard that is not there did not fail: a copy may have no node to be on.
    """
    count, total = (take_number(answer, "_shards", name) for name in ("failed", "total"))
    if not count:
        return ""
    message = _("{count} of {total} shards did not answer").format(count=count, total=total)
    reason = _read_cause({"failed_shards": take(answer, "_shards").get("failures")}).reason
    return f"{message} ({reason})" if reason else message


def find_unacknowledged(answer: Json) -> str:
    """Return why a change is not one of the whole cluster yet; nothing where it is."""
    return _("not every node knows of the change") if answer.get("acknowledged") is False else ""


class Fault(NamedTuple):
    """The reason of a refusal, as far as the cluster tells it."""

    status: int
    """As of an answer of its own; 0 where none is told."""
    kind: str
    """The server's word for it."""
    reason: str


def read_fault(answer: object) -> Fault:
    """Return the reason of an answer, as bytes or taken apart, or of a part of one, that refuses.

    The deepest cause is told, for what lies above it often says only that all shards failed; the
    list of root causes may be empty.
    """
    if isinstance(answer, bytes):
        try:
            found = json.loads(answer)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or "error" not in found:
            return Fault(0, "error", answer[:100].decode("utf-8", "replace"))
        answer = found
    status = answer.get("status") if isinstance(answer, dict) else 0
    return _read_cause(take(answer, "error"))._replace(
        status=status if isinstance(status, int) else 0
    )


def _read_cause(error: object) -> Fault:
    if not isinstance(error, dict):
        return Fault(0, "error", str(error)[:_LONGEST_REASON])
    causes = list(_list_causes(error))
    kind = next((str(cause["type"]) for cause in causes if cause.get("type")), "error")
    reason = next((str(cause["reason"]) for cause in causes if cause.get("reason")), "")
    return Fault(0, kind, reason[:_LONGEST_REASON])


def _list_causes(error: object) -> Iterator[Json]:
    """Yield an error and all that led to it, the deepest first."""
    if not isinstance(error, dict):
        return
    for name in ("root_cause", "failed_shards"):
        causes = error.get(name)
        for cause in causes[:1] if isinstance(causes, list) else ():
            yield from _list_causes(cause)
    yield from _list_causes(error.get("caused_by"))
    if isinstance(error.get("reason"), dict):  # that of one shard
        yield from _list_causes(error["reason"])
    else:
        yield error


def take_field(hit: object, name: str) -> Any:
    """Return the one value of a field that a hit was asked for."""
    values = take_list(hit, "fields", name)
    if len(values) != 1:
        told = _("{field} has {number} values")
        raise SenselessAnswerError(told.format(field=f"fields.{name}", number=len(values)))
    return values[0]


def take_explained(hit: object, name: str) -> float:
    """Return the first value of a name in the explanation of a hit's score."""
    for part in _list_explanations(take(hit, "_explanation")):
        if take_text(part, "description").startswith(f"{name}, "):
            with making_sense():
                return float(take(part, "value"))
    raise SenselessAnswerError(_("{field} is missing").format(field=name))


def _list_explanations(explanation: object) -> Iterator[object]:
    yield explanation
    for part in take_list(explanation, "details"):
        yield from _list_explanations(part)
