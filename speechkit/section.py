"""Sections: the speeches that one file holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Section(NamedTuple):
    """A part of a file that holds several speeches; it lasts until the next section begins."""

    paragraph: int
    name: str


def section_of(sections: Iterable[Section], paragraph: int) -> str:
    """Return the name of the last section that begins at or before ``paragraph``."""
    name = ""
    for section in sections:
        if section.paragraph > paragraph:
            break
        name = section.name
    return name
