"""The lock of one index on a cluster: who may write to it, and for how long that is believed.

A small index holds one document with who writes now. The holder renews it every few seconds; where
it stays as it is for longer, the holder is gone. Each holder has a higher number than the one
before, which all its writes carry: what a holder that was thought gone still sends is refused.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from threading import Event, Thread

from speechkit.backends.opensearch.answers import Json, take, take_number
from speechkit.backends.opensearch.client import Client, RefusedError
from speechkit.errors import ClusterError, IndexingError
from speechkit.language import _

_LEASE = "lease"
_RENEWED_AFTER = 4.0
_GONE_AFTER = 15.0
_ATTEMPTS = 5
_CONFLICT = 409

_INDEX = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {"dynamic": "strict", "properties": {"kept": {"type": "object", "enabled": False}}},
}


class WriteLock:
    """The right to write to the builds of one index, held as a context."""

    def __init__(self, client: Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._index = f"{client.place.alias}.lock"
        self._sleep = sleep
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
        self._stopped = Event()
        self._thread = Thread(target=self._keep, daemon=True)
        self._seen: Json = {}
        self._lost = ""
        self.epoch = 0
        """Higher than that of every holder before."""

    def __enter__(self) -> WriteLock:
        for _attempt in range(_ATTEMPTS):
            if self._take():
                self._thread.start()
                return self
        told = _("other processes write to {place} now; wait for them")
        raise IndexingError(told.format(place=self._client.place))

    def _take(self) -> bool:
        """Take the lease; return whether it still was as it was read.

        What a holder sent just before its end may arrive after it.
        """
        found = self._read()
        if not found:
            self._create()
            found = self._read()
        if not _is_free(found):
            found = self._wait(found)
        try:
            self._write(found, take_number(found, "_source", "kept", "epoch") + 1, self._holder)
        except RefusedError as error:
            if error.status != _CONFLICT:
                raise
            return self._recognize()
        return True

    def _recognize(self) -> bool:
        """Return whether the lease was taken by a request whose answer got lost."""
        found = self._read()
        if self._is_own(found):
            self._seen, self.epoch = found, take_number(found, "_source", "kept", "epoch")
            return True
        return False

    def __exit__(self, *exception: object) -> None:
        self._stopped.set()
        self._thread.join()
        try:
            if not self._lost:
                self._write(self._seen, self.epoch, "")
        except ClusterError:
            pass  # the next one who asks will find it unchanged, and take it

    def check(self) -> None:
        """Raise IndexingError where another process took the lock over."""
        if self._lost:
            told = _("another process writes to {place} now: {lost}")
            raise IndexingError(told.format(place=self._client.place, lost=self._lost))

    def confirm(self) -> None:
        """Raise IndexingError unless the lock is still held, asked of the cluster itself."""
        self.check()
        found = self._read()
        if not self._is_own(found):
            self._lost = str(take(found, "_source", "kept", "holder"))
            self.check()

    def _keep(self) -> None:
        while not (self._lost or self._stopped.wait(_RENEWED_AFTER)):
            self._renew()

    def _renew(self) -> None:
        """Say that this process is still there; where that fails, the next time may not."""
        try:
            try:
                self._write(self._seen, self.epoch, self._holder)
            except RefusedError as error:
                if error.status != _CONFLICT:
                    raise
                self._seen = self._read()
                if not self._is_own(self._seen):
                    self._lost = _("it did not hear from this one for too long")
        except ClusterError:
            pass

    def _is_own(self, found: Json) -> bool:
        return bool(take(found, "_source", "kept", "holder") == self._holder)

    def _create(self) -> None:
        try:
            self._client.ask("PUT", self._index, content=_INDEX)
        except RefusedError as error:
            if error.kind != "resource_already_exists_exception":
                raise
        content = {"kept": {"holder": "", "epoch": 0}}
        try:
            self._client.ask("PUT", self._index, "_create", _LEASE, content=content)
        except RefusedError as error:
            if error.status != _CONFLICT:
                raise

    def _read(self) -> Json:
        answer = self._client.ask("GET", self._index, "_doc", _LEASE, missing=True)
        return answer if answer and take(answer, "found") is True else {}

    def _write(self, before: Json, epoch: int, holder: str) -> None:
        """Write the lease if it is still as it was; raises RefusedError (409) where it is not."""
        answer = self._client.ask(
            "PUT",
            self._index,
            "_doc",
            _LEASE,
            content={"kept": {"holder": holder, "epoch": epoch}},
            parameters={
                "if_seq_no": str(take_number(before, "_seq_no")),
                "if_primary_term": str(take_number(before, "_primary_term")),
            },
        )
        self._seen, self.epoch = answer, epoch

    def _wait(self, found: Json) -> Json:
        """Return the lease once its holder is seen to be gone; raises IndexingError."""
        first = take_number(found, "_seq_no")
        holder = str(take(found, "_source", "kept", "holder"))
        waited = 0.0
        while waited < _GONE_AFTER and not _is_gone(holder):
            self._sleep(1)
            waited += 1
            found = self._read()
            if _is_free(found):
                break
            if take_number(found, "_seq_no") != first:
                host, process = holder.split(":")[:2]
                told = _("process {process} on {host} writes to {place} now; wait for it")
                raise IndexingError(
                    told.format(process=process, host=host, place=self._client.place)
                )
        return found


def _is_free(found: Json) -> bool:
    return bool(take(found, "_source", "kept", "holder") == "")


def _is_gone(holder: str) -> bool:
    """Return whether a holder was a process of this machine that has ended."""
    host, process, *_ = f"{holder}::".split(":")
    if os.name != "posix" or host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
