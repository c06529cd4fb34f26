"""The title of a text: found where the text gives one, counted once, never made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from speechkit.cleaning.labels import find_labels, starts_with_label
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.metadata import is_metadata, kind_of_format
from speechkit.cleaning.placeholders import is_code, is_placeholder, is_worded
from speechkit.cleaning.several import is_number_of_speech, opens_speech
from speechkit.formats import Extracted
from speechkit.model import Notice, Origin, OriginKind
from speechkit.text.characters import BLANKS, HAN, cells, is_key_of, squeeze
from speechkit.text.late_patterns import compile_late
from speechkit.text.names import is_bare_name, is_person

_HEAD = 40
_TOP = 6
_TOP_OF_PAGE = 30
"""Lines among which a heading is looked for that the format itself names."""
_LONGEST = 60
_MOST_LINES = 4
_SHORTEST_SECOND_LINE = 8  # shorter ones may be a name or a place
_SHORTEST_LINE_ABOVE_METADATA = 6
_LONG_PARAGRAPH = 120
_SHORTEST_SHORT_TITLE = 4
_TELLING = 4
"""Characters of a line that mostly tell that no title begins with them."""

_FEWEST_REPEATED, _MOST_REPEATED = 10, 2000
_HAN = compile_late(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")
_GREETED = (
    *("同志们", "同志們", "各位", "尊敬的", "女士们", "女士們", "先生们", "朋友们", "乡亲们"),
    *("同学们", "老师们", "同胞们", "亲爱的", "敬爱的", "大家好"),
)
_LONGEST_GREETING = 41
"""Characters of a line that greets whomever it is, with the colon at its end."""
_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．,，]|第[一二三四五六七八九十0-9]+[章节条部]"
    r"|[一二三四五六七八九十]+$"
)
_OPEN_ENDS = tuple("，,、；;：:。.")
_COLONS = frozenset(":：")
_ROUND_CLOSERS = frozenset(")）")
_EXCLAMATIONS = tuple("！!？?﹖")
_TITLE_WORD = re.compile(
    r"(?:讲话|講話|讲话稿|致辞|致词|致辭|报告|報告|发言|發言|发言稿|演讲|演講|演讲稿|演说|演說"
    r"|通知|通报|决定|意见|公报|批复|复函"
    r"|的函|答复|条例|规定|办法|方案|贺词|献词|祝词|悼词|声明|公告|谈话|的信|体会|总结|纲要|规划"
    r"|要点|(?:的|情况|起草|编制)说明|(?:的|情況|起草|編製)說明)(?:[（(].*[)）])?$"
)
_LONGEST_TITLE_WORD = 6
_ABOUT = ("关于", "關於")
_UNFINISHED = re.compile(r"关于|關於|[的和与及、在对]$")
_COLUMN = re.compile(
    r"(?:领导|重要|本站|今日|时政|工作)?(?:讲话|活动|要闻|新闻|动态|文件|信息|公开|专栏)$"
    "|.*(?:国家|行业|地方|团体|企业)标准$"
)
_COLLECTIONS = (
    *("数据库", "資料庫", "文库", "文庫", "文稿网", "公文网", "范文网", "门户网", "网站", "新闻网"),
    *("书苑", "書苑", "在线", "频道", "专题", "专栏", "文集", "选集", "全集", "文选"),
)
"""With these the names of sites and books end that are above a title."""
_LONGEST_COLLECTION = 24
_VOLUME = re.compile("[（(]?第.{1,3}卷[）)]?$")
_SUBTITLE_STARTS = tuple("—―－-–(（【[〔")
_ORIGINAL_TITLE = r"[（(【\[]?原(?:标题|標題|题|題)[:：]\s*([^）)】\]]+)[）)】\]]?$"
_BODY_THAT_HOLDS = 6
"""Characters of a heading that the line after it says again: no accident."""
_OFFICE_OF_A_TEXT = re.compile(
    r"(?:委员会|委員會|人民政府|办公室|办公厅|[局委厅部社县市省区镇乡村]|党组|编辑部|常委会|大会"
    r"|日报)$"
)
_PATH_OR_ROW = re.compile(r"[>＞»|｜\t]|(?:[ \u3000]{2,}[^ \u3000]+){3,}")
_SIGN_OF_ROWS = re.compile(r"[>＞»|｜\t \u3000]")
"""What every path and every row has: most titles have none of it."""
_WIDE_BLANKS = frozenset(" \u3000")
_SET_WIDE = re.compile(r"\S(?:[ \u3000]+\S){2,}")
_DECORATION = " \u3000#*·•●■◆★☆"
_KEYED = r"([^\s:：]{1,5})[:：]\s*\S.{0,40}"
_LONGEST_KEY = 6
"""Characters, with the colon."""
_ITEMS = frozenset("·•●■◆★☆*-－")
_NUMBERED = "[0-9]{1,3}[ \u3000]"
_NUMBER_OF_FILE = re.compile(r"^[0-9]+[_\-. ]*")
_LINES_BELOW_AUTHOR = 2
_QUOTES = '《》“”"「」『』'


class Hints(NamedTuple):
    """Titles found elsewhere than at the top: in a footer, a lead-in, a page's <title>.

    ``heading`` is the only one of the first level, ``stated`` what a format has for this alone
    (front matter, #+TITLE): both are sure.
    """

    footers: Sequence[str] = ()
    lead_ins: Sequence[str] = ()
    page: str = ""
    name: str = ""
    heading: str = ""
    stated: str = ""
    kind: OriginKind = "page"
    """What ``page`` comes from."""


class Titled(NamedTuple):
    """A text parted into title and body."""

    title: str
    lines: Lines
    notices: list[Notice]
    origins: tuple[Origin, ...] = ()


class _Found(NamedTuple):
    title: str
    start: int = 0
    end: int = 0
    sure: bool = True
    kind: OriginKind = "line"


def make_hints(
    extracted: Extracted, footers: Sequence[str], lead_ins: Sequence[str], name: str
) -> Hints:
    """Return what hints at the title of a text: of its format, its boilerplate and its name."""
    headings = {
        text
        for piece in extracted.pieces
        if piece.level == 1 and not piece.dropped and (text := piece.text.strip())
        if not is_code(text) and not is_placeholder(text)
    }
    stated = extracted.title
    if stated and is_placeholder(stated):
        stated = ""
    if stated in headings:
        return Hints(footers, lead_ins, "", name, stated)
    heading = headings.pop() if len(headings) == 1 else ""
    kind = kind_of_format(extracted.format)
    if kind == "stated":
        return Hints(footers, lead_ins, "", name, heading, stated)
    # A site or a program fills it in, so that the text has to confirm it.
    if kind == "properties" and not is_worded(stated):
        stated = ""
    return Hints(footers, lead_ins, stated, name, heading, kind=kind)


def part_title(lines: Lines, hints: Hints) -> Titled:
    """Find the title and take it, and its repetitions, out of the paragraphs."""
    lines, notices = _without_cut_repetition(lines)
    paragraphs = lines.texts
    found = _find(paragraphs, hints)
    if found is None:
        return Titled("", lines, notices)
    title = _tidy(found.title)
    if not found.sure:
        notices.append(Notice("doubtful", "title", title))
    own = range(found.start, found.end)
    repeated = _repetitions(paragraphs, own, title)
    if repeated:
        notices.append(Notice("dropped", "repeated-title", title, len(repeated)))
    number = lines.numbers[found.start] if own or found.kind == "label" else 0
    origin = Origin("title", found.kind, number)
    return Titled(title, lines.without([*own, *repeated]), notices, (origin,))


def _find(paragraphs: list[str], hints: Hints) -> _Found | None:
    """The title by what is surest: what the format states, what is quoted, then the shape."""
    found = (
        _stated(paragraphs, hints.stated, "stated")
        or _stated(paragraphs, hints.heading, "heading")
        or _quoted(paragraphs, hints.footers, fallback="label")
        or _quoted(paragraphs, hints.lead_ins)
        or _original(paragraphs)
        or _quoted(paragraphs, [_bare(hints.name), hints.page])
    )
    if found:
        return found
    shaped = _by_shape(paragraphs)
    if shaped and (shaped.sure or not _is_shaped(hints.page)):
        return shaped
    elsewhere = next(filter(None, [*hints.lead_ins, hints.page]), "")
    if elsewhere and (shaped is None or _ends_title(elsewhere)):
        return _Found(
            elsewhere, sure=False, kind=hints.kind if elsewhere == hints.page else "label"
        )
    return shaped


def _stated(paragraphs: list[str], title: str, kind: OriginKind) -> _Found | None:
    """A title that the format names, and its lines if the text has it near its beginning."""
    if len(title) < 2 or len(squeeze(title)) < 2:
        return None
    found = _quoted(paragraphs, [title], fallback=kind, top=_TOP_OF_PAGE)
    return found._replace(kind=kind) if found else None


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
    """Where lines at the top say the title again, or its end alone, its own lines aside."""
    key = squeeze(title)
    top = [*paragraphs[: _HEAD + len(own)], ""]
    return [
        place
        for place, paragraph in enumerate(top[:-1])
        if place not in own
        and len(paragraph) <= 2 * _LONGEST
        and (is_key_of(key, paragraph) or _is_short_title(key, paragraph, top[place + 1]))
    ]


def _is_short_title(key: str, line: str, following: str) -> bool:
    """Whether a line is the title without its year and place (政府工作报告), set above metadata."""
    if len(line) > _LONGEST or not line.rstrip().endswith(key[-1:]):
        return False
    short = squeeze(line)
    return (
        len(short) >= _SHORTEST_SHORT_TITLE
        and short != key
        and key.endswith(short)
        and _ends_in_title_word(short)
        and (is_metadata(following) or following.startswith(_SUBTITLE_STARTS))
    )


def _quoted(
    paragraphs: list[str],
    quotations: Iterable[str],
    *,
    fallback: OriginKind | None = None,
    top: int = _TOP,
) -> _Found | None:
    """The lines at the top that are a title quoted elsewhere, or else the quotation itself."""
    first = ""
    for quotation in quotations:
        key = _key(quotation)
        if len(key) < 2:
            continue
        first = first or quotation.strip(_QUOTES)
        keys = {key, key.lstrip("0123456789年")}
        if key.endswith(")"):
            keys.add(re.sub(r"\([^()]*\)$", "", key))
        for start in range(min(top, len(paragraphs) - 1)):
            end = _end_of(paragraphs, start, keys)
            if end:
                return _Found(_joined(paragraphs[start:end]), start, end)
    return _Found(first, kind=fallback) if fallback and first else None


def _end_of(paragraphs: list[str], start: int, keys: set[str]) -> int:
    """Where the lines end that begin at ``start`` and together are one of the keys; 0 if none."""
    joined = ""
    for end in range(start + 1, min(start + 1 + _MOST_LINES, len(paragraphs))):
        line = paragraphs[end - 1]
        if len(line) > 2 * _LONGEST or not _begins(keys, joined + _key(line[:_TELLING])):
            break
        joined += _key(line)
        if joined in keys:
            return end
        if not _begins(keys, joined):
            break
    return 0


def _key(text: str) -> str:
    return squeeze(text).strip(_QUOTES)


def _begins(keys: Iterable[str], text: str) -> bool:
    """Whether one of the keys begins with a text."""
    return any(key.startswith(text) for key in keys)


def _original(paragraphs: list[str]) -> _Found | None:
    """What a line 原标题：… before the body says."""
    for number, paragraph in enumerate(paragraphs[:_TOP]):
        if len(paragraph) > 2 * _LONGEST:
            return None
        if "原" in paragraph[:2] and (match := re.match(_ORIGINAL_TITLE, paragraph)):
            return _Found(match[1], number, number, kind="label")
        for label in find_labels(paragraph) if starts_with_label(paragraph) else ():
            if label.kind == "title" and label.value and _may_name_title(paragraphs, number):
                return _Found(label.value.strip(_QUOTES), number, number, kind="label")
    return None


def _may_name_title(paragraphs: list[str], number: int) -> bool:
    """Whether a label names the title: 主题：… below other text names what a meeting is on."""
    is_theme = paragraphs[number].lstrip(BLANKS)[:2] in ("主题", "主題")
    return not is_theme or all(map(starts_with_label, paragraphs[:number]))


def _by_shape(paragraphs: list[str]) -> _Found | None:
    """The first line that looks like a title, lines of metadata and columns passed over."""
    is_value = False
    for number, paragraph in enumerate(paragraphs[:_TOP]):
        if is_value:
            is_value = False
            continue
        following = paragraphs[number + 1 : number + 1 + _MOST_LINES]
        if not following:
            return None
        if labels := find_labels(paragraph):
            is_value = labels[-1].kind == "other" and not labels[-1].value
        if is_metadata(paragraph) or _is_of_a_form(paragraphs, number) or is_code(paragraph):
            continue
        if _is_column(paragraph) and (_is_shaped(following[0]) or is_code(following[0])):
            continue
        if is_number_of_speech(paragraph) and _is_shaped(following[0]):
            continue
        if _is_first_item(paragraph, following[0]) or not _is_shaped(paragraph):
            return None
        return _below_author(paragraphs, number) or _from(paragraphs, number)
    return None


def _is_of_a_form(paragraphs: list[str], number: int) -> bool:
    """Whether a line is ``key：value`` next to another one; a person's name is no such key."""
    if not (":" in (start := paragraphs[number][:_LONGEST_KEY]) or "：" in start):
        return False
    around = paragraphs[max(0, number - 1) : number + 2]
    keys = {match[1] for line in around if (match := re.fullmatch(_KEYED, line))}
    key = re.fullmatch(_KEYED, paragraphs[number])
    return key is not None and not is_person(key[1]) and len(keys) > 1


def _is_first_item(line: str, following: str) -> bool:
    """Whether a line begins a list: the next one has its mark, or a number, too."""
    if line[:1] in _ITEMS:
        return line[:1] == following[:1]
    return line[:1].isdigit() and bool(re.match(_NUMBERED, line) and re.match(_NUMBERED, following))


def _below_author(paragraphs: list[str], number: int) -> _Found | None:
    """The sure title below a line that is its author's name."""
    name, *below = paragraphs[number : number + 3]
    if len(below) < _LINES_BELOW_AUTHOR or len(below[0]) == len(name) or not is_bare_name(name):
        return None
    found = _from(paragraphs, number + 1) if _is_shaped(below[0]) else None
    return found if found and found.sure else None


def _is_column(line: str) -> bool:
    """Whether a line may be the name of a column, a site or a book that has the text."""
    if len(line) > _LONGEST_COLLECTION:
        return False
    return line.endswith(_COLLECTIONS) or bool(_COLUMN.match(line) or _VOLUME.search(line))


def _is_shaped(paragraph: str) -> bool:
    return (
        2 <= len(paragraph) <= _LONGEST
        and bool(_LETTER.search(paragraph))
        and not (
            paragraph.endswith(_OPEN_ENDS)
            or _greets(paragraph)
            or _HEADING.match(paragraph)
            or (_SIGN_OF_ROWS.search(paragraph) and _PATH_OR_ROW.search(paragraph))
            or is_metadata(paragraph.strip(_DECORATION))
        )
    )


def _greets(line: str) -> bool:
    """Whether a line greets: it ends in a colon, or begins as a greeting does."""
    is_called = line[-1:] in _COLONS and len(line) <= _LONGEST_GREETING
    return is_called or line.startswith(_GREETED)


def _from(paragraphs: list[str], start: int) -> _Found | None:
    """The title that begins at a line of its shape; unsure where nothing after it confirms it."""
    end = start + 1
    while (
        end < min(start + _MOST_LINES, len(paragraphs) - 1)
        and (_UNFINISHED.search(paragraphs[start]) or paragraphs[start + 1][:2] in _ABOUT)
        and not _ends_title(paragraphs[end - 1])
        and _is_shaped(paragraphs[end])
        and not paragraphs[end].startswith(_SUBTITLE_STARTS)
        and not opens_speech(paragraphs[end])
    ):
        end += 1
    if not _ends_title(paragraphs[end - 1]):
        end = start + (2 if _is_second_line(paragraphs, start + 1) else 1)
    title = _joined(paragraphs[start:end])
    confirmed = _is_confirmed(paragraphs, end, title)
    if title.endswith(_EXCLAMATIONS) and not confirmed:
        return None
    sure = confirmed or _ends_in_title_word(title) or _is_long(paragraphs[end])
    if not sure and title.startswith(_ABOUT) and not _is_said_again(title, paragraphs[end]):
        return None  # 关于 begins the headings of parts more often than titles that end so bare
    if not sure and not _HAN.search(title) and any(map(_HAN.search, paragraphs[end:_TOP])):
        return None  # a guess in another language than the text's
    if not sure and _is_line_of_verse(title, paragraphs[end : end + 3]):
        return None
    return _Found(title, start, end, sure)


def _is_line_of_verse(line: str, following: Sequence[str]) -> bool:
    """Whether the lines below are as long as a line, as in verse or a text that is wrapped."""
    return len(following) > 1 and {cells(text) for text in following} == {cells(line)}


def _is_said_again(title: str, following: str) -> bool:
    """Whether the line below says what a heading 关于… is about."""
    about = squeeze(title)[len(_ABOUT[0]) :]
    return len(about) >= _BODY_THAT_HOLDS and about in squeeze(following[: 2 * _LONGEST])


def _is_second_line(paragraphs: list[str], number: int) -> bool:
    """Whether a line can only go on with the title before it: salutation or metadata follow."""
    line, following = (*paragraphs[number : number + 2], "", "")[:2]
    return (
        _is_shaped(line)
        and not (line.startswith(_SUBTITLE_STARTS) or opens_speech(line))
        and (
            (len(squeeze(line)) >= _SHORTEST_SECOND_LINE and _greets(following))
            or (
                len(squeeze(line)) >= _SHORTEST_LINE_ABOVE_METADATA
                and not (line.isascii() or _OFFICE_OF_A_TEXT.search(line))
                and is_metadata(following)
            )
        )
    )


def _ends_title(line: str) -> bool:
    return _ends_in_title_word(_close_set(line))


def _ends_in_title_word(text: str) -> bool:
    """Whether a text ends in what a speech or a paper is called, brackets behind it aside."""
    closed = text[-1:] in _ROUND_CLOSERS
    return bool(_TITLE_WORD.search(text, 0 if closed else max(0, len(text) - _LONGEST_TITLE_WORD)))


def _is_long(paragraph: str) -> bool:
    return len(paragraph) > _LONG_PARAGRAPH or cells(paragraph) > _LONG_PARAGRAPH


def _is_confirmed(paragraphs: list[str], end: int, title: str) -> bool:
    if is_metadata(paragraphs[end]) or _greets(paragraphs[end]):
        return True
    key = squeeze(title)
    short = [text for text in paragraphs[end:_HEAD] if len(text) < 2 * _LONGEST]
    return any(is_key_of(key, text) for text in short)


def _joined(lines: Sequence[str]) -> str:
    """The lines of one title: parted by a space if the title itself uses spaces."""
    lines = [_close_set(line) for line in lines]
    spaced = any(" " in line or "\u3000" in line for line in lines)
    return (" " if spaced else "").join(lines)


def _close_set(line: str) -> str:
    """A line without the spaces of a heading set wide (政 府 工 作 报 告)."""
    is_set_wide = line[1:2] in _WIDE_BLANKS and _SET_WIDE.fullmatch(line)
    return re.sub(r"[ \u3000]", "", line) if is_set_wide else line


def _bare(name: str) -> str:
    """The name of a file without its number."""
    return _NUMBER_OF_FILE.sub("", name) if name[:1].isdigit() else name


def _tidy(title: str) -> str:
    title = title.strip(_DECORATION) or title
    if title[:1] == "《" and title[-1:] == "》" and "》" not in title[:-1] and len(title) > 2:
        return title[1:-1]
    return title
