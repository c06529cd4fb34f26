"""``metadata.csv`` as the command line tells of it, and lists that can be put in its place."""

from __future__ import annotations

import time

from cli.program import Program
from speechkit.ingest.folder import SETTLING_TIME


def test_a_list_put_back_changes_nothing_but_what_is_edited(small: Program) -> None:
    corpus = small.folder / "corpus"
    table = small("list", "--format", "csv").out
    (corpus / "metadata.csv").write_text(table, "utf-8")
    before = small("list", "--format", "jsonl").out
    assert small("list", "--format", "csv").out == table
    lines = table.splitlines()
    lines[1] = lines[1].replace(",,", ",2024-05-31,", 1)
    (corpus / "metadata.csv").write_text("\n".join(lines), "utf-8")
    after = small("list", "--format", "jsonl")
    assert after.error == ""
    assert after.out == before.replace('"date": ""', '"date": "2024-05-31"', 1)


def test_check_names_wrong_rows(small: Program) -> None:
    table = small.folder / "corpus" / "metadata.csv"
    table.write_text("文件,日期,备注\n001.txt,昨天,\n009.txt,2024,\n", "utf-8")
    time.sleep(2 * SETTLING_TIME / 1e9)  # what has just changed is read once more, and told of
    first = small.process("list")
    place = "speechkit: "
    assert [line.startswith(place) for line in first.error.splitlines()] == [True] * 3
    assert "line 2: 昨天 is no date" in first.error
    assert small.process("list").error == ""
    checked = small("check")
    assert checked.status == 1
    rows = [row for row in checked.fields if row[1] == "metadata"]
    assert rows == [
        ["metadata.csv", "metadata", "unknown-column", "1", "备注"],
        ["metadata.csv", "metadata", "bad-date", "2", "昨天"],
        ["metadata.csv", "metadata", "unknown-file", "3", "009.txt"],
    ]
    page = small("check", "--format", "human").out
    assert "metadata.csv line 3: no file is called 009.txt" in page
    assert '"kind": "metadata"' in small("check", "--format", "jsonl").lines[-1]
    table.write_text("文件,日期\n001.txt,2024-05\n", "utf-8")
    page = " ".join(small("check", "001", "--format", "human").out.split())
    assert "date 2024-05 from metadata.csv" in page
    assert ["001", "date", "metadata.csv", "0", "2024-05"] in small("check", "001").fields
