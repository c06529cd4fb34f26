"""Markdown: whether a text is written in it, and its text without the marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.stated import Stated

SIGNS = frozenset("#-+")

if TYPE_CHECKING:
    from speechkit.formats.front_matter import FrontMatter

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx", ".qmd", ".rmd")
_HEAD = 40_000
"""Characters at the beginning of a text that say whether it is Markdown."""
_PAGE = r"(?i)\s*(?:<\?xml\b[^>]*>\s*)?(?:<!doctype\s+html|<html\b)"

# Compiled where they are first used: few plain texts hold what these begin with.
_HEADING = r"(?m)(?:^|(?<=\n\n))#{1,6} +[^#\s].*\n(?!#)"
_FEWEST_HEADINGS, _FEWEST_MARKS = 2, 2
_MARK = (
    r"!?\[[^\[\]\n]{1,200}\]\((?:https?://|\.{0,2}/|#)[^()\s]{0,500}\)"
    r"|\*\*(?=\S)[^*\n]{1,200}\*\*|(?m:^)>[ ]\S|(?m:^)[-*] {1,3}\S|\[\^[^\]\n]{1,20}\]|(?m:^)```"
)


def recognize(text: str, name: str) -> bool:
    """Return whether a text is Markdown: by its ending, or certain from what it holds."""
    if name.lower().endswith(SUFFIXES):
        return not re.match(_PAGE, text)
    return looks_like_markdown(text)


def looks_like_markdown(text: str) -> bool:
    """Return whether a text can be nothing but Markdown: headings and marks, or front matter."""
    if text.startswith(("---", "+++")):
        from speechkit.formats.front_matter import find_front_matter

        if find_front_matter(text, loose=False):
            return True
    head = text[:_HEAD]
    if "# " not in head or not (head.startswith("#") or "\n#" in head):
        return False
    headings = sum(1 for _ in re.finditer(_HEADING, head))
    if headings < _FEWEST_HEADINGS:
        return False
    return sum(1 for _ in re.finditer(_MARK, head)) >= _FEWEST_MARKS


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the text of the blocks, notes last, and what front matter and first heading state."""
    from speechkit.formats.front_matter import find_front_matter
    from speechkit.formats.markdown_blocks import read_blocks  # takes a parser

    front = find_front_matter(decoded.text)
    body = front.end if front else 0
    pieces = read_blocks(decoded.text[body:], decoded.text.count("\n", 0, body) + 1)
    stated = front.stated if front else Stated()
    return Extracted(
        format="markdown",
        pieces=(*_front_pieces(decoded.text, front), *pieces),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=stated.title or _heading(pieces),
        author=stated.author,
        date=stated.date,
        source=stated.source,
        url=stated.url,
        occasion=stated.occasion,
    )


def _front_pieces(text: str, front: FrontMatter | None) -> tuple[Piece, ...]:
    if front is None:
        return ()
    block = text[front.start : front.end].rstrip("\n")
    line = text.count("\n", 0, front.start) + 1
    return (Piece(block, line, dropped="front-matter"),)


def _heading(pieces: list[Piece]) -> str:
    """The heading of the first level that a text begins with."""
    first = next((piece for piece in pieces if not piece.dropped), None)
    return first.text if first and first.level == 1 else ""
