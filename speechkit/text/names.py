"""Names of persons: what may be one, and whose it is in a line that also names an office."""

from __future__ import annotations

import re

from speechkit.text.characters import BLANKS, LETTER

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛阎闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷盛曲翁"
    "冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈阙储习揭栗凤鄢国亓胥矫储"
    "慕娜朴那鞠伏况鄂逯厉贝支戎扎呼赖鹿禹浦奚粟印衣强茅逄宿蔺钮权阚恽皮楚修桓"
    "張劉陳楊黃趙吳孫馬羅鄭梁謝許鄧韓馮蕭葉蘇呂盧鍾譚陸範賈韋鄒賀顧龔邵萬錢戴嚴莊聶魯歐關蘭單紀畢塗駱藍遊蒙華"
    "饒繆簡車連麥婁竇費衛應閔鄔邊師倉商榮鞏遲鄺談闕儲習況厲賴蔣閻齊喬龐顏單東溫湯實劳勞"
)
_DOUBLE_SURNAMES = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 司徒 令狐 夏侯 端木 南宫 南宮 独孤 獨孤 轩辕"
    " 軒轅 西门 西門 宇文 长孙 長孫 闻人 聞人 赫连 赫連 澹台 澹臺 百里 呼延 东郭 南门 完颜 完顏 耶律 纳兰 納蘭 爱新".split()
)
_WORDS = frozenset(
    "方案 方向 方法 方面 方针 安全 安排 文件 文化 文明 文稿 文章 通知 成果 成绩 成就 成效 任务 计划 纪要 纪念 纪律 祝词 祝贺 贺词 贺信 贺电 谈话"
    " 谈判 时代 时间 时事 应急 应对 和平 和谐 农业 农村 农民 党建 党委 党员 党政 党校 国家 国际 国务 国防 国庆 全国 全市 全县 全省 全区 全面 全体 全文"
    " 关于 关键 易地 明年 明天 明确 强调 强化 连续 单位 解放 解决 解读 管理 向上 左右 高度 高考 高校 高新 白天 万众 万事 金融 华夏 古代 温暖"
    " 严格 严肃 常务 常委 平安 武装 武汉 石油 牛年 马年 龙年 羊年 鸡年 虎年 兰州 广州 苏州 温州 常州 徐州 郑州 柳州 梅州 贺州 万州 杭州 连州 通州"
    " 福州 惠州 安徽 江苏 江西 云南 海南 宁夏 甘肃 黄山 黄河 长江 唐山 成都 包头 宁波 金华 马鞍 石家 白山 吉林 辽宁 时政 章程 章节 总结 夏季 农工"
    " 施行 实施 生效 秋季 师德 师生 国企 国旗 项目 车间 路线 边疆 边防 查处 强国 强军 强县 强市 凤凰 华北 华东 华南 华中 国资 贝壳 高层 高端 史志 公司 支部 支持"
    " 边境 明白 习题 应当 能否 易学 程序 简报 简介 简讯 申报 申请 申论 印发 成立 成员 宣言 商务 商会 商业 简历 游客 童年 房产 席位 米粮 储备"
    " 高质量 高水平 新时代 高新区 经开区 高起点 高标准 高效率 全覆盖 全过程 全方位 金融业 安全生产 文化馆 石化 严要求 向未来 时间表 路线图 任务书 万里行"
    " 党代会 党课 党风 党史 应用 明星 连队 向前看 强基础 国家级 全社会 全中国 全世界 全人类 全系统 全党".split()
)
_NOT_FIRST_OF_BARE = frozenset("全强国和时向成应党农安高关解管路房单文明")
_NOT_LAST = frozenset(
    "会會省市县縣区區镇鎮乡鄉村州局委厅廳院校部办辦组組词詞稿信集选選类類版篇年月号號处處室科队隊团團所站馆館社报報网網"
    "的了和与與及上下中里在是为為对對从從将將片性化法论論学學业業党黨军軍级級层層式型点點者们們课課卷案书書话話题題"
)
_NOT_WITHIN = re.compile("[某×Ｘ]|讲话|講話|发言|發言|会议|會議|工作|政府|报告|報告|们|們|大家|朋友|各位|先生|女士|同志")
_DOTS = "·•‧・．∙⋅"
NAME = (
    rf"{LETTER}{{1,12}}?(?:[{_DOTS}]{LETTER}{{1,12}}?){{1,3}}|{LETTER}{{2,4}}"
    rf"|{LETTER}\s+{LETTER}{{1,2}}|{LETTER}(?:\s+{LETTER}){{2,3}}"
)
"""What may be a name, as a part of a regular expression: set wide, or with a middle dot, too."""

OFFICE = (
    "主席|省长|市长|州长|县长|区长|乡长|镇长|盟长|旗长|村长|书记|总理|总书记|院长|检察长|主任|部长|局长|厅长|处长|科长|署长|司长"
    "|校长|会长|董事长|总经理|总裁|秘书长|行政长官|总统|首相|议长|委员长|理事长|社长|所长|站长|队长|司令员?|政委|参谋长"
    "|委员|院士|教授|博士|总监|专员|馆长|台长|行长|主委"
    "|省長|市長|州長|縣長|區長|鄉長|鎮長|書記|總理|總書記|院長|檢察長|部長|局長|廳長|處長|署長|司長|校長|會長|董事長|總經理|總裁|秘書長|行政長官"
    "|總統|議長|委員長|理事長|社長|所長|館長|行長|委員|院長|立委"
)
_OFFICE_ENDS = frozenset(office.rstrip("?")[-1] for office in OFFICE.split("|"))
_LONGEST_OFFICER = 48
_LONGEST_NAME = 40
_TITLES = "同志|先生|女士|小姐|教授|院士|博士|老师|老師|夫人|阁下|閣下"
_LATIN = r"(?:[A-Z][A-Za-z.'’-]*)(?:[ ]+[A-Z][A-Za-z.'’-]*){1,3}"
_STATED = (
    rf"(?:{_TITLES})?\s*(?P<name>{NAME}|{_LATIN})(?:{_TITLES})?\s*(?:[（(\[［【].*)?",
    rf"(?P<before>.{{0,30}}?(?:{OFFICE}))[\s、，,:：]+(?P<name>{NAME}|{_LATIN})(?:{_TITLES})?"
    r"\s*(?:[（(].*)?",
    rf"(?P<before>.{{0,30}}(?:{OFFICE}))(?P<person>{LETTER}{{2,4}})(?:{_TITLES})?\s*(?:[（(].*)?",
    rf"(?P<name>{NAME}|{_LATIN})[\s，,、—–-]+.{{0,30}}(?:{OFFICE}|{_TITLES})",
    rf"(?P<person>{LETTER}{{2,4}})(?:{OFFICE})",
)
_OFFICE_LINE = rf"[^，。：:；！？“”]{{0,30}}?(?:{OFFICE})"


def is_person(name: str) -> bool:
    """Return whether Chinese characters are surely the name of a person: a surname, then others.

    Names without a surname (嘎玛泽登) are not sure: what they follow has to tell.
    """
    if not 2 <= len(name) <= 4 or name in _WORDS or name[:2] in _WORDS or name[-1] in _NOT_LAST:
        return False
    if _NOT_WITHIN.search(name):
        return False
    if name[:2] in _DOUBLE_SURNAMES:
        return len(name) > 2
    return len(name) < 4 and name[0] in _SURNAMES


def is_surname(text: str) -> bool:
    """Return whether a text begins with a surname."""
    return text[:1] in _SURNAMES or text[:2] in _DOUBLE_SURNAMES


def has_office(text: str) -> bool:
    """Return whether a text may name an office: it has the last character of one."""
    return not _OFFICE_ENDS.isdisjoint(text)


def is_bare_name(line: str) -> bool:
    """Return whether a line is nothing but a name, set wide or with a middle dot, too."""
    if len(line) > _LONGEST_NAME:
        return False
    line = line.strip(BLANKS)
    if not re.fullmatch(NAME, line):
        return False
    name = close_name(line)
    if any(dot in name for dot in _DOTS):
        return not _NOT_WITHIN.search(name)
    return is_person(name) and name[0] not in _NOT_FIRST_OF_BARE


def close_name(name: str) -> str:
    """Return a name without the blanks of one set wide; those of a Latin one stay."""
    return name.strip(BLANKS) if name.isascii() else re.sub(rf"[{BLANKS}]", "", name)


def stated_person(text: str) -> str:
    """Return whom a text names that is said to name a person (behind 发言人：), office or not.

    It is "" where that is a mask (某某), several words, or no name.
    """
    text = text.strip(BLANKS + "，,、;；。|｜")
    for expression in _STATED:
        if match := re.fullmatch(expression, text):
            groups = match.groupdict("")
            name = close_name(groups.get("name") or groups.get("person", ""))
            if groups.get("person") and not is_person(name):
                continue
            if _is_name(name):
                return name
    return ""


def _is_name(name: str) -> bool:
    return not (_NOT_WITHIN.search(name) or re.fullmatch(OFFICE, name))


def officer(line: str) -> str:
    """Return whom a line names that is an office with a name and nothing else (省长 王林)."""
    if len(line) > _LONGEST_OFFICER or not has_office(line):
        return ""
    line = line.strip(BLANKS + "()（）[]［］【】—―－–-·")
    if match := re.fullmatch(rf"{_OFFICE_LINE}\s+({NAME})(?:{_TITLES})?", line):
        name = close_name(match[1])
    elif match := re.fullmatch(rf"{_OFFICE_LINE}({LETTER}{{2,4}})(?:{_TITLES})?", line):
        name = match[1] if is_person(match[1]) else ""
    elif match := re.fullmatch(rf"({NAME})(?:[\s，,]+|[（(]){_OFFICE_LINE}[）)]?", line):
        name = close_name(match[1]) if is_bare_name(match[1]) else ""
    else:
        return ""
    return name if _is_name(name) else ""
