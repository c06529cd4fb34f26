"""Small .doc files for tests: an OLE container with a text, its properties, styles and lists."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

_SECTOR = 512
_SMALLEST_STREAM = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT = 4 * _SECTOR


class Run(NamedTuple):
    """Characters with the changes of their properties."""

    text: str
    changes: bytes = b""


class Paragraph(NamedTuple):
    """Runs, the mark that ends them, and the changes of properties of both."""

    runs: Sequence[Run | str]
    changes: bytes = b""
    mark: str = "\r"
    mark_changes: bytes = b""
    style: int = 0


class Doc(NamedTuple):
    """What a file holds besides its paragraphs."""

    notes: Sequence[Paragraph] = ()
    styles: Sequence[bytes] = ()
    definitions: bytes = b""
    levels: bytes = b""
    instances: bytes = b""
    version: int = 0xC1
    flags: int = 0


def sprm(code: int, operand: bytes) -> bytes:
    """Return one change."""
    return struct.pack("<H", code) + operand


def style(number: int, base: int = 0xFFF, changes: bytes = b"", characters: bytes = b"") -> bytes:
    """Return a style of paragraphs."""
    lists = struct.pack("<H", 2 + len(changes)) + b"\0\0" + changes
    lists += b"\0" * (len(lists) % 2) + struct.pack("<H", len(characters)) + characters
    head = struct.pack("<5H", number, 1 | base << 4, 2, 0, 0)
    whole = head + struct.pack("<2H", 0, 0) + lists
    return struct.pack("<H", len(whole)) + whole + b"\0" * (len(whole) % 2)


def level(format: int, pattern: str, start: int = 1, flags: int = 0, gap: int = 2) -> bytes:
    """Return a level of a list; ``\\0`` in the pattern is the count of the first level."""
    head = struct.pack("<iBB9sBiiBBBB", start, format, flags, b"", gap, 0, 0, 0, 0, 0, 0)
    return head + struct.pack("<H", len(pattern)) + pattern.encode("utf-16-le")


def definition(identity: int, *, simple: bool) -> bytes:
    """Return a list, whose levels come elsewhere."""
    return struct.pack("<ii18sBB", identity, 0, b"", simple, 0)


def make_doc(paragraphs: Sequence[Paragraph], doc: Doc | None = None) -> bytes:
    """Return a file of Word 97."""
    doc = doc or Doc()
    text, runs, ends = _lay_out([*paragraphs, *doc.notes])
    first_page = (_TEXT + 2 * len(text)) // _SECTOR + 1
    character_pages = [_character_page(runs[n : n + 20]) for n in range(0, len(runs), 20)]
    paragraph_pages = [_paragraph_page(ends[n : n + 10]) for n in range(0, len(ends), 10)]
    table, parts = b"", {}

    def keep(number: int, part: bytes, extra: bytes = b"") -> None:
        nonlocal table
        parts[number] = (len(table), len(part))
        table += part + extra

    head = struct.pack("<3H", 4, len(doc.styles), 10)
    keep(1, head + b"".join(doc.styles))
    keep(12, _pages(runs[::20], runs[-1][1], first_page))
    after = first_page + len(character_pages)
    keep(13, _pages(ends[::10], ends[-1][1], after))
    keep(33, b"\2" + struct.pack("<I2IHIH", 16, 0, len(text), 0, _TEXT, 0))
    if doc.definitions:
        number = len(doc.definitions) // 28
        keep(73, struct.pack("<H", number) + doc.definitions, doc.levels)
        keep(74, doc.instances)
    noted = sum(len(_text(paragraph)) for paragraph in doc.notes)
    fib = bytearray(_TEXT)
    struct.pack_into("<2H", fib, 0, 0xA5EC, doc.version)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | doc.flags)
    struct.pack_into("<2I", fib, 0x4C, len(text) - noted, noted)
    for number, place in parts.items():
        struct.pack_into("<2I", fib, 0x9A + 8 * number, *place)
    main = bytes(fib) + text.encode("utf-16-le", "surrogatepass")
    main += b"\0" * (first_page * _SECTOR - len(main))
    main += b"".join([*character_pages, *paragraph_pages])
    return make_ole({"1Table": table, "WordDocument": main})


def _text(paragraph: Paragraph) -> str:
    return "".join(_run(run).text for run in paragraph.runs) + paragraph.mark


def _run(run: Run | str) -> Run:
    return run if isinstance(run, Run) else Run(run)


def _lay_out(
    paragraphs: Sequence[Paragraph],
) -> tuple[str, list[tuple[int, int, bytes]], list[tuple[int, int, bytes]]]:
    text = ""
    runs, ends = [], []
    for paragraph in paragraphs:
        begin = _TEXT + 2 * len(text)
        for run in (*map(_run, paragraph.runs), Run(paragraph.mark, paragraph.mark_changes)):
            start = _TEXT + 2 * len(text)
            units = run.text.encode("utf-16-le")
            text += "".join(map(chr, struct.unpack(f"<{len(units) // 2}H", units)))
            runs.append((start, _TEXT + 2 * len(text), run.changes))
        changes = struct.pack("<H", paragraph.style) + paragraph.changes
        ends.append((begin, _TEXT + 2 * len(text), changes))
    return text, runs, ends


def _pages(starts: Sequence[tuple[int, int, bytes]], end: int, first: int) -> bytes:
    bounds = [start for start, _, _ in starts] + [end]
    pages = range(first, first + len(starts))
    return struct.pack(f"<{len(bounds)}I{len(starts)}I", *bounds, *pages)


def _character_page(runs: Sequence[tuple[int, int, bytes]]) -> bytes:
    page = bytearray(_SECTOR)
    bounds = [start for start, _, _ in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    place = _SECTOR - 2
    for n, (_, _, changes) in enumerate(runs):
        if changes:
            place = (place - 1 - len(changes)) // 2 * 2
            page[place : place + 1 + len(changes)] = bytes([len(changes)]) + changes
            page[4 * len(bounds) + n] = place // 2
    page[-1] = len(runs)
    return bytes(page)


def _paragraph_page(ends: Sequence[tuple[int, int, bytes]]) -> bytes:
    page = bytearray(_SECTOR)
    bounds = [start for start, _, _ in ends] + [ends[-1][1]]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    place = _SECTOR - 2
    for n, (_, _, changes) in enumerate(ends):
        padded = changes + b"\0" * (len(changes) % 2)
        place = (place - 2 - len(padded)) // 2 * 2
        page[place : place + 2 + len(padded)] = bytes([0, len(padded) // 2]) + padded
        page[4 * len(bounds) + 13 * n] = place // 2
    page[-1] = len(ends)
    return bytes(page)


def make_ole(streams: dict[str, bytes]) -> bytes:
    """Return an OLE container with streams in its root; short ones are filled up with zeros."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [("Root Entry", 5, _END, 0)]
    for name, content in streams.items():
        filled = content.ljust(_SMALLEST_STREAM, b"\0")
        filled += b"\0" * (-len(filled) % _SECTOR)
        first = len(sectors)
        sectors += [filled[n : n + _SECTOR] for n in range(0, len(filled), _SECTOR)]
        chains += [*range(first + 1, len(sectors)), _END]
        entries.append((name, 2, first, len(filled)))
    directory = len(sectors)
    listed = b"".join(_entry(n, len(entries), *entry) for n, entry in enumerate(entries))
    listed += b"\0" * (-len(listed) % _SECTOR)
    sectors += [listed[n : n + _SECTOR] for n in range(0, len(listed), _SECTOR)]
    chains += [*range(directory + 1, len(sectors)), _END]
    tables = len(sectors) // (_SECTOR // 4 - 1) + 1
    chains += [_FAT] * tables
    chains += [_FREE] * (-len(chains) % (_SECTOR // 4))
    table = struct.pack(f"<{len(chains)}I", *chains)
    header = struct.pack(
        "<8s16sHHHHH6s9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, tables, directory, 0, _SMALLEST_STREAM, _END, 0, _END, 0,
    )  # fmt: skip
    places = [*range(len(sectors), len(sectors) + tables)] + [_FREE] * (109 - tables)
    return header + struct.pack("<109I", *places) + b"".join(sectors) + table


def _entry(number: int, entries: int, name: str, kind: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    right = number + 1 if 0 < number < entries - 1 else _FREE
    child = 1 if number == 0 and entries > 1 else _FREE
    return struct.pack(
        "<64sHBB3I16sI8s8sIQ",
        written, len(written), kind, 1, _FREE, right, child, b"", 0, b"", b"", first, size,
    )  # fmt: skip
