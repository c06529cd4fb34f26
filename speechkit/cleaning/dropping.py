"""Takes page boilerplate out of a text: listed strings, whole lines, an editor's sentences.

A line that matches a rule goes before and after the body. Amid the body it goes only next to other
boilerplate, and a sentence stays. What goes is reported as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from speechkit.cleaning.boilerplate import Boilerplate
from speechkit.cleaning.edges import Edges, find_edges, is_plain
from speechkit.cleaning.editors import Trimmed, trim_sentences
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.links import find_crumbs, find_links
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, SENTENCE_ENDS, ends_sentence

_LONGEST_LINE = 120
_UNQUOTED = '(?<![“‘「『"])'
_FIELD = re.compile(r"[^:：/]{2}[:：]\s*[^\s:：/]")
_WEAK = ("word", "near")
_LINES = frozenset(("line", "title", "sentence", "related-links"))
_SHOWN = {"word": "line", "near": "line", "page": "line"}


class Dropped(NamedTuple):
    """The lines that are left, the titles in footers and in lead-ins, and what was dropped."""

    lines: Lines
    footers: list[str]
    lead_ins: list[str]
    notices: list[Notice]


def drop_strings(text: str, boilerplate: Boilerplate) -> tuple[str, list[Notice]]:
    """Drop listed strings from within the lines of a text, but for those that it quotes."""
    notices: list[Notice] = []
    if not any(map(text.__contains__, chain.from_iterable(boilerplate.within))):
        return text, notices
    for spelling in chain.from_iterable(boilerplate.within):
        if spelling in text:
            text, count = re.subn(_UNQUOTED + re.escape(spelling), "", text)
            if count:
                notices.append(Notice("dropped", "boilerplate-within", spelling, count))
    return text, notices


def drop_lines(lines: Lines, boilerplate: Boilerplate) -> Dropped:
    """Drop boilerplate at the edges of a text, and where several lines of it are amid the body.

    A text that is nothing but boilerplate stays as it is.
    """
    page = _Page(lines, boilerplate)
    edges = find_edges(page.texts, page.kind)
    dropped = Dropped(lines, [], [], [])
    if edges is None:
        return dropped
    gone = _find_boilerplate(page, edges)
    for place in gone:
        _report(page.texts[place], page.kind(place), boilerplate, dropped)
    trimmed = _trim_edges(page, edges, set(gone), dropped)
    if trimmed:
        texts = [trimmed.get(place, line) for place, line in enumerate(lines.texts)]
        lines = Lines(texts, lines.numbers)
    if gone:
        lines = lines.without(page.places[place] for place in gone)
    return dropped._replace(lines=lines) if lines is not dropped.lines else dropped


class _Page:
    """The lines of a text that are not empty, their places, and the kinds of the rules they match.

    Most lines are amid the body and are never asked for their kind.
    """

    def __init__(self, lines: Lines, boilerplate: Boilerplate) -> None:
        stripped = [line.strip(BLANKS) for line in lines.texts]
        self.places: Sequence[int] = range(len(stripped))
        if not all(stripped):
            self.places = [place for place, line in enumerate(stripped) if line]
        self.texts = [stripped[place] for place in self.places]
        self.boilerplate = boilerplate
        self._trimmed: dict[str, Trimmed | None] = {}
        self._marked: dict[int, str] = dict.fromkeys(find_crumbs(self.texts), "line")
        self._kinds: dict[str, str] = {}  # by the line: tables and lists repeat theirs

    def kind(self, place: int) -> str:
        """The kind of the rule that a line matches; "" for most."""
        if place in self._marked:
            return self._marked[place]
        line = self.texts[place]
        kind = self._kinds.get(line)
        if kind is None:
            kind = self._kinds[line] = self._find_kind(line)
        return kind

    def _find_kind(self, line: str) -> str:
        short = len(line) <= _LONGEST_LINE or line.startswith("http")
        kind = self.boilerplate.kind(line) if short else ""
        if kind not in ("", *_WEAK) or not ends_sentence(line):
            return kind
        trimmed = self.trim(line)
        return "sentence" if trimmed and not trimmed.line else ""

    def trim(self, line: str) -> Trimmed | None:
        """A line without an editor's sentences, None where it has none; some are asked twice."""
        if line not in self._trimmed:
            self._trimmed[line] = trim_sentences(line, self.boilerplate)
        return self._trimmed[line]

    def mark(self, place: int, kind: str) -> None:
        """Say of what kind a line is where it is."""
        self._marked[place] = kind


def _find_boilerplate(page: _Page, edges: Edges) -> list[int]:
    """Return the places of the lines that are boilerplate where they are, in order."""
    texts = page.texts
    for place in find_links(texts, page.kind, edges):
        if page.kind(place) in ("", "near", "related"):
            page.mark(place, "related-links")
    before, after = range(edges.first), range(edges.last + 1, len(texts))
    body = range(edges.first + 1, edges.last)
    open_ended = [place for place in body if texts[place][-1] not in SENTENCE_ENDS]
    gone: list[int] = []
    for zone, asked in ((before, before), (body, open_ended), (after, after)):
        kinds = {place: kind for place in asked if (kind := _kind_there(page, edges, place))}
        if kinds:
            gone += sorted(_find_blocks(zone, kinds, amid=zone is body))
    return gone


def _find_blocks(zone: range, kinds: Mapping[int, str], *, amid: bool) -> Iterator[int]:
    """Yield the places of numbers of pages, and of lines of boilerplate next to each other."""
    yield from (place for place, kind in kinds.items() if kind == "page")
    others = (place for place in zone if kinds.get(place) != "page")
    for is_block, places in groupby(others, lambda place: place in kinds):
        block = list(places) if is_block else []
        if _is_boilerplate([kinds[place] for place in block], amid=amid):
            yield from block


def _kind_there(page: _Page, edges: Edges, place: int) -> str:
    """The kind of a line where it is: "" for a sentence among others, whatever it matches."""
    line = page.texts[place]
    amid = edges.first_sentence <= place <= edges.last_sentence
    if amid and (len(line) > _LONGEST_LINE or ends_sentence(line)):
        return ""
    if not is_plain(page.texts[edges.first]) and _is_of_a_form(page.texts, place):
        return ""
    kind = page.kind(place)
    return "" if kind == "related" or (kind and amid and is_plain(line)) else kind


def _is_of_a_form(texts: list[str], place: int) -> bool:
    """Whether a line is a field next to another: so are forms and lists, which have no prose."""
    around = texts[max(0, place - 1) : place + 2]
    return bool(_FIELD.search(texts[place])) and sum(map(bool, map(_FIELD.search, around))) > 1


def _is_boilerplate(kinds: list[str], *, amid: bool) -> bool:
    """Whether lines next to each other are boilerplate together."""
    whole = sum(kind in _LINES for kind in kinds)
    if amid:
        return whole > 0 and len(kinds) > 1
    return whole > 0 or kinds.count("word") > 1


def _report(line: str, kind: str, boilerplate: Boilerplate, dropped: Dropped) -> None:
    dropped.notices.append(Notice("dropped", f"boilerplate-{_SHOWN.get(kind, kind)}", line))
    if kind == "title" and (title := boilerplate.title_in(line)):
        dropped.footers.append(title)
    if kind == "sentence" and (trimmed := trim_sentences(line, boilerplate)):
        dropped.lead_ins.extend(trimmed.titles)


def _trim_edges(page: _Page, edges: Edges, gone: set[int], dropped: Dropped) -> dict[int, str]:
    """What is left of lines at the edges, by their places, without an editor's sentences."""
    trimmed: dict[int, str] = {}
    for place in {*range(edges.first + 1), *range(edges.last, len(page.texts))} - gone:
        if found := page.trim(page.texts[place]):
            trimmed[page.places[place]] = found.line
            dropped.notices.extend(
                Notice("dropped", "boilerplate-sentence", sentence) for sentence in found.sentences
            )
            dropped.lead_ins.extend(found.titles)
    return trimmed
