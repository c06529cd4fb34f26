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

from speechkit.text.characters import BLANKS
from speechkit.text.numerals import CHINESE_DIGITS, NOUGHTS, NUMERALS, read_numeral

_EARLIEST, _LATEST = 1000, 2199
_REPUBLIC = 1911
"""To be added to a year of the Republic."""
_CENTURY_TURN = 30
"""'29 is 2029, '30 is 1930."""

_DIGIT = f"[{NOUGHTS}{CHINESE_DIGITS}0-9０-９]"
_NOT_AFTER = rf"(?<![{NUMERALS}])"
_FOUR = rf"[12１２一二壹贰貳](?:\s*{_DIGIT}){{3}}"
_THOUSANDS = rf"[一二两兩壹贰貳]\s*[千仟](?:\s*[{NUMERALS}]){{1,7}}"
_LIKELY = re.compile(rf"年|{_FOUR}")
"""What every date has."""

_SHORT = rf"[{NUMERALS}](?:\s*[{NUMERALS}]){{0,2}}"
_DASH = "-－‐‑‒–—―−─~～〜"
_UP_TO = f"[{_DASH}至到、和及与]+"
_DAY = "[日号號]"
_LUNAR_DAY = "初[一二三四五六七八九十]"

# Compiled where they are first used: few lines hold what a date does.
_MONTH_AND_DAY = (
    rf"\s*(?P<month>{_SHORT})\s*(?:{_UP_TO}\s*{_SHORT}\s*)?月(?!\s*{_LUNAR_DAY})"
    rf"(?:\s*(?P<day>{_SHORT})\s*(?:{_DAY}|{_UP_TO}\s*(?:{_SHORT}\s*月\s*)?{_SHORT}\s*{_DAY}"
    r"|(?=\s*(?:$|[)）\]】］〕]|星期|礼拜|禮拜|[周週]))))?"
)
_WRITTEN = (
    rf"(?:{_NOT_AFTER}(?P<year>{_FOUR})(?:\s*[{_DASH}至到]+\s*{_FOUR})?\s*年(?!度|代)"
    rf"|{_NOT_AFTER}(?P<thousands>{_THOUSANDS})\s*年(?![度代前来來])"
    rf"|民\s*[國国]\s*(?P<republic>{_SHORT}(?:\s*[{NUMERALS}]){{0,2}}|元)\s*年(?!度|代)"
    rf"|['’‘＇`](?P<two>[0-9０-９]{{2}})\s*年(?!度|代)"
    rf")(?:{_MONTH_AND_DAY})?"
)
_REPUBLICAN = (  # 114年3月5日: no other calendar has such a year and months
    rf"{_NOT_AFTER}(?P<republic>1[0-4][0-9]|１[０-４][０-９]|一[〇○零一二三四][{NOUGHTS}{CHINESE_DIGITS}]"
    rf"|一百[{NUMERALS}]{{1,3}})\s*年{_MONTH_AND_DAY}"
)
_YEAR_LAST = (
    rf"{_NOT_AFTER}(?P<month>{_SHORT})\s*月\s*(?P<day>{_SHORT})\s*{_DAY}\s*[,，、]?\s*"
    rf"(?P<year>{_FOUR})\s*年(?!度|代|\s*{_SHORT}\s*月)"
)
_NUMERIC = (
    rf"(?<![{NUMERALS}.．])(?P<year>{_FOUR})\s*(?P<mark>[{_DASH}/／.．。·•・‧_\\])\s*"
    rf"(?P<month>{_SHORT})\s*(?P=mark)\s*(?P<day>{_SHORT})(?![{NUMERALS}])(?![.．][0-9０-９])"
)
_DAY_FIRST = (
    r"(?<![0-9/.-])(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)"
    r"(?P<year>[12][0-9]{3})(?![0-9])"
)
_COMPACT = (
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])"
    r"(?P<day>0[1-9]|[12][0-9]|3[01])(?:T?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?(?![0-9])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_UP_TO_DAY = rf"(?:\s*[{_DASH}]\s*[0-9]{{1,2}}{_ORDINAL})?"
_ENGLISH = (
    rf"(?i:\b(?P<day>[0-9]{{1,2}}){_ORDINAL}{_UP_TO_DAY}\s+(?:of\s+)?{_MONTH_NAME},?\s+(?P<year>[12][0-9]{{3}})\b)",
    rf"(?i:\b{_MONTH_NAME}\s+(?:(?P<day>[0-9]{{1,2}}){_ORDINAL}{_UP_TO_DAY},?\s+)?(?P<year>[12][0-9]{{3}})\b)",
)
_MONTH_LINE = (  # 2025-03, 2025.3: a number in running text
    rf"(?P<year>{_FOUR})\s*[{_DASH}/／.．_](?P<month>0[1-9]|1[0-2]|[1-9])"
)

_WEEKDAY = (
    r"(?:星期|礼拜|禮拜|周|週)\s*[一二三四五六日天末]|[（(]\s*[一二三四五六日]\s*[)）]"
    r"|(?i:\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b)"
)
_TIME = (
    r"T?(?:上午|下午|中午|晚上|晚间|凌晨|早上|早晨|晚)?\s*[0-9０-９]{1,2}\s*[:：︰时時点點](?:\s*[0-9０-９]{1,2}\s*"
    r"(?:[:：︰分](?:\s*[0-9０-９]{1,2}(?:[.,][0-9]+)?\s*秒?)?)?)?"
    r"\s*(?:Z|[AaPp]\.?[Mm]\.?|(?:GMT|UTC|CST)?\s*[+-][0-9]{2}:?[0-9]{2}|GMT|UTC|CST)?"
    r"|上午|下午|中午|晚上|晚间|凌晨|早上|早晨|晚"
)
_FURTHER = (
    rf"(?:{_SHORT}\s*年\s*)?(?:{_SHORT}\s*月\s*)?(?:{_SHORT}\s*{_DAY})|{_SHORT}\s*月|{_FOUR}\s*年"
    rf"|{_LUNAR_DAY}"
)
_AROUND = (
    "公元|西元|西历|西曆|公历|公曆|农历|農曆|阴历|陰曆|夏历|夏曆|旧历|舊曆|中[华華]|[上中下]旬|月[初底末]|年[初底末]|[初底末春夏秋冬]季?"
    "|讲话|講話|发言|發言|演讲|演講|致辞|致辭|于|於|[年月份]"
    rf"|[{_DASH}至到、和及与,，.。:：;；()（）\[\]［］【】〔〕〖〗<>＜＞〈〉《》{{}}｛｝「」『』*#|｜·]"
)
_WITH_A_DATE = rf"{_WEEKDAY}|{_TIME}|{_FURTHER}|{_AROUND}"
_LUNAR = ("农历", "農曆", "阴历", "陰曆", "夏历", "夏曆", "旧历", "舊曆")
_OTHER_CALENDARS = ("佛历", "佛曆", "黄帝", "黃帝", "檀纪", "檀紀", "孔子")
_LONGEST_LINE = 60


class Date(NamedTuple):
    """A date in a text: ISO, and where it begins and ends, in characters."""

    iso: str
    start: int
    end: int


def is_date(line: str) -> bool:
    """Return whether a line is a date (or a range), with weekday and time, and nothing else."""
    if len(line) > _LONGEST_LINE or not _LIKELY.search(line):
        return False
    line = line.strip(BLANKS + "*#")
    dates = find_dates(line, compact=True)
    if not dates:
        return bool(re.fullmatch(_MONTH_LINE, line.strip("()（）[]［］【】〔〕 ")))
    rest = line
    for date in reversed(dates):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
    return not re.sub(_WITH_A_DATE, "", rest).strip(BLANKS)


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
    bare = text.strip(BLANKS + "()（）[]［］【】〔〕")
    match = re.fullmatch(_MONTH_LINE, bare) if compact else None
    return _read(match) if match else ""


def refine(dates: list[str]) -> str:
    """Return the first of some ISO dates, or the most exact one that begins as it does."""
    return max((date for date in dates if date.startswith(dates[0])), key=len)


def find_dates(text: str, *, compact: bool = False) -> tuple[Date, ...]:
    """Return all dates in a text in their order, none within another."""
    return _find_dates(text, compact) if _LIKELY.search(text) else ()


@lru_cache(maxsize=64)  # the lines at the top of a text are asked for their dates several times
def _find_dates(text: str, compact: bool) -> tuple[Date, ...]:
    found = sorted(_all_dates(text, compact), key=lambda date: (date.start, -date.end))
    dates: list[Date] = []
    for date in found:
        if not dates or date.start >= dates[-1].end:
            dates.append(date)
    return tuple(dates)


def _all_dates(text: str, compact: bool) -> Iterator[Date]:
    for expression in _expressions(text, compact):
        for match in re.finditer(expression, text):
            if iso := _read(match):
                yield Date(iso, *match.span())


def _expressions(text: str, compact: bool) -> Iterator[str]:
    """Yield what can match, by signs that all dates of a form have."""
    if "年" in text:
        yield from (_WRITTEN, _YEAR_LAST, _REPUBLICAN) if "月" in text else (_WRITTEN,)
    yield _NUMERIC
    if "/" in text or "." in text or "-" in text:
        yield _DAY_FIRST
    if compact:
        yield _COMPACT
    if re.search("[A-Za-z]{3}", text):
        yield from _ENGLISH


def _read(match: re.Match[str]) -> str:
    """Return the ISO date of a match, "" where it is none after all."""
    groups = {name: re.sub(r"\s", "", part) for name, part in match.groupdict("").items()}
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(BLANKS)
    if before.endswith(_OTHER_CALENDARS):
        return ""
    year = _year(groups)
    month, day = _month_and_day(groups)
    if not _EARLIEST <= year <= _LATEST:
        return ""
    if not 1 <= month <= 12 or before.endswith(_LUNAR):
        return f"{year}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"


def _year(groups: dict[str, str]) -> int:
    if republic := groups.get("republic"):
        return _REPUBLIC + (1 if republic == "元" else read_numeral(republic))
    if two := groups.get("two"):
        year = read_numeral(two)
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return read_numeral(groups.get("year") or groups.get("thousands", ""))


def _month_and_day(groups: dict[str, str]) -> tuple[int, int]:
    if name := groups.get("name"):
        month = _MONTHS.index(name[:3].lower()) + 1
    elif "first" in groups:
        return _which_is_which(int(groups["first"]), int(groups["second"]))
    else:
        month = read_numeral(groups.get("month", ""))
    return month, read_numeral(groups.get("day", ""))


def _which_is_which(first: int, second: int) -> tuple[int, int]:
    """Return month and day of 25/12/2024 or 12/25/2024; nothing where either may be the month."""
    if first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else (0, 0)
