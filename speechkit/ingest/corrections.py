"""Corrections: which files of a folder the rows of its ``metadata.csv`` are about."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cache import digest_content
from speechkit.errors import UnreadableFileError
from speechkit.formats.encodings import compose_name, exact_path, read_path
from speechkit.ingest.folder import METADATA_NAME, Listing, read_bytes
from speechkit.model import MetadataFault, MetadataFaultCode, MetadataField, display_path
from speechkit.text.paths import path_number, path_stem

if TYPE_CHECKING:
    from speechkit.ingest.metadata_table import Row, Table

_MOST_TOLD = 3
"""Files that a name may mean, of which no more are told."""


class Correction(NamedTuple):
    """What a row says of one file; an empty value takes away what was read."""

    values: tuple[tuple[MetadataField, str], ...]

    @property
    def digest(self) -> bytes:
        """What tells this correction from another."""
        return digest_content(repr(self.values).encode("utf-8", "backslashreplace"))


class Corrections(NamedTuple):
    """The corrections of a folder's files by their paths, and what is wrong with the table."""

    of: Mapping[bytes, Correction] = {}
    faults: tuple[MetadataFault, ...] = ()


def read_corrections(root: Path, listing: Listing) -> Corrections:
    """Return what the ``metadata.csv`` of a folder says of its files; nothing is raised."""
    if not listing.metadata:
        return Corrections()
    from speechkit.ingest.metadata_table import read_table  # most folders have none

    try:
        data = read_bytes(root, METADATA_NAME)
    except (OSError, UnreadableFileError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return Corrections(faults=(MetadataFault(0, "unreadable", reason or str(error)),))
    return find_corrections(read_table(data), [file.path for file in listing.files], root)


def find_corrections(table: Table, paths: Iterable[bytes], root: Path = Path()) -> Corrections:
    """Return the rows of a table by the files that they name; of two for one the first counts."""
    files = _FileNames(paths, root)
    rows: dict[bytes, Row] = {}
    faults = list(table.faults)
    for row in table.rows:
        meant = files.find(row.names)
        if len(meant) != 1:
            told = " ".join(map(read_path, meant[:_MOST_TOLD]))
            code: MetadataFaultCode = "ambiguous-file" if meant else "unknown-file"
            faults.append(MetadataFault(row.line, code, row.names[0], told))
        elif meant[0] in rows:
            first = str(rows[meant[0]].line)
            faults.append(MetadataFault(row.line, "repeated-file", row.names[0], first))
        else:
            rows[meant[0]] = row
    corrections = {path: Correction(row.values) for path, row in rows.items() if row.values}
    return Corrections(corrections, tuple(sorted(faults)))


class _FileNames:
    """The files of a folder by all that a table may call them; each index is made when needed."""

    def __init__(self, paths: Iterable[bytes], root: Path) -> None:
        self._paths = tuple(paths)
        self._root = f"{root}/"

    def find(self, names: Iterable[str]) -> list[bytes]:
        """Return the file that the first of the names means which means one, else all it may."""
        candidates: list[bytes] = []
        for name in names:
            meant = self._by_shown.get(name, [])  # as an export writes it, blanks and all
            if len(meant) == 1:
                return meant
            plain = compose_name(name).removeprefix(self._root).removeprefix("./")
            for spelled in dict.fromkeys((plain, plain.replace("\\", "/"))):
                meant = self._find(spelled)
                if len(meant) == 1:
                    return meant
                candidates = candidates or meant
        return candidates

    def _find(self, name: str) -> list[bytes]:
        candidates: list[bytes] = []
        for index in self._indexes:
            meant = index.get(name, [])
            if len(meant) == 1:
                return meant
            candidates = candidates or meant
        if name.isascii() and name.isdigit():  # a spreadsheet drops noughts
            meant = self._numbers.get(_without_noughts(name), [])
            return meant if len(meant) == 1 else candidates or meant
        return candidates

    @property
    def _indexes(self) -> Iterable[Mapping[str, list[bytes]]]:
        yield self._by_path
        yield self._by_exact_path
        yield self._by_literal_path
        yield self._by_stem
        yield self._by_number
        yield self._by_name

    @cached_property
    def _by_shown(self) -> Mapping[str, list[bytes]]:
        return self._index(display_path)

    @cached_property
    def _by_path(self) -> Mapping[str, list[bytes]]:
        return self._index(read_path)

    @cached_property
    def _by_exact_path(self) -> Mapping[str, list[bytes]]:
        return self._index(exact_path)

    @cached_property
    def _by_literal_path(self) -> Mapping[str, list[bytes]]:
        return self._index(os.fsdecode)

    @cached_property
    def _by_stem(self) -> Mapping[str, list[bytes]]:
        return self._index(lambda path: path_stem(read_path(path)))

    @cached_property
    def _by_number(self) -> Mapping[str, list[bytes]]:
        return self._index(lambda path: path_number(path_stem(read_path(path))))

    @cached_property
    def _by_name(self) -> Mapping[str, list[bytes]]:
        return self._index(lambda path: read_path(path).rpartition("/")[2])

    @cached_property
    def _numbers(self) -> Mapping[str, list[bytes]]:
        return self._index(lambda path: _without_noughts(path_number(path_stem(read_path(path)))))

    def _index(self, name: Callable[[bytes], str]) -> Mapping[str, list[bytes]]:
        index: defaultdict[str, list[bytes]] = defaultdict(list)
        for path in self._paths:
            index[name(path)].append(path)
        index.pop("", None)
        return dict(index)


def _without_noughts(digits: str) -> str:
    return digits.lstrip("0") or digits[-1:]
