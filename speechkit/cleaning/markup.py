"""Markup in a text: whether it is HTML as a whole, and single tags where it is not."""

from __future__ import annotations

import re

from speechkit.notices import Notice
from speechkit.text.characters import BLANKS

HEAD = 20_000
"""Characters at the beginning of a text that say whether it is a page, and name its title."""

# Compiled where they are first used: few texts hold a tag.
_KNOWN_TAG = (
    r"(?i)</?(?:html|head|body|div|p|br|span|table|tbody|tr|td|th|font|strong|h[1-6]|ul|ol|li|meta"
    r"|article|section|center|img|a)(?:\s[^<>]*)?/?>|<!doctype\b"
)
_FEWEST_TAGS = 4
_STRAY = (
    r"(?i)</?(?:a|b|br|center|div|em|font|i|img|p|span|strong|table|tbody|td|tr|u)"
    r"(?:\s+[a-z-]+\s*=[^<>\n]{0,500})?\s*/?>"
)
_ENTITY = r"&(?:nbsp|ensp|emsp|quot|ldquo|rdquo|lsquo|rsquo|middot|mdash|hellip|#[0-9]{2,6});"


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown kind is plainly HTML: it begins with a tag and holds more."""
    start = text[:HEAD].lstrip(BLANKS)
    if not start.startswith("<"):
        return False
    tags = sum(1 for _ in re.finditer(_KNOWN_TAG, start))
    return tags >= _FEWEST_TAGS and bool(re.match(_KNOWN_TAG, start) or start.startswith("<?xml"))


def drop_stray_markup(text: str) -> tuple[str, list[Notice]]:
    """Take single tags and character references out of a text that is no HTML as a whole."""
    notices: list[Notice] = []

    def drop(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        return "\n" if match[0].lower().startswith(("<br", "<p", "<div")) else ""

    def restore(match: re.Match[str]) -> str:
        notices.append(Notice("repaired", "character-reference", match[0]))
        return unescape(match[0])

    if "<" in text:
        text = re.sub(_STRAY, drop, text)
    if "&" in text:
        from html import unescape

        text = re.sub(_ENTITY, restore, text)
    return text, notices
