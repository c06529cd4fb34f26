"""Processes that read files at once: a file that takes long holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

import pytest

from speechkit.ingest import workers
from speechkit.ingest.assignments import Assignment
from speechkit.model import SourceFile

NOTHING: Any = None
"""Settings: no file is read here."""

SLOW = b"large.pdf"
Batch = Sequence[Assignment]


def listed(texts: int, slow: int, place: int) -> list[Assignment]:
    """Return files of 10 KB, with one of another size among them."""
    files = [SourceFile(b"%03d.txt" % n, 10_000, 0, 0, 0) for n in range(texts)]
    files.insert(place, SourceFile(SLOW, slow, 0, 0, 0))
    return [Assignment(number, file) for number, file in enumerate(files, 1)]


def names(batch: Batch) -> list[bytes]:
    return [assigned.file.path for assigned in batch]


@pytest.mark.parametrize("place", [0, 100, 200])
def test_other_files_are_read_while_one_takes_long(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    rest = threading.Event()
    read: set[bytes] = set()

    def ask(_: object, batch: Batch) -> Batch:
        if SLOW in names(batch):
            assert names(batch) == [SLOW]
            assert rest.wait(20), "the other files wait for it"
        read.update(names(batch))
        if len(read) == 200:
            rest.set()
        return batch

    @contextmanager
    def start(*_: object) -> Iterator[SimpleQueue[Any]]:
        yield SimpleQueue()

    monkeypatch.setattr(workers, "_ask_worker", ask)
    monkeypatch.setattr(workers, "_start_workers", start)
    monkeypatch.setattr(workers, "_count_processors", lambda: 2)
    files = listed(200, 4_000_000, place)
    answers: list[Any] = list(workers.analyse_files(files, NOTHING))
    assert [item for batch in answers for item in batch] == files


def test_little_is_read_ahead_of_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def ask(_: object, batch: Batch) -> Batch:
        asked.append(sum(assigned.file.size for assigned in batch))
        return batch

    @contextmanager
    def start(*_: object) -> Iterator[SimpleQueue[Any]]:
        yield SimpleQueue()

    monkeypatch.setattr(workers, "_ask_worker", ask)
    monkeypatch.setattr(workers, "_start_workers", start)
    monkeypatch.setattr(workers, "_count_processors", lambda: 2)
    written = 0
    batches: Iterator[Any] = workers.analyse_files(listed(5_000, 10, 0), NOTHING)
    for batch in batches:
        written += sum(assigned.file.size for assigned in batch)
        assert sum(asked) - written < 16 << 20
    assert written == 50_000_010
