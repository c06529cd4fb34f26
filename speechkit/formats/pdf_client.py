"""The process that reads PDF files, as seen from here: started late, asked, watched, ended."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from speechkit.errors import UnreadableFileError
from speechkit.formats import pdf_process
from speechkit.formats.pdf_process import OUT_OF_MEMORY, SIZE

_LONGEST_SILENCE = 60.0
"""Seconds without a page: on a busy machine the limit of processor time comes first."""
_LARGEST_FRAME = 256 << 20
_OUT_OF_TIME = getattr(signal, "SIGXCPU", None)
_OUT_OF_MEMORY = {getattr(signal, name, None) for name in ("SIGTRAP", "SIGILL", "SIGABRT")}


class PdfClient:
    """Reads PDF files one after the other in a process that lasts; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, data: bytes) -> list[Any]:
        """Return what a file states, as a dictionary, and its pages, as the process gives them.

        Raises UnreadableFileError for a file that is not read or on which the process ended.
        """
        with self._lock:
            process = self._running()
            try:
                return _ask(process, data)
            except UnreadableFileError:
                raise
            except BaseException:
                # Half an answer may be left in the pipe, and belongs to no other file.
                self._end()
                raise
            finally:
                if process.poll() is not None:
                    self._end()

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # that of a parent, from which this process was forked
            self._process = None
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start()
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()


CLIENT = PdfClient()
atexit.register(CLIENT.close)


def _start() -> subprocess.Popen[bytes]:
    library = find_spec("pypdfium2_raw")
    if library is None or library.origin is None or not sys.executable:
        raise UnreadableFileError("unreadable", "pypdfium2 is not installed")
    return subprocess.Popen(
        # Isolated: it finds the standard library and what is named here, and nothing else.
        [sys.executable, "-I", "-S", pdf_process.__file__, str(Path(library.origin).parents[1])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # The terminal's interrupt is for us.
        start_new_session=True,
    )


class _Watch(threading.Thread):
    """Ends a process that is silent for too long."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._done = threading.Event()
        self.late = False
        self.heard()

    def heard(self) -> None:
        """Wait for another while."""
        self._deadline = time.monotonic() + _LONGEST_SILENCE

    def run(self) -> None:
        while not self._done.wait(min(1.0, _LONGEST_SILENCE)):
            if time.monotonic() > self._deadline:
                self.late = True
                self._process.kill()
                return

    def stop(self) -> None:
        """Watch no more."""
        self._done.set()


def _ask(process: subprocess.Popen[bytes], data: bytes) -> list[Any]:
    """Return the answer of a process."""
    watch = _Watch(process)
    watch.start()
    try:
        assert process.stdin is not None
        process.stdin.write(SIZE.pack(len(data)))
        process.stdin.write(data)
        process.stdin.flush()
        answers: list[Any] = []
        while (answer := _receive(process)) is not None:
            watch.heard()
            if isinstance(answer, dict) and "refused" in answer:
                raise UnreadableFileError(*answer["refused"])
            answers.append(answer)
        return answers
    except (EOFError, OSError, ValueError) as error:
        process.kill()
        raise _explain(process.wait(), watch.late) from error
    finally:
        watch.stop()


def _receive(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    head = process.stdout.read(SIZE.size)
    if len(head) < SIZE.size:
        raise EOFError
    (size,) = SIZE.unpack(head)
    if size > _LARGEST_FRAME:
        raise ValueError("no frame")
    frame = process.stdout.read(size)
    if len(frame) < size:
        raise EOFError
    return json.loads(frame)


def _explain(status: int, late: bool) -> UnreadableFileError:
    """Why a process ended before its answer did."""
    if late or (_OUT_OF_TIME and status == -_OUT_OF_TIME):
        return UnreadableFileError("slow")
    if -status in _OUT_OF_MEMORY or status == OUT_OF_MEMORY:
        return UnreadableFileError("bomb")
    return UnreadableFileError("damaged", "the reader of PDF files ended on it")
