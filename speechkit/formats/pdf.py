"""PDF: the text of pages as paragraphs, without their furniture, and what the document states."""

from __future__ import annotations

import re

from speechkit.formats.model import Extracted

_HEAD = 1024
_SIGN = b"%PDF-"
_BLANKS = b"\xef\xbb\xbf \t\r\n\0"


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is a PDF; other bytes may come before its sign, up to 1 KB of them."""
    head = data[:_HEAD]
    # A text about the format has its sign, too, but hardly an object behind it.
    return head.lstrip(_BLANKS).startswith(_SIGN) or (
        _SIGN in head and re.search(rb"\d\s+\d+\s+obj\b", data) is not None
    )


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs of a document, each with its page, footnotes behind the paragraph.

    Raises UnreadableFileError for what is damaged, has a password, has no text or a text whose
    characters nothing says.
    """
    from speechkit.formats.pdf_client import CLIENT
    from speechkit.formats.pdf_document import read_document

    stated, *pages = CLIENT.read(data)
    return read_document(stated, pages)
