"""The bar that a person sees while an index is built."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from cli.program import Program
from speechkit.cli.terminal import progress
from speechkit.cli.terminal.state import Terminal
from speechkit.model import Event


def run_bar(monkeypatch: pytest.MonkeyPatch, *, messages: bool, patience: float) -> str:
    """Return what standard error gets while three files are read."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    terminal = Terminal(output=False, messages=messages, color=False, width=80, height=24)
    with progress.IndexProgress(terminal) as bar:
        for number in range(1, 4):
            bar(number, 3, number * 1_000_000, 3_000_000)
        bar.tell(Event("index-behind"))
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())


def test_a_person_sees_files_and_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = run_bar(monkeypatch, messages=True, patience=-1)
    assert "3/3 files" in seen
    assert "3.0/3.0 MB" in seen
    assert seen.endswith(
        "speechkit: another process is indexing; this is the last finished index\n"
    )


@pytest.mark.parametrize("messages", [True, False])
def test_work_of_other_kinds_has_a_bar_too(monkeypatch: pytest.MonkeyPatch, messages: bool) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    terminal = Terminal(output=False, messages=messages, color=False, width=80, height=24)
    with progress.WorkProgress(terminal, "writing texts") as bar:
        for number in range(1, 4):
            bar(number, 3)
    seen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
    assert ("writing texts" in seen, "3/3" in seen) == (messages, messages)


def test_a_bar_of_other_work_is_cut_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    for width in (48, 60, 80, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        terminal = Terminal(output=False, messages=True, color=False, width=width, height=24)
        with progress.WorkProgress(terminal, "comparing paragraphs") as bar:
            for number in (1, 500, 1000):
                bar(number, 1000)
        assert "…" not in stream.getvalue()
        assert "1000/1000" in stream.getvalue()


@pytest.mark.parametrize(("messages", "patience"), [(False, -1.0), (True, 60.0)])
def test_nobody_else_does(monkeypatch: pytest.MonkeyPatch, messages: bool, patience: float) -> None:
    seen = run_bar(monkeypatch, messages=messages, patience=patience)
    assert seen == "speechkit: another process is indexing; this is the last finished index\n"


def test_an_index_that_is_mended_later_leaves_standard_output_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    terminal = Terminal(output=False, messages=True, color=False, width=80, height=24)
    with progress.IndexProgress(terminal) as bar:
        pass
    output, errors = sys.stdout, sys.stderr
    bar(1, 2, 1_000_000, 2_000_000)
    assert (sys.stdout, sys.stderr) == (output, errors)
    print("data")
    bar(2, 2, 2_000_000, 2_000_000)
    seen = capsys.readouterr()
    assert seen.out == "data\n"
    assert "2/2 files" in seen.err
    assert "\x1b[?25h" in seen.err  # the cursor is there again


def test_a_person_is_told_how_to_stop_at_a_large_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for messages in (True, False):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        terminal = Terminal(output=False, messages=messages, color=False, width=80, height=24)
        with progress.IndexProgress(terminal, Path("/home/甲")) as bar:
            for files in (0, 1):
                bar(files, 12_345, 0, 800_000_000)
        told = "indexing 12,345 files (800.0 MB) in /home/甲; name another folder with -C"
        stop = "; Ctrl-C stops it, your files stay as they are" if messages else ""
        assert stream.getvalue() == f"speechkit: {told}{stop}\n"


def test_a_large_folder_that_nobody_named_is_told(empty: Program) -> None:
    here = empty.folder / "documents"
    here.mkdir()
    for number in range(200):
        (here / f"{number:03}.txt").write_text(f"第{number}个文件。\n", "utf-8")
    unnamed = Program(here, empty.environment)
    told = unnamed("search", "文件", "-c").error
    assert re.search(r"indexing 200 files \(0\.0 MB\) in \S+documents; name another folder", told)
    assert "indexing" not in unnamed("search", "文件", "-c").error
    assert "indexing" not in unnamed("index", "--rebuild", "-C", ".").error
