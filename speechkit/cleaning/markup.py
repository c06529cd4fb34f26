"""Single tags and character references in a plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from speechkit.formats.edited import EditedText, line_starts
from speechkit.model import Notice
from speechkit.text.characters import BLANKS

# Compiled where they are first used: few texts hold a tag.
_STRAY = (
    r"(?i)</?(?:a|b|br|center|div|em|font|i|img|p|span|strong|table|tbody|td|tr|u)"
    r"(?:\s+[a-z-]+\s*=[^<>\n]{0,500})?\s*/?>"
)
_ENTITY = r"&(?:nbsp|ensp|emsp|quot|ldquo|rdquo|lsquo|rsquo|middot|mdash|hellip|#[0-9]{2,6});"


def drop_stray_markup(text: str, numbers: Sequence[int]) -> tuple[str, Sequence[int], list[Notice]]:
    """Take single tags and character references out of a text that is no HTML as a whole.

    Returns the text, the numbers of its lines, which tags and references may end or join, and the
    notices.
    """
    notices: list[Notice] = []

    def drop(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        return "\n" if match[0].lower().startswith(("<br", "<p", "<div")) else ""

    def restore(match: re.Match[str]) -> str:
        notices.append(Notice("repaired", "character-reference", match[0]))
        return unescape(match[0])

    edited = EditedText(text)
    if "<" in text:
        edited = edited.replace(_STRAY, drop)
    if "&" in text:
        from html import unescape

        edited = edited.replace(_ENTITY, restore)
    return edited.text, _renumber(edited, text, numbers) if notices else numbers, notices


def _renumber(edited: EditedText, text: str, numbers: Sequence[int]) -> list[int]:
    """The number of each line of the edited text: that of the line where it begins to show."""
    starts = line_starts(text)
    lines = zip(line_starts(edited.text), edited.text.split("\n"), strict=True)
    visible = (start + len(line) - len(line.lstrip(BLANKS)) for start, line in lines)
    return [numbers[bisect_right(starts, edited.origin(place)) - 1] for place in visible]
