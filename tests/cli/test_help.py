"""Help, the short page, the version, completion, and what starting costs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from cli.program import Program
from speechkit.render.pages.layout import measure

COMMANDS = (
    "search",
    "show",
    "list",
    "index",
    "kwic",
    "trend",
    "collocates",
    "keyness",
    "ngrams",
    "terms",
    "stats",
    "check",
    "quote",
    "compare",
    "cite",
    "export",
    "completion",
)


def test_the_short_page_shows_what_one_can_do(empty: Program) -> None:
    done = empty()
    assert done.status == 0
    assert len([line for line in done.lines if line.startswith("  speechkit ")]) == 5
    assert len(done.lines) < 15


@pytest.fixture(scope="module")
def helps(sample: Program) -> dict[str, str]:
    """The help of every command."""
    return {command: sample(command, "-h").out for command in COMMANDS}


def test_every_command_is_listed_with_its_help(empty: Program, helps: dict[str, str]) -> None:
    out = empty("--help").out
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\S", out, re.MULTILINE)
        assert helps[command].startswith(f"Usage: speechkit {command}")


def test_every_command_has_the_shared_options_and_three_examples(helps: dict[str, str]) -> None:
    for command in COMMANDS[:-1]:
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
        assert len(re.findall(rf"^    speechkit {command}", helps[command], re.MULTILINE)) >= 3


def test_no_line_of_help_is_broken_at_80_columns(helps: dict[str, str]) -> None:
    lines = [line for text in helps.values() for line in text.splitlines()]
    assert [line for line in lines if measure(line) > 80] == []


def test_every_example_works(sample: Program, helps: dict[str, str]) -> None:
    for command in COMMANDS[:-1]:
        for example in re.findall(r"^    (speechkit .*)", helps[command], re.MULTILINE):
            if "~/" in example or ">" in example:
                continue
            script = example.replace("xargs speechkit", f"xargs {sys.executable} -m speechkit")
            done = sample.shell(script)
            assert done.status == 0, (example, done.error)
            assert done.out, example


def test_version(empty: Program) -> None:
    assert re.fullmatch(r"speechkit \d+\.\d+\.\d+\S*\n", empty("--version").out)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(empty: Program, shell: str) -> None:
    done = empty("completion", shell)
    assert done.status == 0
    assert "_SPEECHKIT_COMPLETE" in done.out


def test_ids_are_completed_from_the_index(sample: Program) -> None:
    def complete(words: str, number: int) -> list[str]:
        return sample(
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
    assert small(environment=environment).out.strip() == ""


HEAVY = ("rich", "jieba", "rjieba", "numpy", "rank_bm25", "opencc", "asyncio", "importlib.metadata")


@pytest.mark.parametrize("arguments", [("search", "十四五"), ("show", "003"), ("list",), ("-h",)])
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
