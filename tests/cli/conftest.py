"""The program with a corpus: the sample one, a small one, or none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from cli.program import SAMPLE, Program, write_speech


@pytest.fixture(scope="session")
def environment(dictionary_settings: object) -> dict[str, str]:
    """The environment of a user without settings, and with the cache folder of this run."""
    kept = ("PATH", "HOME", "SYSTEMROOT", "VIRTUAL_ENV", "XDG_CACHE_HOME")
    values = {name: os.environ[name] for name in kept if name in os.environ}
    return values | {"LANG": "C.UTF-8"}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Program:
    """The program in a folder that holds the sample corpus, indexed; tests only read it."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder / "corpus")
    program = Program(folder, environment)
    done = program("index")
    assert done.status == 0, done.error
    return program


@pytest.fixture
def empty(tmp_path: Path, environment: dict[str, str]) -> Program:
    """The program in an empty folder."""
    return Program(tmp_path, environment)


@pytest.fixture
def small(empty: Program) -> Program:
    """The program in a folder with a small corpus that tests may change."""
    write_speech(empty, "001.txt", "在甲县会议上的讲话\n同志们：\n我们狠抓产业项目。\n谢谢。\n")
    write_speech(empty, "002.txt", "在乙县会议上的讲话\n同志们：\n产业兴则乡村兴，教育是根本。\n")
    return empty
