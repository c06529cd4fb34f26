"""Comma-separated values for a spreadsheet, which must take no cell of text for a formula."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from unittest import mock

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.program import Program, run_here, write_speech
from speechkit.cli.app import commands, run
from speechkit.render.records import csv_line

MARKS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, in half and full width."""

BLANKS = ("\t", "\r")
"""What begins a formula for some, and is only a blank for others."""

SKIPPED = ("", " ", "   ", "\u3000", "\xa0", "\n", '"', '" ', ' "')
"""What a spreadsheet may skip before that."""

DROPPED = ("\ufeff", "\x00", "\u202e", "\x1b[1m")
"""What we leave out of every line, and so skip too."""

FORMULA = re.compile(r"""[\s"\ufeff]*[=+\-@＝＋－＠]""")


def read_back(*cells: str | float) -> list[str]:
    """Return the cells of a line as a spreadsheet reads them."""
    line = csv_line((*cells, "end"))
    ((*row, end),) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert end == "end"
    return row


@pytest.mark.parametrize(
    ("lead", "mark"), [*product((*SKIPPED, *DROPPED), MARKS), *product(SKIPPED, BLANKS)]
)
def test_what_looks_like_a_formula_is_marked_as_text(lead: str, mark: str) -> None:
    for rest in ("1+1", 'HYPERLINK("x")', "产业"):
        (cell,) = read_back(f"{lead}{mark}{rest}")
        assert cell.startswith("'"), cell
        assert cell.endswith(rest)


@pytest.mark.parametrize("mark", (*MARKS, *BLANKS))
def test_any_cell_of_a_line_is_marked(mark: str) -> None:
    assert [cell[:1] for cell in read_back("一", f"{mark}1", "二", f"{mark}2")] == list("一'二'")


@pytest.mark.parametrize(
    "text",
    [
        "产业",
        "",
        "1+1=2",
        "a@b",
        "产业－项目",
        "“十四五”",
        "「＝」",
        "——破折号",
        "（=）",
        "3-5",
        "·=",
        "#-",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert read_back(text) == [text]


@pytest.mark.parametrize("number", [-1, -0.5, 0, 17, 3.25])
def test_numbers_are_no_text(number: float) -> None:
    assert read_back(number) == [str(number)]


LIKELY = st.text(st.sampled_from([*MARKS, *BLANKS, *" \"',\n\u3000产"]), max_size=4)
TEXTS = st.builds(str.__add__, LIKELY, st.text(st.characters(), max_size=9))


@example(["产", "＝1"])
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_line_holds_a_formula_and_none_loses_a_cell(texts: list[str]) -> None:
    cells = read_back(*texts)
    assert len(cells) == len(texts)
    assert [cell for cell in cells if FORMULA.match(cell)] == []


COMMANDS = (
    ("search", "产业"),
    ("search", "产业", "--all"),
    ("search", "产业", "-c"),
    ("search", "产业", "--explain"),
    ("search", '=1+1 | ＝cmd | "－产业" | @产业', "--any", "--explain"),
    ("list",),
    ("check", "-v"),
    ("terms",),
)


@pytest.fixture
def formulas(empty: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program with speeches whose names, titles and paragraphs look like formulas."""
    for number, mark in enumerate("=+-@＝＋－＠"):
        text = f"{mark}HYPERLINK({number})产业讲话\n\n同志们：\n{mark}cmd产业。\n　{mark}1产业。\n"
        write_speech(empty, f"{mark}{number}.txt", text)
        write_speech(empty, f"{mark}夹/ {mark}{number}.txt", text)
    monkeypatch.chdir(empty.folder)
    return empty


def read_cells(out: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(out, newline=""), strict=True):
        yield from row


def test_no_command_prints_a_formula(formulas: Program) -> None:
    for command in COMMANDS:
        done = run_here(*command, "--format", "csv")
        assert done.status == 0, done.error
        cells = list(read_cells(done.out))
        assert len(cells) > 10, command
        assert [cell for cell in cells if FORMULA.match(cell)] == [], command


def test_names_and_titles_are_marked_in_full_width_too(formulas: Program) -> None:
    rows = list(csv.DictReader(io.StringIO(run_here("list", "--format", "csv").out)))
    assert len(rows) == 16
    assert {row["title"][:2] for row in rows} == {f"'{mark}" for mark in "=+-@＝＋－＠"}


EVERY_COMMAND = {
    "check": (),
    "collocates": ("产业",),
    "compare": ("001",),
    "index": ("--list",),
    "keyness": ("--target", "001"),
    "kwic": ("产业",),
    "list": (),
    "ngrams": ("--min", "1"),
    "quote": ("产业兴则乡村兴",),
    "search": ("产业",),
    "terms": (),
    "trend": ("产业", "--by", "speech"),
}
"""Arguments with which each command that prints csv prints some."""


def list_commands() -> Iterator[str]:
    """Yield the commands that take ``--format csv``."""
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command
        for option in command.params:
            if isinstance(option.type, click.Choice) and "csv" in option.type.choices:
                yield name


def run_to_file(path: Path, *arguments: str) -> str:
    """Run a command line whose output goes to the end of a file; return what the file holds."""
    with path.open("a", encoding="utf-8") as file, mock.patch.object(sys, "stdout", file):
        run(list(arguments))
    return path.read_text(encoding="utf-8")


def test_only_a_file_begins_with_a_byte_order_mark(
    small: Program, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sorted(list_commands()) == sorted(EVERY_COMMAND)
    monkeypatch.chdir(small.folder)
    for name, arguments in EVERY_COMMAND.items():
        line = (name, *arguments, "--format", "csv")
        file = small.folder / f"{name}.csv"
        piped = run_here(*line).out
        assert piped.count(",") > 2, name
        assert "\ufeff" not in piped, name
        assert run_to_file(file, *line) == f"\ufeff{piped}", name
        assert run_to_file(file, *line) == f"\ufeff{piped}{piped}", name


def test_a_pipe_and_a_terminal_get_no_mark(small: Program) -> None:
    assert small.shell("speechkit list --format csv | head -1 | cut -d, -f1").out == "id\n"
    assert small.shell("speechkit list --format csv > l; head -c 5 l").out == "\ufeffid"
    assert "\ufeff" not in small.at_terminal("list", "--format", "csv").out
    mark = small.shell("speechkit list --format csv > l; head -c 2 l", {"PYTHONIOENCODING": "gbk"})
    assert mark.out == "id"
