"""All bytes of a file in one encoding; the damaged ones are given up in the likeliest way."""

from __future__ import annotations

import re

from speechkit.formats.encodings.letters import count_letters
from speechkit.formats.encodings.mixing import (
    ENCODINGS,
    Foreign,
    is_odd,
    looks_mixed,
    read_foreign,
    tell,
)
from speechkit.formats.encodings.private_use import PRIVATE_USE, read_private_use
from speechkit.formats.encodings.readings import CUT_TAIL, GARBLED, Reading
from speechkit.formats.encodings.weights import IMPOSSIBLE, ORDINARY, weigh
from speechkit.model import Notice

_CLEAR_GAIN = 10.0  # what mending must gain in a line that passes the decoder

_PRIVATE_USE = re.compile(PRIVATE_USE)
_MENDED_BYTES = 1 << 20  # mending is slow, so only so much of a file is mended


def read_all(
    data: bytes, encoding: str, *, may_be_mixed: bool = True
) -> tuple[str, int, tuple[Notice, ...]]:
    """Return the text, how many bytes were replaced in it, and notices of what was repaired."""
    sound = _sound_text(data, encoding)
    if sound is not None and not (may_be_mixed and looks_mixed(sound, encoding)):
        return sound, 0, ()
    notices: tuple[Notice, ...] = ()
    if encoding in ENCODINGS:
        text, replaced, notices = _read_lines(data, encoding, may_be_mixed)
    else:
        text = data.decode(encoding, "replace")
        replaced = len(text) - len(data.decode(encoding, "ignore"))
    if encoding == "gb18030":
        text, private = read_private_use(text, encoding)
        notices += private
    if not replaced:
        return text, 0, notices
    place = text.index("\ufffd")
    rule = "cut-off-tail" if replaced == 1 and place == len(text) - 1 else "replaced-bytes"
    around = text[max(place - 8, 0) : place + 9]
    return text, replaced, (Notice("repaired", rule, around, replaced), *notices)


def _sound_text(data: bytes, encoding: str) -> str | None:
    """Return the text, or None if it shows signs of damage.

    Private-use characters of GB18030 are a sign: shifted pairs pass the decoder as such.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "gb18030" and _PRIVATE_USE.search(text) else text


def _read_lines(
    data: bytes, encoding: str, may_be_mixed: bool
) -> tuple[str, int, tuple[Notice, ...]]:
    """Decode line by line: the lines in another encoding in that, the damaged ones mended.

    Returns the number of replaced bytes, too.
    """
    lines = data.splitlines(keepends=True)
    texts = [_sound_text(line, encoding) for line in lines]
    odd = [place for place, text in enumerate(texts) if text is None]
    foreign = _foreign_lines(lines, odd, encoding) if may_be_mixed else {}
    if foreign or not odd:  # then lines that pass may be in another encoding, too
        odd += [
            place
            for place, text in enumerate(texts)
            if text is not None and (is_odd(text) or looks_mixed(text, encoding))
        ]
        foreign = _foreign_lines(lines, sorted(odd), encoding)
    budget, replaced = _MENDED_BYTES, 0
    for place in odd:
        if place in foreign:
            texts[place] = foreign[place].text
        elif texts[place] is None:
            budget -= len(lines[place])
            text = _mended_text(lines[place], encoding, is_mended=budget >= 0)
            texts[place] = text
            replaced += text.count("\ufffd")
    return "".join(filter(None, texts)), replaced, tell(foreign)


def _foreign_lines(lines: list[bytes], places: list[int], encoding: str) -> dict[int, Foreign]:
    readings = ((place, read_foreign(lines[place], encoding)) for place in places)
    return {place: foreign for place, foreign in readings if foreign}


def _mended_text(line: bytes, encoding: str, *, is_mended: bool) -> str:
    """Return a line without damage; one that merely looks odd only if it gains much by mending."""
    if encoding == "utf-8" or not is_mended:
        return line.decode(encoding, "replace")
    mended = mend_line(line, encoding)
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return mended.text
    # Private-use characters may be meant, so they count no worse than others here.
    private = count_letters(_PRIVATE_USE, text)
    as_is = weigh(text) + (ORDINARY - IMPOSSIBLE) * private
    is_plain = mended.score > GARBLED * len(mended.text)
    return mended.text if is_plain and mended.score - as_is > _CLEAR_GAIN else text


def mend_line(line: bytes, encoding: str) -> Reading:
    """Cut a damaged line into characters and bad bytes in the likeliest way.

    A lost byte shifts all later pairs of its line, and a decoder notices that only at the next
    ASCII character, if at all. From the end backwards, the best cut from each byte on is the better
    of taking the character there and of giving up one byte.
    """
    size = len(line)
    best = [0.0] * (size + 1)
    cuts: list[tuple[str, int]] = [("\ufffd", 1)] * size
    for start in range(size - 1, -1, -1):
        # Without a line end this is the end of the file, which may be cut off.
        best[start] = best[start + 1] + (CUT_TAIL if start == size - 1 else IMPOSSIBLE)
        character, width = _character_at(line, start, encoding)
        if character and (score := best[start + width] + weigh(character)) > best[start]:
            best[start], cuts[start] = score, (character, width)
    position, characters = 0, []
    while position < size:
        character, width = cuts[position]
        characters.append(character)
        position += width
    return Reading(best[0], encoding, "".join(characters))


def _character_at(line: bytes, start: int, encoding: str) -> tuple[str, int]:
    """Return the character that begins at a byte, if any, and its width in bytes."""
    if encoding == "gb18030" and line[start] == 0x80:
        return "€", 1  # so in Windows' code page 936, which otherwise is a part of GB18030
    width = 2
    if line[start] < 0x80:
        width = 1
    elif encoding == "gb18030" and line[start + 1 : start + 2].isdigit():
        width = 4
    try:
        return line[start : start + width].decode(encoding), width
    except UnicodeDecodeError:
        return "", 1
