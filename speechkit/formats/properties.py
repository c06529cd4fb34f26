"""The properties of documents: title, author and date of making, as programs write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from speechkit.formats.xml_events import parse

_NAMES = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "date",
    "creation-date": "date",
}


class DocumentProperties(NamedTuple):
    """What a document states of itself; empty where it states nothing."""

    title: str = ""
    author: str = ""
    date: str = ""


def read_properties(chunks: Iterable[bytes]) -> DocumentProperties:
    """Return what a part states; raises as ``parse`` does."""
    reader = _Reader()
    parse(chunks, reader, lambda _: "")
    return DocumentProperties(**reader.values)


class _Reader:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._name = _NAMES.get(tag, "")

    def end(self, tag: str) -> None:
        self._name = ""

    def data(self, text: str) -> None:
        if self._name:
            self.values[self._name] = self.values.get(self._name, "") + text.strip()
