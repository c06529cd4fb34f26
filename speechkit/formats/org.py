"""Org and Mandoku: texts with ``#+KEY:`` lines, drawers, and marks of the printed page.

Mandoku's texts keep the lines of a printed edition, each with ``¶`` at its end: those are joined.
A word that is raised to a line of its own out of respect (``今 / 特命爾``) ends no sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, HAN, ends_sentence

SIGNS = frozenset("#<¶:")

_HEAD = 3_000
_FEWEST_PILCROWS = 3
_SHORTEST_FULL = 10  # characters of a line of print
_SLACK = 2

# Compiled where they are first used: few texts hold such marks.
_KEYWORD = r"#\+([A-Za-z_]+)(?:\[[^\]]*\])?:[ \t]*(.*)"
_BLOCK = r"#\+(?:begin|end|BEGIN|END)_?.*"
_COMMENTS = (r"(?i)#\+begin_(?:comment|export)\b.*", r"(?i)#\+end_(?:comment|export)\b.*")
_COMMENT = r"#(?:[ \t].*|-\*-.*|)"
_DRAWER, _DRAWER_END = r"[ \t]*:[A-Za-z_\-]+:[ \t]*", r"(?i)[ \t]*:end:[ \t]*"
_PLANNING = r"[ \t]*(?:DEADLINE|SCHEDULED|CLOSED):[ \t]*[<\[].*"
_STARS = (
    r"(\*{1,8})[ \t]+(?:(?:TODO|DONE|NEXT"
    r"|WAITING)[ \t]+)?(?:\[#[A-Z]\][ \t]+)?(.*?)(?:[ \t]+:[\w@#%:]+:)?[ \t]*"
)
_PAGE = r"<(?:pb|lb|cb|md|img|figure|milestone):?[^<>\n]*/?>"
_LINK = r"\[\[([^\[\]\n]+)\](?:\[([^\[\]\n]+)\])?\]"
_NOTE_MARK = r"\[fn:[^\[\]\n]*\]"
_EMPHASIS = (  # bold is also set between Chinese characters, where Org itself wants blanks
    rf"\*(?=[^\s*])(?=[^*\n]{{0,80}}[{HAN}])([^*\n]{{1,80}})(?<=\S)\*"
    r"|(?<![\w/])([/_+])(?=\S)([^/_+\n]{1,80})(?<=\S)\2(?![\w/])"
)
_RAISED = (
    "(?:上諭|上谕|上曰|上命|上以|諭|谕|勅|敕|敇|詔|诏|制曰|旨|㫖|聖|圣|皇|國|国|朝廷|天|御|欽|钦|恩|睿|綸|硃|朱批|列聖|祖宗|世宗|世祖|聖祖"
    "|太宗|太祖|高宗|仁宗|宣宗|文宗|穆宗|孝|成祖|英宗|憲宗|武宗|神宗|大行|先帝|先皇|陛下|命|特|龍|寰|宸|慈|丹|廟|壇|陵|宮|闕|輦|籌|咨"
    "|奏|硃|允|俞|賜|賞|頒|召|訓|懿|鑾|鴻|洪|乾|盛京|太廟|郊|社稷|至尊|萬壽|躬|德|典|法駕|行在|內廷|内廷|京師|京师|神)"
)
_OPEN_END = (
    "[奉承遵欽钦仰蒙沐荷我伏惟叩謝谢曰於于以之者而所經经降體体賜遇有為为皆即其將将照候乞望祈感是與与及並并又令今該该"
    "具請请恭錄録录用于從从由自至到在當当年月日時时俾使著着准依據据且則则因故既乃亦或如若每凡各此因仍再已復复向被]$"
)
_NEVER_ENDS = (
    "[奉承遵欽钦仰荷我於于以而所經经為为即將将候乞令該该及與与並并俾因既乃若每凡引係系今且則则]$"
)
_CLOSED_END = (
    "(?:特諭|特谕|欽此|钦此|謹奏|谨奏|謹疏|謹題|謹題請㫖|謹題請旨|奏聞|奏闻|云云|施行|遵行"
    "|知道了|依議|依议|校上|欽哉|[也矣焉哉乎耳耶歟])$"
)
_FIRSTS = frozenset("#:DSC")
"""With one of these begins, blanks aside, what is no text."""


class _Line(NamedTuple):
    number: int
    indent: int
    text: str
    """Empty for a blank line."""
    level: int = 0

    @property
    def length(self) -> int:
        """Of the printed line, in characters, its indent included."""
        return self.indent + len(self.text)


def recognize(text: str, name: str) -> bool:
    """Return whether a text has Org's lines of keywords at its top, or Mandoku's marks."""
    head = text[:_HEAD]
    if "#+" not in head and "<pb:" not in head and "¶" not in head and ":PROPERTIES:" not in head:
        return False
    if len(re.findall(r"¶[ \t]*(?:\n|$)", head)) >= _FEWEST_PILCROWS or "<pb:" in head:
        return True
    filled = [line for line in head.split("\n") if line.strip(BLANKS)]
    pattern = rf"{_KEYWORD}|{_BLOCK}|{_COMMENT}|{_DRAWER}|{_STARS}"
    known = [line for line in filled[:3] if re.fullmatch(pattern, line)]
    return (
        len(known) > 0
        and re.fullmatch(pattern, filled[0]) is not None
        and bool(re.search(r"(?m)^#\+[A-Za-z_]+:|^#\+(?:begin|BEGIN)_|^[ \t]*:PROPERTIES:", head))
    )


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the text without the marks; what they say is a piece that is dropped."""
    raw = decoded.text.split("\n")
    rest = list(raw)
    facts: dict[str, str] = {}
    lines = list(_read_lines(raw, rest, facts))
    printed = sum(line.rstrip(BLANKS).endswith("¶") for line in raw)
    is_printed = printed >= _FEWEST_PILCROWS
    pieces = _join(lines) if is_printed else _keep(lines)
    marks = "\n".join(rest).rstrip()
    dropped = [Piece(marks, 1, dropped="org-mark")] if marks.strip() else []
    return Extracted(
        format="org",
        pieces=(*pieces, *dropped),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=facts.get("title", ""),
        author=facts.get("author", ""),
        # Mandoku's date is that of the file.
        date="" if is_printed else facts.get("date", "").strip("<>[]"),
        source=facts.get("source", ""),
        url=facts.get("url", ""),
        occasion=facts.get("occasion", ""),
    )


def _read_lines(raw: Sequence[str], rest: list[str], facts: dict[str, str]) -> Iterator[_Line]:
    """The lines that are text; ``rest`` keeps what is none, ``facts`` what keywords state."""
    until = ""
    for place, line in enumerate(raw):
        if until:
            until = "" if re.fullmatch(until, line) else until
            continue
        if line.lstrip(" \t")[:1] not in _FIRSTS:
            yield from _read_text(line, place, rest)
            continue
        if keyword := re.fullmatch(_KEYWORD, line):
            name, value = keyword[1].lower(), keyword[2].strip(BLANKS)
            if name == "title" and value and name not in facts:
                rest[place] = line[: keyword.start(2)]
                yield _Line(place + 1, 0, value, level=1)
                yield _Line(place + 1, 0, "")
            facts.setdefault(name, value)
            continue
        if re.fullmatch(_COMMENTS[0], line):
            until = _COMMENTS[1]
            continue
        if re.fullmatch(_DRAWER, line) and _ends_soon(raw, place):
            until = _DRAWER_END
            continue
        if any(re.fullmatch(pattern, line) for pattern in (_BLOCK, _COMMENT, _PLANNING)) and line:
            continue
        yield from _read_text(line, place, rest)


def _ends_soon(raw: Sequence[str], place: int) -> bool:
    return any(re.fullmatch(_DRAWER_END, line) for line in raw[place + 1 : place + 40])


def _read_text(line: str, place: int, rest: list[str]) -> Iterator[_Line]:
    """The line at a place of the file as text; ``rest`` keeps the marks of pages."""
    rest[place] = "".join(re.findall(_PAGE, line)) if "<" in line else ""
    text_line = _without_marks(line, place + 1)
    if text_line.text or not rest[place]:  # a page's mark alone is no blank line
        yield text_line


def _without_marks(line: str, number: int) -> _Line:
    heading = re.fullmatch(_STARS, line) if line.startswith("*") else None
    text = heading[2] if heading else line
    if "<" in text:
        text = re.sub(_PAGE, "", text)
    text = text.replace("¶", "")
    if "[" in text:
        text = re.sub(_NOTE_MARK, "", re.sub(_LINK, lambda link: link[2] or link[1], text))
    is_marked = "*" in text or "/" in text or "_" in text or "+" in text
    if is_marked and not heading and "/)" not in text:
        text = re.sub(_EMPHASIS, lambda shown: shown[1] or shown[3], text)
    shown = text.strip(BLANKS)
    indent = len(text.rstrip(BLANKS)) - len(shown) if shown else 0
    return _Line(number, indent, shown, len(heading[1]) if heading else 0)


def _keep(lines: Sequence[_Line]) -> Iterator[Piece]:
    """The lines as they are: whether they are wrapped is for cleaning to tell."""
    for line in lines:
        yield Piece(" " * line.indent + line.text, line.number, level=line.level)


def _join(lines: Sequence[_Line]) -> Iterator[Piece]:
    """The paragraphs of printed lines."""
    width = _width(lines)
    paragraph: list[_Line] = []
    blank = False
    for line in lines:
        if not line.text:
            blank = True
            continue
        if paragraph and not _goes_on(paragraph, line, width, blank=blank):
            yield _written(paragraph)
            paragraph = []
        paragraph.append(line)
        blank = False
    if paragraph:
        yield _written(paragraph)


def _written(paragraph: Sequence[_Line]) -> Piece:
    text = "".join(line.text for line in paragraph)
    return Piece(text, paragraph[0].number, level=paragraph[0].level)


def _width(lines: Sequence[_Line]) -> int:
    """How many characters a full line has: the most usual length of lines that are not short."""
    lengths = Counter(line.length for line in lines if line.length >= _SHORTEST_FULL)
    return max(lengths, key=lambda length: (lengths[length], length), default=_SHORTEST_FULL)


def _goes_on(paragraph: Sequence[_Line], line: _Line, width: int, *, blank: bool) -> bool:
    """Whether a line goes on with a paragraph.

    A full line is followed by the rest of its sentence. A short one ends a paragraph, but for
    one that breaks off before a word that is raised.
    """
    before = paragraph[-1]
    if line.level or before.level:
        return False
    is_prose = len(paragraph) > 1
    is_full = before.length >= width - _SLACK
    if is_full and not blank:
        is_back = is_prose and line.indent == paragraph[-2].indent
        return line.indent <= before.indent or is_back
    is_closed = bool(re.search(_CLOSED_END, before.text)) or ends_sentence(before.text)
    is_raised = bool(re.match(_RAISED, line.text)) and not is_closed
    is_open = is_prose or bool(re.search(_OPEN_END, before.text))
    if blank:
        is_cut = bool(re.search(_NEVER_ENDS, before.text))
        return is_cut or (is_raised and (is_open or is_full))
    if line.indent == before.indent:
        return not is_closed and (is_prose or before.length >= _SHORTEST_FULL or is_raised)
    return line.indent < before.indent and is_raised and is_open
