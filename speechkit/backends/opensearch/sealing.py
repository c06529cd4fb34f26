"""Finishing a build: its words and its state written, what was removed cleared away, all closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from speechkit.backends.opensearch.answers import (
    decode_column,
    find_missing,
    take,
    take_field,
    take_hits,
    take_number,
)
from speechkit.backends.opensearch.builds import (
    clone_build,
    close_build,
    refresh,
    replace_build,
)
from speechkit.backends.opensearch.bulk import Action, check_none, write
from speechkit.backends.opensearch.documents import Sums, make_word, read_listed, sum_up
from speechkit.backends.opensearch.expressions import SPEECHES, Expression
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.reader import PAGE, ClusterReader, Page
from speechkit.backends.opensearch.schema import STATE, name_word
from speechkit.backends.opensearch.state import IndexState
from speechkit.backends.protocol import IndexSettings, fingerprint_files
from speechkit.errors import ClusterError
from speechkit.language import _
from speechkit.model import Totals, WordStatistics
from speechkit.text.segmenter import Segmenter

_MERGED = range(3_000_000, 700_000_000)
"""Characters of an index that is merged at once: of a smaller one it is not worth the time, and of
a larger one the cluster has merged most by itself."""

_SEALED = "-sealed"
"""Behind what a build was made by, in the name of one that is not gone on with."""

_MERGE = {"max_num_segments": "1"}
_EXPUNGE = {"only_expunge_deletes": "true"}


class Seal(NamedTuple):
    """What finishes a build."""

    reader: ClusterReader
    lock: WriteLock
    settings: IndexSettings
    made_by: str
    root: bytes
    segmenter: Segmenter

    def finish(self, sums: Sums, words: Iterable[WordStatistics]) -> str:
        """Write the words and the state of a build whose speeches are there, and close it.

        Return its name, which is another one where it was written again.
        """
        self._write(_word_actions(words))
        self._refresh()
        sealed = self
        if self._holds_removed():
            sealed = self._rewrite(_EXPUNGE)
        elif sums.sizes["characters"] in _MERGED:
            sealed = self._rewrite(_MERGE)
        sealed.complete(sums)
        return sealed.reader.index

    def complete(self, sums: Sums) -> None:
        """Write that a build is whole, after a look whether it is, and close it.

        Raises DamagedIndexError where scores count what arrived late, after that look.
        """
        state = self._describe(sums)
        self._check(state)
        self._write([Action(STATE, {"kind": STATE, "order": "xstate", "kept": state.pack()})])
        self.drop_parts()
        self.lock.confirm()
        close_build(self.reader.client, self.reader.index)
        state.find_factor(self.reader)

    def drop_parts(self) -> None:
        """Remove the sums of batches, by which a build that is not whole can be gone on with."""
        self._refresh()
        parts: Expression = {"bool": {"filter": [{"term": {"kind": "part"}}]}}
        gone = [str(take(hit, "_id")) for hit in self.reader.all_hits(Page(parts, PAGE))]
        self._write(Action(name, None) for name in gone)
        self._refresh()

    def _write(self, actions: Iterable[Action]) -> None:
        client, index = self.reader.client, self.reader.index
        check_none(write(client, index, self.lock.epoch, actions))

    def _refresh(self) -> None:
        refresh(self.reader.client, self.reader.index)

    def _rewrite(self, how: Mapping[str, str]) -> Seal:
        """Write a build again without what was removed, which would count in scores.

        Removed is also what was sent twice because the first answer got lost. A cluster keeps it
        for copies that lag behind; but a clone begins with none, so in it all that was before can
        go at once. The build stays as it is until the new one is in its place, so that who is
        killed meanwhile can go on with it; its clones are not taken for it.
        """
        client, name = self.reader.client, f"{self.made_by}{_SEALED}"
        self.lock.confirm()
        without_parts = self._read(clone_build(client, self.reader.index, name))
        without_parts.drop_parts()
        sealed = without_parts._read(replace_build(client, without_parts.reader.index, name))
        index = sealed.reader.index
        client.ask("POST", index, "_forcemerge", parameters=how, lacks=find_missing)
        sealed._refresh()
        if sealed._holds_removed():
            told = _("removed speeches do not go out of {index}; run the command again")
            raise ClusterError(told.format(index=index))
        return sealed

    def _holds_removed(self) -> bool:
        client, index = self.reader.client, self.reader.index
        answer = client.ask("GET", index, "_stats", "docs", lacks=find_missing)
        return take_number(answer, "_all", "primaries", "docs", "deleted") > 0

    def _read(self, index: str) -> Seal:
        return self._replace(reader=ClusterReader(self.reader.client, index, self.reader.root))

    def _describe(self, sums: Sums) -> IndexState:
        files = []
        for _order, digest, entry in self.reader.fields(SPEECHES, "digest", "entry"):
            path, _values = read_listed(decode_column(entry))
            files.append((path, decode_column(digest)))
        return IndexState(
            made_by=self.made_by,
            root=self.root,
            settings=self.settings,
            totals=Totals(*(sums.sizes[name] for name in Totals._fields)),
            worded=sums.sizes["worded"],
            fingerprint=fingerprint_files(files, self.settings),
            probe=self._choose_probe(),
        )

    def _choose_probe(self) -> tuple[str, str, int, int] | None:
        """Return a speech, one of its words, its count and the speech's length, or None."""
        query = {"bool": {"filter": [SPEECHES, {"exists": {"field": "words"}}]}}
        (answer,) = self.reader.search(Page(query, 1, kept=True))
        for hit in take_hits(answer):
            kept = take(hit, "_source", "kept")
            counts = sum_up(kept, self.segmenter).occurrences
            word, count = min(counts.items(), key=lambda item: (item[1], item[0]))
            return str(take_field(hit, "order")), word, count, take_number(kept, "words")
        return None

    def _check(self, state: IndexState) -> None:
        """Raise DamagedIndexError unless all that was sent is there."""
        state.verify(self.reader)


def _word_actions(words: Iterable[WordStatistics]) -> Iterator[Action]:
    for word in words:
        held = word.speeches or word.tokens
        yield Action(name_word(word.word), make_word(word) if held else None)


def all_words(sums: Sums) -> Iterator[WordStatistics]:
    """Yield the statistics of all words of a new build."""
    for word in sums.speeches.keys() | sums.tokens.keys():
        yield WordStatistics(word, sums.speeches[word], sums.occurrences[word], sums.tokens[word])


def changed_words(sums: Sums, reader: ClusterReader) -> Iterator[WordStatistics]:
    """Yield the new statistics of the words whose sums changed, by those that the build has."""
    changed = [
        word
        for word in sums.speeches.keys() | sums.occurrences.keys() | sums.tokens.keys()
        if sums.speeches[word] or sums.occurrences[word] or sums.tokens[word]
    ]
    for start in range(0, len(changed), PAGE):
        known = reader.statistics(changed[start : start + PAGE])
        for word, before in known.items():
            yield WordStatistics(
                word,
                before.speeches + sums.speeches[word],
                before.occurrences + sums.occurrences[word],
                before.tokens + sums.tokens[word],
            )
