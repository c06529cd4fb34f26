"""What commands say of a date that only the properties of a file state."""

from __future__ import annotations

import csv
import json

import pytest
from made_docx import make_docx, paragraph

from cli.program import Program, write_speech

SAID = "方向要准，任务要清，责任要实，今年的春耕生产不误农时。"
TOLD = "speechkit: a: date from the file's properties, not from the text"


@pytest.fixture
def dated(empty: Program) -> Program:
    """The program with a speech dated by its file, and one that is dated in its text."""
    stated = "<d:created>1999-01-01T00:00:00Z</d:created>"
    path = write_speech(empty, "a.docx", "")
    path.write_bytes(make_docx(paragraph("春耕会讲话"), paragraph(SAID), properties=stated))
    write_speech(empty, "b.txt", f"秋收会讲话\n（2014年5月8日）\n{SAID}\n")
    return empty


def test_pipes_are_told(dated: Program) -> None:
    done = dated("quote", SAID)
    assert [row[1:3] for row in done.fields] == [["b:2", "2014-05-08"], ["a:1", "1999-01-01"]]
    assert TOLD in done.error
    done = dated("compare", "b")
    assert [row[3:5] for row in done.fields] == [["a:1", "1999-01-01"]]
    assert TOLD in done.error
    done = dated("cite", "a", "a:1", "b")
    assert done.lines == [
        "春耕会讲话[R]. [1999-01-01].",
        "春耕会讲话[R]. [1999-01-01]. 第1段.",
        "秋收会讲话[R]. 2014-05-08.",
    ]
    assert [line for line in done.error.splitlines() if "properties" in line] == [TOLD]
    done = dated("trend", "春耕")
    assert [row[1] for row in done.fields] == ["1999", "2014"]
    assert (
        "speechkit: 1 speech is counted by the date of its file's properties: it has no other"
        in done.error
    )
    done = dated("check", "a")
    assert ["a", "date", "properties", "0", "1999-01-01"] in done.fields
    assert ["a", "doubtful", "date-of-properties", "1", ""] in done.fields
    assert done.status == 1


def test_objects_and_tables_have_a_field(dated: Program) -> None:
    for command in (("quote", SAID), ("compare", "b")):
        records = [json.loads(line) for line in dated(*command, "--format", "jsonl").lines]
        rows = list(csv.DictReader(dated(*command, "--format", "csv").lines))
        told = {record["id"]: record["from_properties"] for record in records}
        assert told["a"] == ["date"]
        assert told.get("b", []) == []
        assert {row["id"]: row["from_properties"].split() for row in rows} == told


def test_pages_say_it(dated: Program) -> None:
    for command in (("quote", SAID), ("compare", "b"), ("show", "a"), ("check", "a")):
        page = dated.at_terminal(*command, width=120).lines
        assert any("the file's properties" in line or "of its properties" in line for line in page)
