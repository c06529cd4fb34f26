"""The program in Chinese: as it is chosen, by click too, in lines that fit; and as data never."""

from __future__ import annotations

import pytest

from cli.program import Program
from speechkit.cli.app import COMMANDS
from speechkit.render.pages.layout import measure

CHINESE = {"SPEECHKIT_LANG": "zh"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show",), "缺少 ID"),
        (("list", "--limt"), "没有 '--limt' 这个选项"),
        (("list", "--format", "x"), "--format' 的值无效：'x' 不在可选值"),
        (("list", "x"), "多出参数（x）"),
    ],
)
def test_click_speaks_chinese_too(empty: Program, arguments: tuple[str, ...], told: str) -> None:
    done = empty(*arguments, environment=CHINESE)
    assert done.status == 2
    assert told in done.error


def test_traditional_chinese_is_read_where_it_is_spoken(empty: Program) -> None:
    assert (
        "語料" in empty(environment={"SPEECHKIT_LANG": "", "LANG": "zh_TW.UTF-8", "LC_ALL": ""}).out
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_line_of_chinese_help_is_broken_at_80_columns(empty: Program, command: str) -> None:
    arguments = filter(None, (command, "--help"))
    lines = empty(*arguments, environment=CHINESE).lines
    assert [line for line in lines if measure(line) > 80] == []
