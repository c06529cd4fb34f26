"""Files that a user asks for by name: whole or not at all, and never in the corpus."""

from __future__ import annotations

import os
from errno import EEXIST
from pathlib import Path

from speechkit.errors import SettingError
from speechkit.language import _


def write_outside(
    corpus: Path, file: str | os.PathLike[str], text: str, *, overwrite: bool = False
) -> None:
    """Write a text in UTF-8 into a file that is not in the folder of a corpus.

    A link in its place is replaced, not followed. Raises SettingError for a file in the corpus, be
    it through a link of a folder, and for what is no regular file; FileExistsError if one is there
    already and ``overwrite`` is not asked for; another OSError where it cannot be written.
    """
    path = Path(os.path.abspath(file))  # noqa: PTH100 - "..", too, is one folder
    refuse_corpus(corpus, path.parent, path)
    if os.path.lexists(path):
        if path.exists() and not path.is_file():
            raise SettingError(_("{file} is no regular file; choose another").format(file=file))
        if not overwrite:
            raise FileExistsError(EEXIST, _("is there already"), os.fspath(file))
    unfinished = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.part")
    try:
        with unfinished.open("x", encoding="utf-8", errors="replace", newline="\n") as target:
            target.write(text)
        unfinished.replace(path)
    except OSError as error:  # of the two names the user knows one
        raise OSError(error.errno, error.strerror, os.fspath(file)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_corpus(corpus: Path, folder: Path, named: Path | None = None) -> None:
    """Raise SettingError if a folder is that of a corpus or in it; a corpus in memory is nowhere.

    ``named`` is what the user named, if it is not the folder itself.
    """
    if corpus != Path() and resolve(folder).is_relative_to(resolve(corpus)):
        told = _("{folder} is in the corpus (-C), in which nothing is written; choose another")
        raise SettingError(told.format(folder=named or folder))


def resolve(path: Path) -> Path:
    """Return where a path leads, links followed, whether it is there or not."""
    return Path(os.path.realpath(path))
