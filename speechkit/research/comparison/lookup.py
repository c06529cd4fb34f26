"""The runs of a draft that are in an index.

Every run of the least length holds one of some pieces that are cut so that none of their starts is
far from the one before. Where there is a choice, a piece is cut at rare characters: one phrase
takes a time that grows with the speeches that hold its rarest character. What holds a piece is
looked at around it, in the text as it is. Of a piece that many speeches hold, an index is asked
which hold a whole run around it, unless other speeches have shown one already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.backends.protocol import Backend
from speechkit.model import Key, Span
from speechkit.query.model import Phrase, Query
from speechkit.query.patterns import find_phrase
from speechkit.research.comparison.pieces import Cutter, Piece
from speechkit.research.comparison.runs import (
    DraftLine,
    extend,
    is_within,
    keep_longest,
    keep_shortest,
)
from speechkit.text.normalize import EDGES, normalize_with_offsets

_SAMPLED = 32
"""Texts that tell how rare characters are."""

_RARE = 150
"""Speeches; a piece that no more of them hold is looked for in all of their texts."""

_KEPT_CHARACTERS = 2_000_000
"""Of texts that were read for one line, because the next piece may be in them, too."""

_LONGEST_FORMULA = 80
"""Characters; a longer run is copied even where each part of it is common."""

_STEP = 3
"""Characters between the parts of a formula that are asked for."""

_AROUND = 50
"""Characters around a piece that are normalized first; twice as many if they are all the same."""


class _Place(NamedTuple):
    """A run of one line of the draft that a speech holds."""

    start: int
    end: int
    key: Key


class RunSearch:
    """The search for the runs of a draft, one line of it after another."""

    def __init__(self, backend: Backend, selected: frozenset[Key], least: int) -> None:
        self._backend = backend
        self._selected = selected
        self._least = least
        self._cutter = Cutter((text.joined for text in backend.texts(self._sample())), least)
        self._answers: dict[str, list[Key]] = {}
        self._texts: dict[Key, str] = {}
        self._kept = 0

    def _sample(self) -> list[Key]:
        keys = list(self._backend.put_in_order(self._selected))
        return keys[:: max(len(keys) // _SAMPLED, 1)][:_SAMPLED]

    def find(self, line: DraftLine) -> Iterator[tuple[Span, list[Key]]]:
        """Yield the runs of a line that lie in no other, and the speeches that hold each."""
        if len(line.match) < self._least or not self._selected:
            return
        places: list[_Place] = []
        certain: list[Piece] = []
        common: list[Piece] = []
        self._texts, self._kept = {}, 0
        for piece in self._cutter.cut(line.match):
            if self._is_settled(line, piece, places):
                continue
            keys = self._ask(piece.text)
            if len(keys) > _RARE:
                common.append(piece)
            else:
                certain.append(piece)
                places += self._verify(line, piece, keys)
        for piece in common:
            if not self._is_settled(line, piece, places):
                places += self._verify_common(line, piece, places)
        for span in keep_longest((place.start, place.end) for place in places):
            if any(span[0] <= piece.start and piece.end <= span[1] for piece in certain):
                holders = {p.key for p in places if p.start <= span[0] and span[1] <= p.end}
                yield span, list(holders)
            else:
                yield span, self._ask(line.match[slice(*span)])

    def is_formula(self, run: str, many: int) -> bool:
        """Return whether a run consists of runs that so many speeches hold, each by itself.

        Not all of it need be in them, but what is left must be shorter than a run.
        """
        least = self._least
        if len(run) > _LONGEST_FORMULA:
            return False
        covered = left = 0
        for start in (*range(0, len(run) - least, _STEP), len(run) - least):
            if start - covered >= least:
                return False
            if len(self._ask(run[start : start + least].strip(EDGES))) >= many:
                left += max(start - covered, 0)
                covered = start + least
        return left + len(run) - covered < least

    def _is_settled(self, line: DraftLine, piece: Piece, places: Sequence[_Place]) -> bool:
        """Return whether a piece is so far inside a run that it can tell of no other one.

        A run that is not in a known one goes over one of its ends, and has a piece there.
        """
        return any(
            place.start <= piece.start
            and piece.end <= place.end
            and (not place.start or piece.end >= place.start + self._least)
            and (place.end == len(line.match) or piece.start <= place.end - self._least)
            for place in places
        )

    def _ask(self, *variants: str) -> list[Key]:
        """Return the speeches of the scope that hold one of some pieces of normalized text."""
        known = self._answers.get(variants[0]) if len(variants) == 1 else None
        if known is not None:
            return known
        found = self._backend.find(Query(((Phrase(variants[0], variants),),)))
        keys = [key for key in found if key in self._selected]
        if len(variants) == 1 and len(keys) <= _RARE:
            self._answers[variants[0]] = keys
        return keys

    def _verify(self, line: DraftLine, piece: Piece, keys: Sequence[Key]) -> list[_Place]:
        """Return the runs around a piece in speeches that hold it."""
        return [
            _Place(*span, key)
            for key, text in zip(keys, self._read(keys), strict=True)
            for span in keep_longest(self._find_shared(line, piece, text))
        ]

    def _read(self, keys: Sequence[Key]) -> Iterator[str]:
        """Yield texts, those that were read for the same line from memory."""
        unread = self._backend.texts([key for key in keys if key not in self._texts])
        for key in keys:
            text = self._texts.get(key)
            if text is None:
                text = next(unread).joined
                if self._kept < _KEPT_CHARACTERS:
                    self._texts[key] = text
                    self._kept += len(text)
            yield text

    def _find_shared(self, line: DraftLine, piece: Piece, text: str) -> Iterator[Span]:
        """Yield the runs, long enough, that a line and a text share around a piece."""
        for place in _find_piece(piece.text, text):
            found = _share(line, piece, text, place)
            if found is not None:
                start, end = line.trim(*found)
                if end - start >= self._least:
                    yield start, end

    def _verify_common(
        self, line: DraftLine, piece: Piece, places: Sequence[_Place]
    ) -> list[_Place]:
        """Return runs around a piece of many speeches that are in no run that is known.

        Each round reads some of the speeches that hold a run of which nothing is known yet, until
        no speech holds one: neither a shortest run, nor a known one and a character more.
        """
        found: list[_Place] = []
        read: set[Key] = set()
        while True:
            runs = self._list_unknown(line, piece, [*places, *found])
            held = self._ask_around(line, piece, runs) if runs else ()
            keys = [key for key in held if key not in read][:_RARE]
            if not keys:
                break
            read.update(keys)
            found += self._verify(line, piece, keys)
        return found

    def _list_unknown(self, line: DraftLine, piece: Piece, places: Sequence[_Place]) -> list[Span]:
        """Return the shortest runs that hold a piece and are in no run that was found.

        Every such run holds one of these: the starts are all from which a run of the least length
        reaches the piece, and those just before a known run; each end is the first behind whatever
        known run goes on from there. No run begins or ends with a mark.
        """
        text = line.match
        known = [(place.start, place.end) for place in places]
        runs: set[Span] = set()
        for start in (
            *range(max(piece.end - self._least, 0), piece.start + 1),
            *(start - 1 for start, _ in known if start <= piece.start),
        ):
            start = len(text[: start + 1].rstrip(EDGES)) - 1  # noqa: PLW2901 - of the same run
            reached = max((last for first, last in known if first <= start), default=0)
            end = max(start + self._least, piece.end, reached + 1)
            end += len(text[end - 1 :]) - len(text[end - 1 :].lstrip(EDGES))
            if start >= 0 and end <= len(text):
                runs.add((start, end))
        return keep_shortest(runs)

    def _ask_around(self, line: DraftLine, piece: Piece, runs: Sequence[Span]) -> list[Key]:
        """Return the speeches that hold one of some runs around a piece, or may do so if few.

        A run holds at least half of what is missing to ``least`` before the piece or behind it.
        """
        half = -(-(self._least - (piece.end - piece.start)) // 2)
        halves = ((piece.start - half, piece.end), (piece.start, piece.end + half))
        asked = [span for span in halves if any(is_within(span, [run]) for run in runs)]
        keys = self._ask(*(line.match[slice(*line.trim(*span))] for span in asked))
        if len(keys) > _RARE:
            keys = self._ask(*(line.match[slice(*line.trim(*run))] for run in runs))
        return keys


def _share(line: DraftLine, piece: Piece, text: str, place: int) -> Span | None:
    """Return the run around a piece that begins at a place of a text.

    As much of the text is normalized as is needed: a part, and a larger one where all is the same.
    """
    line_start = text.rfind("\n", 0, place) + 1
    line_end = text.find("\n", place)
    line_end = len(text) if line_end < 0 else line_end
    around = _AROUND
    while True:
        first, last = max(place - around, line_start), min(place + around, line_end)
        part = normalize_with_offsets(text[first:last])
        found = _find_near(part.match, piece.text, part.origins, place - first)
        if found < 0:
            return None
        start, end, other = extend(line.match, piece.start, piece.end, part.match, found)
        other_end = other + end - start
        begins = first == line_start or other > 0
        ends = last == line_end or other_end < len(part.match)
        if begins and ends:
            return start, end
        around *= 4


def _find_piece(piece: str, text: str) -> Iterator[int]:
    """Yield where a piece of normalized text begins in a text: mostly it is there as it is."""
    place = text.find(piece)
    if place < 0:
        yield from (start for start, _ in find_phrase(Phrase(piece, (piece,)), text))
    while place >= 0:
        yield place
        place = text.find(piece, place + 1)


def _find_near(match: str, piece: str, origins: Sequence[int], origin: int) -> int:
    """Return where the piece that begins at a place of the text is in its normalized form."""
    place = match.find(piece)
    while place >= 0 and origins[place] < origin:
        place = match.find(piece, place + 1)
    return place
