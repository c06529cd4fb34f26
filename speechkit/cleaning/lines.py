"""The lines of a text and their numbers. A speech on one line is cut into its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from speechkit.text.characters import BLANKS, ends_sentence

_SHORTEST_TO_CUT = 80
_SIGN = "\u3000\u3000"
_SPACES = "    "
_GAP = re.compile(f"((?:{_SIGN}|{_SPACES})[ \u3000]*)")
_USUAL_GAP = re.compile(f"({_SIGN}[ \u3000]*)")  # the same where there are no spaces: quicker
_SHARE = 3


class Lines(NamedTuple):
    """Lines of a text. ``numbers`` are those of the lines, or pages, of the file they begin on."""

    texts: list[str]
    numbers: Sequence[int]

    def without_last_blank(self) -> Lines:
        """All lines but an empty one at the end, as behind the last line end of most files."""
        if len(self.texts) > 1 and not self.texts[-1]:
            return Lines(self.texts[:-1], self.numbers[:-1])
        return self

    def without(self, places: Iterable[int]) -> Lines:
        """All lines but those at some places, which count from 0."""
        kept = [True] * len(self.texts)
        for place in places:
            kept[place] = False
        return Lines(list(compress(self.texts, kept)), list(compress(self.numbers, kept)))


def split_changed(text: str, whole: str, lines: list[str]) -> list[str]:
    """The lines of a text. If it is still ``whole``, they are ``lines`` themselves.

    A page can have a million lines, and each copy of them takes 80 MB.
    """
    is_known = text == whole and whole.count("\n") == len(lines) - 1
    return lines if is_known else text.split("\n")


def cut_lines(text: str, lines: list[str], numbers: Sequence[int]) -> Lines:
    """The lines of a text, indents kept. A long line that holds several paragraphs is cut.

    ``numbers`` are the numbers of ``lines``.
    """
    if _SIGN not in text and _SPACES not in text:
        return Lines(lines, numbers)
    cut = {
        place: parts
        for place, line in enumerate(lines)
        if len(line) >= _SHORTEST_TO_CUT and len(parts := _cut(line)) > 1
    }
    if not cut:
        return Lines(lines, numbers)
    texts: list[str] = []
    repeated: list[int] = []
    for place, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        parts = cut.get(place, [line])
        texts += parts
        repeated += [number] * len(parts)
    return Lines(texts, repeated)


def _cut(line: str) -> list[str]:
    """Cut a long line at its wide gaps.

    A gap after a sentence always counts. Any other gap, such as one after a heading or before a
    signature, counts only if many gaps of the line follow a sentence. Else it may be a table's.
    """
    body = line.strip(BLANKS)
    if _SIGN not in body and _SPACES not in body:  # only the indent is wide, as in most files
        return [line]
    pieces = (_GAP if _SPACES in body else _USUAL_GAP).split(body)
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
