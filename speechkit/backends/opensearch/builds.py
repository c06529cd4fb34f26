"""The builds of one index: made, gone on with, put in the place of the one that answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from speechkit.backends.opensearch.answers import (
    Json,
    SenselessAnswerError,
    decode_column,
    find_failed,
    find_missing,
    making_sense,
    take,
    take_number,
    take_text,
)
from speechkit.backends.opensearch.bulk import Action, check_none, write
from speechkit.backends.opensearch.client import Client, RefusedError
from speechkit.backends.opensearch.documents import Sums, read_listed
from speechkit.backends.opensearch.expressions import SPEECHES, all_of, one_of
from speechkit.backends.opensearch.layout import Layout
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.reader import PAGE, ClusterReader, Page
from speechkit.backends.opensearch.schema import (
    MAPPINGS,
    STATE,
    index_settings,
    name_build,
    name_speech,
)
from speechkit.backends.opensearch.state import IndexState, kept_documents, read_state
from speechkit.backends.opensearch.writer import name_part, read_sums
from speechkit.errors import ClusterError
from speechkit.language import _

_NOW = {"force": "true", "wait_if_ongoing": "true"}
_COPY_LOOKS = range(10, 21_600)
"""How often it is seen whether an index has its copies: at least, where none is being made, and at
most; a second lies between."""


class Builds(NamedTuple):
    """What there is of an index: the build that answers, and others."""

    live: str | None
    others: tuple[str, ...]


def list_builds(client: Client) -> Builds:
    """Return the builds of the index of a client."""
    alias = client.place.alias
    found = client.ask("GET", f"{alias}.*", "_alias", missing=True)
    live: list[str] = []
    others: list[str] = []
    for index, facts in found.items():
        if index != f"{alias}.lock" and client.owns(index):
            (live if alias in take(facts, "aliases") else others).append(index)
    if len(live) > 1:
        told = _("{alias} is the alias of several indexes: {indexes}")
        raise ClusterError(told.format(alias=alias, indexes=", ".join(sorted(live))))
    return Builds(live[0] if live else None, tuple(sorted(others)))


def make_build(client: Client, made_by: str, shards: int) -> str:
    """Make an empty build of so many shards, and return its name."""
    name = name_build(client.place.alias, made_by)
    settings = index_settings(shards)
    _make(client, "PUT", (name,), {"settings": settings, "mappings": MAPPINGS})
    return name


def clone_build(client: Client, source: str, made_by: str) -> str:
    """Close a build, make one with all that it holds, sharing its files, and return its name."""
    close_build(client, source)
    name = name_build(client.place.alias, made_by)
    settings = {
        "index.blocks.write": None,
        "index.auto_expand_replicas": "false",
        "index.number_of_replicas": 0,
        "index.refresh_interval": "-1",
    }
    _make(client, "POST", (source, "_clone", name), {"settings": settings})
    return name


def _make(client: Client, method: str, path: tuple[str, ...], content: dict[str, object]) -> None:
    """Make an index and wait for its shards; is it there already, then an answer got lost."""
    try:
        client.ask(method, *path, content=content)
    except RefusedError as error:
        if error.kind != "resource_already_exists_exception":
            raise
    client.ask("GET", path[-1], "_stats", "docs", lacks=find_missing)


def close_build(client: Client, index: str) -> None:
    """Let nothing more be written to a build, of which all is on disk."""
    client.ask("POST", index, "_flush", parameters=_NOW, lacks=find_failed)
    client.ask("PUT", index, "_block", "write")


def replace_build(client: Client, index: str, made_by: str) -> str:
    """Make a build with all that another holds, which is removed; return its name.

    Whatever a killed builder still had on its way goes to a name that is no longer there.
    """
    replaced = clone_build(client, index, made_by)
    remove_builds(client, [index])
    return replaced


def is_build(client: Client, index: str) -> bool:
    """Return whether an index was made as a build, not by a late write to one that was removed."""
    answer = client.ask("GET", index, "_mapping", missing=True)
    return bool(answer) and take(answer, index, "mappings").get("dynamic") == "strict"


def remove_builds(client: Client, names: Iterable[str]) -> None:
    """Remove builds that nobody needs."""
    for name in names:
        client.ask("DELETE", name, missing=True)


class Parts(NamedTuple):
    """What an unfinished build holds for sure: batches whose sums are there."""

    sums: dict[str, Sums]
    """Of each batch by its name."""
    speeches: dict[str, tuple[str, bytes, bytes]]
    """By their sort keys: batch, path and digest; also of batches without sums."""


def read_parts(reader: ClusterReader) -> Parts:
    """Return what an unfinished build holds."""
    sums = {}
    for hit in kept_documents(reader, "part", at_once=50):
        sums[take_text(hit, "_id")[1:]] = read_sums(take(hit, "_source", "kept"))
    speeches = {
        order: (str(batch), read_listed(decode_column(entry))[0], digest)
        for order, batch, entry, value in reader.fields(SPEECHES, "batch", "entry", "digest")
        for digest in (decode_column(value),)
    }
    return Parts(sums, speeches)


def read_digests(reader: ClusterReader, orders: Iterable[str]) -> dict[str, bytes]:
    """Return the digests of the files of those speeches that are there, by their sort keys."""
    columns = reader.fields(all_of(one_of("order", orders)), "digest")
    return {order: decode_column(value) for order, value in columns}


def discard(
    reader: ClusterReader,
    lock: WriteLock,
    *,
    parts: Iterable[str] = (),
    orders: Iterable[str] = (),
    state: bool = False,
) -> None:
    """Remove the sums of batches, speeches, and what a build says of its folder and of all.

    With ``state`` only that goes which calls it whole.
    """
    gone = [*map(name_part, parts), *map(name_speech, orders), STATE]
    if not state:
        gone += [str(take(hit, "_id")) for hit in _written_last(reader)]
    actions = (Action(name, None) for name in gone)
    check_none(write(reader.client, reader.index, lock.epoch, actions))
    refresh(reader.client, reader.index)


def _written_last(reader: ClusterReader) -> Iterator[Any]:
    """Yield what was written behind all speeches of a build, and is of all of them."""
    kinds = one_of("kind", ("listing", "skipped", "look", "word"))
    return reader.all_hits(Page({"bool": {"filter": [kinds]}}, PAGE))


def make_copies(client: Client, build: str, layout: Layout) -> None:
    """Give a sealed build its copies, and wait while they are made.

    So the end of one node takes no answer away once it is in place. Where the cluster makes none,
    for there is no room or no node for them, that is no reason to wait.
    """
    content = {"index": {**layout.settings, "refresh_interval": None}}
    client.ask("PUT", build, "_settings", content=content)
    for look in range(_COPY_LOOKS.stop):
        shards = take(client.ask("GET", build, "_stats", "docs"), "_shards")
        if take_number(shards, "successful") == take_number(shards, "total"):
            return
        active = {"active_only": "true"}
        if look >= _COPY_LOOKS.start and not client.ask(
            "GET", build, "_recovery", parameters=active
        ):
            return
        client.patience.sleep(1)


def match_copies(client: Client, build: str, layout: Layout) -> int | None:
    """Give the build that answers the copies it should have; return how many where it had others.

    They are those of each shard besides the first.
    """
    if layout.is_met(_read_settings(client, build)):
        return None
    make_copies(client, build, layout)
    with making_sense():
        return int(_read_settings(client, build)["number_of_replicas"])


def _read_settings(client: Client, build: str) -> Json:
    found = client.ask("GET", build, "_settings")
    return dict(take(found, build, "settings", "index"))


def put_in_place(client: Client, build: str, old: str | None) -> None:
    """Let a sealed build answer from now on, and remove the one before, in one step.

    Raises ClusterError, and changes nothing, where a shard of the build does not answer.
    """
    ClusterReader(client, build, Path()).count(SPEECHES)
    actions: list[dict[str, object]] = [{"add": {"index": build, "alias": client.place.alias}}]
    if old is not None:
        actions.append({"remove_index": {"index": old}})
    try:
        client.ask("POST", "_aliases", content={"actions": actions})
    except RefusedError as error:
        # The answer to a first request may have got lost, and what it removed is no longer there.
        if error.status != 404 or list_builds(client).live != build:
            raise


def refresh(client: Client, index: str) -> None:
    """Let all that was written to a build, which has no copies yet, be seen."""
    client.ask("POST", index, "_refresh", lacks=find_missing)


def live_state(client: Client) -> tuple[str, IndexState] | None:
    """Return the build that answers, and its state; None where there is none."""
    found = read_state(client, client.place.alias)
    if found is None:
        return None
    build, state = found
    if state is None:
        told = _("{build} answers, but was never finished")
        raise SenselessAnswerError(told.format(build=build))
    return build, state
