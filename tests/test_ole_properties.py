"""The properties of Word 97 documents, whole and damaged."""

from __future__ import annotations

import struct
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats.ole_properties import read_properties
from speechkit.formats.properties import DocumentProperties

MADE = struct.pack("<IQ", 0x40, (date(2017, 1, 1) - date(1601, 1, 1)).days * 864_000_000_000)
PAGE = struct.pack("<IhH", 0x02, 936, 0)


def text(value: bytes, kind: int = 0x1E) -> bytes:
    size = len(value) // 2 if kind == 0x1F else len(value)
    return struct.pack("<II", kind, size) + value


def make_set(*values: tuple[int, bytes], count: int | None = None) -> bytes:
    """Return a stream of values by their numbers."""
    table, data, place = b"", b"", 8 + 8 * len(values)
    for number, value in values:
        table += struct.pack("<II", number, place + len(data))
        data += value
    head = struct.pack("<II", place + len(data), len(values) if count is None else count)
    return b"\0" * 44 + struct.pack("<I", 48) + head + table + data


TITLE = (2, text("春耕会讲话\0".encode("gbk")))
WHOLE = make_set((1, PAGE), TITLE, (4, text("王林".encode("gbk"))), (12, MADE))


def test_title_author_and_day_are_read() -> None:
    assert read_properties(WHOLE) == DocumentProperties("春耕会讲话", "王林", "2017-01-01")
    utf_8 = make_set((1, struct.pack("<Ih", 2, -535)), (2, text("讲话".encode())))
    assert read_properties(utf_8).title == "讲话"
    wide = make_set((1, PAGE), (2, text("讲话".encode("utf-16-le"), 0x1F)))
    assert read_properties(wide).title == "讲话"
    for encoding in ("utf-8", "utf-16-le"):  # WPS writes UTF-8 where it says UTF-16
        page = struct.pack("<Ih", 2, 1200)
        stated = make_set((1, page), (2, text("讲话 A3\0".encode(encoding))))
        assert read_properties(stated).title == "讲话 A3"
        stated = make_set((1, page), (2, text("春耕会讲话".encode(encoding))))
        assert read_properties(stated).title == "春耕会讲话"
    assert read_properties(make_set(TITLE)).title == "春耕会讲话"
    for name in ("某某", "木某", "鲁迅", "é"):  # some of their bytes pass as UTF-8
        stated = make_set((1, PAGE), (4, text(name.encode("gbk"))))
        assert read_properties(stated).author == name
    wide = make_set((1, PAGE), (4, text("é".encode("utf-16-le"), 0x1F)))
    assert read_properties(wide).author == "é"
    unknown = make_set((1, struct.pack("<Ih", 2, 7)), TITLE)
    assert read_properties(unknown).title == "春耕会讲话"
    assert read_properties(make_set((12, struct.pack("<IQ", 0x40, 2**64 - 1)))).date == ""
    assert read_properties(make_set((12, struct.pack("<IQ", 0x40, 0)))).date == ""


@pytest.mark.parametrize("count", [2**31, 2**32 - 1])
def test_counts_that_are_damaged_cost_nothing(count: int) -> None:
    assert read_properties(make_set((1, PAGE), TITLE, count=count)).title == "春耕会讲话"
    vector = struct.pack("<II", 0x101E, count) + b"\1\0\0\0" * 50
    assert read_properties(make_set((1, PAGE), TITLE, (13, vector))).title == "春耕会讲话"
    long = make_set((1, PAGE), (2, struct.pack("<II", 0x1E, count) + b"a" * 99))
    assert read_properties(long).title == "a" * 99


@given(st.binary(max_size=200), st.integers(0, len(WHOLE)))
def test_any_stream_is_read(more: bytes, place: int) -> None:
    for data in (more, WHOLE[:place], WHOLE[:place] + more, WHOLE[:48] + more):
        read = read_properties(data)
        assert len(read.title) <= 4_000
        assert read.date == "" or len(read.date) == 10
