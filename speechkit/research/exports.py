"""Export: clean texts in UTF-8, a file a speech, and a table of what is known of each.

``metadata.csv`` has a line a speech; ``path`` is the file in the corpus, ``file`` the text that was
written, both relative. All is written into a hidden folder first and put in its place when it is
whole, the table last, so that what is interrupted leaves nothing behind.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EEXIST, ENOTDIR
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.cache import digest_content
from speechkit.errors import SettingError
from speechkit.language import _
from speechkit.model import Entry, Scope, display_path
from speechkit.research.outputs import refuse_corpus, resolve
from speechkit.research.streams import Advance

METADATA_FILE = "metadata.csv"
METADATA_COLUMNS = (
    *("id", "path", "file", "title", "date", "speaker", "occasion", "source", "url"),
    *("characters", "encoding", "format", "script"),
)

_LONGEST_NAME = 240
"""Bytes, without the ending; most systems take 255."""

_FORMULA = re.compile(r"[\s\"']*[=+\-@＝＋－＠﹢﹣﹦﹫−]")
"""What a spreadsheet may take for a formula; a quote before it makes it text."""


class Exported(NamedTuple):
    """What an export wrote."""

    folder: Path
    speeches: int
    characters: int


def export_speeches(  # noqa: PLR0913 - the options of one thing
    backend: Backend,
    corpus: Path,
    folder: Path,
    *,
    scope: Scope = EVERYWHERE,
    overwrite: bool = False,
    progress: Advance | None = None,
) -> Exported:
    """Write the speeches of a scope into a folder, which is made if need be.

    A text is its title, if the text itself has one, and its paragraphs, a line each. The folder
    must not be in the ``corpus`` or around it. Without ``overwrite`` nothing is written if one of
    the files is there already. ``progress`` is told of each text that is written.
    Raises SettingError for such a folder, FileExistsError for such a
    file, another OSError where one cannot be written, UnknownSpeechError for a wrong scope.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - "..", too, is one folder
    _refuse_around(corpus, folder)
    keys = backend.select(scope)
    entries = list(backend.entries(keys))
    names = _name_files(entries, corpus)
    if not overwrite:
        _refuse_existing(folder, (*names, METADATA_FILE))
    characters = 0
    texts = backend.texts(keys)
    with _stage(folder) as stage:
        for number, (name, text) in enumerate(zip(names, texts, strict=True), 1):
            lines = "\n".join(filter(None, (text.title, *text.paragraphs)))
            _write(stage / name, f"{lines}\n".encode("utf-8", "replace"))
            characters += len(text.title) + sum(map(len, text.paragraphs))
            if progress:
                progress(number, len(names))
        _write(stage / METADATA_FILE, b"".join(_list_metadata(entries, names, corpus)))
        _put_in_place(stage, folder, corpus, (*names, METADATA_FILE))
    return Exported(folder, len(names), characters)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Give a hidden folder next to the files to be written, which is gone when the block ends."""
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not there.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(there))
    parent = folder if there == folder else folder.parent
    stage = parent / f".{folder.name[:40]}.{os.getpid()}.part"
    try:
        stage.mkdir(parents=True)
    except OSError as error:  # of a hidden folder the user knows nothing
        raise OSError(error.errno, error.strerror, str(folder)) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_in_place(stage: Path, folder: Path, corpus: Path, names: Iterable[str]) -> None:
    """Move what is whole to where it belongs: all at once where the folder is not there yet."""
    if not os.path.lexists(folder):
        try:
            stage.rename(folder)
        except OSError as error:  # of the two names the user knows one
            raise OSError(error.errno, error.strerror, str(folder)) from error
        return
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_around(corpus, path.parent)
        (stage / name).replace(path)


def _refuse_around(corpus: Path, folder: Path) -> None:
    """Raise SettingError for a folder in a corpus or around it; one in memory is nowhere."""
    refuse_corpus(corpus, folder)
    if corpus != Path() and resolve(corpus).is_relative_to(resolve(folder)):
        told = _("{folder} holds the corpus; choose a folder of its own for the export")
        raise SettingError(told.format(folder=folder))


def _refuse_existing(folder: Path, names: Iterable[str]) -> None:
    there = [name for name in names if os.path.lexists(folder / name)]
    if there:
        told = _("is there already, and {number} more") if there[1:] else _("is there already")
        reason = told.format(number=f"{len(there) - 1:,}")
        raise FileExistsError(EEXIST, reason, str(folder / there[0]))


def _name_files(entries: Sequence[Entry], corpus: Path) -> list[str]:
    """Return a name for each text: the file's with another ending, or added where two agree.

    No two are alike, not even where a system takes capitals for small letters.
    """
    stems = Counter(entry.stem.casefold() for entry in entries)
    names: list[str] = []
    taken: set[str] = set()
    for entry in entries:
        stem = entry.stem if stems[entry.stem.casefold()] == 1 else _relative(entry, corpus)
        tries = chain((stem,), (f"{stem}-{number}" for number in count(2)))
        name = next(name for name in map(_fit, tries) if name.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _fit(stem: str) -> str:
    """Return the name of a text; where it is too long for a file, a digest ends it."""
    folder, slash, name = stem.rpartition("/")
    if len(name.encode()) > _LONGEST_NAME:
        digest = digest_content(name.encode()).hex()[:16]
        name = f"{name.encode()[: _LONGEST_NAME - 17].decode('utf-8', 'ignore')}-{digest}"
    return f"{folder}{slash}{name}.txt"


def _relative(entry: Entry, corpus: Path) -> str:
    path = entry.path.relative_to(corpus) if entry.path.is_relative_to(corpus) else entry.path
    return display_path(os.fsencode(path.as_posix()))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _list_metadata(entries: Iterable[Entry], names: Iterable[str], corpus: Path) -> Iterator[bytes]:
    """Yield the lines of the table; a spreadsheet knows UTF-8 by the mark before them."""
    yield b"\xef\xbb\xbf" + _csv_line(METADATA_COLUMNS)
    for entry, name in zip(entries, names, strict=True):
        known = {"path": _relative(entry, corpus), "file": name}
        cells = (str(known.get(column) or getattr(entry, column)) for column in METADATA_COLUMNS)
        yield _csv_line(cells)


def _csv_line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    safe = (f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells)
    csv.writer(line, lineterminator="\n").writerow(" ".join(cell.split("\n")) for cell in safe)
    return line.getvalue().encode("utf-8", "replace")
