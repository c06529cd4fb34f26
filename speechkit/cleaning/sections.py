"""Sections: the headings that part a file, those of its format or of the speeches it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from speechkit.cleaning.lines import Lines
from speechkit.cleaning.metadata import is_metadata
from speechkit.formats import Piece
from speechkit.model import Section, Turn
from speechkit.text.characters import CLOSERS, ends_sentence, squeeze
from speechkit.text.dates import find_date, is_date
from speechkit.text.numerals import read_numeral

_LONGEST = 60
_FEWEST = 2
_FEWEST_LISTED = 3
_HEAD = 80  # paragraphs in which a table of contents is looked for
_SHORTEST_BODY = 30
_NEAR = 3  # paragraphs from a heading to the first line of what is said

# Compiled where they are first used: an ordinary text has few short lines.
_SIGNS = (
    "篇",
    "范文",
    "範文",
    "例文",
    "样文",
    "稿",
    "讲话",
    "發言",
    "发言",
    "致辞",
    "社论",
    "之",
    "讲",
)
_NUMBER = "[一二三四五六七八九十0-9０-９]{1,3}"
_KINDS = "篇|范文|範文|例文|样文|樣文|样稿|文稿|讲话稿|講話稿|发言稿|發言稿|演讲稿|演講稿|致辞稿|主持稿|稿件"
_HEADING = (
    rf".*?[（(【\[]?(?:{_KINDS})[（(【\[]?({_NUMBER})[）)】\]]?[:：]?"
    rf"|[（(【\[]*(?:第({_NUMBER})[篇讲講]|(?:{_KINDS})({_NUMBER}))[）)】\]]*(?:[:：、.．].*)?"
    rf"|.+(?:讲话|講話|发言|發言|致辞|致辭|社论|社論)[（(【\[]?(?:之)?({_NUMBER})[）)】\]]"
    rf"|.+[—－-]*[（(]?之({_NUMBER})[）)]?"
)
_SEPARATOR = (
    r"[=＝\-－—─_＿*＊~～#＃+·•.…□■◇◆○●☆★※]{3,}|(?:[*＊※★☆◆◇■□●○~-]\s+){2,}[*＊※★☆◆◇■□●○~-]"
)
_PART = r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．，]|第[一二三四五六七八九十百0-9]+[章节節条條部]|[（(]?[0-9]{1,2}[）)、.．]"
_STARRED = r"([★☆◆◇■□●○※▲△♦❖✦✪])\s*\S.*"
_NUMBERED = rf"[（(【]?({_NUMBER})[）)】、.．:：]\s*\S.*"
_SPEECH_WORD = (
    r"(?:讲话|講話|讲话稿|致辞|致词|致辭|报告|報告|发言|發言|发言稿|演讲|演講|演讲稿|演说|演說|贺词|献词|祝词|悼词|谈话|社论|社論|评论|评论员文章"
    r"|述评|的信|声明|公告)(?:[（(].*[)）])?$"
)
_OPEN_ENDS = ("，", ",", "、", "；", ";", "：", ":", "。", "!", "！", "?", "？", "…")
_SALUTATION = r"(?:同志们|同志們|各位|尊敬的|女士们|女士們|先生们|先生們|朋友们|乡亲们|同学们|老师们|同胞们|亲爱的|敬爱的).{0,60}[:：!！]"
_LISTING = r"[（(【\[]?(?:目录|目錄|目次|contents)[）)】\]]?"
_LISTED = r"(?:[0-9]{1,3}[.、．)）]\s*)?(.*?)[\s.．·…—_]*[0-9]{0,4}"


def find_levels(pieces: Sequence[Piece], lines: Lines) -> list[int]:
    """The level of each line that a format calls a heading, 0 of others; [] where it has none.

    A line is known by its number and its words: what stays of a heading after cleaning.
    """
    headings = {
        (piece.line or piece.page, squeeze(piece.text)): piece.level
        for piece in pieces
        if piece.level and not piece.dropped
    }
    if not headings:
        return []
    keys = zip(lines.numbers, map(squeeze, lines.texts), strict=True)
    return [headings.get(key, 0) for key in keys]


def find_sections(
    lines: Lines, title: str, levels: Sequence[int] = (), turns: Sequence[Turn] = ()
) -> tuple[Section, ...]:
    """The sections of a text: the headings of its format, or else the speeches that it holds.

    Two at the least. The headings of a speech (一、形势) are no sections, unless the format says
    so, nor are those that say who speaks.
    """
    paragraphs = lines.texts
    if any(levels):
        speakers = {turn.paragraph for turn in turns}
        sections = [
            Section(number, _name(paragraph, title))
            for number, (paragraph, level) in enumerate(zip(paragraphs, levels, strict=True), 1)
            if level and number not in speakers
        ]
        if len(sections) >= _FEWEST:
            return tuple(sections)
    short = [place for place, text in enumerate(paragraphs) if 0 < len(text) <= _LONGEST]
    for find in _FINDERS:
        places = list(find(paragraphs, short, title))
        if len(places) >= _FEWEST:
            return tuple(_sections(paragraphs, title, places))
    return ()


def _sections(paragraphs: Sequence[str], title: str, places: Sequence[int]) -> Iterator[Section]:
    """Sections by the places of their headings; -1 is the title, whose text is the first part."""
    for place in places:
        if place < 0:
            yield Section(1, title)
        else:
            yield Section(place + 1, _name(paragraphs[place], title))


def _name(heading: str, title: str) -> str:
    """A heading without the title it repeats: 篇1 for 在会议上的讲话篇1."""
    return heading.removeprefix(title).strip(" \u3000#*") or heading


_Finder = Callable[[Sequence[str], Sequence[int], str], Iterator[int]]


def _by_numbered_kinds(
    paragraphs: Sequence[str], short: Sequence[int], title: str
) -> Iterator[int]:
    """Headings numbered from one in order: 篇1, 第一篇, 范文一, 讲话稿（2）, 讲话（之三）."""
    count = 0
    for place in short:
        paragraph = paragraphs[place]
        if not any(sign in paragraph for sign in _SIGNS) or ends_sentence(paragraph):
            continue
        match = re.fullmatch(_HEADING, squeeze(paragraph))
        if match and read_numeral(match[match.lastindex or 1]) == count + 1:
            count += 1
            yield place


def _by_listing(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """The titles that a table of contents lists, each where its speech begins."""
    listed: list[str] = []
    start = 0
    for place in short:
        if place >= _HEAD:
            break
        key = _listed_key(paragraphs[place])
        if re.fullmatch(_LISTING, squeeze(paragraphs[place]).lower()):
            listed, start = [], place + 1
        elif key and not re.match(_PART, key) and place == start + len(listed):
            listed.append(key)
        elif len(listed) < _FEWEST_LISTED:
            listed, start = ([key], place) if key else ([], place + 1)
    if len(listed) < _FEWEST_LISTED and not (start and len(listed) >= _FEWEST):
        return
    yield from _places_in_order(paragraphs, short, start, listed)


def _places_in_order(
    paragraphs: Sequence[str], short: Sequence[int], start: int, listed: list[str]
) -> Iterator[int]:
    """Where the listed titles come again, each with a text below it, if all of them do."""
    where: dict[str, list[int]] = {}
    for place in short:
        where.setdefault(_listed_key(paragraphs[place]), []).append(place)
    first = listed[0]
    while listed and len(where.get(listed[-1], ())) < _FEWEST:
        listed.pop()  # what follows the table is no entry of it
    if len(listed) < _FEWEST:
        return
    places: list[int] = []
    for key in listed:
        later = [p for p in where.get(key, ()) if p >= start + len(listed)]
        later = [p for p in later if not places or p > places[-1] + 1]
        if not later:
            return
        places.append(later[0])
    if first and places[0] > start:
        yield from places


def _listed_key(paragraph: str) -> str:
    match = re.fullmatch(_LISTED, paragraph.strip())
    key = squeeze(match[1]) if match else ""
    return key if len(key) > 3 and not ends_sentence(key) and not key.endswith(_OPEN_ENDS) else ""


def _by_dates(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles with the date of their speech below them, or above, and its text after both."""
    if paragraphs and title and _states_date(paragraphs[0]) and _begins_text(paragraphs, 1):
        yield -1
    for place in short:
        if not _is_title(paragraphs[place]) or place + 1 >= len(paragraphs):
            continue
        dated = _states_date(paragraphs[place + 1]) and _begins_text(paragraphs, place + 2)
        above = (
            place and _states_date(paragraphs[place - 1]) and _begins_text(paragraphs, place + 1)
        )
        if (dated or (above and _ends_text(paragraphs, place - 2))) and _ends_text(
            paragraphs, place - (1 if dated else 2)
        ):
            yield place


def _by_salutations(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles of speeches (…的讲话, …致辞) that those are greeted below to whom it is given."""
    if paragraphs and title and _greets(paragraphs, 0):
        yield -1
    for place in short:
        text = paragraphs[place]
        if _is_title(text) and re.search(_SPEECH_WORD, text) and _greets(paragraphs, place + 1):
            yield place


def _by_separators(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles below lines that part the speeches (======, * * *)."""
    parted = [
        place + 1
        for place in short
        if re.fullmatch(_SEPARATOR, paragraphs[place].strip()) and place + 2 < len(paragraphs)
    ]
    titles = [place for place in parted if _is_title(paragraphs[place])]
    sure = [
        place
        for place in titles
        if re.search(_SPEECH_WORD, paragraphs[place])
        or _states_date(paragraphs[place + 1])
        or _greets(paragraphs, place + 1)
    ]
    if not titles or 2 * len(sure) < len(titles) or 2 * len(titles) < len(parted):
        return
    if title and titles[0] > 1:
        yield -1
    yield from titles


def _by_marks(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles with stars or numbers from one before them, each with a date or greeting below."""
    count = 0
    mark = ""
    for place in short:
        text = paragraphs[place]
        starred, numbered = re.fullmatch(_STARRED, text), re.fullmatch(_NUMBERED, text)
        if not (starred or numbered) or ends_sentence(text) or text.endswith(_OPEN_ENDS):
            continue
        if place + 1 >= len(paragraphs):
            continue
        dated = _states_date(paragraphs[place + 1]) or _greets(paragraphs, place + 1)
        if not dated or not (starred or (numbered and read_numeral(numbered[1]) == count + 1)):
            continue
        if starred and mark not in ("", starred[1]):
            continue
        mark = starred[1] if starred else mark
        count += 1
        yield place


_FINDERS: tuple[_Finder, ...] = (
    _by_numbered_kinds,
    _by_listing,
    _by_dates,
    _by_marks,
    _by_separators,
    _by_salutations,
)


def _is_title(text: str) -> bool:
    return (
        2 < len(text) <= _LONGEST
        and not text.endswith(_OPEN_ENDS)
        and not ends_sentence(text)
        and not re.match(_PART, text)
        and not re.fullmatch(_SEPARATOR, text)
        and not _states_date(text)
        and not is_metadata(text)
    )


def _states_date(text: str) -> bool:
    """Whether a line is a date, or a line of metadata with one."""
    if not any(character.isdigit() or character in "年〇○" for character in text[:_LONGEST]):
        return False
    return is_date(text) or (
        len(text) <= 2 * _LONGEST and is_metadata(text) and bool(find_date(text))
    )


def _begins_text(paragraphs: Sequence[str], place: int) -> bool:
    """Whether a text begins at a place, one or two short lines of metadata or a greeting aside."""
    for text in paragraphs[place : place + _NEAR]:
        if len(text) >= _SHORTEST_BODY and (ends_sentence(text) or "，" in text or "," in text):
            return True
        if ends_sentence(text) or re.match(_SALUTATION, text):
            return True
        if _is_title(text) and len(text) > 2 * _NEAR:
            return False
    return False


def _ends_text(paragraphs: Sequence[str], place: int) -> bool:
    """Whether what is before a title is the end of a text: no list, no salutation goes on."""
    if place < 0:
        return True
    before = paragraphs[place].rstrip(CLOSERS)
    return not before.endswith(("：", ":", "，", "、", "；"))


def _greets(paragraphs: Sequence[str], place: int) -> bool:
    return any(re.match(_SALUTATION, text) for text in paragraphs[place : place + 1])
