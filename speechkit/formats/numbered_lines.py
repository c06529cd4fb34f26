"""Texts whose lines are numbered, each from the first to the last: the numbers are no text.

Such a text is wrapped: its lines break amid sentences. A list, whose items are numbered, is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.cues import glue
from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, cells

SIGNS: frozenset[str] = frozenset()

_HEAD = 200
_FEWEST = 4
_FIRST_LINES = 6  # among which the second number must be
_NUMBERED_SHARE = 0.95
_NARROWEST = 24  # cells
_SLACK = 4  # cells by which a full line may be shorter than the longest
_FULL_SHARE, _OPEN_SHARE, _MARKED_SHARE = 0.3, 0.5, 0.3

_FIRST_LOOK = re.compile(r"[ \t\u3000]*(?:[Ll第行]|[Ll]ine )?[ \t]?[\[(（【]?[ \t]*[0-9０-９]")
# Compiled where they are first used: few texts begin with a number.
_LINE = (
    r"([ \t\u3000]*(?:[Ll]ine\s?|[Ll]|第|行)?\s?[\[(（【]?\s*([0-9０-９]{1,6})(?![0-9０-９]"
    r"|\s*[年月日号個个名万亿元%％])\s?(?:行|[\])）】])?"
    r"(?:\s?[:：|｜│┃→>\-.．、](?![0-9]))?)(?:[ \t](.*)|(\D.*)|)"
)
_MARK = r"[，。；：！？、,;:!?]"
_MARK_AT_END = r"[，。；：！？、,;:!?.…”’」』）)》]$"


class _Numbered(NamedTuple):
    number: int
    mark: str
    text: str


def recognize(text: str, name: str) -> bool:
    """Return whether nearly all lines are numbered in order and break amid sentences."""
    if not _FIRST_LOOK.match(text[:_HEAD].lstrip(BLANKS)):
        return False
    lines = text.split("\n")
    if not any(_read_lines(lines[:_FIRST_LINES])[1:]):
        return False
    numbered = _read_lines(lines)
    filled = sum(bool(line.strip(BLANKS)) for line in lines)
    found = [line for line in numbered if line]
    if len(found) < _FEWEST or len(found) < _NUMBERED_SHARE * filled:
        return False
    texts = [line.text for line in found if line.text.strip(BLANKS)]
    return _breaks_amid_sentences(texts) and not _are_slogans(texts)


def _read_lines(lines: Sequence[str]) -> list[_Numbered | None]:
    """Each line parted into number and text; None for one whose number is not the next."""
    read: list[_Numbered | None] = []
    last = -1
    for line in lines:
        match = re.fullmatch(_LINE, line)
        number = int(match[2]) if match else -1
        follows = match is not None and (last < 0 or last < number <= last + 2)
        if match is None or not follows:
            read.append(None)
            continue
        last = number
        read.append(_Numbered(number, match[1], match[3] or match[4] or ""))
    return read


def _breaks_amid_sentences(texts: Sequence[str]) -> bool:
    """Whether lines are as full as their longest, and most of the full ones end in no mark."""
    if len(texts) < _FEWEST:
        return False
    widths = [cells(text.strip(BLANKS)) for text in texts]
    width = _usual_width(widths)
    full = [text for text, size in zip(texts, widths, strict=True) if size >= width - _SLACK]
    open_ended = sum(not re.search(_MARK_AT_END, text.rstrip(BLANKS)) for text in full[:-1])
    marked = sum(bool(re.search(_MARK, text)) for text in texts)
    return (
        width >= _NARROWEST
        and max(widths) <= width + _SLACK
        and len(full) >= _FULL_SHARE * len(texts)
        and open_ended >= _OPEN_SHARE * max(1, len(full) - 1)
        and marked >= _MARKED_SHARE * len(texts)
    )


def _are_slogans(texts: Sequence[str]) -> bool:
    """Whether most lines begin as the one before, or have their marks at equal places."""
    pairs = pairwise(text.strip(BLANKS) for text in texts)
    alike = sum(a[:2] == b[:2] or _places(a) == _places(b) != [] for a, b in pairs)
    return 2 * alike > len(texts) - 1


def _places(text: str) -> list[int]:
    return [match.start() for match in re.finditer(_MARK, text)]


def _usual_width(widths: Sequence[int]) -> int:
    """The width that lines are broken at: that of the longest but for a few."""
    return sorted(widths)[-1 - len(widths) // 20]


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the paragraphs; the numbers are one piece that is dropped."""
    lines = decoded.text.split("\n")
    numbered = _read_lines(lines)
    marks = "\n".join(line.mark if line else "" for line in numbered).rstrip()
    texts = [line.text if line else raw for line, raw in zip(numbered, lines, strict=True)]
    return Extracted(
        format="text",
        pieces=(*_join(texts), Piece(marks, line=1, dropped="line-number")),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
    )


def _join(texts: Sequence[str]) -> Iterator[Piece]:
    """The paragraphs: a line that is not full ends one, and an indent or a blank line."""
    common = _common_indent(texts)
    stripped = [text.strip(BLANKS) for text in texts]
    width = _usual_width([cells(text) for text in stripped if text])
    paragraph: Piece | None = None
    is_open = False
    for number, (raw, text) in enumerate(zip(texts, stripped, strict=True), 1):
        if not text:
            is_open = False
            continue
        indent = _indent(raw) - common
        if paragraph and is_open and indent <= 0:
            paragraph = paragraph._replace(text=glue(paragraph.text, text))
        else:
            if paragraph:
                yield paragraph
            paragraph = Piece(text, number)
        is_open = cells(text) + max(0, indent) >= width - _SLACK
    if paragraph:
        yield paragraph


def _indent(text: str) -> int:
    return cells(text[: len(text) - len(text.lstrip(BLANKS))])


def _common_indent(texts: Sequence[str]) -> int:
    return min((_indent(text) for text in texts if text.strip(BLANKS)), default=0)
