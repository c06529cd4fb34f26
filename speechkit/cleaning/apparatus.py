"""Takes out of a finished text what is around it in a book: tables of contents, editors' notes.

That comes last, because titles, metadata and sections are read from those lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from speechkit.cleaning.contents import find_contents
from speechkit.cleaning.editor_notes import find_editor_notes
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.sections import FEWEST_SECTIONS
from speechkit.model import Notice, Section, Turn

Part = TypeVar("Part", Section, Turn)


class Bare(NamedTuple):
    """A text without its apparatus, its parts with their numbers there, what was dropped."""

    lines: Lines
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...]
    notices: list[Notice]


def drop_apparatus(lines: Lines, sections: Sequence[Section], turns: Sequence[Turn]) -> Bare:
    """Drop tables of contents and editors' notes; a text that is nothing else stays as it is."""
    contents = find_contents(lines.texts)
    rules = dict.fromkeys(find_editor_notes(lines.texts), "editor-note")
    rules |= dict.fromkeys(contents, "table-of-contents")
    if not rules or len(rules) == len(lines.texts):
        return Bare(lines, tuple(sections), tuple(turns), [])
    left = _renumber(sections, rules, len(lines.texts))
    return Bare(
        lines.without(rules),
        left if len(left) >= FEWEST_SECTIONS else (),
        _renumber(turns, rules, len(lines.texts)),
        [Notice("dropped", rules[place], lines.texts[place]) for place in sorted(rules)],
    )


def _renumber(parts: Sequence[Part], gone: dict[int, str], number: int) -> tuple[Part, ...]:
    """Return parts with the numbers of what is left; one whose own line is gone is none."""
    before = list(accumulate((place in gone for place in range(number)), initial=0))
    return tuple(
        part._replace(paragraph=part.paragraph - before[part.paragraph - 1])
        for part in parts
        if part.paragraph - 1 not in gone
    )
