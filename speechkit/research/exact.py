"""Quotations that are said just so: all of their parts in one paragraph, in their order.

A part is what lies between two ellipses; a quotation without one is one part. An index tells which
speeches hold every part, and all of those are read: only so are they counted, and the earliest of
them known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.backends.protocol import Backend
from speechkit.model import Key, Scope, Span, Text
from speechkit.query.model import Phrase, Query
from speechkit.query.patterns import find_everywhere
from speechkit.research.letters import Letters
from speechkit.research.parts import cut_parts, has_ellipsis, mask_ellipses
from speechkit.text.normalize import normalize_phrase
from speechkit.text.variants import list_variants


class Part(NamedTuple):
    """A part of a quotation, and where it is in it."""

    phrase: Phrase
    start: int
    end: int


class Said(NamedTuple):
    """Where a speech says the parts of a quotation: in which line, and where in it."""

    line: int
    spans: tuple[Span, ...]


def cut_quoted(quoted: str) -> tuple[Part, ...]:
    """Return the parts of a quotation, none if it holds nothing that could be found."""
    spans = [(0, len(quoted))]
    if has_ellipsis(quoted):
        letters = Letters(mask_ellipses(quoted))
        spans = [letters.span(*part) for part in cut_parts(quoted, letters)]
    return tuple(
        Part(Phrase(quoted[start:end], list_variants(normalized)), start, end)
        for start, end in spans
        if (normalized := normalize_phrase(quoted[start:end]))
    )


def find_exact(
    backend: Backend, parts: Sequence[Part], scope: Scope, left_out: Collection[Key]
) -> list[Key]:
    """Return the speeches that say all parts, in order; raises what ``Backend.find`` raises."""
    phrases = [part.phrase for part in parts]
    if not phrases:
        return []
    found = backend.find(Query(tuple((phrase,) for phrase in phrases)), scope)
    keys = [key for key in found if key not in left_out]
    if len(phrases) == 1:
        return keys
    texts = backend.texts(keys)
    return [
        key
        for key, text in zip(keys, texts, strict=True)
        if _is_written_so(phrases, text.joined) or any(_find_sequences(phrases, text.joined))
    ]


def locate(parts: Sequence[Part], text: Text) -> Said:
    """Return where a speech that says all parts leaves out least, of several places the first."""
    body = text.joined
    spans = min(_find_sequences([part.phrase for part in parts], body), key=_count_left_out)
    start = body.rfind("\n", 0, spans[0][0]) + 1
    line = body.count("\n", 0, start)
    return Said(line, tuple((first - start, last - start) for first, last in spans))


def _is_written_so(phrases: Sequence[Phrase], body: str) -> bool:
    """Return whether a line has phrases in order, written as they are when normalized.

    So most speeches have them, and it takes a tenth of the time of finding every way of writing.
    """
    first, *others = (phrase.variants[0] for phrase in phrases)
    place = body.find(first)
    while place >= 0:
        line_end = body.find("\n", place)
        line_end = len(body) if line_end < 0 else line_end
        place += len(first)
        for other in others:
            place = body.find(other, place, line_end)
            if place < 0:
                break
            place += len(other)
        else:
            return True
        place = body.find(first, line_end)
    return False


def _find_sequences(phrases: Sequence[Phrase], body: str) -> Iterator[tuple[Span, ...]]:
    """Yield where phrases are in one line, each behind the one before, and as near as it can be."""
    places: list[list[Span]] = []
    for phrase in phrases:
        places.append(find_everywhere(phrase, body))
        if not places[-1]:
            return
    line_end = -1
    for first in places[0]:
        if first[1] > line_end:
            line_end = body.find("\n", first[1])
            line_end = len(body) if line_end < 0 else line_end
        spans = [first]
        for others in places[1:]:
            number = bisect_left(others, spans[-1][1:])
            if number == len(others):
                return
            spans.append(others[number])
        if spans[-1][1] <= line_end:
            yield tuple(spans)


def _count_left_out(spans: Sequence[Span]) -> int:
    return sum(behind[0] - before[1] for before, behind in pairwise(spans))
