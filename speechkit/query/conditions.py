"""Fields of a query that ask for metadata: ``speaker:x``, ``source:y``, ``date:2020..2023``."""

from __future__ import annotations

import unicodedata

from speechkit.model import Scope
from speechkit.query.model import Condition
from speechkit.text.late_patterns import compile_late
from speechkit.text.normalize import normalize_phrase

_DATE = compile_late(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_RANGE = compile_late(r"(.*?)(?:\.\.\.?|[…－—–~～至]|-(?=\d{4}$))(.*)")

METADATA_FIELDS = ("speaker", "occasion", "source", "date")
"""The fields that ask for metadata; ``title`` asks for text."""


def make_condition(field: str, value: str, typed: str) -> Condition | None:
    """Return what a field asks for; None for a date that is none, or a name without a letter."""
    if field == "date":
        bounds = read_range(value)
        return Condition(typed, Scope(since=bounds[0], until=bounds[1])) if bounds else None
    if not normalize_phrase(value):
        return None
    names = {field: (value,)}
    scope = Scope(
        speakers=names.get("speaker", ()),
        occasions=names.get("occasion", ()),
        sources=names.get("source", ()),
    )
    return Condition(typed, scope)


def read_range(text: str) -> tuple[str, str] | None:
    """Return the bounds of ``2020..2023``, ``2020..``, ``..2023`` or ``2023``; None for no range.

    A bound that is missing is the empty string.
    """
    date = read_date(text)
    if date:
        return date, date
    parts = _RANGE.fullmatch(text)
    if parts is None:
        return None
    since, until = (read_date(part) if part.strip() else "" for part in parts.groups())
    if since is None or until is None or not (since or until):
        return None
    ends_before = bool(until) and since[: len(until)] > until
    return None if ends_before else (since, until)


def read_date(text: str) -> str | None:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD, or None for what is none.

    It may be written as 2024-5, 2024年5月, 2024/05/31, in digits of any width, and as texts write
    dates: 20240531, 二〇二四年, 民国二十年. A range is none.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        from speechkit.text.dates import read_one_date  # few dates are typed so

        return read_one_date(text) or None
    if "00" in (part.zfill(2) for part in found.groups("01")[1:]):
        return None
    year, month, day = (unicodedata.normalize("NFKC", part or "") for part in found.groups())
    if int(month or 1) > 12 or int(day or 1) > _count_days(int(year), int(month or 1)):
        return None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _count_days(year: int, month: int) -> int:
    """Return how many days a month has; the year may be one that no calendar has."""
    from calendar import monthrange

    return monthrange(year or 4, month)[1]
