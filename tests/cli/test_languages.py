"""The program in Chinese: as it is chosen, by click too, in lines that fit; and as data never."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.program import Finished, Program
from speechkit.cli.app import COMMANDS, commands
from speechkit.render.cells import measure

CHINESE = {"SPEECHKIT_LANG": "zh"}
TESTS = Path(__file__).parents[1]

FILES = {
    "县/003.txt": "在甲县会议上的讲话|（2024年3月5日）|同志们：|产业兴，项目旺。|教育是根本。|",
    "县/002.txt": "在乙县座谈会上的讲话|同志们：|教育、产业兴则乡村兴。|产业项目要好，产业要强。|",
    "县/001.txt": "在丙县会议上的讲话|同志们：|教育是根本，&amp;臺灣也是。|抓产业。|产业与人。|",
    "县/006.txt": "在戊县会议上的讲话|同志们：|教育是根本，&amp;臺灣也是。|抓产业。|产业与人。|",
    "004.txt": "產業座談會記錄|各位：|臺灣的產業很發達。|教育也好。|產業、教育。|",
    "005.html": "<title>在丁县会议上的讲话</title><p>在丁县会议上的讲话<p>教育强则国强，产业强。"
    "<p>字号：大 中 小<p>责任编辑：王小二",
    "表.xlsx": "PK",
    "坏.docx": "PK no archive",
    "空.txt": "",
    "草稿.txt": "有人说“产业兴，项目旺”，又说“教育是大本”。|产业项目要好，产业要强，这是对的。|",
}
"""Speeches, a bar for each line end, with something for each command to tell."""

LINES = {
    "search": (
        *("产业", "产业 --all", "产业 教育 --passages 2", "火星 产业 --any", "产业 -c", "产业 -l"),
        *("产业 --explain -n 1", "王小二", "王小二 --dropped", "产业 --in 县 --since 2024"),
        *("火星", "产业 AND 教育", "产业、教育", "题目:产业", "产业 -i", "产业 -rn", "title:火星"),
        *("。", "-火星", "产业 NEAR/2 教育", "教育 -产业 -教育", "产业 --in 999"),
        *("产业 --in 县/00", "产业 -0", "产业 --reverse", "产业 -l -c", "产业 -n 0"),
        *("产业 --encoding utf9", "产业 --index http://x", "产业 --user-words 没有.txt"),
        *("产业 --since 20x", "产业 --since 2025 --until 2024", "产业 -C 没有", "产业 --not ''"),
        *(
            "--regex 第[一",
            "--regex 'a**'",
            "--regex 产.",
        ),
    ),
    "show": ("003", "004 --simplified", "003:2", "005:~1", "003:99", "9", "003:x", "003:~9", "00"),
    "list": ("", "--sort date", "-n 2", "--since 2025", "--speaker 王"),
    "quote": (
        "产业兴，项目旺",
        "教育是大本",
        "火星文",
        "--draft corpus/草稿.txt --min 2",
        "",
        "- -",
    ),
    "compare": (
        "草稿 --min 6",
        "001 006 --min 6",
        "001 006 --since 2024",
        "没有.txt",
        "001 --min 3",
    ),
    "export": ("clean --force", "clean", "corpus/里"),
    "open": ("003:2 --print", "-C - 003", "999", "003:5-2"),
    "cite": ("003 004:2", "003 --accessed 2026-01-01", "999"),
    "index": (
        "",
        "-v",
        "--rebuild",
        "--list",
        "--list --index 没有",
        "--remove",
        "--list -C corpus",
    ),
    "kwic": ("产业", "产业 --sort date", "火星", "-产业", "产业 --seed 2"),
    "trend": ("产业 教育", "产业 --by speech", "产业 --by folder", "产业 --by speaker", "火星"),
    "collocates": ("产业 --min 1", "产业 --min 99", "火星"),
    "keyness": ("--target 003 --min 1", "--target 县/ --reference 004", "--target '*'", ""),
    "ngrams": ("-n 2 --min 2", "--characters -n 2-3 --longest", "--min 99", "-n x"),
    "terms": ("", "产", "--in 003", "火星", "--min 99"),
    "stats": ("", "--since 2024"),
    "check": ("", "-v", "--dropped", "003 -v", "--no-duplicates", "999"),
    "completion": ("bash", "tcsh"),
    "help": ("nothing", "写"),
    "version": ("",),
}
"""What is run of each command, once for each of its formats; mistakes and empty answers too."""

_TIMES = re.compile(
    r'(?<="index_age": )\d+|(?<="seconds": )[0-9.]+|(?<=index age in seconds\t)\d+'
    r"|\d{4}-\d\d-\d\dT[\d:]+Z"
)
_WORDS = re.compile("[a-z]+(?:,? [a-z]+){2,}")
"""Three words in a row: a phrase of English, or a command that is to be typed."""

_COMMAND = re.compile("speechkit [a-z]+( --?[a-z]+)*")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show",), "show 后面要写：编号[:段号]；例如：speechkit show 003"),
        (("list", "--limt"), "list 没有 --limt 这个选项；是不是 --limit？"),
        (("list", "--format", "x"), "--format 只能是 human、tsv、csv 或 jsonl，不能是“x”"),
        (("list", "x"), "list 后面不能有“x”，请去掉"),
    ],
)
def test_click_speaks_chinese_too(empty: Program, arguments: tuple[str, ...], told: str) -> None:
    done = empty.process(*arguments, environment=CHINESE)
    assert done.status == 2
    assert told in done.error


def test_traditional_chinese_is_read_where_it_is_spoken(empty: Program) -> None:
    assert (
        "檢索中文講話稿"
        in empty.process(
            environment={"SPEECHKIT_LANG": "", "LANG": "zh_TW.UTF-8", "LC_ALL": ""}
        ).out
    )


def read_formats(name: str) -> tuple[str, ...]:
    """Return the formats of a command; one that has none prints for people alone."""
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    for parameter in command.params:
        if parameter.name == "format_name" and isinstance(parameter.type, click.Choice):
            return tuple(parameter.type.choices)
    return ()


def list_lines() -> Iterator[tuple[str, str]]:
    """Yield each line that is run and its format; "" where the command has none."""
    for name, lines in LINES.items():
        for line in lines:
            for output_format in read_formats(name) or ("",):
                option = f" --format {output_format}" if output_format else ""
                yield f"{name} {line}{option}", output_format


def run_all(folder: Path, language: str, lines: list[str]) -> list[Finished]:
    """Run command lines in a process of their own, which has the language."""
    code = (
        "import json, os, shlex, sys\n"
        "from speechkit.language import use_language\n"
        "use_language(sys.argv[1])\n"
        "from cli.program import run_here\n"
        "for line in json.load(sys.stdin):\n"
        "    print(json.dumps(run_here(*shlex.split(line))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, language],
        input=json.dumps(lines),
        cwd=folder,
        env={**Program(folder, {}).environment, "XDG_CACHE_HOME": str(folder / "cache")}
        | {"PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Finished(*json.loads(line)) for line in done.stdout.splitlines()]


def check_languages(folder: Path) -> None:
    """Data and exit codes are the same in both languages; what people read is Chinese in one."""
    for name, text in FILES.items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("|", "\n"), encoding="utf-8")
    listed = list(list_lines())
    lines = [f"{line} --color never" if of else line for line, of in listed]
    run_all(folder, "", ["index"])
    english, chinese = (run_all(folder, language, lines) for language in ("", "zh_CN"))
    is_english = set()
    for (line, output_format), one, other in zip(listed, english, chinese, strict=True):
        assert one.status == other.status, line
        if output_format not in ("human", ""):
            assert _TIMES.sub("", one.out) == _TIMES.sub("", other.out), line
        read = other.error + (other.out if output_format == "human" else "")
        is_english |= {told for told in read.splitlines() if _WORDS.search(_COMMAND.sub("", told))}
    assert sorted(is_english) == []
    assert any(one.error != other.error for one, other in zip(english, chinese, strict=True))


@pytest.mark.slow
def test_what_programs_read_is_the_same_in_chinese(tmp_path: Path) -> None:
    assert set(LINES) >= set(commands.list_commands(click.Context(commands)))
    check_languages(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_line_of_chinese_help_is_broken_at_80_columns(empty: Program, command: str) -> None:
    arguments = filter(None, (command, "--help"))
    lines = empty.process(*arguments, environment=CHINESE).lines
    assert [line for line in lines if measure(line) > 80] == []
    options = "\n".join(lines).partition("选项：")[2]
    assert not _WORDS.search(options), options
