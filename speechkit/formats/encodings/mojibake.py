"""Mojibake: text that was once read in a wrong encoding and saved so; the right one is found.

A line that was read wrong goes back to the bytes that it was read from, which are read again. What
UTF-8 was hardly ever passes as UTF-8 by chance, so a few characters are proof; of two-byte
encodings the new reading must be plain Chinese and much likelier than the old, by the weights with
which encodings are chosen. It may have happened twice. Where a line between is the same mistake and
too short to tell, the lines that are sure speak for it.

A first look costs next to nothing, as most texts are sound: UTF-8 or GBK read as Latin letters
holds letters from À on; UTF-8 read as GBK holds 锛 (，) or, in nine of ten lines of twenty
characters, a pair of bytes that is no character. Each further sign that is looked for would slow
decoding down by a hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speechkit.formats.encodings.letters import (
    CHINESE,
    PIECE,
    count_letters,
    without_ascii,
)
from speechkit.formats.encodings.private_use import GUOBIAO
from speechkit.formats.encodings.readings import GARBLED
from speechkit.formats.encodings.weights import weigh
from speechkit.model import Notice
from speechkit.text.cutting import cut_evenly
from speechkit.text.late_patterns import compile_late

_LATIN = "latin letters"
_TWO_BYTES = ("gb18030", "big5hkscs", "cp950")
_TWO_BYTE_READERS = (*_TWO_BYTES, "cp932")
_OTHER_READERS = ("mac_roman", "cp1251", "koi8_r", "cp437")  # of single bytes, seldom met
_DEPTH = 3  # how often one text may have been misread
_MOST_FRUITLESS = 100  # odd lines in a row that cannot be read
_CLEAR_GAIN = 10.0  # what reading again must gain, a logarithm
_CLEARER_GAIN = 20.0  # the same between encodings of two bytes
_FEWEST = 4  # Chinese characters between encodings of two bytes
_STRANGE = GARBLED - 4.5  # mean weight of characters that nobody writes in a row

# Code page 1252 as browsers have it: the five bytes without a character are controls.
_BYTES = {chr(n): bytes([n]) for n in range(256)}
_BYTES |= {
    bytes([n]).decode("cp1252"): bytes([n])
    for n in range(0x80, 0xA0)
    if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SPECIAL = "".join(letter for letter in _BYTES if letter > "\xff")
_HIGH = "\x80-\xff" + _SPECIAL
_CONTINUED = "\x80-\xbf" + _SPECIAL
_LATIN_PAIR = re.compile(
    f"[Â-Öà-ô][{_CONTINUED}]|(?!×××|···)[\xa1-\xfe]{{3}}|[\xa1-\xfe][@-~][\xa1-\xfe][@-~\xa1-\xfe]"
)
_MARKS = re.compile(f"[锛涓\ue000-\uf8ff\ufffd]|{_LATIN_PAIR.pattern}")
_LATE_PRIVATE_USE = re.compile(rb"\xef[\x80-\xa3]")
# The same in the bytes of UTF-8: a Latin letter before another, or before a mark of code page 1252.
_LATIN_BYTES = re.compile(rb"\xc3[^\x97](?:[\xc2\xc3\xc5\xc6\xcb]|\xe2[\x80\x82\x84])")
_LATIN_RUN = re.compile(f"[{_HIGH}][\\x20-\\x7e{_HIGH}]+")
_QUOTES = "“”‘’…—–·•"
_CHINESE_OR_PRIVATE = compile_late("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]")
_UTF8_READ_AS_GBK = "锛涓紝鐨銆"
_TO_PRIVATE_USE = {ord(real): code for code, real in GUOBIAO.items() if real not in "\u3000€"}


class _Mended(NamedTuple):
    """A line read again, and how: the wrong encodings and the right ones, the first first."""

    text: str
    steps: tuple[tuple[str, str], ...]
    is_sure: bool

    @property
    def rank(self) -> tuple[bool, float]:
        """What the best of several readings has the most of."""
        return self.is_sure, weigh(self.text)


def may_be_misread(data: bytes, text: str) -> bool:
    """Look first, cheaply: whether a text in UTF-8 may hold mojibake or old private-use characters.

    Most private-use characters begin with the byte EE, which begins nothing else; those from
    U+F000 on only a traditional text can mean. A text without the most frequent characters may be
    misread as a whole.
    """
    if b"\xee" in data or "锛" in text:
        return True
    if b"\xc3" in data and _holds_latin_pair(data):
        return True
    if "國" in text and _LATE_PRIVATE_USE.search(data):
        return True
    return _lacks_the_frequent(text)


def _holds_latin_pair(data: bytes) -> bool:
    """Whether a Latin letter is before another; a search for its first byte costs least."""
    place = data.find(b"\xc3")
    while place >= 0:
        if _LATIN_BYTES.match(data, place):
            return True
        place = data.find(b"\xc3", place + 2)
    return False


def _lacks_the_frequent(text: str) -> bool:
    return not ("，" in text or "的" in text or "。" in text or "、" in text or "一" in text)


def mend_mojibake(text: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the text with its misread lines read right, and notices of that, with their line.

    Lines that look like mojibake and cannot be read stay, and are told as doubtful.
    """
    lines = text.split("\n")
    places = {place for place, line in enumerate(lines) if _MARKS.search(line)}
    looked = _look(lines, places)
    if any(mended and mended.is_sure for mended in looked.values()) or _lacks_the_frequent(text):
        looked = _look(lines, range(len(lines)))
    sure = {mended.steps for mended in looked.values() if mended and mended.is_sure}
    notices: list[Notice] = []
    doubtful: list[Notice] = []
    for place, mended in looked.items():
        if mended and (mended.is_sure or mended.steps in sure):
            notices.append(Notice("repaired", "mojibake", f"{place + 1}: {lines[place].strip()}"))
            lines[place] = mended.text
        elif _is_strange(lines[place]) or (sure and _is_senseless(lines[place])):
            doubtful.append(Notice("doubtful", "mojibake", f"{place + 1}: {lines[place].strip()}"))
    if not notices and not doubtful:
        return text, ()
    return "\n".join(lines), (*_first(notices), *_first(doubtful))


def _look(lines: list[str], places: Iterable[int]) -> dict[int, _Mended | None]:
    """Return what odd lines are when read again; a text in a foreign language is soon given up."""
    looked: dict[int, _Mended | None] = {}
    fruitless = 0
    for place in sorted(places):
        if not _looks_odd(lines[place]):
            continue
        mended = looked[place] = _mend(lines[place])
        fruitless = 0 if mended and mended.is_sure else fruitless + 1
        if fruitless == _MOST_FRUITLESS:
            break
    return looked


def _first(notices: list[Notice]) -> Iterator[Notice]:
    """Yield the first notice for all."""
    if notices:
        yield notices[0]._replace(text=notices[0].text[:60], times=len(notices))


def _looks_odd(line: str) -> bool:
    """Whether the characters of a line are such as nobody writes, or Latin ones of a misreading."""
    if line.isascii():
        return False
    if _LATIN_PAIR.search(line):
        return True
    letters = without_ascii(line)
    return weigh(letters) < (GARBLED - 1) * len(letters)


def _is_strange(line: str) -> bool:
    """Whether a line that was not read again must be mojibake all the same."""
    symbols = re.search("[\x80-\xff]{4}", line)
    if symbols and re.search("[\x80-\xbf×÷].*[\x80-\xbf×÷]", line[symbols.start() :][:12]):
        return weigh(line) < GARBLED * len(line)
    letters = without_ascii(line)
    seen = sum(line.count(letter) for letter in _UTF8_READ_AS_GBK)
    return seen > 1 and len(letters) >= 8 and weigh(letters) < _STRANGE * len(letters)


def _is_senseless(line: str) -> bool:
    """Whether a line makes so little sense that it is misread where other lines are."""
    letters = without_ascii(line)
    return len(letters) >= 6 and weigh(letters) < (GARBLED - 3) * len(letters)


def _mend(line: str) -> _Mended | None:
    """Return a line read again, as a whole or in its Latin runs, if that is likelier."""
    whole = _best(line, _DEPTH)
    return whole if whole and whole.is_sure else _mend_runs(line) or whole


def _best(line: str, depth: int) -> _Mended | None:
    """Return the likeliest way to read a whole line again, misread up to ``depth`` times."""
    best: _Mended | None = None
    for wrong, data in _old_bytes(line):
        for right, text in _read_again(data, wrong):
            mended = _Mended(text, ((wrong, right),), _is_sure(line, text, wrong, right))
            again = None
            if not mended.is_sure and right == "utf-8" and depth > 1:
                again = _best(text, depth - 1)
            if again and again.is_sure and weigh(again.text) > weigh(line):
                mended = again._replace(steps=(*mended.steps, *again.steps))
            elif not mended.is_sure and not _is_likelier(line, text):
                continue
            if best is None or mended.rank > best.rank:
                best = mended
    return best


def _old_bytes(line: str) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes that a line may have been read from, by the encoding it was read in."""
    if line.isascii():
        return
    if data := _latin_bytes(line):
        yield _LATIN, data
        return
    for page in _OTHER_READERS:
        if data := _strictly(line, page):
            yield page, data
    line = line.translate(_TO_PRIVATE_USE) if re.search("[⺀-⿿㐀-䶿︐-︙ḿǹ]", line) else line
    line = line.replace("\x80", "€")
    for encoding in _TWO_BYTE_READERS:
        parts = [part.encode(encoding, "ignore") for part in line.split("\ufffd")]
        data = b"\xff".join(parts)
        if b"".join(parts).decode(encoding, "ignore") == line.replace("\ufffd", ""):
            yield encoding, data
            if encoding == "gb18030" and "€" in line:
                yield encoding, data.replace("€".encode(encoding), b"\x80")


def _latin_bytes(line: str) -> bytes:
    """Return the bytes of Latin letters and marks; none where anything else is among them."""
    parts: list[bytes] = []
    for piece in cut_evenly(line, PIECE):
        letters = [_BYTES.get(letter) for letter in piece]
        if not all(letters):
            return b""
        parts.append(b"".join(filter(None, letters)))
    return b"".join(parts)


def _strictly(line: str, page: str) -> bytes:
    try:  # no text in UTF-8 has the byte FF, so that it marks what is lost
        return b"\xff".join(part.encode(page) for part in line.split("\ufffd"))
    except UnicodeEncodeError:
        return b""


def _read_again(data: bytes, wrong: str) -> Iterator[tuple[str, str]]:
    """Yield what bytes say in the other encodings, where they say something."""
    text = _read_utf8(data, wrong)
    if text:
        yield "utf-8", text
    for encoding in _TWO_BYTES:
        if encoding != wrong and (encoding, wrong) != ("cp950", "big5hkscs"):
            text = data.rstrip(b"\xff").decode(encoding, "replace")
            if text.count("\ufffd") * 10 <= len(text):
                yield encoding, text


def _read_utf8(data: bytes, wrong: str) -> str:
    """Return what UTF-8 says, or "" where it is hardly that.

    A reader often lost the last byte of an odd number and put a question mark there; a no-break
    space, which is a byte of many characters, is often saved as a blank.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if wrong == _LATIN:
        data = re.sub(rb"([\xe2-\xef]) ([\x80-\xbf])", b"\\1\xa0\\2", data)
        data = re.sub(rb"([\xe2-\xef][\x80-\xbf])[ ]", b"\\1\xa0", data)
    data = re.sub(rb"([\xe2-\xef][\x80-\xbf]?)[?\xff]", b"\xff", data)
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return text if len(without_ascii(text)) - lost >= max(2 * lost, 2) else ""


def _is_likelier(line: str, text: str) -> bool:
    """Whether a new reading is likelier and is plain text."""
    letters = without_ascii(text).replace("\ufffd", "")
    is_plain = bool(letters) and weigh(letters) > (GARBLED - 2) * len(letters)
    return is_plain and weigh(text) > weigh(line)


def _is_sure(line: str, text: str, wrong: str, right: str) -> bool:
    """Whether there is no doubt about a new reading."""
    chinese = count_letters(CHINESE, text)
    gain = weigh(text) - weigh(line)
    letters = without_ascii(text).replace("\ufffd", "")
    worst = GARBLED - (3 if right == "utf-8" else 0.5)
    if not letters or gain < _CLEAR_GAIN or weigh(letters) < worst * len(letters):
        return False
    if right == "utf-8":
        return chinese >= (1 if wrong == _LATIN else 2)
    if wrong == _LATIN:
        different = set(filter(CHINESE.match, text))  # found one by one: the line may be endless
        return len(different) >= 2 and len(without_ascii(line)) >= 4
    if wrong in _OTHER_READERS:
        return chinese >= _FEWEST and gain > _CLEARER_GAIN
    # A text in another script, such as Japanese, is no Chinese one misread.
    old = count_letters(_CHINESE_OR_PRIVATE, line)
    return chinese >= _FEWEST and gain > _CLEARER_GAIN and 3 * old > chinese


def _mend_runs(line: str) -> _Mended | None:
    """Return a line with its misread runs of Latin letters read right."""
    steps: list[tuple[str, str]] = []

    def mend(match: re.Match[str]) -> str:
        run = match[0]
        for part in (run, run.strip(_QUOTES), run.strip(_QUOTES + " ")):
            mended = _letters_of_utf8(part) or _best(part, _DEPTH)
            if mended and mended.is_sure:
                steps.extend(mended.steps)
                return run.replace(part, mended.text)
        return run

    text = _LATIN_RUN.sub(mend, line)
    return _Mended(text, tuple(dict.fromkeys(steps)), True) if steps else None


def _letters_of_utf8(part: str) -> _Mended | None:
    """Return marks and letters that each take two bytes in UTF-8, such as Â· and Ã©."""
    for encoding in ("cp1252", "latin-1"):
        try:
            text = part.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(text) < len(part) and max(text) < "\u0800":
            return _Mended(text, ((_LATIN, "utf-8"),), is_sure=True)
    return None
