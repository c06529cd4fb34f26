"""Notes of an editor who tells what a text is and where it is from: they are no speech.

（这是王大林同志在某会议上的讲话。） *本文是… 出处：某某文集 选自《某某文集》 根据录音整理
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from speechkit.cleaning.labels import find_labels, starts_with_label
from speechkit.cleaning.metadata import is_metadata
from speechkit.text.characters import BLANKS, ends_sentence

_LONGEST = 1000
"""Characters of a note; one that is set apart may tell some history, too."""

_LONGEST_PLAIN = 120
_HEAD = 8  # paragraphs, among which one is before the text
_CLOSINGS = {"（": "）)", "(": "）)", "【": "】", "[": "]", "〔": "〕", "［": "］"}
_STARS = "*＊"
_SETTING = frozenset((*_CLOSINGS, *_STARS))
"""With one of these a note begins that is set apart."""
_FIRSTS = frozenset("这這本此以下摘节節选選转轉原刊载載录錄出引据據根来來全信文稿资資消内內图新S")
"""One of these begins a note, behind what sets it apart."""

_SPEECH = (
    "讲话|講話|谈话|談話|发言|發言|报告|報告|演讲|演講|演说|演說|致辞|致辭|致词|致詞|祝词|祝詞|贺词"
    "|賀詞|贺信|开幕词|闭幕词|主持词|讲课|回答|答问|提问|提問|文章|书信|信|电报|電報|题词|序言|序|跋|批示|批语|批語"
    "|按语|按語|指示|意见|讲稿|講稿|文稿|手稿|提纲|講話稿|讲话稿|发言稿|报告稿|记录|記錄|内容|內容"
)
_PART = (
    "[一二三两几]?个?(?:主要|前一|后一|大)?(?:部分|段|节)|要点|要點|节录"
    "|節錄|节选|節選|摘要|摘录|摘編|摘编|全文|原文|大意|提要"
)
_IS = (
    "这是|這是|这篇|這篇|本文|本篇|此文|此篇|此件|以下是|以下为|下面是|本讲话|本報告|本报告"
    "|摘自|摘编自|摘錄自|摘录自|节选自|節選自|节录自|選自|选自"
)
_SITUATION = (
    "同志|先生|女士|在|于|於|会见|會見|接见|接見|同"
    "|与|與|对|對|就|为|為|给|給|出席|关于|關於|听取|主持"
)
_WHAT_IT_IS = (
    rf"(?:{_IS})(?P<what>[^。！？!?]{{0,40}}?(?:{_SITUATION})[^。！？!?]{{2,300}}?"
    rf"(?:(?:的|所作|所做|一次|几次){{1,2}}[^，。、]{{0,8}}?(?:{_SPEECH}|{_PART})(?:《[^》]+》)?(?:的?(?:{_PART}))?"
    rf"|(?:{_SPEECH})(?:《[^》]+》)?[中之]?的?(?:{_PART})|(?:{_PART})))"
    r"(?:[，,；;（(][^。！？!?]*)?[。．]?"
)
_FROM = (
    r"(?:本文|此文|全文)?(?:节选|節選|摘编|摘編|摘录|节录|摘|选|選|转载|轉載|转|轉|原载|原載|原刊|刊载|刊|载|載"
    r"|录|錄|出|引)(?:自|于|於|在)?\s*[《「『][^》」』]+[》」』][^。！？]{0,60}[。]?"
)
_PUBLISHED = (
    r"(?:本文|此文|本篇|此篇)(?:原|最初|首次|曾)?(?:刊载|刊載|刊登|刊|登载|发表|發表|载|載)[于於在自]"
    r"[^。！？]{0,60}[《「『][^》」』]+[》」』][^。！？]{0,60}[。]?"
)
_EDITED = (
    r"(?:本文|此文|本稿|全文|以上|内容|文字)?[^。，,]{0,6}?(?:根据|根據|依据|据|據)[^。，,]{0,40}?"
    r"(?:录音|錄音|录像|记录|記錄|速记|讲话|講話|发言|發言|演讲|演講|报道|報道|电讯|视频|直播|网络|现场|采访|资料"
    r"|笔记|公开)[^。，,]{0,12}?(?:整理|摘编|摘編|编写|编辑|編輯|综合|改写)(?:而成|成文)?"
    r"(?:[，,；;][^。]{0,60})?[。]?"
)
_SOURCE = (
    r"(?:信息|文章|稿件|资料|資料|新闻|新聞|内容|內容|图文|本文|文稿|消息)?(?:来源|來源|来自|來自)(?:于|於)?"
    r"|出处|出處|稿源|文源|转自|轉自|转载自|轉載自|原载|原載|摘自|摘编自|选自|選自|引自|录自|出自|刊于|刊於|Source"
)
_LABELLED = rf"(?:{_SOURCE})\s*[:：]\s*\S.*"
_ONESELF = "我(?![国國党黨军軍省市县區区方])|[你您咱]|大家|各位"
_BELOW_TEXT = (
    r"[〔\[［【（(①-⑳⑴-⒇*＊\d]|注[:：]|注释|註釋|注釋|附注|出处|出處|来源|來源|选自|摘自|[-—―_]{3}"
)
"""How what follows a text begins: its notes and where it is from."""

_NOTE = r"[〔\[［][0-9０-９一二三四五六七八九十]{1,4}[〕\]］]"
_HEADS_NOTES = "[【〔]?(?:注释|註釋|注釋|附注)[】〕]?[:：]?"


def find_editor_notes(paragraphs: Sequence[str]) -> list[int]:
    """Return the places of the paragraphs that are nothing but a note of an editor.

    One that an asterisk or brackets set apart may be anywhere, for a file may hold several
    speeches. Any other is before the text, among lines of metadata, behind it, among notes, or
    amid a file next to the notes of a speech. A source with a label before the text is a line of
    metadata, and stays as those do.
    """
    apart = {
        place
        for place, text in enumerate(paragraphs)
        if text[:1] in _SETTING and _is_set_apart(text)
    }
    if not any(text[:1] in _FIRSTS and len(text) <= _LONGEST_PLAIN for text in paragraphs):
        return sorted(apart)  # as of most texts: no other paragraph begins as a note does
    below = takewhile(
        lambda text: re.match(_BELOW_TEXT, text) or _is_behind(text), reversed(paragraphs)
    )
    plain = [
        place
        for place, text in enumerate(paragraphs[:_HEAD])
        if _is_plain(text) and all(map(is_metadata, paragraphs[:place]))
    ]
    plain += [len(paragraphs) - number for number, text in enumerate(below, 1) if _is_behind(text)]
    plain += [
        place + 1
        for place, (before, text, after) in enumerate(
            zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False)
        )
        if _is_behind(text)
        and (place in apart or re.match(_NOTE, before) or re.fullmatch(_HEADS_NOTES, after))
    ]
    return sorted({*apart, *plain})


def _is_behind(text: str) -> bool:
    """Return whether a paragraph is a note, where it is behind a text."""
    return _is_plain(text) or _is_labelled(text)


def _is_set_apart(text: str) -> bool:
    """Return whether an asterisk or brackets set a paragraph apart that is a note."""
    bare = _find_bare(text)
    if bare[:1] not in _FIRSTS:
        return False
    first = bare[: bare.find("。") + 1] or bare
    if re.fullmatch(_WHAT_IT_IS, first):
        return not _names_oneself(first)
    if re.fullmatch(_PUBLISHED, first):
        return True
    short = len(text) <= _LONGEST_PLAIN
    return short and (_is_from(bare) or _is_from(first) or _is_labelled(bare))


def _find_bare(text: str) -> str:
    """Return a paragraph without what sets all of it apart; "" where nothing does."""
    if not text or len(text) > _LONGEST:
        return ""
    if text[0] in _STARS:
        return text.lstrip(_STARS + BLANKS)
    stripped = text.rstrip(f"。？?{BLANKS}") if text[0] in _CLOSINGS else ""
    closed = stripped.endswith(tuple(_CLOSINGS.get(text[0], "")))
    return stripped[1:-1].strip(BLANKS) if stripped and closed else ""


def _is_plain(text: str) -> bool:
    """Return whether a paragraph is a note that nothing sets apart."""
    if len(text) > _LONGEST_PLAIN or text[:1] not in _FIRSTS:
        return False
    said = re.fullmatch(_WHAT_IT_IS, text)
    is_of_somebody = said is not None and "同志" in said["what"] and not _names_oneself(text)
    return is_of_somebody or _is_from(text)


def _is_from(text: str) -> bool:
    """Return whether a text says in words where another is from, and nothing else."""
    is_from = re.fullmatch(_FROM, text) or re.fullmatch(_EDITED, text)
    return bool(is_from) and not _names_oneself(text)


def _is_labelled(text: str) -> bool:
    """Return whether a text is a label and the source that it names."""
    if len(text) > _LONGEST_PLAIN or text[:1] not in _FIRSTS:
        return False
    if ends_sentence(text) or text.endswith((":", "：")):
        return False
    if not (starts_with_label(text) and re.fullmatch(_LABELLED, text)):
        return False
    return all(label.kind in ("source", "url") for label in find_labels(text))


def _names_oneself(text: str) -> bool:
    """Return whether somebody speaks of himself, or to others, outside of titles."""
    return bool(re.search(_ONESELF, re.sub("《[^》]*》", "", text)))
