"""Classes of characters, each known once."""

from __future__ import annotations

import re

from speechkit.text.late_patterns import compile_late

_COMMON_HAN = ("\u4e00", "\u9fff")
_OTHER_BYTES = bytes(byte for byte in range(256) if not 0x4E <= byte <= 0x9F)
"""The higher bytes of all others in UTF-16."""
_OTHER_HAN = (
    ("々", "々"),
    ("〇", "〇"),
    ("\u2e80", "\u2fdf"),
    ("\u3400", "\u4dbf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U000323af"),
)
_LONGEST_QUERY = 200

HAN = "".join(f"{first}-{last}" for first, last in (_COMMON_HAN, *_OTHER_HAN))
"""Chinese characters, as the inside of a regular expression's class."""

LETTER = r"[^\W\d_A-Za-zＡ-Ｚａ-ｚ①-⓿]"
"""A character of a name, not of a mask such as ＸＸＸ; compiled ten times as soon as HAN."""

SENTENCE_ENDS = "。！？!?；;…"
CLOSERS = "”’\"'」』）)】〕》〉］]"
_ENDS = frozenset(SENTENCE_ENDS)

# A byte order mark or zero-width space at the end of a line hides what the line is.
BLANKS = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b"
)

BLANK = frozenset(BLANKS)


class Translation(dict[int, int | str | None]):
    """A table for ``str.translate`` that remembers which characters stay.

    One that a table does not hold costs an exception each time: several times a look-up.
    """

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


HALF_WIDTH: dict[int, str | None] = {
    **{0xFF01 + offset: chr(0x21 + offset) for offset in range(94)},
    **dict.fromkeys(map(ord, BLANKS)),
}
_SQUEEZED = Translation(HALF_WIDTH)
_SQUEEZED_CHARACTERS = {chr(code): half or "" for code, half in HALF_WIDTH.items()}
_NOT_SQUEEZED = compile_late(f"[{BLANKS}\uff01-\uff5e]")


def is_han(character: str) -> bool:
    """Whether ``character`` (one character) is a Chinese one."""
    if _COMMON_HAN[0] <= character <= _COMMON_HAN[1]:
        return True
    return any(first <= character <= last for first, last in _OTHER_HAN)


def count_lasting(text: str) -> int:
    """Return how many characters of a text are in the block of most Chinese ones.

    None of them vanishes, whatever is done to the text.
    """
    high = text.encode("utf-16-be", "surrogatepass")[::2]
    return len(high.translate(None, _OTHER_BYTES))


def replace_halves(text: str) -> str:
    """Return a text whose half characters are joined to whole ones, or replaced: no file has them.

    Escapes may name them, as those of JSON do; an argument that is no UTF-8 holds them.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_all_han(text: str) -> bool:
    """Whether ``text`` holds nothing but Chinese characters."""
    return all(map(is_han, text))


def is_plain_query(text: str) -> bool:
    """Whether a text is short and holds nothing but Chinese characters and white space.

    So do most queries, and no pattern need be compiled to tell their words.
    """
    return len(text) <= _LONGEST_QUERY and is_all_han("".join(text.split()))


def squeeze(text: str) -> str:
    """The text without white space and with half-width marks: the form in which lines compare."""
    if text.isascii():
        return text.translate(_SQUEEZED)
    return _NOT_SQUEEZED.sub(_squeeze_one, text)  # a third of the time: few characters change


def _squeeze_one(match: re.Match[str]) -> str:
    return _SQUEEZED_CHARACTERS[match[0]]


def is_key_of(key: str, line: str) -> bool:
    """Whether a line squeezed is ``key``: its first characters say of most lines that it is not."""
    first = line[:1]
    if first != key[:1] and _COMMON_HAN[0] <= first <= _COMMON_HAN[1]:
        return False
    return key.startswith(squeeze(line[:4])) and squeeze(line) == key


def cells(line: str) -> int:
    """How wide a line is on a terminal; exact for ASCII and Han, and cheap."""
    return (len(line) + len(line.encode("utf-8", "surrogatepass"))) // 2


def ends_sentence(line: str) -> bool:
    """Whether a line ends where a sentence does, closing quotes and brackets aside."""
    return line.rstrip(CLOSERS)[-1:] in _ENDS
