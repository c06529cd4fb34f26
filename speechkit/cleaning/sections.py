"""Sections: the headings that part a file, those of its format or of the speeches it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.cleaning.lines import Lines
from speechkit.cleaning.several import TITLE, find_speeches
from speechkit.formats import Piece
from speechkit.model import Section, Turn
from speechkit.text.characters import squeeze

FEWEST_SECTIONS = 2


class Levels(NamedTuple):
    """The levels of a format's headings, from 1; 0 of what is none."""

    title: int = 0
    paragraphs: Sequence[int] = ()
    """Of each paragraph; empty where none is a heading."""


_NONE = Levels()


def find_levels(pieces: Sequence[Piece], lines: Lines, title: str) -> Levels:
    """The levels of the title and of the lines that are left of a text.

    A line is known by its number and its words: what stays of a heading after cleaning.
    """
    headings = {
        (piece.line or piece.page, squeeze(piece.text)): piece.level
        for piece in pieces
        if piece.level and not piece.dropped
    }
    if not headings:
        return _NONE
    numbers = {number for number, _ in headings}
    levels = [
        headings.get((number, squeeze(text)), 0) if number in numbers else 0
        for text, number in zip(lines.texts, lines.numbers, strict=True)
    ]
    title = squeeze(title)
    of_title = (level for (_, words), level in headings.items() if words == title)
    return Levels(next(of_title, 0), levels)


def find_sections(
    paragraphs: Sequence[str], title: str, levels: Levels = _NONE, turns: Sequence[Turn] = ()
) -> tuple[Section, ...]:
    """The sections of a text: the headings of its format, or else the speeches that it holds.

    Two at the least. The headings of a plain speech (一、形势) are no sections, nor are those that
    say who speaks.
    """
    places = _headings(levels, turns) if any(levels.paragraphs) else []
    if len(places) < FEWEST_SECTIONS:
        places = find_speeches(paragraphs, title)
    return tuple(_sections(paragraphs, title, places))


def _headings(levels: Levels, turns: Sequence[Turn]) -> list[int]:
    """Where headings are, the title among them if others have its rank."""
    speakers = {turn.paragraph - 1 for turn in turns}
    found = {
        place: level
        for place, level in enumerate(levels.paragraphs)
        if level and place not in speakers
    }
    is_first = 0 < min(found.values(), default=0) <= levels.title
    return [TITLE, *found] if is_first and 0 not in found else list(found)


def _sections(paragraphs: Sequence[str], title: str, places: Sequence[int]) -> Iterator[Section]:
    for place in places:
        if place == TITLE:
            yield Section(1, title)
        else:
            yield Section(place + 1, _name(paragraphs[place], title))


def _name(heading: str, title: str) -> str:
    """A heading without the title it repeats: 篇1 for 在会议上的讲话篇1."""
    return heading.removeprefix(title).strip(" \u3000#*") or heading
