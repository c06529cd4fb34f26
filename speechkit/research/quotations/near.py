"""The wordings nearest to a quotation.

A wording that differs in few letters has, of some pieces of a quotation that do not overlap, one
more than it has edits at least one unharmed. So pieces are asked of the index, those first that
are likely to be rare; what holds one is aligned with the quotation, and as soon as more pieces were
asked than the best wording has edits, no speech can have a nearer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.model import Key, Scope
from speechkit.query.model import Phrase, Query
from speechkit.research.quotations.placing import PIECE, NearPlace, Placer, QuotedPiece
from speechkit.text.table import BOUNDARY

_SHORT_PIECE = 3
_ASKED_AT_ONCE = 4
_MOST_PIECES = 24
_MOST_CANDIDATES = 40
"""Speeches that are read for one quotation after each round of questions."""

_MOST_HOLDERS = 20_000
"""Once so many speeches were counted, those of a commoner piece count only if seen before."""


class NearSearch:
    """The search for the wordings nearest to one quotation."""

    def __init__(
        self, backend: Backend, quoted: str, scope: Scope, left_out: Collection[Key]
    ) -> None:
        self._backend = backend
        self._placer = Placer(quoted)
        self._letters = self._placer.letters
        self._left_out = left_out
        self._selected = None if scope == EVERYWHERE else frozenset(backend.select(scope))
        self._weights: Counter[Key] = Counter()
        self._visited = 0
        self._found: dict[Key, NearPlace] = {}
        self._read: set[Key] = set()

    def find(self) -> list[NearPlace]:
        """Return the best place of each speech with a near wording, in no order."""
        if len(self._letters) < PIECE:
            return []
        for pieces in (self._cut_apart(), self._cut_short()):
            ordered = self._put_rare_first(pieces)[:_MOST_PIECES]
            for first in range(0, len(ordered), _ASKED_AT_ONCE):
                asked = ordered[: first + _ASKED_AT_ONCE]
                self._ask(asked[first:])
                self._read_best(asked, ordered)
                best = min((near.distance for near in self._found.values()), default=None)
                if best is not None and best < len(asked):
                    return list(self._found.values())
            if self._found:
                break
        return list(self._found.values())

    def _cut_apart(self) -> Iterator[QuotedPiece]:
        """Yield pieces that do not overlap and, where they can, cross no boundary."""
        short = set(self._placer.parts) if self._placer.leaves_out else ()
        for start, end in self._letters.runs():
            number = max((end - start) // PIECE, 1)
            cuts = [start + (end - start) * n // number for n in range(number + 1)]
            for first, last in pairwise(cuts):
                if last - first >= _SHORT_PIECE or (first, last) in short:
                    yield self._make_piece(first, min(last, first + PIECE + 1))

    def _cut_short(self) -> Iterator[QuotedPiece]:
        """Yield shorter pieces with a boundary anywhere in them, or none."""
        step = max((len(self._letters) - _SHORT_PIECE) // _MOST_PIECES, 1)
        for start in range(0, len(self._letters) - _SHORT_PIECE + 1, step):
            piece = self._make_piece(start, start + _SHORT_PIECE)
            ways = (piece.letters[:n] + BOUNDARY + piece.letters[n:] for n in (1, 2))
            yield piece._replace(variants=(piece.letters, *ways))

    def _make_piece(self, start: int, end: int) -> QuotedPiece:
        normalized = self._letters.normalized_piece(start, end)
        return QuotedPiece(start, self._letters.text[start:end], (normalized,))

    def _put_rare_first(self, pieces: Iterable[QuotedPiece]) -> list[QuotedPiece]:
        """Return pieces in the order of how many speeches hold the rarest word in each."""
        kept = list({piece.letters: piece for piece in pieces}.values())
        words = {
            word
            for piece in kept
            for size in (2, 3, 4)
            for n in range(len(piece.letters) - size + 1)
            if (word := piece.letters[n : n + size])
        }
        found = self._backend.statistics(words)
        held = {word: count.speeches for word, count in found.items() if count.speeches}
        unknown = self._backend.totals.speeches

        def rarity(piece: QuotedPiece) -> int:
            counts = (held.get(word, unknown) for word in words if word in piece.letters)
            return min(counts, default=unknown)

        return sorted(kept, key=lambda piece: (rarity(piece), piece.offset))

    def _ask(self, pieces: Iterable[QuotedPiece]) -> None:
        """Count for each speech which pieces it holds, rare ones for more."""
        answers = []
        for piece in pieces:
            phrase = Phrase(piece.letters, piece.variants)
            keys = self._backend.find(Query(((phrase,),)))
            if self._selected is not None:
                keys = [key for key in keys if key in self._selected]
            answers.append(keys)
        for keys in sorted(answers, key=len):
            weight = 1 + 1_000_000 // (len(keys) + 1)
            known = self._visited > _MOST_HOLDERS
            for key in keys:
                if not known or key in self._weights:
                    self._weights[key] += weight
            self._visited += len(keys)

    def _read_best(self, asked: Sequence[QuotedPiece], pieces: Sequence[QuotedPiece]) -> None:
        """Align the quotation with the speeches that hold most of what was asked."""
        order = sorted(self._weights.items(), key=lambda item: -item[1])
        keys = [key for key, _ in order[:_MOST_CANDIDATES] if key not in self._left_out]
        keys = [key for key in keys if key not in self._read]
        self._read.update(keys)
        for key, text in zip(keys, self._backend.texts(keys), strict=True):
            near = self._placer.find(key, text, asked, pieces)
            if near is not None:
                self._found[key] = near
