"""Annotations of readings: ``開發(fā)區(qū)`` becomes ``開發區``, and what broke them is reported.

They are there for readers who learn, or come from a conversion of GBK bytes that put the reading
of a character behind it. Where the conversion hit bytes of two neighbouring characters, both are
lost: the remains (``入?yún)^(qū)``) are repaired only where the file itself proves what they were.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from speechkit.cleaning.readings import BOPOMOFO, ZHUYIN, ZHUYIN_TONES, Reading, read_reading
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, CLOSERS, HAN, is_han
from speechkit.text.late_patterns import compile_late
from speechkit.text.signs import find_signs

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"
_SYLLABLE = f"(?=[a-z]{{0,5}}[{_TONED}])[a-z{_TONED}]{{1,6}}"
_NEUTRAL = "de|le|zhe|zi|men|ma|ne|ba|tou|me"
_MANY = 100
_AROUND = 6  # characters to both sides, by which a reader finds the place again

_OPENING = "(（[［〔【〈{⟨</"
_CLOSING = ")）]］〕】〉}⟩>"
_LETTERS = (
    r"a-zA-Z\u00c0-\u024f\u0250-\u0261\u0300-\u036f\u1d00-\u1eff\u2c6d\u2071\u207fａ-ｚＡ-Ｚ"
    rf"{BOPOMOFO}˙·・一丨"
)
_MARKS = r" \u00a0\u2002-\u200a\u3000\t\-‐‑–—•'’‘`´ʼ,，、;；/.。!！?？:：∶|｜"
_INSIDE = rf"[{_LETTERS}{ZHUYIN_TONES}0-9０-９¹²³⁰-⁹{_MARKS}]"
_BLANKS = " \t\xa0\u3000"
_BLANK = f"[{_BLANKS}]"
_FIRST_LETTER = rf"(?<=[{HAN}{re.escape(CLOSERS)}\u3000 \t\u00a0].){_BLANK}*[{_LETTERS}]"
_LONGEST = 120
_BEFORE = 80
_CERTAIN_ALONE = 2
# Compiled where they are first used: hardly any text has annotations.
_RAISED = r"[\u1d43-\u1dbfʰʲʳʷˡˢˣʸⁱⁿ\u0300-\u0308\u030c]{1,8}[¹²³⁴⁵]?"
_BARE = (
    rf"(?<=[{HAN}]){_BLANK}?(?:[a-zɡɑ]{{0,4}}[{_TONED}\u0300-\u030c]"
    rf"[a-zɡɑ\u0300-\u030c]{{0,4}}){_BLANK}?(?=[{HAN}，。、；：！？”’）」』]|$)"
)
_ZHUYIN_SIGN = (
    f"(?:[{BOPOMOFO}{ZHUYIN_TONES}]|[一丨](?=[{BOPOMOFO}{ZHUYIN_TONES}])|{_BLANK}(?=[˙{BOPOMOFO}]))"
)
_ZHUYIN = compile_late(
    rf"(?:(?<=[{HAN}])|(?<=[{HAN}]{_BLANK}))[˙一丨{BOPOMOFO}]{_ZHUYIN_SIGN}*{_BLANK}?"
    rf"(?=[{HAN}，。、；：！？”’）」』]|\n|$)"
)
_ABOUT_ZHUYIN = re.compile(
    rf"注音|[声聲韵韻]母|[ㄅ-ㄒ][、，, ]?[ㄅ-ㄒ]|[ㄚ-ㄦ]{{2}}|[{BOPOMOFO}][、，,/][{BOPOMOFO}]"
)
_NAMES_ZHUYIN = re.compile("[读讀音念唸拼注註符號号母韻韵調调是為为作成叫]$")
_MANY_READINGS = 10
"""So many in a text show that it has readings, even if it speaks of them."""
_TONE_SIGNS = frozenset("ˊˋˇ\u1d43\u2071àìǎī\u0304")
READING_SIGNS = ZHUYIN.union(_OPENING, _TONE_SIGNS)
_WITHOUT_BRACKETS = rf"[ˊˋˇ]|[{HAN}](?:{_RAISED}|{_BLANK}?[a-zɡɑ]{{0,4}}[{_TONED}\u0300-\u030c])"
_NAMED = re.compile("[读讀音念唸唱作做为為成是叫拼注註]$")
_FEWEST_BARE = 3
_HALF_WIDTH = rf"\((?<=[{HAN}]\()({_SYLLABLE})\)"
_NEUTRAL_TONE = rf"[(（](?<=[{HAN}].)({_NEUTRAL})[)）]"
_LOST_BYTE = rf"\?({_SYLLABLE})\)([!-~])\(({_SYLLABLE})\)"
_REMAINS = rf"\?(?:{_SYLLABLE}\)|(?=[、。；：，”!]))"
_LEFT_OVER = rf"\({_SYLLABLE}\)"


class _Found(NamedTuple):
    """A reading in its place, blanks and brackets included."""

    start: int
    end: int
    reading: Reading


def drop_annotations(text: str, signs: AbstractSet[str] | None = None) -> tuple[str, list[Notice]]:
    """Take readings behind Chinese characters out of a text and report them, remains included.

    ``signs`` are those of the text, where they are known.
    """
    signs = find_signs(text) if signs is None else signs
    found = _find_readings(text, signs)
    if not found:
        return text, []
    notices: list[Notice] = []
    if "?" in text and re.search(_LOST_BYTE, text):
        text, repaired = _restore_lost_bytes(text)
        notices += [Notice("repaired", "broken-pinyin-annotation", place) for place in repaired]
        found = _find_readings(text, signs)
    text, dropped = _without(text, found)
    if len(found) >= _MANY:
        text = re.sub(_NEUTRAL_TONE, "", text)
    notices += dropped
    notices += [Notice("doubtful", "broken-pinyin-annotation", place) for place in _remains(text)]
    return text, notices


def _find_readings(text: str, signs: AbstractSet[str]) -> list[_Found]:
    """The readings of a text that are certain, in order."""
    found = _find_bracketed(text, filter(signs.__contains__, _OPENING))
    if not _TONE_SIGNS.isdisjoint(signs) and re.search(_WITHOUT_BRACKETS, text):
        found += _find_raised(text) + _find_bare(text)
    if not ZHUYIN.isdisjoint(signs):
        found += _find_bare_zhuyin(text)
    if found and len({one.reading.base for one in found}) < _CERTAIN_ALONE:
        found = [one for one in found if one.reading.certain]
    found.sort()
    return found


@cache
def _bracketed(bracket: str) -> re.Pattern[str]:
    """What a bracket may hold; each begins with a literal, which the engine finds at full speed."""
    if bracket == "/":
        return re.compile(rf"/{_FIRST_LETTER}[^/\n0-9]{{0,10}}/")
    inside = rf"{_FIRST_LETTER}{_INSIDE}{{0,{_LONGEST}}}"
    return re.compile(rf"{re.escape(bracket)}{inside}[{re.escape(_CLOSING)}]")


def _find_bracketed(text: str, brackets: Iterable[str]) -> list[_Found]:
    """The readings in brackets or between slashes, behind at least as many Chinese characters."""
    found = []
    for bracket in brackets:
        for match in _bracketed(bracket).finditer(text):
            inside = match[0][1:-1]
            reading = read_reading(inside)
            if reading is None:
                continue
            behind = text[max(0, match.start() - _BEFORE) : match.start()].rstrip(_BLANKS)
            word = behind.rstrip(CLOSERS)
            if not word or not is_han(word[-1]):
                continue
            before = sum(map(is_han, behind[behind.rfind("\n") + 1 :]))
            if reading.syllables <= before or _alternatives(inside):
                found.append(_Found(*_with_blanks(text, *match.span()), reading))
    return found


def _alternatives(inside: str) -> bool:
    """Whether the readings are several of one character: 和（hé、hè）."""
    return len(re.findall("[、，,/；;]", inside)) > 0 and " " not in inside.strip()


def _with_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the blanks before it; behind it, too, where blanks set it off."""
    first = start
    while first and text[first - 1] in _BLANKS:
        first -= 1
    if first < start and end < len(text) and text[end] in _BLANKS:
        return first, end + 1
    return first, end


def _find_raised(text: str) -> list[_Found]:
    """Readings in raised letters, which need no bracket: 规ᵍᵘⁱ¹划."""
    matches = re.finditer(rf"(?<=[{HAN}]){_RAISED}", text)
    readings = ((match, read_reading(match[0])) for match in matches)
    return [_Found(*match.span(), reading) for match, reading in readings if reading]


def _find_bare(text: str) -> list[_Found]:
    """Readings without brackets between Chinese characters, three of them at the least.

    A text that speaks of readings (读guī) keeps them all.
    """
    found = []
    for match in re.finditer(_BARE, text):
        reading = read_reading(match[0])
        if reading is None or reading.syllables > 1:
            continue
        if _NAMED.search(text[max(0, match.start() - 1) : match.start()]):
            return []
        found.append(_Found(*match.span(), reading))
    return found if len(found) >= _FEWEST_BARE else []


def _find_bare_zhuyin(text: str) -> list[_Found]:
    """Readings in zhuyin without brackets, each behind as many Chinese characters: 鄉ㄒㄧㄤ村.

    A letter alone proves nothing (好ㄟ); a text that speaks of the letters keeps them all.
    """
    found = []
    is_about = bool(_ABOUT_ZHUYIN.search(text))
    for match in _ZHUYIN.finditer(text):
        letters = match[0].strip(_BLANKS)
        reading = read_reading(letters)
        if reading is None:
            continue
        start = match.start()
        before = text[max(0, start - reading.syllables - 1) : start].rstrip(_BLANKS)
        is_about = is_about or bool(_NAMES_ZHUYIN.search(before))
        if sum(map(is_han, before)) >= reading.syllables:
            found.append(_Found(*_with_blanks(text, start, start + len(letters)), reading))
    proven = sum(len(text[one.start : one.end].strip(_BLANKS)) > 1 for one in found)
    return found if proven >= (_MANY_READINGS if is_about else 1) else []


def _without(text: str, found: list[_Found]) -> tuple[str, list[Notice]]:
    """The text without the readings, and a notice for each kind of them."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    kept: list[str] = []
    done = 0
    for start, end, reading in found:
        if start < done:
            continue
        counts[reading.kind][text[start:end].strip(BLANKS)] += 1
        kept.append(text[done:start])
        done = end
    notices = []
    for kind, counted in counts.items():
        listing = " ".join(sorted(counted, key=lambda one: (-counted[one], one)))
        notices.append(Notice("dropped", kind, listing, sum(counted.values())))
    return "".join(kept) + text[done:], notices


def _remains(text: str) -> list[str]:
    """The places where annotations left something that no reader can make out, near ones as one."""
    found = [
        match.span() for pattern in (_REMAINS, _LEFT_OVER) for match in re.finditer(pattern, text)
    ]
    places: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if places and start - places[-1][1] <= 2 * _AROUND:
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    return [
        text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ").strip(BLANKS)
        for start, end in places
    ]


def _restore_lost_bytes(text: str) -> tuple[str, list[str]]:
    """Put back ``區`` for ``?yún)^(qū)`` where its trail byte and its reading name one character.

    The annotation split the character's two GBK bytes: the first became ``?``, the second is the
    ASCII character before the next annotation, which is the reading of the lost character.
    """
    if not re.search(_LOST_BYTE, text):
        return text, []
    readings: dict[str, set[str]] = defaultdict(set)
    for match in re.finditer(_HALF_WIDTH, text):
        readings[match[1]].add(text[match.start() - 1])
    repaired = []

    def restore(match: re.Match[str]) -> str:
        candidates = [
            character
            for character in readings[match[3]]
            if _trail(character) == match[2] and _joins(text[match.start() - 1 : match.start()])
        ]
        if len(candidates) != 1:
            return match[0]
        repaired.append(match[0])
        return candidates[0]

    return re.sub(_LOST_BYTE, restore, text), repaired


def _trail(character: str) -> str:
    encoded = character.encode("gbk", "replace")
    return chr(encoded[1]) if len(encoded) == 2 else ""


def _joins(before: str) -> bool:
    """Whether the character before can have lent its last byte to the wrong match."""
    return len(before.encode("gbk", "replace")) == 2
