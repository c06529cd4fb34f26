"""Two words near each other on one long line: the time grows as the line does, no faster."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cli.program import Program, write_speech

pytest.importorskip("resource")

SIZES = (96, 384, 768)
"""Kilobytes of UTF-8 on one line."""

MOST_SECONDS = 5
"""Processor time after which a process is ended: by the square, it would run for minutes."""

QUERY = "的 NEAR/5 是"

pytestmark = pytest.mark.slow

START = f"""
import resource, runpy
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
runpy.run_module("speechkit", run_name="__main__")
"""

COMMANDS = {
    "near": ("search", QUERY, "--all"),
    "far": ("search", "的 NEAR/99999 是"),
    "show": ("show", "001", "--highlight", QUERY, "--color", "always"),
    "show as a page": (
        *("show", "001", "--highlight", QUERY, "--color", "always"),
        *("--format", "human"),
    ),
}


def make_line(size: int) -> str:
    """Return a line of Chinese of so many kilobytes, every third character 的 or 是."""
    return "".join(random.Random(size).choices("的是人民工作", k=size * 1024 // 3))


@pytest.fixture(scope="module")
def programs(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> dict[int, Program]:
    """A program for each size, with a corpus of one such line, indexed."""
    made = {}
    for size in SIZES:
        made[size] = Program(tmp_path_factory.mktemp(f"line{size}"), environment)
        write_speech(made[size], "001.txt", f"在某县会议上的讲话\n\n{make_line(size)}\n")
        assert made[size]("index").status == 0
    return made


def measure(program: Program, arguments: tuple[str, ...], out: Path) -> float:
    """Run a command line and return the seconds of the processor that it took."""
    with out.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            cwd=program.folder,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.PIPE,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        _, error = process.communicate()
    assert process.returncode == 0, f"{usage.ru_utime:.1f} s: {process.returncode} {error.decode()}"
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize("name", COMMANDS)
def test_the_time_grows_as_the_line_does(
    programs: dict[int, Program], tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    seconds = []
    for size in SIZES:
        seconds.append(measure(programs[size], COMMANDS[name], out))
        assert out.stat().st_size > 0
    # The factors are those of the sizes and a half more; a square would give 16 and 4.
    assert seconds[1] < 1.5 * 4 * seconds[0], seconds
    assert seconds[2] < 1.5 * 2 * seconds[1], seconds
