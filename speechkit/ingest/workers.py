"""Processes that analyse files at once, each a Python of its own at the end of two pipes.

They are not made with multiprocessing, which either runs the user's main module again in each
process (and so breaks scripts that use the library without a guard) or forks while the threads of
a progress bar run.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from speechkit.backends.sqlite.postings import BLOCK_SIZE
from speechkit.errors import IndexingError
from speechkit.ingest.assignments import AnalysedBatch, AnalysisSettings, Assignment
from speechkit.language import N_, _

if TYPE_CHECKING:
    from speechkit.ingest.analysis import Analyser

_ENDED = N_("a process that reads files was ended, perhaps for want of memory")


_BATCH_BYTES, _LEAST_BATCH_BYTES = 3 << 20, 1 << 17
_ALONE_BYTES = 1 << 20
"""Less text than this is analysed sooner than a second process starts."""

_AHEAD_BYTES = 1 << 23
"""What may be read behind a file that takes long, so that the others need not wait for it."""

_MOST_WORKERS = 4
"""These keep the process that writes busy: a MB takes it some 60 ms, and a worker 200."""


def analyse_files(
    files: Sequence[Assignment],
    settings: AnalysisSettings,
    open_analyser: Callable[[], Analyser],
) -> Generator[AnalysedBatch, None, None]:
    """Yield the analyses of files in their order, batch by batch, from all processors.

    ``open_analyser`` returns what does the work where there is too little for more processes;
    elsewhere this process need not even load it.
    """
    size = sum(assigned.file.size for assigned in files)
    number = min(_MOST_WORKERS, _count_processors(), len(files))
    batches = _make_batches(files, number)
    if size < _ALONE_BYTES or not sys.executable:
        with closing(open_analyser()) as analyser:
            yield from map(analyser.analyse_batch, batches)
        return
    # The workers end before the threads are waited for, so that nothing is read in vain.
    with (
        ThreadPoolExecutor(number) as threads,
        _start_workers(number, settings) as idle,
    ):
        waiting: deque[tuple[Future[AnalysedBatch], int]] = deque()
        ahead = 0
        for batch in batches:
            size = sum(assigned.file.size for assigned in batch)
            waiting.append((threads.submit(_ask_worker, idle, batch), size))
            ahead += size
            while len(waiting) > number + 1 and ahead > _AHEAD_BYTES:
                answer, size = waiting.popleft()
                ahead -= size
                yield answer.result()
        for answer, _ in waiting:
            yield answer.result()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each batch of files that comes in with its analyses, until there are no more."""
    try:
        settings = pickle.load(requests)
    except EOFError:  # interrupted before there was anything to do
        return
    # Only these processes have so much to do that loading all of it pays.
    from speechkit.backends.sqlite.array_tally import ArrayTally
    from speechkit.ingest.analysis import Analyser
    from speechkit.text.fast_segmenters import open_sole_segmenter

    analyser = Analyser(settings, open_sole_segmenter, ArrayTally)
    # A full collection would look through the whole dictionary, over and over.
    gc.disable()
    while True:
        try:
            batch = pickle.load(requests)
        except (EOFError, pickle.UnpicklingError):  # cut short: who asked was killed
            return
        pickle.dump(analyser.analyse_batch(batch), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.collect(0)


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make_batches(files: Sequence[Assignment], workers: int) -> Iterator[list[Assignment]]:
    """Cut files into batches that reach over no end of a block, smaller ones towards the end.

    So all workers end at about the same time. A large file, which may take long, is a batch.
    """
    left = sum(assigned.file.size for assigned in files)
    batch: list[Assignment] = []
    gathered = 0
    for assigned in files:
        enough = min(max(left // (2 * workers), _LEAST_BATCH_BYTES), _BATCH_BYTES)
        is_full = max(gathered, assigned.file.size) >= enough
        if batch and (is_full or assigned.number % BLOCK_SIZE == 0):
            yield batch
            left -= gathered
            batch, gathered = [], 0
        batch.append(assigned)
        gathered += assigned.file.size
    if batch:
        yield batch


_Worker = subprocess.Popen[bytes]


@contextmanager
def _start_workers(number: int, settings: AnalysisSettings) -> Iterator[SimpleQueue[_Worker]]:
    """Give a queue of idle workers, and end them all when the block ends, however it does."""
    command = [sys.executable, "-c", f"from {__name__} import run_worker; run_worker()"]
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


def run_worker() -> None:
    """Serve the process at the other end of standard input and output."""
    # The terminal's interrupt is for the process that asked; it ends the workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)  # the process that asked was killed, and there is nobody to be told
