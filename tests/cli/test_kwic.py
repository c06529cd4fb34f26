"""``speechkit kwic`` in a pipe and at a terminal."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from rich.cells import cell_len

from cli.program import Program, write_speech

_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_TOTAL = r"speechkit: 7 matches in 5 of 12 speeches \(20,\d{3} characters\), corpus [0-9a-f]{12}\n"


def test_a_pipe_gets_a_match_a_line(sample: Program) -> None:
    done = sample("kwic", "产业")
    assert done.status == 0
    assert re.fullmatch(_TOTAL, done.error)
    assert [fields[2] for fields in done.fields] == [
        *("產業", "产业", "产业", "产业"),
        "產業",
        "產業",
        "产业",
    ]
    for place, left, match, right in done.fields:
        assert left + match + right in sample("show", place).out
        assert max(len(left), len(right)) <= 40
    narrow = sample("kwic", "产业", "--width", "2").fields
    assert [fields[1] for fields in narrow] == [fields[1][-2:] for fields in done.fields]


def test_a_pattern_is_found(sample: Program) -> None:
    matches = [fields[2] for fields in sample("kwic", "--regex", "[产產][业業]").fields]
    assert matches == [fields[2] for fields in sample("kwic", "产业").fields]
    near = sample("collocates", "--regex", "产业|项目", "--min", "1").lines
    assert near == sample("collocates", "产业 | 项目", "--min", "1").lines


def test_a_limit_leaves_the_sum(sample: Program) -> None:
    done = sample("kwic", "产业", "-n", "2")
    assert done.lines == sample("kwic", "产业").lines[:2]
    assert re.fullmatch(_TOTAL, done.error)


def test_records_have_their_fields(sample: Program) -> None:
    (head, *rows) = csv.reader(io.StringIO(sample("kwic", "产业", "--format", "csv").out))
    fields = ["id", "path", "title", "date", "speaker", "paragraph", "left", "match", "right"]
    assert head == fields
    records = [*map(json.loads, sample("kwic", "产业", "--format", "jsonl").lines)]
    assert all(list(record) == [*fields, "corpus"] for record in records)
    assert rows == [[str(record[field]) for field in fields] for record in records]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_matches_are_under_each_other_at_a_terminal(sample: Program, width: int) -> None:
    page = sample.at_terminal("kwic", "产业", "--sort", "right", width=width, height=40)
    assert page.status == 0
    lines = [line for line in page.lines if "\x1b[1;31m" in line]
    assert len(lines) == 7
    assert len({cell_len(_COLORS.sub("", line.split("\x1b[1;31m")[0])) for line in lines}) == 1
    for line in page.lines[:7]:
        plain = _COLORS.sub("", line)
        assert re.match(r"\d{3}:\d+ ", plain)
        assert cell_len(plain) <= width
    assert page.lines[7].startswith("speechkit: 7 matches in 5 of 12 speeches")


def test_hostile_names_and_texts_do_not_break_a_line(empty: Program) -> None:
    write_speech(
        empty, "很长的名字" * 8 + ".txt", "讲话\n\u200e改革\x1b[31m开\t放，A\u0301改革。\n"
    )
    empty("index")  # so that no bar is drawn
    page = empty.at_terminal("kwic", "改革", "--color", "never", width=50)
    lines = [line for line in page.lines if not line.startswith("speechkit:")]
    assert len(lines) == 2
    assert all(cell_len(line) <= 50 and line.startswith("很长的名字") for line in lines)
    assert all(re.match("很长的名字[很长的名字]*…:1 ", line) for line in lines)


def test_nothing_found_says_why(sample: Program) -> None:
    done = sample("kwic", "火星")
    assert (done.status, done.out) == (1, "")
    assert "火星 not found; near: " in done.error


@pytest.mark.parametrize("command", ["kwic", "trend", "collocates"])
def test_what_only_leaves_out_has_no_place(sample: Program, command: str) -> None:
    for query in ("-产业", "speaker:张三"):
        done = sample(command, query)
        told = f"{query} chooses speeches and finds nothing in them; add a piece to be found"
        assert (done.status, done.out, done.error) == (2, "", f"speechkit: {told}\n")
    assert sample("kwic", "群众", "-产业").status == 0


def test_a_reader_who_leaves_ends_it_in_peace(sample: Program) -> None:
    done = sample.shell("speechkit kwic 的 | head -n 1")
    assert (done.status, len(done.lines)) == (0, 1)
    assert "Traceback" not in done.error
