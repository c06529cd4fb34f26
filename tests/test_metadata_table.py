"""``metadata.csv``: how it is written, which file a row is about, and what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import speechkit
from speechkit.ingest.corrections import find_corrections
from speechkit.ingest.metadata_table import read_table
from speechkit.model import MetadataFault

PATHS = [
    b"000_z.txt",
    b"2024/003_a.txt",
    b"003.md",
    b"004.txt",
    "第10次.txt".encode(),
    b"sub/x.txt",
    b"y/x.txt",
]


def corrected(text: str | bytes) -> dict[str, dict[str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    found = find_corrections(read_table(data), PATHS)
    assert found.faults == ()
    return {path.decode(): dict(change.values) for path, change in found.of.items()}


def faults(text: str | bytes) -> list[tuple[int, str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [fault[:3] for fault in find_corrections(read_table(data), PATHS).faults]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"], ids=lambda name: name
)
@pytest.mark.parametrize("sign", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
def test_a_table_in_any_encoding_and_with_any_sign(encoding: str, sign: str) -> None:
    table = (
        "文件,日期,標題,備忘\r\n004.txt,2024/5/1,關於農村工作會議的講話,\r\n"
        "003.md,,在全縣鄉村振興現場推進會上的講話,\r\n"
    )
    data = table.replace(",備忘", "").replace(",\r", "\r").replace(",", sign).encode(encoding)
    assert corrected(data) == {
        "004.txt": {"title": "關於農村工作會議的講話", "date": "2024-05-01"},
        "003.md": {"title": "在全縣鄉村振興現場推進會上的講話"},
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *[("标题", "title"), ("日期", "date"), ("讲话人", "speaker"), ("场合", "occasion")],
        *[("来源", "source"), ("网址", "url"), ("Title", "title"), (" URL ", "url")],
        *[('"speaker"', "speaker"), ("source", "source"), ("發言人", "speaker")],
    ],
)
def test_names_of_columns(header: str, field: str) -> None:
    assert corrected(f"文件,{header}\n004.txt,2024\n") == {"004.txt": {field: "2024"}}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        *[("2024/003_a.txt", "2024/003_a.txt"), ("2024\\003_a.txt", "2024/003_a.txt")],
        *[
            ("./004.txt", "004.txt"),
            ("004", "004.txt"),
            ("4", "004.txt"),
            ("0004", "004.txt"),
            ("0", "000_z.txt"),
        ],
        *[("第10次", "第10次.txt"), ("003_a.txt", "2024/003_a.txt"), ("sub/x", "sub/x.txt")],
    ],
)
def test_names_of_files(name: str, path: str) -> None:
    assert corrected(f"id,speaker\n{name},张三\n") == {path: {"speaker": "张三"}}


def test_the_first_name_that_means_a_file_counts() -> None:
    table = "id,file,path,title\n004,nowhere.txt,003.md,甲\nx,sub/x.txt,gone.txt,乙\n"
    assert corrected(table) == {"003.md": {"title": "甲"}, "sub/x.txt": {"title": "乙"}}


def test_empty_cells_leave_and_a_dash_takes_away() -> None:
    table = "path,title,date,speaker,source\n004.txt,,-,－, \n003.md,,,,\n"
    assert corrected(table) == {"004.txt": {"date": "", "speaker": ""}}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *[("2024", "2024"), ("2024-05", "2024-05"), ("2024/5/1", "2024-05-01")],
        *[
            ("2024年5月1日", "2024-05-01"),
            ("二〇二四年五月", "2024-05"),
            ("20240501", "2024-05-01"),
        ],
        *[("民國113年5月1日", "2024-05-01"), ("2024-05-01 10:30", "2024-05-01")],
    ],
)
def test_dates(cell: str, value: str) -> None:
    assert corrected(f"path,date\n004.txt,{cell}\n") == {"004.txt": {"date": value}}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        *[(f"004.txt,,{date}", (2, "bad-date", date)) for date in ("昨天", "2024-02-31", "45413")],
        *[(f"004.txt,,{date}", (2, "bad-date", date)) for date in ("1/5/2024", "2024-13-01")],
        ("005.txt,甲,", (2, "unknown-file", "005.txt")),
        ("x.txt,甲,", (2, "ambiguous-file", "x.txt")),
        ("004.txt,甲,2024\n\n004,乙,", (4, "repeated-file", "004")),
        ("004.txt,甲,乙,2024", (2, "too-many-cells", "3")),
        (",甲,", (2, "no-file", "")),
        ('004.txt,"甲\n乙",昨天', (2, "bad-date", "昨天")),
        ('004.txt,"甲\n乙",\n005.txt,,', (4, "unknown-file", "005.txt")),
    ],
)
def test_wrong_rows_are_named_by_their_line(row: str, fault: tuple[int, str, str]) -> None:
    assert faults(f"path,title,date\n{row}\n") == [fault]


@pytest.mark.parametrize("rest", ["005.txt,丙,2025", '005.txt,"丙",2025', '005.txt,"丙,丁",2025'])
@pytest.mark.parametrize("wrong", ['004.txt,"乙,2024', '"004.txt,乙,2024', '004.txt,"乙"二,2024'])
def test_a_quote_without_a_second_one_costs_its_row_alone(wrong: str, rest: str) -> None:
    table = read_table(f"id,title,date\n003.txt,甲,2023\n{wrong}\n{rest}\n".encode())
    assert [(row.line, row.names) for row in table.rows] == [(2, ("003.txt",)), (4, ("005.txt",))]
    assert [(fault.line, fault.code) for fault in table.faults] == [(3, "open-quote")]


def test_a_cell_may_have_several_lines() -> None:
    table = read_table('id,title\n003.txt,"甲\n乙，“丙”""丁"""\n004.txt,戊\n'.encode())
    assert [(row.line, dict(row.values)["title"]) for row in table.rows] == [
        (2, '甲 乙，“丙”"丁"'),
        (4, "戊"),
    ]
    assert table.faults == ()


def test_a_wrong_date_leaves_the_rest_of_its_row() -> None:
    found = find_corrections(read_table("path,title,date\n004.txt,甲,昨天\n".encode()), PATHS)
    assert found.of[b"004.txt"].values == (("title", "甲"),)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("path,标题,备注", [(1, "unknown-column", "备注")]),
        ("path,标题,title", [(1, "repeated-column", "title")]),
        ("标题,日期", [(1, "no-file-column", "")]),
        ("path,characters,encoding,format,script,passages", []),
    ],
)
def test_wrong_columns(header: str, expected: list[tuple[int, str, str]]) -> None:
    assert faults(f"{header}\n") == expected


@pytest.mark.parametrize("data", [b"", b"\0" * 9, b"\xff\xfe", b'path,title\n"004.txt,x' * 9999])
def test_what_is_no_table_is_told_and_not_raised(data: bytes) -> None:
    assert not find_corrections(read_table(data), PATHS).of


@given(st.text(max_size=80) | st.binary(max_size=80))
def test_nothing_raises(data: str | bytes) -> None:
    table = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    read_table(b"path,title\n" + table)
    for fault in find_corrections(read_table(table), PATHS, Path("/a")).faults:
        assert isinstance(fault, MetadataFault)


_SIGNS = " 　\t\n\r\"'“=+-@＝－,;，；\\.~#%甲乙國aé\u0301\ufeff\u200b\u0085\u2028０1"
NAMES = st.lists(
    st.text(st.one_of(st.sampled_from(_SIGNS), st.characters(exclude_characters="/\0")), max_size=9)
    .map(lambda name: f"{name}.txt".encode("utf-8", "surrogatepass"))
    .filter(lambda name: not name.startswith(b".")),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(names=NAMES)
@settings(max_examples=40)
@example(names=[" 空 格 .txt".encode(), "空 格 .txt".encode(), "空 格.txt".encode()])
@example(names=["é.txt".encode(), "e\u0301.txt".encode(), b"'=a.txt", b"=a.txt", b"''=a.txt"])
def test_every_name_passes_through_export_and_correction(names: list[bytes]) -> None:
    files = {os.fsdecode(name): "关于产业的讲话\n产业兴旺。".encode() for name in names}
    with TemporaryDirectory() as folder, speechkit.from_files(files) as corpus:
        corpus.export(Path(folder) / "out")
        table = (Path(folder) / "out" / "metadata.csv").read_bytes()
    found = find_corrections(read_table(table), names)
    assert found.faults == ()
    assert set(found.of) == set(names)
