"""Files with endings that are not known: whether one holds Chinese sentences."""

from __future__ import annotations

import re

from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.formats.encodings import decode
from speechkit.formats.signatures import looks_binary
from speechkit.text.characters import HAN

_SENTENCE = re.compile(
    f"[{HAN}]{{4,}}[，；：、]|[{HAN}]{{2,}}[。！？]|[{HAN}]{{8,}}"
    f"|>\\s*[{HAN}]{{4,}}|^\\s*[{HAN}]{{4,}}\\s*$",
    re.MULTILINE,
)
"""A clause with its mark, a run too long for a name, the text of an element, a line of its own."""


def holds_sentences(head: bytes) -> bool:
    """Return whether a file that begins so is a text with Chinese sentences."""
    if looks_binary(head):
        return False
    whole = head[: head.rfind(b"\n") + 1] or head  # a cut character is no damage
    try:
        return bool(_SENTENCE.search(decode(whole, None).text))
    except (DecodingError, UnreadableFileError):
        return False
