"""Pipes that close, disks that are full, signals, and encodings."""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from cli.program import Program, write_speech
from speechkit.cli.terminal.state import look_at_terminal
from speechkit.cli.terminal.streams import Output, prepare_streams

FULL = Path("/dev/full")

_AGE = re.compile(r"(?<=^index age in seconds\t)\d+$", re.MULTILINE)
"""What grows from one run to the next."""


@pytest.mark.parametrize(
    ("command", "given"),
    [
        *((command, None) for command in ("search 群众", "search 十五五", "show 003", "list")),
        *((command, None) for command in ("index -v", "kwic 群众 -n 5", "trend 群众", "stats")),
        *((command, None) for command in ("collocates 群众", "ngrams -n 5", "terms -n 5")),
        *((command, None) for command in ("keyness --target 003", "cite 003", "check", "help")),
        *((command, None) for command in ("quote 群众", "compare 003", "serach 群众", "list 003")),
        *((command, None) for command in ("completion bash", "version", "search --help", "")),
        ("search -f -", "群众\n干部\n"),
        ("compare -", "人民群众的根本利益是我们工作的出发点。\n"),
        ("search 产业 -C -", "在甲县会议上的讲话\n我们狠抓产业项目。\n"),
    ],
)
def test_a_process_is_as_a_run_in_this_one(
    sample: Program, command: str, given: str | None
) -> None:
    """Most tests of the command line rest on it."""
    arguments = command.split()
    runs = sample.process(*arguments, given=given), sample(*arguments, given=given)
    process, here = (run._replace(out=_AGE.sub("", run.out)) for run in runs)
    assert process == here


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
    "command",
    [
        "search 群众 -C -",
        "search -f -",
        "compare -",
        "quote -",
        "quote --draft -",
        "show - -C -",
    ],
)
def test_a_closed_standard_input_is_named(sample: Program, command: str) -> None:
    for how in ("<&-", "0>/dev/null"):
        done = sample.shell(f"speechkit {command} {how}")
        assert (done.status, done.out) == (2, ""), done
        assert len(done.error.splitlines()) == 1
        assert "standard input" in done.error or "--draft -" in done.error
        assert "AttributeError" not in done.error
        assert "cannot write" not in done.error
    assert "it is closed" in sample.shell(f"speechkit {command} <&-").error


@pytest.mark.slow
def test_every_command_lives_without_a_stream(sample: Program) -> None:
    commands = (
        *("search 群众", "show 003", "list", "quote 群众", "compare 003", "cite 003", "index"),
        *("kwic 群众", "trend 群众", "collocates 群众", "keyness --target 003", "ngrams", "terms"),
        *("check", "completion bash", "help", "version", "open 003 --print", "--help"),
        *("export out --force", "search", "nothing", "index --list"),
    )
    for command in commands:
        usual = sample.shell(f"speechkit {command}")
        silent = sample.shell(f"speechkit {command} 2>&-")
        assert (silent.status, silent.out) == (usual.status, usual.out), command
        unread = sample.shell(f"speechkit {command} <&-")
        assert (unread.status, unread.out, unread.error) == usual, command
        closed = sample.shell(f"speechkit {command} >&-")
        assert "should not have happened" not in closed.error, closed
        assert "Traceback" not in closed.error, closed
        assert closed.status == 2, (command, closed)
        assert sample.shell(f"speechkit {command} >&- 2>&- <&-").status == 2, command


@pytest.mark.parametrize(
    "locale",
    [{"LANG": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}],
)
def test_output_is_utf8_in_any_locale(sample: Program, locale: dict[str, str]) -> None:
    there = sample.process("search", "十四五", environment=locale)
    assert there.out == sample.process("search", "十四五").out


@pytest.mark.parametrize("encoding", ["ascii", "gbk:strict"])
def test_other_encodings_never_fail(sample: Program, encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    for arguments, status in ((("show", "1"), 0), (("search", "十五五"), 1)):
        done = sample.process(*arguments, environment=environment)
        assert done.status == status
        assert "Traceback" not in done.error
    objects = sample.process("search", "开发区", "--format", "jsonl", environment=environment)
    assert "開發" in json.loads(objects.lines[0])["passage"]
    assert objects.out.isascii()


def test_told_to_be_gbk_it_is(sample: Program) -> None:
    done = sample.process("search", "十四五", environment={"PYTHONIOENCODING": "gbk"})
    data = done.out.encode(errors="surrogateescape")
    assert "十四五" in data.decode("gbk")


@pytest.mark.usefixtures("heard_interrupts")
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
        done = sample.process(*arguments)
        assert done.out == ""
        assert done.error.startswith("speechkit: ")


class Pipe(io.TextIOWrapper):
    """A stream as Windows gives one: in a code page, with CRLF, to a pipe or to a console."""

    def __init__(self, *, console: bool = False) -> None:
        self.bytes = io.BytesIO()
        self._console = console
        super().__init__(self.bytes, encoding="cp936", newline="\r\n")

    def isatty(self) -> bool:
        return self._console


@pytest.mark.parametrize(
    ("environment", "written"),
    [
        ({}, "開发\ud800\n".encode("utf-8", "backslashreplace")),
        ({"PYTHONIOENCODING": ":strict"}, "開发\ud800\n".encode("utf-8", "backslashreplace")),
        ({"PYTHONIOENCODING": "cp936"}, "開发\ud800\n".encode("cp936", "backslashreplace")),
    ],
)
@pytest.mark.parametrize("system", ["nt", "posix"])
def test_a_pipe_gets_the_same_bytes_on_every_system(
    monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str], written: bytes
) -> None:
    stream = Pipe()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr("speechkit.cli.terminal.streams.os.name", system)
    prepare_streams(environment)
    stream.write("開发\ud800\n")
    stream.flush()
    assert stream.bytes.getvalue() == written


class Raw(io.RawIOBase):
    """What stdout writes to without a buffer, as PYTHONUNBUFFERED makes it: a few bytes a time."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.writes.append(bytes(data[:5_000]))
        return len(self.writes[-1])


def test_lines_are_gathered_where_python_was_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Raw()
    stream = io.TextIOWrapper(cast("Any", raw), "utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_streams({})
    for _ in range(2_000):
        sys.stdout.write("发展\n")
    sys.stdout.flush()
    assert b"".join(raw.writes) == "发展\n".encode() * 2_000
    assert len(raw.writes) < 20


def test_a_windows_console_keeps_its_own_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Pipe(console=True)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr("speechkit.cli.terminal.streams.os.name", "nt")
    prepare_streams({})
    stream.write("开发\n")
    stream.flush()
    assert (stream.encoding, stream.bytes.getvalue()) == ("cp936", "开发\r\n".encode("cp936"))


class Console:
    """The calls of Windows that ask for a console's mode and set it."""

    def __init__(self, *, modern: bool) -> None:
        self.kernel32 = self
        self.mode = 3
        self._modern = modern

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - as Windows has it
        return 7 if number == -11 else 0

    def GetConsoleMode(self, handle: int, mode: object) -> int:  # noqa: N802
        mode._obj.value = self.mode  # type: ignore[attr-defined]
        return handle == 7

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        self.mode = mode if self._modern else self.mode
        return self._modern


@pytest.mark.parametrize("modern", [True, False])
def test_a_windows_console_is_asked_for_colours(
    monkeypatch: pytest.MonkeyPatch, modern: bool
) -> None:
    console = Console(modern=modern)
    monkeypatch.setattr(sys, "stdout", Pipe(console=True))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", console, raising=False)
    assert look_at_terminal("auto", {}).color is modern
    assert console.mode == (7 if modern else 3)
    assert look_at_terminal("always", {}).color
    assert not look_at_terminal("never", {}).color
