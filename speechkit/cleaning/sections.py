"""Sections: the headings (篇1, 篇2 …) that part the speeches of one file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechkit.model import Section
from speechkit.text.characters import squeeze
from speechkit.text.numerals import read_numeral

_LONGEST = 60
_SIGNS = ("篇", "范文", "範文")
_NUMBER = "[一二三四五六七八九十0-9]{1,3}"
_HEADING = (
    rf".*?[（(【]?(?:篇|范文|範文)({_NUMBER})[）)】]?[:：]?"
    rf"|[（(【]?(?:第({_NUMBER})篇|(?:篇|范文|範文)({_NUMBER}))[）)】]?(?:[:：].*)?"
)


def find_sections(paragraphs: Sequence[str], title: str) -> tuple[Section, ...]:
    """The sections of a text: headings numbered from one in order, two at the least."""
    found: list[Section] = []
    for number, paragraph in enumerate(paragraphs, 1):
        if len(paragraph) > _LONGEST or ("篇" not in paragraph and "文" not in paragraph):
            continue
        heading = squeeze(paragraph)
        if not any(sign in heading for sign in _SIGNS):
            continue
        match = re.fullmatch(_HEADING, heading)
        if match and read_numeral(match[match.lastindex or 1]) == len(found) + 1:
            found.append(Section(number, _name(paragraph, title)))
    return tuple(found) if len(found) > 1 else ()


def _name(heading: str, title: str) -> str:
    """A heading without the title it repeats: 篇1 for 在会议上的讲话篇1."""
    return heading.removeprefix(title).strip() or heading
