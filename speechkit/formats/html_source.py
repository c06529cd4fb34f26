"""The source of a page made ready to be read: scripts cut out, menus marked as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from speechkit.formats.edited import Edit, EditedText

DROPPED = "x-speechkit-dropped"
"""The element around what is no part of the speech; its one attribute is the rule."""

_DECLARATION = r"<[!?][^<>]{0,2000}>|<[!?]"
_CDATA = r"<!\[CDATA\[|\]\]>"
_NOT_TEXT = ("script", "style", "template", "svg")
_RAW_TEXT = r"(?i)<(/?)(?:title|textarea|iframe|xmp|noembed|noframes|plaintext)\b"
_RULES = {
    "title": "page-title",
    "nav": "menu",
    **dict.fromkeys(("select", "button", "datalist"), "control"),
    **dict.fromkeys(("noscript", "iframe", "object", "video", "audio", "canvas"), "substitute"),
}
_HIDDEN = r"display\s*:\s*none|visibility\s*:\s*hidden|\shidden(?=[\s>=/]|$)"
_MENU_WORDS = (
    r"(?:bread-?)?crumbs?(?:-?nav)?|nav|navbar|navigation|menu|topnav|mainnav|mw-editsection"
    r"|sr-only|visually-hidden"
)
_MENU = (
    r"\b(?:class|id)\s*=\s*[\"']?[^\"'<>]{0,200}?"
    rf"(?<![\w-])(?:{_MENU_WORDS})(?![\w-])"
)
_MARKED = rf"(?i){_HIDDEN}|{_MENU}"
_MARKED_SIGNS = (
    *("none", "NONE", "hidden", "HIDDEN", "rumb", "RUMB", "nav", "Nav", "NAV"),
    *("menu", "Menu", "MENU", "mw-edit", "sr-only"),
)
"""A page with none of these marks nothing as hidden or as a menu but by the names of elements."""
_OPENING = re.compile(rf"<({'|'.join(_RULES)})\b[^<>]*>", re.IGNORECASE)
_ANY_OPENING = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)
_VOID = frozenset(("img", "input", "br", "hr", "meta", "link", "html", "body", "main", "article"))
_TAG = r"<[^<>]*>"
_MOST_UNCLOSED = 3


class _Region(NamedTuple):
    start: int
    end: int
    rule: str


def prepare(page: str) -> EditedText:
    """Return a page without comments, declarations and scripts, and with marked regions."""
    source = EditedText(page)
    if "<![CDATA[" in page:
        source = _without_scripts(source).replace(_CDATA, lambda _: "")
    source = source.edit(_comments(source.text)).replace(_DECLARATION, lambda _: "")
    source = _without_scripts(source)
    source = source.edit(_mark_regions(source.text))
    return source.replace(_RAW_TEXT, lambda match: f"<{match[1]}div")


def _without_scripts(source: EditedText) -> EditedText:
    for element in _NOT_TEXT:
        source = source.edit(_elements(source.text, element))
    return source


def _comments(source: str) -> Iterator[Edit]:
    """Yield how comments go; an unclosed one loses only its opening."""
    position = 0
    while (start := source.find("<!--", position)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        yield Edit(start, end + 3)
        position = end + 3
    for opening in re.finditer("<!--", source[position:]):
        yield Edit(position + opening.start(), position + opening.end())


def _elements(source: str, name: str) -> Iterator[Edit]:
    """Yield how one kind of element goes; an unclosed one is a block, whose text is read."""
    opening = re.compile(rf"<{name}\b", re.IGNORECASE)
    closing = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    position = 0
    while start := opening.search(source, position):
        end = closing.search(source, start.end())
        if end is None:
            break
        yield Edit(start.start(), end.end())
        position = end.end()
    for start in opening.finditer(source, position):
        yield Edit(*start.span(), "<div")


def _mark_regions(source: str) -> Iterator[Edit]:
    for start, end, rule in _find_regions(source):
        yield Edit(start, start, f"<{DROPPED} {rule}>")
        yield Edit(end, end, f"</{DROPPED}>")


def _find_regions(source: str) -> Iterator[_Region]:
    """Yield the outermost elements that are no part of the speech, in order."""
    unclosed: Counter[str] = Counter()
    done = size = 0
    for start, name, rule in _openings(source):
        if start < done or unclosed[name] >= _MOST_UNCLOSED:
            continue
        end = _end_of(source, start, name)
        if end < 0:
            unclosed[name] += 1
            continue
        if rule == "hidden":
            size = size or len(re.sub(_TAG, "", source))
        if not _is_speech(source, start, end, rule, size):
            yield _Region(start, end, rule)
            done = end


def _openings(source: str) -> Iterator[tuple[int, str, str]]:
    if not any(sign in source for sign in _MARKED_SIGNS):
        for match in _OPENING.finditer(source):
            yield match.start(), match[1].lower(), _RULES[match[1].lower()]
        return
    marked = re.compile(_MARKED)
    for match in _ANY_OPENING.finditer(source):
        name = match[1].lower()
        if name in _RULES:
            yield match.start(), name, _RULES[name]
        elif match[2] and name not in _VOID and (sign := marked.search(match[2])):
            yield match.start(), name, "menu" if "=" in sign[0] else "hidden"


def _end_of(source: str, start: int, name: str) -> int:
    """Return where an element ends that begins at ``start``, -1 where it is never closed."""
    depth = 0
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(source, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return -1


def _is_speech(source: str, start: int, end: int, rule: str, size: int) -> bool:
    """Whether a region only looks like a menu, or is hidden until a reader asks for it.

    ``size`` is the number of characters of the page's text.
    """
    if rule not in ("menu", "hidden") or source[start : start + 4].lower() == "<nav":
        return False
    text = re.sub(_TAG, "", source[start:end])
    return "。" in text and (rule == "menu" or 2 * len(text) > size)
