"""The verdict on a quotation: is it said so, and if not, how is it said, by whom and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.model import Entry, Key, MetadataField, Scope, Span, Text, order_of_date
from speechkit.research.quotations.alignment import align_whole
from speechkit.research.quotations.exact import Part, cut_quoted, find_exact, locate
from speechkit.research.quotations.letters import Letters
from speechkit.research.quotations.near import NearSearch
from speechkit.research.quotations.parts import Placed, is_ellipsis, mask_ellipses
from speechkit.research.quotations.placing import NearPlace
from speechkit.text.normalize import EDGES, normalize, normalize_with_offsets

Verdict = Literal["exact", "punctuation", "near", "none"]
"""Said so, what an ellipsis leaves out aside; with other marks between the same letters; in other
words; nowhere."""


class Difference(NamedTuple):
    """``original[start:end]`` is quoted as ``quoted[quoted_start:quoted_end]``, either empty."""

    start: int
    end: int
    quoted_start: int
    quoted_end: int


class Wording(NamedTuple):
    """A place that says what was quoted, or nearly so."""

    id: str
    path: Path
    title: str
    date: str
    speaker: str
    paragraph: int
    """Its number; 0 is the title."""
    start: int
    """Of ``original`` in the paragraph, in characters."""
    original: str
    differences: tuple[Difference, ...]
    """From left to right; script, width, quotes and dashes are none."""
    distance: int
    """Letters that are replaced, added or left out, those that an ellipsis stands for aside."""
    from_properties: tuple[MetadataField, ...] = ()
    """Of title, date and speaker those that only the properties of the file state."""


class Quotation(NamedTuple):
    """What became of one quotation: ``wordings`` are those places of which ``verdict`` holds.

    The earliest exact ones, or the nearest.
    """

    quoted: str
    verdict: Verdict
    wordings: tuple[Wording, ...]
    speeches: int
    """How many hold it exactly, those of ``wordings`` included."""
    draft_paragraph: int = 0
    """Where it is in a draft: its paragraph, and characters from its beginning."""
    draft_start: int = 0


def find_quotation(
    backend: Backend,
    quoted: str,
    *,
    limit: int = 3,
    scope: Scope = EVERYWHERE,
    left_out: Collection[Key] = (),
) -> Quotation:
    """Return where a quotation is, at most ``limit`` places, each in another speech.

    Exact ones come by date, those with the date of their file's properties behind all others with
    one, those without any last; near ones by how many letters differ, then
    marks, then by date. A wording is near if at most two of five letters differ. ``left_out`` are
    speeches that do not count, as the draft itself. Raises UnknownSpeechError and SettingError for
    a wrong scope.
    """
    if not len(Letters(quoted)):
        return Quotation(quoted, "none", (), 0)
    parts = cut_quoted(quoted)
    keys = find_exact(backend, parts, scope, left_out)
    if keys:
        earliest = sorted(backend.entries(keys), key=order_of_date)[:limit]
        found = tuple(_describe_exact(backend, quoted, parts, earliest))
        return Quotation(quoted, "exact", found, len(keys))
    search = NearSearch(backend, quoted, scope, left_out)
    wordings = _describe_near(backend, quoted, search.find(), limit)
    if not wordings:
        return Quotation(quoted, "none", (), 0)
    verdict = _judge(wordings[0])
    alike = [wording for wording in wordings if _judge(wording) == verdict]
    return Quotation(quoted, verdict, tuple(alike[:limit]), 0)


def _judge(wording: Wording) -> Verdict:
    """Return what becomes of a quotation that is nowhere said just so."""
    return "near" if wording.distance else "punctuation"


def _describe_exact(
    backend: Backend, quoted: str, parts: Sequence[Part], entries: Sequence[Entry]
) -> Iterator[Wording]:
    texts = backend.texts([entry.key for entry in entries])
    for entry, text in zip(entries, texts, strict=True):
        number, spans = locate(parts, text)
        line, start = text.line(number), spans[0][0]
        gaps = tuple(_list_gaps(line, spans, quoted, parts))
        yield _make_wording(entry, number, start, line[start : spans[-1][1]], gaps, 0)


def _list_gaps(
    line: str, spans: Sequence[Span], quoted: str, parts: Sequence[Part]
) -> Iterator[Difference]:
    """Yield what a quotation leaves out, but for an ellipsis that the line itself has."""
    first = spans[0][0]
    between = zip(pairwise(spans), pairwise(parts), strict=True)
    for ((_, start), (end, _)), (before, behind) in between:
        if normalize(line[start:end]) != normalize(quoted[before.end : behind.start]):
            yield Difference(start - first, end - first, before.end, behind.start)


def _describe_near(
    backend: Backend, quoted: str, found: Sequence[NearPlace], limit: int
) -> tuple[Wording, ...]:
    """Return the nearest wordings, the best first, and more than ``limit`` where some are alike."""
    distances = sorted(near.distance for near in found)
    if not distances:
        return ()
    worst = distances[min(limit, len(distances)) - 1]
    kept = [near for near in found if near.distance <= worst]
    keys = backend.put_in_order(near.key for near in kept)
    by_key = {near.key: near for near in kept}
    entries, texts = backend.entries(keys), backend.texts(keys)
    wordings = [
        (by_key[entry.key].distance, _describe(entry, text, by_key[entry.key], quoted), entry)
        for entry, text in zip(entries, texts, strict=True)
    ]
    wordings.sort(
        key=lambda item: (item[0], _count_changed(item[1], quoted), order_of_date(item[2]))
    )
    return tuple(wording for _, wording, _ in wordings)


def _describe(entry: Entry, text: Text, near: NearPlace, quoted: str) -> Wording:
    line = text.line(near.line)
    letters = Letters(line)
    start, end = letters.span(near.start, near.end)
    original = line[start:end]
    if near.placed:
        differences = tuple(_compare_parts(near.placed, line, letters, start, quoted))
    else:
        differences = tuple(compare_wordings(original, quoted))
    if near.placed:
        distance = _count_letters(differences, original, quoted)
    else:  # that of the search takes 二〇二五 for 2025
        distance = align_whole(Letters(quoted).text, Letters(original).text).distance
    return _make_wording(entry, near.line, start, original, differences, distance)


def _make_wording(  # noqa: PLR0913, PLR0917 - the parts of one value
    entry: Entry,
    paragraph: int,
    start: int,
    original: str,
    differences: tuple[Difference, ...],
    distance: int,
) -> Wording:
    return Wording(
        id=entry.id,
        path=entry.path,
        title=entry.title,
        date=entry.date,
        speaker=entry.speaker,
        paragraph=paragraph,
        start=start,
        original=original,
        differences=differences,
        distance=distance,
        from_properties=entry.from_properties,
    )


def _count_changed(wording: Wording, quoted: str) -> int:
    """Return how many characters differ, those that an ellipsis stands for aside."""
    return sum(
        max(d.end - d.start, d.quoted_end - d.quoted_start)
        for d in wording.differences
        if not is_ellipsis(quoted[d.quoted_start : d.quoted_end])
    )


def compare_wordings(original: str, quoted: str) -> Iterator[Difference]:
    """Yield where two wordings differ once they are normalized, marks of sentences included."""
    first, second = normalize_with_offsets(original), normalize_with_offsets(quoted)
    first_start, first_end = _trim(first.match)
    second_start, second_end = _trim(second.match)
    found = align_whole(second.match[second_start:second_end], first.match[first_start:first_end])
    for edit in found.edits:
        yield Difference(
            *_raw_span(first.origins, first_start + edit.start, first_start + edit.end, original),
            *_raw_span(
                second.origins,
                second_start + edit.pattern_start,
                second_start + edit.pattern_end,
                quoted,
            ),
        )


def _compare_parts(
    placed: Sequence[Placed], line: str, letters: Letters, start: int, quoted: str
) -> Iterator[Difference]:
    """Yield the differences of a quotation in parts; spans of the line are counted from ``start``.

    What is left out between two parts is one difference.
    """
    given = Letters(mask_ellipses(quoted))
    place, quoted_place = start, given.span(0, 1)[0]
    for part in placed:
        first, last = letters.span(*part.found)
        quoted_first, quoted_last = given.span(*part.quoted)
        between, quoted_between = line[place:first], quoted[quoted_place:quoted_first]
        if normalize(between) != normalize(quoted_between):
            yield Difference(place - start, first - start, quoted_place, quoted_first)
        for found in compare_wordings(line[first:last], quoted[quoted_first:quoted_last]):
            yield _shift(found, first - start, quoted_first)
        place, quoted_place = last, quoted_last
    end = given.span(len(given) - 1, len(given))[1]
    if end > quoted_place:
        yield Difference(place - start, place - start, quoted_place, end)


def _shift(found: Difference, by: int, quoted_by: int) -> Difference:
    start, end, quoted_start, quoted_end = found
    return Difference(start + by, end + by, quoted_start + quoted_by, quoted_end + quoted_by)


def _count_letters(differences: Sequence[Difference], original: str, quoted: str) -> int:
    """Return how many letters differ, those that an ellipsis stands for aside."""
    changed = (
        (original[start:end], quoted[quoted_start:quoted_end])
        for start, end, quoted_start, quoted_end in differences
    )
    return sum(
        max(len(Letters(said)), len(Letters(given)))
        for said, given in changed
        if not is_ellipsis(given)
    )


def _trim(match: str) -> tuple[int, int]:
    """Return the span of a normalized text without the marks at its ends."""
    start = len(match) - len(match.lstrip(EDGES))
    return start, max(len(match.rstrip(EDGES)), start)


def _raw_span(origins: Sequence[int], start: int, end: int, text: str) -> tuple[int, int]:
    """Return the span of a text behind some of its normalized characters, or where none is."""
    if start == end:
        place = origins[start] if start < len(origins) else len(text)
        return place, place
    return origins[start], origins[end - 1] + 1
