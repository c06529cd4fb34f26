"""Building an index on a cluster, and bringing it in step with its folder.

Whatever is written goes into a build of its own, which answers only once it is whole: a first build
is new, a later one begins as a clone of the one that answers, with which it shares its files. Who
is killed amid a first build leaves one that the next goes on with.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from speechkit.backends.opensearch.builds import (
    Builds,
    clone_build,
    discard,
    is_build,
    list_builds,
    live_state,
    make_build,
    make_copies,
    match_copies,
    put_in_place,
    read_digests,
    read_parts,
    refresh,
    remove_builds,
    replace_build,
)
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.documents import Sums
from speechkit.backends.opensearch.layout import read_layout
from speechkit.backends.opensearch.ledger import ClusterLedger
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.reader import ClusterReader
from speechkit.backends.opensearch.schema import is_made_by
from speechkit.backends.opensearch.sealing import Seal, all_words, changed_words
from speechkit.backends.opensearch.state import IndexState, read_state
from speechkit.backends.opensearch.writer import BuildWriter
from speechkit.backends.protocol import AUTOMATIC
from speechkit.errors import IndexingError, UnreadableFileError
from speechkit.ingest.assignments import AnalysisSettings
from speechkit.ingest.changes import (
    Changes,
    Progress,
    digest_file,
    find_changes,
    read_corrections,
)
from speechkit.ingest.cluster_settings import ClusterSettings, choose_settings, name_made_by
from speechkit.ingest.corrections import Correction
from speechkit.ingest.events import Notify, tell_faults, tell_unknown
from speechkit.ingest.folder import Listing, list_files, read_bytes
from speechkit.ingest.following import apply_changes
from speechkit.language import _
from speechkit.model import Event, IndexingSummary
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.order import natural_key
from speechkit.text.segmenter import Segmenter


def build_index(
    client: Client, settings: ClusterSettings, notify: Notify, progress: Progress | None
) -> IndexingSummary | None:
    """Build an index or bring it in step; return what was done, or None for nothing.

    Raises IndexingError where another process builds it, or where it was built from another folder;
    ClusterError; and OSError where the folder cannot be read.
    """
    assert settings.root is not None
    with os.scandir(settings.root):  # a folder that is not there is told before anything is locked
        pass
    with WriteLock(client, client.patience.sleep) as lock:
        return _Builder(client, settings, (notify, progress), lock).run()


class _Builder:
    """Builds one index while it holds the lock."""

    def __init__(
        self,
        client: Client,
        settings: ClusterSettings,
        tell: tuple[Notify, Progress | None],
        lock: WriteLock,
    ) -> None:
        assert settings.root is not None
        self._root = settings.root
        self._client = client
        self._settings = settings
        self._notify, self._progress = tell
        self._lock = lock
        self._layout = read_layout()
        self._live = live_state(client)
        state = self._live[1] if self._live else None
        self._chosen = choose_settings(settings, state)
        self._made_by = name_made_by(self._chosen)

    def run(self) -> IndexingSummary | None:
        """Do what there is to do; return None where that is nothing."""
        builds = list_builds(self._client)
        if self._live is not None and not self._settings.rebuild:
            self._check_folder(self._live[1])
        if not self._settings.rebuild:
            ready = self._find_ready(builds)
            if ready is not None:
                build, state = ready
                remove_builds(self._client, (name for name in builds.others if name != build))
                if build != builds.live:
                    self._put_in_place(build, builds.live)
                return self._follow(build, state)
        return self._build(builds)

    def _find_ready(self, builds: Builds) -> tuple[str, IndexState] | None:
        """Return a build that is whole and made as is wanted, the one that answers first of all.

        Another one is there where a process was killed before its build took its place.
        """
        if self._live is not None and self._live[1].made_by == self._made_by:
            return self._live
        for name in builds.others:
            _, state = read_state(self._client, name) or (name, None)
            if state and (state.made_by, state.root) == (self._made_by, os.fsencode(self._root)):
                return name, state
        return None

    def _check_folder(self, state: IndexState) -> None:
        """Raise IndexingError for another folder, whose speeches would replace all others."""
        if state.root != os.fsencode(self._root):
            told = _(
                "the index {place} was built from {folder}; name another index, or give"
                " --rebuild to put this folder in its place"
            )
            raise IndexingError(
                told.format(place=self._settings.place, folder=os.fsdecode(state.root))
            )

    def _build(self, builds: Builds) -> IndexingSummary:
        """Build all, going on with what an earlier process left if its settings were the same."""
        listing = list_files(self._root)
        unfinished = next(self._list_unfinished(builds.others), None)
        remove_builds(self._client, (name for name in builds.others if name != unfinished))
        build = self._begin(unfinished, sum(file.size for file in listing.files))
        reader = ClusterReader(self._client, build, self._root)
        left = self._read_left(reader, listing) if unfinished else Left({}, Sums.empty())
        ledger = ClusterLedger(reader, self._lock, left.digests)
        changes = find_changes(ledger, self._root) or Changes(listing, (), (), {}, ())
        with (
            closing(open_light_segmenter(self._chosen.dictionary)) as segmenter,
            BuildWriter(reader, self._lock, segmenter, left.sums, keep_parts=True) as writer,
        ):
            summary = self._apply(ledger, writer, changes)
            seal = self._seal(reader, segmenter)
            sealed = seal.finish(writer.sums, all_words(writer.sums))
        self._put_in_place(sealed, builds.live)
        return summary

    def _begin(self, unfinished: str | None, size: int) -> str:
        """Return a build to write to: what is left of an earlier one, or one for so many bytes."""
        if unfinished is not None:
            return replace_build(self._client, unfinished, self._made_by)
        return make_build(self._client, self._made_by, self._layout.count_shards(size))

    def _list_unfinished(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the builds that can be gone on with."""
        for name in names:
            found = is_made_by(name, self._made_by) and not self._settings.rebuild
            if found and is_build(self._client, name) and not read_state(self._client, name):
                yield name

    def _read_left(self, reader: ClusterReader, listing: Listing) -> Left:
        """Return what of an unfinished build is as the folder is now; all else is removed."""
        refresh(self._client, reader.index)
        parts, corrections = read_parts(reader), read_corrections(self._root, listing).of

        def is_now(path: bytes, digest: bytes) -> bool:
            return digest == _digest_file(self._root, path, corrections.get(path))

        bad = {
            batch
            for batch, path, digest in parts.speeches.values()
            if batch not in parts.sums or not is_now(path, digest)
        }
        sums = Sums.empty()
        for batch, one in parts.sums.items():
            if batch not in bad:
                sums.update(one)
        speeches = parts.speeches.items()
        gone = [order for order, (batch, _, _) in speeches if batch in bad]
        discard(reader, self._lock, parts=bad, orders=gone)
        return Left({order: d for order, (b, _, d) in speeches if b not in bad}, sums)

    def _follow(self, source: str, state: IndexState) -> IndexingSummary | None:
        """Bring a build in step with the folder, in a clone that then takes its place."""
        before = ClusterReader(self._client, source, self._root)
        changes = find_changes(ClusterLedger(before, self._lock, {}), self._root)
        if changes is None:
            self._match_copies(source)
            return None
        build = clone_build(self._client, source, self._made_by)
        reader = ClusterReader(self._client, build, self._root)
        discard(reader, self._lock, state=True)
        paths = (*changes.removed, *(file.path for file in changes.read))
        digests = read_digests(reader, [natural_key(path).hex() for path in paths])
        ledger = ClusterLedger(reader, self._lock, digests)
        with (
            closing(open_light_segmenter(self._chosen.dictionary)) as segmenter,
            BuildWriter(reader, self._lock, segmenter, _sums_of(state), known=digests) as writer,
        ):
            summary = self._apply(ledger, writer, changes)
            words = changed_words(writer.sums, before)
            sealed = self._seal(reader, segmenter).finish(writer.sums, words)
        self._put_in_place(sealed, source)
        return summary

    def _match_copies(self, build: str) -> None:
        """Give a build whose folder did not change the copies that are wanted now."""
        copies = match_copies(self._client, build, self._layout)
        if copies is not None:
            self._notify(Event("index-copies", str(self._settings.place), str(copies)))

    def _put_in_place(self, build: str, old: str | None) -> None:
        """Let a sealed build answer, in place of the one before; all others go."""
        make_copies(self._client, build, self._layout)
        self._lock.confirm()
        put_in_place(self._client, build, old)
        remove_builds(self._client, list_builds(self._client).others)

    def _apply(
        self, ledger: ClusterLedger, writer: BuildWriter, changes: Changes
    ) -> IndexingSummary:
        encoding = None if self._chosen.encoding == AUTOMATIC else self._chosen.encoding
        settings = AnalysisSettings(self._root, self._chosen.dictionary, encoding)
        summary = apply_changes(ledger, writer, changes, settings, self._progress)
        tell_faults(self._notify, self._root, changes.faults)
        tell_unknown(self._notify, self._root, changes.listing)
        return summary

    def _seal(self, reader: ClusterReader, segmenter: Segmenter) -> Seal:
        made = (self._chosen, self._made_by, os.fsencode(self._root))
        return Seal(reader, self._lock, *made, segmenter)


class Left(NamedTuple):
    """What an unfinished build has that need not be sent again."""

    digests: dict[str, bytes]
    sums: Sums


def _sums_of(state: IndexState) -> Sums:
    sums = Sums.empty()
    sums.sizes.update({**state.totals._asdict(), "worded": state.worded})
    return sums


def _digest_file(root: Path, path: bytes, correction: Correction | None) -> bytes | None:
    try:
        return digest_file(read_bytes(root, path), correction)
    except (OSError, UnreadableFileError):
        return None
