"""The properties of .doc and .wps: a small table of values, each of some type.

The names are those of Microsoft's specification [MS-OLEPS]. olefile reads such tables, too, but a
count of values that is damaged keeps it busy for as long as the count says (10 million: 8 s).
"""

from __future__ import annotations

import struct
from codecs import lookup
from collections.abc import Iterator
from datetime import date, timedelta

from speechkit.formats.properties import DocumentProperties
from speechkit.text.characters import is_han

STREAM = "\x05SummaryInformation"

_SET = 44
"""Where the place of the first set of properties is."""
_MOST_PROPERTIES = 100
_LONGEST = 4_000
_CODE_PAGE, _TITLE, _AUTHOR, _MADE = 1, 2, 4, 12
_NUMBER, _BYTES, _UTF_16, _TIME = 0x02, 0x1E, 0x1F, 0x40
_UNICODE = 1200
_UTF_8_PAGES = (_UNICODE, 65001)
_TICKS_OF_A_DAY = 10_000_000 * 86_400
_BEFORE_WORD = 1990


def read_properties(data: bytes) -> DocumentProperties:
    """Return what a stream of properties states; a damaged one states nothing, or less."""
    found: dict[int, bytes | str | int] = {}
    try:
        for number, value in _list_values(data):
            found.setdefault(number, value)
    except (struct.error, OverflowError, ValueError):
        pass  # what comes before the damage counts
    page = found.get(_CODE_PAGE)
    page = page & 0xFFFF if isinstance(page, int) and page else 936  # written with a sign
    made = found.get(_MADE)
    return DocumentProperties(
        title=_text(found.get(_TITLE), page),
        author=_text(found.get(_AUTHOR), page),
        date=_day(made) if isinstance(made, int) else "",
    )


def _list_values(data: bytes) -> Iterator[tuple[int, bytes | str | int]]:
    """Yield numbers and values of those types that are read; texts in bytes, but for UTF-16."""
    (start,) = struct.unpack_from("<I", data, _SET)
    (count,) = struct.unpack_from("<I", data, start + 4)
    for n in range(min(count, _MOST_PROPERTIES)):
        number, place = struct.unpack_from("<II", data, start + 8 + 8 * n)
        place += start
        (kind,) = struct.unpack_from("<I", data, place)
        if kind == _NUMBER:
            yield number, struct.unpack_from("<h", data, place + 4)[0]
        elif kind == _TIME:
            yield number, struct.unpack_from("<Q", data, place + 4)[0]
        elif kind in {_BYTES, _UTF_16}:
            (size,) = struct.unpack_from("<I", data, place + 4)
            wide = kind == _UTF_16
            text = data[place + 8 : place + 8 + min(size << wide, _LONGEST)]
            yield number, text.decode("utf-16-le", "ignore") if wide else text


def _text(value: bytes | str | int | None, page: int) -> str:
    """Return a text, in bytes by its code page; one in UTF-8 is seen, for WPS states another page.

    Two bytes of GBK may pass as a character of UTF-8, though as no Chinese one.
    """
    if isinstance(value, str):
        return value.strip("\0 ")
    if not isinstance(value, bytes):
        return ""
    if page == _UNICODE and b"\0" in value.rstrip(b"\0"):
        return value.decode("utf-16-le", "ignore").strip("\0 ")
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.isascii() and page not in _UTF_8_PAGES and not any(map(is_han, text)):
        text = ""
    return (text or value.decode(_encoding(page), "ignore")).strip("\0 ")


def _encoding(page: int) -> str:
    if page == _UNICODE:
        return "utf-16-le"
    try:
        return lookup(f"cp{page}").name
    except LookupError:
        return "gb18030"


def _day(ticks: int) -> str:
    """Return the day of a time in tenths of microseconds since 1601."""
    try:
        day = date(1601, 1, 1) + timedelta(days=ticks // _TICKS_OF_A_DAY)
    except OverflowError:
        return ""
    return day.isoformat() if day.year > _BEFORE_WORD else ""
