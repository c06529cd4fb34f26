"""The same folder as every backend has it, for what is written once above them all."""

from __future__ import annotations

from pathlib import Path

from test_backends import analyse_folder

import speechkit
from speechkit.corpus import Corpus
from speechkit.text.dictionary import DictionarySettings

BACKENDS = ("memory", "sqlite", "fake")


def open_everywhere(folder: Path, dictionary: DictionarySettings) -> dict[str, Corpus]:
    """Return a folder's corpus on each backend, by its name."""
    house = analyse_folder(folder, dictionary)
    corpora = {"sqlite": speechkit.open(folder, index=folder.parent / f"{folder.name}.sqlite")}
    for name in ("memory", "fake"):
        corpora[name] = Corpus(folder, corpora["sqlite"]._opener, house.open(name))
    return corpora
