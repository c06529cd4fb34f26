"""Writing to one build of an index: speeches in, speeches out, and the sums of what is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Any

from speechkit.backends.opensearch.answers import take
from speechkit.backends.opensearch.bulk import Action, Refusal, check_none, write
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.documents import NamedDocument, Sums, make_documents, sum_up
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.reader import ClusterReader
from speechkit.backends.opensearch.schema import name_speech
from speechkit.backends.sqlite.packing import PackedBatch
from speechkit.backends.sqlite.tallies import unpack_counts
from speechkit.cache import digest_name
from speechkit.model import SkippedFile, SourceFile
from speechkit.text.order import natural_key
from speechkit.text.segmenter import Segmenter

_SENDERS = 2
_WAITING = 3
"""Batches of at most some MB that wait to be sent; more would only fill the memory."""

_AT_ONCE = 500


class BuildWriter:
    """Writes speeches to one build; a context, at whose end nothing is on its way any more."""

    def __init__(  # noqa: PLR0913 - the options of one thing
        self,
        reader: ClusterReader,
        lock: WriteLock,
        segmenter: Segmenter,
        sums: Sums,
        *,
        known: Iterable[str] = (),
        keep_parts: bool = False,
    ) -> None:
        self._reader = reader
        self._client: Client = reader.client
        self._lock = lock
        self._segmenter = segmenter
        self._known = set(known)
        self._keep_parts = keep_parts
        self._senders = ThreadPoolExecutor(_SENDERS)
        self._sent: deque[Future[tuple[Sums, list[SkippedFile]]]] = deque()
        self.sums = sums
        """Of all speeches of the build, those on their way not yet among them."""
        self.refused: list[SkippedFile] = []
        """Files whose speeches the cluster does not take."""

    def __enter__(self) -> BuildWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._senders.shutdown(wait=True, cancel_futures=True)

    @property
    def speeches(self) -> int:
        """How many speeches the build has now."""
        return self.sums.sizes["speeches"]

    def number_files(self, files: Iterable[SourceFile]) -> list[tuple[int, SourceFile]]:
        """Give each file a number, in their natural order."""
        return list(enumerate(sorted(files, key=lambda file: natural_key(file.path))))

    def add(self, batch: PackedBatch) -> None:
        """Send the speeches of a batch; waits while others are on their way."""
        self._lock.check()
        self._sent.append(self._senders.submit(self._send, batch))
        while len(self._sent) > _WAITING or (self._sent and self._sent[0].done()):
            self._take_in()

    def _take_in(self) -> None:
        sums, refused = self._sent.popleft().result()
        self.sums.update(sums)
        self.refused += refused

    def _send(self, batch: PackedBatch) -> tuple[Sums, list[SkippedFile]]:
        """Send a batch and then its sums, which say that all of it is there."""
        name = _name_batch(batch)
        documents = make_documents(batch, name)
        actions = [Action(name_speech(one.order), one.document) for one in documents]
        refused = self._write(actions)
        reasons = {refusal.identifier: refusal.reason for refusal in refused}
        sums, skipped = self._sum_up(batch, documents, reasons)
        if self._keep_parts:
            part = {
                "kind": "part",
                "order": f"x{name}",
                "batch": name,
                "kept": {"sums": sums.pack()},
            }
            check_none(self._write([Action(name_part(name), part)]))
        return sums, skipped

    def _sum_up(
        self, batch: PackedBatch, documents: Sequence[NamedDocument], reasons: dict[str, str]
    ) -> tuple[Sums, list[SkippedFile]]:
        sums = Sums.empty()
        for part in batch.words.parts:
            sums.tokens.update(unpack_counts(part).tokens)
        skipped = []
        for one in documents:
            reason = reasons.get(name_speech(one.order))
            if reason is None:
                sums.add(one.document["kept"], one.counts)
            else:
                sums.tokens.subtract(sum_up(one.document["kept"], self._segmenter).tokens)
                skipped.append(SkippedFile(one.path, "fault", reason))
        return sums, skipped

    def remove(self, paths: Iterable[bytes]) -> int:
        """Take out the speeches of paths, where the build has them; return how many it had."""
        rest = (order for path in paths for order in (natural_key(path).hex(),))
        held = (order for order in rest if order in self._known)
        removed = 0
        while some := list(islice(held, _AT_ONCE)):
            for kept in self._reader.kept(some):
                self.sums.update(sum_up(kept, self._segmenter), -1)
            check_none(self._write([Action(name_speech(order), None) for order in some]))
            self._known.difference_update(some)
            removed += len(some)
        return removed

    def compact(self) -> None:
        """Leave what was removed to the sealing of the build."""

    def finish(self) -> None:
        """Wait until all is there."""
        while self._sent:
            self._take_in()
        self._lock.check()

    def _write(self, actions: Iterable[Action]) -> list[Refusal]:
        return write(self._client, self._reader.index, self._lock.epoch, actions)


def name_part(batch: str) -> str:
    """Return the ``_id`` of the sums of a batch."""
    return f"p{batch}"


def _name_batch(batch: PackedBatch) -> str:
    rows: list[Any] = [speech.row[1:11] for speech in batch.speeches]
    return digest_name(repr((rows, batch.skipped)).encode())


def read_sums(part: object) -> Sums:
    """Return the sums of a batch from its document."""
    return Sums.unpack(str(take(part, "sums")))
