"""What the information of a PDF document is worth: programs write most of it."""

from __future__ import annotations

import re

_AUTHORS = re.compile(
    r"(?i)administrator|admin|user|anonymous|cnki|ttkn|microsoft|wps|微软|用户|lenovo|dell|thinkpad|apple"
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def clean_author(stated: str) -> str:
    """Return an author, or "" for a program or the user of a computer."""
    author = stated.strip()
    return "" if _AUTHORS.search(author) else author


def clean_date(stated: str) -> str:
    """Return the date of making (``D:20240506070809+08'00'``) as 2024-05-06, or ""."""
    found = _DATE.match(stated)
    return "-".join(found.groups()) if found else ""
