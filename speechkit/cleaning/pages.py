"""Page breaks: page numbers and running heads go, and sentences that they part are joined.

A line is a page's only where something proves it: a form feed, numbers that ascend, a spelling
that is used for nothing else (第 3 页 共 9 页), or a sentence that goes on behind it. A number
that is a line of the speech stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, repeat
from operator import contains
from typing import NamedTuple

from speechkit.cleaning.joining import (
    cannot_begin,
    glue,
    goes_on,
    has_clauses,
    indent,
    is_prose,
    open_places,
)
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.wrapping import find_width, is_full
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, ends_sentence, squeeze
from speechkit.text.numerals import HAN_DIGITS, read_numeral

_FORM_FEED = "\f"
_LONGEST = 40
_FEWEST = 2
_LARGEST_STEP = 3
_FEWEST_HEADS = 3
_FEWEST_PAGES = 3
"""So many numbers that ascend are pages, whatever the sentences are that they part."""
_SHORTEST_HEAD = 4
_AROUND_HEADS = f"{BLANKS}第页頁0123456789-‐‑‒–—―─━=＝_·・•.…*＊~～|｜"
_TITLE_LINES = 6
_NUMBER = f"[0-9]{{1,4}}|[{HAN_DIGITS}十百]{{1,5}}"
_ROMAN_NUMBER = "[ivxl]{1,6}"
_RULE = r"[-‐‑‒–—―─━=＝_·・•.…*＊~～|｜︱+#<>!《》「」◆◇■□●○]"
_BRACKETS = r"[\[\](){}〔〕【】〈〉［］（）]"
_PAGE = (
    rf"(?:(?:[共总總](?:{_NUMBER})[页頁][,/|]?)?第?({_NUMBER})(?:/(?:{_NUMBER}))?[页頁]"
    rf"(?:[,;|/]?[共总總/]?(?:{_NUMBER})[页頁]?)?"
    rf"|(?:page|pg|pp|p)[.:]*({_NUMBER})(?:(?:of|/)(?:{_NUMBER}))?"
    rf"|[页頁]码?[:：]?({_NUMBER})(?:/(?:{_NUMBER}))?|<pbn=[\"'“”]?({_NUMBER})[\"'“”]?/?>?)"
)
_SURE = rf"{_RULE}*{_BRACKETS}?{_PAGE}{_BRACKETS}?{_RULE}*"
_DASHED = rf"{_RULE}+{_BRACKETS}?({_NUMBER}|{_ROMAN_NUMBER}){_BRACKETS}?{_RULE}+"
_SHARE = rf"{_BRACKETS}?({_NUMBER})(?:/|of)({_NUMBER}){_BRACKETS}?"
_BARE = rf"{_BRACKETS}?({_NUMBER}|{_ROMAN_NUMBER}){_BRACKETS}?"
_HALF = rf"{_RULE}+({_NUMBER})|({_NUMBER}){_RULE}+"  # a dash on one side: only at a form feed
_ENDS = frozenset(
    f"0123456789０１２３４５６７８９{HAN_DIGITS}"
    "十百页頁]）)】〕］}>-‐–—―─=＝_·•*~|－＝～＊｜︱#◆◇■□●○.．"
    "ivxlIVXL"
) | frozenset(BLANKS)
_ENDS_OF_TEXT = "。！？!?；;…：:"
_SHORTEST_BEFORE = 8
_SAID = (
    "[我你他她咱这這那是了将將把被也都就还還让讓使不没沒您它]|必须|必須|应[当该]|應[當該]"
    "|(?<![主重纲綱需概摘提])要(?![点點求素闻聞])|[为為的和与與及在对對从從向以于於由而且或及各每第等所]$"
)
"""In what is said, and hardly ever in a heading; or at its end, where a heading cannot end."""
_SURE_STARTS = frozenset("#<!︱◆◇■□●○－＝～＊｜-‐–—―─━=＝_·•*~|pP[【")
_ONLY_BLANKS = frozenset(BLANKS)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


_FORMS = (
    (_SURE, "page"),
    (_DASHED, "dashed"),
    (_SHARE, "share"),
    (_BARE, "bare"),
    (_HALF, "half"),
)


class _Mark(NamedTuple):
    """A line that may be a page's number: how it is spelled, its number, how sure the spelling."""

    form: str
    number: int
    sure: bool


def join_pages(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Drop page numbers and running heads, and join the sentences that a page break parts."""
    texts = lines.texts
    if not _may_hold_pages(texts) and not any(map(contains, texts, repeat(_FORM_FEED))):
        return lines, []
    return _Pages(lines).join()


def _may_hold_pages(texts: list[str]) -> bool:
    """Whether a short line that is no sentence may be a page's: most are not amid a sentence."""
    short = [text for text in texts if 0 < len(text) <= _LONGEST]
    if not short:
        return False
    if any(_looks_sure(text) and (mark := _read_mark(text)) and mark.sure for text in short):
        return True
    return _are_pages(_find_amid(texts))


def _find_amid(texts: list[str]) -> list[str]:
    """The short lines that no sentence ends before and that end none."""
    amid = []
    for before in open_places(texts):
        if not texts[before].strip(BLANKS):
            continue  # what is blank is passed over once, from the line before it
        place = before + 1
        while place < len(texts) - 1 and not texts[place].strip(BLANKS):
            place += 1
        text = texts[place]
        is_open = 0 < len(text) <= _LONGEST and text[-1] not in _ENDS_OF_TEXT
        if is_open and (len(texts[before]) > _SHORTEST_BEFORE or _may_part(texts[before], text)):
            amid.append(text)
    return amid


def _are_pages(amid: list[str]) -> bool:
    """Whether short lines amid sentences have numbers of pages, or repeat what heads them."""
    if not amid:
        return False
    marks = [mark for mark in map(_read_mark, amid) if mark]
    if len(marks) >= _FEWEST or any(mark.sure or mark.form == "share" for mark in marks):
        return True
    keys = [text.strip(_AROUND_HEADS) for text in amid]
    return len(set(keys)) < len(keys) and _repeats(keys, amid)


def _may_part(before: str, text: str) -> bool:
    """Whether a line may be a page's behind the few first words of a sentence."""
    return bool(_read_mark(text)) or _is_said(before)


def _is_said(text: str) -> bool:
    """Whether a few words are the beginning of a sentence, which no heading is."""
    return bool(re.search(_SAID, text.strip(BLANKS)))


def _looks_sure(text: str) -> bool:
    if text[:1] in _ONLY_BLANKS:
        text = text.lstrip(BLANKS)
    return bool(text) and (text[0] in _SURE_STARTS or "页" in text or "頁" in text)


def _repeats(keys: list[str], texts: list[str]) -> bool:
    """Whether a line is there three times, or twice with another number."""
    counts = Counter(keys)
    forms = Counter(dict(zip(texts, keys, strict=True)).values())
    return any(counts[key] >= _FEWEST_HEADS or forms[key] >= _FEWEST for key in counts if key)


def _head(text: str) -> str:
    """A line as a running head: without its number; empty where it can be none."""
    stripped = text.strip(BLANKS)
    if len(stripped) < 2 or ends_sentence(stripped) or stripped[-1] in ":：，,":
        return ""
    return squeeze(stripped).strip(_AROUND_HEADS)


def _read_mark(text: str) -> _Mark | None:
    """What a line says as a page's number; None for most lines, which their end tells."""
    stripped = text.strip(BLANKS)
    if not stripped or stripped[-1] not in _ENDS:
        return None
    line = re.sub(r"\s", "", squeeze(stripped).lower())
    for pattern, form in _FORMS:
        if match := re.fullmatch(pattern, line):
            number = _value(next(filter(None, match.groups())))
            if form == "share" and number > _value(match[2]):
                return None
            return _Mark(form, number, form in ("page", "dashed")) if number else None
    return None


def _value(numeral: str) -> int:
    if numeral[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in numeral]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-value if value < after else value for value, after in pairs)
    return read_numeral(numeral) or 0


class _Remaining:
    """Some lines in order, of which more and more are gone; the nearest that are left."""

    def __init__(self, lines: Sequence[int], gone: Container[int]) -> None:
        self._lines = lines
        self._gone = gone
        self._passed: dict[tuple[int, int], int] = {}
        """By a direction and the number of a line that is gone another that way, none left between.

        Some texts are little else than heads of pages, and each would be passed over again.
        """

    def above(self, place: int) -> int:
        """The last line that is left before a place; -1 for none."""
        return self._seek(bisect_left(self._lines, place) - 1, -1)

    def below(self, place: int) -> int:
        """The first line that is left from a place on; -1 for none."""
        return self._seek(bisect_left(self._lines, place), 1)

    def _seek(self, number: int, step: int) -> int:
        passed = []
        while 0 <= number < len(self._lines) and self._lines[number] in self._gone:
            passed.append((step, number))
            number = self._passed.get(passed[-1], number + step)
        self._passed.update(dict.fromkeys(passed, number))
        return self._lines[number] if 0 <= number < len(self._lines) else -1


class _Pages:
    """The lines of a text of which some are no text but a page's, and where pages begin."""

    def __init__(self, lines: Lines) -> None:
        self.texts, self.numbers, self.starts = _part_at_feeds(lines)
        self.filled = [place for place, text in enumerate(self.texts) if text.strip(BLANKS)]
        self.stripped = [text.strip(BLANKS) for text in self.texts]
        self.marks = {
            place: mark
            for place in self.filled
            if len(self.texts[place]) <= _LONGEST and (mark := _read_mark(self.texts[place]))
        }
        self.gone: dict[int, str] = {}
        self.heads = self._find_heads()
        body = [text for place, text in enumerate(self.texts) if place not in self.marks]
        self.body = body
        indented = sum(bool(indent(text)) for text in body)
        self.all_indented = indented >= 0.9 * sum(bool(text.strip(BLANKS)) for text in body)

    @cached_property
    def width(self) -> int:
        """The width in cells at which the text is wrapped; 0 where it is not."""
        return find_width(self.body)

    @cached_property
    def first_sentence(self) -> int:
        """Where the first line is that ends as a sentence does; what comes before are titles."""
        return next((place for place in self.filled if ends_sentence(self.stripped[place])), 0)

    def join(self) -> tuple[Lines, list[Notice]]:
        """Return the lines without pages, and what was done."""
        self._mark_at_feeds()
        self._mark_ascending()
        self._mark_single()
        self._mark_next_to_marks()
        self._mark_heads()
        lines, joins = self._lines()
        notices = [
            Notice("dropped", rule, self.stripped[place]) for place, rule in self.gone.items()
        ]
        if joins:
            notices.append(Notice("repaired", "page-break", "", joins))
        return lines, notices

    def _find_heads(self) -> frozenset[int]:
        """Short lines next to numbers that are the same each time: maybe the heads of pages."""
        keys = defaultdict(list)
        for number, place in enumerate(self.filled):
            around = [
                *self.filled[max(0, number - 1) : number],
                *self.filled[number + 1 : number + 2],
            ]
            if place in self.marks or not any(other in self.marks for other in around):
                continue
            if (key := _head(self.texts[place])) and not is_prose(self.stripped[place]):
                keys[key].append(place)
        return frozenset(p for places in keys.values() if len(places) >= _FEWEST for p in places)

    @cached_property
    def prose(self) -> _Remaining:
        """The filled lines that are neither marks nor heads of pages."""
        prose = [p for p in self.filled if p not in self.marks and p not in self.heads]
        return _Remaining(prose, self.gone)

    def _neighbour(self, place: int, step: int) -> int:
        """The next filled line in a direction that is neither gone nor a mark; -1 for none."""
        return self.prose.above(place) if step < 0 else self.prose.below(place + 1)

    def _amid(self, place: int, *, strict: bool = True) -> bool:
        """Whether a line is amid a sentence of prose."""
        before, after = self._neighbour(place, -1), self._neighbour(place, 1)
        if before < 0 or after < 0:
            return False
        mark = self.marks.get(place)
        if mark and mark.form == "bare" and self.stripped[before][-1:].isascii():
            return False  # CO, 2: set low, not a page
        return self._goes_on(before, after) and (
            not strict or (is_prose(self.stripped[before]) and self._is_body(after))
        )

    def _parts_few_words(self, place: int, *, said: bool = True) -> bool:
        """Whether a line is amid a sentence of which few words were said before it.

        They begin a paragraph; ``said`` asks that they are surely no heading.
        """
        before, after = self._neighbour(place, -1), self._neighbour(place, 1)
        above = self._neighbour(before, -1) if before >= 0 else -1
        return (
            above >= 0
            and after >= 0
            and self.stripped[above][-1] in _ENDS_OF_TEXT
            and (not said or _is_said(self.stripped[before]))
            and self._amid(place, strict=False)
        )

    def _is_body(self, place: int) -> bool:
        return is_prose(self.stripped[place]) or ends_sentence(self.stripped[place])

    def _goes_on(self, before: int, after: int) -> bool:
        first, second = self.stripped[before], self.stripped[after]
        if cannot_begin(second):
            return goes_on(first, second)
        if before < self.first_sentence and not is_prose(first):
            return False
        if indent(self.texts[after]) and not self.all_indented:
            return False
        if before == self.filled[0] and not (has_clauses(first) or self._is_full(before, after)):
            return False
        return goes_on(first, second)

    def _is_full(self, before: int, after: int) -> bool:
        return bool(self.width) and is_full(self.texts[before], self.texts[after], self.width)

    def _mark_at_feeds(self) -> None:
        """Numbers at the end of a page and at the top of the next."""
        for start in self.starts:
            for place in self._around(start):
                mark = self.marks.get(place)
                if mark and (mark.sure or mark.form == "share" or self._fits_page(place)):
                    self.gone[place] = "page-number"

    def _around(self, start: int) -> list[int]:
        """The two lines before a place where a page begins, and the two behind."""
        number = bisect_left(self.filled, start)
        return self.filled[max(0, number - 2) : number + 2]

    def _fits_page(self, place: int) -> bool:
        """Whether a bare number between pages is not one of a table or a list."""
        number = bisect_left(self.filled, place)
        around = self.filled[max(0, number - 1) : number + 2]
        return not any(other != place and self.marks.get(other) for other in around)

    def _mark_ascending(self) -> None:
        """Numbers in one spelling that ascend through the text."""
        by_form: dict[str, list[int]] = defaultdict(list)
        for place, mark in self.marks.items():
            by_form[mark.form].append(place)
        for form, places in by_form.items():
            for run in self._ascending(places):
                few = len(run) < _FEWEST_PAGES
                amid = [p for p in run if self._amid(p) or self._parts_few_words(p, said=few)]
                sure = form in ("page", "dashed") or 2 * len(amid) >= len(run)
                chosen = run if sure and len(amid) >= (form == "bare") else []
                if form in ("bare", "share", "half") and len(amid) < _FEWEST:
                    chosen = []
                self.gone.update(dict.fromkeys(chosen, "page-number"))

    def _ascending(self, places: list[int]) -> Iterator[list[int]]:
        run: list[int] = []
        for place in places:
            step = self.marks[place].number - self.marks[run[-1]].number if run else 0
            if run and not 1 <= step <= _LARGEST_STEP:
                if len(run) >= _FEWEST:
                    yield run
                run = []
            run.append(place)
        if len(run) >= _FEWEST:
            yield run

    def _mark_single(self) -> None:
        """A number in a spelling that only pages have, amid a sentence."""
        for place, mark in self.marks.items():
            if place in self.gone or not (self._amid(place) or self._parts_few_words(place)):
                continue
            between = self._is_full(self._neighbour(place, -1), self._neighbour(place, 1))
            if mark.sure or (mark.form == "share" and between):
                self.gone[place] = "page-number"

    def _mark_next_to_marks(self) -> None:
        """A bare number next to a mark that is gone, with nearly its number: 1, then 第2页."""
        for place, mark in self.marks.items():
            number = bisect_left(self.filled, place)
            for other in self.filled[max(0, number - 1) : number + 2]:
                gone = other in self.gone and other in self.marks
                if place not in self.gone and gone and self._is_near(mark, other):
                    self.gone[place] = "page-number"
        last = [place for place in self.filled[-1:] if place in self.marks]
        numbers = [self.marks[place].number for place in self.gone if place in self.marks]
        for place in last:  # the last page has no page behind it
            if place not in self.gone and self.marks[place].number - 1 in numbers:
                self.gone[place] = "page-number"

    def _is_near(self, mark: _Mark, other: int) -> bool:
        return abs(self.marks[other].number - mark.number) <= 1

    def _mark_heads(self) -> None:
        """Short lines at the edge of pages that say the title or the same each time."""
        edges = self._edges()
        keys = {place: _head(self.texts[place]) for place in edges}
        counts = Counter(keys.values())
        first: dict[str, int] = {}
        for place in self.filled[:_TITLE_LINES]:
            if place <= self.first_sentence:
                first.setdefault(_head(self.texts[place]), place)
        for place, key in keys.items():
            if len(self.texts[place]) > _LONGEST or not key or first.get(key) == place:
                continue
            if (counts[key] >= _FEWEST and self._is_no_body(place)) or key in first:
                self.gone[place] = "running-head"
        self._mark_heads_amid()

    def _is_no_body(self, place: int) -> bool:
        """Whether a line at the edge of a page is not of its text: amid a sentence, or short."""
        before = self._neighbour(place, -1)
        open_before = before >= 0 and not ends_sentence(self.stripped[before])
        return open_before or not is_prose(self.stripped[place])

    def _edges(self) -> list[int]:
        """The lines next to where pages begin and next to their numbers."""
        edges: dict[int, None] = {}
        breaks = [(start, start) for start in self.starts]
        breaks += [(place, place + 1) for place in self.gone]
        filled = _Remaining(self.filled, self.gone)
        for end, start in breaks:
            around = filled.above(end), filled.below(start)
            edges.update((place, None) for place in around if place >= 0)
        return [place for place in edges if place not in self.gone]

    def _mark_heads_amid(self) -> None:
        """Short lines amid sentences, without a page's sign: with numbers that ascend, or often."""
        by_key: dict[str, list[int]] = defaultdict(list)
        for place in self.filled:
            text = self.stripped[place]
            short = len(text) <= _LONGEST and place not in self.gone and "\t" not in text
            if short and (key := _head(self.texts[place])):
                by_key[key].append(place)
        for places in by_key.values():
            if len(places) < _FEWEST:
                continue
            amid = [place for place in places if self._amid_heads(place)]
            numbers = [
                int(found[0]) for p in amid if (found := re.findall("[0-9]+", self.texts[p]))
            ]
            ascend = len(numbers) == len(amid) and all(a < b for a, b in pairwise(numbers))
            enough = _FEWEST if ascend else _FEWEST_HEADS
            if len(amid) >= enough and (ascend or len(self.stripped[places[0]]) >= _SHORTEST_HEAD):
                self.gone.update(dict.fromkeys(amid, "running-head"))

    def _amid_heads(self, place: int) -> bool:
        """Whether a line that is no part of it is amid a sentence: both lines around are prose."""
        before, after = self._neighbour(place, -1), self._neighbour(place, 1)
        return (
            before >= 0
            and after >= 0
            and (
                (len(self.stripped[before]) > len(self.stripped[place]) and self._amid(place))
                or self._parts_few_words(place)
            )
            and not _leaves_open(self.stripped[before])
            and self._is_own(place, before)
        )

    def _is_own(self, place: int, before: int) -> bool:
        """Whether a short line is set off from the prose around it, by blank lines or its width."""
        blank = place - before > 1
        return blank or not self.width or not self._is_full(place, self._neighbour(place, 1))

    def _lines(self) -> tuple[Lines, int]:
        """The lines that are left, joined where a page parted a sentence."""
        texts: list[str] = []
        numbers: list[int] = []
        parts: dict[int, list[str]] = {}
        """Of each line that was joined: it may go over any number of pages."""
        joins = 0
        last = -1
        for place in range(len(self.texts)):
            if place in self.gone:
                continue
            text = self.texts[place] if self.stripped[place] else ""
            is_parted = text and last >= 0 and self._is_parted(last, place)
            goes_on = is_parted and self._goes_on(last, place)
            if goes_on:
                joins += 1
                while not texts[-1]:
                    texts.pop()
                    numbers.pop()
            if goes_on and not self._is_full(last, place):
                begun = parts.setdefault(len(texts) - 1, [texts[-1].rstrip(BLANKS)])
                begun.append(self.stripped[place])
            else:
                texts.append(text)
                numbers.append(self.numbers[place])
            last = place if text else last
        for number, some in parts.items():
            texts[number] = glue(some)
        return Lines(texts, numbers), joins

    def _is_parted(self, before: int, after: int) -> bool:
        """Whether a page begins, or a page's line was, between two lines."""
        if any(before < start <= after for start in self._starts_between(before, after)):
            return True
        return any(place in self.gone for place in range(before + 1, after))

    def _starts_between(self, before: int, after: int) -> list[int]:
        return self.starts[bisect_right(self.starts, before) : bisect_right(self.starts, after)]


def _leaves_open(line: str) -> bool:
    """Whether a line leaves a quotation or a bracket open."""
    return any(line.rfind(pair[0]) > line.rfind(pair[1]) for pair in ("“”", "《》", "（）", "「」"))


def _part_at_feeds(lines: Lines) -> tuple[list[str], list[int], list[int]]:
    """The lines cut at form feeds, their numbers, and the places where a page begins."""
    texts: list[str] = []
    numbers: list[int] = []
    starts: list[int] = []
    for text, number in zip(lines.texts, lines.numbers, strict=True):
        parts = text.split(_FORM_FEED)
        if len(parts) > 1 and not parts[0]:
            starts.append(len(texts))
            parts = parts[1:]
        for count, part in enumerate(parts):
            if count:
                starts.append(len(texts))
            texts.append(part)
            numbers.append(number)
    return texts, numbers, starts
