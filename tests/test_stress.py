"""Eight processes at once over a folder that changes: each answer is one that the folder gave.

``SPEECHKIT_STRESS=30`` lets it run for 30 seconds; the slow tests have 10.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SECONDS = float(os.environ.get("SPEECHKIT_STRESS") or "1.5")
PROCESSES = 8
SUBJECTS = ("开发区", "农村", "工业", "教育", "安全", "防汛")
FILES = [f"f{number:02}" for number in range(24)]
CHANGING = FILES[12:]

_STALE_SECONDS = 4.0
"""How old an answer may be that says it is the last finished index."""

COMMANDS = (
    ("search", "-l"), ("search", "-l"), ("search", "-l"), ("list",), ("check",), ("index",),
    ("stats",), ("terms",),
)  # fmt: skip


class State(NamedTuple):
    """What a file says from one moment on, which lies between two times."""

    begun: float
    done: float
    subject: str | None


class Folder:
    """A folder of speeches, and what each of them ever said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.history: dict[str, list[State]] = {}
        for number, name in enumerate(FILES):
            self.write(name, SUBJECTS[number % len(SUBJECTS)])

    def write(self, name: str, subject: str | None) -> None:
        begun = time.time()
        file = self.path / f"{name}.txt"
        # While it changes, a file may say the one or the other.
        self.history.setdefault(name, []).append(State(begun, float("inf"), subject))
        if subject is None:
            file.unlink(missing_ok=True)
        else:
            new = self.path.parent / "new"
            new.write_text(f"在{subject}工作会议上的讲话\n研究{subject}工作。\n", encoding="utf-8")
            new.replace(file)
        self.history[name][-1] = State(begun, time.time(), subject)

    def change(self, until: float, rng: random.Random) -> None:
        while time.time() < until:
            self.write(rng.choice(CHANGING), rng.choice((None, *SUBJECTS)))
            time.sleep(rng.uniform(0, 0.25))

    def said(self, name: str, start: float, end: float) -> set[str | None]:
        """Return all that a file may have said between two times."""
        states = self.history[name]
        ends = [state.done for state in states[1:]] + [float("inf")]
        return {
            state.subject
            for state, over in zip(states, ends, strict=True)
            if state.begun <= end and over >= start
        }


def run(folder: Folder, command: tuple[str, ...], subject: str) -> Iterator[str]:
    """Run a command; yield what is wrong with its answer."""
    asked = (subject,) if command[0] in ("search", "terms") else ()
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "speechkit", command[0], "-C", folder.path, *asked, *command[1:]],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    end = time.time()
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        yield f"{command}: exit {done.returncode}: {done.stderr}"
    if "last finished index" in done.stderr or "out of date" in done.stderr:
        start -= _STALE_SECONDS
    if command[0] == "list":
        names = [line.partition("\t")[0] for line in done.stdout.splitlines()]
        if len(names) != len(set(names)) or not set(FILES) - set(CHANGING) <= set(names):
            yield f"list: {names}"
    if command[0] == "search":
        found = set(done.stdout.split())
        for name in FILES:
            said = folder.said(name, start, end)
            if name not in found and said == {subject}:
                yield f"{subject}: {name} is missing; {done.stderr}"
            if name in found and subject not in said:
                yield f"{subject}: {name} is too much; {done.stderr}"


@pytest.mark.parametrize("seconds", [SECONDS, pytest.param(10, marks=pytest.mark.slow)])
def test_processes_beside_each_other_answer_rightly(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "corpus").mkdir()
    folder = Folder(tmp_path / "corpus")
    until = time.time() + seconds
    wrong: list[str] = []
    runs: list[str] = []

    def work(seed: int) -> None:
        rng = random.Random(seed)
        while time.time() < until:
            command = rng.choice(COMMANDS)
            wrong.extend(run(folder, command, rng.choice(SUBJECTS)))
            runs.append(command[0])

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(PROCESSES)]
    threads.append(threading.Thread(target=folder.change, args=(until, random.Random(99))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(runs) >= PROCESSES
