"""The sentences in which a site's editor leads into a text or takes leave of its readers."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.cleaning.boilerplate import Boilerplate
from speechkit.text.characters import BLANKS

_STOPS = "。！？!?"
_MOST = 5  # sentences in a row; more are nobody's farewell


class Trimmed(NamedTuple):
    """A line without an editor's sentences; what was taken off, and the titles that it names."""

    line: str
    sentences: list[str]
    titles: list[str]


def trim_sentences(line: str, boilerplate: Boilerplate) -> Trimmed | None:
    """Take an editor's sentences off the beginning and the end of a line, never from within it.

    Return None for a line that holds none, as most do.
    """
    if not boilerplate.may_hold_sentence(line):
        return None
    sentences: list[str] = []
    titles: list[str] = []
    for find in (_find_first, _find_last):
        for _ in range(_MOST):
            start, end = find(line)
            title = boilerplate.title_of_sentence(line[start:end])
            if title is None:
                break
            sentences.append(line[start:end].strip(BLANKS))
            titles += [title] if title else []
            line = (line[:start] + line[end:]).strip(BLANKS)
    return Trimmed(line, sentences, titles) if sentences else None


def _find_first(line: str) -> tuple[int, int]:
    stops = [place for place in map(line.find, _STOPS) if place >= 0]
    start = min(stops, default=len(line))
    return 0, len(line) - len(line[start:].lstrip(_STOPS))


def _find_last(line: str) -> tuple[int, int]:
    return max(map(line.rstrip(_STOPS + BLANKS).rfind, _STOPS)) + 1, len(line)
