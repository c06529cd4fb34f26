"""Lines that say when, by whom and from where, in every usual form, and lines that do not."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from decoded_texts import clean_text

import speechkit
from speechkit.cleaning import Cleaned

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好，干劲很足。"
TITLE = "在全镇春耕工作会议上的讲话"


def with_head(*lines: str, title: str = TITLE, name: str = "") -> Cleaned:
    return clean_text("\n".join([title, *lines, "同志们：", BODY, BODY]), name=name)


def with_tail(*lines: str) -> Cleaned:
    return clean_text("\n".join([TITLE, "同志们：", BODY, BODY, "谢谢大家！", *lines]))


def origin(cleaned: Cleaned, field: str) -> tuple[str, int]:
    return next(((o.kind, o.line) for o in cleaned.origins if o.field == field), ("", 0))


LABELS = (
    *(
        "发言人",
        "讲话人",
        "演讲人",
        "演讲者",
        "致辞人",
        "报告人",
        "主讲人",
        "主讲",
        "致辞",
        "讲话领导",
        "作者",
        "文",
    ),
    *(
        "發言人",
        "講話人",
        "演講人",
        "演講者",
        "致辭人",
        "報告人",
        "主講人",
        "講者",
        "Speaker",
        "By",
        "Author",
    ),
)
PERSONS = {
    "王大林": "王大林",
    "王林": "王林",
    "王 林": "王林",
    "王　大　林": "王大林",
    "欧阳明华": "欧阳明华",
    "嘎玛泽登": "嘎玛泽登",
    "艾尔肯·吐尼亚孜": "艾尔肯·吐尼亚孜",
    "艾尔肯•吐尼亚孜": "艾尔肯•吐尼亚孜",
    "柳河县县长 王林": "王林",
    "柳河县县长王大林": "王大林",
    "中共柳河县委书记　王大林": "王大林",
    "王大林（柳河县县长）": "王大林",
    "王大林，柳河县县长": "王大林",
    "王大林 柳河县县长": "王大林",
    "王大林同志": "王大林",
    "王大林教授": "王大林",
    "市長 陳水林": "陳水林",
    "Audrey Tang": "Audrey Tang",
}


@pytest.mark.parametrize("label", LABELS)
def test_a_speaker_behind_a_label(label: str) -> None:
    for colon, (written, name) in product((":", "：", "： ", " ："), PERSONS.items()):
        for line in (f"{label}{colon}{written}", f"（{label}{colon}{written}）"):
            cleaned = with_head(line)
            assert (cleaned.speaker, cleaned.title) == (name, TITLE), line
            assert origin(cleaned, "speaker") == ("label", 2)


@pytest.mark.parametrize(
    "value",
    ["某某", "XXX", "×××", "ＸＸＸ", "本站记者", "佚名", "admin", "", "我们的同志们", "小编整理"],
)
def test_masks_and_what_is_no_name(value: str) -> None:
    assert with_head(f"作者：{value}").speaker == ""
    assert with_head(f"作者：{value}").title == TITLE


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("市长 王林", "王林"),
        ("市长　王 林", "王林"),
        ("市长王大林", "王大林"),
        ("市长高大林", "高大林"),
        ("县长 安　文", "安文"),
        ("（市长 王林）", "王林"),
        ("柳河县人民政府县长　王大林", "王大林"),
        ("中共柳河县委书记 王大林", "王大林"),
        ("中共柳河县委书记、县人大常委会主任 王大林", "王大林"),
        ("柳河县县长 王大林（2025年1月8日）", "王大林"),
        ("柳河县县长 王大林 2025年1月8日", "王大林"),
        ("自治区主席 艾尔肯·吐尼亚孜", "艾尔肯·吐尼亚孜"),
        ("自治区主席 嘎玛泽登", "嘎玛泽登"),
        ("行政院院長 蘇大林", "蘇大林"),
        ("行政长官　李家林", "李家林"),
        ("王大林 市长", "王大林"),
        ("市长\u2002王林", "王林"),
        ("王大林", "王大林"),
        ("王 林", "王林"),
        ("王　林", "王林"),
        ("欧阳明华", "欧阳明华"),
        ("（王大林 2014年6月18日）", "王大林"),
        ("（2014年6月18日 王大林）", "王大林"),
        ("王大林（2014年6月18日）", "王大林"),
        ("王大林 2014-06-18", "王大林"),
        ("王大林　二〇一四年六月十八日", "王大林"),
        ("[王大林，2014年6月18日]", "王大林"),
        ("——2014年6月18日在全镇大会上的讲话 王大林", "王大林"),
        ("——2014年6月18日在全镇大会上 镇长 王大林", "王大林"),
        ("——在全镇大会上的讲话（王大林）", "王大林"),
        ("——王大林在全镇大会上的讲话", "王大林"),
        ("——镇长王大林2014年6月18日在全镇大会上的讲话", "王大林"),
        ("王大林（柳河县县长）", "王大林"),
        ("以下是行政長官李家林今日（六月十八日）在會上的發言：", "李家林"),
        ("柳河县委书记、县长：王大林", "王大林"),
        ("演讲者 王大林", "王大林"),
        ("主讲　王大林", "王大林"),
        ("——王大林", "王大林"),
        ("Speaker: John Smith, Mayor", "John Smith"),
        ("省长王大林代表省人民政府作政府工作报告", "王大林"),
    ],
)
def test_a_speaker_on_a_line_of_the_head(line: str, name: str) -> None:
    cleaned = with_head(line)
    assert (cleaned.speaker, cleaned.title) == (name, TITLE)
    assert origin(cleaned, "speaker")[1] == 2
    if "14年6月18" in line or "2014-06" in line or "一四年" in line:
        assert cleaned.date == "2014-06-18"
    if "2025" in line:
        assert cleaned.date == "2025-01-08"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "安全生产",
            "方案",
            "总体要求",
            "各位代表 同志们",
            "春耕 防汛 护林",
            "全体同志",
            "和平",
            "时代",
        ),
        *(
            "县委书记　ＸＸＸ",
            "县长 某某",
            "严肃纪律",
            "金融工作",
            "高质量",
            "文化馆",
            "校长室 办公室",
        ),
        *("2025年3月5日 施行", "平安柳河", "书记员", "主席令"),
    ],
)
def test_lines_that_name_nobody(line: str) -> None:
    assert with_head(line).speaker == ""


def test_names_of_a_list_are_not_the_speaker() -> None:
    assert with_head("王大林", "李小河", "张小山").speaker == ""


DATE_LABELS = (
    "时间",
    "日期",
    "讲话时间",
    "演讲日期",
    "会议时间",
    "時間",
    "講話時間",
    "Date",
    "Time",
)
PAGE_LABELS = (
    "发布时间",
    "发表日期",
    "发稿时间",
    "更新时间",
    "成文日期",
    "印发日期",
    "發布時間",
    "Published",
)


@pytest.mark.parametrize("label", [*DATE_LABELS, *PAGE_LABELS])
def test_a_date_behind_a_label(label: str) -> None:
    for colon, date in product(
        (":", "：", "： "),
        ("2014-06-18", "2014年6月18日", "二〇一四年六月十八日 星期三", "2014/6/18 08:30"),
    ):
        cleaned = with_head(f"{label}{colon}{date}")
        assert (cleaned.date, cleaned.title) == ("2014-06-18", TITLE)
        assert origin(cleaned, "date") == ("label", 2)


SOURCE_LABELS = (
    *(
        "来源",
        "信息来源",
        "文章来源",
        "稿件来源",
        "出处",
        "稿源",
        "转自",
        "转载自",
        "原载",
        "摘自",
        "选自",
        "來源",
    ),
    *("資料來源", "出處", "原載", "新闻来源", "Source", "来源于"),
)


@pytest.mark.parametrize("label", SOURCE_LABELS)
def test_a_source_behind_a_label(label: str) -> None:
    for colon, (written, source) in product(
        (":", "：", "： "),
        {"柳河日报": "柳河日报", "《柳河日报》": "《柳河日报》", "柳河网": "柳河网"}.items(),
    ):
        for line in (f"{label}{colon}{written}", f"（{label}{colon}{written}）"):
            cleaned = with_head(line)
            assert (cleaned.source, cleaned.title, cleaned.date) == (source, TITLE, ""), line
            assert origin(cleaned, "source") == ("label", 2)


@pytest.mark.parametrize(
    ("line", "source", "date", "speaker"),
    [
        ("来源：某某网 2014-05-08", "某某网", "2014-05-08", ""),
        ("来源：《某某日报》  2012年9月11日", "《某某日报》", "2012-09-11", ""),
        ("2014-05-08 08:00  来源：某某网", "某某网", "2014-05-08", ""),
        ("来源：某某网 作者：王大林 时间：2014-05-08", "某某网", "2014-05-08", "王大林"),
        ("来源:某某网　发布时间:2014-05-08 08:00　浏览次数:123", "某某网", "2014-05-08", ""),
        ("演讲人：王大林 时间：2014年5月8日", "", "2014-05-08", "王大林"),
        ("演讲人：王大林｜时间：2014年5月8日｜来源：某某网", "某某网", "2014-05-08", "王大林"),
        ("Speaker: Audrey Tang  Date: May 8, 2014", "", "2014-05-08", "Audrey Tang"),
        ("（原载《人民日报》2014年5月8日）", "《人民日报》", "2014-05-08", ""),
        ("（摘自《某某文选》第一卷）", "《某某文选》第一卷", "", ""),
        ("选自《某某文选》", "《某某文选》", "", ""),
        ("《人民日报》（2014年05月08日 第01版）", "《人民日报》", "2014-05-08", ""),
        ("人民日报 2014年5月8日", "人民日报", "2014-05-08", ""),
        ("出处：某某文选第一卷;;;;人民出版社2006年8月第1版", "某某文选第一卷", "", ""),
        ("文/王大林", "", "", "王大林"),
        ("By John Smith", "", "", "John Smith"),
        ("责任编辑：王大林", "", "", ""),
        ("记者：王大林", "", "", ""),
        ("（2014年5月8日某镇第七次全体会议通过）", "", "2014-05-08", ""),
        ("2014年5月8日 北京", "", "2014-05-08", ""),
        ("【字号：大 中 小】 2014-05-08 来源：某某网", "某某网", "2014-05-08", ""),
        ("（2014年5月8日，北京）", "", "2014-05-08", ""),
    ],
)
def test_lines_that_say_several_things(line: str, source: str, date: str, speaker: str) -> None:
    cleaned = with_head(line)
    found = (cleaned.source, cleaned.date, cleaned.speaker, cleaned.title)
    assert found == (source, date, speaker, TITLE)


@pytest.mark.parametrize(
    "label", ["原文链接", "原文网址", "链接", "网址", "本文地址", "連結", "URL", "Link", "来源"]
)
def test_an_address_behind_a_label(label: str) -> None:
    address = "https://www.example.org/a/t20140508_1.html?b=1&c=2"
    for colon in (":", "：", "： "):
        assert with_head(f"{label}{colon}{address}").url == address


def test_the_last_of_several_times_that_a_text_was_passed() -> None:
    lines = ("1996年10月17日 市人大会议通过", "2004年12月2日 市人大会议修订", "2005年1月1日 施行")
    cleaned = with_head(*lines, title="柳河县管理条例")
    assert (cleaned.date, cleaned.speaker) == ("2004-12-02", "")


@pytest.mark.parametrize(
    ("line", "occasion"),
    [
        ("——2026年2月3日在柳河县人民代表大会会议上", "2026年2月3日在柳河县人民代表大会会议上"),
        ("（2026年2月3日在柳河县人民代表大会会议上）", "2026年2月3日在柳河县人民代表大会会议上"),
        (
            "——二〇二六年二月三日在柳河县干部培训班上的讲话",
            "二〇二六年二月三日在柳河县干部培训班上",
        ),
        ("2026-02-03在柳河县春耕论坛上的致辞", "2026-02-03在柳河县春耕论坛上"),
        ("──民國115年2月3日在柳河縣大會上的講話", "民國115年2月3日在柳河縣大會上"),
    ],
)
def test_occasions(line: str, occasion: str) -> None:
    cleaned = with_head(line, title="把春耕抓好")
    assert (cleaned.occasion, cleaned.date) == (occasion, "2026-02-03")
    assert (origin(cleaned, "occasion"), origin(cleaned, "date")) == (("occasion", 2),) * 2


def test_an_occasion_on_two_lines() -> None:
    cleaned = with_head(
        "——2026年1月26日在柳河县第十四届", "人民代表大会第五次会议上", "县长 王大林"
    )
    assert cleaned.occasion == "2026年1月26日在柳河县第十四届人民代表大会第五次会议上"
    assert (cleaned.date, cleaned.speaker) == ("2026-01-26", "王大林")


@pytest.mark.parametrize(
    ("lines", "speaker", "date"),
    [
        (("王大林", "2014年6月18日"), "王大林", "2014-06-18"),
        (("王　大　林", "二〇一四年六月十八日"), "王大林", "2014-06-18"),
        (("2014年6月18日", "王大林"), "王大林", "2014-06-18"),
        (("柳河县县长 王大林", "2014年6月18日"), "王大林", "2014-06-18"),
        (("王大林 2014年6月18日",), "王大林", "2014-06-18"),
        (("柳河县人民政府", "2014年6月18日"), "", "2014-06-18"),
        (("（二〇一四年六月十八日）",), "", "2014-06-18"),
        (("中華民國103年6月18日",), "", "2014-06-18"),
    ],
)
def test_signatures(lines: tuple[str, ...], speaker: str, date: str) -> None:
    cleaned = with_tail(*lines)
    assert (cleaned.speaker, cleaned.date) == (speaker, date)
    assert origin(cleaned, "date")[0] == "signature"


@pytest.mark.parametrize(
    ("title", "speaker", "date"),
    [
        ("王大林同志在全镇春耕大会上的讲话", "王大林", ""),
        ("王大林在全镇春耕大会上发表讲话", "王大林", ""),
        ("王大林：在全镇春耕大会上的讲话", "王大林", ""),
        ("镇长王大林在全镇春耕大会上的讲话", "王大林", ""),
        ("在全镇大会上的讲话（2014年6月18日 王大林）", "王大林", "2014-06-18"),
        ("在全镇春耕大会上的讲话（王大林）", "王大林", ""),
        ("在全镇春耕大会上的讲话——王大林", "王大林", ""),
        ("不误农时——王大林同志在春耕大会上的讲话", "王大林", ""),
        ("艾尔肯·吐尼亚孜在全区大会上的讲话", "艾尔肯·吐尼亚孜", ""),
        ("王大林发表2025年新年贺词", "王大林", "2025"),
        ("县委书记在传达全会精神会议上的讲话", "", ""),
        ("江苏在全国春耕会议上的发言", "", ""),
        ("市领导在全市春耕会议上的讲话", "", ""),
        ("在全镇春耕大会上的讲话（全文）", "", ""),
        ("在全镇春耕大会上的讲话（节选）", "", ""),
        ("在柳河县2025年新春茶话会上的讲话", "", "2025"),
        ("2025年3月5日在全镇大会上的讲话要点", "", "2025-03-05"),
        ("2019-01-17 2019年春耕籌備會上的講話", "", "2019-01-17"),
        ("二〇二五年政府工作报告", "", "2025"),
        ("民國114年新年講話", "", "2025"),
        ("在纪念1945年抗战胜利大会上的讲话", "", ""),
        ("2035年远景目标报告", "", ""),
        ("2021—2025年规划说明报告", "", ""),
        ("关于2024年预算执行和2025年预算草案的报告", "", ""),
        ("县委书记 李四 在全县春耕大会上的讲话", "李四", ""),
        ("县委书记　李四　在全县春耕大会上的讲话", "李四", ""),
        ("县委书记李四同志在全县春耕大会上的讲话", "李四", ""),
        ("李四 在全县春耕大会上的讲话", "李四", ""),
        ("2024年度总结报告", "", ""),
        ("在2024年度中秋迎国庆座谈会上的讲话", "", "2024"),
        ("二〇二四年度全县春训会议讲话", "", "2024"),
        ("在2024—2025年度供暖工作会议上的讲话", "", ""),
        ("2024年度工作总结和2025年工作打算", "", "2025"),
    ],
)
def test_what_a_title_says(title: str, speaker: str, date: str) -> None:
    cleaned = with_head(title=title)
    assert (cleaned.title, cleaned.speaker, cleaned.date) == (title, speaker, date)
    for field, value in (("speaker", speaker), ("date", date)):
        assert origin(cleaned, field) == (("title", 0) if value else ("", 0))


@pytest.mark.parametrize(
    ("name", "speaker", "date"),
    [
        ("王大林_010", "王大林", ""),
        ("王大林-10", "王大林", ""),
        ("王大林_010_不误农时", "王大林", ""),
        ("010_王大林", "王大林", ""),
        ("王大林：在全镇大会上的讲话", "王大林", ""),
        ("003 王大林同志在全镇大会上的讲话", "王大林", ""),
        ("在全镇大会上的讲话_王大林", "王大林", ""),
        ("20140618王大林同志在全镇大会上的讲话", "王大林", "2014-06-18"),
        ("2025年新春茶话会", "", "2025"),
        ("latest20120924", "", "2012-09-24"),
        ("2019-01-17-春耕会", "", "2019-01-17"),
        ("2025_03_05春耕", "", "2025-03-05"),
        ("2025.3.5春耕", "", "2025-03-05"),
        ("二〇二五年三月五日春耕会", "", "2025-03-05"),
        ("2025年3月春耕会", "", "2025-03"),
        ("柳河县_2026", "", "2026"),
        ("柳河县报告（2026）", "", "2026"),
        ("讲话_001", "", ""),
        ("江苏省_001", "", ""),
        ("安全生产_001", "", ""),
        ("方案_001", "", ""),
        ("贺年片_003", "", ""),
        ("党代会_2", "", ""),
        ("012345", "", ""),
        ("2194", "", ""),
        ("x1234", "", ""),
        ("习题集_12", "", ""),
    ],
)
def test_what_the_name_of_a_file_says(name: str, speaker: str, date: str) -> None:
    cleaned = clean_text(f"同志们：\n{BODY}\n{BODY}", name=name)
    assert (cleaned.speaker, cleaned.date) == (speaker, date)
    for field, value in (("speaker", speaker), ("date", date)):
        assert origin(cleaned, field) == (("file-name", 0) if value else ("", 0))


@pytest.mark.parametrize(
    ("note", "speaker", "occasion"),
    [
        ("*这是王大林同志在柳河县春耕工作会议上的讲话。", "王大林", "在柳河县春耕工作会议上"),
        ("＊這是王大林同志在柳河縣春耕會議上的講話。", "王大林", "在柳河縣春耕會議上"),
        ("（这是王大林同志会见春耕代表时谈话的要点。）", "王大林", "会见春耕代表时"),
        ("（摘自王大林同志会见春耕代表时的谈话。）", "王大林", "会见春耕代表时"),
        ("*这是王大林同志写给镇党委的信。", "王大林", ""),
        ("*这是王大林同志在《红旗》杂志上发表的文章。王大林同志当时任镇长。", "王大林", ""),
        (f"{BODY}お*这是王大林同志在全镇大会上讲话的一部分。", "王大林", "在全镇大会上"),
        ("这是我们的同志在大会上说的。", "", ""),
        ("（这是一些同志的看法。）", "", ""),
    ],
)
def test_notes_of_an_editor(note: str, speaker: str, occasion: str) -> None:
    cleaned = clean_text(
        "\n".join(["把春耕抓好", "同志们：", *[BODY] * 20, note, *["〔1〕见某书。"] * 12])
    )
    assert (cleaned.speaker, cleaned.occasion) == (speaker, occasion)
    if speaker:
        assert origin(cleaned, "speaker") == ("note", 23)


STRONGER_FIRST = (
    ("——2001年1月1日在全镇大会上", "2001-01-01"),
    ("（2002年2月2日）", "2002-02-02"),
    ("时间：2003年3月3日", "2003-03-03"),
    ("王大林 2004年4月4日", "2004-04-04"),
    ("2005-05-05", "2005-05-05"),
    ("发布时间：2006-06-06", "2006-06-06"),
)


@pytest.mark.parametrize("strongest", range(len(STRONGER_FIRST)))
def test_what_counts_more(strongest: int) -> None:
    lines = [line for line, _ in STRONGER_FIRST[strongest:]]
    date = STRONGER_FIRST[strongest][1]
    for order in (lines, lines[::-1]):
        assert with_head(*order, title="2007年春耕讲话", name="2008年春耕").date == date
    assert with_head(title="2007年春耕讲话", name="2008年春耕").date == "2007"


@pytest.mark.parametrize(
    "line", ["3月5日，我们在镇上开会，会议上定了三件事。", "2025年3月5日，会议召开了。"]
)
def test_a_date_in_a_sentence_is_not_the_date_of_the_text(line: str) -> None:
    assert clean_text(f"{TITLE}\n同志们：\n{line}\n{BODY}\n{BODY}").date == ""


def test_every_field_that_is_known_says_where_it_comes_from() -> None:
    cleaned = with_head(
        "——2026年2月3日在柳河县大会上",
        "县长 王大林",
        "来源：柳河日报",
        "原文链接：https://example.org/1",
    )
    assert [tuple(origin) for origin in cleaned.origins] == [
        ("title", "line", 1),
        ("date", "occasion", 2),
        ("speaker", "line", 3),
        ("occasion", "occasion", 2),
        ("source", "label", 4),
        ("url", "label", 0),  # the line itself is dropped
    ]


@pytest.mark.parametrize("line", ["谢谢", "谢谢您", "祝好", "万岁", "沈阳", "武昌", "辛苦", "許多"])
def test_a_word_above_a_date_names_nobody(line: str) -> None:
    cleaned = with_tail(line, "2020年5月1日")
    assert (cleaned.date, cleaned.speaker) == ("2020-05-01", "")


@pytest.mark.parametrize(
    ("title", "below", "speaker"),
    [
        ("沈阳：在春天出发", "", ""),
        ("行政長官施政報告", "", ""),
        ("行政長官施政報告", "林鄭月娥", "林鄭月娥"),
        *(
            (f"王大林{office}出席典禮致詞", "", "王大林")
            for office in ("總統", "總理", "省長", "市長", "行政長官", "主席", "先生", "")
        ),
        ("王大林總統在茶會上的講話", "", "王大林"),
        ("沈阳在全国会议上的发言", "", ""),
        ("县长方便在全县会议上的发言", "", "方便"),
    ],
)
def test_whom_a_title_names(title: str, below: str, speaker: str) -> None:
    lines = [below] if below else []
    assert with_head(*lines, title=title).speaker == speaker


VERSES = ("春天\n白云飘\n小河流\n鸟儿叫", "秋收\n高山青\n大水白\n晚风凉", "夜\n\n白云飘\n小河流")


@pytest.mark.parametrize("verse", VERSES)
def test_a_line_of_verse_is_no_name(verse: str) -> None:
    assert clean_text(verse).speaker == ""


SAID_AMID = ("来源：要查清。", "作者：要实名。", "发言人：要讲清楚。", "时间：2020年5月1日以前。")


@pytest.mark.parametrize("line", [*SAID_AMID, "来源：要查清", "作者：王大林", "时间：2020年5月1日"])
def test_what_is_amid_a_speech_states_nothing(line: str) -> None:
    cleaned = clean_text("\n".join([TITLE, "同志们：", BODY, line, *[BODY] * 8]))
    assert (cleaned.date, cleaned.speaker, cleaned.source) == ("", "", "")


@pytest.mark.parametrize("line", SAID_AMID)
def test_a_sentence_states_nothing_wherever_it_is(line: str) -> None:
    assert (with_head(line).source, with_head(line).speaker) == ("", "")
    assert (with_tail(line).source, with_tail(line).speaker) == ("", "")
    assert with_tail("（来源：《某某日报》。）").source == "《某某日报》"


@pytest.mark.parametrize(
    "lines",
    [
        ("主席：张三", "委员：李四、王五", "秘书：赵六", "委员：李四"),
        ("主席 张三", "副主席 李四", "秘书长 赵六"),
        ("校长：张三", "院长：李四"),
    ],
)
def test_a_list_of_officers_names_no_speaker(lines: tuple[str, ...]) -> None:
    assert with_head(*lines).speaker == ""
    assert with_head(lines[0].replace("：", " ")).speaker == "张三"


@pytest.mark.parametrize("line", ["By 王大林", "BY 王大林", "By 王林", "By 歐陽明"])
def test_by_and_a_chinese_name(line: str) -> None:
    assert with_head(line).speaker == line[3:]


@pytest.mark.parametrize("office", ["主席", "书记", "市长", "總統", "院长", "局长"])
def test_a_surname_and_an_office_are_no_name(office: str) -> None:
    assert with_head(title=f"王{office}新年贺词").speaker == ""
    assert with_head(title=f"王大林{office}新年贺词").speaker == "王大林"


@pytest.mark.parametrize(
    "line", ["（李四）", "(李四)", "【李四】", "作者／李四", "作者/李四", "主讲人／李四"]
)
def test_a_name_below_a_title(line: str) -> None:
    body = "会后，大家到几个乡走一走，和干部群众拉拉家常，把实情带回来。"
    assert clean_text(f"在全县春耕大会上的讲话\n{line}\n{body}").speaker == "李四"


@pytest.mark.parametrize("line", ["（节选）", "（全文）", "（讨论稿）", "（高明）"])
def test_no_name_below_a_title(line: str) -> None:
    body = "会后，大家到几个乡走一走，和干部群众拉拉家常，把实情带回来。"
    assert clean_text(f"在全县春耕大会上的讲话\n{line}\n{body}").speaker == ""


OCCASIONS = {
    "全区春耕工作暨水利推进会": [
        *("在{}上的讲话", "王大林在{}上的讲话", "县委书记 王大林 在{}上的总结讲话", "在{}上的致辞"),
        *("于{}上的发言", "王大林：在{}上的报告", "在{}上发表的讲话"),
        *("不误农时——在{}上的讲话", "在{}上的讲话（节选）", "王大林出席{}并讲话", "在{}讲话稿"),
        *("在{}的讲话", "在{}上作动员讲话", "在{}期间的演讲"),
    ],
    "县农产品博览会开幕式": ["在{}上的致辞", "王大林在{}上的讲话"],
    "全國春耕會議": ["在{}上的講話"],
    "会见邻县代表团": ["在{}时的谈话"],
    "纪念春耕节三十周年座谈会": ["在{}上的讲话"],
    "": [
        *("在北京的讲话", "在新中国成立七十年的讲话", "关于推动春耕工作的讲话", "春耕大会纪要"),
        *(
            "在新形势下的讲话",
            "关于在全县开展春耕活动的讲话",
            "在县工会的讲话",
            "论存在与社会的讲话",
        ),
        *("在全社会的讲话", "在田间的讲话", "在县委会的讲话"),
    ],
}


@pytest.mark.parametrize(("occasion", "form"), [(o, f) for o, fs in OCCASIONS.items() for f in fs])
def test_the_occasion_in_a_title(occasion: str, form: str) -> None:
    body = "会后，大家到几个乡走一走，和干部群众拉拉家常，把实情带回来。"
    cleaned = clean_text(f"{form.format(occasion)}\n同志们：\n{body}")
    assert (cleaned.title, cleaned.occasion) == (form.format(occasion), occasion)


def test_an_occasion_that_is_stated_counts_more_than_the_one_in_the_title() -> None:
    text = "在春耕大会上的讲话\n会议名称：全县春耕水利大会\n同志们：\n会后，大家走一走，看一看。"
    assert clean_text(text).occasion == "全县春耕水利大会"


@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [
        ("a.md", "---\ntitle: 前言的讲话\noccasion: 全省大会\n---\n", ""),
        ("a.md", '+++\ntitle = "前言的讲话"\n"场合" = "全省大会"\n+++\n', ""),
        ("a.json", '{"title": "前言的讲话", "会议": "全省大会", "text": "', '"}'),
        ("a.org", "#+TITLE: 前言的讲话\n#+OCCASION: 全省大会\n\n", ""),
    ],
)
def test_a_format_states_the_occasion(tmp_path: Path, name: str, head: str, tail: str) -> None:
    (tmp_path / name).write_text(f"{head}发展与和平是时代主题，我们要坚持。{tail}\n", "utf-8")
    assert speechkit.read(tmp_path / name).occasion == "全省大会"
