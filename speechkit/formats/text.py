"""Plain text: what every file is that is text and nothing else."""

from __future__ import annotations

from speechkit.formats.encodings import Decoded, read_escapes
from speechkit.formats.model import Extracted, Piece

SIGNS: frozenset[str] = frozenset()


def recognize(text: str, name: str) -> bool:
    """Return True: any text is plain text at the least."""
    return True


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the text as it is, in one piece; if it is written in escapes, a piece a line."""
    pieces: tuple[Piece, ...] = (Piece(decoded.text, line=1),)
    notices = decoded.notices
    if read := read_escapes(decoded.text):
        pieces = tuple(Piece(text, line=number) for text, number in read[0])
        notices += read[1]
    return Extracted(
        format="text",
        pieces=pieces,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=notices,
    )
