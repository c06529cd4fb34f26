"""Identifiers, by the rules of ``backends.names``, asked of the tables of an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from speechkit.backends.protocol import LONGEST_IDENTIFIER, MOST_CANDIDATES
from speechkit.formats.encodings import compose_name, exact_path, path_bytes, read_path
from speechkit.text.order import natural_key
from speechkit.text.paths import path_stem

Identify = Callable[[bytes, str, str], str]
"""Gives the short form for a path, the path without its ending, and the digits of the name."""


def identify(database: sqlite3.Connection, path: bytes, stem: str, digits: str) -> str:
    """Return the short form of one speech."""
    if digits and _count(database, "digits", digits) == 1:
        return digits
    taken = stem == digits or _is_taken(database, path, stem)
    return stem if _count(database, "stem", stem) == 1 and not taken else _whole(database, path)


def _whole(database: sqlite3.Connection, path: bytes) -> str:
    """Return a whole path as it is read, or as its bytes are where another is read alike."""
    shown = read_path(path)
    rows = database.execute("SELECT path FROM speech WHERE stem = ?", (path_stem(shown),))
    return shown if sum(read_path(other) == shown for (other,) in rows) == 1 else exact_path(path)


def _is_taken(database: sqlite3.Connection, path: bytes, stem: str) -> bool:
    """Return whether a stem looks like the whole path of another: that of a.txt.md like a.txt."""
    return stem != read_path(path) and bool(_find_path(database, stem))


def make_identify(database: sqlite3.Connection) -> Identify:
    """Return what gives the short forms of many speeches; it looks at all of them once."""
    shared = {
        column: {
            row[0]
            for row in database.execute(
                f"SELECT {column} FROM speech GROUP BY {column} HAVING count(*) > 1"
            )
        }
        for column in ("digits", "stem")
    }
    taken = {
        stem
        for stem, path in database.execute(
            # A name that is shown with escapes is not the one that is kept.
            "SELECT stem, path FROM speech WHERE stem LIKE '%.%' AND (instr(stem, '\\') > 0 OR"
            " CAST(stem AS BLOB) != path AND CAST(stem AS BLOB) IN (SELECT path FROM speech))"
        ).fetchall()
        if _is_taken(database, path, stem)
    }
    not_short = shared["stem"] | taken | _taken_by_read(database)

    def identify_one(path: bytes, stem: str, digits: str) -> str:
        if digits and digits not in shared["digits"]:
            return digits
        return _whole(database, path) if stem == digits or stem in not_short else stem

    return identify_one


def _taken_by_read(database: sqlite3.Connection) -> set[str]:
    """Return the stems that look like the whole path of a file whose name is not what is kept."""
    odd = database.execute(
        "SELECT path FROM speech"
        " WHERE substr(path, 1, length(CAST(stem AS BLOB))) != CAST(stem AS BLOB)"
    )
    whole = [(read_path(path),) for (path,) in odd.fetchall()]
    same = (database.execute("SELECT stem FROM speech WHERE stem = ?", name) for name in whole)
    return {stem for rows in same for (stem,) in rows}


def find_identifier(database: sqlite3.Connection, identifier: str) -> list[int]:
    """Return the speeches that an identifier can mean: the one it is, else all candidates.

    Whole forms go before a number without its leading zeros, and that before beginnings; what
    begins with a nought and is no whole form can mean the number and the beginning.
    """
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        return []
    identifier = compose_name(identifier)
    numbers = _find(database, "digits = ?", identifier)
    if len(numbers) != 1:
        path = _find_path(database, identifier)
        numbers = path if path or numbers else _find(database, "stem = ?", identifier)
    if len(numbers) == 1:
        return numbers
    return next(filter(None, _find_candidates(database, identifier)), [])


def _find_path(database: sqlite3.Connection, identifier: str) -> list[int]:
    """Return the speech whose whole path is shown as ``identifier``."""
    stem, dot, _ = identifier.rpartition(".")
    rows = database.execute(
        "SELECT id, path FROM speech WHERE stem IN (?, ?)", (identifier, stem if dot else "")
    )
    read = [number for number, path in rows if read_path(path) == identifier]
    if len(read) == 1:
        return read
    sort_key = natural_key(path_bytes(identifier))
    rows = database.execute("SELECT id FROM speech_order WHERE sort_key = ?", (sort_key,))
    return [number for (number,) in rows] or read


def _find_candidates(database: sqlite3.Connection, identifier: str) -> Iterator[list[int]]:
    """Yield what an identifier can mean, from its whole forms to beginnings."""
    yield _find(database, "digits = ?", identifier)
    yield _find(database, "stem = ?", identifier)
    if identifier.isascii() and identifier.isdigit():
        digits = identifier.lstrip("0")
        same = "digits != '' AND ltrim(digits, '0') = ?"
        if identifier[0] == "0" and identifier != "0":
            yield _find(database, f"({same}) OR ({_BEGINS})", digits, *_range(identifier))
        else:
            yield _find(database, same, digits)
    yield _find(database, _BEGINS, *_range(identifier))
    # The beginning of a file's own name, in whichever folder it lies.
    yield _find(database, "instr('/' || stem, ?) > 0", f"/{identifier}")


_BEGINS = "stem >= ? AND stem < ?"


def _range(beginning: str) -> tuple[str, str]:
    return beginning, f"{beginning}\U0010ffff"


def _find(database: sqlite3.Connection, condition: str, *parameters: str) -> list[int]:
    found = f"SELECT id FROM speech WHERE {condition}"
    rows = database.execute(f"{found} LIMIT 2", parameters).fetchall()
    if len(rows) > 1:  # which most identifiers are not; to put them in order takes longer
        rows = database.execute(
            "SELECT id FROM speech_order"
            f" WHERE id IN ({found}) ORDER BY sort_key LIMIT {MOST_CANDIDATES}",
            parameters,
        ).fetchall()
    return [row[0] for row in rows]


def _count(database: sqlite3.Connection, column: str, value: str) -> int:
    rows = database.execute(f"SELECT 1 FROM speech WHERE {column} = ? LIMIT 2", (value,))
    return len(rows.fetchall())
