"""Processes that analyse files beside each other, each a Python of its own at the end of two pipes.

They are not made with multiprocessing, which either runs the user's main module again in each
process (and so breaks scripts that use the library without a guard) or forks beside the threads of
a progress bar.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from speechkit.files import SkippedFile, SourceFile
from speechkit.index.analysis import Analysed, Analyser, AnalysisSettings

_BATCH_BYTES = 512 << 10
_BATCH_FILES = 256
_ALONE_BYTES = 1 << 20
"""Less text than this is analysed sooner than a second process starts."""


def analyse_files(
    files: Sequence[SourceFile], settings: AnalysisSettings, analyser: Analyser
) -> Iterator[Analysed | SkippedFile]:
    """Yield the analysis of each file in the order of the files, from all processors.

    ``analyser`` does the work where there is too little for more processes.
    """
    processors = _count_processors()
    if processors < 2 or sum(file.size for file in files) < _ALONE_BYTES or not sys.executable:
        yield from map(analyser.analyse, files)
        return
    with _start_workers(processors, settings) as idle, ThreadPoolExecutor(processors) as threads:
        waiting: deque[Future[list[Analysed | SkippedFile]]] = deque()
        for batch in _make_batches(files):
            waiting.append(threads.submit(_ask_worker, idle, batch))
            if len(waiting) > 2 * processors:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each batch of files that comes in with its analyses, until there are no more."""
    analyser = Analyser(pickle.load(requests))
    while True:
        try:
            batch = pickle.load(requests)
        except EOFError:
            return
        pickle.dump([analyser.analyse(file) for file in batch], answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make_batches(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    batch: list[SourceFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.size
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_Worker = subprocess.Popen[bytes]


@contextmanager
def _start_workers(number: int, settings: AnalysisSettings) -> Iterator[SimpleQueue[_Worker]]:
    """Give a queue of idle workers, and end them all when the block ends, however it does."""
    command = [sys.executable, "-c", f"from {__name__} import run_worker; run_worker()"]
    folder = Path(__file__).parents[2]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(
            filter(None, (os.fspath(folder), os.environ.get("PYTHONPATH")))
        )
    }
    workers: list[_Worker] = []
    idle: SimpleQueue[_Worker] = SimpleQueue()
    try:
        for _ in range(number):
            worker = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
            workers.append(worker)
            _send(worker, settings)
            idle.put(worker)
        yield idle
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def _send(worker: _Worker, message: object) -> None:
    assert worker.stdin is not None
    pickle.dump(message, worker.stdin, pickle.HIGHEST_PROTOCOL)
    worker.stdin.flush()


def _ask_worker(
    idle: SimpleQueue[_Worker], batch: list[SourceFile]
) -> list[Analysed | SkippedFile]:
    worker = idle.get()
    try:
        _send(worker, batch)
        assert worker.stdout is not None
        answer: list[Analysed | SkippedFile] = pickle.load(worker.stdout)
        return answer
    finally:
        idle.put(worker)


def run_worker() -> None:
    """Serve the process at the other end of standard input and output."""
    # The terminal's interrupt is for the process that asked; it ends the workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)
