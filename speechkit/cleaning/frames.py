"""Marks of a typesetting program that are read as kana: 。お at the end, おぷ⑹酮 for 注释.

The program put one byte before and one behind a heading (A4 … AA, A5 … A1). Where it framed
nothing, the two are one kana in GBK; where it framed a heading, all its bytes shift by one.
"""

from __future__ import annotations

import re

from speechkit.model import Notice
from speechkit.text.characters import BLANKS

_EMPTY = "ぁおァオ"
_OPENING, _CLOSING = b"\xa4\xa5", b"\xa1\xaa"
_KANA = "ぁ-んァ-ヶ"
_MOST = 6
_LONGEST = 16
_FOLLOWS = rf"[;；]?[*＊〔{BLANKS}]|$|[{_KANA}][^{_KANA}{BLANKS}]"
_BEHIND = f"[。！!？?…”’）日{BLANKS}]"


def drop_frames(text: str) -> tuple[str, list[Notice]]:
    """Take the marks out of a text that is not Japanese, and put framed headings back."""
    if not ("お" in text or "オ" in text or "ぁ" in text or "ァ" in text):
        return text, []
    kana = re.findall(f"[{_KANA}][{_KANA}]*", text)  # searched for twice as fast as with a plus
    if len(kana) > _MOST:
        return text, []
    notices: list[Notice] = []

    def restore(match: re.Match[str]) -> str:
        heading = _unshift(match[0])
        if heading:
            notices.append(Notice("repaired", "shifted-bytes", f"{match[0]} → {heading}"))
        return heading or match[0]

    def drop(match: re.Match[str]) -> str:
        notices.append(Notice("dropped", "stray-character", match[0]))
        return ""

    for mark in _EMPTY:  # each by itself: a pattern that begins with a literal is ten times as fast
        if mark in text:
            stray = rf"{mark}(?<={_BEHIND}.)[{_EMPTY}]?(?={_FOLLOWS})"
            text = re.sub(stray, drop, text)
    if all(run.strip(_EMPTY) == "" for run in kana):
        return text, notices
    text = re.sub(rf"[{_KANA}][^{_KANA}{BLANKS}]{{1,{_LONGEST}}}(?=[{BLANKS}〔]|$)", restore, text)
    return text, notices


def _unshift(run: str) -> str:
    """The heading that a run of characters frames; empty where it frames none."""
    try:
        shifted = run.encode("gbk")
        heading = shifted[1:-1].decode("gbk")
    except UnicodeError:
        return ""
    framed = shifted[0] in _OPENING and shifted[-1] in _CLOSING
    return heading if framed and all(0xB0 <= lead <= 0xD7 for lead in shifted[1:-1:2]) else ""
