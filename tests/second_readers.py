"""Readers of documents that share nothing with ours: each gives the paragraphs, in any order.

They know no automatic numbers, and of deleted text only what a format marks where it is.
"""

from __future__ import annotations

import email
import re
import struct
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_GONE = {f"{_WORD}{tag}" for tag in ("del", "moveFrom", "rt", "instrText", "delText")}
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_BODY, _FOOTNOTES, _ENDNOTES, _BOXES = 0, 1, 5, 6
"""The parts of a Word document that are its text, among the eight that it counts."""


def read_docx(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a document and of its notes, by the tree of its XML."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word[/\\](?:document|footnotes|endnotes)\.xml", name):
                part = archive.read(name).replace(_STRICT, _WORD[1:-1].encode())
                yield from _join(ElementTree.fromstring(part)).split("\n")


def _join(element: ElementTree.Element) -> str:
    tag = element.tag
    if tag in _GONE or tag.endswith("}Fallback"):
        return ""
    hidden = element.find(f"{_WORD}rPr/{_WORD}vanish") if tag == f"{_WORD}r" else None
    if hidden is not None and hidden.get(f"{_WORD}val") not in {"0", "false"}:
        return ""
    if tag.endswith("}t"):
        return element.text or ""
    end = "\n" if tag in {f"{_WORD}p", f"{_WORD}br"} else ""
    return "".join(map(_join, element)) + end


def read_odt(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a document, by the tree of its XML."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for element in ElementTree.fromstring(archive.read("content.xml")).iter():
            if element.tag.rpartition("}")[2] in {"p", "h"}:
                yield "".join(element.itertext())


def read_doc(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a Word 97 document, deleted ones too, by its table of pieces."""
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as streams:
        word = streams.openstream("WordDocument").read()
        name = "1Table" if struct.unpack_from("<H", word, 10)[0] & 0x200 else "0Table"
        place, size = struct.unpack_from("<II", word, 0x1A2)
        table = streams.openstream(name).read()[place : place + size]
    text = "".join(_read_pieces(word, table))
    places = [0]
    for count in struct.unpack_from("<8I", word, 0x4C):
        places.append(places[-1] + count)
    for part in (_BODY, _FOOTNOTES, _ENDNOTES, _BOXES):
        kept = text[places[part] : places[part + 1]]
        while kept != (kept := _FIELD.sub(lambda match: match[1] or "", kept)):
            pass
        yield from re.split("[\r\x07\x0b\x0c]", kept)


def _read_pieces(word: bytes, table: bytes) -> Iterator[str]:
    while table[0] == 1:
        table = table[3 + struct.unpack_from("<H", table, 1)[0] :]
    number = (struct.unpack_from("<I", table, 1)[0] - 4) // 12
    places = struct.unpack_from(f"<{number + 1}I", table, 5)
    for n in range(number):
        (where,) = struct.unpack_from("<I", table, 5 + 4 * (number + 1) + 8 * n + 2)
        count = places[n + 1] - places[n]
        if where & 0x40000000:
            yield word[(where & 0x3FFFFFFF) // 2 :][:count].decode("cp1252", "replace")
        else:
            yield word[where : where + 2 * count].decode("utf-16-le", "replace")


def read_rtf(data: bytes) -> Iterator[str]:
    """Yield the lines of a document by striprtf."""
    from striprtf.striprtf import rtf_to_text

    read: Any = rtf_to_text
    yield from read(data.decode("latin-1"), encoding="gbk", errors="replace").split("\n")


def read_pdf(data: bytes) -> Iterator[str]:
    """Yield the lines of a document by pypdf."""
    import pypdf

    for page in pypdf.PdfReader(BytesIO(data)).pages:
        yield from page.extract_text().split("\n")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def read_mail(data: bytes) -> Iterator[str]:
    """Yield the texts of the first page, or else of the first text, of a message."""
    parts = list(email.message_from_bytes(data).walk())
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind:
                payload: Any = part.get_payload(decode=True)
                charset = part.get_content_charset() or "utf-8"
                page = _Page()
                page.feed(payload.decode("gb18030" if charset == "gb2312" else charset))
                yield from page.words
                return


def read_epub(data: bytes) -> Iterator[str]:
    """Yield the texts of all chapters."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".html", ".htm")):
                page = _Page()
                page.feed(archive.read(name).decode())
                yield from page.words


def read_captions(data: bytes) -> Iterator[str]:
    """Yield what is said in a file of .ass."""
    for line in data.decode("utf-8-sig").splitlines():
        if line.startswith("Dialogue:"):
            yield re.sub(r"\{[^}]*\}", "", line.split(",", 9)[9]).replace("\\N", "\n")


READERS = {
    **{"docx": read_docx, "doc": read_doc, "odt": read_odt, "rtf": read_rtf, "pdf": read_pdf},
    **{"mht": read_mail, "eml": read_mail, "epub": read_epub, "subtitles": read_captions},
}
