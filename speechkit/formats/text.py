"""Plain text: what every file is that is text and nothing else."""

from __future__ import annotations

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece


def recognize(text: str, name: str) -> bool:
    """Return True: any text is plain text at the least."""
    return True


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the text as it is, in one piece."""
    return Extracted(
        format="text",
        pieces=(Piece(decoded.text, line=1),),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
    )
