"""Long output for a person goes through a pager, as git's does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import Output
from speechkit.language import _

if TYPE_CHECKING:
    import subprocess

_LESS_OPTIONS = "FRXPs?e100%% .%E$"
"""Leave if all fits on the screen, let colours through, leave the screen as it is; and a prompt for
those who have never met less, in place of a bare colon. ``$LESS`` goes before it.

%E is the name of the editor, which a pipe has no use for: less 590 garbles Chinese that is typed in
a prompt, and no version garbles a name."""


class PagedOutput:
    """Holds a screenful back; what is longer goes to the pager as it is written."""

    def __init__(self, output: Output, command: str, height: int, first_line: int = 1) -> None:
        self._output = output
        self._command = command
        self._height = height
        self._first_line = first_line
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

        environment = _make_environment(os.environ, self._first_line)
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


def _make_environment(own: Mapping[str, str], first_line: int) -> dict[str, str]:
    """Return the variables of the pager's process; those that a person has set stay."""
    if "LESS" in own:
        return {"LV": "-c", "LESSCHARSET": "utf-8", **own}
    start = f"+{first_line}g$" if first_line > 1 else ""
    ours = {"LESS": _LESS_OPTIONS + start, "LV": "-c", "LESSCHARSET": "utf-8"}
    return ours | dict(own) | {"VISUAL": _("space goes on, / searches, q leaves")}


class _LeftError(Exception):
    """The person left the pager before the end."""


@contextmanager
def open_pager(
    terminal: Terminal, output: Output, first_line: int = 1
) -> Iterator[Output | PagedOutput]:
    """Give where to print: a pager if a person reads and there is one.

    It begins at ``first_line``, and what is before it is a key away; a pager other than less begins
    at the top.
    """
    command = _find_pager(os.environ)
    if not terminal.output or not command:
        yield output
        return
    paged = PagedOutput(output, command, terminal.height, first_line)
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
