"""Names of persons: what may be one, and whose it is in a line that also names an office."""

from __future__ import annotations

import re
from functools import cache

from speechkit.text.characters import BLANKS, LETTER
from speechkit.text.data import read_data, read_section

_NOT_FIRST_OF_BARE = frozenset("全强国和时向成应党农安高关解管路房单文明")
_NOT_LAST = frozenset(
    "会會省市县縣区區镇鎮乡鄉村州局委厅廳院校部办辦组組词詞稿信集选選类類版篇年月号號处處室科队隊"
    "团團所站馆館社报報网網的了和与與及上下中里在是为為对對从從将將片性化法论論学學业業党黨军軍级"
    "級层層式型点點者们們课課卷案书書话話题題"
)
_NOT_WITHIN = re.compile(
    "[某×Ｘ]|讲话|講話|发言|發言|会议|會議|工作|政府|报告|報告|们|們|大家|朋友|各位|先生|女士|同志"
    "|[范範]文[一二三四五六七八九十]+$"  # the number of a speech
)
_DOTS = "·•‧・．∙⋅"
_JOINTS = frozenset(_DOTS + BLANKS)
_LONGEST_CLOSE = 4
"""Characters of a name without joints."""

NAME = (
    rf"{LETTER}{{1,12}}?(?:[{_DOTS}]{LETTER}{{1,12}}?){{1,3}}|{LETTER}{{2,4}}"
    rf"|{LETTER}\s+{LETTER}{{1,2}}|{LETTER}(?:\s+{LETTER}){{2,3}}"
)
"""What may be a name, as a part of a regular expression: set wide, or with a middle dot, too."""

OFFICE = (
    "主席|省长|市长|州长|县长|区长|乡长|镇长|盟长|旗长|村长|书记|总理|总书记|院长|检察长|主任"
    "|部长|局长|厅长|处长|科长|署长|司长"
    "|校长|会长|董事长|总经理|总裁|秘书长|行政长官|总统|首相|议长|委员长|理事长|社长|所长|站长"
    "|队长|司令员?|政委|参谋长"
    "|委员|院士|教授|博士|总监|专员|馆长|台长|行长|主委"
    "|省長|市長|州長|縣長|區長|鄉長|鎮長|書記|總理|總書記|院長|檢察長|部長|局長|廳長|處長|署長"
    "|司長|校長|會長|董事長|總經理|總裁|秘書長|行政長官"
    "|總統|議長|委員長|理事長|社長|所長|館長|行長|委員|院長|立委"
)
_OFFICE_ENDS = frozenset(office.rstrip("?")[-1] for office in OFFICE.split("|"))
_LONGEST_OFFICER = 48
_LONGEST_NAME = 40
_TITLES = "同志|先生|女士|小姐|教授|院士|博士|老师|老師|夫人|阁下|閣下"
_LATIN = r"(?:[A-Z][A-Za-z.'’-]*)(?:[ ]+[A-Z][A-Za-z.'’-]*){1,3}"
_STATED = (
    rf"(?:{_TITLES})?\s*(?P<name>{NAME}|{_LATIN})(?:{_TITLES})?\s*(?:[（(\[［【].*)?",
    rf"(?P<before>.{{0,30}}?(?:{OFFICE}))[\s、，,:：]+(?P<name>{NAME}|{_LATIN})(?:{_TITLES})?"
    r"\s*(?:[（(].*)?",
    rf"(?P<before>.{{0,30}}(?:{OFFICE}))(?P<person>{LETTER}{{2,4}})(?:{_TITLES})?\s*(?:[（(].*)?",
    rf"(?P<name>{NAME}|{_LATIN})[\s，,、—–-]+.{{0,30}}(?:{OFFICE}|{_TITLES})",
    rf"(?P<person>{LETTER}{{2,4}})(?:{OFFICE})",
    rf"(?P<name>{_LATIN})\s*[,，(（].*",
)
_OFFICE_LINE = rf"[^，。：:；！？“”]{{0,30}}?(?:{OFFICE})"
_OFFICERS = (  # with a blank behind the office a name is sure, else only with a surname
    (rf"{_OFFICE_LINE}\s+({NAME})(?:{_TITLES})?", True),
    (rf"{_OFFICE_LINE}({LETTER}{{2,4}})(?:{_TITLES})?", False),
    (rf"{_OFFICE_LINE}[:：]\s*({NAME})", False),
    (rf"({NAME})(?:[\s，,]+|[（(]){_OFFICE_LINE}[）)]?", False),
)


@cache
def _read_words(section: str) -> frozenset[str]:
    return frozenset(word for line in read_section("names.txt", section) for word in line.split())


@cache
def _read_surnames() -> frozenset[str]:
    return frozenset("".join(read_section("names.txt", "[surnames]")))


@cache
def _read_married_surnames() -> frozenset[str]:
    return frozenset("".join(read_section("names.txt", "[married surnames]")))


@cache
def _read_common_words() -> frozenset[str]:
    return frozenset(word for line in read_data("common_words.txt") for word in line.split())


def is_common_word(text: str) -> bool:
    """Return whether a text of the form of a name is a word (谢谢), simplified or traditional.

    The words are read when the first text is judged: most files have no name to judge.
    """
    from speechkit.text.normalize import normalize

    return normalize(text) in _read_common_words()


def is_person(name: str) -> bool:
    """Return whether Chinese characters are surely the name of a person: a surname, then others.

    Names without a surname (嘎玛泽登) are not sure: what they follow has to tell.
    """
    if not 2 <= len(name) <= 4 or name[-1] in _NOT_LAST:
        return False
    words = _read_words("[words]")
    if name in words or name[:2] in words or _NOT_WITHIN.search(name) or _is_addressed(name):
        return False
    if name[:2] in _read_words("[double surnames]"):
        return len(name) > 2
    if len(name) == 4:
        return _read_married_surnames().issuperset(name[:2]) and name[0] != name[1]
    return name[0] in _read_surnames()


def _is_addressed(name: str) -> bool:
    """Whether a name is a surname and an office (习主席)."""
    return name[-1] in _OFFICE_ENDS and bool(re.fullmatch(OFFICE, name[1:]))


def is_surname(text: str) -> bool:
    """Return whether a text begins with a surname."""
    return text[:1] in _read_surnames() or text[:2] in _read_words("[double surnames]")


def has_office(text: str) -> bool:
    """Return whether a text may name an office: it has the last character of one."""
    return not _OFFICE_ENDS.isdisjoint(text)


def is_bare_name(line: str) -> bool:
    """Return whether a line is nothing but a name, set wide or with a middle dot, too."""
    if len(line) > _LONGEST_NAME:
        return False
    line = line.strip(BLANKS)
    if len(line) > _LONGEST_CLOSE and _JOINTS.isdisjoint(line):
        return False
    if not re.fullmatch(NAME, line):
        return False
    name = close_name(line)
    if any(dot in name for dot in _DOTS):
        return not _NOT_WITHIN.search(name)
    return has_form_of_name(name) and is_person(name) and not is_common_word(name)


def has_form_of_name(text: str) -> bool:
    """Return whether a text may be a name without anything that says so, by its first character."""
    return text[:1] not in _NOT_FIRST_OF_BARE


def close_name(name: str) -> str:
    """Return a name without the blanks of one set wide; those of a Latin one stay."""
    return name.strip(BLANKS) if name.isascii() else re.sub(rf"[{BLANKS}]", "", name)


def stated_person(text: str) -> str:
    """Return whom a text names that is said to name a person (behind 发言人：), office or not.

    It is "" where that is a mask (某某), several words, or no name.
    """
    text = text.strip(BLANKS + "，,、;；。|｜")
    for expression in _STATED:
        if match := re.fullmatch(expression, text):
            groups = match.groupdict("")
            name = close_name(groups.get("name") or groups.get("person", ""))
            if groups.get("person") and not is_person(name):
                continue
            if _is_name(name):
                return name
    return ""


def _is_name(name: str) -> bool:
    return not (_NOT_WITHIN.search(name) or re.fullmatch(OFFICE, name))


def officer(line: str) -> str:
    """Return whom a line names that is an office with a name and nothing else (省长 王林)."""
    if len(line) > _LONGEST_OFFICER or not has_office(line) or not re.search(OFFICE, line):
        return ""
    line = line.strip(BLANKS + "()（）[]［］【】—―－–-·")
    for expression, is_sure in _OFFICERS:
        match = re.fullmatch(expression, line)
        name = close_name(match[1]) if match else ""
        if name and (is_sure or is_person(name) or any(dot in name for dot in _DOTS)):
            return name if _is_name(name) else ""
    return ""
