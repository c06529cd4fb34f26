"""Character references in a plain text: ``&#38450;``, ``&#x9632;``, ``&nbsp;``, ``&amp;nbsp;``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechkit.formats.edited import EditedText, renumber
from speechkit.formats.encodings import GUOBIAO
from speechkit.model import Notice

REFERENCE_SIGNS = frozenset("&")

# Compiled where they are first used: few texts hold an ampersand.
_REFERENCE = (
    r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*"  # escaped once more, or several times
    r"(?:#(?P<decimal>[0-9]{1,8});|#[xX](?P<hexadecimal>[0-9a-fA-F]{1,7});"
    r"|#(?P<open_decimal>[0-9]{4,7})(?![0-9a-zA-Z;])"  # without its semicolon, as browsers read it
    r"|#[xX](?P<open_hexadecimal>[0-9a-fA-F]{4,6})(?![0-9a-zA-Z;])"
    r"|(?P<name>[a-zA-Z][a-zA-Z0-9]{1,31});|(?P<blank>nbsp)(?![0-9a-zA-Z=;]))"
)
_HALF = r"&(?:amp;)*#(?:(5[5-7][0-9]{3})|[xX]([dD][89a-fA-F][0-9a-fA-F]{2}));"
_QUOTED = set(map("".join, zip("“‘\"'`「『【（(", "”’\"'`」』】）)", strict=True)))
_PROGRAM = r"[A-Za-z0-9_)\]][ ]?(?:=|\(|,|&&|\+=)[ ]?$"
_EVERYDAY = frozenset(("nbsp", "ensp", "emsp", "quot", "amp", "lt", "gt", "shy", "zwnj", "zwj"))


def read_references(text: str, numbers: Sequence[int]) -> tuple[str, Sequence[int], list[Notice]]:
    """Put characters in the place of their references, in a text that is no HTML.

    What names no character stays as it is; so does a name alone in quotes or brackets, which is
    spoken of (“&nbsp;”), and what is the address of a variable in a program (``f(&pi;``). Returns
    the text, the numbers of its lines, as a reference may be a line end, and the notices.
    """
    if "&" not in text:
        return text, numbers, []
    notices: list[Notice] = []
    edited = EditedText(text)

    def join(match: re.Match[str]) -> str:
        character = _join_halves(match)
        if character != match[0]:
            notices.append(Notice("repaired", "character-reference", match[0]))
        return character

    def read(match: re.Match[str]) -> str:
        character = _character(match)
        if character is None:
            return match[0]
        notices.append(Notice("repaired", "character-reference", match[0]))
        return character

    if "#" in text:
        edited = edited.replace(_HALF * 2, join)
    edited = edited.replace(_REFERENCE, read)
    if not notices:
        return text, numbers, []
    # A text may be all references, so one notice tells of all.
    told = notices[0]._replace(times=len(notices))
    return edited.text, renumber(edited, text, numbers), [told]


def _join_halves(match: re.Match[str]) -> str:
    """Return the character whose UTF-16 halves two references name; the references if none is."""
    pairs = match.group(1, 2), match.group(3, 4)
    halves = (int(decimal) if decimal else int(digits, 16) for decimal, digits in pairs)
    data = b"".join(half.to_bytes(2, "big") for half in halves)
    character = data.decode("utf-16-be", "ignore")
    return character if len(character) == 1 else match[0]


def _character(match: re.Match[str]) -> str | None:
    """Return what a reference means: the empty string for a control, None for no reference."""
    name = match["name"] or match["blank"]
    if name:
        return _named(name, match)
    decimal = match["decimal"] or match["open_decimal"]
    number = int(decimal) if decimal else int(match["hexadecimal"] or match["open_hexadecimal"], 16)
    if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        return None
    from html import unescape  # takes tables, which most texts do not need

    # Those from 128 to 159 are read as code page 1252, as browsers do.
    character = unescape(f"&#{number};") if number else ""
    return "" if character == "\r" else GUOBIAO.get(number, character)


def _named(name: str, match: re.Match[str]) -> str | None:
    from html.entities import html5

    character = html5.get(name + ";")
    text, (start, end) = match.string, match.span()
    if character is None or text[start - 1 : start] + text[end : end + 1] in _QUOTED:
        return None
    if name not in _EVERYDAY and re.search(_PROGRAM, text[max(start - 4, 0) : start]):
        return None
    return character
