"""The documents are true: what they name exists, what exists is named, and their examples run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from cli.program import SAMPLE, Finished, Program
from click.testing import CliRunner
from picture import PICTURE, run_session

from speechkit.cli.app import COMMANDS, commands

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "SECURITY.md")
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/speechkit search 十四五",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
    " && .venv/bin/python -m pytest -n 2",
)

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_OPTION = re.compile(r"(?<![\w\[-])(--[a-z][a-z-]*|-[A-Za-z0](?![\w-]))")
_CALL = re.compile(r"speechkit ([a-z]+)\b([^|;)\n]*)")
_PROGRAMS = ("jq", "diff", "awk", "xargs")
_FOR_PEOPLE = {"fzf": "head -n 1", "vim": 'grep -q ":" "$2"'}


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str = "sh") -> list[str]:
    """The code blocks of a document."""
    return [body.rstrip() for kind, body in _BLOCK.findall(read(name)) if kind == language]


def code(name: str) -> list[str]:
    """The pieces of code within the sentences of a document."""
    return _CODE.findall(_BLOCK.sub("", read(name)))


@cache
def read_help(command: str) -> str:
    arguments = list(filter(None, (command, "--help")))
    return CliRunner().invoke(commands, arguments, prog_name="speechkit").output


@cache
def options(command: str) -> frozenset[str]:
    """The options that a command's help names; of the program itself for an empty name."""
    listed = read_help(command).partition("\nOptions:\n")[2]
    return frozenset(
        option
        for line in re.findall(r"^  (-\S.*)$", listed, re.MULTILINE)
        for option in _OPTION.findall(line.partition("  ")[0])
    )


def named_calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of the program that a piece of code calls, and the options they get."""
    for command, rest in _CALL.findall(text):
        if command not in COMMANDS:
            raise AssertionError(f"no command {command}: {text}")
        yield command, _OPTION.findall(rest)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_and_option_that_is_named_exists(name: str) -> None:
    for text in (*blocks(name), *code(name)):
        for command, given in named_calls(text):
            assert set(given) <= options(command), text
    every = frozenset[str]().union(*map(options, ("", *COMMANDS)))
    alone = {
        option for text in code(name) if text.startswith("-") for option in _OPTION.findall(text)
    }
    assert alone <= every


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_that_exists_is_named(name: str) -> None:
    named = set(code(name))
    words = {word for text in named for word in _OPTION.findall(text)}
    for command in COMMANDS:
        assert any(text.startswith(f"speechkit {command}") for text in named), command
        assert options(command) <= words, command
    assert options("") <= words


def test_the_readmes_have_the_same_code() -> None:
    english, chinese = READMES
    assert _BLOCK.findall(read(english)) == _BLOCK.findall(read(chinese))
    assert [line for line in code(english) if line.startswith("speechkit")] == [
        line for line in code(chinese) if line.startswith("speechkit")
    ]


@pytest.mark.parametrize("name", READMES)
def test_the_two_lines_that_set_it_up(name: str) -> None:
    installing = [block for block in blocks(name) if "pip" in block or "venv" in block]
    assert installing == list(SET_UP)
    assert PICTURE.relative_to(ROOT).as_posix() in read(name)


def test_the_line_for_the_tests_is_the_one_that_ci_runs() -> None:
    assert SET_UP[1] in read(".ci/run").splitlines()
    assert SET_UP[1] in read("CONTRIBUTING.md").splitlines()


def _repository_files() -> Iterator[Path]:
    """Yield the files of the repository: all that no tool has made."""
    made = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made and "_cache" not in name]
        yield from (Path(folder, name) for name in files)


def test_no_registry_is_named() -> None:
    hosts = re.compile(rb"\b(py" + rb"pi\.org|python" + rb"hosted|test\.py" + rb"pi)\b")
    assert [path for path in _repository_files() if hosts.search(path.read_bytes())] == []


def test_links_lead_somewhere() -> None:
    for name in (*DOCUMENTS, "ARCHITECTURE.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", read(name)):
            assert target.startswith("https://") or (ROOT / target).exists(), (name, target)


def test_the_paths_that_documents_name_exist() -> None:
    for name in ("CONTRIBUTING.md", "ARCHITECTURE.md"):
        for text in code(name):
            if re.fullmatch(r"(speechkit|tests|corpus|\.ci|\.assets)/[\w./-]+", text):
                assert (ROOT / text).exists(), (name, text)


# The examples


@pytest.fixture(scope="module")
def reader(
    private_cache: Path, dictionary_settings: object, tmp_path_factory: pytest.TempPathFactory
) -> Program:
    """A person with the sample corpus, a folder ~/讲话, a list of words, and no time for fzf."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "work"
    shutil.copytree(SAMPLE, folder / "corpus")
    (home / "讲话").mkdir()
    shutil.copy(next(SAMPLE.glob("003*")), home / "讲话")
    (folder / "我的词.txt").write_text("百日攻坚\n", encoding="utf-8")
    programs = home / "programs"
    programs.mkdir()
    calls = {"speechkit": f'exec "{sys.executable}" -m speechkit "$@"', **_FOR_PEOPLE}
    for name, script in calls.items():
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(private_cache.parent),
        "LANG": "C.UTF-8",
    }
    return Program(folder, environment)


def run_example(reader: Program, example: str) -> Finished:
    """Run an example as it stands; skip it, saying so, where a program is missing."""
    missing = [
        name for name in _PROGRAMS if re.search(rf"\b{name} ", example) and not shutil.which(name)
    ]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing for: {example}")
    done = subprocess.run(
        ["bash", "-e", "-c", example],
        cwd=reader.folder,
        env=reader.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


EXAMPLES = [block for block in blocks(READMES[0]) if block not in SET_UP]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0][:40])
def test_the_examples_of_the_readme_run(reader: Program, example: str) -> None:
    files = set(reader.folder.iterdir())
    done = run_example(reader, example)
    assert done.status == 0, done.error
    assert all(line.startswith("speechkit: ") for line in done.error.splitlines()), done.error
    made = set(reader.folder.iterdir()) - files
    assert done.out or made
    assert all(path.is_dir() or path.stat().st_size for path in made)


def test_the_example_of_the_library_runs(reader: Program) -> None:
    (example,) = blocks(READMES[0], "python")
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=reader.folder,
        env=reader.environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "十四五" in done.stdout


@pytest.mark.parametrize(
    "session", [s for block in blocks(READMES[0], "console") for s in block.split("\n\n$ ")]
)
def test_the_sessions_of_the_readme_are_real(reader: Program, session: str) -> None:
    typed, _, shown = session.removeprefix("$ ").partition("\n")
    done = run_example(reader, f"COLUMNS=80 {typed} --format human")
    assert [line.rstrip() for line in done.lines] == shown.splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_three_examples_and_they_run(reader: Program, command: str) -> None:
    # Of completion only the command itself: two of its three shells are not the one here.
    form = r"speechkit completion \w+" if command == "completion" else r"^    .*speechkit .*$"
    examples = re.findall(form, read_help(command), re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        done = run_example(reader, example)
        assert done.status == 0, (example, done.error)
        assert done.out or ">" in example, example


# What is documented of the output


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "十四五", "--passages", "2", "--explain"),
        ("show", "003"),
        ("list",),
        ("index", "-v"),
        ("kwic", "产业"),
        ("trend", "产业", "--by", "speech"),
        ("collocates", "群众"),
        ("keyness", "--target", "003"),
        ("ngrams",),
        ("terms", "产业"),
        ("stats",),
        ("check", "003"),
        ("quote", "方向要准"),
        ("compare", "011"),
        ("export", "documented", "--force"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_fields_of_jsonl_are_documented(reader: Program, arguments: tuple[str, ...]) -> None:
    record = json.loads(reader(*arguments, "--format", "jsonl").lines[0])
    for name in READMES:
        rows = [row for row in read(name).splitlines() if row.startswith(f"| `{arguments[0]}` |")]
        documented = set(_CODE.findall(rows[-1].split("|")[3]))
        assert set(record) == {field for field in documented if not field.startswith("-")}


def test_the_picture_shows_what_the_program_prints(
    private_cache: Path, dictionary_settings: object
) -> None:
    """If not, ``python tests/picture.py`` draws it again; scores alone are no reason to."""
    drawn = "".join(re.findall(r">([^<>]+)</tspan>", PICTURE.read_text(encoding="utf-8")))
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\s", "", run_session(private_cache.parent))
    score = re.compile(r"\d+\.\d")
    assert score.sub("", unescape(drawn)) == score.sub("", shown)
