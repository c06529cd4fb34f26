"""Identifiers, by the rules of ``backends.names``, asked of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from speechkit.backends.names import Names
from speechkit.backends.opensearch.answers import (
    decode_column,
    take_hits,
    take_list,
    take_number,
    take_text,
)
from speechkit.backends.opensearch.documents import read_listed
from speechkit.backends.opensearch.expressions import SPEECHES, Expression, any_of, one_of
from speechkit.backends.opensearch.reader import ClusterReader, Page, read_order
from speechkit.backends.protocol import LONGEST_IDENTIFIER, MOST_CANDIDATES
from speechkit.formats.encodings import compose_name, exact_path, path_bytes, read_path
from speechkit.text.order import natural_key
from speechkit.text.paths import path_number, path_stem

MANY = 500
"""Of more speeches the short forms are found by looking at the names of all."""


class Identifiers:
    """The short forms of the speeches of one build, and what a typed one can mean."""

    def __init__(self, reader: ClusterReader) -> None:
        self._reader = reader
        self._short: dict[str, str] = {}
        self._is_whole = False
        """Whether the short forms of all are known."""

    def short(self, listed: Mapping[str, bytes]) -> dict[str, str]:
        """Return the short forms of speeches, given by their paths."""
        unknown = {order: path for order, path in listed.items() if order not in self._short}
        if unknown and not self._is_whole:
            if len(unknown) > MANY:
                self._read_all()
            else:
                self._identify(unknown)
        return {order: self._short[order] for order in listed}

    def _read_all(self) -> None:
        orders, paths = [], []
        for order, entry in self._reader.fields(SPEECHES, "entry"):
            orders.append(order)
            paths.append(read_listed(decode_column(entry))[0])
        self._short = dict(zip(orders, Names(paths).ids, strict=True))
        self._is_whole = True

    def _identify(self, paths: Mapping[str, bytes]) -> dict[str, str]:
        stems = list(map(path_stem, map(read_path, paths.values())))
        (answer,) = self._reader.search(names_page(stems, map(path_number, stems)))
        return self.read(paths, answer)

    def read(self, paths: Mapping[str, bytes], answer: object) -> dict[str, str]:
        """Return, and remember, short forms by an answer to ``names_page`` of their names."""
        of_digits, of_stems = read_counts(answer)
        found: dict[str, str] = {}
        for order, path in paths.items():
            shown = read_path(path)
            stem = path_stem(shown)
            number = path_number(stem)
            if number and of_digits.get(number) == 1:
                found[order] = number
            elif of_stems.get(stem) == 1 and stem != number and not self._is_taken(stem, shown):
                found[order] = stem
            else:
                alike = self._reads_as(shown)
                found[order] = shown if len(alike) == 1 else exact_path(path)
        self._short |= found
        return found

    def _is_taken(self, stem: str, shown: str) -> bool:
        """Return whether a stem looks like the whole path of another: that of a.txt.md."""
        if stem == shown or not ("." in stem or "\\" in stem):
            return False
        return bool(self._find_path(stem))

    def _reads_as(self, name: str) -> list[str]:
        """Return the speeches whose whole path is shown as ``name``."""
        stem, dot, _ = name.rpartition(".")
        query = one_of("stem", {name, path_stem(name), stem if dot else name})
        found = self._reader.fields(query, "entry")
        return [o for o, entry in found if read_path(read_listed(decode_column(entry))[0]) == name]

    def _find_path(self, name: str) -> list[str]:
        read = self._reads_as(name)
        if len(read) == 1:
            return read
        order = natural_key(path_bytes(name)).hex()
        return self._first({"term": {"order": order}}) or read

    def resolve(self, identifier: str) -> list[str]:
        """Return the speech that an identifier is, else all that it can mean, in order."""
        self._reader.check_open()
        if not 0 < len(identifier) <= LONGEST_IDENTIFIER or not _is_encodable(identifier):
            return []
        identifier = compose_name(identifier)
        numbered, stemmed = self._search({"term": {"digits": identifier}}, _stem(identifier))
        if len(numbered) == 1:
            return numbered
        certain = self._find_path(identifier) or ([] if numbered else stemmed)
        if len(certain) == 1:
            return certain
        rest = (self._first(query) for query in _list_candidates(identifier))
        return numbered or stemmed or next(filter(None, rest), [])

    def _first(self, query: Expression) -> list[str]:
        return self._search(query)[0]

    def _search(self, *queries: Expression) -> list[list[str]]:
        answers = self._reader.search(*(Page(query, MOST_CANDIDATES) for query in queries))
        return [list(map(read_order, take_hits(answer))) for answer in answers]


def names_page(stems: Iterable[str], digits: Iterable[str]) -> Page:
    """Return the search for how many speeches have each of some stems and digits."""
    numbers = sorted({number for number in digits if number})
    names = sorted(set(stems))
    return Page(
        any_of(one_of("stem", names), one_of("digits", numbers)),
        0,
        aggregated={
            "digits": {"terms": {"field": "digits", "include": numbers or [""], "size": MANY + 1}},
            "stems": {"terms": {"field": "stem", "include": names or [""], "size": MANY + 1}},
        },
    )


def read_counts(answer: object) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many speeches have each of the digits and the stems asked for."""
    counts = []
    for name in ("digits", "stems"):
        buckets = take_list(answer, "aggregations", name, "buckets")
        counts.append({take_text(one, "key"): take_number(one, "doc_count") for one in buckets})
    return counts[0], counts[1]


def _stem(identifier: str) -> Expression:
    return {"term": {"stem": identifier}}


def _list_candidates(identifier: str) -> Iterator[Expression]:
    """Yield what an identifier can mean behind its whole forms, to parts of names."""
    begins: Expression = {"prefix": {"stem": identifier}}
    if identifier.isascii() and identifier.isdigit():
        same: Expression = {"term": {"number": identifier.lstrip("0")}}
        padded = identifier[0] == "0" and identifier != "0"
        yield any_of(same, begins) if padded else same
    yield begins
    # The beginning of a file's own name, in whichever folder it lies.
    yield {"wildcard": {"slashed": {"value": f"*/{_escape(identifier)}*"}}}


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\*?" else c for c in text)


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
