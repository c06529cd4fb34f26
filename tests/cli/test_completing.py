"""The TAB key reads the index that is there: it never makes, mends, removes or changes a file."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from snapshots import FileState, take_snapshot

import speechkit
from cli.program import Finished, Program, run_here, write_speech

IDS = ["plain,001", "plain,002"]

WORDS = {
    "show": "speechkit show 0",
    "several": "speechkit show 001 0",
    "search --in": "speechkit search 产业 --in 0",
    "terms --in": "speechkit terms --in 0",
    "check": "speechkit check 0",
}
"""Command lines whose last word is an identifier that is being typed."""


def press_tab(words: str, run: Callable[..., Finished] = run_here) -> Finished:
    """Return what a shell is answered that completes the last of these words."""
    number = len(words.split()) - 1
    return run(
        environment={
            "_SPEECHKIT_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(number),
        }
    )


@pytest.fixture
def folder(small: Program, monkeypatch: pytest.MonkeyPatch, private_cache: Path) -> Path:
    """A working folder with a small corpus, not indexed."""
    monkeypatch.chdir(small.folder)
    monkeypatch.delenv("SPEECHKIT_CORPUS", raising=False)
    return small.folder


@pytest.fixture
def index(folder: Path) -> Path:
    """The index of that corpus, where every command finds it."""
    time.sleep(0.12)  # a file that has just been written is looked at twice
    with speechkit.open(folder / "corpus") as corpus:
        assert corpus.index_file is not None
        return corpus.index_file


def look(folder: Path, index: Path) -> dict[Path, FileState]:
    """Return the state of the folder, the index, and what is beside it under its name."""
    return take_snapshot(folder, *index.parent.glob(f"*{index.name}*"))


def execute(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)

    return run


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


OLDER: dict[str, Callable[[Path], object]] = {
    "older version": execute("UPDATE meta SET value = 'older' WHERE key = 'fingerprint'"),
    "other terms": execute("UPDATE meta SET value = '[\"狠抓\"]' WHERE key = 'terms'"),
    "other format": execute(
        "UPDATE meta SET value = 'older' WHERE key = 'fingerprint'",
        "ALTER TABLE speech RENAME COLUMN title TO heading",
    ),
    "fewer tables": execute("DROP TABLE posting", "DROP TABLE skipped"),
}

DAMAGED: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": rewrite(lambda data: b""),
    "half": rewrite(lambda data: data[: len(data) // 2]),
    "no header": rewrite(lambda data: bytes(100) + data[100:]),
    "header only": rewrite(lambda data: data[:4096] + bytes(len(data) - 4096)),
    "noise": rewrite(lambda data: data[:100] + random.Random(1).randbytes(len(data) - 100)),
    "text": rewrite(lambda data: "不是索引\n".encode() * 999),
    "no settings": execute("DELETE FROM meta"),
    "no speeches": execute("DROP TABLE speech"),
    "other database": execute("PRAGMA application_id = 7"),
}

STATES = {**OLDER, **DAMAGED}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_good_index_answers(folder: Path, index: Path, words: str) -> None:
    assert press_tab(words) == Finished(0, "\n".join(IDS) + "\n", "")


@pytest.mark.parametrize("state", STATES)
def test_an_index_that_does_not_serve_is_left_as_it_is(
    folder: Path, index: Path, state: str
) -> None:
    STATES[state](index)
    before = look(folder, index)
    faults = {}
    for name, words in WORDS.items():
        done = press_tab(words)
        if done.status or done.error or done.lines not in ([], [""], IDS):
            faults[name] = done
        assert look(folder, index) == before, name
    assert faults == {}


@pytest.mark.parametrize("state", ["older version", "half", "text", "empty", "missing"])
def test_nor_is_one_that_an_option_names(folder: Path, index: Path, state: str) -> None:
    place = folder / "index.sqlite"
    index.rename(place)
    words = "speechkit show --index index.sqlite 0"
    assert press_tab(words).lines == IDS
    STATES[state](place)
    before = look(folder, index)
    done = press_tab(words)
    assert look(folder, index) == before
    assert (done.status, done.error) == (0, "")
    assert done.lines in ([], [""], IDS)


def test_a_process_leaves_an_older_index_alone(folder: Path, index: Path, small: Program) -> None:
    """As a shell calls it after every upgrade; a command brings the index up to date instead."""
    OLDER["older version"](index)
    before = look(folder, index)
    program = Program(folder, os.environ).process
    assert press_tab(WORDS["show"], program).status == 0
    assert look(folder, index) == before
    assert program("list").status == 0
    assert look(folder, index) != before
    assert press_tab(WORDS["show"], program).lines == IDS


def test_a_changed_folder_is_not_followed(folder: Path, index: Path, small: Program) -> None:
    write_speech(small, "003.txt", "在丙县会议上的讲话\n同志们：\n产业兴旺。\n")
    (folder / "corpus/002.txt").unlink()
    before = look(folder, index)
    assert press_tab(WORDS["show"]).lines == IDS
    assert look(folder, index) == before


def test_no_index_makes_none(folder: Path, tmp_path: Path, small: Program) -> None:
    cache = tmp_path / "new cache"
    before = take_snapshot(tmp_path)
    program = Program(folder, {**os.environ, "XDG_CACHE_HOME": str(cache)}).process
    done = press_tab(WORDS["show"], program)
    assert (done.status, done.out.strip(), done.error) == (0, "", "")
    assert take_snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "words",
    [
        "speechkit show \udcff",
        "speechkit show -C \udcff 0",
        "speechkit search 产业 --in \udcff",
        "speechkit show --index \udcff 0",
        "speechkit show --index corpus/001.txt 0",
        "speechkit show --encoding nonsense 0",
        "speechkit index --rebuild 0",
        "speechkit \udcff",
        "speechkit 'show",
        "speechkit",
    ],
)
def test_no_word_before_the_key_is_a_fault(folder: Path, index: Path, words: str) -> None:
    before = look(folder, index)
    done = press_tab(words)
    assert "Traceback" not in done.error
    assert "should not have happened" not in done.error
    assert done.status in (0, 2)
    assert look(folder, index) == before
