"""A text of which parts were replaced, and where each place of it was before."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from speechkit.text.characters import BLANKS


class Edit(NamedTuple):
    """``text[start:end]`` is replaced by ``new``."""

    start: int
    end: int
    new: str = ""


class EditedText(NamedTuple):
    """A text after any number of edits; all places are in characters from 0.

    ``places[n]`` is where the n-th stretch of the text begins, ``origins[n]`` where the same
    stretch began in the text before the first edit.
    """

    text: str
    places: Sequence[int] = (0,)
    origins: Sequence[int] = (0,)

    def edit(self, edits: Iterable[Edit]) -> EditedText:
        """Return the text after edits, which are in order and do not overlap."""
        edits = iter(edits)
        first = next(edits, None)
        if first is None:
            return self
        parts: list[str] = []
        places, origins = array("L"), array("L")
        done = size = 0
        last = Edit(len(self.text), len(self.text))
        for start, end, new in chain((first,), edits, (last,)):
            if start > done or start == last.start:
                places.append(size)
                origins.append(self.origin(done))
                for n in range(bisect_right(self.places, done), bisect_right(self.places, start)):
                    places.append(size + self.places[n] - done)
                    origins.append(self.origins[n])
                size += start - done
                parts.append(self.text[done:start])
            if new:
                places.append(size)
                origins.append(self.origin(start))
                size += len(new)
                parts.append(new)
            done = end
        return EditedText("".join(parts), places, origins)

    def replace(self, pattern: str, new: Callable[[re.Match[str]], str]) -> EditedText:
        """Return the text with all matches of a regular expression replaced."""
        matches = re.finditer(pattern, self.text)
        return self.edit(Edit(*match.span(), new(match)) for match in matches)

    def origin(self, place: int) -> int:
        """Return where a place was before the first edit; after a cut that is after what went."""
        stretch = bisect_right(self.places, place) - 1
        return self.origins[stretch] + place - self.places[stretch]


def line_starts(text: str) -> Sequence[int]:
    """Return where the lines of a text begin; bisect_right tells the number of a place's line."""
    return array("L", chain((0,), (match.end() for match in re.finditer("\n", text))))


def renumber(edited: EditedText, text: str, numbers: Sequence[int]) -> list[int]:
    """Return the number of each line of an edited text: that of the line where it begins to show.

    ``numbers`` are those of the lines of ``text``, which is the text before the first edit.
    """
    starts = line_starts(text)
    lines = zip(line_starts(edited.text), edited.text.split("\n"), strict=True)
    visible = (start + len(line) - len(line.lstrip(BLANKS)) for start, line in lines)
    return [numbers[bisect_right(starts, edited.origin(place)) - 1] for place in visible]
