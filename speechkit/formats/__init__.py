"""Files to text: what each format says, piece by piece.

Which format a file is in follows from its content. First come the documents, known by their
bytes; what is left must be text, is decoded once, and goes to the first format of texts that
knows it. A new format is a module with ``recognize`` and ``extract``, and a line in a registry.
"""

from __future__ import annotations

from typing import Protocol

from speechkit.errors import UnreadableFileError
from speechkit.formats import doc, docx, epub, html, mail, odt, rtf, text
from speechkit.formats.encodings import Decoded, decode
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.signatures import looks_binary

__all__ = ["Extracted", "Piece", "extract", "extract_decoded"]


class DocumentFormat(Protocol):
    """A format known by its bytes; ``extract`` raises UnreadableFileError with the reason."""

    def recognize(self, data: bytes, name: str) -> bool:
        """Return whether a file is in this format; ``name``, the file's, is only a hint."""

    def extract(self, data: bytes, name: str, encoding: str | None) -> Extracted:
        """Return the text; ``encoding`` is the one that the user named, if any."""


class TextFormat(Protocol):
    """A format of texts, known by the decoded text."""

    def recognize(self, text: str, name: str) -> bool:
        """Return whether a text is in this format; ``name``, the file's, is only a hint."""

    def extract(self, decoded: Decoded, name: str) -> Extracted:
        """Return the text; all texts have one, so nothing is raised."""


DOCUMENTS: tuple[DocumentFormat, ...] = (docx, doc, odt, epub, rtf, mail)
TEXTS: tuple[TextFormat, ...] = (html, text)
"""Each registry in the order in which its formats are asked; plain text takes what is left."""


def extract(data: bytes, name: str = "", encoding: str | None = None) -> Extracted:
    """Return the text that a file's bytes hold, in pieces, and what the file states of itself.

    Raises UnreadableFileError for data that is in no known format, and DecodingError where no
    encoding fits a text or ``encoding`` does not exist.
    """
    for document in DOCUMENTS:
        if document.recognize(data, name):
            return document.extract(data, name, encoding)
    if looks_binary(data):
        raise UnreadableFileError("binary")
    return extract_decoded(decode(data, encoding), name)


def extract_decoded(decoded: Decoded, name: str = "") -> Extracted:
    """Return the text of a file that is decoded already, as extract does."""
    known = next(form for form in TEXTS if form.recognize(decoded.text, name))
    return known.extract(decoded, name)
