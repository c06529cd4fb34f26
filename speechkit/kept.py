"""The indexes that are kept on this machine: listed without a touch, or one of them removed."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from speechkit.backends.sqlite.storage import connect_to_look, is_index, is_index_name
from speechkit.backends.sqlite.storage import remove_index as remove_files
from speechkit.cache import (
    exclusive_lock,
    find_cache_folder,
    is_unfinished,
    name_damage,
    remove_leftovers,
)
from speechkit.errors import CacheError, DamagedIndexError, KeptIndexError, SettingError, reason_of
from speechkit.ingest.index_opening import is_current
from speechkit.ingest.index_places import find_place, lock_path
from speechkit.language import _
from speechkit.model import IndexState, KeptIndex
from speechkit.settings import absolute_path, index_location, is_address

_LATEST = float(1 << 33)
"""In seconds since 1970: no index was written after the year 2242."""


def list_indexes(index: str | os.PathLike[str] | None = None) -> list[KeptIndex]:
    """Return the indexes in the cache folder or another one, or in a file; by their folders.

    No file is made, changed or removed. Raises KeptIndexError for what cannot be read and for a
    file that is no index, SettingError for an index on a cluster.
    """
    _refuse_cluster(index)
    place = index_location(index) or find_cache_folder()
    try:
        _refuse_others_cache(place)
        files = [place] if _is_ours(place) else sorted(place.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        told = _("{folder} cannot be read: {reason}; make it readable for yourself")
        if place.is_file():
            told = _("{folder} is no index of speechkit, nor a folder of some; name one of these")
        raise KeptIndexError(told.format(folder=place, reason=reason_of(error))) from error
    return sorted(_look_at_all(files), key=lambda kept: (kept.folder is None, str(kept.folder)))


def remove_index(
    path: str | os.PathLike[str] | None, *, index: str | os.PathLike[str] | None = None
) -> KeptIndex | None:
    """Remove the index of a folder from this machine; return what it was, None if there is none.

    The folder may be gone; where ``index`` is a file it may be None. Speeches are never touched.
    Raises KeptIndexError for a file that is no index, is being written or cannot be removed,
    SettingError for an index on a cluster or without a folder.
    """
    _refuse_cluster(index)
    place = index_location(index)
    try:
        if path is None and (place is None or place.is_dir()):
            raise SettingError(_("no folder is named; name the one whose index is to be removed"))
        place = find_place(Path() if path is None else absolute_path(path), place)
        return _remove(place)
    except FileNotFoundError:
        return None  # another process was faster
    except (OSError, CacheError) as error:
        told = _("{file} cannot be removed: {reason}; close what uses it, or look at its rights")
        raise KeptIndexError(told.format(file=place, reason=reason_of(error))) from error


def _remove(file: Path) -> KeptIndex | None:
    _refuse_others_cache(file.parent)
    _refuse_other_file(file)
    if not file.exists():
        return None
    with _hold_lock(file):
        kept = _look_at(file)
        remove_files(file)
        remove_leftovers(file)
    return kept


def _refuse_cluster(index: str | os.PathLike[str] | None) -> None:
    if is_address(index):
        from speechkit.backends.opensearch.place import parse_place

        place = parse_place(str(index))  # which refuses a password before it is repeated
        told = _(
            "{place} is on a cluster, and only indexes on this machine are listed and removed;"
            " speechkit help cluster tells how it is done there"
        )
        raise SettingError(told.format(place=place))


def _is_cache(folder: Path) -> bool:
    cache = find_cache_folder()
    return folder == cache or (folder.exists() and cache.exists() and folder.samefile(cache))


def _refuse_others_cache(folder: Path) -> None:
    """Raise KeptIndexError for the cache folder if it is another user's; raises OSError."""
    if _is_cache(folder) and hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        told = _("cache folder {folder} belongs to another user; set $XDG_CACHE_HOME to your own")
        raise KeptIndexError(told.format(folder=folder))


def _refuse_other_file(file: Path) -> None:
    """Raise KeptIndexError for a file that is there and is not an index; raises OSError."""
    told = ""
    if file.is_symlink():
        told = _("{file} is a link and is not removed; name the file that it leads to")
    elif file.exists() and not _is_ours(file):
        told = _("{file} is no index of speechkit and is not removed; see speechkit index --list")
    if told:
        raise KeptIndexError(told.format(file=file))


def _is_ours(file: Path) -> bool:
    """Return whether a file is an index, however damaged: by its name in the cache, else its mark.

    Raises OSError.
    """
    if _is_cache(file.parent):
        return is_index_name(file.name) and file.is_file()
    return is_index(file) and not is_unfinished(file.name)


@contextmanager
def _hold_lock(file: Path) -> Iterator[None]:
    """Keep others from writing to an index while it is removed, and then remove the lock, too."""
    lock = lock_path(file)
    if lock.is_symlink() or (lock.exists() and (not lock.is_file() or lock.stat().st_size)):
        told = _("{file} is no lock of speechkit and is not touched; move it away first")
        raise KeptIndexError(told.format(file=lock))
    with exclusive_lock(lock, wait=False) as free:
        if not free:
            told = _("another process is writing {file} now; try again when it has finished")
            raise KeptIndexError(told.format(file=file))
        yield
        with suppress(OSError):  # Windows removes no file that is open
            lock.unlink()


def _look_at_all(files: Iterable[Path]) -> Iterator[KeptIndex]:
    for file in files:
        with suppress(OSError):  # it went, or nobody can tell that it is an index
            if _is_ours(file):
                yield _look_at(file)


def _look_at(file: Path) -> KeptIndex:
    """Return what an index tells of itself; raises OSError if it is not there."""
    log = Path(f"{file}-wal")
    states = [file.stat(), *([log.stat()] if log.exists() else [])]
    written = max(state.st_mtime for state in states)
    kept = KeptIndex(file, sum(state.st_size for state in states), _limit(written), "unreadable")
    try:
        with name_damage(), closing(connect_to_look(file)) as database:
            return _read(database, kept)
    except DamagedIndexError:
        return kept._replace(state="damaged")
    except (OSError, CacheError, sqlite3.Error):
        file.stat()  # it may be gone by now
        return kept


def _read(database: sqlite3.Connection, kept: KeptIndex) -> KeptIndex:
    """Return what is known of an index together with what it tells; raises DamagedIndexError."""
    keys = ("root", "speeches", "looked_at")
    meta = dict(database.execute("SELECT key, value FROM meta WHERE key IN (?, ?, ?)", keys))
    root, speeches, looked_at = map(meta.get, keys)
    if not isinstance(root, bytes) or not root or b"\0" in root:
        raise DamagedIndexError(_("incomplete"))
    folder = Path(os.fsdecode(root))
    return kept._replace(
        updated=_limit(looked_at) if isinstance(looked_at, float) else kept.updated,
        state=_judge(database, folder),
        folder=folder,
        speeches=speeches if isinstance(speeches, int) else None,
    )


def _judge(database: sqlite3.Connection, folder: Path) -> IndexState:
    if _is_gone(folder):
        return "folder-gone"
    return "current" if is_current(database) else "outdated"


def _is_gone(folder: Path) -> bool:
    """Return whether a folder is not there; one that nobody may look at can be."""
    try:
        return not stat.S_ISDIR(folder.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _limit(seconds: float) -> float:
    return min(max(seconds, 0.0), _LATEST)
