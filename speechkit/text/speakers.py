"""Who speaks: the names and labels that transcripts put before what is said."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from speechkit.text.characters import BLANKS

_LONGEST = 40
_LONGEST_NAME = 24

# Compiled where they are first used: an ordinary line has no colon so near its beginning.
_TIME = r"(?:[0-9]{1,2}[:：])?[0-9]{1,2}[:：][0-9]{2}(?:[.,][0-9]{1,3})?"
_STAMP = rf"[\[(（【]?{_TIME}(?:\s*[-–—~]+>?\s*{_TIME})?[\])）】]?"
_MARKS = r"[#>\-*•·◆■●▲△○□☆★+\s\u3000]*"
_INSIDE = r"[^：:，。！？；,;!?、“”\"‘’《》<>|=/\\\n]"
_NAME = rf"{_INSIDE}{{1,{_LONGEST_NAME}}}?"
_LABEL = (
    rf"(?P<marks>{_MARKS})(?:{_STAMP}\s*)?(?:"
    rf"[【〖［\[](?P<boxed>{_INSIDE}{{1,{_LONGEST_NAME}}}?)[】〗］\]](?:\s*{_STAMP})?\s*(?:\*{{0,2}}[:：]\*{{0,2}})?"
    rf"|[（(](?P<round>{_INSIDE}{{1,{_LONGEST_NAME}}}?)[）)]\s*[:：]"
    rf"|(?P<bare>{_NAME})\s*(?:{_STAMP})?\s*\*{{0,2}}\s*[:：]\s*\*{{0,2}}"
    rf")\s*"
)
_HEADING = rf"#{{0,6}}\s*\**(?P<name>{_NAME})\**\s*(?P<colon>[:：])?\s*\**\s*#*"

_ROLE_WORDS = (
    "主持人|主持|主席|议长|議長|司仪|司儀|记者|記者|网友|網友|观众|觀眾|听众|聽眾|学生|學生|同学|同學|提问者|提問者"
    "|提问|提問|回答|嘉宾|嘉賓|来宾|來賓|专家|專家|讲者|講者|讲师|主讲人|主講人|翻译|翻譯|采访者|受访者|訪問者|受訪者"
    "|编辑部|本报|本刊|笔者|筆者|发言人|發言人|说话人|說話人|讲话人|与会者|與會者|现场|現場|画外音|旁白|众|眾|众人|全体"
    "|法官|审判长|公诉人|辩护人|被告人|证人|律师|甲|乙|丙|丁|男|女|男声|女声"
)
_NUMBERED = r"\s*[0-9０-９A-Za-zＡ-Ｚ一二三四五六七八九十甲乙丙]{0,3}"
_ROLE = (
    rf"(?:{_ROLE_WORDS}|(?i:speaker|host|moderator|interviewer|interviewee|guest|audience"
    rf"|narrator)s?)[_\-\s]*{_NUMBERED}"
)
_QUESTION = rf"(?:问|問|答|提问|回答|(?i:q|a|question|answer)){_NUMBERED}"
_OFFICE = (
    "主席|主任|委员|委員|议员|議員|代表|部长|部長|省长|市长|市長|县长|縣長|区长|院长|院長|校长|校長|局长|局長|处长|處長|科长|科長"
    "|司长|司長|厅长|书记|書記|总理|總理|总统|總統|总书记|秘书长|秘書長|秘书|秘書|大使|公使|参赞|专员|專員|组长|組長|队长|隊長"
    "|所长|所長|会长|會長|理事长|理事長|董事长|董事長|总经理|總經理|经理|經理|总裁|總裁|总监|總監|总编|總編|教授|老师|老師"
    "|博士|先生|女士|小姐|同志|律师|律師|医师|醫師|医生|醫生|顾问|顧問|研究员|研究員|工程师|工程師|执行长|執行長|政委|次长|次長"
    "|署长|署長|发言人|發言人|法官|检察长|将军|上校|村长|里长|里長|董事|助理|专门委员|首相|外长|外長|防长|财长|行长|行長|记者|記者"
)
_NO_NAME = (
    r".*(?:们|們)|.*(?:各位|尊敬的|敬爱的|亲爱的|敬愛的|親愛的).*|[一二三四五六七八九十百0-9０-９第（(①-⑳].*"
    r"|.*(?:[说說讲講答是曰叫称稱到示调調過过了的地把被让讓]|[认認作因以][为為]|[说說写寫笑问問喊答]道"
    r"|(?<![顾顧])[问問])"
    r"|首先|其次|再次|然后|最后|最後|另外|此外|总之|總之|其中|例如|比如|譬如|如下|以下|即|注|註|附|按|编者按|編者按|附件|附注|备注"
    r"|備註|说明|說明|摘要|提要|提示|导语|導語|正文|目录|目錄|前言|后记|结语|結語|关键词|關鍵詞|关键字|标签|標籤|分类|分類"
    r"|.{0,4}(?:要求|时间|時間|日期|地点|地點|场所|场地|来源|來源|出处|出處|作者|题目|題目|标题|標題|主题|主題|议题|議題"
    r"|栏目|编辑|編輯|责编|校对|审核|整理|撰稿|摄影|记录|記錄|紀錄|电话|電話|传真|邮编|邮箱|地址|网址|網址|链接|連結"
    r"|字号|文号|索引号|单位|單位|部门|部門|人员|人員|名单|名單|出席|列席|缺席|请假|與會|参会|参加|参加人|出席者|主办|主辦|承办|协办"
    r"|目标|目標|任务|任務|原则|原則|思路|措施|做法|办法|方法|方式|步骤|原因|结果|結果|结论|結論|建议|建議|意见|意見|问题|問題|内容|內容|背景"
    r"|意义|意義|作用|特点|特點|优点|缺点|简介|簡介|概况|重点|重點|关键|關鍵|核心|基础|前提|条件|條件|数据|資料|资料|案例|例子|依据|依據"
    r"|姓名|性别|年龄|民族|籍贯|职务|职称|学历|专业|班级|性別|年齡|籍貫|職務|職稱|學歷|專業|班級"
    r"|结合|方面|环节|阶段|情况|情況|事项|事項|通知|公告|决定|报告|報告|讲话|講話|发言|演讲|演講|致辞|答复|批示|下载|下載|点击|阅读|浏览"
    r"|表决|表決|赞成|反对|弃权|决议|決議|案由|理由|提案人|连署人|連署人|附带决议|用途|费用|金额|总计|合计|小计|单价|价格|数量|名称|名稱|编号|編號)"
    r"|(?i:date|time|source|author|title|note|ps|p\.s\.|from|to|cc|re|subject|tags?|https?|tel|fax|email|e-mail|url|isbn|doi)"
)
_CHINESE_NAME = r"[^\W\d_A-Za-z]{2,4}"
_FOREIGN_NAME = r"[^\W\d_A-Za-z]{1,10}(?:[·•‧・．][^\W\d_A-Za-z]{1,10}){1,3}"
_LATIN_NAME = r"[A-Z][\w.'’\-]*(?:\s+[A-Za-z][\w.'’\-]*){0,3}"
_PERSON = rf"(?:{_CHINESE_NAME}|{_FOREIGN_NAME}|{_LATIN_NAME})"
_PLAIN_PERSON = (
    rf"{_PERSON}(?:\s*[（(][^（()）]{{1,20}}[）)])?"
    rf"|[^\W\d_A-Za-z]{{1,10}}(?:{_OFFICE})(?:[（(][^（()）]{{1,20}}[）)])?"
    rf"|[^\W\d_]{{2,16}}[ \u3000]+{_CHINESE_NAME}|{_CHINESE_NAME}[ \u3000]+[^\W\d_]{{1,16}}"
    rf"|[^\W\d_]{{0,12}}(?:{_OFFICE})[ \u3000]*{_CHINESE_NAME}"
    rf"|[^\W\d_A-Za-z][ \u3000][^\W\d_A-Za-z]{{1,2}}"
)


class Label(NamedTuple):
    """The name before what is said, and where in the line that begins (a place from 0)."""

    name: str
    end: int
    marked: bool = False
    """Whether it is set in brackets or as a heading, which the names of other things hardly are."""

    @property
    def is_role(self) -> bool:
        """Whether it says a part in a talk (问, 路透社记者, Speaker 1), a name behind it or not."""
        named = rf"(?:{_ROLE})[ \u3000]+{_PERSON}|.{{1,8}}(?:记者|記者)"
        return bool(re.fullmatch(f"{_ROLE}|{_QUESTION}|{named}", self.name))


def find_label(line: str) -> Label | None:
    """Return the label with which a line begins, if it may be the name of one who speaks.

    It is only what it may be: ``目标达成：`` looks like a name, too. That labels come again and
    again, in turns, is what makes them certain.
    """
    match = re.match(_LABEL, line[: _LONGEST + 8])
    if match is None:
        return None
    marked = not match["bare"] or match["marks"].startswith("#")
    name = (match["boxed"] or match["round"] or match["bare"]).strip(f"{BLANKS}*_#")
    return Label(name, match.end(), marked) if _may_be_name(name) else None


@lru_cache(maxsize=64)  # the same few speak in turns
def find_heading(line: str) -> Label | None:
    """Return the label that is all of a heading (``### 王委員：``), its marks there or not.

    Behind a colon a heading may be any name; it is marked where that looks like a person's.
    """
    if len(line) > _LONGEST:
        return None
    match = re.fullmatch(_HEADING, line.strip(BLANKS))
    name = match["name"].strip(f"{BLANKS}*_#") if match else ""
    if match is None or not name:
        return None
    if _may_be_name(name):
        return Label(name, len(line), marked=bool(match["colon"]))
    is_other = match["colon"] and not re.fullmatch(_NO_NAME, name)
    return Label(name, len(line)) if is_other else None


def _may_be_name(name: str) -> bool:
    if not name or len(name) > _LONGEST_NAME:
        return False
    if re.fullmatch(f"{_ROLE}|{_QUESTION}", name):
        return True
    return not re.fullmatch(_NO_NAME, name) and bool(re.fullmatch(_PLAIN_PERSON, name))
