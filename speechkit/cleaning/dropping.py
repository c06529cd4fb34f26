"""Takes page boilerplate out of a text: sentences and strings first, then whole lines.

Only listed strings, listed sentences from start to end and whole lines are ever dropped, and
each is reported as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from speechkit.cleaning.boilerplate import Boilerplate, Sentences
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.patterns import Alphabet
from speechkit.model import Notice
from speechkit.text.characters import BLANKS, ends_sentence, squeeze

_LONGEST_LINE = 120
_LONGEST_SENTENCE = 300
_LONGEST_LINK = 60
_LONGEST_CRUMB = 16
_MOST_LINKS = 80
_SHORTEST_SENTENCE, _PROSE = 20, 30
_QUOTED_HEAD = 3000
_PATH_SIGNS = (">", "＞", ">>", "»")
_SENTENCE_START = re.compile("[。！？!?\n]|\u3000\u3000")
_SENTENCE_END = re.compile("[。！？!?]+|\n|$")
_SALUTATION = re.compile(r".{1,30}[:：]\s*$")


class Dropped(NamedTuple):
    """The lines that are left, the titles that boilerplate named, and what was dropped."""

    lines: Lines
    titles: list[str]
    notices: list[Notice]


def drop_inline(text: str, boilerplate: Boilerplate) -> tuple[str, list[str], list[Notice]]:
    """Drop listed strings and sentences from within the lines of a text; all line ends stay."""
    titles: list[str] = []
    notices: list[Notice] = []
    for spellings in boilerplate.within:
        for spelling in spellings:
            if count := text.count(spelling):
                text = text.replace(spelling, "")
                notices.append(Notice("dropped", "boilerplate-within", spelling, count))
    for sentences in boilerplate.sentences:
        for needle in sentences.needles if sentences.may_be_in(text) else ():
            kept: list[str] = []
            done = 0
            for start, end, title in _matching(text, needle, sentences, boilerplate.alphabet):
                notices.append(
                    Notice("dropped", "boilerplate-sentence", text[start:end].strip(BLANKS))
                )
                titles += [title] if title else []
                kept.append(text[done:start])
                done = end
            text = "".join(kept) + text[done:]
    return text, titles, notices


def _matching(
    text: str, needle: str, sentences: Sentences, alphabet: Alphabet
) -> Iterator[tuple[int, int, str]]:
    """Where the sentences are that hold a needle and match, with the title each one names."""
    after = 0
    found = text.find(needle)
    while found >= 0:
        start, end = _sentence_around(text, found, after)
        sentence = text[start:end]
        if len(sentence) < _LONGEST_SENTENCE and sentences.may_be_in(sentence):
            key = alphabet.key(sentence)
            titles = (pattern.match(key) for pattern in sentences.patterns)
            title = next(filter(None, titles), None)
            if title:
                yield start, end, alphabet.written(sentence, *title) if title[1] else ""
                after = end
        found = text.find(needle, max(end, found + len(needle)))


def _sentence_around(text: str, place: int, after: int) -> tuple[int, int]:
    start = max(after, place - _LONGEST_SENTENCE)
    for match in _SENTENCE_START.finditer(text, start, place):
        start = match.end()
    end = _SENTENCE_END.search(text, place, place + _LONGEST_SENTENCE)
    return start, (end.end() if end and end[0] != "\n" else end.start() if end else len(text))


def drop_lines(lines: Lines, boilerplate: Boilerplate) -> Dropped:
    """Drop whole lines of boilerplate."""
    kinds = _kinds(lines.texts, boilerplate)
    if not any(kinds):
        return Dropped(lines, [], [])
    _settle(lines.texts, kinds)
    gone = {place: kind for place, kind in enumerate(kinds) if kind}
    result = Dropped(lines.without(gone), [], [])
    for place, kind in gone.items():
        stripped = lines.texts[place].strip(BLANKS)
        result.notices.append(Notice("dropped", f"boilerplate-{kind}", stripped))
        if kind == "title" and (title := boilerplate.title_in(stripped)):
            result.titles.append(title)
    return result


def _kinds(lines: list[str], boilerplate: Boilerplate) -> list[str]:
    """The kind of the rule that each line matches; "" for most."""
    kinds = [""] * len(lines)
    for number, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE or line.startswith("http"):
            stripped = line.strip(BLANKS)
            if stripped and (kind := boilerplate.kind(stripped)):
                kinds[number] = kind
    return kinds


def _settle(lines: list[str], kinds: list[str]) -> None:
    """Leave a kind only to the lines that are boilerplate where they are."""
    head, tail = _edges(lines, kinds)
    for number in range(head, tail + 1):
        if kinds[number] in ("edge", "title"):
            kinds[number] = ""
    _mark_neighbours(lines, kinds)
    _mark_crumbs(lines, kinds)
    _mark_links(lines, kinds, tail)
    for number, kind in enumerate(kinds):
        if kind in ("near", "related"):
            kinds[number] = ""


def _edges(lines: list[str], kinds: list[str]) -> tuple[int, int]:
    """The first and the last line that are plainly of the body; a page may quote its beginning."""
    body = [number for number, line in enumerate(lines) if not kinds[number] and _is_body(line)]
    if not body:
        return 0, len(lines) - 1
    head = squeeze("".join(lines[: body[-1]])[:_QUOTED_HEAD])
    if len(body) > 1 and squeeze(lines[body[-1]][:_QUOTED_HEAD]) in head:
        body.pop()
    return body[0], body[-1]


def _is_body(line: str) -> bool:
    """Whether a line is plainly prose: a sentence, or long enough to hold clauses."""
    if len(line) >= _PROSE and ("，" in line or "," in line or "。" in line):
        return True
    return len(line) >= _SHORTEST_SENTENCE and ends_sentence(line.rstrip(BLANKS))


def _mark_neighbours(lines: list[str], kinds: list[str]) -> None:
    """Make lines of kind ``near`` boilerplate where they are next to boilerplate."""
    filled = [number for number, line in enumerate(lines) if line.strip(BLANKS)]
    for order in (filled, filled[::-1]):
        follows = False
        for number in order:
            if kinds[number] == "near" and follows:
                kinds[number] = "line"
            follows = kinds[number] not in ("", "near", "related")


def _mark_crumbs(lines: list[str], kinds: list[str]) -> None:
    """Make the steps of a path (首页 > 政务 > 讲话), and a column of that name, boilerplate."""
    crumb = ""
    before = 0
    for number, line in enumerate(lines):
        stripped = line.strip(BLANKS)
        if not stripped:
            continue
        sign = stripped in _PATH_SIGNS
        if sign and kinds[number] and (kinds[before] == "line" or _is_home(lines[before])):
            kinds[before] = kinds[number] = "line"
        after_sign = kinds[before] == "line" and lines[before].strip(BLANKS) in _PATH_SIGNS
        if not kinds[number] and len(stripped) <= _LONGEST_CRUMB:
            if after_sign or stripped == crumb:
                kinds[number] = "line"
                crumb = stripped
        elif not sign:
            crumb = ""
        before = number


def _is_home(line: str) -> bool:
    return line.strip(BLANKS) in ("首页", "首頁", "网站首页")


def _mark_links(lines: list[str], kinds: list[str], tail: int) -> None:
    """Make headings of lists of links, with the links below them, boilerplate at the end."""
    first = -1
    head = ""
    for number in range(len(lines) - 1, max(tail, len(lines) - 1 - _MOST_LINKS), -1):
        stripped = lines[number].strip(BLANKS)
        if kinds[number] == "related":
            first = number
        elif stripped and kinds[number] in ("", "near") and not _is_link(stripped):
            head = head or squeeze("".join(lines[: tail + 1])[:_QUOTED_HEAD])
            if squeeze(stripped) not in head:
                break
    if first >= 0:
        for number in range(first, len(lines)):
            if lines[number].strip(BLANKS) and kinds[number] in ("", "near", "related"):
                kinds[number] = "related-links"


def _is_link(line: str) -> bool:
    return len(line) <= _LONGEST_LINK and not ends_sentence(line)
