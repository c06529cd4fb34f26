"""What a command reads besides the corpus: a draft from a file, lines from standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import speechkit
from speechkit import Speech
from speechkit.cli.queries import read_typed
from speechkit.cli.session import STANDARD_INPUT

STANDARD_INPUT_NAME = str(STANDARD_INPUT)


def read_draft(path: Path) -> Speech:
    """Return the draft in a file, or in standard input for ``-``; raises what ``read`` does."""
    data = sys.stdin.buffer.read() if path == STANDARD_INPUT else None
    return speechkit.read(path, data=data)


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream that hold anything, as they come, without their ends."""
    for data in stream:
        line = read_typed(data.decode("utf-8", "surrogateescape")).strip()
        if line:
            yield line
