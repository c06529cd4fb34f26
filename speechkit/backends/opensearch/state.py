"""What a build says of itself: what it was made from, and its sums."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterable
from typing import Any, NamedTuple, cast, get_args

from speechkit.backends.opensearch.answers import (
    Json,
    SenselessAnswerError,
    making_sense,
    take,
    take_bytes,
    take_explained,
    take_hits,
    take_list,
    take_number,
    take_text,
)
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.expressions import SPEECHES, Expression, all_of
from speechkit.backends.opensearch.reader import PAGE, ClusterReader, Page
from speechkit.backends.opensearch.schema import STATE, index_word
from speechkit.backends.opensearch.scoring import Weighing
from speechkit.backends.protocol import IndexSettings
from speechkit.cache import digest_content
from speechkit.errors import ClusterError, DamagedIndexError
from speechkit.language import _
from speechkit.model import SkippedFile, SkipReason, Totals, WordStatistics
from speechkit.ranking import K1

FACTORS = (1.0, K1 + 1)
"""By which servers of version 3 and of version 2 multiply BM25."""


class IndexState(NamedTuple):
    """All that is read of a build when it is opened."""

    made_by: str
    root: bytes
    """The folder, where it was indexed."""
    settings: IndexSettings
    totals: Totals
    worded: int
    """Speeches that have words."""
    fingerprint: str
    probe: tuple[str, str, int, int] | None
    """A speech, a word, how often it is there, and the length of the speech in words."""

    def pack(self) -> Json:
        """Return the state as it is kept."""
        return self._asdict() | {"root": b64encode(self.root).decode(), "complete": True}

    def verify(self, reader: ClusterReader) -> None:
        """Raise DamagedIndexError unless the index holds what it was sealed with."""
        sums = {"words": {"sum": {"field": "length"}}}
        page = Page(SPEECHES, 0, aggregated=sums)
        (answer,) = reader.search(page)
        with making_sense():
            words = int(take(answer, "aggregations", "words", "value"))
        speeches = take_number(answer, "hits", "total", "value")
        if (speeches, words) != (self.totals.speeches, self.totals.words):
            raise DamagedIndexError(_("incomplete"))

    def find_factor(self, reader: ClusterReader) -> float:
        """Return by which number the server multiplies scores.

        Raises ClusterError where that is none of ``FACTORS``, and DamagedIndexError where scores
        count speeches that the index does not have.
        """
        if self.probe is None:
            return FACTORS[0]
        order, word, count, length = self.probe
        statistics = reader.statistics([word])
        named = {"term": {"words": {"value": index_word(word), "_name": "0"}}}
        one = all_of({"term": {"order": order}})
        answer = reader.search_scored(Page(one, 1, scored=[named], explained=True))
        with making_sense():
            (hit,) = take_hits(answer)
            score = float(take(hit, "matched_queries", "0"))
        self._check_counted(hit)
        for factor in FACTORS:
            weighing = Weighing({word: 1}, statistics, self.totals, self.worded, factor)
            if weighing.count_of(word, score, length) == count:
                return factor
        told = _(
            "the cluster {address} scores words in a way of its own; OpenSearch 2 and 3 are served"
        )
        raise ClusterError(told.format(address=reader.client.place.address))

    def _check_counted(self, hit: object) -> None:
        """Raise DamagedIndexError unless a score is by our number and mean length of speeches."""
        average = self.totals.words / self.worded
        counted = take_explained(hit, "N"), take_explained(hit, "avgdl")
        if not all(map(_is_close, counted, (self.worded, average))):
            raise DamagedIndexError(_("its scores count removed speeches"))


def _is_close(told: float, own: float) -> bool:
    return math.isclose(told, own, rel_tol=1e-6)  # single precision


def read_state(client: Client, index: str) -> tuple[str, IndexState | None] | None:
    """Return the build that an alias or a name means, and its state; None where there is none.

    The state is None where the build is not finished.
    """
    answer = client.ask("GET", index, "_doc", STATE, missing=True)
    if not answer or take(answer, "found") is not True:
        return None
    build, kept = take_text(answer, "_index"), take(answer, "_source", "kept")
    if take(kept, "complete") is not True:
        return build, None
    with making_sense():
        return build, IndexState(
            made_by=take_text(kept, "made_by"),
            root=take_bytes(kept, "root"),
            settings=_read_settings(take_list(kept, "settings")),
            totals=Totals(*map(int, take_list(kept, "totals"))),
            worded=take_number(kept, "worded"),
            fingerprint=take_text(kept, "fingerprint"),
            probe=_read_probe(take(kept, "probe")),
        )


def _read_settings(values: list[Any]) -> IndexSettings:
    encoding, words, versions = values
    return IndexSettings(str(encoding), tuple(map(str, words)), str(versions))


def _read_probe(values: Any) -> tuple[str, str, int, int] | None:
    if values is None:
        return None
    order, word, count, length = values
    return str(order), str(word), int(count), int(length)


def read_skipped(reader: ClusterReader) -> tuple[SkippedFile, ...]:
    """Return the files that are no speeches, by their paths."""
    return tuple(sorted(file for file, _ in read_all_skipped(reader)))


def read_all_skipped(reader: ClusterReader) -> Iterable[tuple[SkippedFile, bool]]:
    """Yield the files that are no speeches, and whether the look at the folder says so."""
    for hit in kept_documents(reader, "skipped"):
        kept = take(hit, "_source", "kept")
        reason = cast("SkipReason", take_text(kept, "reason"))
        if reason not in get_args(SkipReason):
            told = _("{reason} is no reason to skip a file")
            raise SenselessAnswerError(told.format(reason=repr(reason)))
        file = SkippedFile(take_bytes(kept, "path"), reason, take_text(kept, "detail"))
        yield file, take(kept, "listed") is True


def kept_documents(reader: ClusterReader, kind: str, at_once: int = PAGE) -> Iterable[Any]:
    """Yield the documents of a kind with all that is kept of them, in some order."""
    query: Expression = {"bool": {"filter": [{"term": {"kind": kind}}]}}
    return reader.all_hits(Page(query, at_once, (), ("order",), kept=True))


def name_skipped(path: bytes) -> str:
    """Return the ``_id`` of a file that is no speech."""
    return "f" + digest_content(path).hex()


def zero(word: str) -> WordStatistics:
    """Return the statistics of a word that does not occur."""
    return WordStatistics(word, 0, 0, 0)
