"""Several speeches in one file: where each of them begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from speechkit.cleaning.contents import heads_contents
from speechkit.cleaning.metadata import is_metadata
from speechkit.text.characters import CLOSERS, ends_sentence, squeeze
from speechkit.text.dates import find_date, is_date
from speechkit.text.numerals import read_numeral

TITLE = -1
"""The place of a speech that begins with the title of the file."""

_LONGEST = 60
_SHORTEST_TITLE = 5
_FEWEST = 2
_FEWEST_PARAGRAPHS = 3  # of two speeches, where one has its title as that of the file
_FEWEST_LISTED = 3
_HEAD = 200  # paragraphs among which a table of contents is looked for
_SHORTEST_BODY = 30
_TOP = 6  # paragraphs, among which the first title is that no number and no table names
_LONGEST_GREETING = 120
_NEAR = 4  # paragraphs from a title to the first that is plainly text

_STARS = "★☆◆◇■□●○※▲△♦❖✦✪"
_RULES = "=＝-－—─_＿*＊~～#＃+·•.…" + _STARS
_NUMERALS = "一二三四五六七八九十0123456789０１２３４５６７８９"
_OPEN_ENDS = ("，", ",", "、", "；", ";", "：", ":", "。", "!", "！", "?", "？", "…")
_GREETED = (
    *(
        "同志们",
        "同志們",
        "各位",
        "尊敬的",
        "敬爱的",
        "亲爱的",
        "女士们",
        "女士們",
        "先生们",
        "先生們",
    ),
    *("朋友们", "朋友們", "乡亲们", "同学们", "同學們", "老师们", "老師們", "同胞们", "同胞們"),
)

# Compiled where they are first used: an ordinary text has few short lines.
_NUMBER = f"[{_NUMERALS}]{{1,3}}"
_KIND = (
    "篇|范文|範文|例文|样文|樣文|样稿|文稿|讲话稿|講話稿|发言稿|發言稿|演讲稿|演講稿|致辞稿"
    "|主持稿|稿件"
)
_NUMBER_AND_BLANK = rf"(第\s*{_NUMBER}\s*[篇讲講]|(?:{_KIND})\s*{_NUMBER})\s+(?=\S)"
_SPEECH = "讲话|講話|发言|發言|致辞|致辭|致词|演讲|演講|报告|報告|社论|社論|评论|評論"
_NUMBERED_KIND = (
    rf".*?[（(【\[]?(?:{_KIND})[（(【\[]?({_NUMBER})[）)】\]]?[:：]?"
    rf"|[（(【\[]*(?:第({_NUMBER})[篇讲講]|(?:{_KIND})({_NUMBER}))[）)】\]]*(?:[:：、.．].*)?"
    rf"|.+(?:{_SPEECH})[（(【\[](?:之)?({_NUMBER})[）)】\]]"
    rf"|.+[—－\-（(]之({_NUMBER})[）)]?"
    rf"|[（(【\[]*(?:{_SPEECH})({_NUMBER})[）)】\]]*[:：、.．].+"
    rf"|[（(【\[](?:第({_NUMBER})[篇讲講]|(?:{_KIND})({_NUMBER}))[）)】\]].+"
)
_OPENING = (
    rf"[（(【\[〔]*(?:第{_NUMBER}(?:[篇讲講章节節编編辑輯]|部分)|(?:{_KIND}|{_SPEECH}){_NUMBER}"
    r"|(?i:part|chapter|section|no\.)\s*[0-9ivx]{1,3})(?:[）)】\]〕]+|[:：、.．\s]|$)|0[0-9]\s"
)
_NUMBER_ALONE = (
    rf"[（(【\[〔]*(?:第{_NUMBER}[篇讲講]|(?:{_KIND})[（(【\[〔]?{_NUMBER})[）)】\]〕]*[:：、.．]?"
)
_ENDS = frozenset(f"{_NUMERALS}）)】]：: ")
_STARTS = frozenset("（(【[ 第篇范範例样樣文讲講发發演致主稿")
_KIND_SIGN = re.compile("[篇文稿件讲講话話言辞辭词演告论論之]")
_SEPARATOR = rf"[{re.escape(_RULES)}]{{3,}}|(?:[{re.escape(_RULES)}]\s+){{2,}}[{re.escape(_RULES)}]"
_PART = (
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[）)、.．，\s]|$)|第[一二三四五六七八九十百0-9]+[章节節条條部]"
    r"|[（(]?[0-9]{1,2}[）)、.．]"
)
_MARKED = rf"(?:([{_STARS}])|[（(【]?({_NUMBER})[）)】、.．:：])\s*(\S.*)"
_DATED_TITLE = r".{4,50}[（(【\[]([^（()）【】\[\]]{4,30})[）)】\]]"
_SPEECH_WORD = (
    rf"(?:{_SPEECH}|讲话稿|发言稿|演讲稿|演说|演說|贺词|賀詞|献词|祝词|悼词|谈话|談話|评论员文章|述评|的信|声明|公告)"
    r"(?:[（(].*[)）])?$"
)
_SENTENCE_ENDS = frozenset("。！？!?；;，,、…")
_MARKS = frozenset(f"{_STARS}{_NUMERALS}（(【")
_FIRST_GREETED = frozenset(greeted[0] for greeted in _GREETED)
_SALUTATION = re.compile(rf"(?:{'|'.join(_GREETED)}).{{0,60}}[:：!！]")
_LISTED = r"[·•●○◆■\-*#]*\s*(?:[0-9]{1,3}[.、．)）]\s*)?(.*?)[\s.．·…—_]*[0-9]{0,4}"

_Finder = Callable[[Sequence[str], Sequence[int], str], Iterator[int]]


def find_speeches(paragraphs: Sequence[str], title: str) -> list[int]:
    """Where the speeches of a file begin, counted from 0; [] for a file that holds one.

    What shows them is tried in turn: numbers (篇1, 范文一), a table of contents, dates below their
    titles, marks before them, lines that part them, whom they greet. Between two titles there is
    always some text.
    """
    if len(paragraphs) < _FEWEST_PARAGRAPHS:
        return []
    short = [place for place, text in enumerate(paragraphs) if 0 < len(text) <= _LONGEST_GREETING]
    if not short:
        return []  # as of most texts: no line can be a title, a date or a greeting
    for find, candidates in _candidates(paragraphs, short):
        if not candidates:
            continue
        places = list(find(paragraphs, candidates, title))
        if (
            len(places) >= _FEWEST
            and (places[0] < _TOP or find in (_by_kinds, _by_listing))
            and _all_have_text(paragraphs, places)
        ):
            return places
    return []


def opens_speech(line: str) -> bool:
    """Return whether a line begins with the number of a speech or a part: 篇1：, 第一讲."""
    return bool(re.match(_OPENING, line.strip()))


def is_number_of_speech(line: str) -> bool:
    """Return whether a line is the number of a speech and nothing else: 篇1, 【范文一】, 第一讲."""
    return bool(re.fullmatch(_NUMBER_ALONE, squeeze(line)))


def _candidates(
    paragraphs: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[_Finder, Sequence[int]]]:
    """Each way to find speeches, and the lines that it has to look at, told by their ends.

    ``places`` are those of all lines that are no longer than a greeting.
    """
    short = [place for place in places if len(paragraphs[place]) <= _LONGEST]
    kinds = [p for p in short if paragraphs[p][-1] in _ENDS or paragraphs[p][0] in _STARTS]
    yield _by_kinds, kinds
    yield _by_listing, short if len(short) >= _FEWEST else ()
    open_ended = (place for place in short if paragraphs[place][-1] not in _SENTENCE_ENDS)
    dates = [place for place in open_ended if _states_date(paragraphs[place])]
    greetings = [
        place
        for place in places
        if (text := paragraphs[place])[0] in _FIRST_GREETED and _SALUTATION.match(text)
    ]
    yield _by_dates, dates
    yield _by_dated_titles, [place for place in short if paragraphs[place][-1] in "）)】]"]
    above = {place - 1 for place in (*dates, *greetings)}
    yield _by_marks, [p for p in short if paragraphs[p][0] in _MARKS and p in above]
    yield _by_separators, [place for place in short if paragraphs[place][0] in _RULES]
    yield _by_greetings, greetings


def _all_have_text(paragraphs: Sequence[str], places: Sequence[int]) -> bool:
    return all(
        any(_is_text(paragraphs[n]) for n in range(start + 1, end))
        for start, end in pairwise((*places, len(paragraphs)))
    )


def _is_text(paragraph: str) -> bool:
    return len(paragraph) >= _SHORTEST_BODY or ends_sentence(paragraph)


def _by_kinds(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Headings numbered from one in order: 篇1, 第一篇, 范文一, 讲话稿（2）, 讲话（之三）."""
    count = 0
    if title and (title[-1] in _ENDS or title[0] in _STARTS) and _number_of_kind(title) == 1:
        count = 1
        yield TITLE
    for place in short:
        paragraph = paragraphs[place]
        if ends_sentence(paragraph):
            continue
        if _number_of_kind(paragraph) == count + 1:
            count += 1
            yield place


def _number_of_kind(heading: str) -> int:
    """The number that a heading gives a speech, 0 for none."""
    if not _KIND_SIGN.search(heading):
        return 0
    match = re.fullmatch(_NUMBERED_KIND, squeeze(re.sub(_NUMBER_AND_BLANK, r"\1:", heading)))
    return read_numeral(match[match.lastindex or 1]) if match else 0


def _by_listing(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """The titles that a table of contents lists, each where its speech begins."""
    texts = [paragraphs[place] for place in short]
    heading = next((place for place in short if heads_contents(paragraphs[place])), None)
    if heading is None:  # only equal lines show a table that is not called so
        if len(texts) - len(set(texts)) < _FEWEST_LISTED:
            return
        counts = Counter(texts)
        short = [place for place in short if counts[paragraphs[place]] > 1]
    keys = {text: _listed_key(text) for text in {paragraphs[place] for place in short}}
    where: dict[str, list[int]] = {}
    for place in short:
        if key := keys[paragraphs[place]]:
            where.setdefault(key, []).append(place)
    listed = [
        key
        for place in short
        if place < _HEAD
        and (key := keys[paragraphs[place]])
        and where[key][0] == place != where[key][-1]
    ]
    first = [where[key][0] for key in listed]
    fewest = _FEWEST_LISTED if heading is None else _FEWEST
    if len(listed) < fewest or first[-1] - first[0] > 2 * len(listed):
        return
    last = first[-1]
    for key in listed:
        later = next((place for place in where[key] if place > last), None)
        if later is not None:
            yield later
            last = later


def _listed_key(paragraph: str) -> str:
    """A line as a table lists it and as a speech is headed: without mark, number and page."""
    match = re.fullmatch(_LISTED, paragraph.strip())
    key = squeeze(match[1]) if match else ""
    is_title = len(key) >= _SHORTEST_TITLE and not key.endswith(_OPEN_ENDS)
    return key if is_title and not re.match(_PART, key) and not is_date(key) else ""


def _by_dates(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles with the date of their speech below them, or above, and its text after both."""
    if len(short) < _FEWEST:
        return
    last = TITLE - 1
    for place in short:
        for start, text in ((place - 1, place + 1), (place + 1, place + 2)):
            if start > last and _heads_text(paragraphs, start, text, min(start, place), title):
                yield start
                last = max(start, place)
                break


def _by_dated_titles(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles with the date of their speech in brackets behind them, on the same line."""
    if _is_dated_title(title):
        yield TITLE
    for place in short:
        text = paragraphs[place]
        if _is_dated_title(text) and _is_title(text) and not is_date(text):
            yield place


def _heads_text(paragraphs: Sequence[str], start: int, text: int, first: int, title: str) -> bool:
    """Whether a title begins a speech whose text begins at ``text``, and what is before it ends.

    ``first`` is the place of the title or of the date above it.
    """
    if start == TITLE:
        return bool(title) and _begins_text(paragraphs, text)
    return (
        start < len(paragraphs)
        and _is_title(paragraphs[start])
        and _begins_text(paragraphs, text)
        and _ends_text(paragraphs, first - 1)
    )


def _by_greetings(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles of speeches (…的讲话, …致辞) that greet below them those to whom they are given."""
    if len(short) < _FEWEST:
        return
    for place in short:
        if place == 0 and title:
            yield TITLE
        elif place and _is_title(above := paragraphs[place - 1]) and re.search(_SPEECH_WORD, above):
            yield place - 1


def _by_separators(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles below lines that part the speeches (======, * * *)."""
    parted = [
        place + 1
        for place in short
        if place + 2 < len(paragraphs) and re.fullmatch(_SEPARATOR, paragraphs[place].strip())
    ]
    titles = [place for place in parted if _is_title(paragraphs[place])]
    sure = [
        place
        for place in titles
        if re.search(_SPEECH_WORD, paragraphs[place])
        or _states_date(paragraphs[place + 1])
        or _SALUTATION.match(paragraphs[place + 1])
    ]
    if not sure or 2 * len(sure) < len(titles) or 2 * len(titles) < len(parted):
        return
    if title and titles[0] > 1:
        yield TITLE
    yield from titles


def _by_marks(paragraphs: Sequence[str], short: Sequence[int], title: str) -> Iterator[int]:
    """Titles with stars, or numbers from one, before them, and a date or a greeting below."""
    count = 0
    star = ""
    for place in short:
        text = paragraphs[place]
        match = re.fullmatch(_MARKED, text)
        if match is None or not _is_title(match[3]):
            continue
        if (match[1] and star in ("", match[1])) or read_numeral(match[2] or "") == count + 1:
            star = match[1] or star
            count += 1
            yield place


def _is_title(text: str) -> bool:
    return (
        _SHORTEST_TITLE <= len(text) <= _LONGEST
        and not text.endswith(_OPEN_ENDS)
        and not ends_sentence(text)
        and not re.match(_PART, text)
        and not re.fullmatch(_SEPARATOR, text)
        and not _states_date(text)
        and not is_metadata(text)
    )


def _states_date(text: str) -> bool:
    """Whether a line is a date, or a line of metadata with one."""
    if is_date(text):
        return True
    return ("：" in text or ":" in text) and bool(find_date(text)) and is_metadata(text)


def _begins_text(paragraphs: Sequence[str], place: int) -> bool:
    """Whether a text begins at a place, names, greetings and first headings aside."""
    for text in paragraphs[place : place + _NEAR]:
        if _is_text(text) or _SALUTATION.match(text):
            return True
        if _is_title(text):
            return False
    return False


def _ends_text(paragraphs: Sequence[str], place: int) -> bool:
    """Whether what comes before a title ends there: no list and no sentence goes on."""
    return place < 0 or not paragraphs[place].rstrip(CLOSERS).endswith(_OPEN_ENDS[:7])


def _is_dated_title(line: str) -> bool:
    """Whether a line ends in a date in brackets, behind other words."""
    found = re.fullmatch(_DATED_TITLE, line)
    return found is not None and is_date(found[1])
