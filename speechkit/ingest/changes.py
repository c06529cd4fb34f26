"""What changed in a folder since its index saw it; light, because every query looks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from speechkit.errors import UnreadableFileError
from speechkit.ingest.folder import Listing, list_files, parse_line, read_bytes
from speechkit.model import SourceFile

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""

_SKIPPED_LINE = b"- - - - "
"""So begins the line of a file that is not read, which only its path tells from others."""


class Known(Protocol):
    """What an index knows of its folder."""

    def listing(self) -> dict[bytes, bytes]:
        """Return the lines of each folder as the last look saw it."""

    def unsettled(self) -> frozenset[bytes]:
        """Return the files read so soon after a change that another may not show."""

    def failed(self) -> frozenset[bytes]:
        """Return the files whose reading failed, which may be otherwise the next time."""


class Changes(NamedTuple):
    """What differs between a folder and its index."""

    listing: Listing
    read: tuple[SourceFile, ...]
    """Files that are new or changed, or so fresh when they were read that only content tells."""
    removed: tuple[bytes, ...]


def find_changes(known: Known, root: Path) -> Changes | None:
    """Return what changed in the folder since the index saw it, or None if nothing did."""
    listing = list_files(root)
    seen, now = known.listing(), listing_parts(listing)
    unsettled = known.unsettled()
    failed = known.failed()
    if failed:
        unsettled |= {path for path in failed if _can_be_read(root, path)}
    if now == seen and not unsettled:
        return None
    old, new = _lines_apart(seen, now), _lines_apart(now, seen)
    if old == new and not unsettled:
        return None
    read = {parse_line(line) for line in new - old if not line.startswith(_SKIPPED_LINE)}
    if unsettled:
        read |= {file for file in listing.files if file.path in unsettled}
    gone = {_path_of(line) for line in old - new} - {file.path for file in read}
    return Changes(listing, tuple(sorted(read)), tuple(sorted(gone)))


def listing_parts(listing: Listing) -> dict[bytes, bytes]:
    """Return the lines of each folder and, under a name that no folder has, of skipped files."""
    skipped = b"\0".join(_SKIPPED_LINE + file.path for file in listing.skipped)
    return listing.folders | ({b"\0": skipped} if skipped else {})


def _can_be_read(root: Path, path: bytes) -> bool:
    try:
        read_bytes(root, path)
    except (OSError, UnreadableFileError, MemoryError):
        return False
    return True


def _lines_apart(parts: dict[bytes, bytes], others: dict[bytes, bytes]) -> set[bytes]:
    """Return the lines of the parts that ``others`` has not got as they are."""
    apart = (lines for name, lines in parts.items() if others.get(name) != lines)
    return set(chain.from_iterable(lines.split(b"\0") for lines in apart))


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
