"""The folder: which of its files are read as speeches, and which are skipped and why."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from speechkit.errors import UnreadableFileError
from speechkit.model import SkippedFile, SourceFile
from speechkit.tuples import NamedTuple

MAXIMUM_BYTES = 32 << 20
"""Larger files are skipped by name: 32 MiB are some ten million characters of Chinese."""

TEXT_SUFFIXES = frozenset(
    (
        *("", ".txt", ".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml", ".shtml"),
        *(".srt", ".vtt", ".ass", ".ssa", ".sbv", ".lrc", ".json", ".jsonl", ".ndjson", ".org"),
        *(
            ".docx",
            ".docm",
            ".doc",
            ".wps",
            ".pdf",
            ".odt",
            ".rtf",
            ".epub",
            ".eml",
            ".mht",
            ".mhtml",
        ),
    )
)
_TEXT_ENDINGS = frozenset(suffix.encode() for suffix in TEXT_SUFFIXES)
_LONGEST_ENDING = 16
_LOOKED_AT = 1 << 16
"""Bytes of a file with an unknown ending that tell whether it holds Chinese."""

METADATA_NAME = b"metadata.csv"
"""A table directly in the folder that corrects what its files say; it is no speech."""

_READING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY")
)

_READ_AT_ONCE = 1 << 20
"""Bytes of a file that has changed its size, or of a system that gives few at once."""

SETTLING_TIME = 100_000_000
"""Nanoseconds within which a file may change again without a new time stamp: clocks of file systems
tick every few milliseconds."""


class Listing(NamedTuple):
    """All files of a folder.

    ``folders`` has the lines of each folder in it, with a NUL between them, one for each file to be
    read: its size, times and inode, and its path. A look at a large folder makes nothing else of
    them, for most looks find them all as they were.
    """

    folders: dict[bytes, bytes]
    skipped: tuple[SkippedFile, ...]
    metadata: bytes = b""
    """The line of ``metadata.csv``; empty where there is none."""
    unknown: int = 0
    """How many of the files to be read have unknown endings: all, where no other is there."""

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The files to be read, in the order of their paths."""
        lines = chain.from_iterable(lines.split(b"\0") for lines in self.folders.values())
        return tuple(sorted(map(parse_line, lines)))

    @property
    def metadata_file(self) -> tuple[SourceFile, ...]:
        """``metadata.csv``, where there is one."""
        return (parse_line(self.metadata),) if self.metadata else ()

    @property
    def number(self) -> int:
        """How many files are to be read."""
        return sum(lines.count(b"\0") + 1 for lines in self.folders.values())


def holds_texts(folder: Path) -> bool:
    """Return whether a file directly in a folder has an ending that texts have."""
    with os.scandir(folder) as entries:
        return any(
            suffix and suffix in TEXT_SUFFIXES and not entry.name.startswith(".")
            for entry in entries
            for suffix in (Path(entry.name).suffix.lower(),)
        )


def parse_line(line: bytes) -> SourceFile:
    """Return the file of a line of a listing."""
    *numbers, path = line.split(b" ", 4)
    return SourceFile(path, *map(int, numbers))


def list_files(root: Path) -> Listing:
    """Return what is in ``root`` to any depth, hidden files and folders left out.

    Symbolic links are not followed: what they lead to inside the folder is read anyway, and
    nothing outside it should be. Raises OSError if ``root`` itself cannot be listed.
    """
    folders: dict[bytes, bytes] = {}
    skipped: list[SkippedFile] = []
    metadata = b""
    waiting = [b""]
    top = os.fsencode(root)
    while waiting:
        prefix = waiting.pop()
        lines: list[bytes] = []
        try:
            with os.scandir(os.path.join(top, prefix)) as entries:  # noqa: PTH118 - bytes
                metadata = _sort_entries(entries, prefix, lines, skipped, waiting) or metadata
        except OSError as error:
            if not prefix:
                raise
            skipped.append(SkippedFile(prefix[:-1], "unreadable-folder", _reason(error)))
        if lines:
            folders[prefix] = b"\0".join(lines)
    listing = Listing(folders, tuple(sorted(skipped)), metadata)
    return listing if folders else _read_unknown(top, listing)


def _read_unknown(top: bytes, listing: Listing) -> Listing:
    """Return a listing without a file to be read with those that hold Chinese, whatever they are.

    So a folder of .php pages or of .log files is read, and programs and pictures are not.
    """
    lines: dict[bytes, list[bytes]] = {}
    for path, reason, _detail in listing.skipped:
        if reason == "ending" and (line := _make_text_line(top, path)):
            folder, slash, _name = path.rpartition(b"/")
            lines.setdefault(folder + slash, []).append(line)
    taken = {parse_line(line).path for there in lines.values() for line in there}
    return listing._replace(
        folders={folder: b"\0".join(there) for folder, there in lines.items()},
        skipped=tuple(file for file in listing.skipped if file.path not in taken),
        unknown=len(taken),
    )


def _make_text_line(top: bytes, path: bytes) -> bytes:
    """Return the line of a file that holds Chinese sentences, else nothing."""
    from speechkit.ingest.unknown_files import holds_sentences

    try:
        with os.fdopen(os.open(os.path.join(top, path), _READING), "rb") as file:  # noqa: PTH118
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAXIMUM_BYTES:
                return b""
            if not holds_sentences(file.read(_LOOKED_AT)):
                return b""
    except OSError:
        return b""
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return b"%d %d %d %d %b" % (status.st_size, *times, status.st_ino, path)


def _sort_entries(
    entries: Iterable[os.DirEntry[bytes]],
    prefix: bytes,
    lines: list[bytes],
    skipped: list[SkippedFile],
    folders: list[bytes],
) -> bytes:
    """Put the entries of a folder where they belong: read, skipped, or to be listed themselves.

    Return the line of ``metadata.csv`` where it is one of them.
    """
    metadata = b""
    for entry in entries:
        name = entry.name
        if name.startswith(b"."):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            skipped.append(SkippedFile(prefix + name, "unreadable", _reason(error)))
            continue
        size, mode = status.st_size, status.st_mode
        # First the case that is repeated a hundred thousand times, without a call of our own.
        usual = stat.S_ISREG(mode) and name[-4:] == b".txt" and size <= MAXIMUM_BYTES
        if usual or not (stat.S_ISDIR(mode) or _judge(prefix + name, status)):
            times = (status.st_mtime_ns, status.st_ctime_ns)
            lines.append(b"%d %d %d %d %b%b" % (size, *times, status.st_ino, prefix, name))
        elif stat.S_ISDIR(mode):
            folders.append(prefix + name + b"/")
        elif prefix + name == METADATA_NAME and stat.S_ISREG(mode) and size <= MAXIMUM_BYTES:
            times = (status.st_mtime_ns, status.st_ctime_ns)
            metadata = b"%d %d %d %d %b" % (size, *times, status.st_ino, name)
        elif skip := _judge(prefix + name, status):
            skipped.append(skip)
    return metadata


def _judge(path: bytes, status: os.stat_result) -> SkippedFile | None:
    """Return why a file is not read, or None."""
    if not stat.S_ISREG(status.st_mode):
        is_link = stat.S_ISLNK(status.st_mode)
        return SkippedFile(path, "symbolic-link" if is_link else "not-regular")
    _, dot, ending = path.rpartition(b"/")[2].rpartition(b".")
    suffix = dot + ending.lower() if dot else b""
    if suffix not in _TEXT_ENDINGS:
        shown = suffix.decode("utf-8", "replace")
        known = shown.isprintable() and len(shown) <= _LONGEST_ENDING
        return SkippedFile(path, "ending", shown if known else "")
    if status.st_size > MAXIMUM_BYTES:
        return SkippedFile(path, "too-large", str(MAXIMUM_BYTES >> 20))
    return None


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def is_settled(file: SourceFile, read_at: int) -> bool:
    """Return whether a change after ``read_at`` (nanoseconds) would show in a file's times."""
    return max(file.modified, file.changed) < read_at - SETTLING_TIME


def _read_handle(handle: int, size: int) -> bytes:
    """Return what a file holds that should have a size, one byte over the limit at most."""
    # Room is made for all that is asked for, so ask for no more than there should be.
    data = os.read(handle, min(size, MAXIMUM_BYTES) + 1)
    if len(data) == size:
        return data
    parts, left = [data], MAXIMUM_BYTES + 1 - len(data)
    while left > 0 and (part := os.read(handle, min(left, _READ_AT_ONCE))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def read_bytes(root: Path, path: bytes) -> bytes:
    """Return the bytes of a listed file, without waiting on what may have become a pipe since.

    Raises OSError if it cannot be read, UnreadableFileError if it is no longer a regular file of
    bounded size.
    """
    # The system's own calls: to make a file object takes as long as to open and read a short file.
    handle = os.open(os.path.join(os.fsencode(root), path), _READING)  # noqa: PTH118 - bytes
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError("not-regular")
        data = _read_handle(handle, status.st_size)
    finally:
        os.close(handle)
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableFileError("too-large", str(MAXIMUM_BYTES >> 20))
    return data
