"""The standard streams: their encoding, and what happens when they fail."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import BinaryIO, TextIO

from speechkit.cli.terminal.state import is_terminal
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.render.text import hide_passwords, safe_line

_FLUSH_SECONDS = 0.05
_END_OF_INPUT = "Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"


class ClosedOutputError(Exception):
    """The reader of standard output has seen enough."""


class FailedOutputError(Exception):
    """Standard output cannot be written; the message says why."""


class Output:
    """Standard output: what is written goes out at once if it was a while in the making."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._flushed_at = 0.0

    @property
    def encoding(self) -> str:
        """Return the name of the encoding, in lower case."""
        return (self._open_stream().encoding or "utf-8").lower()

    def begins_file(self) -> bool:
        """Return whether it goes to a regular file in which there is nothing yet."""
        try:
            status = os.fstat(self._open_stream().fileno())
        except (OSError, ValueError):  # it is no file of the system's
            return False
        return stat.S_ISREG(status.st_mode) and not status.st_size

    def write(self, text: str) -> int:
        """Write text; raise ClosedOutputError or FailedOutputError if that cannot be."""
        stream = self._open_stream()
        try:
            stream.write(text)
            now = time.monotonic()
            if now - self._flushed_at > _FLUSH_SECONDS:
                stream.flush()
                self._flushed_at = now
        except OSError as error:
            raise name_fault(error) from error
        return len(text)

    def flush(self) -> None:
        """Bring what was written to the reader."""
        try:
            self._open_stream().flush()
        except OSError as error:
            raise name_fault(error) from error

    def _open_stream(self) -> TextIO:
        stream = self._stream or sys.stdout
        if stream is None:
            raise FailedOutputError(_("it is closed"))
        return stream


def name_fault(error: OSError) -> Exception:
    """Return what an error in writing standard output means."""
    # Windows says "invalid argument" of a pipe whose reader has gone.
    closed = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
    if error.errno in closed:
        return ClosedOutputError()
    return FailedOutputError(reason_of(error))


def note(sentence: str) -> None:
    """Tell the user something that is not data, on standard error."""
    if sys.stderr is None:
        return
    try:
        # In one line, however long: the terminal wraps it, and a command in it can be copied whole.
        sys.stderr.write(f"speechkit: {hide_passwords(safe_line(sentence))}\n")
        sys.stderr.flush()
    except OSError:
        pass  # there is nobody left to be told


def open_input() -> BinaryIO:
    """Return standard input; tell a person who is to type it, and would see nothing, how to end.

    Raises OSError that names it where it is closed.
    """
    if is_terminal(sys.stdin):
        told = _("reading from the terminal; end it with {keys} on a line of its own")
        note(told.format(keys=_END_OF_INPUT))
    with naming_input():
        if sys.stdin is None:
            raise OSError(errno.EBADF, _("it is closed; give it a pipe or a file, as in < FILE"))
        return sys.stdin.buffer


def read_input() -> bytes:
    """Return all of standard input; raises OSError that names it."""
    with naming_input():
        return open_input().read()


@contextmanager
def naming_input() -> Iterator[None]:
    """Let an error in reading standard input name it: else it would be taken for one of output."""
    try:
        yield
    except OSError as error:
        code, reason = error.errno or errno.EIO, error.strerror or str(error)
        raise OSError(code, reason, _("standard input")) from error


def prepare_streams(environment: Mapping[str, str]) -> None:
    """Make both streams UTF-8 unless told otherwise, and let no character make them fail.

    Windows would write a pipe or a file in the code page of the console, in which half of the
    characters are missing and which no other program guesses, and with CRLF, whose CR sticks to
    the last field of each line. What is piped is to be the same bytes on every system, as with
    git or ripgrep; PYTHONIOENCODING asks for others. A Windows console takes Unicode as it is.
    """
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, RawIOBase):
        sys.stdout = _add_buffer(sys.stdout, sys.stdout.buffer)
    told = bool(environment.get("PYTHONIOENCODING", "").partition(":")[0])
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        if os.name == "nt" and is_terminal(stream):
            stream.reconfigure(errors="backslashreplace")
            continue
        encoding = None if told else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def _add_buffer(stream: TextIOWrapper, raw: RawIOBase) -> TextIOWrapper:
    """Return a stream that gathers what is written, as Python's own does without PYTHONUNBUFFERED.

    A write for each line takes a tenth of the time of all hits; ``Output`` lets nobody wait.
    """
    return TextIOWrapper(BufferedWriter(raw), stream.encoding, stream.errors)
