"""Note marks: [1], ①, 〔3〕, ² within a paragraph go where the text itself lists their notes.

A note is a paragraph that begins with a mark. Marks and notes must answer each other in order, so
that an item (①抓项目), a year (〔2012〕), a power (m²) and an index (x[1]) are never taken for one.
The notes stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from speechkit.cleaning.lines import Lines
from speechkit.model import Notice
from speechkit.text.characters import CLOSERS, HAN, SENTENCE_ENDS
from speechkit.text.numerals import read_numeral

_MOST_SHOWN = 40
_LONGEST_HEADING = 12
_SHORTEST_BEFORE_SYMBOL = 3
_BRACKETS = {
    "[": "]",
    "［": "］",
    "〔": "〕",
    "﹝": "﹞",
    "【": "】",
    "(": ")",
    "（": "）",
    "〈": "〉",
    "{": "}",
    "⟦": "⟧",
    "<": ">",
    "＜": "＞",
}
_LABEL = "[注註释釋][释釋]?"
_DIGITS = "[0-9０-９]{1,3}"
_NUMBERS = rf"{_DIGITS}(?:\s?[,，、\-–—~～]\s?{_DIGITS})*"
_HAN_NUMBER = "[一二三四五六七八九十〇]{1,4}"
_CIRCLED = {
    character: number
    for first, last, begin in (
        ("①", "⑳", 1),
        ("㉑", "㉟", 21),
        ("㊱", "㊿", 36),
        ("❶", "❿", 1),
        ("⓫", "⓴", 11),
        ("⑴", "⒇", 1),
        ("⓵", "⓾", 1),
        ("➀", "➉", 1),
        ("➊", "➓", 1),
        ("㊀", "㊉", 1),
        ("㈠", "㈩", 1),
    )
    for number, character in enumerate(map(chr, range(ord(first), ord(last) + 1)), begin)
}
_RAISED = {character: str(number) for number, character in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_SYMBOLS = {
    "*": 1,
    "＊": 1,
    "**": 2,
    "＊＊": 2,
    "***": 3,
    "＊＊＊": 3,
    "†": 1,
    "‡": 1,
    "§": 1,
    "※": 1,
    "#": 1,
}

_CIRCLES = "".join(_CIRCLED)
_BRACKETED = {
    opening: rf"{re.escape(opening)}\s?\^?(?:{_LABEL}\s?)?(?:{_NUMBERS}"
    rf"{'' if opening in '(（' else '|' + _HAN_NUMBER}|[{_CIRCLES}]|\*)?\s?{re.escape(closing)}"
    for opening, closing in _BRACKETS.items()
}
_IN_BRACKETS = "|".join(_BRACKETED.values())
_MARK = (
    rf"{_IN_BRACKETS}|[{_CIRCLES}]|[⁽]?[⁰¹²³⁴-⁹]{{1,3}}[⁾]?|(?:\*|＊){{1,3}}|[†‡§※]|{_DIGITS}[)）]"
)
_FIRST = frozenset(
    f"{''.join(_BRACKETS)}{_CIRCLES}⁰¹²³⁴⁵⁶⁷⁸⁹⁽*＊†‡§※0123456789０１２３４５６７８９-—―─_＿注註脚腳附备備尾参參Nn释釋"
)
_BEHIND = rf"[{HAN}{SENTENCE_ENDS}{re.escape(CLOSERS)}，、：—%％]"
_NUMBERED_NOTE = (
    rf"(?:({_MARK})|({_DIGITS})[.．、：:\s]|{_LABEL}\s?({_DIGITS}|{_HAN_NUMBER})?[.．、：:\s])"
)
_LABELLED = rf"^{_LABEL}[:：]\s*(?={_MARK})"
_DIGIT_SIGNS = frozenset("0123456789０１２３４５６７８９注註*" + _CIRCLES)
_HEADING = (
    r"[【〔\[(（]?(?:注释|注釋|註釋|註解|注解|附注|附註|脚注|腳註|尾注|备注|備註|参考文献|參考文獻|注|註|notes?"
    r"|references?)[】〕\])）]?[:：]?$|[-—―─_＿]{3,}$"
)
_BEFORE_NOTE = frozenset("。．.；;！？”）》")
_COUNTED = re.compile("[项項条條款点點种種类類个個章节節号號期步]")
_ITEMS = frozenset(("(", "（", ")", "circled"))
_ITEM_BEFORE = frozenset("：:；;，,（(第和与及或、")


class _Mark(NamedTuple):
    """A mark in its place: its family (brackets and spelling) and its numbers."""

    paragraph: int
    start: int
    end: int
    family: str
    numbers: tuple[int, ...]


class _Note(NamedTuple):
    """A paragraph that begins with a mark."""

    paragraph: int
    family: str
    number: int


def drop_note_marks(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Take the marks of notes that the text lists out of its paragraphs; the notes stay."""
    notes = _find_notes(lines.texts)
    if not notes:
        return lines, []
    own = {note.paragraph for note in notes}
    patterns = _patterns({note.family for note in notes})
    marks = list(_find_marks(lines.texts[: max(own)], own, patterns))
    gone = sorted(set(_answered(marks, notes)))
    if not gone:
        return lines, []
    texts = list(lines.texts)
    for mark in reversed(gone):
        text = texts[mark.paragraph]
        texts[mark.paragraph] = text[: mark.start] + text[mark.end :]
    shown = " ".join(dict.fromkeys(lines.texts[m.paragraph][m.start : m.end] for m in gone))
    if len(shown) > _MOST_SHOWN:
        shown = shown[:_MOST_SHOWN] + "…"
    return Lines(texts, lines.numbers), [Notice("dropped", "note-mark", shown, len(gone))]


def _find_notes(texts: list[str]) -> list[_Note]:
    """The paragraphs that may be notes: they begin with a mark, or follow a heading 注释."""
    notes: list[_Note] = []
    listed = False
    for number, text in enumerate(texts):
        if not text or text[0] not in _FIRST:
            continue
        if len(text) < _LONGEST_HEADING and re.match(_HEADING, text, re.IGNORECASE):
            listed = True
            continue
        if text[0] in "(（" and text[1:2] not in _DIGIT_SIGNS:
            continue
        note = re.sub(_LABELLED, "", text) if text[0] in "注註" else text
        match = re.match(_NUMBERED_NOTE, note)
        if match is None or match.end() == len(note):
            continue
        if match[1]:
            family, numbers = _read(match[1])
            if len(numbers) == 1:
                notes.append(_Note(number, family, numbers[0]))
                notes += _more_notes(note, notes[-1])
        elif listed or match[2] is None:
            notes.append(_Note(number, "", read_numeral(match[2] or match[3] or "1")))
    return notes


def _more_notes(text: str, first: _Note) -> Iterator[_Note]:
    """The notes that follow in one paragraph, each behind a sentence: 〔1〕见甲。〔2〕见乙。"""
    number = first.number
    for pattern in _patterns({first.family}).values():
        for match in re.finditer(pattern, text):
            before = text[match.start() - 1 : match.start()]
            if before not in _BEFORE_NOTE and not before.isspace():
                continue
            family, numbers = _read(match[0])
            if (family, numbers) == (first.family, (number + 1,)):
                number += 1
                yield first._replace(number=number)


def _patterns(families: set[str]) -> dict[str, str]:
    """What finds the marks of some families, by a character that a text must hold for it."""
    if "" in families:  # notes that are numbered 1. answer marks of any family
        return {"": rf"(?:{_MARK})"}
    patterns: dict[str, str] = {}
    for family in families:
        if family[0] in _BRACKETS:
            patterns[family[0]] = _BRACKETED[family[0]]
        elif family == "*":
            patterns |= {"*": "[*]{1,3}", "＊": "[＊]{1,3}"}
        elif family in ("circled", "raised", ")"):
            patterns[family] = {
                "circled": f"[{_CIRCLES}]",
                "raised": "[⁽]?[⁰¹²³⁴-⁹]{1,3}[⁾]?",
                ")": rf"{_DIGITS}[)）]",
            }[family]
        else:
            patterns[family] = family
    return patterns


def _find_marks(texts: list[str], own: set[int], patterns: dict[str, str]) -> Iterator[_Mark]:
    """The marks within paragraphs that may refer to notes, which are paragraphs of their own."""
    for sign, pattern in patterns.items():
        held = sign if len(sign) == 1 else ""
        for number, text in enumerate(texts):
            if held not in text or number in own:
                continue
            for match in re.finditer(pattern, text):
                family, numbers = _read(match[0])
                if numbers and match.start() and not _counts(text, *match.span(), family):
                    yield _Mark(number, *match.span(), family, numbers)


def _counts(text: str, start: int, end: int, family: str) -> bool:
    """Whether a mark is an item, a year, an index or a power, and no note's."""
    before, after = text[start - 1], text[end : end + 1]
    two = text[max(start - 2, 0) : start]
    if not re.search(_BEHIND, before) and not _is_abbreviation(two, family):
        return True
    if family in ("*", "†", "‡", "§", "※"):
        return start < _SHORTEST_BEFORE_SYMBOL
    if family == ")" and text.rfind("(", 0, start) + text.rfind("（", 0, start) > -2:
        return True
    if before in "第上前后以下本" and _COUNTED.match(after):
        return True
    return family in _ITEMS and before in _ITEM_BEFORE


def _is_abbreviation(before: str, family: str) -> bool:
    """Whether a mark may be behind two characters: GDP[1], 5G[2] and other marks, not x[1]."""
    if before[-1:] in _RAISED:
        return True
    is_word = len(before) == 2 and before.isascii() and before.isalnum()
    return is_word and family[:1] in _BRACKETS and family not in _ITEMS


@lru_cache(1000)
def _read(mark: str) -> tuple[str, tuple[int, ...]]:
    """The family of a mark and the numbers it names; none where it is no mark."""
    mark = re.sub(r"\s", "", mark)
    if mark in _SYMBOLS:
        return "*" if mark[0] in "*＊" else mark[0], (_SYMBOLS[mark],)
    if mark[0] in _BRACKETS:
        return _read_bracket(mark[0], mark[1:-1])
    if mark[0] in _CIRCLED:
        return "circled", (_CIRCLED[mark[0]],)
    if mark[-1] in ")）":
        return ")", (read_numeral(mark[:-1]),)
    return "raised", (int("".join(_RAISED.get(character, "") for character in mark) or 0),)


def _read_bracket(opening: str, inside: str) -> tuple[str, tuple[int, ...]]:
    """The family of a mark in brackets and the numbers it names; a label alone is a first note."""
    bare = re.sub(_LABEL, "", inside.lstrip("^"))
    if not bare:
        return opening + "注", (1,) if inside else ()
    if bare[0] in _CIRCLED:
        return opening + "circled", (_CIRCLED[bare[0]],)
    if bare == "*":
        return opening + "*", (1,)
    if re.search("[-–—~～]", bare):
        first, last = map(read_numeral, re.split("[-–—~～]", bare, maxsplit=1)[:2])
        return opening, tuple(range(first, last + 1)) if 0 < first < last < first + 20 else ()
    return opening, tuple(map(read_numeral, re.split("[,，、]", bare)))


def _answered(marks: list[_Mark], notes: list[_Note]) -> Iterator[_Mark]:
    """The marks whose notes answer them: in one family, numbered from one, in the same order."""
    by_family: dict[str, list[_Note]] = defaultdict(list)
    for note in notes:
        by_family[note.family].append(note)
    unnamed = by_family.pop("", [])
    marks = sorted(marks)
    families = dict.fromkeys(mark.family for mark in marks)
    for family in families:
        own = [mark for mark in marks if mark.family == family]
        yield from _in_pages(own, by_family.get(family) or unnamed)
    if _names(marks) == [(note.family, note.number) for note in notes]:
        yield from marks


def _names(marks: list[_Mark]) -> list[tuple[str, int]]:
    """Which notes the marks name, each once, in order."""
    return list(dict.fromkeys((m.family, number) for m in marks for number in m.numbers))


def _in_pages(marks: list[_Mark], notes: list[_Note]) -> Iterator[_Mark]:
    """The marks that are answered: each list of notes answers the marks since the list before."""
    expected = 1
    done = -1
    places = [mark.paragraph for mark in marks]
    for listed in _lists(notes):
        first = listed[0]
        here = marks[bisect_right(places, done) : bisect_left(places, first.paragraph)]
        numbers = {note.number for note in listed}
        named = [number for mark in here for number in mark.numbers]
        firsts = list(dict.fromkeys(number for number in named if number in numbers))
        ordered = all(a < b for a, b in pairwise(firsts))
        whole = len(firsts) == len(numbers)
        counted = first.number in (1, expected) and 2 * len(firsts) >= len(numbers)
        # A book's own numbers begin at any; those that number items, too, must begin at one.
        item = bool(marks) and marks[0].family in _ITEMS
        certain = (whole and counted) if item else (whole or counted)
        if firsts and ordered and certain and _is_single(here, first.family):
            yield from (mark for mark in here if set(mark.numbers) <= numbers)
        expected = listed[-1].number + 1
        done = listed[-1].paragraph


def _is_single(marks: list[_Mark], family: str) -> bool:
    """Whether symbols, which are also bullets and emphasis, are there once each."""
    return family not in ("*", "†", "‡", "§", "※") or len({m.numbers for m in marks}) == len(marks)


def _lists(notes: list[_Note]) -> Iterator[list[_Note]]:
    """The notes parted where their numbers begin again or leave a number out."""
    current: list[_Note] = []
    for note in notes:
        if current and note.number != current[-1].number + 1:
            yield current
            current = []
        current.append(note)
    if current:
        yield current
