"""What an index knows of its folder: which files it has seen, and what became of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping
from itertools import chain

from speechkit.backends.sqlite.encoding import pack_bytes, unpack_bytes
from speechkit.cache import digest_content
from speechkit.model import SkippedFile
from speechkit.text.order import natural_key


class Ledger:
    """The tables ``listing`` and ``skipped``, the digests of speeches, and the last look at them.

    A listing has a text of lines for each folder, which only ``ingest.folder`` reads. A digest
    tells whether it is another, so that most looks unpack none.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def listing(self) -> dict[bytes, bytes]:
        """Return the digest (``digest_content``) of each folder's lines at the last look."""
        return {folder: digest for folder, (_, digest) in self._read_rows().items()}

    def _read_rows(self) -> dict[bytes, tuple[int, bytes]]:
        """Return the numbers of the rows of folders, and the digests."""
        rows = self._database.execute("SELECT folder, id, digest FROM listing")
        return {folder: (number, digest) for folder, number, digest in rows}

    def lines(self, folders: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the lines of folders, where the last look saw them; raises DamagedIndexError."""
        seen = self._read_rows()
        numbers = [seen[folder][0] for folder in seen.keys() & set(folders)]
        found = "SELECT folder, lines FROM listing WHERE id = ?"
        rows = chain.from_iterable(self._database.execute(found, (number,)) for number in numbers)
        return {folder: unpack_bytes(lines) for folder, lines in rows}

    def unsettled(self) -> frozenset[bytes]:
        """Return the files read so soon after a change that another may not show."""
        return self._read_paths("unsettled")

    def failed(self) -> frozenset[bytes]:
        """Return the files whose reading failed, which may be otherwise the next time."""
        return self._read_paths("failed")

    def corrections(self) -> dict[bytes, bytes]:
        """Return the digests of what ``metadata.csv`` said of files, by their paths."""
        value = self._read("corrections")
        lines = value.split(b"\0") if isinstance(value, bytes) and value else ()
        pairs = (line.split(b" ", 1) for line in lines)
        return {path: bytes.fromhex(digest.decode("ascii")) for digest, path in pairs}

    def write_corrections(self, corrections: Mapping[bytes, bytes]) -> None:
        """Keep the digests of what ``metadata.csv`` says of files, by their paths."""
        if corrections == self.corrections():
            return
        lines = (b"%b %b" % (digest.hex().encode(), path) for path, digest in corrections.items())
        self._database.execute(
            "INSERT OR REPLACE INTO meta VALUES ('corrections', ?)", (b"\0".join(lines),)
        )

    def looked_at(self) -> object:
        """Return what tells one look that was written from another."""
        return self._read("looked_at")

    def digest(self, path: bytes) -> bytes | None:
        """Return the digest of a file's content, or None if it is no speech of the index."""
        row = self._database.execute(
            "SELECT digest FROM speech_order JOIN speech USING (id) WHERE sort_key = ?",
            (natural_key(path),),
        ).fetchone()
        return row[0] if row else None

    def write_listing(self, listing: Mapping[bytes, bytes]) -> None:
        """Keep what the folder looks like; only what is new of it is written."""
        seen = self._read_rows()
        self._database.executemany(
            "DELETE FROM listing WHERE id = ?",
            ((seen[folder][0],) for folder in seen.keys() - listing.keys()),
        )
        digests = ((folder, digest_content(lines), lines) for folder, lines in listing.items())
        self._database.executemany(
            "INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?)",
            (
                (number, folder, digest, pack_bytes(lines))
                for folder, digest, lines in digests
                for number, before in (seen.get(folder, (None, b"")),)
                if before != digest
            ),
        )

    def write_skipped(
        self,
        listed: Iterable[SkippedFile],
        found: Iterable[SkippedFile],
        forgotten: Iterable[bytes],
    ) -> None:
        """Keep which files are no speeches: by the look at the folder, and by their content.

        ``forgotten`` are files of which nothing is known any more but what ``found`` says.
        """
        self._database.execute("DELETE FROM skipped WHERE listed = 1")
        self._database.executemany(
            "DELETE FROM skipped WHERE path = ?", ((path,) for path in forgotten)
        )
        insert = "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?)"
        self._database.executemany(insert, ((*file, 0) for file in found))
        self._database.executemany(insert, ((*file, 1) for file in listed))

    def write_look(self, unsettled: Iterable[bytes]) -> None:
        """Keep which files are to be read again at the next look, and when this one was."""
        failed = self._database.execute(
            "SELECT path FROM skipped WHERE listed = 0 AND reason = 'unreadable'"
        ).fetchall()
        self._database.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            (
                ("unsettled", b"\0".join(unsettled)),
                ("failed", b"\0".join(path for (path,) in failed)),
                ("looked_at", time.time()),
            ),
        )

    def _read_paths(self, key: str) -> frozenset[bytes]:
        value = self._read(key)
        return frozenset(value.split(b"\0")) - {b""} if isinstance(value, bytes) else frozenset()

    def _read(self, key: str) -> object:
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None
