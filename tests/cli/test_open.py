"""``open``: which program is started, with which arguments; none of them is a real editor."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_docx import make_docx, paragraph

from cli.program import Finished, Program, run_here, write_speech
from speechkit.cli.editors import find_opener, write_command


@pytest.fixture
def here(small: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in a folder with programs that print their arguments, for editors and openers."""
    monkeypatch.chdir(small.folder)
    tools = small.folder / "tools"
    tools.mkdir()
    for name in ("vim", "code", "subl", "xdg-open", "odd"):
        tool = tools / name
        tool.write_text(f'#!/bin/sh\nprintf "%s\\n" {name} "$@" > "{small.folder}/started"\n')
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    write_speech(small, "003.txt", "讲话\n\n同志们：\n\n抓产业。\n\n谢谢。\n")
    return small


def run_open(here: Program, *arguments: str) -> tuple[list[str], Finished]:
    """Return what was started, and how the command ended."""
    done = run_here("open", *arguments)
    started = here.folder / "started"
    return (started.read_text("utf-8").splitlines() if started.exists() else []), done


@pytest.mark.parametrize(
    ("editor", "started"),
    [
        ("vim", ["vim", "+5", "PATH"]),
        ("vim -u NONE", ["vim", "-u", "NONE", "+5", "PATH"]),
        ("code --wait", ["code", "--wait", "-g", "PATH:5"]),
        ("subl", ["subl", "PATH:5"]),
        ("odd", ["odd", "PATH"]),
    ],
)
@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_a_text_is_opened_at_its_line(
    here: Program, monkeypatch: pytest.MonkeyPatch, variable: str, editor: str, started: list[str]
) -> None:
    monkeypatch.setenv(variable, editor)
    path = here.folder / "corpus" / "003.txt"
    found, done = run_open(here, "003:2")
    assert found == [word.replace("PATH", str(path)) for word in started]
    assert (done.status, done.out, done.error) == (0, "", "")


def test_visual_goes_before_editor_and_a_speech_has_no_line(
    here: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "vim")
    monkeypatch.setenv("EDITOR", "code")
    assert run_open(here, "003")[0] == ["vim", str(here.folder / "corpus" / "003.txt")]
    assert run_open(here, "003:0")[0][1] == "+1"


def test_no_name_is_an_order(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "004 $(touch x); -c.txt"
    write_speech(here, name, "讲话\n同志们：\n抓产业。\n")
    monkeypatch.setenv("EDITOR", "vim")
    assert run_open(here, "004:2")[0] == ["vim", "+3", str(here.folder / "corpus" / name)]
    assert not Path("x").exists()


def test_without_an_editor_the_system_opens_it(here: Program) -> None:
    found, done = run_open(here, "003:2")
    assert found == ["xdg-open", str(here.folder / "corpus" / "003.txt")]
    assert done.error == "speechkit: line 5 of 003.txt; it begins: 抓产业。\n"


def test_a_document_is_never_for_the_editor(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vim")
    data = make_docx("".join(map(paragraph, ("讲话", "同志们：", "抓产业。"))))
    (here.folder / "corpus" / "005.docx").write_bytes(data)
    found, done = run_open(here, "005:2")
    assert found == ["xdg-open", str(here.folder / "corpus" / "005.docx")]
    assert done.error == "speechkit: it begins: 抓产业。\n"


def test_paths_for_pipes(here: Program) -> None:
    found, done = run_open(here, "003:2", "001", "--print")
    folder = here.folder / "corpus"
    assert (found, done.lines) == ([], [str(folder / "003.txt"), str(folder / "001.txt")])


def test_what_cannot_be_opened_is_told(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "has no paragraph 9" in run_open(here, "003:9")[1].error
    monkeypatch.setenv("EDITOR", "none-such")
    done = run_open(here, "003")[1]
    assert (done.status, done.out) == (2, "")
    assert "cannot run none-such: No such file or directory; set $EDITOR" in done.error
    monkeypatch.setenv("EDITOR", "vim 'x")
    assert "$EDITOR is vim 'x, which is no command" in run_open(here, "003")[1].error
    monkeypatch.setenv("EDITOR", "false")
    assert "ended with the code 1" in run_open(here, "003")[1].error
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", "")
    assert "no program is known that opens files here" in run_open(here, "003")[1].error
    assert "a text from standard input has no file" in run_open(here, "-", "-C", "-")[1].error


def test_a_file_that_is_gone(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vim")
    run_here("index")
    (here.folder / "corpus" / "003.txt").unlink()
    assert "003.txt is gone" in run_open(here, "003", "--no-follow")[1].error


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("nano", ["nano", "+7", "/a b"]),
        ("/usr/bin/emacs -nw", ["/usr/bin/emacs", "-nw", "+7", "/a b"]),
        ("codium", ["codium", "-g", "/a b:7"]),
        ("kate", ["kate", "--line", "7", "/a b"]),
        ("notepad++.exe", ["notepad++.exe", "-n7", "/a b"]),
        ("'/my tools/hx'", ["/my tools/hx", "/a b:7"]),
    ],
)
def test_how_editors_are_told_a_line(editor: str, words: list[str]) -> None:
    assert write_command(editor, Path("/a b"), 7) == words
    assert write_command(editor, Path("/a b"), 0)[-1] == "/a b"


def test_the_opener_of_a_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.cli.editors.which", lambda name: name in ("open", "gio"))
    assert find_opener("darwin") == ["open"]
    assert find_opener("linux") == ["gio", "open"]
