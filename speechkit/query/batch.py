"""Many queries in one file: a line each, with or without an id before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from speechkit.formats.encodings import decode


class QueryLine(NamedTuple):
    """A query of a file: what it is called, and what is asked."""

    number: int
    """Of the line, from 1."""
    label: str
    """The id, where the line is ``id TAB query``, else the query."""
    query: str


def read_queries(data: bytes) -> list[QueryLine]:
    """Return the queries of a file, in whatever encoding; blank lines are none.

    Raises DecodingError where no encoding fits it.
    """
    lines = enumerate(re.split("\r\n|\n|\r", decode(data, None).text), 1)
    return [_read_line(number, line.strip()) for number, line in lines if line.strip()]


def _read_line(number: int, line: str) -> QueryLine:
    label, _, query = (part.strip() for part in line.partition("\t"))
    return QueryLine(number, label, query or label)
