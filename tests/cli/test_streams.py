"""Pipes that close, disks that are full, signals, and encodings."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.program import Program, write_speech
from speechkit.cli.streams import Output

FULL = Path("/dev/full")


@pytest.mark.parametrize(
    "command",
    [
        "search 的",
        "search 的 --all",
        "show 003",
        "list",
        "terms",
        "--help",
        "search 的 --format jsonl",
    ],
)
def test_a_closed_pipe_is_success_without_noise(sample: Program, command: str) -> None:
    done = sample.shell(f"speechkit {command} | true; echo ${{PIPESTATUS[0]}}")
    assert (done.lines, done.error) == (["0"], "")


def test_head_and_grep_and_cut(sample: Program) -> None:
    done = sample.shell("set -o pipefail; speechkit search 的 --all | head -1 | cut -f1")
    assert (done.status, done.error) == (0, "")
    assert ":" in done.lines[0]
    found = sample.shell("speechkit search 产业 --all | grep -c 项目")
    assert int(found.out) >= 1
    piped = sample.shell("speechkit search 群众 -l0 -n3 | xargs -0 -n1 echo id")
    assert len(piped.lines) == 3


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["search 十四五", "terms", "--help"])
def test_a_full_disk_is_named(sample: Program, command: str) -> None:
    done = sample.shell(f"speechkit {command} > /dev/full")
    assert done.status == 2
    assert len(done.error.splitlines()) == 1
    assert "No space left" in done.error


def test_closed_standard_streams(sample: Program) -> None:
    closed = sample.shell("speechkit search 十四五 >&-")
    assert closed.status == 2
    assert "Traceback" not in closed.error
    assert sample.shell("speechkit search 十五五 2>&-").status == 1


@pytest.mark.parametrize(
    "locale",
    [{"LANG": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}],
)
def test_output_is_utf8_in_any_locale(sample: Program, locale: dict[str, str]) -> None:
    assert sample("search", "十四五", environment=locale).out == sample("search", "十四五").out


@pytest.mark.parametrize("encoding", ["ascii", "gbk:strict"])
def test_other_encodings_never_fail(sample: Program, encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    for arguments in (("show", "1"), ("search", "十五五")):
        done = sample(*arguments, environment=environment)
        assert done.status in (0, 1)
        assert "Traceback" not in done.error
    objects = sample("search", "开发区", "--format", "jsonl", environment=environment)
    assert "開發" in json.loads(objects.lines[0])["passage"]
    assert objects.out.isascii()


def test_told_to_be_gbk_it_is(sample: Program) -> None:
    done = sample("search", "十四五", environment={"PYTHONIOENCODING": "gbk"})
    data = done.out.encode(errors="surrogateescape")
    assert "十四五" in data.decode("gbk")


def test_an_interrupt_leaves_a_sentence_and_no_index(small: Program) -> None:
    for number in range(3, 1500):
        write_speech(small, f"{number:03}.txt", "在某县会议上的讲话\n" + "产业兴旺。\n" * 400)
    cache = small.folder / "cache"
    process = subprocess.Popen(
        [sys.executable, "-m", "speechkit", "index"],
        cwd=small.folder,
        env=small.environment | {"XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not list(cache.glob("speechkit/.*.new")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, the workers included
    out, error = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert error.decode().splitlines()[-1] == "speechkit: interrupted"
    assert b"Traceback" not in error
    assert not list(cache.glob("speechkit/.*.new"))


def test_the_first_hit_goes_out_at_once() -> None:
    class Stream(io.StringIO):
        flushed = ""

        def flush(self) -> None:
            self.flushed = self.getvalue()

    stream = Stream()
    Output(stream).write("first\n")
    assert stream.flushed == "first\n"


def test_messages_go_to_standard_error(sample: Program) -> None:
    for arguments in (("search", "十五五"), ("show", "99"), ("nonsense",), ("search",)):
        done = sample(*arguments)
        assert done.out == ""
        assert done.error.startswith("speechkit: ")
