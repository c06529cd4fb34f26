"""The program as users run it: in pipes, here or in real processes, and at a pseudo-terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from speechkit.language import choose_language

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpus"


class Finished(NamedTuple):
    """What a process left: its exit code and what it wrote."""

    status: int
    out: str
    error: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def fields(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines]


_TERMINAL = {"TERM": "xterm-256color", "PAGER": "cat"}


class Program:
    """Runs speechkit in a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = {"PYTHONPATH": str(ROOT), **environment}

    def __call__(
        self,
        *arguments: str | bytes,
        environment: Mapping[str, str] | None = None,
        given: str | None = None,
    ) -> Finished:
        """Run a command line in this process, its output in pipes; see ``run_here``."""
        whole = self.environment | dict(environment or {})
        assert not choose_language(whole), "its language is chosen once; ask for a process"
        cache = os.environ.get("XDG_CACHE_HOME")
        assert whole.get("XDG_CACHE_HOME") == cache, "its cache is found once; ask for a process"
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            with mock.patch.dict(os.environ, clear=True):
                return run_here(*arguments, environment=whole, given=given)
        finally:
            os.chdir(before)

    def process(
        self,
        *arguments: str | bytes,
        environment: Mapping[str, str] | None = None,
        given: str | None = None,
    ) -> Finished:
        """Run a command line in a process, its output in pipes: where its start or end counts."""
        done = subprocess.run(
            [sys.executable, "-m", "speechkit", *arguments],
            cwd=self.folder,
            env=self.environment | dict(environment or {}),
            input=given.encode() if given is not None else None,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Finished(
            done.returncode,
            done.stdout.decode(errors="surrogateescape"),
            done.stderr.decode(errors="surrogateescape"),
        )

    def shell(self, script: str, environment: Mapping[str, str] | None = None) -> Finished:
        """Run a line of bash in which ``speechkit`` is the program."""
        function = f'speechkit() {{ "{sys.executable}" -m speechkit "$@"; }}; '
        done = subprocess.run(
            ["bash", "-c", function + script],
            cwd=self.folder,
            env=self.environment | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    def at_terminal(
        self,
        *arguments: str,
        width: int = 80,
        height: int = 24,
        environment: Mapping[str, str] | None = None,
        keys: str = "",
    ) -> Finished:
        """Run a command line at a terminal of this size; notes and output come together.

        ``keys`` are pressed at once, and read when the program or its pager asks for one.
        """
        import pty
        from fcntl import ioctl
        from struct import pack
        from termios import TIOCSWINSZ

        ours, theirs = pty.openpty()
        ioctl(theirs, TIOCSWINSZ, pack("HHHH", height, width, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-m", "speechkit", *arguments],
            cwd=self.folder,
            env=self.environment
            | {"TERM": "xterm-256color", "PAGER": "cat"}
            | dict(environment or {}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        os.write(ours, keys.encode())
        out = _read_terminal(ours)
        os.close(ours)
        return Finished(process.wait(timeout=60), out.replace("\r\n", "\n"), "")


def run_here(
    *arguments: str | bytes,
    environment: Mapping[str, str] | None = None,
    given: str | None = None,
) -> Finished:
    """Run a command line in this process and its working folder, its output in pipes.

    It takes a twentieth of the time of a process, and is the same but for how that begins and ends.
    """
    from speechkit.cli.app import run

    typed, out, error = (
        io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", write_through=True)
        for content in ((given or "").encode(), b"", b"")
    )
    with (
        mock.patch.multiple(sys, stdin=typed, stdout=out, stderr=error),
        mock.patch.dict(os.environ, environment or {}),
    ):
        status = run([os.fsdecode(argument) for argument in arguments])
    return Finished(status, *(_read_back(stream) for stream in (out, error)))


def _read_back(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.detach()
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode(errors="surrogateescape")


def _read_terminal(handle: int) -> str:
    phrases = []
    while True:
        try:
            phrase = os.read(handle, 65536)
        except OSError:  # on Linux the end of a terminal is an error
            break
        if not phrase:
            break
        phrases.append(phrase)
    return b"".join(phrases).decode()


def write_speech(program: Program, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write a file into the corpus folder of a program."""
    path = program.folder / "corpus" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding, "surrogatepass"))
    return path
