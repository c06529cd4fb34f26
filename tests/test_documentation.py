"""The documents are true: what they name exists, what exists is named, and their examples run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import picture
import pytest
from cli.program import SAMPLE, Finished, Program, run_here
from click.testing import CliRunner
from documents import (
    LANGUAGES,
    PAIRS,
    READMES,
    ROOT,
    TOPIC_FILES,
    blocks,
    code,
    kinds_of_blocks,
    language_of,
    read,
    run_session,
    sessions,
)
from made_docx import make_docx, paragraph

from speechkit.cli.app import COMMANDS, commands
from speechkit.cli.topics import OVERVIEW, TOPICS

DOCUMENTS = (*READMES, "CONTRIBUTING.md", "SECURITY.md", *TOPIC_FILES["en"], *TOPIC_FILES["zh"])
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/speechkit search 十四五",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
    " && .venv/bin/python -m pytest -n 2",
)

_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_OPTION = re.compile(r"(?<![\w\[-])(--[a-z][a-z-]*|-[A-Za-z0](?![\w-]))")
_CALL = re.compile(r"speechkit ([a-z]+)\b([^|;)\n]*)")
_PROGRAMS = ("jq", "diff", "awk", "xargs")
_FOR_PEOPLE = {"fzf": "head -n 1", "vim": 'grep -q ":" "$2"'}


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_topic_is_in_the_overview(language: str) -> None:
    named = set(code(f"speechkit/help/{language}/{OVERVIEW}.md"))
    assert set(COMMANDS) <= named
    assert {f"speechkit help {topic}" for topic in TOPICS} <= named


def test_every_topic_is_written_in_every_language() -> None:
    for language in LANGUAGES:
        assert {Path(name).stem for name in TOPIC_FILES[language]} == {OVERVIEW, *TOPICS}


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_name_every_command_and_are_short(name: str) -> None:
    assert set(COMMANDS) <= set(code(name))
    assert len(read(name).splitlines()) <= 200


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_have_the_same_code(english: str, chinese: str) -> None:
    assert kinds_of_blocks(english) == kinds_of_blocks(chinese)
    for kind in set(kinds_of_blocks(english)) - {"console"}:
        assert blocks(english, kind) == blocks(chinese, kind)
    typed = [[line for line, _ in sessions(read(name))] for name in (english, chinese)]
    assert typed[0] == typed[1]


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_have_the_same_chapters(english: str, chinese: str) -> None:
    shape = [
        re.findall(r"^(#+ |\||\*\*\d)", read(name), re.MULTILINE) for name in (english, chinese)
    ]
    assert shape[0] == shape[1]


@pytest.mark.parametrize("name", READMES)
def test_the_two_lines_that_set_it_up(name: str) -> None:
    installing = [block for block in blocks(name) if "pip" in block or "venv" in block]
    assert installing == list(SET_UP)
    assert picture.PICTURES[language_of(name)].relative_to(ROOT).as_posix() in read(name)


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


DRAFT = make_docx(
    paragraph("在全区信访工作会议上的讲话"),
    paragraph("有同志说过，“目标要准，任务要清”。信访工作也一样。"),
    paragraph("柳荫社区有一个“老娘舅”调解队，七个人，平均年龄六十六岁，靠的就是街坊的信任。"),
)


@pytest.fixture(scope="module")
def reader(
    private_cache: Path, dictionary_settings: object, tmp_path_factory: pytest.TempPathFactory
) -> Program:
    """A person with the sample corpus, a folder ~/讲话, a draft, and no time for fzf."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "work"
    shutil.copytree(SAMPLE, folder / "corpus")
    (home / "讲话").mkdir()
    shutil.copy(next(SAMPLE.glob("003*")), home / "讲话")
    (folder / "我的词.txt").write_text("百日攻坚\n", encoding="utf-8")
    (folder / "讲话稿.docx").write_bytes(DRAFT)
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
    """Run an example as it is; skip it, saying so, where a program is missing."""
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


def run_line(reader: Program, line: str, monkeypatch: pytest.MonkeyPatch) -> Finished:
    """Run a line of an example: in this process if it is a plain call, else in a shell."""
    words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
    signs = any(set(word) <= set("|&;()<>") for word in words) or "~" in line
    if signs or words[0] != "speechkit":
        return run_example(reader, line)
    monkeypatch.chdir(reader.folder)
    return run_here(*shlex.split(line)[1:], environment={"LANG": "C.UTF-8"})


def lines_of(name: str) -> list[str]:
    """The lines of a document that can be run: of its examples, and within its sentences."""
    shown = [line for block in blocks(name) if block not in SET_UP for line in block.splitlines()]
    named = [text for text in code(name) if text.startswith("speechkit ")]
    return list(dict.fromkeys((*shown, *filter(_can_run, named))))


def _can_run(text: str) -> bool:
    """Whether a piece of code is a whole call, with nothing of which only the user knows."""
    placeholders = r"…|\[|\\|编号|--encoding|\b(ID|SCOPE|TOPIC|COMMAND|completion)\b"
    return len(text.split()) > 1 and not re.search(placeholders, text)


# What may end with 1: a word that is not there, a quotation that differs, a folder without dates.
_MAY_FAIL = ("speechkit quote", "speechkit search 群众 --since", "speechkit check")


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: Path(names[0]).stem)
def test_the_examples_run(
    reader: Program, names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in dict.fromkeys((*lines_of(names[0]), *lines_of(names[1]))):
        files = set(reader.folder.iterdir())
        done = run_line(reader, line, monkeypatch)
        assert done.status == 0 or (done.status == 1 and line.startswith(_MAY_FAIL)), (line, done)
        assert all(told.startswith("speechkit: ") for told in done.error.splitlines()), (line, done)
        assert done.out or ">" in line or "--svg" in line, line
        made = set(reader.folder.iterdir()) - files
        assert all(path.is_dir() or path.stat().st_size for path in made if path.name in line), line


PYTHON = [(pair[0], block) for pair in PAIRS for block in blocks(pair[0], "python")]


@pytest.mark.parametrize(("name", "example"), PYTHON)
def test_the_examples_of_the_library_run(reader: Program, name: str, example: str) -> None:
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
    assert re.search("十四五|群众", done.stdout)


WITH_SESSIONS = [name for pair in PAIRS for name in pair if blocks(name, "console")]


@pytest.mark.parametrize("name", WITH_SESSIONS)
def test_the_sessions_are_real(reader: Program, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If not, ``python tests/documents.py`` writes them again."""
    monkeypatch.chdir(reader.folder)
    for typed, shown in sessions(read(name)):
        assert run_session(typed, language_of(name)) == shown, typed


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "version"])
def test_every_help_has_three_examples_and_they_run(
    reader: Program, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of completion only the command itself: two of its three shells are not the one here.
    form = r"speechkit completion \w+" if command == "completion" else r"^    .*speechkit .*$"
    examples = re.findall(form, read_help(command), re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        done = run_line(reader, example.strip(), monkeypatch)
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
    for language in LANGUAGES:
        text = read(f"speechkit/help/{language}/output.md")
        rows = [row for row in text.splitlines() if row.startswith(f"| `{arguments[0]}` |")]
        documented = set(_CODE.findall(rows[-1].split("|")[3]))
        assert set(record) == {field for field in documented if not field.startswith("-")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_shows_what_the_program_prints(
    language: str, private_cache: Path, dictionary_settings: object
) -> None:
    """If not, ``python tests/picture.py`` draws it again; scores alone are no reason to."""
    text = picture.PICTURES[language].read_text(encoding="utf-8")
    drawn = "".join(re.findall(r">([^<>]+)</tspan>", text))
    session = picture.run_session(language, private_cache.parent)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\s", "", session)
    score = re.compile(r"\d+\.\d")
    assert score.sub("", unescape(drawn)) == score.sub("", shown)
