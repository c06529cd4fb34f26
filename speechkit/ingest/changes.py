"""What changed in a folder since its index saw it; light, because every query looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from speechkit.cache import digest_content, digest_values
from speechkit.errors import UnreadableFileError
from speechkit.ingest.folder import METADATA_NAME, Listing, list_files, parse_line, read_bytes
from speechkit.model import MetadataFault, SourceFile
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.ingest.corrections import Correction, Corrections

Progress = Callable[[int, int, int, int], None]
"""Called with files done, files in all, bytes done and bytes in all."""

_SKIPPED_LINE = b"- - - - "
"""So begins the line of a file that is not read, which only its path tells from others."""

_SKIPPED, _METADATA = b"\0", b"\0" + METADATA_NAME
"""Names that no folder has, for the lines of skipped files and of ``metadata.csv``."""


class Known(Protocol):
    """What an index knows of its folder."""

    def listing(self) -> dict[bytes, bytes]:
        """Return the digest (``digest_content``) of each folder's lines at the last look."""

    def lines(self, folders: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the lines of folders, where the last look saw them."""

    def unsettled(self) -> frozenset[bytes]:
        """Return the files read so soon after a change that another may not show."""

    def failed(self) -> frozenset[bytes]:
        """Return the files whose reading failed, which may be otherwise the next time."""

    def corrections(self) -> Mapping[bytes, bytes]:
        """Return the digests of what ``metadata.csv`` said of files, by their paths."""


class Changes(NamedTuple):
    """What differs between a folder and its index."""

    listing: Listing
    read: tuple[SourceFile, ...]
    """Files that are new or changed, or so fresh when they were read that only content tells."""
    removed: tuple[bytes, ...]
    corrections: Mapping[bytes, Correction]
    """What ``metadata.csv`` says of files, by their paths."""
    faults: tuple[MetadataFault, ...]
    """Of ``metadata.csv``."""


def find_changes(known: Known, root: Path) -> Changes | None:
    """Return what changed in the folder since the index saw it, or None if nothing did."""
    listing = list_files(root)
    parts = listing_parts(listing)
    changed = _keys_apart(known.listing(), digest_values(parts))
    unsettled = known.unsettled()
    failed = known.failed()
    if failed:
        unsettled |= {path for path in failed if _can_be_read(root, path)}
    if not changed and not unsettled:
        return None
    folders = changed - {_METADATA}  # of no speech
    old = _split_lines(known.lines(folders).values())
    new = _split_lines(parts[folder] for folder in folders & parts.keys())
    if old == new and _METADATA not in changed and not unsettled:
        return None
    read = {parse_line(line) for line in new - old if not line.startswith(_SKIPPED_LINE)}
    corrections = read_corrections(root, listing)
    again = unsettled | _find_corrected(known.corrections(), corrections.of)
    if again:
        read |= {file for file in listing.files if file.path in again}
    gone = {_path_of(line) for line in old - new} - {file.path for file in read}
    return Changes(
        listing, tuple(sorted(read)), tuple(sorted(gone)), corrections.of, corrections.faults
    )


def read_corrections(root: Path, listing: Listing) -> Corrections:
    """Return what the ``metadata.csv`` of a folder says of its files; nothing is raised."""
    # Most folders have none, and a look at one that has not changed needs nothing of it.
    from speechkit.ingest import corrections

    return corrections.read_corrections(root, listing)


def digest_file(data: bytes, correction: Correction | None) -> bytes:
    """Return what tells one content of a file, as it is corrected, from another."""
    return digest_content(data + correction.digest if correction else data)


def _find_corrected(
    known: Mapping[bytes, bytes], corrections: Mapping[bytes, Correction]
) -> frozenset[bytes]:
    """Return the files of which the table says something else than it did."""
    now = {path: correction.digest for path, correction in corrections.items()}
    return frozenset(_keys_apart(known, now))


def listing_parts(listing: Listing) -> dict[bytes, bytes]:
    """Return the lines of each folder and, under names that no folder has, of the other files."""
    skipped = b"\0".join(_SKIPPED_LINE + file.path for file in listing.skipped)
    others = {_SKIPPED: skipped, _METADATA: listing.metadata}
    return listing.folders | {name: lines for name, lines in others.items() if lines}


def _can_be_read(root: Path, path: bytes) -> bool:
    try:
        read_bytes(root, path)
    except (OSError, UnreadableFileError, MemoryError):
        return False
    return True


def _keys_apart(some: Mapping[bytes, bytes], others: Mapping[bytes, bytes]) -> set[bytes]:
    """Return the keys that have not the same value in both."""
    return {key for key, _ in some.items() ^ others.items()}


def _split_lines(parts: Iterable[bytes]) -> set[bytes]:
    return set(chain.from_iterable(lines.split(b"\0") for lines in parts))


def _path_of(line: bytes) -> bytes:
    return line.split(b" ", 4)[4]
