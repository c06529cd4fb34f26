"""Many documents in one request, each answer read: a bulk that succeeds may hold failures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from speechkit.backends.opensearch.answers import making_sense, read_fault, take_list, take_number
from speechkit.backends.opensearch.client import Client, RefusedError, to_json
from speechkit.backends.opensearch.patience import BUSY
from speechkit.errors import ClusterError, IndexingError
from speechkit.language import _

_REQUEST_BYTES = 8 << 20
_MOST_BYTES = 95 << 20
"""Of one request; clusters take 100 MB by default."""

_TOO_LARGE = 413


class Action(NamedTuple):
    """A document to be written, or to be removed where there is none."""

    identifier: str
    document: dict[str, Any] | None


class Refusal(NamedTuple):
    """A document that the cluster does not take, and its word for why."""

    identifier: str
    reason: str


class _Line(NamedTuple):
    identifier: str
    data: bytes


def write(client: Client, index: str, epoch: int, actions: Iterable[Action]) -> list[Refusal]:
    """Write documents, and return those that are refused for good.

    What is refused because the cluster is busy is sent again, with waits. ``epoch`` is the number
    of who writes; raises IndexingError where somebody with a higher one wrote already, and
    ClusterError where the cluster cannot be reached or stays busy.
    """
    refused: list[Refusal] = []
    for lines in _pack(epoch, actions, refused):
        refused += _send_all(client, index, lines)
    return refused


def _pack(epoch: int, actions: Iterable[Action], refused: list[Refusal]) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    size = 0
    for action in actions:
        line = _Line(action.identifier, _encode(action, epoch))
        if len(line.data) > _MOST_BYTES:
            refused.append(Refusal(action.identifier, "request_too_large"))
            continue
        if lines and size + len(line.data) > _REQUEST_BYTES:
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line.data)
    if lines:
        yield lines


def _encode(action: Action, epoch: int) -> bytes:
    target = {"_id": action.identifier, "version": epoch, "version_type": "external_gte"}
    if action.document is None:
        return to_json({"delete": target}) + b"\n"
    return to_json({"index": target}) + b"\n" + to_json(action.document) + b"\n"


def _send_all(client: Client, index: str, lines: Sequence[_Line]) -> list[Refusal]:
    refused: list[Refusal] = []

    def attempt() -> str:
        nonlocal lines
        lines, busy = _send(client, index, lines, refused)
        told = _(
            "the cluster {address} stays too busy to take {count} documents ({busy}); run the"
            " command again later, it goes on where it stopped"
        )
        address = client.place.address
        return told.format(address=address, count=len(lines), busy=busy) if lines else ""

    client.patience.insist(attempt)
    return refused


def _send(
    client: Client, index: str, lines: Sequence[_Line], refused: list[Refusal]
) -> tuple[list[_Line], str]:
    """Send documents once; return those to be sent again, and why."""
    try:
        content = b"".join(line.data for line in lines)
        answer = client.ask("POST", index, "_bulk", content=content)
    except RefusedError as error:
        if error.status != _TOO_LARGE:
            raise
        if len(lines) == 1:
            refused.append(Refusal(lines[0].identifier, "request_too_large"))
            return [], ""
        halves = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        again = [_send(client, index, half, refused) for half in halves]
        return again[0][0] + again[1][0], again[0][1] or again[1][1]
    left: list[_Line] = []
    busy = ""
    for line, item in zip(lines, _read_items(answer, len(lines)), strict=True):
        status = take_number(item, "status")
        if status in BUSY:
            left.append(line)
            busy = _reason(item)
        elif status == 409:
            told = _("another process took over the index {place}; nothing more is written")
            raise IndexingError(told.format(place=client.place))
        elif status >= 300 and not (status == 404 and "error" not in item):
            refused.append(Refusal(line.identifier, _reason(item)))
    return left, busy


def _read_items(answer: object, number: int) -> list[Any]:
    with making_sense():
        items: list[Any] = [next(iter(item.values()), {}) for item in take_list(answer, "items")]
    if len(items) != number:
        told = _("the cluster answered for {count} of {number} documents")
        raise ClusterError(told.format(count=len(items), number=number))
    return items


def _reason(item: Any) -> str:
    return read_fault(item).kind if "error" in item else "error"


def check_none(refused: Sequence[Refusal]) -> None:
    """Raise IndexingError where the cluster refused what is no speech."""
    if refused:
        told = _("the cluster does not take what it must hold: {reason}")
        raise IndexingError(told.format(reason=refused[0].reason))
