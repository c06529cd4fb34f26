"""Which files are no text at all."""

from __future__ import annotations

import codecs

from speechkit.formats.encodings.ladder import MARKS
from speechkit.formats.encodings.readings import count_controls, list_readings, take_sample

_HEAD = 1 << 16  # bytes that are looked at
_LEAST_PLAUSIBLE = -10.5  # mean weight of UTF-16 text; that of other data is below -12

# First bytes of binary files that people keep next to their texts.
_MAGIC = (
    b"PK\x03\x04",  # zip, docx, xlsx, epub, jar
    b"PK\x05\x06",  # empty zip
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",  # jpeg
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"\x7fELF",
    b"SQLite format 3\0",
    b"\x1f\x8b\x08",  # gzip
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # zstandard
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # doc, wps, xls
    b"\xca\xfe\xba\xbe",  # Java class, Mach-O
    b"ID3\x03",  # mp3
    b"ID3\x04",
    b"OggS\0",
    b"fLaC\0",
    b"wOFF",
    b"wOF2",
)
_MARKS = tuple(mark for mark, _ in MARKS)


def looks_binary(data: bytes) -> bool:
    """Return whether a file that begins with ``data`` (64 KB are enough) is no text.

    A few NULs or escape sequences do not make a text binary, nor do UTF-16 and UTF-32.
    """
    head = data[:_HEAD]
    if head.startswith(_MAGIC):
        return True
    if head.startswith(_MARKS):
        return False
    controls = count_controls(head)
    # Compressed or random data has one control character in ten bytes; short texts may have two.
    if controls <= 2:
        return False
    allowed = 2 + len(head) * (0.3 if _is_utf8(head) else 0.04)
    return controls > allowed and not _is_wide_text(take_sample(head))


def _is_utf8(head: bytes) -> bool:
    """Whether ``head``, which may end inside a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_wide_text(sample: bytes) -> bool:
    """Whether some reading in UTF-16 or UTF-32 makes sense."""
    wide = [
        reading
        for reading in list_readings(sample)
        if reading.encoding.startswith(("utf-16", "utf-32"))
    ]
    return any(reading.score > _LEAST_PLAUSIBLE * len(reading.text) for reading in wide)
