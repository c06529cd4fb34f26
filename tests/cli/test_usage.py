"""Mistakes that click finds are told in plain words, with what to type."""

from __future__ import annotations

import pytest

from cli.program import ROOT, Program, run_here
from speechkit.cli.app import CHINESE_NAMES, COMMANDS


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("show", "show needs ID[:PARAGRAPH]; for example: speechkit show 003"),
        ("keyness", "keyness needs --target SCOPE; for example: speechkit keyness --target 003"),
        ("completion", "completion needs SHELL"),
        ("completion bsh", "SHELL takes bash, zsh or fish, not bsh"),
        ("show 003 --numbr", "show has no option --numbr; did you mean --number?"),
        ("show 003 --zzz", "show has no option --zzz"),
        ("--zzz", "speechkit has no option --zzz"),
        ("search 产业 -n", "-n needs a value: a number, such as 10"),
        ("search 产业 --sort", "--sort needs a value: relevance, id, title, date or matches"),
        ("show 003 --raw=x", "--raw takes no value; leave it out"),
        ("search 产业 --sort size", "--sort takes relevance, id, title, date or matches, not size"),
        ("list 甲 乙", "list takes no 甲 乙 here; leave it out"),
        ("list -C README.md", "-C takes a folder, and README.md is a file; write -C ."),
        (
            "list -C corpus/006_fangxun.txt",
            "-C takes a folder, and corpus/006_fangxun.txt is a file; write -C corpus",
        ),
        ("search 产业 ——all", "——all has dashes that are no minus signs; write --all"),
        (
            "search 产业 －－limit=3",
            "－－limit=3 has dashes that are no minus signs; write --limit=3",
        ),
        ("list —format csv", "—format has dashes that are no minus signs; write --format"),
        ("搜索 产业", "no command 搜索; did you mean search?"),
        ("帮助", "no command 帮助; did you mean help?"),
        ("列表", "no command 列表; did you mean list?"),
        ("产业", "no command 产业; to search for it: speechkit search 产业"),
        ("产业|$x", "no command 产业|$x; to search for it: speechkit search '产业|$x'"),
        ("list -C setup.none/x --user-words none", "--user-words: file 'none' does not exist"),
    ],
)
def test_mistakes_in_plain_words(line: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run_here(*line.split())
    assert (done.status, done.out) == (2, "")
    first, *rest = done.error.splitlines()
    assert first == f"speechkit: {told}"
    assert all(more.startswith("speechkit: see speechkit") for more in rest)


@pytest.mark.parametrize("typed", ["产业 —— 群众", "—今年", "产业 -群众", "-- ——all"])
def test_dashes_of_a_text_stay_text(sample: Program, typed: str) -> None:
    assert "minus signs" not in sample("search", *typed.split()).error


def test_no_chinese_name_means_two_commands() -> None:
    words = [word for names in CHINESE_NAMES.values() for word in names.split()]
    assert len(words) == len(set(words))
    assert set(CHINESE_NAMES) <= set(COMMANDS)
