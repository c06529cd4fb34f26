"""Many queries of a file, and regular expressions, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.program import Program, run_here, write_speech


@pytest.fixture
def here(small: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.chdir(small.folder)
    return small


def write(text: str, encoding: str = "utf-8") -> str:
    Path("queries.txt").write_bytes(text.encode(encoding))
    return "queries.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_hit_comes_with_its_query(here: Program, encoding: str) -> None:
    file = write("产业 项目\r\n\r\n  \nq2\t教育是根本\n火星\n", encoding)
    done = run_here("search", "-f", file)
    assert done.status == 0
    assert [fields[:2] for fields in done.fields] == [["产业 项目", "001:2"], ["q2", "002:2"]]
    single = run_here("search", "产业 项目").fields[0]
    assert done.fields[0] == ["产业 项目", *single]
    assert done.error == "speechkit: 1 of 3 queries matches nothing: 火星\n"


def test_queries_from_standard_input(here: Program) -> None:
    done = here("search", "-f", "-", "-l", given="产业\n教育\n")
    assert sorted(done.fields) == [["产业", "001"], ["产业", "002"], ["教育", "002"]]


def test_a_table_of_counts(here: Program) -> None:
    file = write("产业\n火星\nq3\t教育\n")
    rows = [["产业", "2", "2"], ["火星", "0", "0"], ["q3", "1", "1"]]
    assert run_here("search", "-f", file, "-c").fields == rows
    table = run_here("search", "-f", file, "-c", "--format", "csv").lines
    assert table[0] == "query,speeches,matches"
    records = run_here("search", "-f", file, "-c", "--format", "jsonl").lines
    assert json.loads(records[2]) == {"query": "q3", "speeches": 1, "matches": 1}
    assert (
        "        2         2  产业" in run_here("search", "-f", file, "-c", "--format", "human").out
    )


def test_every_format_of_many_queries(here: Program) -> None:
    file = write("产业\nq2\t教育\n")
    objects = [
        json.loads(line) for line in run_here("search", "-f", file, "--format", "jsonl").lines
    ]
    assert [(hit["query"], hit["total"]) for hit in objects] == [
        ("产业", 2),
        ("产业", 2),
        ("q2", 1),
    ]
    rows = run_here("search", "-f", file, "--format", "csv").lines
    assert rows[0].startswith("query,id,paragraph,")
    assert rows[3].startswith("q2,002,2,")
    page = run_here("search", "-f", file, "--format", "human").out
    assert page.index("── 产业 · 2 speeches") < page.index("── q2 · 1 speech")
    cited = run_here("search", "-f", file, "--format", "cite").out
    assert "\n[2] " in cited
    assert len(run_here("search", "-f", file, "--format", "grep").lines) == 3
    run = [line.split() for line in run_here("search", "-f", file, "--format", "trec").lines]
    assert [[*row[:4], row[5]] for row in run[-2:]] == [
        [*("产业", "Q0", run[1][2], "2"), "speechkit"],
        [*("q2", "Q0", "002", "1"), "speechkit"],
    ]
    assert float(run[0][4]) >= float(run[1][4]) > 0


def test_options_are_asked_of_each_query(here: Program) -> None:
    file = write("产业\n教育\n")
    assert run_here("search", "-f", file, "-l", "--not", "项目").fields == [
        ["产业", "002"],
        ["教育", "002"],
    ]
    assert len(run_here("search", "-f", file, "-n", "1").lines) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "queries.txt holds no query"),
        ("产业\n-i x\n", "queries.txt, line 2: -i is no option"),
        ("产业\n。\n", "queries.txt, line 2: nothing to search for"),
        ("title: x", "line 1: title: has nothing behind it; write without the blank: title:x"),
    ],
)
def test_mistakes_in_a_file_name_its_line(here: Program, text: str, told: str) -> None:
    done = run_here("search", "-f", write(text))
    assert (done.status, done.out) == (2, "")
    assert told in done.error


def test_no_file_or_too_many_queries(here: Program) -> None:
    assert "cannot read the queries in none.txt" in run_here("search", "-f", "none.txt").error
    assert "leave out those that are typed" in run_here("search", "-f", write("甲"), "乙").error
    assert run_here("search", "-f", write("火星\n")).status == 1


@pytest.mark.parametrize("options", [[], ["-l"], ["-c"], ["--format", "grep"], ["--format", "csv"]])
def test_a_pattern_in_every_format(here: Program, options: list[str]) -> None:
    for pattern in ("产业.?项目", "狠[抓打]", "產業项"):
        done = run_here("search", "--regex", pattern, *options)
        assert (done.status, done.error) == (0, ""), pattern
        assert "001" in done.lines[-1]
    assert json.loads(run_here("search", "--regex", "^我.*抓", "--format", "jsonl").out)[
        "spans"
    ] == [[0, 4]]


def test_patterns_join_pieces_and_scope(here: Program) -> None:
    assert run_here("search", "产业", "--regex", "教[育师]", "-l").lines == ["002"]
    assert run_here("search", "--regex", "产业", "--regex", "根", "-l").lines == ["002"]
    assert run_here("search", "--regex", "产业", "--in", "001", "-l").lines == ["001"]
    assert run_here("search", "--regex", "产业", "-教育", "-l").lines == ["001"]
    nothing = run_here("search", "--regex", "甲.乙")
    assert (nothing.status, nothing.out) == (1, "")
    assert run_here("search", "--regex", "产业", "-C", "corpus", "--sort", "matches").status == 0


@pytest.mark.parametrize("pattern", ["(", "*", "[甲", "产业{2,1}"])
def test_a_wrong_pattern_is_told(here: Program, pattern: str) -> None:
    done = run_here("search", "--regex", pattern)
    assert (done.status, done.out) == (2, "")
    assert f"{pattern} is no regular expression: " in done.error


def test_a_pattern_without_end_ends(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.query.regular._LINE_SECONDS", 0.05)
    write_speech(here, "009.txt", f"讲话\n同志们：\n{'字' * 60}\n")
    done = run_here("search", "--regex", "(字|字字)+[甲丁]$")
    assert (done.status, done.out) == (2, "")
    assert "takes too long on a paragraph of 60 characters" in done.error


def test_fields_of_metadata(here: Program) -> None:
    write_speech(here, "010.txt", "在丁县的讲话\n张三\n（2024年5月1日）\n同志们：\n抓产业。\n")
    write_speech(here, "011.txt", "在戊县的讲话\n李四\n（2021年5月1日）\n同志们：\n抓产业。\n")

    def find(*query: str) -> list[str]:
        return sorted(run_here("search", *query, "-l").lines)

    assert find("产业", "speaker:张") == ["010"]
    assert find("产业", "-speaker：张三") == ["001", "002", "011"]
    assert find("产业", "date:2024") == ["010"]
    assert find("date:2020..2023") == ["011"]
    assert find("speaker:张三 | speaker:李四") == ["010", "011"]
    assert find("speaker:张三 | 教育") == ["002", "010"]
    assert [row[0] for row in run_here("kwic", "产业 date:2021..").fields] == ["010:4", "011:4"]
    assert run_here("trend", "产业 speaker:李四").fields[0][:3] == [
        "产业 speaker:李四",
        "2021",
        "1",
    ]
    nobody = run_here("search", "产业", "speaker:王五")
    assert nobody.status == 1
    assert "no speech fits speaker:王五; speechkit list tells what there is" in nobody.error


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("title:", "title: has nothing behind it; write as in title:座谈会"),
        ("产业 speaker：", "speaker： has nothing behind it; write as in speaker:张三"),
        ("title: 座谈会", "write without the blank: title:座谈会"),
        ("产业 date:下周", "date:下周 is no date; write date:2024"),
        ("date:2024..2020", "date:2024..2020 is no date"),
    ],
)
def test_mistakes_with_fields(here: Program, query: str, told: str) -> None:
    for command in ("search", "kwic", "trend"):
        done = run_here(command, query)
        assert (done.status, done.out) == (2, "")
        assert told in done.error


@pytest.mark.parametrize("command", ["search", "kwic", "trend --by speech", "collocates"])
def test_a_pattern_that_is_typed_as_a_piece(here: Program, command: str) -> None:
    for pattern, status in (("[甲乙]火星", 1), ("火(星|车)", 1), ("火(星|产业)", 0)):
        done = run_here(*command.split(), pattern)
        told = f"{pattern} is searched as text; for a regular expression write: --regex '{pattern}'"
        assert (done.status, done.error.count(told)) == (status, 1)
        assert "is one phrase" not in done.error
