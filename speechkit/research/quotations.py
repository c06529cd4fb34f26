"""Quotations: is it said so, and if not, how is it said, by whom and when.

A wording that differs in few letters has, of some pieces of a quotation that do not overlap, one
more than it has edits at least one unharmed. So pieces are asked of the index, those first that
are likely to be rare; what holds one is aligned with the quotation, and as soon as more pieces were
asked than the best wording has edits, no speech can have a nearer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.model import Entry, Key, MetadataField, Scope, Text, order_of_date
from speechkit.query.matches import find_places
from speechkit.query.model import Phrase, Query
from speechkit.research.alignment import align_whole, align_within
from speechkit.research.letters import Letters, letters_of_lines
from speechkit.text.normalize import EDGES, normalize_phrase, normalize_with_offsets
from speechkit.text.table import BOUNDARY
from speechkit.text.variants import list_variants

Verdict = Literal["exact", "punctuation", "near", "none"]
"""Said so; with other marks between the same letters; in other words; nowhere."""

_PIECE = 4
"""Letters of a piece that is asked of the index."""

_SHORT_PIECE = 3
_ASKED_AT_ONCE = 4
_MOST_PIECES = 24
_MOST_CANDIDATES = 40
"""Speeches that are read for one quotation after each round of questions."""

_MOST_HOLDERS = 20_000
"""Once so many speeches were counted, those of a commoner piece count only if seen before."""

_WINDOWS_OF_A_SPEECH = 3


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
    """Letters that are replaced, added or left out."""
    from_properties: tuple[MetadataField, ...] = ()
    """Of title, date and speaker those that only the properties of the file state."""


class Quotation(NamedTuple):
    """What became of one quotation: ``wordings`` are the earliest exact ones, or the nearest."""

    quoted: str
    verdict: Verdict
    wordings: tuple[Wording, ...]
    speeches: int
    """How many hold it exactly, those of ``wordings`` included."""
    draft_paragraph: int = 0
    """Where it is in a draft: its paragraph, and characters from its beginning."""
    draft_start: int = 0


class _Piece(NamedTuple):
    """Letters of a quotation from ``offset`` on, and the ways of asking an index for them."""

    offset: int
    letters: str
    variants: tuple[str, ...]


class _Near(NamedTuple):
    """Letters of a speech near a quotation: a line of its title and body, and where in it."""

    distance: int
    key: Key
    line: int
    start: int
    end: int


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
    normalized = normalize_phrase(quoted)
    if not normalized:
        return Quotation(quoted, "none", (), 0)
    phrase = Phrase(quoted, list_variants(normalized))
    keys = [key for key in backend.find(Query(((phrase,),)), scope) if key not in left_out]
    if keys:
        earliest = sorted(backend.entries(keys), key=order_of_date)[:limit]
        return Quotation(quoted, "exact", tuple(_locate(backend, phrase, earliest)), len(keys))
    search = _NearSearch(backend, quoted, scope, left_out)
    wordings = _describe_near(backend, quoted, search.find(), limit)
    if not wordings:
        return Quotation(quoted, "none", (), 0)
    return Quotation(quoted, "near" if wordings[0].distance else "punctuation", wordings, 0)


def _locate(backend: Backend, phrase: Phrase, entries: Sequence[Entry]) -> Iterator[Wording]:
    texts = backend.texts([entry.key for entry in entries])
    for entry, text in zip(entries, texts, strict=True):
        number, start, end = next(find_places((phrase,), text))
        original = _line(text, number)[start:end]
        yield _make_wording(entry, number, start, original, (), 0)


class _NearSearch:
    """The search for the wordings nearest to one quotation."""

    def __init__(
        self, backend: Backend, quoted: str, scope: Scope, left_out: Collection[Key]
    ) -> None:
        self._backend = backend
        self._letters = Letters(quoted)
        self._left_out = left_out
        self._selected = None if scope == EVERYWHERE else frozenset(backend.select(scope))
        self._allowed = max(len(self._letters) * 2 // 5, 1)
        self._weights: Counter[Key] = Counter()
        self._visited = 0
        self._found: dict[Key, _Near] = {}
        self._read: set[Key] = set()

    def find(self) -> list[_Near]:
        """Return the best place of each speech with a near wording, in no order."""
        if len(self._letters) < _PIECE:
            return []
        for pieces in (self._cut_apart(), self._cut_short()):
            ordered = self._put_rare_first(pieces)[:_MOST_PIECES]
            for first in range(0, len(ordered), _ASKED_AT_ONCE):
                asked = ordered[: first + _ASKED_AT_ONCE]
                self._ask(asked[first:])
                self._read_best(asked)
                best = min((near.distance for near in self._found.values()), default=None)
                if best is not None and best < len(asked):
                    return list(self._found.values())
            if self._found:
                break
        return list(self._found.values())

    def _cut_apart(self) -> Iterator[_Piece]:
        """Yield pieces that do not overlap and, where they can, cross no boundary."""
        for start, end in self._letters.runs():
            number = max((end - start) // _PIECE, 1)
            cuts = [start + (end - start) * n // number for n in range(number + 1)]
            for first, last in pairwise(cuts):
                if last - first >= _SHORT_PIECE:
                    yield self._make_piece(first, min(last, first + _PIECE + 1))

    def _cut_short(self) -> Iterator[_Piece]:
        """Yield shorter pieces with a boundary anywhere in them, or none."""
        step = max((len(self._letters) - _SHORT_PIECE) // _MOST_PIECES, 1)
        for start in range(0, len(self._letters) - _SHORT_PIECE + 1, step):
            piece = self._make_piece(start, start + _SHORT_PIECE)
            ways = (piece.letters[:n] + BOUNDARY + piece.letters[n:] for n in (1, 2))
            yield piece._replace(variants=(piece.letters, *ways))

    def _make_piece(self, start: int, end: int) -> _Piece:
        normalized = self._letters.normalized_piece(start, end)
        return _Piece(start, self._letters.text[start:end], (normalized,))

    def _put_rare_first(self, pieces: Iterable[_Piece]) -> list[_Piece]:
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

        def rarity(piece: _Piece) -> int:
            counts = (held.get(word, unknown) for word in words if word in piece.letters)
            return min(counts, default=unknown)

        return sorted(kept, key=lambda piece: (rarity(piece), piece.offset))

    def _ask(self, pieces: Iterable[_Piece]) -> None:
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

    def _read_best(self, pieces: Sequence[_Piece]) -> None:
        """Align the quotation with the speeches that hold most of what was asked."""
        order = sorted(self._weights.items(), key=lambda item: -item[1])
        keys = [key for key, _ in order[:_MOST_CANDIDATES] if key not in self._left_out]
        keys = [key for key in keys if key not in self._read]
        self._read.update(keys)
        for key, text in zip(keys, self._backend.texts(keys), strict=True):
            near = self._align(key, text, pieces)
            if near is not None and near.distance <= self._allowed:
                self._found[key] = near

    def _align(self, key: Key, text: Text, pieces: Sequence[_Piece]) -> _Near | None:
        """Return the nearest place of a speech."""
        body = letters_of_lines("\n".join((text.title, *text.paragraphs)))
        best: _Near | None = None
        for start, end in self._list_windows(body, pieces):
            found = align_within(self._letters.text, body[start:end])
            if found.end > found.start and (best is None or found.distance < best.distance):
                line_start = body.rfind("\n", 0, start) + 1
                line = body.count("\n", 0, start)
                offset = start - line_start
                best = _Near(found.distance, key, line, offset + found.start, offset + found.end)
        return best

    def _list_windows(self, body: str, pieces: Sequence[_Piece]) -> list[tuple[int, int]]:
        """Return where a wording with some of the pieces may be, those with most pieces first."""
        slack = self._allowed + _PIECE
        starts = sorted(
            place - piece.offset for piece in pieces for place in _find_all(piece.letters, body)
        )
        groups: list[list[int]] = []
        for start in starts:
            if groups and start - groups[-1][0] <= slack:
                groups[-1].append(start)
            else:
                groups.append([start])
        groups.sort(key=lambda group: (-len(group), group[0]))
        return [self._window(body, group, slack) for group in groups[:_WINDOWS_OF_A_SPEECH]]

    def _window(self, body: str, group: list[int], slack: int) -> tuple[int, int]:
        """Return the part of one line around where the quotation would begin."""
        inside = min(max(group[0] + len(self._letters) // 2, 0), len(body) - 1)
        first = max(group[0] - slack, 0)
        last = min(group[-1] + len(self._letters) + slack, len(body))
        start = body.rfind("\n", first, inside) + 1 or first
        end = body.find("\n", inside, last)
        return start, end if end >= 0 else last


def _find_all(piece: str, text: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        yield place
        place = text.find(piece, place + 1)


def _describe_near(
    backend: Backend, quoted: str, found: Sequence[_Near], limit: int
) -> tuple[Wording, ...]:
    """Return the nearest wordings, the best first."""
    distances = sorted(near.distance for near in found)
    if not distances:
        return ()
    worst = distances[min(limit, len(distances)) - 1]
    kept = [near for near in found if near.distance <= worst]
    keys = backend.put_in_order(near.key for near in kept)
    by_key = {near.key: near for near in kept}
    entries, texts = backend.entries(keys), backend.texts(keys)
    wordings = [
        (order_of_date(entry), _describe(entry, text, by_key[entry.key], quoted))
        for entry, text in zip(entries, texts, strict=True)
    ]
    wordings.sort(key=lambda item: (item[1].distance, _count_changed(item[1]), item[0]))
    return tuple(wording for _, wording in wordings[:limit])


def _describe(entry: Entry, text: Text, near: _Near, quoted: str) -> Wording:
    line = _line(text, near.line)
    start, end = Letters(line).span(near.start, near.end)
    original = line[start:end]
    differences = tuple(compare_wordings(original, quoted))
    return _make_wording(entry, near.line, start, original, differences, near.distance)


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


def _count_changed(wording: Wording) -> int:
    return sum(max(d.end - d.start, d.quoted_end - d.quoted_start) for d in wording.differences)


def _line(text: Text, number: int) -> str:
    return text.paragraphs[number - 1] if number else text.title


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
