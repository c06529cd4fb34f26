"""Dates as texts write them, in digits and in Chinese numerals, to ISO form."""

from __future__ import annotations

import re

from speechkit.text.characters import BLANKS
from speechkit.text.numerals import NUMERALS, read_numeral

_YEAR = "(?:[12１２一二][0-9０-９〇○零一二三四五六七八九Ｏ]{3})"
_SHORT = f"[{NUMERALS}]{{1,3}}"
DATE = rf"{_YEAR}\s*年(?:\s*{_SHORT}\s*月(?:\s*{_SHORT}\s*日)?)?"

# Compiled where they are first used: few lines hold what a date does.
_WRITTEN = (
    rf"(?<![{NUMERALS}])({_YEAR})\s*年(?!度)(?:\s*({_SHORT})\s*月(?:\s*({_SHORT})\s*[日号])?)?"
)
_NUMERIC = r"(?<![0-9])([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])"
_COMPACT = r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])"
_DATE_LINE = (
    rf"[（(\[【]?(?:(?:发布|发表|成文|更新|讲话)?(?:时间|日期)[:：]\s*)?"
    rf"(?:{DATE}|[12][0-9]{{3}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}})"
    rf"(?:[日月、至—―\-－–~～到{NUMERALS}年]*)"
    r"(?:\s*[0-9]{1,2}(?:[:：时][0-9]{1,2}){1,2}[分秒]?)?\s*[）)\]】]?(?:讲话|发言)?$"
)


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    if len(line) > 60 or not ("年" in line or "-" in line or "/" in line or "." in line):
        return False
    return bool(re.match(_DATE_LINE, line.strip(BLANKS + "*#")))


def find_date(text: str, *, compact: bool = False) -> str:
    """The first date in a text as ISO; empty if there is none. ``compact`` also reads 20230501."""
    match = re.search(_WRITTEN, text) if "年" in text else None
    match = match or re.search(_NUMERIC, text)
    if match is None and compact:
        match = re.search(_COMPACT, text)
    if match is None:
        return ""
    year, month, day = (read_numeral(part) if part else 0 for part in match.groups())
    return _iso(year, month, day)


def _iso(year: int, month: int, day: int) -> str:
    if not 1000 <= year <= 2999:
        return ""
    if not 1 <= month <= 12:
        return f"{year}"
    if not 1 <= day <= 31:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"
