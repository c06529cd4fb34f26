"""The same folder as every backend has it, for what is written once above them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from conftest import write_files
from test_backends import analyse_folder

import speechkit
from speechkit.corpus import Corpus
from speechkit.text.versions import DictionarySettings

BACKENDS = ("memory", "sqlite", "fake")


def open_everywhere(folder: Path, dictionary: DictionarySettings) -> dict[str, Corpus]:
    """Return a folder's corpus on each backend, by its name."""
    house = analyse_folder(folder, dictionary)
    corpora = {"sqlite": speechkit.open(folder, index=folder.parent / f"{folder.name}.sqlite")}
    for name in ("memory", "fake"):
        corpora[name] = Corpus(folder, corpora["sqlite"]._opener, house.open(name))
    return corpora


def share_everywhere(
    files: Mapping[str | bytes, str | bytes],
) -> Callable[..., Iterator[dict[str, Corpus]]]:
    """Return a fixture of a module: the same files on each backend, opened once."""

    @pytest.fixture(scope="module")
    def everywhere(
        tmp_path_factory: pytest.TempPathFactory, dictionary_settings: DictionarySettings
    ) -> Iterator[dict[str, Corpus]]:
        folder = write_files(tmp_path_factory.mktemp("everywhere") / "folder", files)
        corpora = open_everywhere(folder, dictionary_settings)
        yield corpora
        for opened in corpora.values():
            opened.close()

    return everywhere
