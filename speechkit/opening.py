"""Opening a corpus: that of a folder with its index, or one of texts or files in memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.protocol import AUTOMATIC, Backend
from speechkit.corpus import Corpus, name_fault
from speechkit.errors import ClusterError, DamagedIndexError, SettingError
from speechkit.language import _
from speechkit.model import IndexingSummary, MetadataFault
from speechkit.settings import (
    absolute_path,
    check_encoding,
    check_words,
    index_location,
    is_address,
)

if TYPE_CHECKING:
    from speechkit.ingest.changes import Progress
    from speechkit.ingest.cluster_settings import ClusterSettings
    from speechkit.ingest.events import Notify


def from_texts(
    texts: Iterable[str] | Mapping[str, str], *, user_words: Iterable[str] = ()
) -> Corpus:
    """Return a corpus of texts in memory; each is read as a file of that text would be.

    A mapping gives names to the speeches, else they are called 1, 2 … in their order. Raises
    SettingError for a user word that is none.
    """
    if isinstance(texts, str):
        raise TypeError("texts are several strings or a mapping of them, not one string")
    if not isinstance(texts, Mapping):
        texts = {str(number): text for number, text in enumerate(texts, 1)}
    for text in texts.values():
        if not isinstance(text, str):
            raise TypeError(f"a text is a string, not {text!r:.60}")
    files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
    return from_files(files, user_words=user_words, encoding="utf-8")


def from_files(
    files: Mapping[str, bytes],
    *,
    user_words: Iterable[str] | None = None,
    encoding: str | None = None,
) -> Corpus:
    """Return a corpus of files in memory, by their names.

    Raises SettingError for an encoding or a user word that is none, UnreadableFileError and
    DecodingError for a file without a text that can be read, TypeError for what is no mapping.
    """
    from speechkit.ingest.memory import read_files

    if not isinstance(files, Mapping):
        raise TypeError(f"files are a mapping of names to bytes, not {files!r:.60}")
    for name, data in files.items():
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise TypeError(f"a file is a name and its bytes, not {name!r:.60}: {data!r:.60}")
    encoding, words = check_encoding(encoding), check_words(user_words) or ()
    backend, faults = read_files(files, words, None if encoding == AUTOMATIC else encoding)
    return Corpus(Path(), _MemoryOpener(files, faults), backend)


class _MemoryOpener:
    """What a corpus in memory has in place of an index that could be built or mended."""

    def __init__(self, files: Mapping[str, bytes], faults: tuple[MetadataFault, ...]) -> None:
        self._faults = faults
        self.summary = IndexingSummary(len(files), bytes_read=sum(map(len, files.values())))
        self._files = {Path(name): data for name, data in files.items()}

    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        """Return what is wrong with the file ``metadata.csv``."""
        return self._faults

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a file."""
        return self._files[path]

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        """Raise the damage: nothing of it lies on a disk."""
        raise damage


def open_current(
    path: str | os.PathLike[str],
    index: str | os.PathLike[str] | None = None,
    *,
    ca: str | os.PathLike[str] | None = None,
) -> Corpus | None:
    """Return the corpus of a folder as its index has it, or None where no index can serve.

    Nothing is built, followed or changed: this is for what must answer at once. So a cluster is
    asked once only, and has a second for each answer; later calls raise ClusterError.
    Raises SettingError where ``ca`` is for nothing.
    """
    if is_address(index):
        authority = None if ca is None else Path(ca)
        return _open_hastily(_describe_cluster(str(index), None, authority))
    _refuse_authority(ca)
    from speechkit.ingest.index_opening import IndexOpener, OpeningSettings

    root = absolute_path(path)
    opener = IndexOpener(OpeningSettings(root, index_location(index)), lambda event: None)
    backend = opener.open_current()
    return None if backend is None else Corpus(root, opener, backend)


def open_corpus(  # noqa: PLR0913 - the options of one thing
    path: str | os.PathLike[str] | None,
    *,
    index: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
    user_words: Iterable[str] | None = None,
    ca: str | os.PathLike[str] | None = None,
    follow: bool = True,
    build: bool = False,
    rebuild: bool = False,
    notify: Notify = lambda event: None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the corpus of a folder, its index built where there is none and brought in step.

    ``index`` is where the index shall lie (a file, or a folder for it; or, as a string, an address
    on a cluster such as ``https://host:9200/name``, which is asked as it is, without a folder too,
    unless ``build`` says that it is to be built or brought in step); ``encoding`` overrides the
    detection for all text files, ``auto`` brings it back; ``user_words`` are words to keep whole
    besides the shipped ones; ``ca`` is the file of the certificate authority of a cluster, else
    $SPEECHKIT_CA names it; without ``follow`` changes of the folder are not looked for;
    ``rebuild`` reads every file again; ``notify`` takes events for the user. Raises CorpusError if
    the folder cannot be read or indexed, SettingError for an encoding or a word that is none.
    """
    encoding, words = check_encoding(encoding), check_words(user_words)
    root = None if path is None else absolute_path(path)
    if is_address(index):
        authority = None if ca is None else Path(ca)
        settings = _describe_cluster(str(index), root, authority)._replace(
            encoding=encoding, user_words=words, build=build or rebuild, rebuild=rebuild
        )
        return _open_cluster(settings, notify, progress)
    _refuse_authority(ca)
    if root is None:
        raise SettingError(_("no folder is named; only an index on a cluster does without one"))
    from speechkit.ingest.index_opening import IndexOpener, OpeningSettings

    wanted = OpeningSettings(root, index_location(index), encoding, words, rebuild)
    opener = IndexOpener(wanted, notify, progress)
    with name_fault(root):
        _check_folder(root)
        return Corpus(root, opener, opener.open(follow=follow))


def _describe_cluster(address: str, root: Path | None, authority: Path | None) -> ClusterSettings:
    from speechkit.backends.opensearch.place import parse_place
    from speechkit.ingest.cluster_settings import ClusterSettings

    return ClusterSettings(root, parse_place(address), authority=authority)


def _open_hastily(settings: ClusterSettings) -> Corpus | None:
    """Return the corpus of an index on a cluster that answers at once, or None."""
    from speechkit.backends.opensearch.patience import Patience

    hasty = Patience(seconds=1, attempts=1)
    try:
        return _open_cluster(settings._replace(patience=hasty))
    except (ClusterError, DamagedIndexError):
        return None


def _open_cluster(
    settings: ClusterSettings,
    notify: Notify = lambda event: None,
    progress: Progress | None = None,
) -> Corpus:
    """Return the corpus of an index on a cluster; a folder must be there only to build it."""
    from speechkit.ingest.cluster_opening import ClusterOpener

    opener, root = ClusterOpener(settings, notify, progress), settings.root
    if not settings.build:
        backend = opener.open()
        return Corpus(opener.root, opener, backend)
    if root is None:
        raise SettingError(_("no folder is named whose speeches the index is built from"))
    with name_fault(root):
        _check_folder(root)
        return Corpus(root, opener, opener.open())


def _refuse_authority(authority: str | os.PathLike[str] | None) -> None:
    """Raise SettingError for a certificate authority where no cluster is asked."""
    if authority is not None:
        told = _("{file} says whom to trust, which only an index on a cluster asks; see --index")
        raise SettingError(told.format(file=authority))


def _check_folder(root: Path) -> None:
    if not root.is_dir():
        raise NotADirectoryError(0, _("no such folder") if not root.exists() else _("not a folder"))
