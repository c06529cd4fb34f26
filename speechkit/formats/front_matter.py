"""Front matter: what comes before a Markdown text, in YAML, TOML, JSON or loose lines."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from speechkit.formats.stated import Names, Stated, fold_name, pick
from speechkit.text.characters import BLANKS, HAN

_NAMES = Names(
    title=("title", "标题", "標題", "题目", "題目", "篇名", "headline", "name"),
    date=(
        *(
            "date",
            "日期",
            "speechdate",
            "时间",
            "時間",
            "讲话时间",
            "講話時間",
            "演讲时间",
            "演講時間",
        ),
        *("讲话日期", "講話日期", "会议时间", "發言時間", "发言时间", "datepublished", "published"),
        *("publishdate", "publisheddate", "publishedat", "pubdate", "pubtime", "publishtime"),
        *(
            "发布日期",
            "發布日期",
            "發佈日期",
            "发表日期",
            "發表日期",
            "发布时间",
            "發布時間",
            "發佈時間",
        ),
        *("发表时间", "發表時間", "time", "datetime", "created", "createdat", "year", "年份"),
    ),
    author=(
        *(
            "speaker",
            "speakers",
            "讲话人",
            "講話人",
            "发言人",
            "發言人",
            "演讲人",
            "演講人",
            "演讲者",
        ),
        *(
            "演講者",
            "讲者",
            "講者",
            "致辞人",
            "致辭人",
            "报告人",
            "報告人",
            "author",
            "authors",
            "作者",
        ),
        *("by", "creator", "撰稿", "撰文"),
    ),
    source=(
        *("source", "sources", "来源", "來源", "出处", "出處", "稿源", "publisher", "publication"),
        *("媒体", "媒體", "website", "site", "sitename"),
    ),
    url=(
        *(
            "url",
            "link",
            "链接",
            "連結",
            "鏈接",
            "网址",
            "網址",
            "原文链接",
            "原文連結",
            "原文地址",
        ),
        *(
            "地址",
            "sourceurl",
            "originalurl",
            "originurl",
            "canonicalurl",
            "canonical",
            "permalink",
        ),
    ),
    occasion=(
        *("occasion", "场合", "場合", "会议名称", "會議名稱", "活动名称", "活動名稱"),
        *("会议", "會議", "活动", "活動", "eventtitle", "event", "meeting"),
    ),
)
_KNOWN = _NAMES.all
_OF_A_HEAD = frozenset((*_NAMES.title, *_NAMES.date, "author", "作者", "speaker"))

_LONGEST = 1 << 15
_DEEPEST, _MOST_BRACKETS = 8, 200
_FENCED = re.compile(
    r"[\ufeff \t\n]*(---|\+\+\+|;;;)[ \t]*(?:yaml|toml|json)?[ \t]*\n"
    rf"((?s:.{{0,{_LONGEST}}}?))(?m:^)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)"
)
_JSON = re.compile(rf"[\ufeff \t\n]*(\{{(?s:.{{2,{_LONGEST}}}?)\n\}})[ \t]*(?:\n|\Z)")
_LINE = re.compile(rf"([A-Za-z][A-Za-z _-]{{0,30}}|[{HAN}]{{2,6}})[ \t]*[:：=](?!//)[ \t]*(.*)")
_MORE = re.compile(r"[ \t]+\S|[-*][ \t]|[\]})]|#|$")
_LOOSE_HEAD = re.compile(r"[\ufeff \t\n]*(?:---[ \t]*\n)?")
_MOST_LOOSE_LINES = 40
_QUOTES = "\"'“”"


class FrontMatter(NamedTuple):
    """A block before a text: its place in characters, and what it states."""

    start: int
    end: int
    stated: Stated


def find_front_matter(text: str, *, loose: bool = True) -> FrontMatter | None:
    """Return the block before a text, None if there is none; ``loose`` allows it without fences."""
    head = text[:10].lstrip(BLANKS)
    if head.startswith(("---", "+++", ";;;")) and (fenced := _find_fenced(text)):
        return fenced
    if head.startswith("{") and (found := _JSON.match(text)):
        values = _flatten(_read_with(_load_json, found[1]))
        if _KNOWN & values.keys():
            return FrontMatter(found.start(1), found.end(), pick(_NAMES, values))
    return _find_loose(text) if loose else None


def _find_fenced(text: str) -> FrontMatter | None:
    found = _FENCED.match(text)
    if found is None:
        return None
    block = found[2]
    load = {"---": _load_yaml, "+++": _load_toml, ";;;": _load_json}[found[1]]
    values = _flatten(_read_with(load, block)) or _read_lines(block)
    if not values:
        return None
    if not _KNOWN & values.keys() and not _is_keyed(block):
        return None
    return FrontMatter(found.start(1), found.end(), pick(_NAMES, values))


def _is_keyed(block: str) -> bool:
    """Whether all lines are fields or go on with one: text between two rules is not."""
    return all(_LINE.match(line) or _MORE.match(line) for line in block.split("\n"))


def _find_loose(text: str) -> FrontMatter | None:
    """Lines ``title: x`` at the very beginning, up to a blank line or a rule."""
    head = _LOOSE_HEAD.match(text)
    start = end = head.end() if head else 0
    names: list[str] = []
    for _ in range(_MOST_LOOSE_LINES):
        stop = text.find("\n", end)
        line = text[end : stop if stop >= 0 else len(text)]
        if not line.strip(BLANKS) or line.startswith("---"):
            end = end if not line.strip(BLANKS) else end + len(line)
            break
        if found := _LINE.match(line):
            names.append(fold_name(found[1]))
        elif not names or not _MORE.match(line) or line.startswith("#"):
            break
        if stop < 0:
            return None
        end = stop + 1
    fewest = 1 if "---" in text[:start] else 2
    if len(_KNOWN.intersection(names)) < fewest or not _OF_A_HEAD.intersection(names):
        return None
    if not names[0].isascii() and not set(_NAMES.title).intersection(names):
        return None
    if not text[end:].strip(BLANKS):
        return None
    return FrontMatter(start, end, pick(_NAMES, _read_lines(text[start:end])))


def _read_lines(block: str) -> dict[str, str]:
    """Return the fields of lines that no reader understands as a whole."""
    values: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        if found := _LINE.match(line):
            name = fold_name(found[1])
            values.setdefault(name, _plain(found[2]))
        elif name and not values[name] and line.lstrip(BLANKS).startswith("- "):
            values[name] = line.strip(BLANKS)[2:].strip(_QUOTES + BLANKS)
    return values


def _plain(value: str) -> str:
    """A value without quotes; a list in brackets as one string."""
    value = value.strip(BLANKS)
    if value.startswith("[") and value.endswith("]"):
        parts = re.split("[,，、]", value[1:-1])
        return "、".join(part.strip(BLANKS + _QUOTES) for part in parts)
    return value.strip(_QUOTES)


def _read_with(load: Callable[[str], Any], block: str) -> Any:
    """What a reader makes of a block, None where it is broken, too deep or refers to itself."""
    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        return None
    try:
        return load(block)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None


def _load_yaml(block: str) -> Any:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if re.search(r"(?m)(?:^|[\s\[{,:-])[&*][^\s&*,\]}]", block):
        return None  # an alias may mean a billion others: such a block is read line by line
    try:
        return yaml.load(block, loader)  # one of the safe loaders
    except yaml.YAMLError:
        return None


def _load_toml(block: str) -> Any:
    if sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        from tomli import loads

    return loads(block)


def _load_json(block: str) -> Any:
    import json

    return json.loads(block)


def _flatten(value: Any) -> dict[str, str]:
    """The fields of a mapping as plain strings, names folded; tables within it come after."""
    if not isinstance(value, Mapping):
        return {}
    fields: dict[str, str] = {}
    for name, inner in value.items():
        fields.setdefault(fold_name(str(name)), "、".join(_words(inner)))
    for inner in value.values():
        if isinstance(inner, Mapping):
            for name, deeper in inner.items():
                fields.setdefault(fold_name(str(name)), "、".join(_words(deeper)))
    return fields


def _words(value: Any, depth: int = 0) -> Iterator[str]:
    """The words of a value: of a list all, of a mapping its name."""
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("name", "title", "姓名") if key in value), None)
        yield from _words(named, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item, depth + 1)
    else:
        yield str(value).strip(BLANKS)
