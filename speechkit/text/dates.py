"""Dates as texts write them, in any digits, marks and calendar of today, to ISO form.

A date may be partial: ``2025``, ``2025-03``. A day that no month has leaves the month, a month that
no year has leaves the year. Of a range the first day counts. Days of the lunar calendar are not
read; nor are years of reigns, but for those of the Republic (民國).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from speechkit.text.characters import BLANKS, Translation
from speechkit.text.numerals import CHINESE_DIGITS, NOUGHTS, UNITS, read_numeral

_EARLIEST, _LATEST = 1000, 2199
_REPUBLIC = 1911
"""To be added to a year of the Republic."""
_CENTURY_TURN = 30
"""'29 is 2029, '30 is 1930."""

# All spellings of a mark and all numerals are made one before a text is searched, character for
# character, so that places stay: expressions for what is left compile ten times as fast.
_NUMERAL = "\ue000"
_SIMPLIFIED = dict(
    zip(
        "國禮週點時曆農陰舊華黃紀與講話發辭於間節慶婦勞動際樹兒黨軍師護雙陽聖誕後當歲",
        "国礼周点时历农阴旧华黄纪与讲话发辞于间节庆妇劳动际树儿党军师护双阳圣诞后当岁",
        strict=True,
    )
)
_SPELLINGS: dict[str, str] = {
    **dict.fromkeys(f"{NOUGHTS}{CHINESE_DIGITS}".replace("o", ""), _NUMERAL),  # Monday
    **dict.fromkeys(UNITS, "\ue001"),
    **dict.fromkeys("千仟", "\ue002"),
    **{digit: str(value) for value, digit in enumerate("０１２３４５６７８９")},
    **dict.fromkeys("一二壹贰貳两兩⼀⼆", "\ue003"),
    **dict.fromkeys("－‐‑‒–—―−─━~～〜﹣", "-"),
    **dict.fromkeys("（［【〔〖〈《「『＜〘﹝｢", "("),
    **dict.fromkeys("）］】〕〗〉》」』＞〙﹞｣", ")"),
    **dict.fromkeys("：︰∶﹕", ":"),
    **dict.fromkeys("．。﹒", "."),
    **dict.fromkeys("·•‧・∙⋅", "·"),
    **dict.fromkeys("，、", ","),
    **dict.fromkeys("’‘＇`", "'"),
    "／": "/",
    "號": "日",
    "号": "日",
    **_SIMPLIFIED,
    **{
        "⽉": "月",
        "⺝": "月",
        "⽇": "日",
        "⺜": "日",
        "\uf98e": "年",
    },  # radicals, as PDFs hold them
}
_CANONICAL = Translation({ord(one): other for one, other in _SPELLINGS.items()})
_LIKELY = re.compile("[年〇○◯零0-9０-９](?:(?<![0-9０-９])|[\\s\u200b]?[0-9０-９])")
"""What every date has: a sign, or two digits. It begins with a class, which is found soonest."""

_DIGIT = "[0-9\ue000-\ue003]"
_NOT_AFTER = rf"(?<!{_DIGIT})"
_FOUR = rf"[12\ue003](?:\s*{_DIGIT}){{3}}"
_FOUR_DIGITS = rf"{_FOUR}(?!\s*年)"
_THOUSANDS = rf"\ue003\s*\ue002(?:\s*{_DIGIT}){{1,7}}"
_SHORT = rf"{_DIGIT}(?:\s*{_DIGIT}){{0,2}}"
_FIRST = "元"
"""What the first month, the first day and the first year of the Republic are called."""
_PLACE = rf"(?:{_SHORT}|{_FIRST})"
"""Which month or day it is."""
_UP_TO = "[-至到,和及与]+"
_LUNAR_DAY = rf"初{_DIGIT}"

_OF_WEEK = rf"(?:星期|礼拜|周)\s*[日天末六{_DIGIT[1:]}"
"""A day of the week, not 周年 or 周刊."""

_FEASTS = {
    "0101": "元旦节?",
    "0214": "情人节",
    "0308": "(?:三八”?)?(?:国际)?(?:劳动)?妇女节|三八节?",
    "0312": "植树节",
    "0501": "(?:五一”?)?(?:国际)?劳动节|五一节?",
    "0504": "(?:五四”?)?青年节|五四",
    "0512": "(?:国际)?护士节",
    "0601": "(?:六一”?)?(?:国际)?儿童节|六一节?",
    "0701": "(?:七一”?)?建党节|七一|党的生日",
    "0801": "(?:八一”?)?建军节|八一节?",
    "0910": "教师节",
    "1001": "(?:十一)?国庆节?|十一",
    "1010": "双十节?|双十国庆节?",
    "1225": "圣诞节?",
}
"""Feasts with a day in the calendar of today."""
_FEASTS_OF_REPUBLIC = frozenset({"0101", "0501", "1010", "1225"})
"""Those that have the same day in Taiwan."""
_OTHER_FEASTS = (
    "农历新年|新年|春节|新春|除夕|元宵节?|清明节?|端午节?|七夕节?|中秋节?|重阳节?|腊八节?|小年"
    "|大年|父亲节|母亲节|感恩节|岁末"
)
_QUOTE = "[“”\"'()]?"
_FEAST = "|".join(_FEASTS.values()).translate(_CANONICAL)
_AT_FEAST = rf"\s*{_QUOTE}(?P<feast>{_FEAST}){_QUOTE}(?:当[天日])?(?=\s*(?:$|[])]|{_OF_WEEK}))"

# Compiled where they are first used: few lines hold what a date does.
_MONTH_AND_DAY = (
    rf"\s*(?P<month>{_PLACE})\s*(?:{_UP_TO}\s*{_SHORT}\s*)?月(?!\s*{_LUNAR_DAY})"
    rf"(?:\s*(?P<day>{_PLACE})\s*(?:日|{_UP_TO}\s*(?:{_PLACE}\s*月\s*)?{_SHORT}\s*日"
    rf"|(?=\s*(?:$|\)|{_OF_WEEK}))))?"
)
_WRITTEN = (
    rf"(?:{_NOT_AFTER}(?P<year>{_FOUR})(?:\s*[-至到]+\s*{_FOUR})?\s*年(?!度|代)"
    rf"|{_NOT_AFTER}(?P<thousands>{_THOUSANDS})\s*年(?![度代前来來])"
    rf"|民\s*国\s*(?P<republic>{_DIGIT}(?:\s*{_DIGIT}){{0,4}}|{_FIRST})\s*年(?!度|代)"
    r"|'(?P<two>[0-9]{2})\s*年(?!度|代)"
    rf")(?:{_MONTH_AND_DAY}|{_AT_FEAST})?"
)
_REPUBLICAN = (  # 114年3月5日: no other calendar has such a year and months
    rf"{_NOT_AFTER}(?P<republic>[1\ue003]{_DIGIT}{{2}}|\ue003\ue001{_DIGIT}{{1,3}})\s*年"
    rf"{_MONTH_AND_DAY}"
)
_YEAR_LAST = (
    rf"{_NOT_AFTER}(?P<month>{_PLACE})\s*月\s*(?P<day>{_PLACE})\s*日\s*,?\s*"
    rf"(?P<year>{_FOUR})\s*年(?!度|代|\s*{_SHORT}\s*月)"
)
_NUMERIC = (
    rf"(?<![0-9\ue000-\ue003.])(?P<year>{_FOUR})\s*(?P<mark>[-/.·_\\])\s*"
    rf"(?P<month>{_DIGIT}{{1,3}})\s*(?P=mark)\s*(?P<day>{_DIGIT}{{1,3}})(?!{_DIGIT})(?!\.{_DIGIT})"
)
_DAY_FIRST = (
    r"(?<![0-9/.-])(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)"
    r"(?P<year>[12][0-9]{3})(?![0-9])"
)
_COMPACT = (
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])"
    r"(?P<day>0[1-9]|[12][0-9]|3[01])(?:T?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?(?![0-9])"
)
_REPUBLICAN_NUMERIC = (
    r"(?<![0-9.])(?P<republic>1[0-4][0-9])(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)"
    r"(?P<day>[0-9]{1,2})(?![0-9.])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_UP_TO_DAY = rf"(?:\s*[-–—]\s*[0-9]{{1,2}}{_ORDINAL})?"
_ENGLISH = (
    rf"(?i:\b(?P<day>[0-9]{{1,2}}){_ORDINAL}{_UP_TO_DAY}\s+(?:of\s+)?{_MONTH_NAME},?"
    r"\s+(?P<year>[12][0-9]{3})\b)",
    rf"(?i:\b{_MONTH_NAME}\s+(?:(?P<day>[0-9]{{1,2}}){_ORDINAL}{_UP_TO_DAY},?\s+)?"
    r"(?P<year>[12][0-9]{3})\b)",
)
_ALONE = (  # 2025-03, 2025.3, 2025春节: a number in running text
    rf"(?P<year>{_FOUR})\s*(?:[-/._](?P<month>0[1-9]|1[0-2]|[1-9])"
    rf"|{_AT_FEAST}|{_QUOTE}(?:{_OTHER_FEASTS}){_QUOTE})"
)
_FISCAL = rf"{_NOT_AFTER}(?P<year>{_FOUR})\s*年度|民\s*国\s*(?P<republic>{_SHORT})\s*年度"

_WEEKDAY = (
    rf"{_OF_WEEK}|\(\s*[日六{_DIGIT[1:]}\s*\)"
    r"|(?i:\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b)"
)
_HOURS = "上午|下午|中午|晚上|晚间|凌晨|早上|早晨|晚"
_TIME = (
    rf"T?(?:{_HOURS})?\s*[0-9]{{1,2}}\s*[:时点](?:\s*[0-9]{{1,2}}\s*"
    r"(?:[:分](?:\s*[0-9]{1,2}(?:[.,][0-9]+)?\s*秒?)?)?)?"
    r"\s*(?:Z|[AaPp]\.?[Mm]\.?|(?:GMT|UTC|CST)?\s*[+-][0-9]{2}:?[0-9]{2}|GMT|UTC|CST)?"
    rf"|{_HOURS}"
)
_FURTHER = (
    rf"(?:{_SHORT}\s*年\s*)?(?:{_PLACE}\s*月\s*)?{_PLACE}\s*日|{_PLACE}\s*月|{_FOUR}\s*年"
    rf"|{_LUNAR_DAY}"
)
_FEASTS_AROUND = (
    rf"{_QUOTE}(?:{_FEAST}|{_OTHER_FEASTS}){_QUOTE}"
    rf"(?:佳节)?(?:前夕|前后|前|后|期间|之际|假期|当[天日])?(?=[])\s]*$)"
)
_AROUND = (
    r"公元|西元|[西公农阴夏旧]历|中\s*华|[上中下]旬|月[初底末]|年[初底末]|[初底末春夏秋冬]季?"
    r"|[正冬腊臘]月"
    "|讲话|发言|演讲|致辞|于|[年月份至到和及与;；*#|｜(),.:·-]"
)
_WITH_A_DATE = rf"{_WEEKDAY}|{_TIME}|{_FEASTS_AROUND}|{_FURTHER}|{_AROUND}"
_LUNAR = ("农历", "阴历", "夏历", "旧历")
_OTHER_CALENDARS = ("佛历", "黄帝", "檀纪", "孔子")
_LONGEST_LINE = 60
_AROUND_LINES = BLANKS + "*#"
_STOPS = frozenset("。！？；，：:")
_FIRSTS = frozenset(
    f"{NOUGHTS}{CHINESE_DIGITS}{UNITS}０１２３４５６７８９’‘＇公西民中农農阴陰夏旧舊星礼禮周週于"
    f"於（［【〔〖〈《「『＜—―－–─{_FIRST}"
)
"""With one of these a line begins that is a date."""


class Date(NamedTuple):
    """A date in a text: ISO, where it begins and ends, in characters.

    ``is_compact`` says that it is certain only where there is nothing else: 20250305, 114/3/5.
    """

    iso: str
    start: int
    end: int
    is_compact: bool = False


def is_date(line: str) -> bool:
    """Return whether a line is a date (or a range), with weekday and time, and nothing else."""
    if len(line) > _LONGEST_LINE or line[-1:] in _STOPS:
        return False
    line = line.strip(_AROUND_LINES)
    if not (line[:1].isascii() or line[:1] in _FIRSTS) or not _LIKELY.search(line):
        return False
    return _is_all_date(line)


@lru_cache(maxsize=64)  # asked several times, as for the dates
def _is_all_date(line: str) -> bool:
    rest = line.translate(_CANONICAL)
    dates = find_dates(line, compact=True)
    if not dates:
        return bool(re.fullmatch(_ALONE, rest.strip("()[] -")))
    for date in reversed(dates):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
    return not re.sub(_WITH_A_DATE, "", rest).strip(BLANKS + "[]<>{}｛｝")


def has_time(line: str) -> bool:
    """Return whether a line names a time of day to the minute, as pages do."""
    return bool(re.search(r"[0-9０-９]\s*[:：︰时時点點]\s*[0-9０-９]{2}", line))


def find_date(text: str, *, compact: bool = False) -> str:
    """Return the first date in a text as ISO, or a later one that only adds to it; else "".

    ``compact`` also reads 20230501, and a month without a day (2025-03) where that is all.
    """
    dates = find_dates(text, compact=compact)
    if dates:
        return refine([date.iso for date in dates])
    bare = text.strip(BLANKS + "()（）[]［］【】〔〕〈〉—－-")
    match = re.fullmatch(_ALONE, bare.translate(_CANONICAL)) if compact else None
    return _read(match, bare) if match else ""


def refine(dates: list[str]) -> str:
    """Return the first of some ISO dates, or the most exact one that begins as it does."""
    return max((date for date in dates if date.startswith(dates[0])), key=len)


def read_one_date(text: str) -> str:
    """Return the date, as ISO, that is all of a text; "" for a range, or a day that is none."""
    dates = find_dates(text, compact=True)
    canonical = text.translate(_CANONICAL)
    rest = canonical
    for date in reversed(dates):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
        written = canonical[date.start : date.end]
        if re.search(_UP_TO if "年" in written else "[A-Za-z].*-", written):
            return ""
    if len(dates) > 1 or not is_date(text) or re.search(rf"[-.至到和及与]|{_FURTHER}", rest):
        return ""
    iso = find_date(text, compact=True)
    parts = 1 + ("月" in canonical) + ("日" in canonical)
    return iso if iso.count("-") + 1 >= parts else ""


def find_fiscal_year(text: str) -> str:
    """Return the one year that a text names as 2024年度; "" for none, several or a range."""
    if "年度" not in text:
        return ""
    canonical = text.translate(_CANONICAL)
    found = list(re.finditer(_FISCAL, canonical))
    years = {_read(match, text) for match in found}
    rest = re.sub(_FISCAL, "年度", canonical)
    is_range = re.search(rf"{_DIGIT}\s*年?\s*(?:{_UP_TO}|[/·])\s*年度", rest)
    return "" if len(years) != 1 or is_range else years.pop()


def find_dates(text: str, *, compact: bool = False) -> tuple[Date, ...]:
    """Return all dates in a text in their order, none within another."""
    if not _LIKELY.search(text):
        return ()
    dates = _find_dates(text)
    return dates if compact else tuple(date for date in dates if not date.is_compact)


@lru_cache(maxsize=64)  # the lines at the top of a text are asked for their dates several times
def _find_dates(text: str) -> tuple[Date, ...]:
    found = list(_all_dates(text))
    if len(found) > 1:
        found.sort(key=lambda date: (date.start, -date.end))
    dates: list[Date] = []
    for date in found:
        if not dates or date.start >= dates[-1].end:
            dates.append(date)
    return tuple(dates)


def _all_dates(text: str) -> Iterator[Date]:
    canonical = text.translate(_CANONICAL)
    found = False
    for expression in _expressions(canonical):
        if found and expression is _REPUBLICAN:
            continue
        for match in re.finditer(expression, canonical):
            if iso := _read(match, text):
                found = True
                alone = expression in (_COMPACT, _REPUBLICAN_NUMERIC)
                yield Date(iso, *match.span(), alone)
    if re.search("[A-Za-z]{3}", text) and len(text.split()) > 1:  # a blank is before the year
        for expression in _ENGLISH:
            for match in re.finditer(expression, text):
                if iso := _read(match, text):
                    yield Date(iso, *match.span())


def _expressions(canonical: str) -> Iterator[str]:
    """Yield what can match, by signs that all dates of a form have."""
    if "年" in canonical:
        yield _WRITTEN
        if "月" in canonical:
            if canonical.find("月") < canonical.rfind("年"):
                yield _YEAR_LAST
            yield _REPUBLICAN
    elif re.search(_REPUBLICAN_NUMERIC, canonical):
        yield _REPUBLICAN_NUMERIC
    if re.search(_FOUR_DIGITS, canonical):
        yield _NUMERIC
        if "/" in canonical or "." in canonical or "-" in canonical:
            yield _DAY_FIRST
        yield _COMPACT


def _read(match: re.Match[str], text: str) -> str:
    """Return the ISO date of a match in the canonical form of a text; "" where it is none."""
    groups = {
        name: "".join(text[slice(*match.span(name))].split())
        for name, part in match.groupdict().items()
        if part
    }
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(BLANKS)
    if before.endswith(_OTHER_CALENDARS):
        return ""
    year = _year(groups)
    if "republic" in groups and not match[0].startswith("民") and not _is_republican(year):
        return ""
    month, day = _month_and_day(groups)
    if not _EARLIEST <= year <= _LATEST:
        return ""
    if not 1 <= month <= 12 or before.endswith(_LUNAR):
        return f"{year}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def _is_republican(year: int) -> bool:
    """Whether a year of three digits alone can be one of the Republic: 100 to 149."""
    return _REPUBLIC + 100 <= year < _REPUBLIC + 150


def _year(groups: dict[str, str]) -> int:
    if republic := groups.get("republic"):
        return _REPUBLIC + _place(republic)
    if two := groups.get("two"):
        year = read_numeral(two)
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return read_numeral(groups.get("year") or groups.get("thousands", ""))


def _month_and_day(groups: dict[str, str]) -> tuple[int, int]:
    if name := groups.get("name"):
        month = _MONTHS.index(name[:3].lower()) + 1
    elif "first" in groups:
        return _which_is_which(int(groups["first"]), int(groups["second"]))
    elif feast := groups.get("feast"):
        day = _feast_day(feast)
        is_fixed = "republic" not in groups or day in _FEASTS_OF_REPUBLIC
        return (int(day[:2]), int(day[2:])) if is_fixed else (0, 0)
    else:
        month = _place(groups.get("month", ""))
    return month, _place(groups.get("day", ""))


def _feast_day(name: str) -> str:
    """Return month and day of a feast, two digits each, noughts for what only looks like one."""
    simplified = name.translate({ord(one): other for one, other in _SIMPLIFIED.items()})
    days = (day for day, names in _FEASTS.items() if re.fullmatch(names, simplified))
    return next(days, "0000")


def _place(numeral: str) -> int:
    """Return which month, day or year of the Republic a numeral names; 元 is the first."""
    return 1 if numeral == _FIRST else read_numeral(numeral)


def _which_is_which(first: int, second: int) -> tuple[int, int]:
    """Return month and day of 25/12/2024 or 12/25/2024; nothing where either may be the month."""
    if first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else (0, 0)
