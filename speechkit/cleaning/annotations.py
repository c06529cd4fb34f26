"""Pinyin annotations: ``開發(fā)區(qū)`` becomes ``開發區``, and what broke them is reported.

Such annotations come from a conversion of GBK bytes that put the reading of a character behind
it. Where the conversion hit bytes of two neighbouring characters, both are lost: the remains
(``入?yún)^(qū)``) are repaired only where the file itself proves what they were.
"""

from __future__ import annotations

import re
from collections import defaultdict

from speechkit.model import Notice
from speechkit.text.characters import BLANKS, HAN

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"
_SYLLABLE = f"(?=[a-z]{{0,5}}[{_TONED}])[a-z{_TONED}]{{1,6}}"
_NEUTRAL = "de|le|zhe|zi|men|ma|ne|ba|tou|me"
_MANY = 100
_AROUND = 6  # characters to both sides, by which a reader finds the place again

# Two patterns and not one: each begins with a literal, which the engine finds at full speed.
_FIRST_LOOKS = tuple(re.compile(rf"{bracket}[a-z]{{0,5}}[{_TONED}]") for bracket in (r"\(", "（"))
# Compiled where they are first used: hardly any text has annotations.
_HALF_WIDTH = rf"\((?<=[{HAN}]\()({_SYLLABLE})\)"
_FULL_WIDTH = rf"（(?<=[{HAN}]（)({_SYLLABLE})）"
_NEUTRAL_TONE = rf"\((?<=[{HAN}]\()({_NEUTRAL})\)"
_LOST_BYTE = rf"\?({_SYLLABLE})\)([!-~])\(({_SYLLABLE})\)"
_REMAINS = rf"\?(?:{_SYLLABLE}\)|(?=[、。；：，”!]))"
_LEFT_OVER = rf"\({_SYLLABLE}\)"


def drop_annotations(text: str) -> tuple[str, list[Notice]]:
    """Take pinyin annotations out of a text and report them, their remains included."""
    if not any(look.search(text) for look in _FIRST_LOOKS):
        return text, []
    if not (re.search(_HALF_WIDTH, text) or re.search(_FULL_WIDTH, text)):
        return text, []
    text, repaired = _restore_lost_bytes(text)
    notices = [Notice("repaired", "broken-pinyin-annotation", place) for place in repaired]
    counts: dict[str, int] = defaultdict(int)

    def drop(match: re.Match[str]) -> str:
        counts[match[0]] += 1
        return ""

    text = re.sub(_FULL_WIDTH, drop, re.sub(_HALF_WIDTH, drop, text))
    if sum(counts.values()) >= _MANY:
        text = re.sub(_NEUTRAL_TONE, drop, text)
    listing = " ".join(sorted(counts, key=lambda annotation: (-counts[annotation], annotation)))
    notices.append(Notice("dropped", "pinyin-annotation", listing, sum(counts.values())))
    notices += [Notice("doubtful", "broken-pinyin-annotation", place) for place in _remains(text)]
    return text, notices


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
