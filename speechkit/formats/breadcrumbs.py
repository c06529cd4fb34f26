"""Breadcrumbs, 首页 > 政务 > 讲话: the line of a page that says where it is on its site."""

from __future__ import annotations

import re

from speechkit.text.characters import BLANKS

_SEPARATOR = r"\s*[>＞»›→]+\s*"
_LABEL = (
    r"\s*[【\[]?(?:[您你]?(?:现在|目前|當前|当前|現在|正在|所在|浏览)?的?(?:所在)?的?(?:位置|页面|頁面)"
    r"|您在|你在|Location|You are here)(?:是|为|在)?[】\]]?\s*[:：>＞]"
)
_HOME = ("首页", "首頁", "主页", "主頁", "网站首页", "網站首頁", "Home", "home")
_LONGEST, _LONGEST_STEP, _LONGEST_LAST = 160, 24, 80
_PROSE = "。！？；"


def is_breadcrumbs(line: str, links: int) -> bool:
    """Return whether a line is a path through a site; ``links`` is how many it holds."""
    if len(line) > _LONGEST or not (_may_be_path(line) or _may_be_label(line[:16])):
        return False
    if any(mark in line for mark in _PROSE):
        return False
    if label := re.match(_LABEL, line):
        return bool(links) or bool(re.search(r"[>＞»›→/|\\-]|::", line[label.end() :]))
    steps = [step.strip(BLANKS) for step in re.split(_SEPARATOR, line)]
    if len(steps) < 2 or len(steps[-1]) > _LONGEST_LAST:
        return False
    short = all(len(step) <= _LONGEST_STEP and "，" not in step for step in steps[:-1])
    return short and (links > 0 or steps[0] in _HOME)


def _may_be_path(line: str) -> bool:
    return ">" in line or "＞" in line or "»" in line or "›" in line or "→" in line


def _may_be_label(head: str) -> bool:
    return (":" in head or "：" in head) and bool(re.match(_LABEL, head))
