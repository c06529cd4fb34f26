"""Very short lines amid a sentence: what a page set lower, raised or bold is a line of its own.

``PM``, ``2.5``, ``年平均浓度`` are three lines of one sentence; so are ``“双向``, ``揭榜`` and
``挂帅”的简称``.
"""

from __future__ import annotations

import re

from speechkit.cleaning.joining import (
    cannot_begin,
    ends_in_mark,
    is_item,
    is_prose,
    open_places,
)
from speechkit.cleaning.lines import Lines
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, HAN, ends_sentence

_LONGEST = 12
_MOST = 4
_LOWERED = r"[0-9]{1,2}(?:[.．][0-9])?[+\-]?|[0-9+\-−–]{1,3}|[²³⁺⁻₀-₉]{1,3}|[xXn]"
_FORMULA = (
    rf"(?:^|[^A-Za-z])(?:[A-Za-z]{{1,4}}|[A-Za-z0-9]{{1,8}}[A-Za-z]|[)）\]])$|[{HAN}0-9](?:10|R|m)$"
)
_LATIN = r"[A-Za-z]{1,4}"
_GOES_ON = rf"[{HAN}，、；。）)%A-Za-z”]"
_PAIRS = ("“”", "《》", "（）", "「」", "『』", "()", "〔〕", "【】")
_OPENERS = tuple(pair[0] for pair in _PAIRS)
_FIRST = frozenset("，。、；！？）》」』】〉〕％%)”0123456789²³₀₁₂₃₄₅₆₇₈₉+-xXn")


def join_fragments(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Join lines that are plainly parts of one sentence; all others stay as they are."""
    texts = lines.texts
    last = len(texts) - 1
    candidates = [
        place for place in open_places(texts) if place < last and _may_go_on(texts, place)
    ]
    if not candidates:
        return lines, []
    texts = list(texts)
    first = next(place for place, text in enumerate(texts) if text.strip(BLANKS))
    joins = 0
    for place in candidates:
        while texts[place] and (parts := _following(texts, place, first)):
            joined = [texts[place].rstrip(BLANKS), *(texts[part].strip(BLANKS) for part in parts)]
            texts[place] = "".join(joined)
            for part in parts:
                texts[part] = ""
            joins += len(parts)
    if not joins:
        return lines, []
    gone = [place for place, text in enumerate(texts) if not text]
    return Lines(texts, lines.numbers).without(gone), [Notice("repaired", "broken-line", "", joins)]


def _may_go_on(texts: list[str], place: int) -> bool:
    """Whether a line may go on with the next: of most, its end and the next one's start say no."""
    after = texts[place + 1].lstrip(BLANKS)
    if not after:
        after = next(
            filter(None, (text.lstrip(BLANKS) for text in texts[place + 2 : place + 5])), ""
        )
    if not after:
        return False
    if after[0] in _FIRST or texts[place][-1] in _OPENERS:
        return True
    return (len(after) <= _LONGEST or "”" in after[:_LONGEST]) and is_prose(texts[place])


def _following(texts: list[str], place: int, first: int) -> list[int]:
    """The places of the lines that go on with a line for certain."""
    before = texts[place].strip(BLANKS)
    places: list[int] = []
    following: list[str] = []
    for after in range(place + 1, min(len(texts), place + 1 + 3 * _MOST)):
        if text := texts[after].strip(BLANKS):
            if not following and not _may_join(before, text):
                return []
            places.append(after)
            following.append(text)
            if len(text) > _LONGEST:
                break
    if not following:
        return []
    return places[: _parts(before, following, first=place == first)]


def _may_join(before: str, after: str) -> bool:
    """Whether two lines can be parts of one sentence, whatever follows."""
    if ends_sentence(before):
        return False
    return is_prose(before) or _goes_back(after) or before.endswith(_OPENERS)


def _parts(before: str, following: list[str], *, first: bool) -> int:
    """How many of the lines that follow go on with a line for certain; a title has none."""
    if first and not is_prose(before):
        return 0
    after = following[0]
    if _goes_back(after) and is_prose(before + after):
        return 1
    if before.endswith(_OPENERS) and len(before) > 1 and not is_item(after):
        return 1
    if not is_prose(before) or ends_in_mark(before):
        return 0
    short = len(after) <= _LONGEST and not is_item(after) and not ends_in_mark(after)
    if short and len(following) > 1 and _goes_back(following[1]):
        return 2
    return _count_formula(before, following) or _count_quoted(before, following)


def _goes_back(line: str) -> bool:
    """Whether a line begins with a mark that belongs to the line before."""
    return cannot_begin(line) and line[0] not in ":：;,.!?"


def _count_formula(before: str, following: list[str]) -> int:
    """The lines of a formula that is set low or high: PM, 2.5."""
    if re.fullmatch(_LATIN, following[0]) and len(following) > 2:
        is_lowered = re.fullmatch(_LOWERED, following[1]) and re.match(_GOES_ON, following[2])
        return 3 if is_lowered and re.search(f"[{HAN}、，]$", before) else 0
    if len(following) < 2 or not re.fullmatch(_LOWERED, following[0]):
        return 0
    return 2 if re.search(_FORMULA, before) and re.match(_GOES_ON, following[1]) else 0


def _count_quoted(before: str, following: list[str]) -> int:
    """The short lines until a quotation or bracket closes that the line leaves open."""
    for pair in _PAIRS:
        opener, closer = pair[0], pair[1]
        if before.rfind(opener) <= before.rfind(closer):
            continue
        for count, line in enumerate(following, 1):
            end = line.find(closer)
            if 0 <= end <= _LONGEST and opener not in line[:end]:
                return count
            if len(line) > _LONGEST or is_item(line) or ends_sentence(line):
                break
    return 0
