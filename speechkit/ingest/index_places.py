"""Where the index of a folder lies: in the cache, or where a user wants it."""

from __future__ import annotations

import os
from pathlib import Path

from speechkit.backends.sqlite.storage import index_name, is_index
from speechkit.cache import cache_folder, find_cache_folder, find_foreign_log, make_private_folder
from speechkit.errors import IndexPlaceError, reason_of
from speechkit.language import _


def index_path(root: Path, location: Path | None) -> Path:
    """Return where the index of a folder lies.

    Raises CacheError if that cannot be, IndexPlaceError if another file is there already,
    which may be of value to somebody.
    """
    if location is None:
        return cache_folder() / index_name(root)
    path = location
    try:
        path = find_place(root, location)
        _refuse_corpus(root, path)
        if path.exists() and not is_index(path):
            raise IndexPlaceError(_("{file} is no index of speechkit").format(file=path))
        if not path.exists() and (log := find_foreign_log(path)):
            raise IndexPlaceError(_("{file} is no log of speechkit").format(file=log))
    except OSError as error:
        told = _("{file} cannot be an index: {reason}")
        raise IndexPlaceError(told.format(file=path, reason=reason_of(error))) from error
    if not path.parent.is_dir():
        make_private_folder(path.parent)
    return path


def _refuse_corpus(root: Path, path: Path) -> None:
    """Raise IndexPlaceError for an index in the corpus, where nothing is written."""
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        told = _("{file} is in the corpus (-C), in which nothing is written")
        raise IndexPlaceError(told.format(file=path))


def find_place(root: Path, location: Path | None) -> Path:
    """Return where the index of a folder lies, if there is one; raises OSError."""
    if location is None:
        return find_cache_folder() / index_name(root)
    return location / index_name(root) if location.is_dir() else location


def lock_path(path: Path) -> Path:
    """Return where the lock of an index lies."""
    return path.with_name(f"{path.name}.lock")
