r"""Names of files as a reader sees them: those in old encodings read, where that is certain.

Names come as bytes. Old systems and zip files leave some in GBK, Big5 or Shift_JIS, or in UTF-8
made of what a program misread (code page 437 in zips: ╜▓╗░). macOS writes some letters in two
parts. A name that is not surely read is shown escaped (``\xff``), as ``display_path`` does. Two
names may read alike; ``exact_path`` tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from speechkit.formats.encodings.weights import weigh
from speechkit.model import display_path
from speechkit.text.late_patterns import compile_late

_PRIORS = {"gb18030": -1.0, "cp950": -2.0, "big5hkscs": -2.5, "cp932": -4.0}
_FEWEST = 2  # Chinese or Japanese characters of a name that is read
_PLAIN = -11.0  # least mean weight of them
_CLEAR_GAIN = 10.0  # of a name that passes in UTF-8 and is read again, a logarithm
_CLEAR_LEAD = 4.0  # before what another encoding makes of it

_KATAKANA = compile_late("[\u30a0-\u30ff]")
_KATAKANA_BONUS = 3.0
_LETTERS = compile_late("[\u3040-\u30ff\u3400-\u9fff]")
_USUAL = compile_late("[\x00-\x7f·—‘’“”…\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]*")
_ESCAPE = compile_late(r"\\(?:(\\)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([nrt]))")
_CONTROLS = {"n": b"\n", "r": b"\r", "t": b"\t"}


def read_path(path: bytes) -> str:
    """Return a path as it is shown, in Unicode's composed form; escaped where it is unsure."""
    return display_path(path) if path.isascii() else "/".join(map(_read_name, path.split(b"/")))


def exact_path(path: bytes) -> str:
    """Return a path in a form that no other path has, and that ``path_bytes`` takes back."""
    shown = display_path(path)
    if unicodedata.is_normalized("NFC", shown):
        return shown
    return "".join(f"\\u{ord(c):04x}" if unicodedata.combining(c) else c for c in shown)


def path_bytes(shown: str) -> bytes:
    """Return the path that has an exact form; any other string gives a path that may not exist."""
    data, done = b"", 0
    for match in _ESCAPE.finditer(shown) if "\\" in shown else ():  # most need no pattern
        backslash, byte, short, long, control = match.groups()
        data += shown[done : match.start()].encode("utf-8", "surrogateescape")
        done = match.end()
        if backslash:
            data += b"\\"
        elif byte:
            data += bytes([int(byte, 16)])
        elif control:
            data += _CONTROLS[control]
        else:
            data += chr(min(int(short or long, 16), 0x10FFFF)).encode("utf-8", "surrogatepass")
    return data + shown[done:].encode("utf-8", "surrogateescape")


def compose_name(typed: str) -> str:
    """Return a name that was typed as names are shown: composed."""
    return typed if typed.isascii() else unicodedata.normalize("NFC", typed)


@lru_cache(maxsize=4096)
def _read_name(name: bytes) -> str:
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        text = _in_old_encoding(name)
        return display_path(text.encode()) if text else display_path(name)
    text = _read_again(text) or text
    return display_path(unicodedata.normalize("NFC", text).encode())


def _in_old_encoding(name: bytes) -> str:
    """Return what bytes that are no UTF-8 surely say, or ""."""
    readings: dict[str, float] = {}
    for encoding, prior in _PRIORS.items():
        try:
            text = name.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings[text] = max(_weigh(text) + prior, readings.get(text, float("-inf")))
    ranked = sorted(readings, key=readings.__getitem__, reverse=True)
    if not ranked or not _is_plain(ranked[0]):
        return ""
    if len(ranked) > 1 and readings[ranked[0]] - readings[ranked[1]] < _CLEAR_LEAD:
        return ""
    return ranked[0]


def _is_plain(text: str) -> bool:
    letters = re.sub("[\x00-\x7f]+", "", text)
    is_printable = text.isprintable() and "/" not in text and "\\" not in text
    return (
        is_printable
        and len(_LETTERS.findall(text)) >= _FEWEST
        and _weigh(letters) > _PLAIN * len(letters)
    )


def _weigh(name: str) -> float:
    """Weigh a name, in which katakana are commoner than in a Chinese text."""
    return weigh(name) + _KATAKANA_BONUS * len(_KATAKANA.findall(name))


def _read_again(name: str) -> str:
    """Return what a name in UTF-8 said before a program misread it, or "" where it is sound."""
    letters = re.sub("[\x00-\x7f]+", "", name)
    if not letters or (_USUAL.fullmatch(name) and weigh(letters) > _PLAIN * len(letters)):
        return ""
    from speechkit.formats.encodings.mojibake import mend_mojibake  # few names need it

    text, notices = mend_mojibake(name)
    if any(notice.kind == "repaired" for notice in notices) and _is_plain(text):
        return text
    for page in ("cp437", "cp850"):
        try:
            data = name.encode(page)
        except UnicodeEncodeError:
            continue
        text = _in_old_encoding(data) or _in_utf8(data)
        if _is_plain(text) and weigh(text) > weigh(name) + _CLEAR_GAIN:
            return text
    return ""


def _in_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
