"""Processes that analyse files at once, each a Python of its own at the end of two pipes.

They are not made with multiprocessing, which either runs the user's main module again in each
process (and so breaks scripts that use the library without a guard) or forks while the threads of
a progress bar run.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from speechkit.errors import IndexingError
from speechkit.ingest.assignments import (
    AnalysedBatch,
    AnalysisSettings,
    Assignment,
    cut_batches,
)
from speechkit.language import N_, _

_ENDED = N_("a process that reads files was ended, perhaps for want of memory")


_SERVING = "speechkit.ingest.serving"
"""The module that a worker runs: importing this one would take it longer."""

_AHEAD_BYTES = 1 << 23
"""What may be read behind a file that takes long, so that the others need not wait for it."""

_MOST_WORKERS = 4
"""These keep the process that writes busy: a MB takes it some 60 ms, and a worker 200."""


def analyse_files(
    files: Sequence[Assignment], settings: AnalysisSettings
) -> Generator[AnalysedBatch, None, None]:
    """Yield the analyses of files in their order, batch by batch, from all processors."""
    number = min(_MOST_WORKERS, _count_processors(), len(files))
    # The workers end before the threads are waited for, so that nothing is read in vain.
    with (
        ThreadPoolExecutor(number) as threads,
        _start_workers(number, settings) as idle,
    ):
        waiting: deque[tuple[Future[AnalysedBatch], int]] = deque()
        ahead = 0
        for batch in cut_batches(files, number):
            size = sum(assigned.file.size for assigned in batch)
            waiting.append((threads.submit(_ask_worker, idle, batch), size))
            ahead += size
            while len(waiting) > number + 1 and ahead > _AHEAD_BYTES:
                answer, size = waiting.popleft()
                ahead -= size
                yield answer.result()
        for answer, _ in waiting:
            yield answer.result()


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_Worker = subprocess.Popen[bytes]


@contextmanager
def _start_workers(number: int, settings: AnalysisSettings) -> Iterator[SimpleQueue[_Worker]]:
    """Give a queue of idle workers, and end them all when the block ends, however it does."""
    command = [sys.executable, "-c", f"from {_SERVING} import run_worker; run_worker()"]
    folder = Path(__file__).parents[2]
    inherited = map(
        os.path.abspath, filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((os.fspath(folder), *inherited)),
        "OPENBLAS_NUM_THREADS": "1",  # numpy's threads have nothing to do here, and take memory
    }
    workers: list[_Worker] = []
    idle: SimpleQueue[_Worker] = SimpleQueue()
    try:
        for _ in range(number):
            worker = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                # Python looks for modules in its working folder, which must not be a corpus.
                cwd=folder,
                # The terminal's interrupt is for us, and a Python that starts cannot ignore it.
                start_new_session=True,
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
    try:
        pickle.dump(message, worker.stdin, pickle.HIGHEST_PROTOCOL)
        worker.stdin.flush()
    except BrokenPipeError as error:
        raise IndexingError(_(_ENDED)) from error


def _ask_worker(idle: SimpleQueue[_Worker], batch: list[Assignment]) -> AnalysedBatch:
    worker = idle.get()
    try:
        _send(worker, batch)
        assert worker.stdout is not None
        answer: AnalysedBatch = pickle.load(worker.stdout)
        return answer
    except (EOFError, pickle.UnpicklingError) as error:
        raise IndexingError(_(_ENDED)) from error
    finally:
        idle.put(worker)
