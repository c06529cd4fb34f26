"""Mistakes that click finds are told in plain words, with what to type."""

from __future__ import annotations

import click
import pytest

from cli.program import ROOT, Program, run_here
from speechkit.cli.app import CHINESE_NAMES, COMMANDS, commands
from speechkit.cli.dashes import explain_dashes
from speechkit.cli.paths import PathType
from speechkit.cli.usage import OTHER_NAMES


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("show", "show needs ID[:PARAGRAPH]; for example: speechkit show 003"),
        ("keyness", "keyness needs --target SCOPE; for example: speechkit keyness --target 003"),
        ("completion", "completion needs SHELL"),
        ("completion bsh", "SHELL takes bash, zsh or fish, not bsh; write bash"),
        ("show 003 --numbr", "show has no option --numbr; did you mean --number?"),
        ("show 003 --zzz", "show has no option --zzz"),
        ("--zzz", "speechkit has no option --zzz"),
        ("search 产业 -n", "-n needs a value: a number, such as 10"),
        ("search 产业 --sort", "--sort needs a value: relevance, id, title, date or matches"),
        ("show 003 --raw=x", "--raw takes no value; leave it out"),
        ("search 产业 --sort size", "--sort takes relevance, id, title, date or matches, not size"),
        (
            "search 产业 --format excel",
            "--format takes human, tsv, csv, jsonl, md, cite, grep or trec, not excel; write"
            " --format csv",
        ),
        (
            "show 003 --format xlsx",
            "--format takes human, tsv or jsonl, not xlsx; write --format tsv",
        ),
        (
            "list --sort 日期",
            "--sort takes id, title, date or characters, not 日期; write --sort date",
        ),
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
        ("search 产业 －C corpus", "－C has dashes that are no minus signs; write -C DIR"),
        ("list —n 1", "—n has dashes that are no minus signs; write -n N"),
        ("search 产业 –n3", "–n3 has dashes that are no minus signs; write -n3"),
        ("search 产业 －－l", "－－l has dashes that are no minus signs; write -l"),
        ("—h", "—h has dashes that are no minus signs; write -h"),
        ("list —format csv", "—format has dashes that are no minus signs; write --format"),
        ("search 产业 --ａｌｌ", "--ａｌｌ has letters of full width; write --all"),
        ("search 产业 -ｎ 3", "-ｎ has letters of full width; write -n"),
        ("list －－ｌｉｍｉｔ＝3", "－－ｌｉｍｉｔ＝3 has letters of full width; write --limit=3"),
        ("ｓｅａｒｃｈ 产业", "no command ｓｅａｒｃｈ; did you mean search?"),
        ("help 搜索", "no topic or command 搜索; did you mean search?"),
        ("help serach", "no topic or command serach; did you mean search?"),
        ("help writter", "no topic or command writter; did you mean writer?"),
        ("list corpus", "list takes the folder of the speeches behind -C; write -C corpus"),
        (
            "show 003:",
            "nothing is behind the colon; write 003:12, or 003:12-15 for several, 003:12- for all"
            " from there",
        ),
        (
            "quote 产业 --draft README.md",
            "TEXT and --draft are two ways to say what is checked; leave out one",
        ),
        ("trend", "nothing to search for; try: speechkit trend 十四五"),
        ("compare tests", "tests is a folder; write the file in it that is meant: tests/FILE"),
        (
            "list --since 2023-02-30",
            "--since takes a date such as 2024, 2024-05 or 2024-05-31, not 2023-02-30",
        ),
        (
            "list --until 2024年6月31日",
            "--until takes a date such as 2024, 2024-05 or 2024-05-31, not 2024年6月31日",
        ),
        ("搜索 产业", "no command 搜索; did you mean search?"),
        ("帮助", "no command 帮助; did you mean help?"),
        ("列表", "no command 列表; did you mean list?"),
        ("产业", "no command 产业; to search for it: speechkit search 产业"),
        (
            "list -C setup.none/x --user-words none",
            "--user-words: there is no file none; check the path",
        ),
        ("export README.md", "FOLDER is a folder, and README.md is a file; choose another"),
        (
            "trend 产业 --svg corpus",
            "--svg takes a file, and corpus is a folder; write --svg corpus/FILE",
        ),
        ("产业|$x", "no command 产业|$x; to search for it: speechkit search '产业|$x'"),
    ],
)
def test_mistakes_in_plain_words(line: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run_here(*line.split())
    assert (done.status, done.out) == (2, "")
    first, *rest = done.error.splitlines()
    assert first == f"speechkit: {told}"
    assert all(more.startswith("speechkit: see speechkit") for more in rest)


@pytest.mark.parametrize(
    "typed", ["产业 —— 群众", "—今年", "产业 -群众", "-- ——all", "－C919", "－项目", "-- －C", "－"]
)
def test_dashes_of_a_text_stay_text(sample: Program, typed: str) -> None:
    assert "minus signs" not in sample("search", *typed.split()).error


def test_no_chinese_name_means_two_commands() -> None:
    words = [word for names in CHINESE_NAMES.values() for word in names.split()]
    assert len(words) == len(set(words))
    assert set(CHINESE_NAMES) <= set(COMMANDS)


def _list_parameters(command: str) -> list[click.Parameter]:
    tool = commands.get_command(click.Context(commands), command)
    assert tool is not None
    return tool.params


@pytest.mark.parametrize("command", COMMANDS)
def test_every_path_that_is_a_folder_or_a_file_where_the_other_is_due(command: str) -> None:
    for parameter in _list_parameters(command):
        kind = parameter.type
        if not isinstance(kind, PathType) or (kind.file_okay and kind.dir_okay):
            continue
        wrong, other = (ROOT / "README.md", ROOT) if kind.dir_okay else (ROOT / "corpus", "FILE")
        is_option = isinstance(parameter, click.Option)
        done = run_here(command, *(parameter.opts[:1] if is_option else []), str(wrong))
        first = done.error.splitlines()[0]
        assert f"and {wrong} is a {'file' if kind.dir_okay else 'folder'}; " in first
        way = f"write {parameter.opts[0]} {other if kind.dir_okay else wrong / other}"
        assert first.endswith(way if is_option else "choose another")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_long_option_needs_two_minus_signs(command: str, sample: Program) -> None:
    typed_names = [name for parameter in _list_parameters(command) for name in parameter.opts]
    for name in ("--help", *(name for name in typed_names if name[:2] == "--")):
        for typed in (name[1:], f"-{name}", f"{name[1:]}=5"):
            done = run_here(command, typed)
            meant = typed.lstrip("-")
            told = f"speechkit: {typed} needs two minus signs; write --{meant}"
            assert (done.status, done.out, done.error.splitlines()) == (2, "", [told])


@pytest.mark.parametrize("typed", ["-help", "-version", "---version"])
def test_options_of_the_program_need_two_minus_signs(typed: str) -> None:
    done = run_here(typed)
    assert done.error.splitlines()[0].endswith(f"write --{typed.lstrip('-')}")


def test_what_is_behind_an_option_is_its_value(sample: Program) -> None:
    for line in ("群众 --not -limit", "--regex -all", "-- -all", "-limits 群众"):
        assert "minus signs" not in sample("search", *line.split()).error


def test_other_names_are_of_what_an_option_takes() -> None:
    kinds = [parameter.type for command in COMMANDS for parameter in _list_parameters(command)]
    choices = {str(c) for kind in kinds if isinstance(kind, click.Choice) for c in kind.choices}
    assert set(OTHER_NAMES) <= choices


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("word", "md"),
        (".md", "md"),
        ("json", "jsonl"),
        ("cvs", "csv"),
        ("GB/T7714", "cite"),
        ("pdf", ""),
    ],
)
def test_a_format_that_is_near_is_named(typed: str, way: str) -> None:
    error = run_here("search", "产业", "--format", typed).error.splitlines()[0]
    assert error.endswith(f"; write --format {way}" if way else f"not {typed}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_known_with_another_dash(command: str) -> None:
    """As an input method and an editor put them; with a value it is the value's dash."""
    parameters = _list_parameters(command)
    for name in (name for parameter in parameters for name in parameter.opts if name[0] == "-"):
        for dash in "－–—―−‐‑":
            typed = dash * (len(name) - len(name.lstrip("-"))) + name.lstrip("-")
            assert explain_dashes(parameters, [typed]).partition("write ")[2].split()[0] == name
            assert not explain_dashes(parameters, ["--", typed])
            assert not explain_dashes(parameters, ["-C", typed])
        assert not explain_dashes(parameters, [name])
