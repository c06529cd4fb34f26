"""``compare`` in pipes and at a terminal: a draft with the corpus, speeches with each other."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from cli.program import Program, run_here, write_speech
from speechkit.render.cells import measure

COPIED = "营商环境不需要花大钱，但好的营商环境值大钱"
FORMULA = "让我们更加紧密地团结在一起，为实现目标而努力奋斗"


@pytest.fixture
def comparing(empty: Program) -> Program:
    for number in range(1, 6):
        said = f"老话讲，{COPIED}。" if number == 3 else f"这是第{number}篇自己的话。"
        write_speech(
            empty,
            f"00{number}.txt",
            f"在第{number}次会上的讲话\n202{number}年5月1日\n发言人：张三\n{said}\n{FORMULA}。\n",
        )
    path = empty.folder / "讲话稿.txt"
    path.write_text(f"讲话稿\n同志们：\n我看，{COPIED}。\n最后，{FORMULA}。\n", "utf-8")
    assert empty("index").status == 0  # at a terminal no bar is in the way, then
    return empty


def test_lines_in_a_pipe(comparing: Program) -> None:
    done = comparing("compare", "讲话稿.txt")
    assert done.status == 0
    assert done.fields == [
        ["common", "3", "24", "001:4", "2021-05-01", "张三", "5", FORMULA],
        ["copied", "2", "21", "003:3", "2023-05-01", "张三", "1", COPIED],
    ]
    told, of_what = done.error.splitlines(keepends=True)
    assert re.fullmatch(
        r"speechkit: of 5 speeches \(\d+ characters\), corpus [0-9a-f]{12}\n", of_what
    )
    assert told == (
        "speechkit: 讲话稿.txt: 21 of 57 characters (37%) in runs of 13 or more are in the"
        " 5 speeches compared; 24 more (42%) are common\n"
    )
    given = (comparing.folder / "讲话稿.txt").read_text("utf-8")
    assert comparing("compare", "-", given=given).fields == done.fields
    ordered = comparing("compare", "讲话稿.txt", "--sort", "draft")
    assert ordered.fields == done.fields[::-1]
    assert comparing("compare", "讲话稿.txt", "--in", "003").fields[0][3] == "003:4"


def test_fields_of_jsonl_and_csv(comparing: Program) -> None:
    record = json.loads(comparing("compare", "讲话稿.txt", "--format", "jsonl").lines[1])
    start, end = record["draft_start"], record["draft_end"]
    text = (comparing.folder / "讲话稿.txt").read_text("utf-8")
    assert text[start:end] == record["text"] == COPIED
    assert (record["draft_characters"], record["draft_copied"], record["draft_common"]) == (
        57,
        21,
        24,
    )
    out = comparing("compare", "讲话稿.txt", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert set(rows[0]) == set(record)
    assert rows[1]["text"] == COPIED


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page(comparing: Program, width: int) -> None:
    done = comparing.at_terminal("compare", "讲话稿.txt", "--color", "never", width=width)
    assert done.status == 0
    assert done.lines[0] == "讲话稿.txt"
    assert "paragraph 2 → 003:3  2023-05-01 · 张三" in done.lines
    assert f"  {COPIED}" in done.lines
    assert "formulas of many speeches, not counted as copied" in done.lines
    assert all(measure(line) <= width for line in done.lines[:-1])
    assert done.lines[-1].startswith("speechkit: of 5 speeches (")


def test_a_speech_of_the_corpus_and_files_named_like_it(comparing: Program) -> None:
    assert [f[3] for f in comparing("compare", "003").fields] == ["001:4"]
    assert [f[3] for f in comparing("compare", "corpus/003.txt").fields] == ["001:4"]
    (comparing.folder / "003").write_text(f"讲话\n我说{COPIED}。\n", "utf-8")
    assert [f[3] for f in comparing("compare", "003").fields] == ["001:4"]
    assert [f[3] for f in comparing("compare", "./003").fields] == ["003:3"]


def test_what_speeches_share(comparing: Program) -> None:
    done = comparing("compare", "003", "004")
    assert done.fields == [
        ["shared", "003:4", "24", "004:4", "2024-05-01", "张三", "1", FORMULA],
        *(
            ["own", f"003:{number}", *rest]
            for number, *rest in own_lines("003", f"老话讲，{COPIED}。")
        ),
        *(
            ["own", f"004:{number}", *rest]
            for number, *rest in own_lines("004", "这是第4篇自己的话。")
        ),
    ]
    page = comparing.at_terminal("compare", "003", "004", "--color", "never", width=60)
    assert "003:4 → 004:4  2024-05-01 · 张三" in page.lines
    assert "only in 004" in page.lines
    assert all(measure(line) <= 60 for line in page.lines)
    longest = [line for line in own_lines("004", "这是第4篇自己的话。") if "自己的话" in line[-1]]
    assert comparing("compare", "003", "004", "-n", "1").fields[2:] == [
        ["own", f"004:{number}", *rest] for number, *rest in longest
    ]
    assert comparing("compare", "003", "讲话稿.txt").fields[0][3] == "讲话稿.txt:3"
    several = ("compare", "001", "003", "004")
    told = [
        (record["kind"], record["draft"], record["draft_paragraph"])
        for record in map(json.loads, comparing(*several, "--format", "jsonl").lines)
    ]
    named = [(kind, *where.rsplit(":", 1)) for kind, where, *_ in comparing(*several).fields]
    assert named == [(kind, draft, str(number)) for kind, draft, number in told]


SCOPES = {
    "00[34]*": ("003", "004"),
    "speaker:李四": ("006", "007"),
    "SPEAKER：李四": ("006", "007"),
    "2023..2024": ("003", "004"),
    "..2022-06": ("001", "002"),
    "2030..": ("006", "007"),
    "夹/": ("006", "007"),
    "夹": ("006", "007"),
}


@pytest.fixture
def scoped(comparing: Program) -> Program:
    for number in (6, 7):
        head = f"在第{number}次会上的讲话\n2030年5月1日\n发言人：李四\n"
        write_speech(comparing, f"夹/00{number}.txt", f"{head}第{number}篇自己的。\n{FORMULA}。\n")
    assert comparing("index").status == 0
    return comparing


def test_a_scope_names_speeches(scoped: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scoped.folder)
    for scope, named in SCOPES.items():
        done = run_here("compare", scope)
        assert (done.out, done.status) == (run_here("compare", *named).out, 0), scope
    several = run_here("compare", "2023..2024", "夹/").out
    assert several == run_here("compare", "003", "004", "006", "007").out
    assert run_here("compare", "003", "00[34]*").out == run_here("compare", "003", "004").out
    draft = run_here("compare", "讲话稿.txt", "夹/")
    assert draft.out == run_here("compare", "讲话稿.txt", "006", "007").out


def test_a_file_is_preferred_to_a_scope(scoped: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scoped.folder)
    (scoped.folder / "2023..2024").write_text(f"讲话\n我说{COPIED}。\n", "utf-8")
    assert [f[3] for f in run_here("compare", "2023..2024").fields] == ["003:3"]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("speaker:王五",), 1, "no speech fits"),
        (("occasion:王五",), 1, "no speech fits"),
        (("1990..1999",), 1, "no speech fits"),
        (("09*",), 2, "no speech 09*"),
        (("../09.docx",), 2, "no speech and no file ../09.docx"),
        (("x..y",), 2, "is no range; write it as 2013..2023"),
        (("00[34]*", "--since", "2020"), 2, "leave out the options of scope"),
    ],
)
def test_scopes_that_cannot_be(
    scoped: Program, arguments: tuple[str, ...], status: int, told: str
) -> None:
    done = scoped("compare", *arguments)
    assert (done.status, done.out) == (status, "")
    assert told in done.error


def test_too_many_speeches_are_not_compared(
    empty: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(51):
        write_speech(empty, f"{number:03}.txt", f"讲话\n这是第{number}篇。\n")
    monkeypatch.chdir(empty.folder)
    done = run_here("compare", "0*")
    assert (done.status, done.out) == (2, "")
    assert "51 speeches are too many" in done.error
    assert "name 50 or fewer" in done.error
    assert run_here("compare", "0[0-4]*").status == 1


def own_lines(number: str, said: str) -> list[list[str]]:
    lines = {1: f"202{number[-1]}年5月1日", 3: said}  # the second, who speaks, is in both
    return [[str(n), str(len(line)), "", "", "", "0", line] for n, line in lines.items()]


def test_nothing_in_common(comparing: Program) -> None:
    done = comparing("compare", "-", given="月球上有一只兔子，不停地在捣它的药。\n")
    assert (done.status, done.out) == (1, "")
    assert "0 of 18 characters (0%)" in done.error


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "compare needs FILE|ID; for example: "),
        (("nowhere.docx",), "no speech"),
        (("corpus",), "corpus is a folder; write the file in it"),
        (("003", "--min", "5"), "--min takes 6 or more"),
        (("003", "004", "--since", "2020"), "leave out the options of scope"),
        (("-", "-"), "standard input can be read once"),
        (("-", "-C", "-"), "standard input can be read once"),
        (("003", "-n", "0"), "-n takes a whole number"),
        ((b"\xff\xfe",), "no speech"),
    ],
)
def test_errors(comparing: Program, arguments: tuple[str | bytes, ...], told: str) -> None:
    done = comparing("compare", *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.error
    assert "Traceback" not in done.error


def test_a_file_that_cannot_be_read(comparing: Program) -> None:
    (comparing.folder / "picture.bin").write_bytes(b"\0\1\2" * 99)
    done = comparing("compare", "picture.bin")
    assert (done.status, done.out) == (2, "")
    assert "cannot read picture.bin: binary file; save it" in done.error
