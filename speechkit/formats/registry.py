"""Which format a file is in, by its content: documents by their bytes, then texts as decoded."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Protocol

from speechkit.errors import UnreadableFileError
from speechkit.formats import (
    html,
    json_articles,
    light_markup,
    markdown,
    numbered_lines,
    org,
    subtitles,
    text,
)
from speechkit.formats.encodings import Decoded, decode
from speechkit.formats.envelope import find_envelope
from speechkit.formats.model import Extracted
from speechkit.formats.signatures import looks_binary
from speechkit.text.signs import find_signs


class DocumentFormat(Protocol):
    """A format known by its bytes; ``extract`` raises UnreadableFileError with the reason."""

    def recognize(self, data: bytes, name: str) -> bool:
        """Return whether a file is in this format; ``name``, the file's, is only a hint."""

    def extract(self, data: bytes, name: str, encoding: str | None) -> Extracted:
        """Return the text; ``encoding`` is the one that the user named, if any."""


class TextFormat(Protocol):
    """A format of texts, known by the decoded text."""

    @property
    def SIGNS(self) -> AbstractSet[str]:  # noqa: N802 - a constant of its module
        """Of these a text in this format has one, but for one that its name's ending tells.

        Empty where it needs none.
        """

    def recognize(self, text: str, name: str) -> bool:
        """Return whether a text is in this format; ``name``, the file's, is only a hint."""

    def extract(self, decoded: Decoded, name: str) -> Extracted:
        """Return the text; all texts have one, so nothing is raised."""


TEXTS: tuple[TextFormat, ...] = (
    subtitles,
    json_articles,
    org,
    markdown,
    html,
    numbered_lines,
    light_markup,
    text,
)
"""In the order in which they are asked; plain text takes what is left."""

_TOLD_BY_ENDING = (*markdown.SUFFIXES, *html.SUFFIXES)
_BLANKS = b"\xef\xbb\xbf \r\n\t"
_DOCUMENT_ENDINGS = (".docx", ".docm", ".doc", ".wps", ".odt", ".epub", ".rtf", ".pdf")
_PDF, _HEAD = b"%PDF-", 1024
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]{1,40}:)")


def _documents(data: bytes) -> tuple[DocumentFormat, ...]:
    """The formats of documents whose files begin as this one does."""
    start = data[:64].lstrip(_BLANKS)
    if start.startswith(b"PK"):
        from speechkit.formats import docx, epub, odt

        return docx, odt, epub
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        from speechkit.formats import doc

        return (doc,)
    if start.startswith(b"{\\rtf"):
        from speechkit.formats import rtf

        return (rtf,)
    if data.find(_PDF, 0, _HEAD) >= 0:
        from speechkit.formats import mail, pdf

        return pdf, mail
    if _HEADER.match(start):
        from speechkit.formats import mail

        return (mail,)
    return ()


def extract(data: bytes, name: str = "", encoding: str | None = None) -> Extracted:
    """Return the text that a file's bytes hold, in pieces, and what the file states of itself.

    Raises UnreadableFileError for data that is in no known format, and DecodingError where no
    encoding fits a text or ``encoding`` does not exist.
    """
    for document in _documents(data):
        if document.recognize(data, name):
            return document.extract(data, name, encoding).without_halves()
    is_binary = looks_binary(data)
    if is_binary or data.startswith((b"PK", b"%PDF")):
        if name.lower().endswith(_DOCUMENT_ENDINGS):
            raise UnreadableFileError("damaged", "not what its ending says")
        if is_binary:
            raise UnreadableFileError("binary")
    return extract_decoded(decode(data, encoding), name)


def extract_decoded(decoded: Decoded, name: str = "") -> Extracted:
    """Return the text of a file that is decoded already, as extract does."""
    envelope = find_envelope(decoded.text)
    if envelope.text is not decoded.text:
        decoded = decoded._replace(text=envelope.text)
    signs = find_signs(decoded.text)
    is_told = name.lower().endswith(_TOLD_BY_ENDING)
    for form in TEXTS:
        if form.SIGNS and form.SIGNS.isdisjoint(signs) and not is_told:
            continue
        if form.recognize(decoded.text, name):
            return envelope.add_to(form.extract(decoded, name)).without_halves()
    raise AssertionError("plain text takes what is left")
