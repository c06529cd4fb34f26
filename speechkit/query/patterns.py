"""Phrases in a text as it is: what normalizing would find there, and the text is not normalized.

An expression is made of each variant of a phrase: for each letter all characters that become it,
between letters what may vanish there. It finds every place where the variant may be. Each is
confirmed by normalizing that piece alone, which tells what normalizing the whole line would:
normalizing looks at nothing outside a phrase's own first and last letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import merge

from speechkit.model import Span
from speechkit.query.model import Near, Phrase, Regex, Term
from speechkit.text.late_patterns import compile_late
from speechkit.text.normalize import (
    EDGES,
    Normalized,
    normalize,
    normalize_phrase,
    normalize_with_offsets,
    pass_combining,
)
from speechkit.text.table import PARTING, find_expansions, find_sources, read_syllables
from speechkit.tuples import NamedTuple

_GAP = (
    r"[\W\u02b9-\u02bd\u02c8\u02ee\u0374\u037a\u115f\u1160\u1427\u3164\ua78f"
    r"\ufc5e-\ufc63\ufe70\ufe72\ufe74\ufe76\ufe78\ufe7a\ufe7c\ufe7e\uff9e\uff9f\uffa0]"
)
"""What is no letter, and the letters that vanish: they are nothing but a blank or a mark."""

_JAMO = compile_late("[\u1100-\u11ff]")

_LONGEST_EXPANSION = 18

_LONGEST_EXPRESSION = 24
"""Letters of a variant that an expression is made of; making it takes .1 to .4 ms for each."""

_FEW = 8
"""Characters, for one of which a text is searched sooner one by one than by an expression."""

_Point = tuple[int, int]
"""A character of the text, and how many of the letters that it becomes are passed."""


class _Place(NamedTuple):
    """Where a variant is: from its first letter to behind its last one.

    Points compare as the normalized text runs, so that places can be sorted and told to overlap.
    """

    start: _Point
    end: _Point
    length: int
    """Of the variant, in normalized characters."""

    def span(self, text: str) -> Span:
        """Return the piece of the text, with the combining marks of its last character."""
        return self.start[0], pass_combining(text, self.end[0] + 1)


def find_phrase(phrase: Phrase, text: str) -> Iterator[Span]:
    """Return the spans of a phrase in a text of any lines, from left to right.

    They are what ``find_term`` finds in the normalized text of each line, in the text's own
    characters: they cross no line end and do not overlap, except in a character that becomes
    several (ⅲ holds three i).
    """
    patterns = list(map(_compile, phrase.variants))
    if len(patterns) == 1 and patterns[0].is_plain:
        return _find_plain(patterns[0], text)
    return _find_any(patterns, text)


def find_everywhere(phrase: Phrase, text: str) -> list[Span]:
    """Return the spans of a phrase in a text of any lines, those that overlap too, sorted."""
    return [place.span(text) for place in sorted(_find_everywhere(phrase, text))]


def find_near(near: Near, text: str) -> Iterator[Span]:
    """Yield the pairs of phrases near each other in a line, each as one span over both.

    A pair ends in each place that has one of the other phrase near it, behind the last pair; the
    closest such place begins it. So pairs do not overlap. The distance is measured in characters
    of normalized text; the time is linear in the text.
    """
    firsts = _find_everywhere(near.first, text)
    seconds = _find_everywhere(near.second, text) if firsts else set()
    if not seconds:
        return
    longest = max(place.length for place in (*firsts, *seconds))
    for group in _group(sorted(firsts | seconds), text, near.distance + longest):
        if not firsts.isdisjoint(group) and not seconds.isdisjoint(group):
            for first, last in _pair_near(near, group, text, firsts, seconds):
                yield first.span(text)[0], last.span(text)[1]


def find_term(term: Term, text: str) -> Iterator[Span]:
    """Yield the spans of a term in a text of any lines, from left to right; a condition has none.

    Raises PatternError for a regular expression that takes too long.
    """
    if isinstance(term, Phrase):
        return find_phrase(term, text)
    if isinstance(term, Near):
        return find_near(term, text)
    return _find_regex(term, text) if isinstance(term, Regex) else iter(())


def _find_regex(term: Regex, text: str) -> Iterator[Span]:
    from speechkit.query.regular import find_regex

    return find_regex(term, text)


class _Pattern(NamedTuple):
    """A variant, what finds all its places and some more, and the characters to be wary of."""

    variant: str
    beginning: str
    """The source of the expression's first element."""
    rest: str
    """The source of the expression behind that."""
    first: str
    """The characters that the first element finds; empty where they are many or become several."""
    expanding: frozenset[str]
    """Characters that become several letters, some of which are the variant's."""
    needed: tuple[str, ...]
    """Strings, of each of which a text with the variant holds a character."""
    partial: bool
    """Whether the expression finds only how the variant begins."""

    @property
    def is_plain(self) -> bool:
        """Whether what the expression finds is all of a place, in which each character is one."""
        return not (self.partial or self.expanding)

    def expression_for(self, text: str) -> re.Pattern[str] | None:
        """Return what finds where the variant may be in a text, or None where it is not.

        Most texts lack one of the characters altogether, which is known soonest. Of those that a
        variant may begin with most texts hold one, for which they are searched five times as fast
        as for any of several.
        """
        for characters in self.needed:
            if not any(map(text.__contains__, characters)):
                return None
        if not self.first:
            return _join_expression(self.beginning, self.rest)
        present = "".join(filter(text.__contains__, self.first))
        return _begin_expression(present, self.rest) if present else None

    def places_at(self, found: re.Match[str]) -> list[_Place]:
        """Return the places that begin in the first character of what was found: mostly one."""
        start, end = found.span()
        if self.partial or (self.expanding and not self.expanding.isdisjoint(found[0])):
            return list(self._places_by_letters(found.string, start))
        if not self.confirms(found[0]):
            return []
        return [_Place((start, 0), (end - 1, 1), len(self.variant))]

    def confirms(self, piece: str) -> bool:
        """Return whether what was found normalizes to the variant."""
        return piece == self.variant or (
            "\n" not in piece and normalize(piece).strip(EDGES) == self.variant
        )

    def _places_by_letters(self, text: str, start: int) -> Iterator[_Place]:
        # Each letter counts: one character may become several, and the variant begin in any.
        normalized = normalize_with_offsets(_cut_letters(text, start, len(self.variant)))
        place = normalized.match.find(self.variant)
        while place >= 0 and normalized.origins[place] == 0:
            end = place + len(self.variant)
            first, (last, passed) = _point(normalized, place), _point(normalized, end - 1)
            yield _Place((start, first[1]), (start + last, passed + 1), len(self.variant))
            place = normalized.match.find(self.variant, place + 1)


def _find_plain(pattern: _Pattern, text: str) -> Iterator[Span]:
    """Yield the spans of a plain variant that do not overlap, from left to right."""
    expression, variant = pattern.expression_for(text), pattern.variant
    place: int | None = 0
    while expression and place is not None:
        begun, place = place, None
        for found in expression.finditer(text, begun):
            # As it is in nearly every place: to ask takes a third of the time.
            if found[0] == variant or pattern.confirms(found[0]):
                start, end = found.span()
                yield start, pass_combining(text, end)
            else:
                place = found.start() + 1
                break


def _find_any(patterns: Iterable[_Pattern], text: str) -> Iterator[Span]:
    """Yield the spans of variants that do not overlap, from left to right."""
    end = (0, 0)
    for place in merge(*(_find_apart(pattern, text) for pattern in patterns)):
        if place.start >= end:
            yield place.span(text)
            end = place.end


def _find_apart(pattern: _Pattern, text: str) -> Iterator[_Place]:
    """Yield the places of a variant that do not overlap, from left to right."""
    end = (0, 0)
    expression = pattern.expression_for(text)
    found = expression and expression.search(text)
    while expression and found:
        next_start = found.start() + 1
        for place in pattern.places_at(found):
            if place.start >= end:
                yield place
                end = place.end
                # What begins in the last character may lie behind this place, if it becomes more.
                next_start = max(next_start, end[0] + (text[end[0]] not in pattern.expanding))
        found = expression.search(text, next_start)


def _find_everywhere(phrase: Phrase, text: str) -> set[_Place]:
    """Return all places of a phrase, those that overlap too."""
    places: set[_Place] = set()
    for variant in phrase.variants:
        pattern = _compile(variant)
        expression = pattern.expression_for(text)
        found = expression and expression.search(text)
        while expression and found:
            places.update(pattern.places_at(found))
            found = expression.search(text, found.start() + 1)
    return places


def _group(places: list[_Place], text: str, bound: int) -> Iterator[list[_Place]]:
    """Yield runs of places none of which is near one of another run.

    ``bound`` is the most normalized characters between the starts of two places that are near.
    """
    group = places[:1]
    for place in places[1:]:
        if _is_far(text, group[-1].start[0], place.start[0], bound):
            yield group
            group = []
        group.append(place)
    yield group


def _is_far(text: str, start: int, end: int, bound: int) -> bool:
    """Return whether a line ends in a piece of text, or it normalizes to more than ``bound``."""
    size = 2 * bound + 64
    if text.find("\n", start, min(end, start + size)) >= 0:
        return True
    while end - start > size:
        if len(normalize_phrase(text[start : start + size])) > bound + _LONGEST_EXPANSION:
            return True
        size *= 2
        if text.find("\n", start, min(end, start + size)) >= 0:
            return True
    return False


def _pair_near(
    near: Near, group: list[_Place], text: str, firsts: set[_Place], seconds: set[_Place]
) -> Iterator[tuple[_Place, _Place]]:
    """Yield the pairs of a group that are near and do not overlap, from left to right."""
    spans = _measure(group, text)
    after_first = _Places({place: spans[place] for place in group if place in firsts})
    after_second = _Places({place: spans[place] for place in group if place in seconds})
    done = 0
    for last, (start, end) in sorted(spans.items(), key=lambda item: item[1][::-1]):
        found = after_first.find_before(start) if last in seconds else None
        if last in firsts and not near.ordered:
            found = max(filter(None, (found, after_second.find_before(start))), default=None)
        if found and found.end >= start - near.distance and found.start >= done:
            yield found.place, last
            done = end


def _measure(group: list[_Place], text: str) -> dict[_Place, Span]:
    """Return the spans of places, counted in the normalized text from the first one on."""
    offset = group[0].start[0]
    normalized = normalize_with_offsets(text[offset : group[-1].start[0] + 1])
    starts = (_index(normalized, place.start[0] - offset, place.start[1]) for place in group)
    return {
        place: (start, start + place.length) for place, start in zip(group, starts, strict=True)
    }


class _Measured(NamedTuple):
    """A place with its span in normalized text; the one that ends last is the greatest."""

    end: int
    start: int
    place: _Place


class _Places:
    """Where a phrase was found, asked for the one that is closest before something."""

    def __init__(self, spans: dict[_Place, Span]) -> None:
        self._places = sorted(_Measured(end, start, p) for p, (start, end) in spans.items())
        self._ends = [place.end for place in self._places]

    def find_before(self, start: int) -> _Measured | None:
        """Return the place that ends last at or before ``start``, or None."""
        number = bisect_right(self._ends, start)
        return self._places[number - 1] if number else None


def _point(normalized: Normalized, index: int) -> _Point:
    """Return the point of a letter of normalized text."""
    origin = normalized.origins[index]
    first = bisect_left(normalized.origins, origin)
    return origin, len(_letters(normalized.match[first:index]))


def _index(normalized: Normalized, origin: int, passed: int) -> int:
    """Return where the letter of a point is in normalized text."""
    index = bisect_left(normalized.origins, origin)
    while passed or normalized.match[index] in EDGES:
        passed -= normalized.match[index] not in EDGES
        index += 1
    return index


def _cut_letters(text: str, start: int, count: int) -> str:
    """Return the text from ``start`` on that holds ``count`` letters behind its first character's.

    It ends where its line does.
    """
    size = count + 1
    while True:
        # The line may be all of a long text, so its end is not looked for any further.
        piece, line_end, _ = text[start : start + size].partition("\n")
        is_whole = line_end or start + size >= len(text)
        if is_whole or len(_letters(normalize(piece[1:]))) >= count:
            return piece
        size *= 2


def _letters(normalized: str) -> str:
    """Return normalized text without what may vanish from it."""
    return normalized.translate(_NO_EDGES)


_NO_EDGES = dict.fromkeys(map(ord, f"{EDGES}{PARTING},"))


@lru_cache(maxsize=1_024)
def _begin_expression(characters: str, rest: str) -> re.Pattern[str]:
    return _join_expression(_write_class(characters), rest)


@lru_cache(maxsize=1_024)
def _join_expression(beginning: str, rest: str) -> re.Pattern[str]:
    return re.compile(beginning + rest)


@lru_cache(maxsize=1_024)
def _compile(variant: str) -> _Pattern:
    return _Compiler(variant).compile()


class _Compiler:
    """Makes the expression of one variant.

    A character that becomes several letters covers as many elements of the expression: a group
    notes that it was met, and the elements that it covers then ask for nothing. At each place one
    element applies at most, so that the expression never tries one way after another.
    """

    def __init__(self, variant: str) -> None:
        self._variant = variant
        letters = _letters(variant)
        self._letters = letters[:_LONGEST_EXPRESSION]
        self._partial = len(letters) > _LONGEST_EXPRESSION
        self._expanding: set[str] = set()
        self._covering: dict[int, list[int]] = defaultdict(list)
        """Of each letter the groups of characters before it that become it too."""
        self._groups = 0

    def compile(self) -> _Pattern:
        """Return the pattern."""
        classes = [self._classes(place) for place in range(len(self._letters))]
        gap = _write_gap("".join(c for class_ in classes for c in class_.values()))
        elements = [self._write_first(classes[0])]
        elements += [
            self._write_element(place, class_, gap) for place, class_ in enumerate(classes) if place
        ]
        first, *others = ("".join(class_.values()) for class_ in classes)
        # A character that becomes several letters covers those behind its first one too.
        alone = not self._groups
        is_few = alone and len(classes[0]) == 1 and len(first) <= _FEW
        needed = {c for c in others if len(c) <= _FEW and c != first} if alone else ()
        return _Pattern(
            variant=self._variant,
            beginning=elements[0],
            rest="".join(elements[1:]),
            first=first if is_few else "",
            expanding=frozenset(self._expanding),
            needed=tuple(sorted(needed, key=len)),
            partial=self._partial,
        )

    def _classes(self, place: int) -> dict[int, str]:
        """Return the characters that can be met at a letter, by how many letters they cover."""
        classes = defaultdict(str, {1: find_sources(self._letters[place])})
        for character, letters in _expansions_by_letter(self._letters[place]):
            # A phrase may begin anywhere in what its first character becomes.
            for passed in range(len(letters)) if place == 0 else (0,):
                covered = letters[passed : passed + len(self._letters) - place]
                if self._letters.startswith(covered, place):
                    classes[len(covered)] += character
                    if len(letters) > 1:
                        self._expanding.add(character)
        return classes

    def _write_first(self, classes: dict[int, str]) -> str:
        """Write the first element: one class, for which the text is searched fastest."""
        together = _write_class("".join(classes.values()))
        if len(classes) == 1:
            return together
        ways = [f"(?<={self._note(0, covered, c)})" for covered, c in classes.items()]
        return f"{together}(?:{'|'.join(ways)})"

    def _write_element(self, place: int, classes: dict[int, str], gap: str) -> str:
        ways = "|".join(self._note(place, covered, c) for covered, c in classes.items())
        element = f"{gap}(?:{ways})" if len(classes) > 1 else f"{gap}{ways}"
        for group in self._covering[place]:
            element = f"(?({group})|{element})"
        return element

    def _note(self, place: int, covered: int, characters: str) -> str:
        if covered == 1:
            return _write_class(characters)
        self._groups += 1
        for other in range(place + 1, place + covered):
            self._covering[other].append(self._groups)
        return f"({_write_class(characters)})"


def _write_class(characters: str) -> str:
    unique = sorted(set(characters))
    return f"[{''.join(map(re.escape, unique))}]" if len(unique) > 1 else re.escape(unique[0])


def _write_gap(characters: str) -> str:
    """Write what may lie between two letters: all that is no letter, and none of ``characters``.

    Symbols that stay themselves are in it too; confirming finds them.
    """
    found = "".join(sorted(set(re.findall(_GAP, characters))))
    return f"(?:(?!{_write_class(found)}){_GAP})*" if found else f"{_GAP}*"


@lru_cache(maxsize=1)
def _syllables() -> dict[str, list[tuple[str, str]]]:
    index = defaultdict(list)
    for syllable, letters in read_syllables().items():
        for letter in set(letters):
            index[letter].append((syllable, letters))
    return index


def _expansions_by_letter(letter: str) -> list[tuple[str, str]]:
    """Return the characters that become this letter among several, each with all its letters."""
    found = [(character, _letters(target)) for character, target in find_expansions(letter)]
    return found + _syllables().get(letter, []) if _JAMO.match(letter) else found
