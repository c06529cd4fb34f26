"""Dropped text: whatever an extracted text holds that is in neither title nor paragraphs.

It is found by construction, from what went into cleaning and what came out, and trusts no step in
between: every string of at most AROUND characters of one line is in the title, in a paragraph or
in a piece, character for character, unless it normalizes to nothing. What is kept is looked for
near its place only, so that the time is linear in the text; what is not found there is a piece
too, which does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

from speechkit.cleaning.lines import Lines
from speechkit.model import DroppedText, Notice, Span
from speechkit.text.characters import BLANK, BLANKS
from speechkit.text.late_patterns import compile_late
from speechkit.text.normalize import normalize, normalize_phrase

AROUND = 30
"""Characters on both sides of what was left out: the longest strings that are promised."""

_AHEAD, _BACK = 1024, 256
"""Characters of the kept text behind and before the last place: where a line is looked for."""

_SCANNED = 200_000_000
"""Characters of the kept text that are read in all for lines that are not near."""

_PROBE, _SHORTEST_PROBE = 8, 4
_TELLING = 16
"""Characters of a line that is hardly in a text twice."""

_HEAD = 64
"""Characters by which a longer line is looked for."""

_TRIES = 8

_LOOKED_BACK = 4
"""Lines before one that is not whole, by which its place is known."""

_DECORATIONS = 8
"""Blanks and signs that a title may be set with, at most."""

# Compiled where they are first used.
_BEGINNING = "[{0}][{0}]*(?=.)".format("。！？" + BLANKS)  # twice as fast as with a plus
_LETTER = compile_late(r"[0-9A-Za-z\u4e00-\u9fff]")


def find_dropped(
    lines: Lines, title: str, paragraphs: Sequence[str], notices: Iterable[Notice] = ()
) -> tuple[DroppedText, ...]:
    """Return what of the lines is in neither title nor paragraphs, in their order, each once.

    ``notices`` name the rules, by the text that each dropped.
    """
    whole = {"", title, *paragraphs}
    others = [
        place
        for place, line in enumerate(lines.texts)
        if line not in whole and line.strip(BLANKS) not in whole
    ]
    if not others:
        return ()
    kept = _KeptText(title, paragraphs)
    rules = _rules_of(notices)
    pieces: dict[tuple[str, tuple[Span, ...]], DroppedText] = {}
    is_told = _make_title_look(title)
    for place in others:
        kept.follow(lines.texts[max(place - _LOOKED_BACK, 0) : place])
        line = lines.texts[place].strip(BLANKS)
        for piece in _cut_pieces(line, lines.numbers[place], kept, rules):
            if not is_told(piece.text):
                pieces.setdefault((piece.text, piece.spans), piece)
    return tuple(pieces.values())


def take_dropped(text: str, numbers: Iterable[int], rule: str) -> Iterator[DroppedText]:
    """Yield the lines of a text that is no part of the speech, whole."""
    for line, number in zip(text.split("\n"), numbers, strict=True):
        stripped = line.strip(BLANKS)
        if _says_something(stripped):
            yield DroppedText(stripped, number, rule, ((0, len(stripped)),))


def _make_title_look(title: str) -> Callable[[str], bool]:
    """Return what says whether a search of the title finds all of a piece, as of one set wide."""
    characters, normalized = set(title), normalize(title)
    longest = 2 * len(title) + _DECORATIONS  # with a blank behind each character

    def is_told(text: str) -> bool:
        if len(text) > longest or len(set(text) - characters) > _DECORATIONS:
            return False
        phrase = normalize_phrase(text)
        return not phrase or phrase in normalized

    return is_told


def _says_something(text: str) -> bool:
    """Return whether there is anything in a text that could be matched."""
    return (
        bool(text) and not text.isspace() and bool(_LETTER.search(text) or normalize_phrase(text))
    )


class _KeptText:
    """Title and paragraphs, a line each, read from top to bottom as the lines are."""

    def __init__(self, title: str, paragraphs: Sequence[str]) -> None:
        self._lines = (title, *paragraphs)
        self._text = "\n".join((*self._lines, ""))
        self._title = title
        self._place = 0
        """Behind what was found last."""
        self._scanned = 0

    @cached_property
    def _starts(self) -> dict[str, int]:
        """Where each line first begins: what comes later in the dictionary takes the place."""
        starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))[:-1]
        return dict(zip(reversed(self._lines), reversed(starts), strict=True))

    def follow(self, before: Sequence[str]) -> None:
        """Go to behind the last of some lines that is a paragraph, where that is plainly meant."""
        for line in reversed(before):
            start = self._starts.get(line.strip(BLANKS), -1)
            if start >= self._place and (start < self._place + _AHEAD or len(line) >= _TELLING):
                self._place = self._text.index("\n", start)
                return

    def holds(self, line: str) -> bool:
        """Return whether a line is part of the title or of a paragraph, looked for near by."""
        start = self._find_near(line)
        if start < 0 and len(line) >= _TELLING and self._scanned < _SCANNED:
            self._scanned += len(self._text)
            start = self._find(line, 0, len(self._text))
        self._place = max(self._place, start + len(line) if start >= 0 else 0)
        return start >= 0 or line in self._title

    def cover(self, line: str) -> Iterator[Span]:
        """Yield stretches of a line that are part of the title or of a paragraph, from its start.

        They follow the kept text: where the line differs, both are looked through for where the
        other goes on.
        """
        place = 0
        while place < len(line):
            if line[place] in BLANK:  # where a line was cut
                place += 1
                continue
            if length := self._count_next(line, place):
                yield place, place + length
                place += length
                self._place += 1 + length
                continue
            start = self._find_here(line, place)
            if start < 0:
                place, start = self._resume(line, place)
                if start < 0:
                    continue
            length = self._count_equal(line, place, start)
            yield place, place + length
            place += length
            self._place = max(self._place, start + length)

    def _count_next(self, line: str, place: int) -> int:
        """Return how long the next paragraph is, if a line has all of it at a place; else 0."""
        start = self._place + 1
        if not self._text.startswith("\n", self._place):
            return 0
        end = self._text.find("\n", start)
        is_next = start < end and line.startswith(self._text[start:end], place)
        return end - start if is_next else 0

    def joins(self, line: str, place: int) -> bool:
        """Return whether the kept text, too, goes on at a place of a line as the line does."""
        return self._find_near(line[max(place - AROUND, 0) : place + AROUND]) >= 0

    def _find_near(self, text: str) -> int:
        start = self._find(text, self._place, self._place + _AHEAD)
        return start if start >= 0 else self._find(text, max(self._place - _BACK, 0), self._place)

    def _find(self, text: str, first: int, last: int) -> int:
        """Return the place of a text of one line that begins in a range; -1: it is not seen.

        A long one is only looked at where its first characters are first.
        """
        head = text[:_HEAD]
        start = self._text.find(head, first, last + len(head))
        return start if start < 0 or self._text.startswith(text, start) else -1

    def _find_here(self, line: str, place: int) -> int:
        """Return where the kept text has what a line has from a place on; -1: nowhere near.

        That is where it goes on, be it a paragraph of one character, else somewhere near.
        """
        for start in reversed(self._next_places()):
            probe = self._probe(start)
            if probe and line.startswith(probe, place):
                return start
        return self._find_near(line[place : place + _PROBE])

    def _probe(self, start: int) -> str:
        """Return the first characters of what is left of a paragraph."""
        return self._text[start : start + _PROBE].partition("\n")[0]

    def _next_places(self) -> tuple[int, int]:
        """Return where the kept text goes on, and where its next paragraph begins."""
        end = self._text.find("\n", self._place, self._place + _AHEAD)
        return self._place, end + 1 if end >= 0 else len(self._text)

    def _resume(self, line: str, place: int) -> tuple[int, int]:
        """Return where a line has the kept text again, and where that is in the text; -1: not near.

        Then the first is where to look further.
        """
        end = min(place + _AHEAD, len(line))
        found = []
        for start in self._next_places():
            probe = self._probe(start)
            if len(probe) >= _SHORTEST_PROBE:
                again = line.find(probe, place + 1, end + _PROBE)
                if again >= 0:
                    found.append((again, start))
        # Else a paragraph of the line is elsewhere, and one of the next may be here.
        for begun in islice(
            re.compile(_BEGINNING).finditer(line, place, end), 0 if found else _TRIES
        ):
            start = self._find_near(line[begun.end() : begun.end() + _PROBE])
            if start >= 0:
                return begun.end(), start
        return min(found, default=(end, -1))

    def _count_equal(self, line: str, place: int, start: int) -> int:
        """Return how many characters are the same from a place of the line and one of the text."""
        end = self._text.find("\n", start, start + len(line) - place + 1)
        if end >= 0 and line.startswith(self._text[start:end], place):
            return end - start
        length, step = 1, 64
        while step:
            end = length + step
            if line[place + length : place + end] == self._text[start + length : start + end]:
                if place + end >= len(line):
                    return len(line) - place
                length, step = end, step * 2
            else:
                step //= 2
        return length


class _Gap(NamedTuple):
    """A stretch of a line that is not kept."""

    start: int
    end: int
    reach: int
    """How many characters before and behind it may be in a string with it."""


def _cut_pieces(
    line: str, number: int, kept: _KeptText, rules: Mapping[str, str]
) -> Iterator[DroppedText]:
    """Yield the pieces of a line that hold what is not kept of it."""
    if kept.holds(line):
        return
    for gaps in _gather(list(_find_gaps(line, kept))):
        first = max(gaps[0].start - gaps[0].reach, 0)
        spans = tuple([(start - first, end - first) for start, end, _ in gaps])
        text = line[first : gaps[-1].end + gaps[-1].reach]
        yield DroppedText(text, number, _name_rule(line, text, spans, rules), spans)


def _gather(gaps: Sequence[_Gap]) -> Iterator[list[_Gap]]:
    """Yield gaps that are so close that what is taken around them meets, as one list."""
    some: list[_Gap] = []
    for gap in gaps:
        if some and gap.start - some[-1].end > gap.reach + some[-1].reach:
            yield some
            some = []
        some.append(gap)
    if some:
        yield some


def _find_gaps(line: str, kept: _KeptText) -> Iterator[_Gap]:
    """Yield the stretches of a line that are not kept; an empty one where others only meet."""
    end = 0
    for start, next_end in (*kept.cover(line), (len(line), len(line))):
        if _says_something(line[end:start]):
            yield _Gap(end, start, AROUND)
        elif _parts(line, end, start) and (start > end or not kept.joins(line, start)):
            yield _Gap(end, start, AROUND - 1 - (start - end))
        end = next_end


def _parts(line: str, end: int, start: int) -> bool:
    """Return whether a string can begin before a stretch without a letter, and end behind it.

    Only such a string is in no paragraph.
    """
    return end > 0 and start < len(line) and start - end < AROUND - 1


def _rules_of(notices: Iterable[Notice]) -> dict[str, str]:
    """Return the rule of each text that a notice says was dropped; marks of notes by their form."""
    rules: dict[str, str] = {}
    for notice in notices:
        if notice.kind == "dropped":
            rules[notice.text] = notice.rule
            if notice.rule == "note-mark":  # its text lists them, not all where there are many
                rules |= dict.fromkeys(map(_form_of, notice.text.split()), notice.rule)
    return rules


def _form_of(mark: str) -> str:
    """Return a mark of a note with another number: 〔12〕 and 〔3〕 have one form."""
    return re.sub(r"[\d一二三四五六七八九十①-⓿]+", "0", mark)


def _name_rule(line: str, text: str, spans: Iterable[Span], rules: Mapping[str, str]) -> str:
    """Return the rule that left out the line or some of it, as far as a notice tells."""
    if line in rules:
        return rules[line]
    parts = [
        part
        for start, end in spans
        for part in re.split(f"[{BLANKS}][{BLANKS}]+", text[start:end].strip(BLANKS))
    ]
    if not any(parts):
        return "cut-line"
    named = (rules.get(part) or rules.get(_form_of(part)) for part in parts)
    return next(filter(None, named), "")
