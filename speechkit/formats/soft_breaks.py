"""Lines of one block: which of them go on, and which are paragraphs themselves.

CommonMark joins the lines of a paragraph. But many texts have a paragraph a line and no blank lines
between, and a date or a name on a line of its own. HTML parts lines at ``<br>``. But some pages
were made of texts wrapped at a fixed width.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.text.characters import BLANK, BLANKS, HAN, SENTENCE_ENDS, cells, ends_sentence
from speechkit.text.dates import is_date

_NARROWEST = 24
_WIDEST = 130
_SLACK = 5
_MARKS = (*SENTENCE_ENDS, *"，,、：:”）)")
_FEWEST_WRAPPED = 3
_CLAUSE_ENDS = tuple("，,、（(《“—-")
_CLOSE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]")
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_FIRST_WORD = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十0-9０-９]{1,3}[、.．)）]|第[一二三四五六七八九十百0-9]{1,4}[章节條条篇]"
)


class Line(NamedTuple):
    """A line of text, and the number of the file's line where it begins."""

    text: str
    number: int


def join_soft(lines: Sequence[Line]) -> list[Line]:
    """Return the paragraphs that the lines of one block are."""
    if len(lines) < 2:
        return [Line(without_colon(text), number) for text, number in lines]
    stripped = [Line(text.strip(BLANKS), number) for text, number in lines]
    width = max(cells(text) for text, _ in stripped)
    full = [_is_full(line.text, after.text, width) for line, after in pairwise(stripped)]
    wrapped = len(lines) >= _FEWEST_WRAPPED and width >= _NARROWEST and all(full)
    wrapped = wrapped and not any(_DEFINITION.match(text) for text, _ in stripped)
    wrapped = wrapped and not all(_ends_paragraph(text) for text, _ in stripped[:-1])
    joined = [[stripped[0].text]]
    numbers = [stripped[0].number]
    for (before, after), is_full in zip(pairwise(stripped), full, strict=True):
        if wrapped or _goes_on(before.text, after.text, is_full and width >= _NARROWEST):
            joined[-1].append(after.text)
        else:
            joined.append([after.text])
            numbers.append(after.number)
    return [Line(without_colon(_glue(part)), n) for part, n in zip(joined, numbers, strict=True)]


def join_even(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a block of HTML: as they are, or one if they break at a fixed width."""
    *others, last = [cells(text.strip(BLANKS)) for text, _ in lines]
    if len(others) < _FEWEST_WRAPPED - 1 or not _NARROWEST <= max(others) <= _WIDEST:
        return list(lines)
    even = max(others) - min(others) <= _SLACK - 1 and last <= max(others) + 1
    marks = sum(text.rstrip(BLANKS).endswith(_MARKS) for text, _ in lines[:-1])
    indented = any(text.lstrip(" \t")[:1] in BLANK for text, _ in lines[1:])
    if not even or indented or 2 * marks > len(others):
        return list(lines)
    return [Line(_glue([text.strip(BLANKS) for text, _ in lines]), lines[0].number)]


def without_colon(text: str) -> str:
    """Return a stripped line without the colon that begins a definition."""
    text = text.strip(BLANKS)
    definition = _DEFINITION.match(text)
    return text[definition.end() :] if definition else text


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line after would not have fitted."""
    word = _FIRST_WORD.match(after)
    return cells(line) + (cells(word[0]) if word else 0) + _SLACK > width


def _ends_paragraph(line: str) -> bool:
    return ends_sentence(line) or line.endswith(("：", ":", "."))


def _goes_on(before: str, after: str, is_full: bool) -> bool:
    """Whether a line goes on in the line after it."""
    if _DEFINITION.match(after):
        return False
    if before.endswith(_CLAUSE_ENDS):
        return True
    return is_full and not (
        _ends_paragraph(before) or is_date(before) or is_date(after) or _ITEM.match(after)
    )


def _glue(parts: Sequence[str]) -> str:
    """Lines as one: a blank between Latin words, none next to Chinese or within a number."""
    glued = list(parts[:1])
    for before, after in pairwise(parts):
        close = not before or not after or _CLOSE.match(before[-1]) or _CLOSE.match(after[0])
        number = before[-1:].isdigit() and after[:1].isdigit()
        glued.append(after if close or number else f" {after}")
    return "".join(glued)
