"""What files hold, byte for byte, so that a test can tell that nothing touched them."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MADE_BY_READING = ("-wal", "-shm")
"""SQLite makes these beside a database while somebody reads it."""


class FileState(NamedTuple):
    """Which file lies at a place, and what it holds; no content where it is no regular file."""

    inode: int
    kind: int
    digest: str


def take_snapshot(*places: Path) -> dict[Path, FileState]:
    """Return the state of these files, and of all files in those of them that are folders."""
    return {path: _look_at(path) for place in places for path in _list_files(place)}


def _list_files(place: Path) -> Iterator[Path]:
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    for path in found:
        if not path.is_dir() and not path.name.endswith(_MADE_BY_READING):
            yield path


def _look_at(path: Path) -> FileState:
    if not path.exists() and not path.is_symlink():
        return FileState(0, 0, "gone")
    status = path.lstat()
    content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
    return FileState(
        status.st_ino, stat.S_IFMT(status.st_mode), hashlib.sha256(content).hexdigest()
    )
