"""Occasions: lines that say at what meeting a speech was given, and editors' notes that do."""

from __future__ import annotations

import re
from typing import NamedTuple

from speechkit.text.characters import BLANK, BLANKS, HAN, LETTER
from speechkit.text.dates import find_date, find_dates, is_date
from speechkit.text.late_patterns import compile_late
from speechkit.text.names import is_bare_name, is_person, officer

DASHES = "—―－–─-"
_OPENING = rf"[{DASHES}]+|[(（【\[［〔]"
_GATHERING = (
    "(?<!社)会议?|(?<!社)會議?|论坛|論壇|仪式|儀式|典礼|典禮|活动|活動"
    "|[幕班工学业牌动旗征营礼]式|[修训习讨]班|晚宴|宴|讲座|講座|课堂|总部"
)
_SPEECH = (
    "讲话|讲话稿|致辞|致词|发言|发言稿|报告|演讲|演讲稿|谈话|主旨演讲|书面发言|講話|致辭|致詞"
    "|報告|發言|演講|談話|演說|演说"
    "|祝词|祝辞|贺词|贺辞|开幕词|闭幕词|讲课|汇报|总结|表态发言"
)
# Compiled where it is first used, and asked only where a line holds what they all do: an ordinary
# line has no 在 and 上.
_OCCASION = (
    rf"(?P<opening>{_OPENING})?\s*"
    rf"(?P<occasion>(?P<date>[^在，。]{{0,40}}?)[，,\s]?在[^。！？]{{2,80}}?(?:{_GATHERING})上)"
    rf"(?P<speech>的?(?:重要|主旨|总结)?(?:{_SPEECH}))?[)）】\]］〕]?"
    r"(?:\s+(?P<rest>.+)|(?P<closed>[（(].+[）)]))?$"
)
_EVENT = (
    "(?<![社机機])(?:会|會)议?|會議|论坛|論壇|仪式|儀式|典礼|典禮|活动|活動|[幕班学學业業动動旗年奠基约約营礼]式"
    "|[修训訓习習讨討]班|[晚午酒]宴|宴会|讲座|講座|党课|黨課|第一[课課]|沙龙|沙龍|对话|對話|晚会|庆典|慶典|碰头会"
    "|[比竞競大]赛|[审審][议議]|[讨討][论論]|培训|培訓|座谈|座談|党日"
)
_BODY = (
    "(?:委员|委員|协|協|学|學|工|商|学生|學生|基金|联合|聯合|理事|董事|监事|監事|国|國|议|議|教|农|妇联|文联"
    "|居委|村委|管委|省委|市委|县委|公)(?:会|會)"
)
"""What is called a meeting and is a body of people: it meets only where it says 上."""
_ACT_OF_A_DAY = (
    "会见|會見|接见|接見|会谈|會談|调研|調研|考察|视察|視察|检查|檢查|走访|走訪|慰问|慰問|看望|参观|參觀|访问|訪問"
    "|出席|听取|聽取|座谈|座談|审议|審議|讨论|討論"
)
_KINDS_OF_SPEECH = (
    "重要|主旨|总结|總結|动员|動員|即席|即兴|主持|开幕|開幕|闭幕|閉幕|表态|交流|典型|专题|專題|大会|工作|书面|書面"
    "|简短|点评|辅导|述职|欢迎|歡迎|答谢|答謝|祝酒|就职|就職|毕业|畢業"
)
_OTHER_SPEECHES = (
    "讲话提纲|主持词|主持詞|主持|总结|講稿|讲稿|开幕[词辞詞]|闭幕[词辞詞]|賀[词詞]|致[词辞]"
    "|党课|点评|小结"
)
_FIRST_WORDS = (
    rf"(?:{_KINDS_OF_SPEECH}|[作做所]|发表|發表|并|并且|作了|做了|发表了|的){{0,4}}"
    rf"(?:{_SPEECH}|{_OTHER_SPEECHES})"
)
_OPENS_OCCASION = (
    r"(?<![存正现潜内实所旨外])在|(?:^|(?<=[日\s）)：:志长記记]))[于於]|出席|参加|參加|主持召[开開]"
)
_INSIDE_OCCASION = r"(?:(?![上中][的作发發]|时的)[^，。：:；;！!？?（(])"
_TITLE_OCCASION = (
    rf"(?:{_OPENS_OCCASION})"
    rf"(?P<meeting>{_INSIDE_OCCASION}{{1,70}}(?:{_EVENT})[》”」』]?)"
    rf"(?P<frame>上|中|期间|期間|时|時)?[\s，,]?(?:{_FIRST_WORDS})"
    rf"|在(?P<act>{_INSIDE_OCCASION}{{0,50}}(?:{_ACT_OF_A_DAY}){_INSIDE_OCCASION}{{0,40}}?)[时時]"
    rf"(?:{_FIRST_WORDS})"
)
_UNSURE_OCCASION = (
    "^(?:[^上]{0,12}(?:开展|開展|推[进進动動](?!会|會)|深入|加强|加強|召开|召開|举行|舉行)"
    "|新的?形势)"
)
_BLANKS_WITHIN = compile_late(rf"(?<=[{HAN}])[{BLANKS}]+(?=[{HAN}])")
_MASKED_YEAR = "[0-9０-９]{0,2}[XxＸｘ×某*]{1,4}年"
_IS = (
    "这是|這是|本文是|本文系|本文係|本篇是|此文是|此篇是|这篇|本讲话是|以下是|下面是|摘自|摘编自"
    "|节选自|节录自|選自|选自|摘錄自"
)
_NOTE = (
    rf"(?:[*＊]+|[（(【\[〔]*)\s*(?P<is>{_IS})?\s*"
    rf"(?P<name>{LETTER}{{1,12}}?(?:·{LETTER}{{1,12}}?)?)同志(?P<rest>[^。]{{0,200}})"
)
_NOTE_OCCASION = (
    r"(?P<date>[^在，]{0,40}?)(?P<occasion>(?:在|会见|会見|會見|出席|接见|接見|同|听取|視察|视察"
    r"|访问|訪問|考察|主持召开|写给)"
    r"[^。]{2,80}?(?:上|时|時|中|的过程中))"
    r"(?=的|发表|發表|讲|講|作|所|谈|談|对|對|就|即席|致|回答|，同|关于|關於|[（(])"
)
_NOTE_SIGNS = ("*这是", "＊这是", "*這是", "＊這是", "* 这是")
_MOST_NOTES = 8
"""Paragraphs at the beginning and at the end that may be a note without asterisk or bracket."""
_SIGNS_OF_OCCASIONS = frozenset("在于於出参參主")
_NOTE_MARKS = frozenset("（(【[〔*＊")
_NOTE_BEGINNINGS = tuple(_IS.split("|"))


_LATEST_NAME = 30
_TAIL = 60
"""Paragraphs at the end in one of which a note may begin: those for its marks follow it."""


class Occasion(NamedTuple):
    """What a line says of an occasion: its words, its ISO date or "", and who else is named."""

    text: str
    date: str
    rest: str


class Note(NamedTuple):
    """What an editor's note says, and of which paragraph (from 0) it is."""

    place: int
    speaker: str
    occasion: str
    date: str


def find_occasion(line: str) -> Occasion | None:
    """Return the occasion that a line states.

    在会议上的讲话 alone, without dash, bracket, date or speaker, is a title.
    """
    if "在" not in line or "上" not in line:
        return None
    match = re.match(_OCCASION, line.strip(BLANKS))
    if match is None:
        return None
    person = ""
    if match["date"] and not is_date(match["date"]):
        person = _person_before(match["date"]) if match["opening"] else ""
        if not person:
            return None
    if not match["opening"] and not match["date"] and match["speech"]:
        return None
    rest = (match["rest"] or match["closed"] or "").strip(BLANKS)
    date = find_date(match["date"]) or find_date(rest)
    text = match["occasion"] if not person else match["occasion"][len(match["date"]) :]
    return Occasion(text.lstrip(BLANKS + "，,"), date, person or rest)


def title_occasion(title: str) -> str:
    """Return the occasion that a title names: of 在全区推进会上的讲话 全区推进会; "" for none.

    A place, a time and a body of people that is not said to meet (在北京的讲话) are none.
    """
    if not _SIGNS_OF_OCCASIONS.intersection(title):
        return ""
    match = re.search(_TITLE_OCCASION, title)
    if match is None:
        return ""
    meeting = (match["meeting"] or match["act"]).strip(BLANKS)
    if re.match(_MASKED_YEAR, meeting):
        return ""
    framed = match["frame"] or match["act"]
    if not framed and (
        re.search(rf"(?:{_BODY})$", meeting)
        or re.match(_UNSURE_OCCASION, meeting)
        or title[: match.start()].endswith(("关于", "關於"))
    ):
        return ""
    return meeting if BLANK.isdisjoint(meeting) else _BLANKS_WITHIN.sub("", meeting)


def _person_before(text: str) -> str:
    """Whom the words before 在某会议上 name, a date aside."""
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]} {text[date.end :]}"
    text = text.strip(BLANKS + "，,").removesuffix("同志")
    return text if officer(text) or is_bare_name(text) else ""


def find_note(paragraphs: list[str]) -> Note | None:
    """Return what an editor's note says: （这是某某同志在某会议上的讲话。）"""
    named = [n for n, text in enumerate(paragraphs) if "同志" in text]
    if not named:
        return None
    signed = [n for n in named if paragraphs[n][0] in _NOTE_MARKS]
    signed += [n for n in named if n >= len(paragraphs) - _TAIL and "*" in paragraphs[n]]
    outer = [
        n
        for n in named
        if (n < _MOST_NOTES or n >= len(paragraphs) - _MOST_NOTES)
        and paragraphs[n].startswith(_NOTE_BEGINNINGS)
    ]
    for place in (*signed, *outer):
        paragraph = paragraphs[place]
        start = 0
        if paragraph[:1] not in _NOTE_MARKS and "*" in paragraph:
            start = max(0, *(paragraph.find(sign) for sign in _NOTE_SIGNS))
        if "同志" in paragraph[start : start + _LATEST_NAME] and (
            note := _read_note(place, paragraph[start:])
        ):
            return note
    return None


def _read_note(place: int, text: str) -> Note | None:
    match = re.match(_NOTE, text)
    if match is None or not (is_person(match["name"]) or "·" in match["name"]):
        return None
    said = re.match(_NOTE_OCCASION, match["rest"])
    if said is None and not match["is"]:
        return None
    occasion = said["occasion"] if said else ""
    if occasion.startswith("在《"):
        occasion = ""
    date = find_date(said["date"]) if said else ""
    return Note(place, match["name"], occasion, date)
