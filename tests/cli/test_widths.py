"""No line of any command is wider than the terminal, whatever cells “ ” — … take there."""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import product
from unittest import mock

import pytest
from rich.console import Console

from cli.program import ROOT, SAMPLE
from speechkit.cli.app import run
from speechkit.render.cells import draw_bar, measure, widen_ambiguous
from speechkit.render.pages.markdown import MarkdownPage

_COLORS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

# What is to be copied stays in one line, as a path in `stats` or a reference of `cite`.
COMMANDS = [
    command.split(" ")
    for command in (
        *(
            "list",
            "check",
            "check -v",
            "stats",
            "terms",
            "terms 产业",
            "index",
            "help",
            "help writer",
        ),
        *("help queries", "help research", "help formats", "help search", "help kwic", "--help"),
        *("search -c 群众", "search 十四五", "search 十四五 --all", "search 群众 --explain", ""),
        *(
            "search 没有的词",
            "search 群众 NEAR/2 规划",
            "search 开发区 --format human --passages 3",
        ),
        *("show 005", "show 003:~1-", "show 003:5", "kwic 项目", "kwic 十四五 --sort right"),
        *("trend 十四五 群众 产业 --by speech", "trend 项目 --by year", "collocates 群众"),
        *("keyness --target 00* --reference 01*", "ngrams", "quote 目標要准任務要清"),
        *("compare 010 011", "serach", "search", "search x --formt csv", "list --since 去年"),
    )
]


class _Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def usual_widths() -> Iterator[None]:
    yield
    widen_ambiguous(False)


def _print_at(arguments: list[str], environment: dict[str, str]) -> str:
    screen = _Screen(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        mock.patch.multiple(sys, stdout=screen, stderr=screen),
        mock.patch.dict(os.environ, environment),
    ):
        run([argument for argument in arguments if argument])
    written = screen.detach()
    assert isinstance(written, io.BytesIO)
    return _COLORS.sub("", written.getvalue().decode())


def _count_cells(text: str, ambiguous: int) -> int:
    """Count by Unicode's own table, which the program does not read."""
    cells = {"W": 2, "F": 2, "A": ambiguous}
    return sum(
        cells.get(unicodedata.east_asian_width(character), 1)
        for character in text
        if unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )


_SLOW = pytest.mark.slow


@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize(
    "width", [60, pytest.param(80, marks=_SLOW), pytest.param(200, marks=_SLOW)]
)
def test_no_command_is_wider_than_the_terminal(
    width: int, ambiguous: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = {
        "COLUMNS": str(width),
        "LINES": "40",
        "PAGER": "cat",
        "TERM": "xterm-256color",
        "SPEECHKIT_AMBIGUOUS": str(ambiguous),
        "SPEECHKIT_CORPUS": str(SAMPLE),
        "XDG_CACHE_HOME": str(tmp_path_factory.getbasetemp() / "widths"),
    }
    for arguments in COMMANDS:
        for line in _print_at(arguments, environment).replace("\r", "\n").split("\n"):
            copied = ("    ", "  speechkit") if arguments[:1] != ["help"] else ("  ",)
            copied = ("speechkit:", *copied)
            if re.search(r"/\S{24}", line) or line.startswith(copied):
                continue  # examples, paths and notes, to be copied
            assert _count_cells(line, ambiguous) <= width, (arguments, line)


def test_a_bar_takes_its_share_of_the_cells() -> None:
    for wide in (False, True):
        widen_ambiguous(wide)
        for width in range(1, 60):
            cells = [measure(draw_bar(share / 16, width)) for share in range(17)]
            assert cells == sorted(cells)
            assert cells[0] == 0
            assert width - wide <= cells[-1] <= width


def test_the_head_of_a_table_is_folded_whole_above_its_rule() -> None:
    names = "编号和所在的文件夹", "标题、日期与讲话人"
    source = f"|{'|'.join(names)}|\n|---|---|\n|003|在甲县会议上的讲话|\n"
    for width, wide in product(range(18, 60, 7), (False, True)):
        widen_ambiguous(wide)
        screen = io.StringIO()
        Console(file=screen, width=width).print(MarkdownPage(source))
        head, rule, rows = re.split("(─+)", screen.getvalue())
        assert sorted("".join(head.split())) == sorted("".join(names))
        assert measure(rule) in (width, width - 1)
        assert "003" in rows


def test_a_command_of_help_is_whole_in_a_narrow_terminal() -> None:
    source = (ROOT / "speechkit/help/en/troubleshooting.md").read_text(encoding="utf-8")
    commands = [
        line
        for code in re.findall(r"```\w*\n(.*?)```", source, re.DOTALL)
        for line in code.splitlines()
    ]
    environment = {"COLUMNS": "40", "LINES": "40", "PAGER": "cat", "SPEECHKIT_LANG": "en"}
    printed = _print_at(["help", "troubleshooting"], environment)
    assert any(len(line) > 40 for line in commands)
    assert all(f"  {line}\n" in printed.replace("\r", "") for line in commands if line)
