"""Quotations that are said just so: all of their parts in one paragraph, in their order.

A part is what lies between two ellipses; a quotation without one is one part. An index tells which
speeches hold every part, and all of those are read: only so are they counted, and the earliest of
them known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from speechkit.backends.protocol import Backend
from speechkit.model import Key, Scope, Span, Text
from speechkit.query.model import Phrase, Query
from speechkit.query.patterns import find_everywhere
from speechkit.research.quotations.letters import Letters
from speechkit.research.quotations.parts import cut_parts, has_ellipsis, mask_ellipses
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
        if _is_written_so(phrases, text.joined) or _find_sequence(phrases, text.joined)
    ]


def locate(parts: Sequence[Part], text: Text) -> Said:
    """Return where a speech that says all parts leaves out least, of several places the first.

    Raises ValueError for a speech that does not say them.
    """
    body = text.joined
    spans = _find_sequence([part.phrase for part in parts], body)
    if spans is None:
        raise ValueError("the speech does not say all parts in one line")
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


class _Places(NamedTuple):
    """Where a phrase is in a text, none around another: starts and ends rise both."""

    starts: list[int]
    ends: list[int]


def _find_sequence(phrases: Sequence[Phrase], body: str) -> tuple[Span, ...] | None:
    """Return where phrases are in one line, each behind the one before, with least between them.

    Of equal ones the first. Around each place of the rarest phrase the nearest places of the others
    are looked at; each phrase is looked for once, however often it is in the quotation.
    """
    found: dict[tuple[str, ...], _Places] = {}
    for phrase in phrases:
        if phrase.variants not in found:
            found[phrase.variants] = _find_places(phrase, body)
            if not found[phrase.variants].starts:
                return None
    places = [found[phrase.variants] for phrase in phrases]
    rarest = min(range(len(places)), key=lambda number: len(places[number].starts))
    before, behind = places[:rarest][::-1], places[rarest + 1 :]
    best: int | None = None
    least, line_end = len(body), -1
    for start, end in zip(*places[rarest], strict=True):
        if start > line_end:
            line_start, line_end = _line_around(body, start)
        first, skipped = _go_back(before, start, least)
        last, left_out = _go_on(behind, end, least - skipped)
        if line_start <= first and last <= line_end and skipped + left_out < least:
            best, least = first, skipped + left_out
        if not least:
            break
    return None if best is None else tuple(_list_nearest(places, best))


def _find_places(phrase: Phrase, body: str) -> _Places:
    """Return the places of a phrase; of those that one place is within only that one."""
    kept: list[Span] = []
    for start, end in find_everywhere(phrase, body)[::-1]:
        if not kept or (start < kept[-1][0] and end < kept[-1][1]):
            kept.append((start, end))
    kept.reverse()
    return _Places([start for start, _ in kept], [end for _, end in kept])


def _line_around(body: str, place: int) -> Span:
    end = body.find("\n", place)
    return body.rfind("\n", 0, place) + 1, end if end >= 0 else len(body)


def _go_back(phrases: Sequence[_Places], start: int, most: int) -> tuple[int, int]:
    """Return where the first of phrases before a place begins, and what is between them.

    The phrases come from right to left. -1 if there is none, or ``most`` or more is between them.
    """
    left_out = 0
    for starts, ends in phrases:
        number = bisect_right(ends, start) - 1
        if number < 0:
            return -1, most
        left_out += start - ends[number]
        if left_out >= most:
            return -1, most
        start = starts[number]
    return start, left_out


def _go_on(phrases: Sequence[_Places], end: int, most: int) -> tuple[int, int]:
    """Return where the last of phrases behind a place ends, and what is between them, so, too."""
    left_out = 0
    for starts, ends in phrases:
        number = bisect_left(starts, end)
        if number == len(starts):
            return end, most
        left_out += starts[number] - end
        if left_out >= most:
            return end, most
        end = ends[number]
    return end, left_out


def _list_nearest(phrases: Sequence[_Places], place: int) -> Iterator[Span]:
    """Yield the nearest places of phrases from a place on, each behind the one before."""
    for starts, ends in phrases:
        number = bisect_left(starts, place)
        yield starts[number], ends[number]
        place = ends[number]
