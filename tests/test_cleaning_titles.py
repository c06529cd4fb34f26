from __future__ import annotations

from pathlib import Path

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import Cleaned, clean
from speechkit.cleaning.reading import read_speech
from speechkit.formats import Extracted, Piece
from speechkit.model import Notice

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好，干劲很足。"


def doubted(cleaned: Cleaned) -> bool:
    return any((n.kind, n.rule) == ("doubtful", "title") for n in cleaned.notices)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["在春耕会上的讲话", "同志们："], "在春耕会上的讲话"),
        (["在春耕会上的讲话", "在春耕会上的讲话", "同志们："], "在春耕会上的讲话"),
        (["政 府 工 作 报 告", "各位代表："], "政府工作报告"),
        (["# 在春耕会上的讲话", "同志们："], "在春耕会上的讲话"),
        (["2023-03-10", "来源：柳河日报", "在春耕会上的讲话"], "在春耕会上的讲话"),
        (
            ["柳河县关于做好春耕生产和", "田间管理工作的通知", "各乡镇："],
            "柳河县关于做好春耕生产和田间管理工作的通知",
        ),
        (["把春耕抓好", "（一九八五年三月四日）"], "把春耕抓好"),
        (["悼老支书", "——在追思会上的讲话"], "悼老支书"),
        (["同志们：", "今天开会。"], ""),
        (["各位代表！"], ""),
        (["一、总体要求"], ""),
        ([BODY], ""),
    ],
)
def test_titles(head: list[str], title: str) -> None:
    cleaned = clean_text("\n".join([*head, BODY, BODY]))
    assert cleaned.title == title
    assert title not in cleaned.paragraphs
    assert not doubted(cleaned)


def test_a_first_line_that_runs_into_the_text_and_is_cut_off() -> None:
    cleaned = clean_text(f"在春耕会上的讲话{BODY[:30]}...\n在春耕会上的讲话\n{BODY}")
    assert (cleaned.title, cleaned.paragraphs) == ("在春耕会上的讲话", (BODY,))
    assert cleaned.notices[0].rule == "repeated-beginning"


def test_a_lead_in_that_quotes_a_title_of_two_lines() -> None:
    lead_in = "下面是小编为大家整理的2021鼓足干劲 不误农时 夺取丰收,供大家参考。"
    text = f"{lead_in}\n鼓足干劲 不误农时\n夺取丰收\n同志们：\n{BODY}"
    cleaned = clean_text(text)
    assert cleaned.title == "鼓足干劲 不误农时 夺取丰收"
    assert cleaned.paragraphs == ("同志们：", BODY)


def test_a_files_name_confirms_but_does_not_give_a_title() -> None:
    text = f"柳河县文件\n不误农时抓春耕\n{BODY}"
    assert clean_text(text, name="012_不误农时抓春耕").title == "不误农时抓春耕"
    assert clean_text(BODY, name="012_不误农时抓春耕").title == ""


def test_an_unsure_title_is_told() -> None:
    cleaned = clean_text("春日\n小村\n花开了。\n雨停了。")
    assert cleaned.title == "春日"
    assert doubted(cleaned)


def test_the_original_title_before_the_text() -> None:
    assert clean_text(f"原标题：柳河春耕忙\n{BODY}").title == "柳河春耕忙"


def test_a_title_of_two_lines_before_the_salutation() -> None:
    cleaned = clean_text(f"抢在雨前 守在堤上\n扎实做好今年防汛工作\n同志们：\n{BODY}\n{BODY}")
    assert cleaned.title == "抢在雨前 守在堤上 扎实做好今年防汛工作"
    assert not doubted(cleaned)
    assert cleaned.paragraphs == ("同志们：", BODY, BODY)


@pytest.mark.parametrize("second", ["王小河", "——在镇政府的讲话", "（二〇二四年三月一日）"])
def test_a_second_line_that_is_no_title(second: str) -> None:
    cleaned = clean_text(f"抢在雨前 守在堤上\n{second}\n同志们：\n{BODY}\n{BODY}")
    assert cleaned.title == "抢在雨前 守在堤上"
    assert second in cleaned.paragraphs


def test_the_heading_of_a_part_is_no_title() -> None:
    heading = "关于春耕和防汛"
    cleaned = clean_text(f"{heading}\n我先讲两个问题。\n{BODY}")
    assert (cleaned.title, cleaned.paragraphs[0]) == ("", heading)
    assert not doubted(cleaned)
    assert clean_text(f"{heading}的通知\n各村：\n{BODY}").title == f"{heading}的通知"
    assert clean_text(f"{heading}\n同志们：\n{BODY}").title == heading


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            [
                "关键词：",
                "春耕 防汛 2015 01",
                "某市重要讲话数据库",
                "把春耕抓好",
                "发布时间：2013-10-15",
            ],
            "把春耕抓好",
        ),
        (["关键词：春耕 防汛", "某市讲话数据库", "把春耕抓好", "（2013年10月15日）"], "把春耕抓好"),
        (["標籤：", "春耕", "把春耕抓好", "（2013年10月15日）"], "把春耕抓好"),
        (["摘要：本文讲春耕。", "把春耕抓好", "（2013年10月15日）"], "把春耕抓好"),
        (["王大林文选（第一卷）", "把春耕抓好", "（2013年10月15日）"], "把春耕抓好"),
        (["柳河县政府网站", "把春耕抓好", "2013-10-15"], "把春耕抓好"),
        (["标题：把春耕抓好", "日期：2013-10-15"], "把春耕抓好"),
        (["题目：《把春耕抓好》", "作者：王大林"], "把春耕抓好"),
        (["《把春耕抓好》", "同志们："], "把春耕抓好"),
        (["在《柳河日报》创刊大会上的讲话", "同志们："], "在《柳河日报》创刊大会上的讲话"),
        (["把 春 耕 抓 好", "同志们："], "把春耕抓好"),
        (["在春耕会上的讲话（讲话稿）", "同志们："], "在春耕会上的讲话（讲话稿）"),
        (["2019-01-17 2019年春耕籌備會", "各位代表："], "2019-01-17 2019年春耕籌備會"),
        (["2019-01-17 春耕籌備會", "各位代表："], "2019-01-17 春耕籌備會"),
        (
            ["学习贯彻新思想", "奋力开创新局面", "——在全镇大会上的讲话"],
            "学习贯彻新思想奋力开创新局面",
        ),
        (["把春耕抓好", "柳河县人民政府", "（2013年10月15日）"], "把春耕抓好"),
        (["某市重要讲话数据库：", "各位代表："], ""),
    ],
)
def test_titles_below_what_is_above_them(head: list[str], title: str) -> None:
    assert clean_text("\n".join([*head, BODY, BODY])).title == title


@pytest.mark.parametrize("text", [f"同志们：\n{BODY}", f"某市数据库：\n各位代表：\n{BODY}", BODY])
def test_a_text_without_a_title_is_told(text: str) -> None:
    speech = read_speech(text.encode(), b"001.txt", Path())
    assert (speech.title, speech.title_in_text) == ("001", False)
    assert speech.notices == (Notice("doubtful", "no-title"),)
    assert not [origin for origin in speech.origins if origin.field == "title"]


def test_a_title_that_is_set_again_without_year_and_place_is_dropped() -> None:
    head = [
        "2026年柳河县政府工作报告",
        "2026-01-31",
        "政府工作报告",
        "——2026年1月26日在县大会上",
        "各位代表：",
    ]
    cleaned = clean_text("\n".join([*head, BODY, BODY, "政府工作报告", BODY]))
    assert cleaned.title == "2026年柳河县政府工作报告"
    assert cleaned.paragraphs == (head[1], *head[3:], BODY, BODY, "政府工作报告", BODY)


def test_a_heading_without_an_end_that_the_text_goes_on_with() -> None:
    heading = "关于春耕与防汛抗旱"
    cleaned = clean_text(f"{heading}\n先说春耕与防汛抗旱，这是大家最关心的。\n{BODY}\n{BODY}")
    assert cleaned.title == heading
    assert doubted(cleaned)


def pieces(*lines: str, heading: int = -1) -> tuple[Piece, ...]:
    return tuple(
        Piece(line, number + 1, level=int(number == heading)) for number, line in enumerate(lines)
    )


def origin(cleaned: Cleaned, field: str) -> tuple[str, int]:
    return next((o.kind, o.line) for o in cleaned.origins if o.field == field)


def test_the_heading_of_a_page_comes_before_its_shape_and_its_title() -> None:
    lines = ("最新动态", "往年回顾", "把春耕抓好", "2014年3月20日", "同志们：", BODY, BODY)
    cleaned = clean(Extracted("html", pieces(*lines, heading=2), title="某某书苑"))
    assert (cleaned.title, origin(cleaned, "title")) == ("把春耕抓好", ("heading", 3))
    assert "把春耕抓好" not in cleaned.paragraphs
    named = clean(Extracted("html", pieces(*lines), title="把春耕抓好"))
    assert named.title == "把春耕抓好"


def test_several_headings_of_the_first_level_are_not_the_title() -> None:
    text = (Piece("一", 1, level=1), Piece(BODY, 2), Piece("二", 3, level=1), Piece(BODY, 4))
    assert clean(Extracted("html", text)).title == ""


def test_what_a_format_sets_on_purpose_comes_first() -> None:
    stated = Extracted(
        "markdown",
        pieces("春日", "（2001年1月1日）", BODY, BODY),
        title="把春耕抓好",
        author="王大林",
        date="2014-05-08 08:00:00 +0800",
        source="柳河日报",
        url="https://example.org/1",
    )
    cleaned = clean(stated)
    found = (cleaned.title, cleaned.date, cleaned.speaker, cleaned.source, cleaned.url)
    assert found == ("把春耕抓好", "2014-05-08", "王大林", "柳河日报", "https://example.org/1")
    assert {origin.kind for origin in cleaned.origins} == {"stated"}


def test_what_a_page_says_of_itself_comes_behind_the_text() -> None:
    page = Extracted(
        "html",
        pieces("把春耕抓好", "（2014年3月20日）", "县长 王大林", "同志们：", BODY),
        author="李小河",
        date="2014-05-08",
        source="柳河网",
    )
    cleaned = clean(page, "2013年春耕")
    assert (cleaned.date, cleaned.speaker, cleaned.source) == ("2014-03-20", "王大林", "柳河网")
    bare = clean(page._replace(pieces=pieces("2012年春耕讲话", "同志们：", BODY)), "2013年春耕")
    assert (bare.date, bare.speaker) == ("2014-05-08", "李小河")
    assert origin(bare, "date") == ("page", 0)


@pytest.mark.parametrize(
    "author", ["admin", "微软用户", "编辑部", "本站记者", "user", "柳河日报社", ""]
)
def test_authors_that_are_nobody(author: str) -> None:
    for kind in ("html", "docx"):
        assert clean(Extracted(kind, pieces("春耕讲话", BODY), author=author)).speaker == ""


@pytest.mark.parametrize(
    "title", ["文档1", "Document 1", "Microsoft Word - 稿", "讲话.docx", "无标题"]
)
def test_titles_that_a_program_fills_in(title: str) -> None:
    assert clean(Extracted("docx", pieces(BODY, BODY), title=title)).title == ""


FORMS = {
    "a meeting": ("时间：2020年5月1日", "地点：会议室", "主持：张三", "参会：全体"),
    "a meeting in a list": ("·时间：2020年5月1日", "·地点：会议室", "·参会：全体"),
    "a letter": ("From: 张三", "To: 各位同事"),
    "a letter to several": ("To: 各位同事", "Cc: 各位领导"),
    "a Chinese letter": ("发件人：张三", "收件人：各位同事"),
    "a person": ("姓名：张三", "性别：男", "职务：主任"),
    "other keys": ("甲方：某公司", "乙方：某学校"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_lines_of_a_form_are_no_title(kind: str) -> None:
    cleaned = clean_text("\n".join([*FORMS[kind], BODY, BODY]))
    assert (cleaned.title, cleaned.source) == ("", "")
    assert cleaned.paragraphs == (*FORMS[kind], BODY, BODY)
    below = clean_text("\n".join([*FORMS[kind], "在春耕会上的讲话", BODY, BODY]))
    assert below.title == "在春耕会上的讲话"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["主题：创新与发展"], "创新与发展"),
        (["From: 张三", "To: 各位同事", "Subject: 创新与发展"], "创新与发展"),
        (["时间：2020年5月1日", "主题：创新与发展"], "创新与发展"),
        (["春耕会议纪要", "时间：2020年5月1日", "主题：创新与发展"], "春耕会议纪要"),
        (["春耕：超能连结", f"春耕：{BODY}"], "春耕：超能连结"),
        (["王大林：抓好春耕", "来源：柳河日报"], "王大林：抓好春耕"),
        (["关于修改章程的说明", "第一条 会员要爱国。"], "关于修改章程的说明"),
        (["关于春耕情况的說明", "第一條 會員要愛國。"], "关于春耕情况的說明"),
        (["要闻", "·市长调研", "·书记讲话"], ""),
        (["要闻", "● 市长调研", "● 书记讲话"], ""),
        (["1 市长调研", "2 书记讲话"], ""),
        (["要闻", "把春耕抓好", "2013-10-15"], "把春耕抓好"),
    ],
)
def test_titles_and_what_is_around_them(head: list[str], title: str) -> None:
    assert clean_text("\n".join([*head, BODY, BODY])).title == title


@pytest.mark.parametrize("author", ["王大林", "欧阳明", "毛泽东"])
def test_a_name_above_the_title_is_the_speaker(author: str) -> None:
    cleaned = clean_text(f"{author}\n抓住农时不放松\n一九四四年九月八日\n{BODY}\n{BODY}")
    assert cleaned.title == "抓住农时不放松"
    assert (cleaned.speaker, cleaned.date) == (author, "1944-09-08")


@pytest.mark.parametrize(
    "lines",
    [
        ("春风吹绿柳", "小雨润新田", "农人起得早", "一起去下田"),
        ("高山青", "大水白", "晚风凉"),
        (
            "我们今天在这里开会是为了把春耕",
            "的事情说清楚因为时间已经不早了",
            "各村都要抓紧把种子准备好再开会",
        ),
    ],
)
def test_a_first_line_as_long_as_the_next_is_no_title(lines: tuple[str, ...]) -> None:
    cleaned = clean_text("\n".join(lines))
    assert cleaned.title == ""
    assert "".join(cleaned.paragraphs) == "".join(lines)


@pytest.mark.parametrize("title", ["领导讲话三篇", "领导讲话汇编", "讲话集", "优秀发言材料"])
def test_the_heading_of_a_first_section_is_no_second_line_of_a_title(title: str) -> None:
    body = "同志们，今天我们召开会议，总结工作，部署任务，大家要认真学习，抓好落实，不误农时。"
    for form in ("篇{}：", "第{}篇 ", "范文{}：", "【篇{}】", "第{}讲 ", "讲话{}：", "讲话稿{}："):
        for gap in ("\n", "\n\n"):
            lines = [title]
            for number, season in enumerate("春夏", 1):
                lines += [f"{form.format(number)}在{season}季会上的讲话", body, body]
            cleaned = clean_text(gap.join(lines))
            assert cleaned.title == title, form
            assert len(cleaned.sections) == 2, form
    for heading in ("Part 1 ", "01 ", "第一部分 "):
        assert clean_text(f"{title}\n{heading}在春季会上的讲话\n{body}\n{body}").title == title
