"""What a file puts around its text: comment lines at the top, an edition's head and foot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, HAN
from speechkit.text.signs import find_signs

_HEAD = 4_000
_EDITION_HEAD = 20_000
_LONGEST_TITLE = 60
_SIGNS_AROUND = frozenset("#/;<*-'\"=_~+|｜")
"""One of these is in whatever is around a text, comments behind % aside."""
_MOST_LINES = 60

_SIGNS = ("#", "//", ";", "%", "<!--", "/*", "--", "'''", '"""')
# Compiled where they are first used: few texts begin with such a sign.
_FACT = (
    r"[#/;%*\-\s]*[\[【]?\s*([^\W\d_][^\s:：]{0,20}"
    r"|[A-Za-z][A-Za-z \-]{0,20})\s*[\]】]?\s*[:：=]\s*(\S.*?)\s*(?:\*/|-->)?\s*"
)
_TELLING = r"https?://|www\.|-\*-|coding[:=]|[。！]|@\S+\.|\$Id|(?i:copyright|license|©)|版权|版權"
_LINK_TARGET = r"\](?:\([^()\s]*\)|\[[^\[\]]*\])"
"""Of a link in Markdown, as a heading may be."""
_PROGRAM = r"-\*-|coding[:=]|https?://"
_OF_A_FILE = (
    rf"(?i){_PROGRAM}|www\.|copyright|license|©|版权|版權|来自|來自|[勿请請][转轉][载載]|转载[自请]"
    "|!TEX"
)
_PLAIN_SIGNS = ("//", ";", "%")
_SAID = r"[。！？!?]\s*$|@[^\s@.]+[:：]"
"""Sentences and what was forwarded (//@某某：…), which are text behind any sign."""
_HEADING = r"#{1,6}[ \t\u3000]+\S.*"
_LINE_COMMENTS = {
    "#": r"\s*#(?!\+).*",
    "//": r"\s*//.*",
    ";": r"\s*;.*",
    "%": r"\s*%(?![0-9]).*",
    "--": r"\s*--\s.*",
}
_BLOCKS = (("<!--", "-->"), ("/*", "*/"), ("'''", "'''"), ('"""', '"""'))
_PANDOC = r"%[ \t]+\S.*"
_RULE = r"[*=\-_~#+]{2,}"
_START = (
    rf"(?im)^[ \t]*(?:{_RULE}[ \t]*(?:THE[ \t]+)?(?:START|BEGIN(?:NING)?)[ \t]+(?:OF|TEXT)\b[^\n]*"
    rf"|{_RULE}[ \t]*(?:正文开始|正文開始|以下(?:为|為|是)?正文|开始|開始)[ \t]*{_RULE}[ \t]*)$"
)
_END = (
    rf"(?im)^[ \t]*(?:{_RULE}[ \t]*END[ \t]+(?:OF|TEXT)\b[^\n]*"
    rf"|End of (?:the )?Project Gutenberg[^\n]*"
    rf"|{_RULE}[ \t]*(?:正文结束|正文結束|以上(?:为|為|是)?正文|结束|結束)[ \t]*{_RULE}[ \t]*)$"
)
_BYLINE = (
    r"#{0,2}[ \t\u3000]*([^|｜#]{2,60}?)\s*[|｜]\s*"
    r"(?:[〔\[（(【［][^〕\]）)】］]{1,6}[〕\]）)】］]\s*[^|｜。，]{1,16}|[^|｜。，]{1,16}\s?[撰著編编輯辑注註述譯译]等?)\s*#*"
)
_KEYS = {
    "title": "title headline 标题 標題 题目 題目 篇名 题名 書名 书名",
    "author": "author authors speaker by 作者 演讲者 演講者 演讲人 讲话人 講話人 发言人 主讲人",
    "date": "date pubdate speechdate 日期 发布日期 发布时间 讲话日期 讲话时间 发表日期",
    "source": "source from publisher 来源 來源 出处 出處",
    "occasion": "occasion event 场合 場合 会议名称 會議名稱 活动名称 活動名稱 会议 會議",
    "url": "url link permalink sourceurl originalurl 网址 網址 链接 連結 原文链接",
}
_FIELD_OF = {key: field for field, keys in _KEYS.items() for key in keys.split()}


class Envelope(NamedTuple):
    """A text within what is around it: ``text`` has empty lines in the place of that."""

    text: str
    around: str = ""
    """All that is around the text, with empty lines in the place of the text."""
    facts: Mapping[str, str] = MappingProxyType({})
    """What it states, as the fields of Extracted."""

    def add_to(self, extracted: Extracted) -> Extracted:
        """Return an extracted text with what was around it: dropped, and what it states."""
        if not self.around and not self.facts:
            return extracted
        dropped = [Piece(self.around, 1, dropped="file-header")] if self.around else []
        facts = self.facts
        return extracted._replace(
            pieces=(*self._title(), *extracted.pieces, *dropped),
            title=facts.get("title") or extracted.title,
            author=facts.get("author") or extracted.author,
            date=facts.get("date") or extracted.date,
            source=facts.get("source") or extracted.source,
            url=facts.get("url") or extracted.url,
            occasion=facts.get("occasion") or extracted.occasion,
        )

    def _title(self) -> list[Piece]:
        """The title as a line of the text, where nothing else of the file says it."""
        title = self.facts.get("title", "")
        places = [n for n, line in enumerate(self.around.split("\n"), 1) if title in line]
        return [Piece(title, places[0], level=1)] if title and places else []


def find_envelope(text: str) -> Envelope:
    """Return a text and what is around it; most texts have nothing around them."""
    head = text[:_HEAD].lstrip(BLANKS)
    found = Envelope(text)
    if _SIGNS_AROUND.isdisjoint(find_signs(text)) and not head.startswith("%"):
        return found
    if "正文" in head or "START OF" in (start := text[:_EDITION_HEAD]) or "BEGIN" in start:
        found = _part_edition(text)
    if not found.around and "<teiHeader" in head:
        found = _part_tei_header(text)
    if not found.around and head.startswith(_SIGNS):
        found = _part_comments(text)
    if head.find("|", 0, 1000) >= 0 or head.find("｜", 0, 1000) >= 0:
        found = _with_byline(found)
    return found


def _part_edition(text: str) -> Envelope:
    """Part a text from the head and the foot of an edition, as Project Gutenberg has them."""
    start = re.search(_START, text[:_EDITION_HEAD])
    if start is None:
        return Envelope(text)
    end = re.search(_END, text[start.end() :])
    last = start.end() + end.start() if end else len(text)
    body = text[start.end() : last]
    if len(body.strip(BLANKS)) < 2:
        return Envelope(text)
    before, after = text[: start.end()], text[last:]
    around = f"{before}{_line_ends(body)}{after}"
    lines = [line for line in before.split("\n") if len(line) < 2 * _LONGEST_TITLE]
    return Envelope(
        f"{_line_ends(before)}{body}{_line_ends(after)}", around.rstrip(), _facts(lines)
    )


def _part_tei_header(text: str) -> Envelope:
    """Part the text of a TEI file from the header, which describes it."""
    header = re.search(r"(?s)<teiHeader\b.*?</teiHeader>", text[:_EDITION_HEAD])
    if header is None:
        return Envelope(text)
    facts = {
        field: re.sub(r"\s+", " ", re.sub("<[^<>]*>", "", found[1])).strip()
        for field, found in (
            (field, re.search(rf"(?s)<{element}\b[^<>]*>(.*?)</{element}>", header[0]))
            for field, element in (("title", "title"), ("author", "author"), ("date", "date"))
        )
        if found
    }
    before, body = text[: header.start()], text[header.end() :]
    around = f"{_line_ends(before)}{header[0]}"
    return Envelope(f"{before}{_line_ends(header[0])}{body}", around, facts)


def _line_ends(text: str) -> str:
    return "\n" * text.count("\n")


def _part_comments(text: str) -> Envelope:
    """Part a text from the comments at its top."""
    lines = text.split("\n")
    place = next((n for n, line in enumerate(lines) if line.strip(BLANKS)), 0)
    end = _end_of_comments(lines, place)
    comments = lines[place:end]
    if not comments or not any(line.strip(BLANKS) for line in lines[end:]):
        return Envelope(text)
    if not _are_comments(comments):
        return Envelope(text)
    below = next(line for line in lines[end:] if line.strip(BLANKS)).lstrip(BLANKS)
    if comments[0].lstrip(BLANKS).startswith("<") and below.startswith("<"):
        return Envelope(text)  # a page
    rest = [""] * end + lines[end:]
    if all(re.fullmatch(_PANDOC, line) for line in comments) and not _tells(comments):
        titles = [line.lstrip("% \t").strip(BLANKS) for line in comments[:3]]
        facts = dict(zip(("title", "author", "date"), titles, strict=False))
    else:
        facts = _facts(comments)
    around = [*lines[:place], *comments]
    return Envelope("\n".join(rest), "\n".join(around).rstrip(), facts)


def _end_of_comments(lines: Sequence[str], place: int) -> int:
    """Where the comments end that begin at a line; there if it begins none."""
    first = lines[place].strip(BLANKS)
    for opening, closing in _BLOCKS:
        if first.startswith(opening):
            for end in range(place, min(place + _MOST_LINES, len(lines))):
                content = lines[end].strip(BLANKS)
                if closing in (content[len(opening) :] if end == place else content):
                    return end + 1 if content.endswith(closing) else place
            return place
    sign = next((sign for sign in _LINE_COMMENTS if first.startswith(sign)), "")
    if not sign:
        return place
    end = place
    while end < len(lines) and re.fullmatch(_LINE_COMMENTS[sign], lines[end]):
        end += 1
    return end if end - place <= _MOST_LINES else place


def _are_comments(comments: Sequence[str]) -> bool:
    """Whether lines with signs of comments are that, and not headings of a text in Markdown."""
    first = comments[0].lstrip(BLANKS)
    if first.startswith(("--", *_PLAIN_SIGNS)):
        is_dashed = first.startswith("--") and (len(comments) > 1 or _tells(comments))
        return is_dashed or (first.startswith(_PLAIN_SIGNS) and _are_plain_comments(comments))
    if not first.startswith("#") or first.startswith("#!"):
        return True
    comments = [re.sub(_LINK_TARGET, "]", line) for line in comments]
    headings = sum(bool(re.fullmatch(_HEADING, line)) for line in comments)
    if headings < len(comments):
        return _tells(comments)
    if len(comments) == 1:
        return bool(re.search(_PROGRAM, comments[0]))
    is_known = bool(_facts(comments)) or any(re.search(_TELLING, line) for line in comments)
    return is_known and _tells(comments)


def _are_plain_comments(comments: Sequence[str]) -> bool:
    """Whether lines behind // ; or % are comments: several that are not said, or of a file."""
    if _facts(comments) or any(re.search(_OF_A_FILE, line) for line in comments):
        return True
    said = sum(bool(re.search(_SAID, line)) for line in comments)
    return len(comments) > 1 and 2 * said <= len(comments)


def _tells(comments: Sequence[str]) -> bool:
    """Whether lines say what only comments do: addresses, ``key: value``, sentences."""
    telling = sum(bool(re.search(_TELLING, c) or re.fullmatch(_FACT, c)) for c in comments)
    return 2 * telling >= len(comments)


def _facts(lines: Sequence[str]) -> dict[str, str]:
    """What lines of the form ``key: value`` state; the first line for each field."""
    facts: dict[str, str] = {}
    for line in lines:
        if match := re.fullmatch(_FACT, line):
            field = _FIELD_OF.get(re.sub(r"[\W_]", "", match[1]).lower())
            if field:
                facts.setdefault(field, match[2].strip(BLANKS + "\"'"))
    return facts


def _with_byline(envelope: Envelope) -> Envelope:
    """The title that the first line states before its author: ``勸學記|〔東晉〕某某 撰``."""
    start = envelope.text[: _HEAD * 2].lstrip(BLANKS)
    first = start.split("\n", 1)[0].strip(BLANKS)
    match = re.fullmatch(_BYLINE, first) if len(first) <= 2 * _LONGEST_TITLE else None
    if match is None or not re.search(f"[{HAN}]", match[1]):
        return envelope
    return envelope._replace(facts={**envelope.facts, "title": match[1].strip(BLANKS)})
