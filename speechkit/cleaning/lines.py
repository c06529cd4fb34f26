"""The lines of a text: a speech that stands on one line is cut where its paragraphs begin."""

from __future__ import annotations

import re

from speechkit.text.characters import BLANKS, ends_sentence

_SHORTEST_TO_CUT = 80
_SIGN = "\u3000\u3000"
_SPACES = "    "
_GAP = re.compile(f"((?:{_SIGN}|{_SPACES})[ \u3000]*)")
_SHARE = 3


def split_lines(text: str) -> list[str]:
    """The lines of a text with their indents, long ones cut into their paragraphs."""
    lines = text.split("\n")
    if _SIGN not in text and _SPACES not in text:
        return lines
    cut: list[str] = []
    for line in lines:
        cut += _cut(line) if len(line) >= _SHORTEST_TO_CUT else [line]
    return cut


def _cut(line: str) -> list[str]:
    """Cut a long line at its wide gaps.

    Gaps after a sentence always count. The others (after a heading, before a signature) count
    only in a line that has many of the first kind: elsewhere they may be a table's.
    """
    body = line.strip(BLANKS)
    if _SIGN not in body and _SPACES not in body:  # only the indent is wide, as in most files
        return [line]
    pieces = _GAP.split(body)
    certain = [_ends_paragraph(piece.rstrip(BLANKS)) for piece in pieces[:-1:2]]
    if not any(certain):
        return [line]
    everywhere = _SHARE * sum(certain) >= len(certain)
    indent = line[: len(line) - len(line.lstrip(BLANKS))]
    parts = [[indent, pieces[0]]]
    for gap, after_paragraph, piece in zip(pieces[1::2], certain, pieces[2::2], strict=True):
        if after_paragraph or (everywhere and not _spaced_out(parts[-1][-1], piece)):
            parts.append([_SIGN, piece])
        else:
            parts[-1] += [gap, piece]
    return ["".join(part) for part in parts]


def _ends_paragraph(piece: str) -> bool:
    return ends_sentence(piece) or piece.endswith(("：", ":"))


def _spaced_out(before: str, after: str) -> bool:
    """Whether two pieces are single characters, as in a name set wide."""
    return len(before.strip(BLANKS)) == 1 == len(after.strip(BLANKS))
