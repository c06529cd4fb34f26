"""The data files that ship with this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA_FOLDER = Path(__file__).parent


def read_data(name: str) -> Iterator[str]:
    """Return the lines of one of the data files, empty lines and comments left out."""
    text = (DATA_FOLDER / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def read_section(name: str, section: str) -> Iterator[str]:
    """Yield the lines of one section, such as ``[words]``, of a data file."""
    current = ""
    for line in read_data(name):
        if line.startswith("["):
            current = line
        elif current == section:
            yield line
