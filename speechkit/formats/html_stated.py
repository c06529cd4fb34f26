"""What a page states of its text: headings, meta names, JSON-LD, and the browser that saved it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import chain
from typing import Any

from speechkit.formats.stated import Names, Stated, fold_name, pick
from speechkit.text.characters import BLANKS, squeeze

_NAMES = Names(
    title=(
        *("articletitle", "citationtitle", "dc.title", "dcterms.title", "ldheadline", "headline"),
        *("og:title", "twitter:title", "title"),
    ),
    date=(
        *("pubdate", "publishdate", "publishtime", "article:publishedtime", "og:publishedtime"),
        *("datepublished", "lddatepublished", "bytedance:publishedtime", "firstpublishedtime"),
        *("citationpublicationdate", "citationdate", "dc.date", "dcterms.date", "dc.date.issued"),
        *("dcterms.issued", "dcterms.created", "og:releasedate", "releasedate", "publicationdate"),
        *("publishedtime", "article:createat", "date", "time", "datecreated", "lddatecreated"),
    ),
    author=(
        *("author", "article:author", "citationauthor", "dc.creator", "dcterms.creator"),
        *("og:author", "ldauthor", "creator", "byl"),
    ),
    source=(
        "contentsource",
        "dc.source",
        "dcterms.source",
        "article:source",
        "source",
        "og:source",
    ),
    url=("og:url", "canonical", "ldurl", "savedfrom", "dc.identifier", "twitter:url"),
)
_CLEAN_TITLES = ("articletitle", "citationtitle", "dc.title", "dcterms.title")
_SITES = ("ogsitename", "og:sitename", "sitename", "applicationname", "sitedomain")
_HEAD = 200_000
_META = r"(?i)<(?:meta|link|time)\b([^<>]{1,4000})>"
_ATTRIBUTE = r"([A-Za-z_:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
_SAVED = (
    r"<!--\s*saved from url=\(\d+\)(\S+)",
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)",
)
_LINKED_DATA = r"(?is)<script\b[^<>]*application/ld\+json[^<>]*>(.{1,100000}?)</script\b"
_DEEPEST = 6
_SPACES = r"[ \t\n\r\f]+"
_SITE_NAME = r"(?s)\s*(?:[_|｜]|\s[-–—]{1,2}\s|--).*"
_LONGEST_TITLE = 300
_NO_PERSON = re.compile(
    r"(?i)[网網社报報]|政府|编辑|編輯|记者|記者|办公|中心|admin|editor|webmaster|^[!-~]*[0-9@/][!-~]*$"
)
_COLUMN = r"(?:讲话|講話|要闻|动态|政务|新闻|信息公开|公开|文件|专题|时政|公告|通知|资讯|正文)$"
_LONGEST_COLUMN = 8
_SITE_WORD = r"(?:网|網|网站|網站|频道|頻道|首页|首頁|门户|政府|官网|日报|在线|Logo|logo)$"


def read_stated(page: str, headings: Sequence[str]) -> Stated:
    """Return what a page states; ``headings`` are those of its first level, in order."""
    values = _read_meta(page[:_HEAD])
    for name, value in _read_linked_data(page):
        values.setdefault(name, value)
    whole = _page_title(page)
    values = {
        name: value if name in _CLEAN_TITLES or name not in _NAMES.title else _without_site(value)
        for name, value in values.items()
    }
    stated = pick(_NAMES, values)
    sites = {squeeze(values[name]) for name in _SITES if name in values}
    title = _choose_heading(headings, whole, stated.title, sites)
    author = "" if _NO_PERSON.search(stated.author) else stated.author
    return stated._replace(title=title or stated.title or _without_site(whole), author=author)


def _read_meta(head: str) -> dict[str, str]:
    """The meta names of a page with what they say, the first of each; names folded."""
    values: dict[str, str] = {}
    for meta in re.finditer(_META, head):
        attributes = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
            for match in re.finditer(_ATTRIBUTE, meta[1])
        }
        if attributes.get("rel", "").lower() == "canonical":
            values.setdefault("canonical", attributes.get("href", ""))
        if "datetime" in attributes:
            values.setdefault("time", attributes["datetime"])
        content = attributes.get("content", "").strip(BLANKS)
        for key in ("name", "property", "itemprop"):
            if content and key in attributes:
                values.setdefault(fold_name(attributes[key]), content)
    for pattern in _SAVED:
        if found := re.search(pattern, head[:4000]):
            values.setdefault("savedfrom", found[1])
    return values


def _read_linked_data(page: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a page's JSON-LD, names folded behind ``ld``."""
    if "ld+json" not in page:
        return
    import json

    for script in re.finditer(_LINKED_DATA, page):
        try:
            data = json.loads(script[1])
        except (ValueError, RecursionError):
            continue
        yield from _fields(data, 0)


def _fields(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _fields(item, depth + 1)
    elif isinstance(data, dict):
        for name in ("headline", "datePublished", "dateCreated", "author", "url"):
            if value := _word(data.get(name)):
                yield f"ld{fold_name(name)}", value
        yield from _fields(data.get("@graph"), depth + 1)


def _word(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(filter(None, map(_word, value[:20])))
    if isinstance(value, dict):
        return _word(value.get("name"))
    return value.strip(BLANKS) if isinstance(value, str) else ""


def _page_title(page: str) -> str:
    start = re.search(r"(?i)<title\b[^>]*>", page[:_HEAD])
    if start is None:
        return ""
    end = page.find("<", start.end())
    title = unescape(page[start.end() : end if end >= 0 else None][:_LONGEST_TITLE])
    return re.sub(_SPACES, " ", title).strip(BLANKS)


def _without_site(title: str) -> str:
    """A title without the site's name and the columns before it."""
    title = re.sub(_SITE_NAME, "", title)
    parts = re.split("([-–—－]+)", title)
    if len(parts) > 2 and re.search(_SITE_WORD, parts[-1]):
        del parts[-2:]
        while (
            len(parts) > 2 and len(parts[-1]) <= _LONGEST_COLUMN and re.search(_COLUMN, parts[-1])
        ):
            del parts[-2:]
    return "".join(parts).strip(BLANKS)


def _choose_heading(headings: Sequence[str], whole: str, stated: str, sites: set[str]) -> str:
    """The heading that is the text's: not a logo, and what the page says elsewhere if it does."""
    after = re.search(_SITE_NAME, whole)
    sites = sites | ({squeeze(after[0]).strip("_|-–—｜")} if after else set())
    own = [name.strip(BLANKS) for name in headings]
    own = [name for name in own if name and squeeze(name) not in sites]
    keys = [squeeze(key) for key in (stated, _without_site(whole)) if key]
    likely = [name for name in own if not re.search(_SITE_WORD, name)]
    agreed = [name for name in own if any(_agree(squeeze(name), key) for key in keys)]
    return next(chain((name for name in likely if name in agreed), likely, agreed), "")


def _agree(heading: str, key: str) -> bool:
    return (
        heading == key or (len(heading) > 3 and heading in key) or (len(key) > 3 and key in heading)
    )
