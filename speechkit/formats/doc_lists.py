"""Automatic numbers of .doc: the tables of lists and of their instances ([MS-DOC] 2.9.131)."""

from __future__ import annotations

from collections.abc import Iterator

from speechkit.formats.automatic_numbers import Level, ListCounter
from speechkit.formats.doc_sprms import ParagraphProperties, read_u16, read_u32

_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "japaneseLegal",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiacTraditional",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    40: "ideographDigital",
    255: "none",
}
_DEFINITION, _INSTANCE, _LEVEL = 28, 16, 28
_GAPS = {0: " ", 1: " ", 2: ""}
_SIMPLE, _LEGAL, _NO_RESTART = 1, 4, 8
_STARTS, _FORMATTED = 0x10, 0x20
_NO_MORE = 0x7FF


class DocLists:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, table: bytes, definitions: tuple[int, int], instances: tuple[int, int]):
        """Takes the stream of tables, and place and size of both tables in it."""
        self._definitions = dict(_read_definitions(table, *definitions))
        self._instances = list(_read_instances(table, *instances))
        self._counters: dict[int, ListCounter] = {}
        self._restarted: set[tuple[int, int]] = set()

    def count(self, complete: ParagraphProperties) -> str:
        """Return the number that a paragraph with these complete properties gets, or ""."""
        number = complete.list_number or 0
        if not 0 < number <= len(self._instances):
            return ""
        definition, starts, levels = self._instances[number - 1]
        level = complete.list_level or 0
        key = -number if levels else definition
        if key not in self._counters:
            self._counters[key] = ListCounter({**self._definitions.get(definition, {}), **levels})
        counter = self._counters[key]
        if level in starts and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            counter.restart(level, starts[level])
        return counter.count(level)


def _read_definitions(
    table: bytes, place: int, size: int
) -> Iterator[tuple[int, dict[int, Level]]]:
    """Yield identity and levels of each list; the levels come behind all lists."""
    if not size:
        return
    number = read_u16(table, place)
    after = place + size
    for n in range(number):
        start = place + 2 + _DEFINITION * n
        simple = table[start + 26] & _SIMPLE
        levels = {}
        for level in range(1 if simple else 9):
            levels[level], after = _read_level(table, after)
        yield read_u32(table, start), levels


def _read_level(table: bytes, place: int) -> tuple[Level, int]:
    """Return a level, and where it ends."""
    start, format, flags = read_u32(table, place), table[place + 4], table[place + 5]
    gap = _GAPS.get(table[place + 15], " ")
    text = place + _LEVEL + table[place + 24] + table[place + 25]
    size = read_u16(table, text)
    end = text + 2 + 2 * size
    pattern = table[text + 2 : end].decode("utf-16-le", "replace")
    for level in range(9):
        pattern = pattern.replace(chr(level), f"%{level + 1}")
    name = _FORMATS.get(format, "decimal")
    return Level(name, pattern, start, not flags & _NO_RESTART, bool(flags & _LEGAL), gap), end


def _read_instances(
    table: bytes, place: int, size: int
) -> Iterator[tuple[int, dict[int, int], dict[int, Level]]]:
    """Yield of each instance: its list, where levels start, and levels of its own."""
    if not size:
        return
    number = read_u32(table, place)
    if number > _NO_MORE:
        return
    after = place + 4 + _INSTANCE * number
    for n in range(number):
        start = place + 4 + _INSTANCE * n
        starts: dict[int, int] = {}
        levels: dict[int, Level] = {}
        after += 4
        for _ in range(table[start + 12]):
            first, flags = read_u32(table, after), read_u32(table, after + 4)
            after += 8
            level = flags & 0xF
            if flags & _FORMATTED:
                levels[level], after = _read_level(table, after)
            if flags & _STARTS:
                starts[level] = levels[level].start if level in levels else first
        yield read_u32(table, start), starts, levels
