"""Opening an index on a cluster: as it is for every query, built and followed up when asked to."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.opensearch.backend import ClusterBackend
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.patience import Patience
from speechkit.backends.opensearch.reader import ClusterReader
from speechkit.backends.opensearch.state import IndexState, read_state
from speechkit.errors import ClusterError, DamagedIndexError, ReplacedIndexError, SettingError
from speechkit.ingest.changes import Progress, read_corrections
from speechkit.ingest.cluster_settings import ClusterSettings, name_made_by
from speechkit.ingest.events import Notify
from speechkit.ingest.folder import list_files, read_bytes
from speechkit.language import _
from speechkit.model import IndexingSummary, MetadataFault
from speechkit.text.dictionary import library_versions

if TYPE_CHECKING:
    from speechkit.backends.protocol import Backend


_BUILDING = Patience(seconds=600, silence=600, attempts=8)
"""Who builds for hours waits minutes for a node that restarts."""

_REPLACEMENTS = 3
"""How many builds may take each other's place while one is opened."""


class ClusterOpener:
    """Opens one index on a cluster."""

    def __init__(
        self,
        settings: ClusterSettings,
        notify: Notify = lambda event: None,
        progress: Progress | None = None,
    ) -> None:
        self._settings = settings
        self._notify = notify
        self._progress = progress
        self._client = self._connect(_BUILDING if settings.build else Patience())
        self._root = settings.root or Path()
        self.summary: IndexingSummary | None = None
        """What opening read and removed; None where there was nothing to do."""

    def _connect(self, usual: Patience) -> Client:
        settings = self._settings
        patience = settings.patience or usual
        return Client(
            settings.place,
            patience=patience,
            authority=settings.authority,
            notify=self._notify,
        )

    @property
    def root(self) -> Path:
        """The folder of the speeches; where none was named, the one that the index was built from.

        It is known once the index was opened.
        """
        return self._root

    def open(self) -> Backend:
        """Return the index for reading, built or brought in step first where that was asked.

        Raises ClusterError, and what ``build_index`` does.
        """
        try:
            if self._settings.build:
                from speechkit.ingest.cluster_building import build_index  # no query needs it

                told = self._notify, self._progress
                self.summary = build_index(self._client, self._settings, *told)
            return self._open()
        except ReplacedIndexError:
            raise
        except DamagedIndexError as damage:
            raise self._describe(damage) from damage

    def _open(self) -> Backend:
        """Return the index as it is now; where it is replaced meanwhile, the one in its place."""
        for _replacement in range(_REPLACEMENTS):
            with suppress(ReplacedIndexError):
                return self._open_live()
        return self._open_live()

    def _open_live(self) -> Backend:
        place = self._settings.place
        found = read_state(self._client, place.alias)
        if found is None:
            told = _(
                "there is no index {name} on {address}; build it with speechkit index -C DIR"
                " --index {place}"
            )
            raise ClusterError(told.format(name=place.name, address=place.address, place=place))
        build, state = found
        if state is None:
            raise DamagedIndexError(_("incomplete"))
        self._check(state)
        self._root = self._settings.root or Path(os.fsdecode(state.root))
        reader = ClusterReader(self._client, build, self._root)
        return ClusterBackend(reader, state, state.find_factor(reader))

    def _check(self, state: IndexState) -> None:
        """Raise an error unless this program, as it is set, reads the index as it was written."""
        place, own = self._settings.place, state.settings
        for name, wanted, has in (
            ("encoding", self._settings.encoding, own.encoding),
            ("user words", self._settings.user_words, frozenset(own.user_words)),
        ):
            if wanted is not None and wanted != has:
                told = _(
                    "the index {place} was built with another setting for {name}; leave it out,"
                    " or give it to speechkit index, which builds the index again"
                )
                raise SettingError(told.format(place=place, name=name))
        if name_made_by(own) != state.made_by:
            told = _(
                "the index {place} was built by another version of speechkit; bring it up to"
                " date with speechkit index -C DIR --index {place}"
            )
            raise ClusterError(told.format(place=place))
        if own.versions != library_versions():
            told = _(
                "the index {place} was built with other versions of libraries ({versions}, here"
                " {here}); install those or build it again with speechkit index -C"
                " DIR --index {place}"
            )
            raise ClusterError(
                told.format(place=place, versions=own.versions, here=library_versions())
            )

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        """Return the index as it is now, where a newer build took the place of the one read."""
        if isinstance(damage, ReplacedIndexError):
            self._client = self._connect(Patience())
            return self._open()
        raise self._describe(damage) from damage

    def _describe(self, damage: DamagedIndexError) -> ClusterError:
        place = self._settings.place
        told = _(
            "the index {place} is damaged ({damage}); build it again with speechkit index"
            " --rebuild -C DIR --index {place}"
        )
        return ClusterError(told.format(place=place, damage=damage))

    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        """Return what is wrong with ``metadata.csv``; raises OSError where there is no folder."""
        root = self._settings.root
        return () if root is None else read_corrections(root, list_files(root)).faults

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a file of the folder; raises what ``read_bytes`` does."""
        root = self._settings.root
        if root is None:
            told = _("the folder is not here; name it with -C")
            raise FileNotFoundError(0, told, str(path))
        return read_bytes(root, os.fsencode(path.relative_to(root)))
