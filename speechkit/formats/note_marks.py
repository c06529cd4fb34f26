"""Marks of notes in marked-up text, [1] ① * raised or linked: which they are, and how they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechkit.text.characters import BLANKS, HAN

PLACE = "\ufdd1"
"""Takes the place of a mark while a line is read; no character, so no text holds it."""

_AROUND = 30
_DIGIT = "[一二三四五六七八九]"
_ARABIC = r"(?:[0-9０-９]{1,3}|[a-z])"
_NUMBER = rf"(?:{_ARABIC}|{_DIGIT}?十{_DIGIT}?|{_DIGIT}|[ivxIVX]{{1,5}})"
_SIGN = r"[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴⑴-⒇*＊†‡§※]"
_WORD = r"(?:注釋?|註釋?|注释|脚注|腳註|尾注|尾註|note|fn|nb)"
_LABEL = rf"(?:{_WORD}\s*)?{_NUMBER}|{_SIGN}{{1,3}}|{_WORD}\s*{_SIGN}?"
_LIST = rf"(?:{_LABEL})(?:\s*[-–—,，、;；~～]\s*(?:{_LABEL})){{0,9}}"
_ROUND = rf"(?:{_WORD}\s*)?{_ARABIC}|{_SIGN}{{1,3}}|{_WORD}"
_SQUARE = rf"(?:[\[［〔【]\s*(?:{_LIST})\s*[\]］〕】])+"
_BRACKETED = rf"{_SQUARE}|[(（]\s*(?:{_ROUND})\s*[)）]|\[\^[^\[\]]{{1,60}}\]"
_SIGNED = rf"{_SIGN}{{1,3}}|{_WORD}\s*(?:{_NUMBER}|{_SIGN})?"
_BARE = r"[0-9０-９]{1,3}(?:\s*[-–—,，、]\s*[0-9０-９]{1,3}){0,9}"
_AFTER_TEXT = rf"[{HAN}。，、；：？！”’」』）》〉】〕%％…—]|[A-Za-z]{{4}}|[.,;:!?\"'”’]"
_AREA = r"[米里尺寸m]$"
_LONGEST = 60


def is_raised_mark(text: str, before: str, *, linked: bool = False) -> bool:
    """Return whether what is raised is the mark of a note: not m², 10⁸ or 1st.

    ``before`` is what comes before it on its line: a mark that begins a line names its note.
    """
    text = text.strip(BLANKS)
    before = before.rstrip(BLANKS)
    if not text or len(text) > _LONGEST or not before:
        return False
    if re.fullmatch(_BRACKETED, text) or re.fullmatch(_SIGNED, text):
        return True
    if linked and re.fullmatch(_LIST, text):
        return True
    if not re.fullmatch(_BARE, text) or (text in "23" and re.search(_AREA, before)):
        return False
    return bool(re.search(rf"(?:{_AFTER_TEXT}|{PLACE})$", before))


def is_linked_mark(text: str, before: str) -> bool:
    """Return whether the text of a link to a place of the same page is the mark of a note."""
    text = text.strip(BLANKS)
    if not text or len(text) > _LONGEST or not before.strip(BLANKS):
        return False
    if re.fullmatch(_BRACKETED, text) or re.fullmatch(_SIGNED, text):
        return True
    return is_raised_mark(text, before)


def take_out(text: str, marks: Iterator[str]) -> tuple[str, list[str]]:
    """Return a line without its marks, and each mark with what is around it."""
    if PLACE not in text:
        return text, []
    parts = text.split(PLACE)
    plain = "".join(parts)
    around: list[str] = []
    place = 0
    for part in parts[:-1]:
        place += len(part)
        mark = next(marks, "")
        around.append(
            plain[max(0, place - _AROUND) : place] + mark + plain[place : place + _AROUND]
        )
    return plain, around
