"""Where a query matches in dropped text: a match counts where some of it was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speechkit.model import DroppedText, Passage, Span
from speechkit.query.matches import Place, asked_anywhere, find_spans, join_spans
from speechkit.query.model import Term
from speechkit.query.patterns import find_term

_LONGEST_SHOWN, _BEFORE = 300, 100
"""Characters of a piece that are shown for it, and those of them before the first match."""


def find_dropped_places(terms: Sequence[Term], pieces: Sequence[DroppedText]) -> Iterator[Place]:
    """Yield where terms match in dropped text: the number of a piece and a span of its text."""
    anywhere = asked_anywhere(terms)
    for number, piece in enumerate(pieces, 1):
        for start, end in sorted(_find(anywhere, piece)):
            yield number, start, end


def matching_pieces(terms: Sequence[Term], pieces: Sequence[DroppedText]) -> Iterator[Passage]:
    """Yield every piece, whole, in which a term matches."""
    anywhere = asked_anywhere(terms)
    for number, piece in enumerate(pieces, 1):
        if spans := join_spans(sorted(_find(anywhere, piece))):
            yield Passage(number, piece.text, spans, dropped=True)


def choose_pieces(
    terms: Sequence[Term], pieces: Sequence[DroppedText], count: int
) -> list[Passage]:
    """Return the ``count`` pieces with most of the terms, the first of equal ones first.

    Of a long piece what is around its first match.
    """
    anywhere = asked_anywhere(terms)
    held = {
        passage: sum(1 for term in anywhere if find_spans(passage.text, [term]))
        for passage in matching_pieces(anywhere, pieces)
    }
    best = sorted(held, key=lambda passage: -held[passage])[:count]
    return list(map(_shorten, best))


def _find(terms: Sequence[Term], piece: DroppedText) -> Iterator[Span]:
    return (span for term in terms for span in find_term(term, piece.text) if piece.holds(span))


def _shorten(passage: Passage) -> Passage:
    if len(passage.text) <= _LONGEST_SHOWN:
        return passage
    first = passage.spans[0]
    start = max(first[0] - _BEFORE, 0)
    end = max(start + _LONGEST_SHOWN, first[1])
    spans = tuple((a - start, b - start) for a, b in passage.spans if b <= end)
    return passage._replace(text=passage.text[start:end], spans=spans)
