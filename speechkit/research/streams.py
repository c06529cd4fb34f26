"""What research asks of a corpus; ``speechkit.Corpus`` is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from speechkit.backends.protocol import Tokens
from speechkit.model import Entry, Scope, Text, Totals, WordStatistics
from speechkit.query.matches import Place
from speechkit.query.model import Query

Tell = Callable[[int], None]
"""Called for each speech that is read, with the number of its matches."""

Advance = Callable[[int, int], None]
"""Called with how many parts of a work are done, and how many there are."""


class Streams(Protocol):
    """Speeches in one order, of which a few at a time are read."""

    @property
    def totals(self) -> Totals:
        """Sums over all speeches."""

    def entries(self, scope: Scope | None = None) -> Iterator[Entry]:
        """Yield what a list tells of each speech of a scope."""

    def places(
        self, query: str | Query, scope: Scope | None = None
    ) -> Iterator[tuple[Entry, Text, list[Place]]]:
        """Yield the speeches that match with their texts and where they match."""

    def tokens(
        self, scope: Scope | None = None, query: str | Query | None = None
    ) -> Iterator[tuple[Entry, Tokens]]:
        """Yield the words of speeches that do not overlap, or only of those that match."""

    def texts(self, scope: Scope | None = None) -> Iterator[tuple[Entry, Text]]:
        """Yield the texts of speeches."""

    def words(self, prefix: str = "", scope: Scope | None = None) -> Iterator[WordStatistics]:
        """Yield the words of the index with their counts."""
