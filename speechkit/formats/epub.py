"""Electronic books (.epub): the pages of the spine, in order, each read as HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from speechkit.errors import UnreadableFileError
from speechkit.formats import html
from speechkit.formats.archive import Archive, holds_part
from speechkit.formats.encodings import decode
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.xml_events import parse

_CONTAINER = "META-INF/container.xml"
_TYPE = b"mimetypeapplication/epub+zip"
_TYPE_PLACE = slice(30, 100)
_PAGES = ("application/xhtml+xml", "text/html", "application/html", "text/x-oeb1-document")
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_STATED = {"title": "title", "creator": "author", "date": "date", "source": "source"}


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is a book, or what is left of one."""
    return _TYPE in data[_TYPE_PLACE] or (
        holds_part(data, _CONTAINER) and not holds_part(data, "content.xml")
    )


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the text of the pages, and what the book states of itself.

    Raises UnreadableFileError for one that is damaged, locked or too large.
    """
    archive = Archive(data)
    if _is_locked(archive):
        raise UnreadableFileError("password")
    container = _Container()
    parse(archive.chunks(_CONTAINER), container, _plain)
    book = _Book()
    parse(archive.chunks(container.package), book, _plain)
    folder = posixpath.dirname(container.package)
    pieces = tuple(_read_pages(archive, folder, book))
    if not any(piece.text.strip() for piece in pieces if not piece.dropped):
        raise UnreadableFileError("no-text")
    return Extracted(
        format="epub",
        pieces=pieces,
        title=book.stated.get("title", ""),
        author=book.stated.get("author", ""),
        date=book.stated.get("date", ""),
        source=book.stated.get("source", ""),
    )


def _plain(_: str) -> str:
    """No prefix: names of books do not clash."""
    return ""


def _read_pages(archive: Archive, folder: str, book: _Book) -> Iterator[Piece]:
    for identifier in book.spine:
        path, kind = book.items.get(identifier, ("", ""))
        part = posixpath.normpath(posixpath.join(folder, unquote(path)))
        if kind not in _PAGES or part not in archive or identifier in book.contents:
            continue
        page = html.extract(decode(archive.read(part), None), part)
        yield from (piece._replace(line=0) for piece in page.pieces)


def _is_locked(archive: Archive) -> bool:
    locks = _Locks()
    parse(archive.chunks("META-INF/encryption.xml"), locks, _plain)
    return locks.found


class _Container:
    def __init__(self) -> None:
        self.package = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rootfile" and not self.package:
            self.package = attributes.get("full-path", "")

    def end(self, tag: str) -> None:
        """Nothing is left open."""

    def data(self, text: str) -> None:
        """A container has no text."""


class _Locks(_Container):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "EncryptionMethod":
            self.found = self.found or attributes.get("Algorithm", "") not in _FONT_LOCKS


class _Book:
    """The package: which pages there are, in which order, and what the book states."""

    def __init__(self) -> None:
        self.items: dict[str, tuple[str, str]] = {}
        """Path and type by identifier."""
        self.spine: list[str] = []
        self.contents: set[str] = set()
        """Pages that list the others."""
        self.stated: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _STATED.get(tag, "")
        self._name = "" if name in self.stated else name
        identifier = attributes.get("id", "")
        if tag == "item":
            self.items[identifier] = attributes.get("href", ""), attributes.get("media-type", "")
            if "nav" in attributes.get("properties", "").split():
                self.contents.add(identifier)
        elif tag == "itemref":
            self.spine.append(attributes.get("idref", ""))

    def end(self, tag: str) -> None:
        self._name = ""

    def data(self, text: str) -> None:
        if self._name:
            self.stated[self._name] = self.stated.get(self._name, "") + text.strip()
