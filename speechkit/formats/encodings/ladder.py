"""From a file's bytes to its text: the marks, then what is certain, then what is likeliest."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from speechkit.errors import DecodingError, SettingError
from speechkit.formats.encodings.choosing import Choice, choose, tell_big5_flavour
from speechkit.formats.encodings.mending import read_all
from speechkit.formats.encodings.mixing import (
    ENCODINGS,
    Foreign,
    choose_by_lines,
    split_appended,
    tell,
)
from speechkit.formats.encodings.mojibake import may_be_misread, mend_mojibake
from speechkit.formats.encodings.private_use import read_private_use
from speechkit.formats.encodings.readings import CONTROLS
from speechkit.formats.encodings.seven_bits import SevenBits, read_seven_bits
from speechkit.language import _
from speechkit.model import Notice
from speechkit.text.signs import find_signs

_MIXED = 0.9  # confidence in an encoding that is that of most lines

_GUESSED = 0.5  # in one that passes, where the text has signs of another

_CHECKED = 1024  # characters at the beginning of a text that tell of UTF-16

_CONTROLS = frozenset(CONTROLS.decode())

MARKS = (  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)


class Decoded(NamedTuple):
    """A file's text and how it was read.

    ``text`` has no byte order mark, and CRLF and lone CR are line feeds in it; other line
    separators stay. ``encoding`` is a lower-case Python codec name. ``confidence`` runs from 0 to
    1. ``notices`` say what was repaired (``replaced-bytes``, ``cut-off-tail``,
    ``wrong-byte-order-mark``) and what is doubtful (``close-encoding``, ``guessed-encoding``).
    """

    text: str
    encoding: str
    confidence: float
    notices: tuple[Notice, ...]


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file's bytes, in ``encoding`` or in the likeliest one.

    Damaged bytes become U+FFFD and are reported in the notices, never raised. Raises
    DecodingError if no encoding fits, SettingError if Python does not know ``encoding``.
    """
    if encoding is not None:
        return _decode_as_told(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_ladder(data)
    if found := read_seven_bits(data):
        return _decoded_from(found, text)
    if _may_be_something_else(text):
        return _decode_by_ladder(data)
    text = _with_line_feeds(text.removeprefix("\ufeff"))
    if text.isascii() or not may_be_misread(data, text):
        return Decoded(text, "utf-8", 1.0, ())
    text, notices = _read_again(text)
    return Decoded(text, "utf-8", 1.0, notices)


def _decoded_from(found: SevenBits, text: str) -> Decoded:
    """What a text in ASCII says in another encoding, or itself, told as doubtful."""
    if found.text:
        return Decoded(_with_line_feeds(found.text), found.encoding, 1.0, ())
    doubt = Notice("doubtful", "guessed-encoding", found.encoding)
    return Decoded(_with_line_feeds(text), "utf-8", _GUESSED, (doubt,))


def _read_again(text: str) -> tuple[str, tuple[Notice, ...]]:
    """Read what was misread before it was saved in Unicode, and notices of that."""
    text, notices = mend_mojibake(text)
    text, private = read_private_use(text, "utf-8")
    return text, (*notices, *private)


def _decode_as_told(data: bytes, encoding: str) -> Decoded:
    """Decode in the encoding that the user named."""
    try:
        name = codecs.lookup(encoding).name
        # Files with these names often use more than the part of the encoding that they name.
        if name in ("gbk", "gb2312"):
            name = "gb18030"
        elif name == "big5":
            name = tell_big5_flavour(data)
        return _decoded(data, Choice(name, 1.0), may_be_mixed=False)
    except (LookupError, ValueError):
        told = _("{name} is no encoding of text; try utf-8, gb18030, big5 or utf-16")
        raise SettingError(told.format(name=encoding)) from None


def _decode_by_ladder(data: bytes) -> Decoded:
    """Decode what is not plainly UTF-8."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data, Choice(encoding, 1.0))
    if appended := split_appended(data):
        return _join(decode(appended[0]), appended[1])
    body = data.removeprefix(codecs.BOM_UTF8)
    choice = _choose(body)
    if body is not data and choice.encoding != "utf-8":
        choice = choice._replace(
            notices=(*choice.notices, Notice("repaired", "wrong-byte-order-mark"))
        )
    return _decoded(body, choice)


def _choose(data: bytes) -> Choice:
    """Choose an encoding; where none is sure, its lines may each be plainly in one of several."""
    try:
        choice = choose(data)
    except DecodingError:
        if mixed := choose_by_lines(data):
            return Choice(mixed, _MIXED)
        raise
    is_doubtful = choice.notices or choice.encoding not in ENCODINGS
    if is_doubtful and (mixed := choose_by_lines(data)):
        return Choice(mixed, _MIXED)
    return choice


def _join(before: Decoded, text: str) -> Decoded:
    """Join a text and one in UTF-16 that was appended to it."""
    number = before.text.count("\n")
    notices = tell({number: Foreign(text, "utf-16")})
    return before._replace(
        text=before.text + _with_line_feeds(text), notices=(*before.notices, *notices)
    )


def _decoded(data: bytes, choice: Choice, *, may_be_mixed: bool = True) -> Decoded:
    """Decode everything, replacing what is damaged, and say so."""
    text, replaced, notices = read_all(data, choice.encoding, may_be_mixed=may_be_mixed)
    share = replaced / max(len(text), 1)
    text = _with_line_feeds(text.removeprefix("\ufeff"))
    more: tuple[Notice, ...] = ()
    if choice.encoding.startswith("utf") and may_be_misread(text.encode("utf-8", "replace"), text):
        text, more = _read_again(text)
    return Decoded(
        text,
        choice.encoding.removesuffix("-sig"),
        choice.confidence * (1 - share),
        (*choice.notices, *notices, *more),
    )


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _may_be_something_else(text: str) -> bool:
    """Whether a text that passes as UTF-8 is better compared with the other readings.

    Controls, NUL above all, are the mark of UTF-16. A few words of GB18030 may pass as two-byte
    letters of UTF-8.
    """
    if not _CONTROLS.isdisjoint(find_signs(text)) and not _CONTROLS.isdisjoint(text[:_CHECKED]):
        return True
    return len(text) <= 16 and not text.isascii() and max(text) < "\u0800"
