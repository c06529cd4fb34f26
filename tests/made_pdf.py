"""PDF files made for the tests: pages with texts at places, in fonts that are not embedded."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
_CODECS = {
    "UCS2": "utf-16-be",
    "UTF16": "utf-16-be",
    "Identity": "utf-16-be",
    "GBK-": "gb18030",
    "GB-EUC": "gb2312",
    "B5": "big5",
}


class Text(NamedTuple):
    """A text that begins at a place, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 12
    font: str = "UniGB-UCS2-H"
    """The map of characters of a Chinese font, or ``Helvetica``."""
    matrix: str = "1 0 0 1"


def lines(
    texts: Iterable[str], x: float = 60, y: float = 760, pitch: float = 20, size: float = 12
) -> list[Text]:
    """Return lines below each other; each 　 in front is an indent of one character."""
    return [
        Text(
            x + size * (len(text) - len(text.lstrip("　"))), y - n * pitch, text.lstrip("　"), size
        )
        for n, text in enumerate(texts)
    ]


def make_pdf(
    *pages: Sequence[Text],
    info: Mapping[str, str] | None = None,
    to_unicode: Mapping[str, str] | None = None,
    contents: Sequence[bytes] = (),
    resources: str = "",
    more: Sequence[bytes] = (),
    annotations: Sequence[str] = (),
) -> bytes:
    """Return a file with pages of texts.

    ``to_unicode`` maps codes of a page (as characters) to what they mean, ``contents`` are pages
    written by hand, ``resources`` what they use, ``more`` further objects, from 10 on,
    ``annotations`` the entries of those on the first page, the fields of a form among them.
    """
    streams = [*map(_content, pages), *contents]
    fonts = sorted({text.font for page in pages for text in page} | {"Helvetica"})
    objects: dict[int, bytes] = {10 + n: data for n, data in enumerate(more)}
    number = 100
    named = []
    for font in fonts:
        named.append(f"/{_name(font)} {number} 0 R")
        for n, data in enumerate(_font(font, number, to_unicode)):
            objects[number + n] = data
        number += 4
    kids: list[str] = []
    notes = {50 + n: f"<</Type/Annot{note}>>" for n, note in enumerate(annotations)}
    objects |= {n: note.encode() for n, note in notes.items()}
    for stream in streams:
        listed = f"/Annots[{_list(notes)}]" if notes and not kids else ""
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {number + 1} 0 R"
            f"/Resources<</Font<<{''.join(named)}>>{resources}>>{listed}>>"
        ).encode()
        objects[number + 1] = _stream(zlib.compress(stream), "/Filter/FlateDecode")
        number += 2
    fields = [n for n, note in notes.items() if "/Widget" in note]
    form = f"/AcroForm<</Fields[{_list(fields)}]>>" if fields else ""
    objects[1] = f"<</Type/Catalog/Pages 2 0 R{form}>>".encode()
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    stated = "".join(f"/{key} {make_string(value)}" for key, value in (info or {}).items())
    objects[3] = f"<<{stated}>>".encode()
    return write_objects(objects, "/Root 1 0 R/Info 3 0 R")


def annotation(kind: str, text: str, y: float, entries: str = "") -> str:
    """Return the entries of an annotation, or of a field with a value."""
    key = "V" if kind == "Widget" else "Contents"
    return f"/Subtype/{kind}/Rect[60 {y} 200 {y + 20}]/{key} {make_string(text)}{entries}"


def _list(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def write_objects(objects: Mapping[int, bytes], trailer: str) -> bytes:
    """Return a file of objects with its table."""
    data = b"%PDF-1.5\n"
    places = {}
    for number, inner in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    table = b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()
    )
    end = f"trailer<</Size {max(objects) + 1}{trailer}>>\nstartxref\n{len(data)}\n%%EOF"
    return data + b"xref\n0 1\n0000000000 65535 f \n" + table + end.encode()


def encrypt(data: bytes, user: str) -> bytes:
    """Return a file made by make_pdf with a password for its readers, or with none but an owner's.

    Only the page's own streams are encrypted, by RC4 of 40 bits (PDF 1.7, 7.6.3); the file has one
    text, so nothing else matters.
    """
    owner = _rc4(_md5(_pad("owner"))[:5], _pad(user))
    permissions, identity = -4, b"0123456789abcdef"
    key = _md5(_pad(user) + owner + permissions.to_bytes(4, "little", signed=True) + identity)[:5]
    entry = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{_rc4(key, _PADDING).hex()}>"
        f"/P {permissions}>>/ID[<{identity.hex()}><{identity.hex()}>]"
    )

    def replace(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        own_key = _md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]
        return match[0][: -len(match[2])] + _rc4(own_key, match[2])

    stream = rb"(?s)(\d+) 0 obj\n<</Length \d+[^>]*>>stream\n(.*?)(?=\nendstream)"
    return re.sub(stream, replace, data).replace(b"/Root", entry.encode() + b"/Root", 1)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _pad(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(data)}{entries}>>stream\n".encode() + data + b"\nendstream"


def make_string(text: str) -> str:
    """Return a text as a string of a file."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _name(font: str) -> str:
    return font.replace("-", "")


def _content(page: Iterable[Text]) -> bytes:
    """Return what draws texts."""
    shown = []
    for text in page:
        code = text.text.encode(_codec(text.font)).hex()
        place = f"{text.matrix} {text.x:g} {text.y:g} Tm"
        shown.append(f"/{_name(text.font)} {text.size:g} Tf {place} <{code}> Tj")
    return f"BT {' '.join(shown)} ET".encode()


def _codec(font: str) -> str:
    return next((codec for sign, codec in _CODECS.items() if sign in font), "cp1252")


def _font(font: str, number: int, to_unicode: Mapping[str, str] | None) -> list[bytes]:
    """Return a font that is not embedded, and the objects behind it."""
    if font == "Helvetica":
        widths = b"/FirstChar 32/LastChar 126/Widths[" + b"500 " * 95 + b"]"
        return [
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding%b>>" % widths
        ]
    ordering = "CNS1" if font.startswith("ETen") else "Identity" if "Identity" in font else "GB1"
    mapped = f"/ToUnicode {number + 3} 0 R" if to_unicode is not None else ""
    base = "/BaseFont/FZSSJW--GB1-0"
    return [
        f"<</Type/Font/Subtype/Type0{base}/Encoding/{font}"
        f"/DescendantFonts[{number + 1} 0 R]{mapped}>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType2{base}/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering({ordering})/Supplement 2>>/FontDescriptor {number + 2} 0 R/DW 1000>>".encode(),
        b"<</Type/FontDescriptor/FontName/FZSSJW--GB1-0/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
        _stream(_map(to_unicode or {})),
    ]


def _map(to_unicode: Mapping[str, str]) -> bytes:
    rows = "\n".join(
        f"<{code.encode('utf-16-be').hex()}> <{text.encode('utf-16-be').hex()}>"
        for code, text in to_unicode.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(to_unicode)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()
