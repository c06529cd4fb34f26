"""What a build knows of its folder, in documents of kinds ``listing`` and ``skipped``."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cached_property

from speechkit.backends.opensearch.answers import (
    Json,
    SenselessAnswerError,
    making_sense,
    take,
    take_bytes,
)
from speechkit.backends.opensearch.bulk import Action, check_none, write
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.reader import ClusterReader
from speechkit.backends.opensearch.state import kept_documents, name_skipped, read_all_skipped
from speechkit.cache import digest_content, digest_values
from speechkit.language import _
from speechkit.model import SkippedFile
from speechkit.text.order import natural_key

_LINES_BYTES = 4 << 20
"""Of a listing in one document."""

_LOOK = "look"
_MARKS = "unsettled", "failed", "corrections"


class ClusterLedger:
    """The listing of a build, its skipped files, and the digests of its speeches."""

    def __init__(self, reader: ClusterReader, lock: WriteLock, known: Mapping[str, bytes]) -> None:
        self._reader = reader
        self._lock = lock
        self._digests = known
        """By the sort keys of speeches."""
        self._failed: list[bytes] = []
        self._corrections: list[bytes] = []

    def listing(self) -> dict[bytes, bytes]:
        """Return the digest (``digest_content``) of each folder's lines at the last look."""
        return digest_values(self._lines)

    def lines(self, folders: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the lines of folders, where the last look saw them."""
        return {folder: self._lines[folder] for folder in folders if folder in self._lines}

    @cached_property
    def _lines(self) -> dict[bytes, bytes]:
        return self._read_listing()

    def _read_listing(self) -> dict[bytes, bytes]:
        """Return the lines of each folder as the last look saw it."""
        pieces: dict[bytes, dict[int, bytes]] = {}
        for hit in kept_documents(self._reader, "listing", at_once=20):
            kept = take(hit, "_source", "kept")
            folder, number = take_bytes(kept, "folder"), int(take(kept, "number"))
            try:
                lines = zlib.decompress(take_bytes(kept, "lines"))
            except zlib.error as error:
                told = _("a listing does not unpack: {reason}")
                raise SenselessAnswerError(told.format(reason=error)) from None
            pieces.setdefault(folder, {})[number] = lines
        return {folder: b"".join(v for _, v in sorted(p.items())) for folder, p in pieces.items()}

    @cached_property
    def _look(self) -> Json:
        answer = self._reader.client.ask("GET", self._reader.index, "_doc", _LOOK, missing=True)
        found = bool(answer) and take(answer, "found") is True
        return dict(take(answer, "_source", "kept")) if found else {}

    def unsettled(self) -> frozenset[bytes]:
        """Return the files read so soon after a change that another may not show."""
        return self._read_paths("unsettled")

    def failed(self) -> frozenset[bytes]:
        """Return the files whose reading failed, which may be otherwise the next time."""
        return self._read_paths("failed")

    def _read_paths(self, name: str) -> frozenset[bytes]:
        value = take_bytes(self._look, name) if name in self._look else b""
        return frozenset(value.split(b"\0")) - {b""}

    def corrections(self) -> dict[bytes, bytes]:
        """Return the digests of what ``metadata.csv`` said of files, by their paths."""
        pairs = (line.split(b" ", 1) for line in self._read_paths("corrections"))
        with making_sense():
            return {path: bytes.fromhex(digest.decode("ascii")) for digest, path in pairs}

    def write_corrections(self, corrections: Mapping[bytes, bytes]) -> None:
        """Keep, with the look, the digests of what ``metadata.csv`` says of files."""
        self._corrections = [
            b"%b %b" % (digest.hex().encode(), path) for path, digest in corrections.items()
        ]

    def digest(self, path: bytes) -> bytes | None:
        """Return the digest of a file's content, or None if it is no speech of the build."""
        return self._digests.get(natural_key(path).hex())

    def write_listing(self, listing: Mapping[bytes, bytes]) -> None:
        """Keep what the folder looks like; only what is new of it is written."""
        seen = self._read_listing()
        actions: list[Action] = []
        for folder in seen.keys() | listing.keys():
            before, after = _cut(seen.get(folder)), _cut(listing.get(folder))
            if before == after:
                continue
            for number in range(max(len(before), len(after))):
                lines = after[number] if number < len(after) else None
                actions.append(_listing_action(folder, number, lines))
        self._write(actions)

    def write_skipped(
        self,
        listed: Iterable[SkippedFile],
        found: Iterable[SkippedFile],
        forgotten: Iterable[bytes],
    ) -> None:
        """Keep which files are no speeches: by the look at the folder, and by their content.

        ``forgotten`` are files of which nothing is known any more but what ``found`` says.
        """
        known = list(read_all_skipped(self._reader))
        gone = {file.path for file, is_listed in known if is_listed} | set(forgotten)
        actions = {file.path: None for file, _ in known if file.path in gone}
        kept = {file.path: (file, False) for file in found} | {f.path: (f, True) for f in listed}
        self._write(
            [
                *(Action(name_skipped(path), None) for path in actions if path not in kept),
                *(_skipped_action(*item) for item in kept.values()),
            ]
        )
        others = {file.path: file for file, is_listed in known if file.path not in gone}
        everything = [*others.values(), *(file for file, _ in kept.values())]
        self._failed = [file.path for file in everything if file.reason == "unreadable"]

    def write_look(self, unsettled: Iterable[bytes]) -> None:
        """Keep which files are to be read again at the next look."""
        values = (unsettled, self._failed, self._corrections)
        kept = {n: _to_base64(b"\0".join(v)) for n, v in zip(_MARKS, values, strict=True)}
        self._write([Action(_LOOK, {"kind": _LOOK, "order": f"x{_LOOK}", "kept": kept})])

    def _write(self, actions: Iterable[Action]) -> None:
        index, epoch = self._reader.index, self._lock.epoch
        check_none(write(self._reader.client, index, epoch, actions))


def _cut(lines: bytes | None) -> list[bytes]:
    if lines is None:
        return []
    return [lines[a : a + _LINES_BYTES] for a in range(0, max(len(lines), 1), _LINES_BYTES)]


def _listing_action(folder: bytes, number: int, lines: bytes | None) -> Action:
    name = "l" + digest_content(b"%d %b" % (number, folder)).hex()
    if lines is None:
        return Action(name, None)
    kept = {
        "folder": _to_base64(folder),
        "number": number,
        "lines": _to_base64(zlib.compress(lines, 3)),
    }
    return Action(name, {"kind": "listing", "order": f"x{name}", "kept": kept})


def _skipped_action(file: SkippedFile, listed: bool) -> Action:
    name = name_skipped(file.path)
    kept = {
        "path": _to_base64(file.path),
        "reason": file.reason,
        "detail": file.detail,
        "listed": listed,
    }
    return Action(name, {"kind": "skipped", "order": f"x{name}", "kept": kept})


def _to_base64(data: bytes) -> str:
    return b64encode(data).decode()
