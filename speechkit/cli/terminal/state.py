"""The terminal's state, looked at once; all other modules take plain values."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from speechkit.tuples import NamedTuple

_DEFAULT_SIZE = (80, 24)

# Of the Windows console: STD_OUTPUT_HANDLE and ENABLE_VIRTUAL_TERMINAL_PROCESSING.
_STANDARD_OUTPUT = -11
_TAKE_ESCAPES = 4


class Terminal(NamedTuple):
    """What standard output and standard error lead to."""

    output: bool
    """Whether a person reads standard output as it is written."""
    messages: bool
    """The same of standard error."""
    color: bool
    width: int
    height: int


def look_at_terminal(color: str, environment: Mapping[str, str]) -> Terminal:
    """Return the state of the terminal; ``color`` is ``auto``, ``always`` or ``never``."""
    output = is_terminal(sys.stdout)
    escapes = output and _switch_on_escapes()
    width, height = _find_size(environment)
    return Terminal(
        output=output,
        messages=is_terminal(sys.stderr),
        color=color == "always" or (color == "auto" and escapes and _wants_color(environment)),
        width=width,
        height=height,
    )


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is there and is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _switch_on_escapes() -> bool:
    """Return whether the terminal takes escape sequences, which a Windows console must be told to.

    One before Windows 10 cannot, and would show them as text: there is no colour then.
    """
    if sys.platform != "win32":
        return True
    import ctypes

    console = ctypes.windll.kernel32
    handle = console.GetStdHandle(_STANDARD_OUTPUT)
    mode = ctypes.c_ulong()
    if not console.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(console.SetConsoleMode(handle, mode.value | _TAKE_ESCAPES))


def _wants_color(environment: Mapping[str, str]) -> bool:
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _find_size(environment: Mapping[str, str]) -> tuple[int, int]:
    columns, lines = (_read_number(environment.get(name, "")) for name in ("COLUMNS", "LINES"))
    if not columns or not lines:
        seen = _ask_size()
        columns, lines = columns or seen[0], lines or seen[1]
    return max(columns, 20), max(lines, 5)


def _read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _ask_size() -> tuple[int, int]:
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            size = os.get_terminal_size(stream.fileno() if stream else -1)
        except (OSError, ValueError):
            continue
        return size.columns or _DEFAULT_SIZE[0], size.lines or _DEFAULT_SIZE[1]
    return _DEFAULT_SIZE
