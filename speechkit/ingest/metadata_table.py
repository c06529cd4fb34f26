"""``metadata.csv``: a table in the corpus folder, each row of which corrects what a file says.

The first line names the columns, in English or Chinese, in any order. A row names its file by
``path``, ``file`` or ``id`` and gives a title, date, speaker, occasion, source or url: an empty
cell leaves what was read, ``-`` takes it away. Commas, semicolons or tabs part the cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.formats.encodings import decode
from speechkit.model import MetadataFault, MetadataFaultCode, MetadataField
from speechkit.text.dates import find_date, is_date

ERASED = ("-", "－")
"""Cells that take away what was read."""

_FILE_NAMES = {
    "path": "path 路径 路徑",
    "file": "file filename 文件 文件名 檔案 檔名",
    "id": "id 编号 編號",
}
"""Names of columns that name the file, the surest column first."""

_FIELD_NAMES: dict[MetadataField, str] = {
    "title": "title 标题 標題 题目 題目",
    "date": "date 日期 时间 時間",
    "speaker": "speaker author 讲话人 講話人 发言人 發言人 作者",
    "occasion": "occasion event 场合 場合 会议 會議",
    "source": "source 来源 來源 出处 出處",
    "url": "url link 网址 網址 链接 連結",
}
_UNREAD = frozenset(("characters", "passages", "encoding", "format", "script"))
"""Columns of our own lists that say nothing which could be corrected."""

_DELIMITERS = ",\t;"
_GUARDED = re.compile(r"'(?=[\s\"']*[=+\-@＝＋－＠﹢﹣﹦﹫−])")
"""The quote that our own tables put before what a spreadsheet may take for a formula."""

_NUMBERS = re.compile("[0-9０-９]+")


def _names_of(names: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in names.items() for word in words.split()}


_FILES = _names_of(_FILE_NAMES)
_FIELDS: dict[str, MetadataField] = {
    word: field for field, words in _FIELD_NAMES.items() for word in words.split()
}


class Row(NamedTuple):
    """What a row says: how it names its file, the surest name first, and the fields it sets."""

    line: int
    """Of the table, from 1."""
    names: tuple[str, ...]
    values: tuple[tuple[MetadataField, str], ...]
    """An empty value takes away what was read."""


class Table(NamedTuple):
    """The rows of a table, and what is wrong with it."""

    rows: tuple[Row, ...] = ()
    faults: tuple[MetadataFault, ...] = ()


def read_table(data: bytes) -> Table:
    """Return the rows of a table in any encoding that texts are read in; nothing is raised."""
    try:
        text = decode(data, None).text
    except (DecodingError, UnreadableFileError) as error:
        return Table(faults=(MetadataFault(0, "unreadable", str(error)),))
    faults: list[MetadataFault] = []
    return Table(tuple(_read_rows(text, faults)), tuple(faults))


def _read_rows(text: str, faults: list[MetadataFault]) -> Iterator[Row]:
    """Yield the rows that name a file and set something; what is wrong is added to the faults."""
    columns: _Columns | None = None
    for line, cells in _read_records([f"{line}\n" for line in text.split("\n")], faults):
        if not any(map(str.strip, cells)):
            continue
        if columns is None:
            columns = _read_columns(cells, line, faults)
            if not columns.names:
                return
        elif row := _read_row(cells, line, columns, faults):
            yield row


def _read_records(
    lines: Sequence[str], faults: list[MetadataFault]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row and its line, from 1; behind a faulty row, from the next line."""
    delimiter = _find_delimiter(lines)
    begun = 0
    while begun < len(lines):
        start = begun
        rest = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield begun + 1, cells
                begun = start + reader.line_num
        except csv.Error as error:
            told = str(error)
            is_quote = told == "unexpected end of data" or "expected after" in told
            fault = MetadataFault(begun + 1, "open-quote", "")
            faults.append(fault if is_quote else MetadataFault(begun + 1, "unreadable", told))
            begun += 1


def _find_delimiter(lines: Sequence[str]) -> str:
    """Return what parts the names of columns that are known, and most of them."""
    header = next(filter(str.strip, lines), "")
    known = _FILES.keys() | _FIELDS.keys()
    return max(
        _DELIMITERS, key=lambda sign: len(known.intersection(map(_plain, header.split(sign))))
    )


def _plain(name: str) -> str:
    """Return the name of a column without quotes and blanks around it, in small letters."""
    return name.strip().strip("\"'“”").strip().lower()


class _Columns(NamedTuple):
    """Which columns of a table name the file, the surest first, and which set a field."""

    number: int
    names: tuple[int, ...]
    fields: dict[MetadataField, int]


def _read_columns(cells: Sequence[str], line: int, faults: list[MetadataFault]) -> _Columns:
    names: dict[str, int] = {}
    fields: dict[MetadataField, int] = {}
    for place, cell in enumerate(cells):
        name = _plain(cell)
        if name in _FILES:
            known = names.setdefault(_FILES[name], place) == place
        elif name in _FIELDS:
            known = fields.setdefault(_FIELDS[name], place) == place
        else:
            known = not name or name in _UNREAD
        if not known:
            is_second = name in _FILES or name in _FIELDS
            code: MetadataFaultCode = "repeated-column" if is_second else "unknown-column"
            faults.append(MetadataFault(line, code, cell.strip()))
    if not names:
        faults.append(MetadataFault(line, "no-file-column", ""))
    return _Columns(len(cells), tuple(names[n] for n in _FILE_NAMES if n in names), fields)


def _read_row(
    cells: Sequence[str], line: int, columns: _Columns, faults: list[MetadataFault]
) -> Row | None:
    if any(map(str.strip, cells[columns.number :])):
        faults.append(MetadataFault(line, "too-many-cells", str(columns.number)))
        return None
    texts = [" ".join(cell.split()) for cell in cells] + [""] * columns.number
    names = tuple(_list_names(cells, columns.names))
    if not names:
        faults.append(MetadataFault(line, "no-file", ""))
        return None
    values: list[tuple[MetadataField, str]] = []
    for field, place in columns.fields.items():
        text = texts[place]
        value = "" if text in ERASED else _read_value(field, _unguard(text))
        if value:
            values.append((field, value))
        elif text in ERASED:
            values.append((field, ""))
        elif text:
            faults.append(MetadataFault(line, "bad-date", text))
    return Row(line, names, tuple(values))


def _list_names(cells: Sequence[str], places: Iterable[int]) -> Iterator[str]:
    """Yield the names of a file, the surest first, each without blanks around it and as it is."""
    for place in places:
        cell = cells[place] if place < len(cells) else ""
        plain = " ".join(cell.split())
        if plain:
            yield from dict.fromkeys((_unguard(cell), _unguard(plain)))


def _unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _read_value(field: MetadataField, text: str) -> str:
    """Return a value as speeches have it; "" for a date that is none."""
    return _read_date(text) if field == "date" else text


def _read_date(text: str) -> str:
    """Return a date, whole or partial, as ISO; "" for one that is none or in part impossible."""
    if re.fullmatch("[12][0-9]{3}", text):
        return text
    date = find_date(text, compact=True) if is_date(text) else ""
    numbers = len(_NUMBERS.findall(text.partition("T")[0]))
    least = 3 if "日" in text or "号" in text or numbers >= 3 else 2 if "月" in text else 1
    return date if date.count("-") + 1 >= max(least, min(numbers, 3)) else ""
