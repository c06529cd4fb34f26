"""Whole processes, timed in turn, and the memory of a process with all that it starts.

**Times** are of whole processes, from before the start until the end was seen, output read from a
pipe (or a pseudo-terminal) to its end. Commands that are compared run in turn, A B C A B C, after
one round that is not counted, so that whatever slows the machine down slows all of them. CPU is
user and system time of the process and of all that it waited for, as the kernel counts it.

**Memory** is that of the process and all its descendants together, read from ``/proc`` every
20 ms: their own pages, and those of files (programs and libraries, which they share) once, as many
as the one has that has the most. That agrees with the kernel's proportional set size to 2 %, which
takes a hundred times as long to read. A peak shorter than 20 ms may be missed. Where there is no
``/proc``, it is the largest single process.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

_SAMPLING_SECONDS = 0.02
_NOWHERE = tempfile.gettempdir()
"""Where commands run: Python looks for modules in its working folder, which may be a version."""

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Command:
    """What to run; ``terminal`` gives it a pseudo-terminal instead of a pipe."""

    arguments: Sequence[str]
    terminal: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    """Set beside what the environment holds, without a terminal."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process that has ended."""

    wall: float
    cpu: float
    peak_bytes: int
    status: int
    output: bytes
    errors: bytes


@dataclass(slots=True)
class Times:
    """The runs of one command."""

    runs: list[Run] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """Return the median of seconds."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Return the median of CPU seconds."""
        return median(run.cpu for run in self.runs)

    @property
    def peak_bytes(self) -> int:
        """Return the largest peak."""
        return max(run.peak_bytes for run in self.runs)

    @property
    def last(self) -> Run:
        """Return the last run."""
        return self.runs[-1]


def measure_in_turn(
    commands: Mapping[str, Command], runs: int, *, warm_up: bool = True
) -> dict[str, Times]:
    """Run each command so many times, one after the other in rounds."""
    times = {name: Times() for name in commands}
    for turn in range(-1 if warm_up else 0, runs):
        for name, command in commands.items():
            run = run_command(command)
            if turn >= 0:
                times[name].runs.append(run)
    return times


def run_command(command: Command, *, sample_memory: bool = False) -> Run:
    """Run one command to its end."""
    if command.terminal:
        return _run_at_terminal(command)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command.arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | command.environment,
            cwd=_NOWHERE,
        )
        assert process.stdout is not None
        with process.stdout as stdout, _sampled_memory(process.pid, sample_memory) as peak:
            output = stdout.read()
            run = _wait(process, started, output, peak)
        errors.seek(0)
        return replace(run, errors=errors.read())


def _wait(process: subprocess.Popen[bytes], started: float, output: bytes, peak: list[int]) -> Run:
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, max(*peak, usage.ru_maxrss * 1024), process.returncode, output, b"")


def _run_at_terminal(command: Command) -> Run:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        cwd=_NOWHERE,
    )
    os.close(theirs)
    try:
        output = b"".join(_read_terminal(ours))
    finally:
        os.close(ours)
    return _wait(process, started, output, [0])


def _read_terminal(handle: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(handle, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return
        if not data:
            return
        yield data


@contextmanager
def _sampled_memory(process: int, wanted: bool) -> Iterator[list[int]]:
    """Give a list whose first number is the most memory seen so far, in bytes."""
    peak = [0]
    if not wanted:
        yield peak
        return
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(_SAMPLING_SECONDS):
            peak[0] = max(peak[0], _memory_together(_descendants(process)))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _descendants(process: int) -> Iterator[int]:
    """Yield a process and all below it; those that end meanwhile are left out."""
    yield process
    for task in _list_tasks(process):
        try:
            children = (task / "children").read_text(encoding="ascii")
        except OSError:
            continue
        for child in children.split():
            yield from _descendants(int(child))


def _list_tasks(process: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []


def _memory_together(processes: Iterable[int]) -> int:
    """Return the bytes of the processes' own pages and of the most pages of files."""
    own = most_of_files = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
        except OSError:
            continue
        if fields:
            resident, of_files = int(fields[1]), int(fields[2])
            own += resident - of_files
            most_of_files = max(most_of_files, of_files)
    return (own + most_of_files) * _PAGE
