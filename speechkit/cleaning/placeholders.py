"""Titles that nobody gave: what programs, templates, printers and folders leave in their place."""

from __future__ import annotations

import re

from speechkit.text.characters import HAN
from speechkit.text.dates import is_date
from speechkit.text.late_patterns import compile_late

_CHINESE_WORDS = (
    *("演示文稿", "文字文稿", "幻灯片", "投影片", "工作簿", "工作表", "电子表格", "文本文档"),
    *("文档", "文檔", "文件", "文稿", "文本", "文字", "网页", "網頁", "页面", "頁面", "字幕"),
    *("稿件", "文章", "论文", "信息", "资料", "标准", "項目", "项目", "课题", "公文", "材料"),
    *("未命名", "无标题", "無標題", "未标题", "无题", "未知", "新建", "新增", "空白", "默认"),
    *("副本", "复件", "拷贝", "备份", "示例", "样例", "预设", "預設", "点击", "单击", "双击"),
    *("键入", "输入", "填写", "填入", "添加", "编辑", "插入", "在此", "此处", "这里", "您的"),
    *("副标题", "大标题", "主标题", "小标题", "标题", "標題", "题目", "題目", "主题", "题名"),
    *("名称", "名稱", "扫描全能王", "扫描件", "扫描", "掃描", "打印", "列印", "传真", "图片"),
    *("图像", "照片", "截图", "模板", "模版", "样板", "母版", "演示", "表格", "请", "或", "以"),
    *("的", "第", "页", "版", "号", "份"),
)
_LATIN_WORDS = (
    *("untitled", "unnamed", "unknown", "undefined", "unspecified", "anonymous", "default"),
    *("documents?", "docx?", "docm", "wps", "word", "pdf", "rtf", "odt", "pptx?", "excel", "xlsx?"),
    *("presentations?", "powerpoint", "slides?", "sheets?", "workbook", "book", "pages?"),
    *("layout", "drawing", "diagram", "image", "img", "dsc", "pic", "subtitles?", "titles?"),
    *("heading", "headline", "name", "files?", "text", "new", "copy", "blank", "empty", "normal"),
    *("template", "draft", "print", "job", "output", "scann?ed", "scan", "fax", "camscanner"),
    *("screenshot", "photo", "picture", "microsoft", "office", "adobe", "aegisub", "writer"),
    *("libreoffice", "openoffice", "kingsoft", "null", "none", "nan", "test", "temp", "tmp"),
    *("click", "tap", "type", "enter", "insert", "edit", "add", "here", "your", "the", "to"),
    *("no", "of", "in", "and"),
)
_EMPTY = compile_late(
    rf"(?i){'|'.join(_CHINESE_WORDS)}|(?<![a-z])(?:{'|'.join(_LATIN_WORDS)}|[a-z])(?![a-z])|[\W\d_]"
)
"""Of such words are made the names that programs and the forms of templates give."""

_ANYWHERE = re.compile(
    r"(?i)www\.|[a-z0-9-]\.(?:com|cn|net|org|gov|edu)(?![a-z])|\(cid:\d|�|<[0-9a-f]{6,}>"
)
"""An address, or text that could not be read."""

_ENDINGS = (
    r"docx?|docm|dotx?|dotm|wps|wpt|et|dps|pptx?|potx?|xlsx?|pdf|indd|p65|qxd|cdr|fbd|s2|s72|ps|eps"
    r"|tiff?|jpe?g|png|bmp|txt|rtf|odt|html?|mht|tex|dvi|md|caj|ceb|ofd|tmp|bak|zip"
)
_WHOLE = tuple(
    compile_late(f"(?i){kind}")
    for kind in (
        rf".*\.(?:{_ENDINGS})[\W\d_]{{0,8}}",  # a file
        r"(?:~\$|[a-z]:[\\/]|\\\\|file:|https?:|/(?:[^/\s]+/)+|(?:[^\\]+\\){2}).*",  # its place
        r".*(?:模板|模版|template)[\W\d_]*",
        # A program, and what it had open.
        r"(?:microsoft|adobe|wps|kingsoft|libreoffice|openoffice)[ \d.]+(?:office )?(?:word|excel"
        r"|powerpoint|publisher|visio|onenote|photoshop|illustrator|indesign|pagemaker|acrobat|pdf"
        r"|writer|文字|文档|表格|演示)(?![a-z]).*",
        r"(?:powerpoint|word|excel|wps|autocad|acrobat|coreldraw|幻灯片)[\s\d.]*[-–—:：].*",
        # A printer or a scanner: its maker and model, or what it is.
        r"(?:hp|hewlett|canon|epson|brother|ricoh|xerox|kyocera|konica|lexmark|samsung|pantum|fuji"
        r"|kmbt|sharp|toshiba|lenovo|惠普|佳能|爱普生|理光|施乐|京瓷|柯尼卡|奔图)"
        rf"(?![a-z])[^{HAN}]*(?:\d{{3}}|jet|printer|scanner|centre|bizhub)[^{HAN}]*",
        r".*(?:printer|scanner|copier|打印机|印表機|扫描仪|掃描器|复印机|传真机)[\W\d_]*",
        r"[0-9a-f]{8}-[0-9a-f-]{20,}",
    )
)
_CHINESE = compile_late(f"[{HAN}]")
_FEWEST_CHINESE = 2
_WORD_OF_PROSE = re.compile("(?<![A-Za-z])[A-Za-z]?[a-z]+(?![A-Za-z])")
_FEWEST_WORDS = 3
_LONG_WORD = re.compile("(?<![A-Za-z])(?![A-Za-z]?[Xx]+(?![A-Za-z]))[A-Za-z]{4,}(?![A-Za-z])")
_OF_CODES = re.compile("[\x00-\x7f\u2002\u2003\u2009\u200b\u200d–—－·×（）．：～／]*")


def is_placeholder(title: str) -> bool:
    """Return whether a title that a format states is none that a person gave to the text.

    It is an empty name (新建文档 2, Untitled-1), a field of a form (标准名称), a template, a
    program with what it had open, a file or its place, a site, a printer, a number or a date.
    """
    title = " ".join(title.split())
    return (
        not _EMPTY.sub("", title)
        or is_date(title)
        or bool(_ANYWHERE.search(title))
        or any(kind.fullmatch(title) for kind in _WHOLE)
    )


def is_worded(title: str) -> bool:
    """Return whether a title is Chinese, or a few words of another language.

    What is neither is mostly somebody's own number, or text in a wrong encoding.
    """
    chinese = len(_CHINESE.findall(title))
    return chinese >= _FEWEST_CHINESE or len(_WORD_OF_PROSE.findall(title)) >= _FEWEST_WORDS


def is_code(line: str) -> bool:
    """Return whether a line is no word of any language: ICS 27.120.99, F65, 代替NB/T 20—2023."""
    return bool(_OF_CODES.fullmatch(line.removeprefix("代替"))) and not _LONG_WORD.search(line)
