"""What a user may say about an index on a cluster, and what an index is made by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from speechkit.backends.opensearch.patience import Patience
from speechkit.backends.opensearch.place import ClusterPlace
from speechkit.backends.opensearch.schema import name_settings
from speechkit.backends.opensearch.state import IndexState
from speechkit.backends.protocol import AUTOMATIC, IndexSettings
from speechkit.text.versions import library_versions


class ClusterSettings(NamedTuple):
    """What a user may say about an index on a cluster; None leaves what it was made with."""

    root: Path | None
    """The folder of the speeches; None where only the index is asked."""
    place: ClusterPlace
    encoding: str | None = None
    user_words: frozenset[str] | None = None
    build: bool = False
    """Whether the index is to be built or brought in step; no query ever does."""
    rebuild: bool = False
    """Whether to read every file again, however good the index that is there."""
    authority: Path | None = None
    """The file of the certificate authority to trust; None leaves it to the environment."""
    patience: Patience | None = None
    """How long answers may take; None for as long as is usual for what is done."""


def choose_settings(settings: ClusterSettings, state: IndexState | None) -> IndexSettings:
    """Return the settings in force: those given, else those the index was made with."""
    words, encoding = settings.user_words, settings.encoding
    if state is not None and not settings.rebuild:
        words = frozenset(state.settings.user_words) if words is None else words
        encoding = encoding or state.settings.encoding
    ordered: Iterable[str] = sorted(words or ())
    return IndexSettings(encoding or AUTOMATIC, tuple(ordered), library_versions())


def name_made_by(settings: IndexSettings) -> str:
    """Return what an index with some settings is made by, besides the files."""
    return name_settings(settings.dictionary, settings.encoding)
