"""What the title of a text, or the name of its file, states of date and speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from speechkit.text.characters import BLANKS
from speechkit.text.dates import Date, find_dates, find_fiscal_year, refine
from speechkit.text.late_patterns import compile_late
from speechkit.text.names import (
    NAME,
    OFFICE,
    close_name,
    has_office,
    is_common_word,
    is_person,
    is_surname,
)

_SPEECH = (
    "讲话|致辞|致词|发言|报告|演讲|谈话|主旨|文章|贺词|贺信|贺电|祝词|祝辞|悼词|声明|说明|講話"
    "|致辭|致詞|報告|發言|演講|談話|演說|演说|賀詞|聲明"
)
_ADDRESS = f"同志|先生|女士|老师|{OFFICE}"
_ACT = (
    rf"(?:在|出席).{{2,}}?(?:{_SPEECH})|就.{{2,}}?(?:发表|答|谈)|(?:发表|發表|作|做).{{0,40}}(?:{_SPEECH})"
    rf"|(?:强调|指出|致信|致电|寄语)|致.{{1,30}}(?:信|电|词|辞)"
    rf"|(?:[0-9二][^在]{{3}}年)?新年(?:贺词|賀詞|献词)|(?:的)?(?:{_SPEECH})$"
)
_BEFORE = r"[^在，。：:—（(]{0,24}?"
_GAP = r"[ \t\u3000]?"
_SIGNS_OF_ACTS = frozenset("讲講话話致发發报報演谈談说說文贺賀祝悼声聲就强指寄新:：")
"""One of these is in whatever says that somebody speaks."""

# Compiled where they are first used.
_BY_NAME = (
    rf"(?P<person>{NAME}){_GAP}(?:{_ADDRESS})?{_GAP}(?:{_ACT})",
    rf"(?P<comrade>{NAME})(?:同志)(?:[:：]|{_ACT}|的)",
    rf"(?P<person>{NAME})(?:{_ADDRESS})?[ \t]*[:：].",
)
_BY_OFFICE = rf"{_BEFORE}(?:{OFFICE}){_GAP}(?P<person>{NAME}){_GAP}(?:{_ADDRESS})?{_GAP}(?:{_ACT})"
_LAST = (
    rf".*(?:{_SPEECH})(?:稿|提纲|全文|摘要)?[\s_—―－–-]*[（(【\[_—―－–\s-]\s*(?:{OFFICE})?\s*"
    rf"(?P<person>{NAME})(?:{_ADDRESS})?[）)】\]]?$",
    rf".*[—―－–-]{{1,2}}(?P<person>{NAME})(?:{_ADDRESS})?(?:{_ACT})",
)
_NAMED_FILE = (
    rf"(?P<person>{NAME})[_\-－—. ]+[0-9]{{1,5}}(?:[_\-－—. ].*)?",
    rf"[0-9]{{1,5}}[_\-－—. ]+(?P<person>{NAME})",
)
_CLOSERS = tuple(")）]】")
_DASH_OR_BLANK = re.compile("[—―－–\\-_ \u3000]")
_FULL = len("2025-03-05")
_YEAR_BEFORE = re.compile(r"(?:[到至自从從]|纪念|紀念|[—―－–~-])\s*$")
_YEAR_AFTER = re.compile(
    r"(?:以来|以來|以前|以后|以後|之前|之后|前|后|後|代|[远遠]景|目[标標]|[规規]划|革命|起[义義]"
    r"|运动|運動|[战戰]争|纲要|中长期|[—―－–~至到-])"
)
_ABOUT_A_YEAR = re.compile(
    r"[^在于]{0,12}?(?:总结|總結|述职|述職|考核|决算|決算|预算|預算|[审審]计|報告|报告)"
)
"""What is written when the year that it names is over, or before it begins."""
_FILE_YEAR = r"(?:^|.*[_\-—－ （(\[【])(?P<year>(?:19|20)[0-9]{2})[）)\]】]?"
_HAN_NAME = compile_late("[\u4e00-\u9fff]")


def title_date(title: str) -> str:
    """Return the date that a title gives, "" where it names several or speaks of another time."""
    dates = find_dates(title)
    if not dates:
        return _fiscal_year(title)
    full = [date.iso for date in dates if len(date.iso) == _FULL]
    if full:
        return refine(full) if len(set(full)) == 1 else ""
    certain = [date.iso for date in dates if _is_of_the_text(title, date)]
    if not certain or len({date[:4] for date in certain}) > 1:
        return ""
    return refine(certain)


def _fiscal_year(title: str) -> str:
    """The year of a title that has no other date (2024年度座谈会), unless it is about that year."""
    _, year, after = title.partition("年度")
    if not year or _YEAR_AFTER.match(after) or _ABOUT_A_YEAR.match(after):
        return ""
    return find_fiscal_year(title)


def _is_of_the_text(title: str, date: Date) -> bool:
    """Whether a year in a title is when the text is from, not what it is about."""
    if len(date.iso) > len("2025"):
        return True
    before = _YEAR_BEFORE.search(title[: date.start])
    return not before and not _YEAR_AFTER.match(title[date.end :])


@lru_cache(maxsize=8)  # the name of a file is often its title
def title_speaker(title: str) -> str:
    """Return who speaks by a title: 王大林同志在…上的讲话, 王大林：…, …的讲话（王大林）."""
    title = _without_dates(title).strip(BLANKS + "《》【】")
    for expression in _expressions(title):
        if (match := re.match(expression, title)) and (person := _person(match)):
            return person
    return ""


def _without_dates(text: str) -> str:
    for date in reversed(find_dates(text, compact=True)):
        if len(date.iso) == _FULL:
            text = f"{text[: date.start]} {text[date.end :]}"
    return text


def _expressions(title: str) -> Iterator[str]:
    """What a title may match, by signs that few titles have."""
    if _SIGNS_OF_ACTS.isdisjoint(title):
        return
    if is_surname(title[:2]) or "·" in title or "同志" in title:
        yield from _BY_NAME
    if has_office(title):
        yield _BY_OFFICE
    if title.endswith(_CLOSERS) or _DASH_OR_BLANK.search(title):
        yield from _LAST


def _person(match: re.Match[str]) -> str:
    groups = match.groupdict("")
    comrade = groups.get("comrade", "")
    name = close_name(comrade or groups.get("person", ""))
    name = re.sub(rf"(?<=..)(?:{_ADDRESS})$", "", name)  # four characters: 李四同志
    if "·" in name:
        return name
    is_sure = bool(comrade) or has_office(match[0][: match.start("person")])
    return name if is_person(name) and (is_sure or not is_common_word(name)) else ""


def name_date(name: str) -> str:
    """Return the date in a file's name: 20120924, 2019-01-17-…, 2025年新春茶话会, 报告_2026."""
    dates = find_dates(name, compact=True)
    full = [date.iso for date in dates if len(date.iso) == _FULL]
    if full:
        return full[0]
    if date := title_date(name):
        return date
    may_end_in_year = not dates and _HAN_NAME.search(name)
    match = re.fullmatch(_FILE_YEAR, name) if may_end_in_year else None
    return match["year"] if match else ""


def name_speaker(name: str) -> str:
    """Return whom a file's name names, where that is certain: 王大林_010, 王大林：在…, …_王大林."""
    if name.isascii():
        return ""
    name = _without_dates(name).strip(BLANKS + "_-—－.")
    for expression in _NAMED_FILE if re.search("[0-9]", name) else ():
        match = re.fullmatch(expression, name)
        if match and len(person := _person(match)) > 2:
            return person
    return title_speaker(re.sub(r"^[0-9]+[_\-—－.、 ]*", "", name))
