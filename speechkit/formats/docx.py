"""Word documents of Office Open XML (.docx, .docm, and those named .doc or .wps)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from speechkit.errors import UnreadableFileError
from speechkit.formats.archive import Archive, holds_part
from speechkit.formats.docx_body import Body
from speechkit.formats.docx_lists import Lists, Styles
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.properties import read_properties
from speechkit.formats.xml_events import parse

_MAIN = "word/document.xml"


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is an archive with a Word document, or what is left of one."""
    return holds_part(data, _MAIN) or _has_other_main(data)


def _has_other_main(data: bytes) -> bool:
    """Whether the main part has another name, as some programs give it."""
    if not holds_part(data, "[Content_Types].xml"):
        return False
    try:
        archive = Archive(data)
        return _main_part(archive).startswith("word/")
    except UnreadableFileError:
        return False


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs of a document, notes behind them, and what its properties state.

    Raises UnreadableFileError for one that is damaged, encrypted or too large.
    """
    archive = Archive(data)
    main = _main_part(archive)
    parts = _Relations(archive, main).parts
    styles = Styles(archive.chunks(parts.get("styles", "word/styles.xml")))
    lists = Lists(archive.chunks(parts.get("numbering", "word/numbering.xml")))
    body = Body(archive.chunks(main), styles, lists)
    pieces = [*body.pieces, *_notes(archive, parts, body, styles, lists)]
    if not any(piece.text.strip() for piece in pieces):
        raise UnreadableFileError("no-text")
    stated = read_properties(archive.chunks("docProps/core.xml"))
    return Extracted(
        format="docx",
        pieces=tuple(pieces),
        title=body.title or stated.title,
        author=stated.author,
        date=stated.date,
    )


def _main_part(archive: Archive) -> str:
    found = _Relations(archive, "").parts.get("officeDocument", _MAIN)
    if found not in archive:
        found = _MAIN
    if found not in archive:
        raise UnreadableFileError("damaged", "no main part")
    return found


def _notes(
    archive: Archive, parts: Mapping[str, str], body: Body, styles: Styles, lists: Lists
) -> list[Piece]:
    """The notes in the order in which the text refers to them."""
    notes = {
        kind: Body(archive.chunks(parts.get(kind, f"word/{kind}.xml")), styles, lists).notes
        for kind in dict.fromkeys(kind for kind, _ in body.references)
    }
    return [piece for kind, note in body.references for piece in notes[kind].get(note, ())]


class _Relations:
    """Which part plays which role for another: ``styles``, ``numbering``, ``footnotes`` …"""

    def __init__(self, archive: Archive, part: str) -> None:
        self.parts: dict[str, str] = {}
        folder, file = posixpath.split(part)
        self._folder = folder
        parse(archive.chunks(posixpath.join(folder, "_rels", f"{file}.rels")), self, lambda _: "")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            role = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.join("/", self._folder, attributes.get("Target", ""))
            self.parts.setdefault(role, posixpath.normpath(target).lstrip("/"))

    def end(self, tag: str) -> None:
        """Nothing is left open."""

    def data(self, text: str) -> None:
        """Relations have no text."""
