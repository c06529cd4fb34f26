"""Very short lines amid a sentence: what a page set lower, raised or bold is a line of its own.

``PM``, ``2.5``, ``年平均浓度`` are three lines of one sentence, as are ``“双向``, ``揭榜``, ``挂帅”的简称``.
"""

from __future__ import annotations

import re

from speechkit.cleaning.joining import cannot_begin, ends_in_mark, is_item, is_prose
from speechkit.cleaning.lines import Lines
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, HAN, ends_sentence

_LONGEST = 12
_MOST = 4
_LOWERED = r"[0-9]{1,2}(?:[.．][0-9])?[+\-]?|[0-9+\-−–]{1,3}|[²³⁺⁻₀-₉]{1,3}|[xXn]"
_FORMULA = rf"(?:^|[^A-Za-z])(?:[A-Za-z]{{1,4}}|[A-Za-z0-9]{{1,8}}[A-Za-z]|[)）\]])$|[{HAN}0-9](?:10|R|m)$"
_LATIN = r"[A-Za-z]{1,4}"
_GOES_ON = rf"[{HAN}，、；。）)%A-Za-z”]"
_PAIRS = ("“”", "《》", "（）", "「」", "『』", "()", "〔〕", "【】")
_OPENERS = tuple(pair[0] for pair in _PAIRS)
_ENDS = frozenset("。！？!?；;：:")
_FIRST = frozenset("，。、；！？）》」』】〉〕％%)”0123456789²³₀₁₂₃₄₅₆₇₈₉+-xXn")


def join_fragments(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Join lines that are plainly parts of one sentence; all others stay as they are."""
    if not any(text and text[-1] not in _ENDS for text in lines.texts[:-1]):
        return lines, []
    texts = list(lines.texts)
    filled = [place for place, text in enumerate(texts) if text and not text.isspace()]
    joins = 0
    number = 0
    while number < len(filled) - 1:
        place = filled[number]
        if texts[place][-1] in _ENDS or not _may_go_on(texts, filled[number : number + 3]):
            number += 1
            continue
        following = [texts[after].strip(BLANKS) for after in filled[number + 1 : number + 2 + _MOST]]
        count = _parts(texts[place].strip(BLANKS), following, first=not number)
        if not count:
            number += 1
            continue
        gone = filled[number + 1 : number + 1 + count]
        texts[place] = texts[place].rstrip(BLANKS) + "".join(texts[p].strip(BLANKS) for p in gone)
        del filled[number + 1 : number + 1 + count]
        for after in gone:
            texts[after] = ""
        joins += count
    if not joins:
        return lines, []
    return Lines(texts, lines.numbers), [Notice("repaired", "broken-line", "", joins)]


def _may_go_on(texts: list[str], places: list[int]) -> bool:
    """Whether a line may go on with the next: of most, its end and the next one's start say no."""
    line, after = texts[places[0]], texts[places[1]].lstrip(BLANKS)
    return after[:1] in _FIRST or len(after) <= _LONGEST or line.rstrip(BLANKS)[-1:] in _OPENERS or (
        after.find("”", 0, _LONGEST) > 0
    )


def _parts(before: str, following: list[str], *, first: bool) -> int:
    """How many of the lines that follow go on with a line for certain; a title has none."""
    if (first and not is_prose(before)) or ends_sentence(before):
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
    for opener, closer in _PAIRS:
        if before.rfind(opener) <= before.rfind(closer):
            continue
        for count, line in enumerate(following, 1):
            end = line.find(closer)
            if 0 <= end <= _LONGEST and opener not in line[:end]:
                return count
            if len(line) > _LONGEST or is_item(line) or ends_sentence(line):
                break
    return 0
