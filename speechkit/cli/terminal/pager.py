"""Long output for a person goes through a pager, as git's does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import Output
from speechkit.language import _

if TYPE_CHECKING:
    import subprocess

_LESS_OPTIONS = "FRXPs?e{end}:{amid}.$"
"""Leave if all fits on the screen, let colours through, leave the screen as it is; and a prompt for
those who have never met less, in place of a bare colon. ``$LESS`` goes before it."""


class PagedOutput:
    """Holds a screenful back; what is longer goes to the pager as it is written."""

    def __init__(self, output: Output, command: str, height: int) -> None:
        self._output = output
        self._command = command
        self._height = height
        self._held: list[str] = []
        self._lines = 0
        self._process: subprocess.Popen[str] | None = None

    def write(self, text: str) -> int:
        """Write text, or hold it back until there is more than a screen of it."""
        if self._process is not None:
            self._send(text)
            return len(text)
        self._held.append(text)
        self._lines += text.count("\n")
        if self._lines >= self._height:
            self._start()
        return len(text)

    def flush(self) -> None:
        """Do nothing: the pager waits for a person anyway."""

    def finish(self) -> None:
        """Print what was held back, or wait until the person leaves the pager."""
        if self._process is None:
            self._output.write("".join(self._held))
            self._output.flush()
            return
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except OSError:
            pass  # left before the end
        self._wait(self._process)

    def _start(self) -> None:
        import subprocess

        environment = {"LESS": _make_options(), "LV": "-c", "LESSCHARSET": "utf-8"} | os.environ
        try:
            self._process = subprocess.Popen(
                self._command,
                shell=True,  # $PAGER may hold options, as everywhere
                stdin=subprocess.PIPE,
                env=environment,
                encoding="utf-8",
                errors="backslashreplace",
            )
        except OSError:
            self._height = 1 << 60  # no pager after all: print at the end
            return
        self._send("".join(self._held))

    def _send(self, text: str) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(text)
        except OSError:
            raise _LeftError from None

    def _wait(self, process: subprocess.Popen[str]) -> None:
        while True:
            try:
                process.wait()
            except KeyboardInterrupt:
                continue  # Ctrl-C is the pager's: it stops a search there, not the program
            return


def _make_options() -> str:
    end, amid = _("end: q leaves"), _("space goes on, / searches, q leaves")
    return _LESS_OPTIONS.format(end=_escape(end), amid=_escape(amid))


def _escape(prompt: str) -> str:
    """Return text as a prompt of less has it."""
    return re.sub(r"([\\?:.%])", r"\\\1", prompt)


class _LeftError(Exception):
    """The person left the pager before the end."""


@contextmanager
def open_pager(terminal: Terminal, output: Output) -> Iterator[Output | PagedOutput]:
    """Give where to print: a pager if a person reads and there is one."""
    command = _find_pager(os.environ)
    if not terminal.output or not command:
        yield output
        return
    paged = PagedOutput(output, command, terminal.height)
    try:
        yield paged
    except _LeftError:
        pass
    finally:
        paged.finish()


def _find_pager(environment: Mapping[str, str]) -> str:
    """Return the command of the pager, or nothing where there is or should be none."""
    chosen = environment.get("PAGER")
    if chosen is None:
        from shutil import which

        return "less" if which("less") else ""
    return "" if chosen.strip() in ("", "cat") else chosen
