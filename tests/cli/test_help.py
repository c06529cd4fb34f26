"""Help, the short page, the version, completion, and what starting costs."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from rich.console import Console

from cli.program import Program, run_here
from speechkit.cli.app import COMMANDS
from speechkit.cli.topics import TOPICS, Language, read_topic
from speechkit.render.cells import measure
from speechkit.render.pages.markdown import MarkdownPage

WITH_A_CORPUS = [name for name in COMMANDS if name not in ("completion", "help", "version")]


def test_the_short_page_shows_what_one_can_do(empty: Program) -> None:
    done = empty.process()
    assert done.status == 0
    assert len([line for line in done.lines if line.startswith("  speechkit ")]) == 5
    assert len(done.lines) < 15


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """The help of every command."""
    return {command: run_here(command, "-h").out for command in COMMANDS}


def test_every_command_is_listed_with_its_help(empty: Program, helps: dict[str, str]) -> None:
    out = empty("--help").out
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\S", out, re.MULTILINE)
        assert helps[command].startswith(f"Usage: speechkit {command}")


def test_every_command_has_the_shared_options_and_three_examples(helps: dict[str, str]) -> None:
    for command in WITH_A_CORPUS:
        for option in (
            "--corpus",
            "--format",
            "--index",
            "--encoding",
            "--user-words",
            "--no-follow",
        ):
            assert option in helps[command]
        assert "--color" in helps[command]
        assert len(re.findall(rf"^    .*speechkit {command}", helps[command], re.MULTILINE)) >= 3


def test_no_line_of_help_is_broken_at_80_columns(helps: dict[str, str]) -> None:
    lines = [line for text in helps.values() for line in text.splitlines()]
    assert [line for line in lines if measure(line) > 80] == []


def test_version(empty: Program) -> None:
    assert re.fullmatch(r"speechkit \d+\.\d+\.\d+\S*\n", empty("--version").out)
    assert run_here("version").out == empty("--version").out


ENGLISH, CHINESE = {"SPEECHKIT_LANG": "en"}, {"SPEECHKIT_LANG": "zh"}


def test_help_names_the_topics_in_the_language_of_the_user() -> None:
    assert run_here("help", environment=ENGLISH).lines[0] == "# speechkit help"
    assert run_here("help", environment=CHINESE).lines[0] == "# speechkit 帮助"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pipe_gets_a_topic_as_it_is_written(language: Language) -> None:
    for name in TOPICS:
        done = run_here("help", name, environment={"SPEECHKIT_LANG": language})
        assert (done.status, done.error) == (0, "")
        assert done.out == read_topic(name, language).text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Queries", "queries"),
        ("quer", "queries"),
        ("写稿人", "writer"),
        ("上手", "writer"),
        ("查询", "queries"),
        ("集群", "cluster"),
        ("研究", "research"),
        ("concordance", ""),
        ("。", ""),
        ("的", ""),
    ],
)
def test_a_part_of_a_title_is_enough(typed: str, name: str) -> None:
    done = run_here("help", typed, environment=ENGLISH)
    if name:
        assert done.out == read_topic(name, "en").text
    else:
        assert (done.status, done.out) == (2, "")
        assert "; the topics: writer, queries, " in done.error or "mentioned in: " in done.error


def test_traditional_chinese_is_made_of_all_but_code() -> None:
    done = run_here("help", "寫稿", environment={"SPEECHKIT_LANG": "zh_TW"})
    assert done.lines[0] == "# 寫稿人快速上手"
    assert "speechkit search 营商环境" in done.lines
    code = re.compile(r"`[^`\n]+`")
    simplified = read_topic("writer", "zh").text
    assert code.findall(done.out) == code.findall(simplified)


def test_what_no_title_has_is_looked_for_in_the_topics() -> None:
    done = run_here("help", "pipx", environment=ENGLISH)
    assert (done.status, done.out) == (2, "")
    assert done.error.startswith(
        "speechkit: no topic or command pipx; it is mentioned in: writer, troubleshooting\n"
    )


def test_help_of_a_command_is_its_help() -> None:
    for command in COMMANDS:
        assert run_here("help", command).out == run_here(command, "--help").out


def test_help_commands_has_the_help_of_all() -> None:
    page = run_here("help", "commands").out
    assert [line[13:] for line in page.splitlines() if line.startswith("## ")] == list(COMMANDS)
    for command in COMMANDS:
        assert run_here(command, "--help").out in page


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_topic_is_wider_than_its_terminal(language: Language, width: int) -> None:
    """Lines to be copied are never broken; the terminal does that by itself."""
    for name in TOPICS:
        out = io.StringIO()
        text = read_topic(name, language).text
        Console(file=out, width=width).print(MarkdownPage(text, hyperlinks=False))
        copied = set(re.findall(r"^speechkit .*$|^\S.*pipx.*$|^cmd .*$|^\$.*$", text, re.MULTILINE))
        for line in out.getvalue().splitlines():
            assert measure(line.rstrip()) <= min(width, 100) or line.strip() in copied, line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_of_a_topic_begins_with_a_mark_of_the_last_one(language: Language) -> None:
    for name in TOPICS:
        text = read_topic(name, language).text
        for width in (60,) if language == "en" else (60, 71):
            out = io.StringIO()
            Console(file=out, width=width).print(MarkdownPage(text, hyperlinks=False))
            for cell in re.split(r"\n|  +", out.getvalue()):
                assert not re.match("[、，。；：？！）》”]|['\"]$", cell.strip()), (
                    name,
                    width,
                    cell,
                )


def test_no_line_of_help_ends_within_a_command() -> None:
    for width in range(52, 90):
        for arguments in ((), ("--help",)):
            lines = run_here(*arguments, environment={"COLUMNS": str(width)}).lines
            assert [line for line in lines if line.endswith("speechkit")] == [], width
            assert max(map(len, lines)) <= width


def test_a_terminal_gets_a_page_without_marks(empty: Program) -> None:
    done = empty.at_terminal("help", "查询", environment=CHINESE)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert shown.splitlines()[0].rstrip() == "查询写法"
    assert "`" not in shown
    assert "##" not in shown
    assert "\x1b[1m" in done.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(empty: Program, shell: str) -> None:
    done = empty("completion", shell)
    assert done.status == 0
    assert "_SPEECHKIT_COMPLETE" in done.out


def test_ids_are_completed_from_the_index(sample: Program) -> None:
    def complete(words: str, number: int) -> list[str]:
        return sample.process(
            environment={
                "_SPEECHKIT_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(number),
            }
        ).lines

    assert complete("speechkit show 01", 2) == ["plain,010", "plain,011"]
    assert complete("speechkit terms --in 00", 3)[0] == "plain,000"
    assert complete("speechkit search 产业 --in 00", 4)[0] == "plain,000"
    assert complete("speechkit sh", 1) == ["plain,show"]
    assert complete("speechkit show -C /nonexistent 0", 4) == [""]


def test_completion_builds_no_index(small: Program) -> None:
    environment = {
        "_SPEECHKIT_COMPLETE": "bash_complete",
        "COMP_WORDS": "speechkit show 0",
        "COMP_CWORD": "2",
    }
    assert small.process(environment=environment).out.strip() == ""


HEAVY = ("rich", "jieba", "rjieba", "numpy", "rank_bm25", "opencc", "asyncio", "importlib.metadata")


@pytest.mark.parametrize(
    "arguments", [("search", "十四五"), ("show", "003"), ("list",), ("-h",), ("help", "writer")]
)
def test_nothing_heavy_is_imported_in_a_pipe(sample: Program, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "speechkit", *arguments],
        cwd=sample.folder,
        env=sample.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & set(HEAVY)
    if arguments == ("-h",):
        assert not {name for name in imported if name.startswith("speechkit.cli.commands.search")}
