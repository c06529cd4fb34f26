"""Zip archives of documents, read within bounds: nothing is unpacked that declares too much."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from speechkit.errors import UnreadableFileError

_SIGNATURE = b"PK\x03\x04"
_MOST_ENTRIES = 20_000
_LARGEST_PART = 256 << 20
_LARGEST_RATIO = 500
"""Unpacked bytes to one packed byte; XML of documents stays far below."""
_SMALL_PART = 1 << 20
"""Bytes up to which a part may be packed as tightly as it likes."""
_CHUNK = 1 << 16
_ENCRYPTED = 1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Archive:
    """The parts of a zip archive by their names, which always have ``/``."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableFileError for what is damaged, or too large to be a document."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as error:
            raise UnreadableFileError("damaged", str(error) or type(error).__name__) from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise UnreadableFileError("bomb")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; none where there is no such part.

        Raises UnreadableFileError for a part that is damaged, encrypted or too large.
        """
        entry = self._entries.get(name)
        if entry is None:
            return
        _check(entry)
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _DAMAGE as error:
            raise UnreadableFileError("damaged", f"{name}: {error}") from error

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, as ``chunks`` yields them."""
        return b"".join(self.chunks(name))


def _check(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFileError("password")
    packed_tightly = entry.file_size > _LARGEST_RATIO * max(1, entry.compress_size)
    if entry.file_size > _LARGEST_PART or (entry.file_size > _SMALL_PART and packed_tightly):
        raise UnreadableFileError("bomb")


def holds_part(data: bytes, name: str) -> bool:
    """Return whether data is an archive with a part of a name, or what is left of one."""
    if not data.startswith(_SIGNATURE):
        return False
    try:
        return name in Archive(data)
    except UnreadableFileError:
        return name.encode() in data or name.replace("/", "\\").encode() in data
