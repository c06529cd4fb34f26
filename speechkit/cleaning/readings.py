"""Readings of Chinese characters: what in a text is pinyin or zhuyin, in every typography.

A spelling counts as a reading only where it parses into syllables of the language, with tones. So
``Lǐ Míng`` and ``li3 ming2`` are readings; ``Li Ming``, ``GDP``, ``café`` and ``Malé`` are not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

_RHYMES = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng iao o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u ue uan un uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u ue uan un uo v ve",
    "g h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j q x": "i ia ian iang iao ie in ing iong iu u ue uan un v ve van vn",
    "zh ch sh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "z c s": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "y": "a ai an ang ao e i in ing o ong ou u ue uan un",
    "w": "a ai an ang ao ei en eng o u",
    "": "a ai an ang ao e ei en eng er o ou m n ng hm hng",
}
_LONGEST_SYLLABLE = 6
_TONES = "\u0300\u0301\u0304\u0306\u030c"  # a breve is often typed for a caron
_UMLAUT = "\u0308"
_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a", "Ɑ": "a", "ı": "i", "ŋ": "ng", "ʼ": "'"})
_PARTS = re.compile(r"[\s\-‐‑–—·・•'’‘`´,，、;；/.。．!！?？:：|｜]+")
_UMLAUT_COLON = re.compile("u[:：∶]")
_ALSO_WORDS = (
    "a ai an ban bang bei ben bin can chi chin china cha chain dan den die e fan fen gang "
    "gong hai han hang he hen hu huang i lie long lu luo ma main man me men mi min mo mu nan "
    "nu o ou pan pang pen pi pie pin ping pu ran sang she shi song sun tan tang tie tong van "
    "wan war yi you xi"
)
_ENGLISH = frozenset(_ALSO_WORDS.split())
"""Syllables that are words or labels, too: with a number alone they prove nothing."""

# Syllables of Wade-Giles and Jyutping, which count only with a number each and several at once.
_OTHER_SYLLABLE = re.compile(
    r"(?:ch|ts|tz|sz|ss|hs|sh|ng|gw|kw|[bpmfdtnlgkhjwyzcs])?'?"
    r"(?:[aeiouvê]{1,4}(?:ng|n|m|p|t|k|h|rh)?|ng|m|ih|erh)[1-9]"
)

_MAY_BE_NUMBERED = re.compile("[A-Za-z:][1-6]")

BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"
"""The letters of zhuyin, as the inside of a regular expression's class."""
ZHUYIN = frozenset(map(chr, (*range(0x3105, 0x3130), *range(0x31A0, 0x31C0))))
"""The same letters."""

ZHUYIN_TONES = "ˉˊˇˋ˙˪˫"
_ZHUYIN_SYLLABLE = re.compile(
    "[˙·・]?(?:[ㄅ-ㄒ][ㄧㄨㄩ]?[ㄚ-ㄦ\u312c\u312d]|[ㄅ-ㄒ][ㄧㄨㄩ]|[ㄓ-ㄙ][ㄨ]?[ㄚ-ㄦ]?"
    "|[ㄧㄨㄩ][ㄚ-ㄦ]?|[ㄚ-ㄦ]|[ㄅ-ㄌ][\u31a0-\u31bf]+|[\u31a0-\u31bf]+)[ˉˊˇˋ˙˪˫·・'´`]?"
)
_ZHUYIN_I = re.compile(f"(?<=[{BOPOMOFO}])[一丨｜|]|[一丨｜|](?=[{BOPOMOFO}{ZHUYIN_TONES}])")
_HAS_ZHUYIN = re.compile(f"[{BOPOMOFO}]")


class Reading(NamedTuple):
    """What a spelling reads; certain alone, or only next to other readings of its file."""

    kind: str
    """``pinyin-annotation`` or ``zhuyin-annotation``: the rule that it is reported under."""
    syllables: int
    certain: bool = True
    base: str = ""
    """The letters without tones."""


def read_reading(text: str) -> Reading | None:
    """Return what the inside of a bracket reads, None where it is anything else."""
    if text.isascii() and not _MAY_BE_NUMBERED.search(text):
        return None
    if _HAS_ZHUYIN.search(text):
        return _read_zhuyin(text)
    letters, toned = _spell(text)
    parts = [part for part in _PARTS.split(letters) if part]
    if not parts:
        return None
    if toned:
        return _read_toned(parts)
    if any(part[-1].isdigit() for part in parts):
        return _read_numbered(parts) or _read_other(letters)
    return None


def _spell(text: str) -> tuple[str, bool]:
    """The text in small ASCII letters, each tone a mark behind its vowel; whether it has any."""
    plain = normalize("NFKD", text.translate(_LETTERS)).lower().translate(_LETTERS)
    plain = _UMLAUT_COLON.sub("v", plain)
    plain = re.sub(f"u([{_TONES}]?){_UMLAUT}", r"v\1", plain).replace("e\u0302", "e")
    toned = any(mark in plain for mark in _TONES)
    return (re.sub(f"[{_TONES}]", "^", plain) if toned else plain), toned


def _read_toned(parts: list[str]) -> Reading | None:
    """A reading with marks of tones, two in three syllables of a word at the least."""
    count = marked = 0
    for part in parts:
        tones = _parse(part.rstrip("0123456789"))
        if tones is None or (part[-1].isdigit() and len(tones) > 1):
            return None
        if not tones[0] and len(tones) > 1:  # a neutral tone follows another (not in Malé)
            return None
        count += len(tones)
        marked += sum(tones)
    if 2 * marked < count:
        return None
    return Reading("pinyin-annotation", count, base="".join(parts).replace("^", ""))


@cache
def _syllables() -> frozenset[str]:
    return frozenset(
        initial + rhyme
        for initials, rhymes in _RHYMES.items()
        for initial in initials.split() or [""]
        for rhyme in rhymes.split()
    )


def _parse(part: str) -> tuple[bool, ...] | None:
    """Whether each syllable of a word has a tone; None where it is no word of syllables.

    Of several ways the one with most tones wins: xi^an is one syllable, xi^a^n two.
    """
    ways: list[tuple[bool, ...] | None] = [()]
    for end in range(1, len(part) + 1):
        best: tuple[bool, ...] | None = None
        for start in range(max(0, end - _LONGEST_SYLLABLE - 2), end):
            before = ways[start]
            piece = part[start:end]
            if before is None or piece[0] == "^" or piece.count("^") > 1:
                continue
            bare = piece.replace("^", "")
            if bare in _syllables() or (bare == "r" and before):
                way = (*before, "^" in piece) if bare != "r" else before
                if best is None or (_score(way) > _score(best)):
                    best = way
        ways.append(best)
    return ways[-1] or None


def _score(way: tuple[bool, ...]) -> tuple[bool, int]:
    """Which way of cutting is better: one whose first syllable has a tone, then the shortest."""
    return bool(way and way[0]), -len(way)


def _read_numbered(parts: list[str]) -> Reading | None:
    """A reading with a number behind each syllable, neutral ones aside: gui1 hua4, gui1hua4."""
    syllables = [
        (name, tone)
        for part in parts
        for name, tone in re.findall(r"([a-z]+)([0-5]?)", part)
        if re.fullmatch(r"(?:[a-z]+[0-5]?)+", part)
    ]
    if sum(len(name) + len(tone) for name, tone in syllables) != sum(map(len, parts)):
        return None
    if not all(
        name.removesuffix("r") in _syllables() or name in _syllables() for name, _ in syllables
    ):
        return None
    numbered = sum(bool(tone) for _, tone in syllables)
    if 2 * numbered < len(syllables) or not syllables[0][1]:
        return None
    base = " ".join(name for name, _ in syllables)
    certain = len(syllables) > 1 or base not in _ENGLISH
    return Reading("pinyin-annotation", len(syllables), certain, base)


def _read_other(letters: str) -> Reading | None:
    """Two or more syllables of Wade-Giles or Jyutping, each with its number."""
    parts = [part for part in re.split(r"[\s\-‐‑–—·,，]+", letters) if part]
    if len(parts) < 2 or not all(map(_OTHER_SYLLABLE.fullmatch, parts)):
        return None
    return Reading("pinyin-annotation", len(parts), base=" ".join(parts))


def _read_zhuyin(text: str) -> Reading | None:
    text = _ZHUYIN_I.sub("ㄧ", text)
    count = 0
    for part in re.split(r"[\s\u3000\-‐–—,，、/;；]+", text.strip()):
        place = 0
        while place < len(part):
            syllable = _ZHUYIN_SYLLABLE.match(part, place)
            if syllable is None:
                return None
            place = syllable.end()
            count += 1
    return Reading("zhuyin-annotation", count) if count else None
