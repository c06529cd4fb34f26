"""What the information of a PDF document is worth: programs write most of it."""

from __future__ import annotations

import re

_JUNK = re.compile(
    r"(?i)microsoft (?:word|powerpoint|excel)|untitled|无标题|未命名|文档\d*$|<[0-9a-f]+>$"
    r"|^print\b|a4$"
    r"|(?:www\.)?[\w.-]+\.(?:com|cn|net|org)\b"
    r"|\.(?:docx?|wps|pptx?|xlsx?|pdf|indd|p65|qxd|cdr|fbd|s2|txt|rtf|html?|tex|dvi)$"
)
_AUTHORS = re.compile(
    r"(?i)administrator|admin|user|anonymous|cnki|ttkn|microsoft|wps|微软|用户|lenovo|dell|thinkpad|apple"
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def clean_title(stated: str) -> str:
    """Return a title, or "" for the name of a file, a program or a site."""
    title = stated.strip()
    return "" if _JUNK.search(title) or len(title) < 3 else title


def clean_author(stated: str) -> str:
    """Return an author, or "" for a program or the user of a computer."""
    author = stated.strip()
    return "" if _AUTHORS.search(author) or _JUNK.search(author) else author


def clean_date(stated: str) -> str:
    """Return the date of making (``D:20240506070809+08'00'``) as 2024-05-06, or ""."""
    found = _DATE.match(stated)
    return "-".join(found.groups()) if found else ""
