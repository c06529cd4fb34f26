"""Labels that say what follows them, several to a line: 来源：…, 演讲人：…, Speaker: …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from speechkit.text.characters import BLANKS

LabelKind = Literal[
    "date", "published", "speaker", "author", "source", "url", "occasion", "title", "other"
]

_COLON = "[:：︰∶]"
_GAP = r"\s*"
_SPEECH = (
    "讲话|講話|演讲|演講|发言|發言|致辞|致辭|致词|致詞|报告|報告|会议|會議|活动|活動|召开|召開"
    "|举行|舉行|讲座|講座|访谈|訪談|录音|錄音"
    "|演说|演說|会见|會見|谈话|談話|开会|開會|记录|記錄"
)
_PAGE = (
    "发布|發布|發佈|发表|發表|刊发|刊登|刊載|刊载|发稿|發稿|更新|成文|印发|印發|公布|公开|创作"
    "|修改|编辑|转载|上网|出版|提交|发文|撰写|写作|写于"
)
_TIME = "时间|時間|日期|年月日|年月"
_PEOPLE = "人|者|嘉宾|嘉賓|领导|領導|单位代表|专家|學者|学者"
_WORDS: dict[LabelKind, str] = {
    "date": (
        rf"(?:{_SPEECH})?的?(?:{_TIME})|时间地点|(?i:date(?: and time)?|delivered(?: on)?|time)"
    ),
    "published": (
        rf"(?:{_PAGE})(?:{_TIME}|于|於)?|(?i:published?(?: on| date)?|posted(?: on)?|updated)"
    ),
    "speaker": (
        rf"(?:{_SPEECH}|主讲|主講|宣讲|宣講|述职|汇报|匯報|演示|主持并讲话)(?:{_PEOPLE})"
        r"|讲者|講者|讲师|講師|主讲|主講|致辞|致辭|致词|致詞|(?:讲话|講話|发言|發言|演讲|演講"
        r"|致辞|致辭|报告|報告)(?:人|者)?姓名"
        r"|(?:发言|演讲|讲话)|(?i:speakers?|by|delivered by|presented by|presenter|speech by"
        r"|remarks by|lecturer)"
    ),
    "author": (
        r"(?:本文|原文|文章|原)?作者|撰文|撰稿人?|撰写人|执笔|執筆|著者|文|(?i:authors?|written by)"
    ),
    "source": (
        r"(?:信息|文章|稿件|资料|資料|新闻|新聞|内容|內容|图文|本文|文稿|消息|数据)?(?:来源|來源"
        r"|来自|來自)(?:于|於)?"
        r"|出处|出處|稿源|文源|转自|轉自|转载自|轉載自|转载|原载|原載|原载于|摘自|摘编自|选自"
        r"|選自|引自|录自|出自|刊于|刊於|载于"
        r"|发布机构|发布单位|(?i:sources?|from)"
    ),
    "url": (
        r"(?:原文|本文|文章|来源|來源|页面|网页|信息|转载|原始|新闻|视频)?(?:链接|連結|鏈接|网址"
        r"|網址|地址|网页)"
        r"|阅读原文|原文|网址链接|(?i:url|link|permalink|original)"
    ),
    "occasion": r"会议名称|會議名稱|场合|場合|活动名称|活動名稱|(?i:occasion|event|venue)",
    "title": (
        r"(?:文章|讲话|演讲|报告|本文|新闻|信息)?(?:标题|標題|题目|題目|题名)|篇名|主题|主題|(?i:title"
        r"|subject)"
    ),
    "other": (
        r"(?:创建|創建|建立|上传|上傳|录入|錄入|采集|抓取|访问|下载)(?:时间|時間|日期)|责任编辑"
        r"|責任編輯|责编|責編|编辑|編輯|记者|記者|通讯员|通訊員|校对|校對|审核|審核|审稿|供稿"
        r"|供稿人|摄影|攝影|整理|记录|記錄|编译"
        r"|翻译|翻譯|录入|签发|签发人|核稿|主编|监制|主持人?|主席|地点|地點|字体|字體|字号|字號"
        r"|索引号|发文字号|文号|原创|关键词|关键字|關鍵詞|關鍵字|主題詞|標籤|標簽|主题词|标签"
        r"|摘要|内容提要|栏目|分类|类别|浏览次数|浏览量?|点击次数|点击量?|点击|阅读次数|阅读量?"
        r"|阅读|访问量|访问次数|次数|人气|评论|分享|分享到|打印|收藏"
        r"|发布人|发布者|上传者|编号|文件编号|生成单位|发文机关|主题分类|有效性|页数|字数|版本"
        r"|语言|版权|发件人|收件人|發件人|收件者|抄送|参会|參會|参会人员|议题|議題|姓名|(?i:to|cc|bcc"
        r"|location|place|tags?|keywords?|language)"
    ),
}
# Compiled where it is first used: few lines have a colon.
_LABEL = (
    r"(?:^|[\s|｜丨/／·•;；,，、(（【\[［)）】\]］》])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items())
    + rf"){_GAP}$"
)
_LONGEST = 18
"""Characters before a colon that may be a label."""

_QUOTED_SOURCE = (
    r"[（(【\[［*＊—―－–-]*(?:本文)?(?:原载|原載|摘|摘编|选|選|引|录|转载|轉載|转|轉|刊载?|刊載"
    r"|载|載|发表|發表)(?:自|于|於|在)?"
    r"\s*(?P<source>[《「『][^》」』]+[》」』].*)"
)
_BY_WORD = (
    r"[（(]?(?:(?:发言|發言|讲话|講話|演讲|演講|致辞|致辭|报告|報告|主讲|主講)[人者]|主讲|主講|作者)"
    r"\s+(?P<author>\S.{0,30}?)[）)]?"
)
_LATIN_BY = r"(?:By|BY)[ ]+(?P<author>[A-Z][^,，;；]{2,40}|[^\W\d_A-Za-z]{2,4})"
_BY_SLASH = (
    r"[（(]?(?:文|作者|撰文|撰稿|执笔|執筆|(?:发言|發言|讲话|講話|演讲|演講|致辞|致辭|报告|報告|主讲)[人者]?)"
    r"\s*[/／|｜丨]\s*(?P<author>[^\s/／|｜丨]{2,12})[）)]?"
)
_BY = (
    *("文/", "文／", "文|", "文｜", "文丨", "By", "BY", "撰文", "撰稿", "执笔", "執筆"),
    *(
        "发言",
        "發言",
        "讲话",
        "講話",
        "演讲",
        "演講",
        "致辞",
        "致辭",
        "报告",
        "報告",
        "主讲",
        "主講",
        "作者",
    ),
)
_SEPARATORS = BLANKS + "|｜丨/／·•;；,，、*＊"
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕"}


class Labelled(NamedTuple):
    """What a label says, "" where that is on the next line."""

    kind: LabelKind
    value: str


@lru_cache(maxsize=64)  # the lines at the top of a text are asked for their labels several times
def find_labels(line: str) -> tuple[Labelled, ...]:
    """Return what the labels of a line say, in order; none where the line has other text first.

    A label may follow other words only behind a blank or a mark, as in ``2014-05-08 来源：…``.
    """
    if not _has_colon(line):
        return _without_colon(line)
    line = _without_brackets(line.strip(BLANKS + "*＊"))
    places = list(_find_places(line))
    if not places:
        return _without_colon(line)
    ends = [*(start for _, start, _ in places[1:]), len(line)]
    return tuple(
        Labelled(kind, line[after:end].strip(_SEPARATORS))
        for (kind, _, after), end in zip(places, ends, strict=True)
    )


def starts_with_label(line: str) -> bool:
    """Return whether a line begins with a label, brackets and marks aside."""
    if not _has_colon(line):
        return bool(_without_colon(line))
    line = _without_brackets(line.strip(BLANKS + "*＊"))
    return next((start == 0 for _, start, _ in _find_places(line)), False)


def _find_places(line: str) -> Iterator[tuple[LabelKind, int, int]]:
    """Yield the kind of each label, where it begins, and where what it says begins."""
    done = 0
    for colon in re.finditer(_COLON, line):
        before = line[max(done, colon.start() - _LONGEST) : colon.start()]
        match = re.search(_LABEL, before)
        if match and "//" not in line[colon.end() - 10 : colon.end() + 2]:
            kind = next(kind for kind in _WORDS if match[kind] is not None)
            start = colon.start() - len(before) + match.start(kind)
            yield kind, start, colon.end()
            done = colon.end()


def _has_colon(line: str) -> bool:
    return "：" in line or ":" in line or "︰" in line or "∶" in line


def _without_brackets(line: str) -> str:
    """A line without the brackets around all of it."""
    closing = _BRACKETS.get(line[:1], "")
    if closing and line.endswith(closing) and line.count(line[0]) == 1:
        return line[1:-1].strip(BLANKS)
    return line[1:] if closing and closing not in line else line


def _without_colon(line: str) -> tuple[Labelled, ...]:
    """What 原载《…》, 文/王大林, By 王大林 and By John Smith say."""
    if not ("《" in line or "「" in line or "『" in line or line.lstrip("（(").startswith(_BY)):
        return ()
    line = _without_brackets(line.strip(BLANKS + "*＊"))
    for expression in (_QUOTED_SOURCE, _BY_SLASH, _BY_WORD, _LATIN_BY):
        if match := re.fullmatch(expression, line):
            return tuple(Labelled(kind, value.strip(BLANKS)) for kind, value in _named(match))
    return ()


def _named(match: re.Match[str]) -> list[tuple[LabelKind, str]]:
    groups = match.groupdict()
    return [("source" if name == "source" else "author", value) for name, value in groups.items()]
