"""Single tags, and codes of forums and wikis, in a plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from speechkit.formats.edited import Edit, EditedText, line_starts, renumber
from speechkit.formats.note_marks import is_raised_mark
from speechkit.model import Notice
from speechkit.text.characters import BLANKS

MARKUP_SIGNS = frozenset("<[")

# Compiled where they are first used: few texts hold a tag.
_INLINE = (
    "a|abbr|b|big|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|rb|rtc|ruby|s|samp"
    "|small|span|strike|strong|sub|sup|tt|u|var|wbr|input|source|audio|video|iframe|embed|param"
    "|(?:o|st1|w|v):[a-z]+"
)
_BLOCK = (
    "address|article|aside|blockquote|body|br|caption|center|col|colgroup|dd|details|div|dl|dt"
    "|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|link|main|meta|nav|ol|p|pre"
    "|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_ATTRIBUTES = r"(?:\s+[a-z][a-z0-9:_-]*(?:\s*=[^<>\n]{0,500})?){0,20}"
_STRAY = rf"(?i)</?(?:{_INLINE}|({_BLOCK})){_ATTRIBUTES}\s*/?>"
_JOINED = re.compile(r"(?i)</?(?:td|th|caption|col|colgroup|head|link|meta|tbody|tfoot|thead)\b")
_SCRIPTS = ("script", "style")
_LONGEST_SCRIPT = 20_000
_UNREAD = (
    r"(?is)<(rt|rp|rtc)\b[^<>]{0,200}>[^<>\n]{0,60}(?:</\1\s*>|(?=</?r))|<!--[ -;=?-~\n]{0,500}?-->"
)
_RAISED = r"(?i)<sup\b[^<>]{0,200}>(?:<a\b[^<>]{0,500}>)?([^<>\n]{1,20})(?:</a>)?</sup>"
_LINKED = r"(?i)<a\b[^<>]{0,300}href\s*=\s*[\"']?[^\"'<>\s]{0,200}#[^<>]{0,300}>([^<>\n]{1,20})</a>"
_FORUM_NAMES = "b|i|u|s|url|email|color|size|font|align|quote|center|left|right|indent|list|h[1-6]"
_FORUM = rf"(?i)\[/?(?:{_FORUM_NAMES})(?:=[^\[\]\n]{{0,300}})?\]"
_FORUM_END = rf"(?i)\[(?:{_FORUM_NAMES}|img)\b[^\[\]\n]{{0,300}}\][^\[]{{0,2000}}\[/"
_FORUM_IMAGE = r"(?i)\[img\b[^\[\]\n]{0,100}\][^\[\]\n]{1,500}\[/img\]"
_WIKI_LINK = r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]"
_WIKI_HEADING = r"(?m)^(={2,6})[ \t]*([^=\n]{1,80}?)[ \t]*\1[ \t]*$"
_WIKI_NOTE = r"(?is)<ref\b[^<>]{0,300}/>|<ref\b[^<>]{0,300}>([^<>]{0,1000})</ref>"
_WIKI_MARK = r"'{2,5}"


def drop_stray_markup(text: str, numbers: Sequence[int]) -> tuple[str, Sequence[int], list[Notice]]:
    """Take single tags out of a text that is no HTML as a whole.

    Returns the text, the numbers of its lines, which tags may end, and the notices.
    """
    if "<" not in text and "[" not in text:
        return text, numbers, []
    notices: list[Notice] = []
    notes: list[tuple[str, int]] = []
    edited = EditedText(text)
    if "<ref" in text:
        edited = _take_notes(edited, numbers, notes)
    if "[/" in text or ("[[" in text and "]]" in text):
        edited = _drop_codes(edited, notices)
    if "<" in text:
        edited = _drop_tags(edited, notices)
    if not (notices or notes):
        return text, numbers, notices
    lines = [edited.text, *(note for note, _ in notes)]
    renumbered = [*renumber(edited, text, numbers), *(number for _, number in notes)]
    return "\n".join(lines), renumbered, notices


def _take_notes(
    edited: EditedText, numbers: Sequence[int], notes: list[tuple[str, int]]
) -> EditedText:
    """Take a wiki's notes out of their sentences; they come last, each on a line of its own."""
    starts = line_starts(edited.text)

    def take(match: re.Match[str]) -> str:
        note = re.sub(_WIKI_LINK, r"\1", match[1] or "").replace("\n", " ")
        if note := re.sub(rf"{_STRAY}|{_WIKI_MARK}", "", note).strip(BLANKS):
            notes.append((note, numbers[bisect_right(starts, match.start()) - 1]))
        return ""

    return edited.replace(_WIKI_NOTE, take)


def _drop_tags(edited: EditedText, notices: list[Notice]) -> EditedText:
    """Take out tags, and with them scripts, readings, comments and raised marks of notes."""

    def drop(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        block = match.re.groups == 1 and match[1] and not _JOINED.match(match[0])
        return "\n" if block and not match[0].startswith("</") else ""

    def drop_mark(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
        if not is_raised_mark(match[1], before, linked="#" in match[0]):
            return match[0]
        notices.append(Notice("dropped", "note-mark", match[0]))
        return ""

    def drop_whole(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        return ""

    for name in _SCRIPTS:
        scripts = list(_find_scripts(edited.text, name))
        notices += (
            Notice("dropped", "stray-markup", edited.text[s.start : s.end]) for s in scripts
        )
        edited = edited.edit(scripts)
    edited = edited.replace(_UNREAD, drop_whole)
    for pattern in (_RAISED, _LINKED):
        edited = edited.replace(pattern, drop_mark)
    return edited.replace(_STRAY, drop)


def _find_scripts(text: str, name: str) -> Iterator[Edit]:
    """Yield where scripts go, each up to the next end of one that is near enough.

    Ends are looked for once: from each of many openings without an end it would be far to the next.
    """
    ends = [match.end() for match in re.finditer(rf"(?i)</{name}\s*>", text)]
    done = 0
    for opening in re.finditer(rf"(?i)<{name}\b[^<>]{{0,500}}>", text) if ends else ():
        number = bisect_right(ends, opening.end())
        is_near = number < len(ends) and ends[number] - opening.end() <= _LONGEST_SCRIPT
        if opening.start() >= done and is_near:
            done = ends[number]
            yield Edit(opening.start(), done)


def _drop_codes(edited: EditedText, notices: list[Notice]) -> EditedText:
    """Take out the codes of forums that are closed somewhere, and wiki marks next to links."""

    def keep(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-markup", match[0]))
        return match[match.lastindex] if match.lastindex else ""

    if re.search(_FORUM_END, edited.text):
        edited = edited.replace(_FORUM_IMAGE, keep).replace(_FORUM, keep)
    marked = re.search(_WIKI_HEADING, edited.text) or re.search(_WIKI_MARK, edited.text)
    if marked and re.search(_WIKI_LINK, edited.text):
        for pattern in (_WIKI_LINK, _WIKI_HEADING, _WIKI_MARK):
            edited = edited.replace(pattern, keep)
    return edited
