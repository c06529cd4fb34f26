"""The title of a text: found where the text gives one, counted once, never made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from speechkit.cleaning.lines import Lines
from speechkit.cleaning.metadata import is_metadata
from speechkit.model import Notice
from speechkit.text.characters import cells, is_key_of, squeeze

_HEAD = 40
_TOP = 6
_LONGEST = 60
_MOST_LINES = 4
_SHORTEST_SECOND_LINE = 8  # shorter ones may be a name or a place
_LONG_PARAGRAPH = 120

_FEWEST_REPEATED, _MOST_REPEATED = 10, 2000
_LETTER = re.compile(r"[^\W\d_]")
_SALUTATION = re.compile(
    r".{0,40}[:：]$|(?:同志们|同志們|各位|尊敬的|女士们|女士們|先生们|朋友们|乡亲们|同学们|老师们|同胞们"
    r"|亲爱的|敬爱的|大家好)"
)
_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．,，]|第[一二三四五六七八九十0-9]+[章节条部]"
    r"|[一二三四五六七八九十]+$"
)
_OPEN_ENDS = tuple("，,、；;：:。.")
_EXCLAMATIONS = tuple("！!？?﹖")
_TITLE_WORD = re.compile(
    r"(?:讲话|講話|讲话稿|致辞|致词|致辭|报告|報告|发言|發言|发言稿|演讲|演講|演讲稿|演说|演說|通知|通报|决定|意见|公报|批复|复函"
    r"|的函|答复|条例|规定|办法|方案|贺词|献词|祝词|悼词|声明|公告|谈话|的信|体会|总结|纲要|规划|要点)(?:[（(].*[)）])?$"
)
_ABOUT = ("关于", "關於")
_UNFINISHED = re.compile(r"关于|關於|[的和与及、在对]$")
_COLUMN = re.compile(
    r"(?:领导|重要|本站|今日|时政|工作)?(?:讲话|活动|要闻|新闻|动态|文件|信息|公开|专栏)$"
)
_SUBTITLE_STARTS = tuple("—―－-–(（【[〔")
_ORIGINAL_TITLE = r"[（(【\[]?原标题[:：]\s*([^）)】\]]+)[）)】\]]?$"
_PATH_OR_ROW = re.compile(r"[>＞»|｜\t]|(?:[ \u3000]{2,}[^ \u3000]+){3,}")
_SET_WIDE = re.compile(r"\S(?:[ \u3000]+\S){2,}")
_DECORATION = " \u3000#*·•●■◆★☆"
_QUOTES = '《》“”"「」『』'


class Hints(NamedTuple):
    """Titles found elsewhere than at the top: in a footer, a lead-in, a page's <title>."""

    footers: Sequence[str] = ()
    lead_ins: Sequence[str] = ()
    page: str = ""
    name: str = ""


class Titled(NamedTuple):
    """A text parted into title and body."""

    title: str
    lines: Lines
    notices: list[Notice]


class _Found(NamedTuple):
    title: str
    start: int = 0
    end: int = 0
    sure: bool = True


def part_title(lines: Lines, hints: Hints) -> Titled:
    """Find the title and take it, and its repetitions, out of the paragraphs."""
    lines, notices = _without_cut_repetition(lines)
    paragraphs = lines.texts
    found = (
        _quoted(paragraphs, hints.footers, fallback=True)
        or _quoted(paragraphs, hints.lead_ins)
        or _original(paragraphs)
        or _quoted(paragraphs, [_bare(hints.name), hints.page])
        or _by_shape(paragraphs)
    )
    if found is None and (elsewhere := [*hints.lead_ins, hints.page]) and elsewhere[0]:
        found = _Found(elsewhere[0], sure=False)
    if found is None:
        return Titled("", lines, notices)
    title = _tidy(found.title)
    if not found.sure:
        notices.append(Notice("doubtful", "title", title))
    own = range(found.start, found.end)
    repeated = _repetitions(paragraphs, own, title)
    if repeated:
        notices.append(Notice("dropped", "repeated-title", title, len(repeated)))
    return Titled(title, lines.without([*own, *repeated]), notices)


def _without_cut_repetition(lines: Lines) -> tuple[Lines, list[Notice]]:
    """Drop a first line that runs title and beginning together and is cut off with dots."""
    paragraphs = lines.texts
    if len(paragraphs) < 2 or not paragraphs[0].endswith(("...", "…")):
        return lines, []
    beginning = squeeze(paragraphs[0][:_MOST_REPEATED].rstrip(".…"))
    following = squeeze("".join(paragraph[:_MOST_REPEATED] for paragraph in paragraphs[1:4]))
    if not _FEWEST_REPEATED <= len(beginning) < _MOST_REPEATED:
        return lines, []
    if not following.startswith(beginning):
        return lines, []
    return lines.without([0]), [Notice("dropped", "repeated-beginning", paragraphs[0])]


def _repetitions(paragraphs: list[str], own: range, title: str) -> list[int]:
    """Where lines at the top say the title again, its own lines aside."""
    key = squeeze(title)
    return [
        place
        for place, paragraph in enumerate(paragraphs[: _HEAD + len(own)])
        if place not in own and len(paragraph) <= 2 * _LONGEST and is_key_of(key, paragraph)
    ]


def _quoted(
    paragraphs: list[str], quotations: Iterable[str], *, fallback: bool = False
) -> _Found | None:
    """The lines at the top that are a title quoted elsewhere, or else the quotation itself."""
    first = ""
    for quotation in quotations:
        key = squeeze(quotation).strip(_QUOTES)
        if len(key) < 2:
            continue
        first = first or quotation.strip(_QUOTES)
        keys = (key, key.lstrip("0123456789年"), re.sub(r"\([^()]*\)$", "", key))
        for start in range(min(_TOP, len(paragraphs) - 1)):
            end = _end_of(paragraphs, start, keys)
            if end:
                return _Found(_joined(paragraphs[start:end]), start, end)
    return _Found(first) if fallback and first else None


def _end_of(paragraphs: list[str], start: int, keys: Sequence[str]) -> int:
    """Where the lines end that begin at ``start`` and together are one of the keys; 0 if none."""
    joined = ""
    for end in range(start + 1, min(start + 1 + _MOST_LINES, len(paragraphs))):
        if len(paragraphs[end - 1]) > 2 * _LONGEST:
            break
        joined += squeeze(paragraphs[end - 1]).strip(_QUOTES)
        if joined in keys:
            return end
        if not any(key.startswith(joined) for key in keys):
            break
    return 0


def _original(paragraphs: list[str]) -> _Found | None:
    """What a line 原标题：… before the body says."""
    for number, paragraph in enumerate(paragraphs[:_TOP]):
        if len(paragraph) > 2 * _LONGEST:
            return None
        if "原标题" in paragraph and (match := re.match(_ORIGINAL_TITLE, paragraph)):
            return _Found(match[1], number, number)
    return None


def _by_shape(paragraphs: list[str]) -> _Found | None:
    """The first line that looks like a title, lines of metadata and columns passed over."""
    for number, paragraph in enumerate(paragraphs[:_TOP]):
        following = paragraphs[number + 1 : number + 1 + _MOST_LINES]
        if not following:
            return None
        if is_metadata(paragraph) or (_COLUMN.match(paragraph) and _is_shaped(following[0])):
            continue
        return _from(paragraphs, number) if _is_shaped(paragraph) else None
    return None


def _is_shaped(paragraph: str) -> bool:
    return (
        2 <= len(paragraph) <= _LONGEST
        and bool(_LETTER.search(paragraph))
        and not (
            paragraph.endswith(_OPEN_ENDS)
            or _SALUTATION.match(paragraph)
            or _HEADING.match(paragraph)
            or _PATH_OR_ROW.search(paragraph)
            or is_metadata(paragraph)
        )
    )


def _from(paragraphs: list[str], start: int) -> _Found | None:
    """The title that begins at a line of its shape; unsure where nothing after it confirms it."""
    end = start + 1
    while (
        end < min(start + _MOST_LINES, len(paragraphs) - 1)
        and (_UNFINISHED.search(paragraphs[start]) or paragraphs[start + 1][:2] in _ABOUT)
        and not _ends_title(paragraphs[end - 1])
        and _is_shaped(paragraphs[end])
        and not paragraphs[end].startswith(_SUBTITLE_STARTS)
    ):
        end += 1
    if not _ends_title(paragraphs[end - 1]):
        end = start + (2 if _is_second_line(paragraphs, start + 1) else 1)
    title = _joined(paragraphs[start:end])
    confirmed = _is_confirmed(paragraphs, end, title)
    if title.endswith(_EXCLAMATIONS) and not confirmed:
        return None
    following = cells(paragraphs[end]) > _LONG_PARAGRAPH
    sure = confirmed or following or bool(_TITLE_WORD.search(title))
    if not sure and title.startswith(_ABOUT):
        return None  # 关于 begins the headings of parts more often than titles that end so bare
    return _Found(title, start, end, sure)


def _is_second_line(paragraphs: list[str], number: int) -> bool:
    """Whether a line can only go on with the title before it: the salutation follows at once."""
    line, following = (*paragraphs[number : number + 2], "", "")[:2]
    return (
        _is_shaped(line)
        and not line.startswith(_SUBTITLE_STARTS)
        and bool(_SALUTATION.match(following))
        and len(squeeze(line)) >= _SHORTEST_SECOND_LINE
    )


def _ends_title(line: str) -> bool:
    return bool(_TITLE_WORD.search(_close_set(line)))


def _is_confirmed(paragraphs: list[str], end: int, title: str) -> bool:
    key = squeeze(title)
    return (
        is_metadata(paragraphs[end])
        or bool(_SALUTATION.match(paragraphs[end]))
        or any(len(p) < 2 * _LONGEST and is_key_of(key, p) for p in paragraphs[end:_HEAD])
    )


def _joined(lines: Sequence[str]) -> str:
    """The lines of one title: parted by a space if the title itself uses spaces."""
    lines = [_close_set(line) for line in lines]
    spaced = any(" " in line or "\u3000" in line for line in lines)
    return (" " if spaced else "").join(lines)


def _close_set(line: str) -> str:
    """A line without the spaces of a heading set wide (政 府 工 作 报 告)."""
    return re.sub(r"[ \u3000]", "", line) if _SET_WIDE.fullmatch(line) else line


def _bare(name: str) -> str:
    """The name of a file without its number."""
    return re.sub(r"^[0-9]+[_\-. ]*", "", name)


def _tidy(title: str) -> str:
    return title.strip(_DECORATION) or title
