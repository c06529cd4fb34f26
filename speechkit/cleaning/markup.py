"""Single tags in a plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechkit.formats.edited import EditedText, renumber
from speechkit.model import Notice

# Compiled where it is first used: few texts hold a tag.
_STRAY = (
    r"(?i)</?(?:a|b|br|center|div|em|font|i|img|p|span|strong|table|tbody|td|tr|u)"
    r"(?:\s+[a-z-]+\s*=[^<>\n]{0,500})?\s*/?>"
)


def drop_stray_markup(text: str, numbers: Sequence[int]) -> tuple[str, Sequence[int], list[Notice]]:
    """Take single tags out of a text that is no HTML as a whole.

    Returns the text, the numbers of its lines, which tags may end, and the notices.
    """
    if "<" not in text:
        return text, numbers, []
    notices: list[Notice] = []

    def drop(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        return "\n" if match[0].lower().startswith(("<br", "<p", "<div")) else ""

    edited = EditedText(text).replace(_STRAY, drop)
    return edited.text, renumber(edited, text, numbers) if notices else numbers, notices
