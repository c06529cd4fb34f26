"""Where in one speech a quotation is nearly said.

Its letters are aligned as a whole with the places that hold pieces of it; or its parts, one after
another, around one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from speechkit.model import Key, Span, Text
from speechkit.research.quotations.alignment import align_within
from speechkit.research.quotations.letters import Letters, fold_digits, letters_of_lines
from speechkit.research.quotations.parts import (
    LONGEST_GAP,
    Chain,
    Placed,
    align_parts,
    between,
    cut_parts,
    has_ellipsis,
    is_ellipsis,
    is_near,
    mask_ellipses,
)

PIECE = 4
"""Letters of a piece that is asked of an index, or one more."""

_MOST_WINDOWS = 1_000
"""Of one speech that may hold a wording, those with most pieces; few of them are aligned."""

_MOST_ANCHORS = 9
"""Places of one speech around which the parts of a quotation are aligned."""

_COST_OF_GAP = 2
"""Letters that differ, as which text counts that a quotation leaves out without an ellipsis."""


class QuotedPiece(NamedTuple):
    """Letters of a quotation from ``offset`` on, and the ways of asking an index for them."""

    offset: int
    letters: str
    variants: tuple[str, ...]

    @property
    def folded(self) -> str:
        """The letters as they are looked for in a text whose digits are folded."""
        return fold_digits(self.letters)


class NearPlace(NamedTuple):
    """Letters of a speech near a quotation: a line of its title and body, and where in it."""

    distance: int
    """Letters that are replaced, added or left out; text left out between two parts is at most 2,
    and none where an ellipsis says so; numbers in other digits are the same."""
    key: Key
    line: int
    start: int
    end: int
    placed: tuple[Placed, ...] = ()
    """The parts of the quotation where it leaves out text between them."""


class Placer:
    """Finds one quotation in speeches.

    Public are its ``letters``, the ``parts`` that they are cut into, and whether an ellipsis says
    that it ``leaves_out`` text.
    """

    def __init__(self, quoted: str) -> None:
        self.letters = Letters(mask_ellipses(quoted))
        self.parts = cut_parts(quoted, self.letters)
        self.leaves_out = has_ellipsis(quoted)
        self._quoted = quoted
        self._pattern = fold_digits(self.letters.text)
        self._allowed = max(len(self.letters) * 2 // 5, 1)

    def find(
        self, key: Key, text: Text, asked: Sequence[QuotedPiece], pieces: Sequence[QuotedPiece]
    ) -> NearPlace | None:
        """Return the best place of a speech, if it is near: two of five letters may differ.

        ``asked`` are those of all ``pieces`` by which the speech was found.
        """
        body = fold_digits(letters_of_lines(text.joined))
        ways = [self._align(key, body, asked)]
        if self.leaves_out or not ways[0] or ways[0].distance > _COST_OF_GAP:
            ways.insert(0, self._align_parts(key, body, pieces))
        near = min(filter(None, ways), key=attrgetter("distance"), default=None)
        return near if near is not None and near.distance <= self._allowed else None

    def _align(self, key: Key, body: str, pieces: Sequence[QuotedPiece]) -> NearPlace | None:
        """Return the nearest place of a speech, if it is near.

        Windows with most of the letters come first, until none can hold a nearer place: a letter
        that a window lacks costs an edit.
        """
        best: NearPlace | None = None
        worst = self._allowed
        for least, start, end in self._list_windows(body, pieces):
            if least > worst:
                break
            found = align_within(self._pattern, body[start:end])
            if found.end > found.start and found.distance <= worst:
                best = _make_near(found.distance, key, body, start + found.start, start + found.end)
                worst = found.distance - 1
        return best

    def _align_parts(self, key: Key, body: str, pieces: Sequence[QuotedPiece]) -> NearPlace | None:
        """Return the place of a speech that says most of a quotation's parts in their order."""
        held = [(piece, part) for piece, part in self._list_held(pieces) if piece.folded in body]
        # Where an ellipsis says that there are parts, one may be all of the others' only sign.
        if len({part for _, part in held}) < (1 if self.leaves_out else 2):
            return None
        best: NearPlace | None = None
        for part, place in self._list_anchors(body, held)[:_MOST_ANCHORS]:
            near = self._align_around(key, body, part, place)
            if near is not None and (best is None or near.distance < best.distance):
                best = near
        return best

    def _list_anchors(
        self, body: str, held: Sequence[tuple[QuotedPiece, Span]]
    ) -> list[tuple[Span, int]]:
        """Return parts and where they may begin, those with most pieces around them first.

        Of equal ones those are first whose piece is rare in the speech, and then those that have
        most of the part's own letters.
        """
        places = sorted(
            (place, number)
            for number, (piece, _) in enumerate(held)
            for place in _find_all(piece.folded, body)
        )
        times = Counter(number for _, number in places)
        around = _count_around(body, places, self._reach)
        anchors: dict[tuple[Span, int], tuple[int, int, int, int]] = {}
        for (place, number), count in zip(places, around, strict=True):
            piece, part = held[number]
            start = max(place - (piece.offset - part[0]), 0)
            letters = self._pattern[slice(*part)]
            lacking = len(set(letters).difference(body[start : start + len(letters)]))
            rank = -count, times[number], lacking, start
            anchors[part, start] = min(rank, anchors.get((part, start), rank))
        return sorted(anchors, key=anchors.__getitem__)

    @property
    def _reach(self) -> int:
        """Letters of a line before and behind one part in which the others can be."""
        return (LONGEST_GAP + 2 * len(self._pattern)) * len(self.parts)

    def _list_held(self, pieces: Sequence[QuotedPiece]) -> Iterator[tuple[QuotedPiece, Span]]:
        """Yield pieces with the part in which each lies."""
        for piece in pieces:
            end = piece.offset + len(piece.letters)
            for part in self.parts:
                if part[0] <= piece.offset and end <= part[1]:
                    yield piece, part

    def _align_around(self, key: Key, body: str, part: Span, place: int) -> NearPlace | None:
        """Return where the parts of a quotation are, one of which begins near a place."""
        text = self._pattern[slice(*part)]
        window = _window(body, [place], len(text), len(text) // 2)
        found = align_within(text, body[slice(*window)])
        if not is_near(found.distance, text):
            return None
        line_start, line_end = _line_around(body, window[0])
        first = max(window[0] - self._reach, line_start)
        around = body[first : min(window[1] + self._reach, line_end)]
        place = window[0] - first
        anchor = Placed(part, (place + found.start, place + found.end), found.distance)
        chain = align_parts(self._pattern, self.parts, anchor, around)
        if chain is None:
            return None
        start, end = chain.placed[0].found[0], chain.placed[-1].found[1]
        cost = chain.distance + self._count_unmarked(chain)
        near = _make_near(cost, key, body, first + start, first + end)
        return near._replace(placed=tuple(one.moved(first - line_start) for one in chain.placed))

    def _count_unmarked(self, chain: Chain) -> int:
        """Return what the text counts that is left out without an ellipsis."""
        return sum(
            min(behind.found[0] - before.found[1], _COST_OF_GAP)
            for before, behind in chain.gaps
            if not is_ellipsis(between(self._quoted, self.letters, before, behind))
        )

    def _list_windows(self, body: str, pieces: Sequence[QuotedPiece]) -> list[tuple[int, int, int]]:
        """Return how many letters are lacking where a wording with a piece may be, and where.

        The least lacking come first, of equal ones those with most pieces.
        """
        slack = self._allowed + PIECE
        starts = sorted(
            place - piece.offset for piece in pieces for place in _find_all(piece.folded, body)
        )
        groups: list[list[int]] = []
        for start in starts:
            if groups and start - groups[-1][0] <= slack:
                groups[-1].append(start)
            else:
                groups.append([start])
        groups.sort(key=lambda group: (-len(group), group[0]))
        size = len(self.letters)
        letters = set(self._pattern)
        windows = [_window(body, group, size, slack) for group in groups[:_MOST_WINDOWS]]
        ranked = [(len(letters.difference(body[start:end])), start, end) for start, end in windows]
        return sorted(ranked, key=itemgetter(0))


def _count_around(body: str, places: Sequence[tuple[int, int]], reach: int) -> Iterator[int]:
    """Yield how many pieces are around each of their sorted places, in the same line."""
    counts: Counter[int] = Counter()
    first = last = 0
    line_start, line_end = 0, -1
    for place, _ in places:
        if place > line_end:
            line_start, line_end = _line_around(body, place)
        while last < len(places) and places[last][0] <= min(place + reach, line_end):
            counts[places[last][1]] += 1
            last += 1
        while places[first][0] < max(place - reach, line_start):
            number = places[first][1]
            counts[number] -= 1
            if not counts[number]:
                del counts[number]
            first += 1
        yield len(counts)


def _window(body: str, group: Sequence[int], size: int, slack: int) -> Span:
    """Return the part of one line around where so many letters would begin."""
    inside = min(max(group[0] + size // 2, 0), len(body) - 1)
    first = max(group[0] - slack, 0)
    last = min(group[-1] + size + slack, len(body))
    start = body.rfind("\n", first, inside) + 1 or first
    end = body.find("\n", inside, last)
    return start, end if end >= 0 else last


def _line_around(body: str, place: int) -> Span:
    end = body.find("\n", place)
    return body.rfind("\n", 0, place) + 1, end if end >= 0 else len(body)


def _make_near(distance: int, key: Key, body: str, start: int, end: int) -> NearPlace:
    """Return a place of a body as one of a line."""
    line_start = body.rfind("\n", 0, start) + 1
    line = body.count("\n", 0, start)
    return NearPlace(distance, key, line, start - line_start, end - line_start)


def _find_all(piece: str, text: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        yield place
        place = text.find(piece, place + 1)
