"""Date, speaker, occasion and source, read where the text states them plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from speechkit.text.characters import BLANKS, HAN, LETTER
from speechkit.text.dates import DATE, find_date, is_date

_HEAD, _TAIL = 14, 6
_LONGEST = 120

_GATHERING = "会议|大会|座谈会|会|论坛|仪式|典礼|活动"
_SPEECH = "讲话|讲话稿|致辞|致词|发言|报告|演讲|講話|致辭|報告"
# Expressions are compiled where they are first used, and asked only where a line holds what they
# all do: an ordinary line has no colon, no space and no 上.
_OCCASION = (
    rf"(?:[—―－–-]+|[(（])?\s*((?:{DATE}\s*)?在[^。！？]{{2,60}}?(?:{_GATHERING})上)"
    rf"(?:的(?:{_SPEECH}))?[)）]?(?:[\s\u3000]+(.+))?$"
)
_OCCASION_SIGN = rf"[—―－–(（-]|{DATE}|[^的]*上(?:[\s\u3000].*)?$"
_OFFICE = (
    "主席|省长|市长|州长|县长|区长|乡长|镇长|盟长|旗长|书记|总理|总书记|院长|检察长|主任|部长|局长|厅长"
    "|校长|会长|董事长|总经理|秘书长|行政长官"
)
_NAME = rf"{LETTER}{{2,4}}|{LETTER}[ \u3000]+{LETTER}{{1,2}}|{LETTER}{{1,8}}[·•]{LETTER}{{1,8}}"
_SPEAKER_LINE = rf"[（(]?[^，。：:；（(]{{0,24}}?(?:{_OFFICE})[ \u3000]+({_NAME})[）)]?$"
_SPEAKER_LABEL = (
    r"(?:发言人|讲话人|演讲人|演讲者|致辞人|报告人|主讲人|主讲|發言人|講話人|演講人)[:：]"
    rf"\s*({_NAME})$"
)
_SOURCE_LABEL = r"(?:信息|文章|稿件|资料|新闻)?(?:来源|來源|出处|出處|稿源)[:：]"
_SOURCE_LINE = rf"[（(]?{_SOURCE_LABEL}\s*([^）)]*)[）)]?$"
_SOURCE_WITHIN = rf"(?<=[ \t\u3000]){_SOURCE_LABEL}\s*([^\s）)]+)"
_DATE_LABEL = r"(?:发布|发表|成文|更新|印发|讲话|会议|發布|發表)?(?:时间|日期|時間)[:：]"
_OTHER_LABEL = (
    r"(?:责任编辑|编辑|作者|记者|发言人|讲话人|演讲人|报告人|致辞人|字体|字号|索引号|发文字号"
    r"|文号|原创|發言人|講話人|演講人)[:：]"
)
_LABEL = rf"{_DATE_LABEL}|{_OTHER_LABEL}|{_SOURCE_LINE}"
_PAPERS = ("国发〔", "国办发〔")
_NOTE = (
    rf"(?:[*＊（(]+|(?=这是|這是|本文是|本篇是))(?:这是|這是|本文是|本篇是|摘自|是)?([{HAN}·]{{2,8}})同志"
    rf"({DATE}(?:在)?)?((?:在|会见|会見|出席|接见|同|听取)[^。]{{2,60}}?(?:上|时|中|的过程中))"
    rf"(?=的|发表|讲|作|所|谈|对|就|即席|致|回答|，同|关于|[（(])"
)
_NOTE_BEGINNINGS = ("*", "＊", "（", "(", "这是", "這是", "本文是", "本篇是")
_REPORTED_BY = rf"(?:{_OFFICE})([{HAN}]{{2,3}})(?:代表[^，。]{{2,20}})?(?:作|做)政府工作报告"


class Metadata(NamedTuple):
    """What a text says of itself; empty where it says nothing."""

    date: str = ""
    speaker: str = ""
    occasion: str = ""
    source: str = ""


def is_metadata(line: str) -> bool:
    """Whether a whole line states a date, a speaker, an occasion or a source."""
    if len(line) > _LONGEST:
        return False
    return bool(
        is_date(line)
        or (_has_colon(line) and (re.match(_LABEL, line) or re.search(_SOURCE_WITHIN, line)))
        or line.startswith(_PAPERS)
        or (_has_space(line) and re.match(_SPEAKER_LINE, line))
        or _occasion(line)
    )


def read_metadata(paragraphs: Sequence[str], name: str) -> Metadata:
    """Read the fields from the lines around the body, and a date from the file's name."""
    head, tail = _around(paragraphs)
    occasion, speaker = _occasion_and_speaker(head)
    note_speaker, note_occasion = _note(paragraphs)
    return Metadata(
        date=_date(occasion, [*head, *tail], name),
        speaker=speaker or note_speaker,
        occasion=occasion or note_occasion,
        source=_source([*head, *tail]),
    )


def _around(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The short lines before the body, and those after it."""
    head = [line for line in paragraphs[:_HEAD] if len(line) <= _LONGEST]
    tail = [line for line in paragraphs[_HEAD:][-_TAIL:] if len(line) <= _LONGEST]
    return head, tail


def _has_colon(line: str) -> bool:
    return ":" in line or "：" in line


def _has_space(line: str) -> bool:
    return " " in line or "\u3000" in line


def _occasion(line: str) -> re.Match[str] | None:
    """The occasion in a line; 在会议上的讲话 alone, without dash, bracket or date, is a title."""
    if "在" not in line or "上" not in line or not re.match(_OCCASION_SIGN, line):
        return None
    return re.match(_OCCASION, line)


def _speaker(line: str) -> re.Match[str] | None:
    named = re.match(_SPEAKER_LABEL, line) if _has_colon(line) else None
    if named is None and _has_space(line):
        named = re.match(_SPEAKER_LINE, line)
    if named is None and "政府工作报告" in line:
        named = re.search(_REPORTED_BY, line)
    return named


def _occasion_and_speaker(head: Sequence[str]) -> tuple[str, str]:
    occasion = speaker = ""
    for line, after in zip_longest(head, head[1:], fillvalue=""):
        stated = line
        match = _occasion(line) or (_occasion(line + after) if line[:1] in "—―－" else None)
        if match and not occasion:
            occasion, stated = match[1], match[2] or line
        named = None if speaker else _speaker(stated)
        if named:
            speaker = re.sub(rf"[{BLANKS}]", "", named[1])
    return occasion, speaker


def _note(paragraphs: Sequence[str]) -> tuple[str, str]:
    """Speaker and occasion from an editor's note: 这是某某同志在某会议上的讲话。"""
    for paragraph in paragraphs:
        if len(paragraph) <= _LONGEST and paragraph.startswith(_NOTE_BEGINNINGS):
            match = re.match(_NOTE, paragraph) if "同志" in paragraph else None
            if match:
                return match[1], "" if match[3].startswith("在《") else match[3]
    return "", ""


def _date(occasion: str, lines: Sequence[str], name: str) -> str:
    """When the speech was given: the occasion says it best, then a date alone on its line.

    A date with a label or a time is the page's, which comes close.
    """
    written = [line for line in lines if is_date(line)]
    labelled = [line for line in lines if _has_colon(line)]
    stated = [
        line for line in labelled if re.match(_DATE_LABEL, line) or re.search(_SOURCE_WITHIN, line)
    ]
    spelled = [line for line in written if "年" in line and ":" not in line]
    for line in (occasion, *spelled, *stated, *written):
        if found := find_date(line):
            return found
    return find_date(name, compact=True)


def _source(lines: Sequence[str]) -> str:
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if not _has_colon(line):
            continue
        if match := re.match(_SOURCE_LINE, line):
            return (match[1] or after).strip(BLANKS)
        if match := re.search(_SOURCE_WITHIN, line):
            return match[1]
    return ""
