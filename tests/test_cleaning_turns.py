"""Turns: every way in which a transcript says who speaks, and what only looks like it."""

from __future__ import annotations

import pytest

from speechkit.cleaning import Cleaned, clean
from speechkit.formats import extract

SAID = ("這個是我們初步的構想。", "並不是越消費越好。", "對，我們會再試一下。", "那就這樣決定。")


def clean_text(text: str, name: str = "a.txt") -> Cleaned:
    return clean(extract(text.encode(), name), name.partition(".")[0])


def names(cleaned: Cleaned) -> list[str]:
    return [turn.name for turn in cleaned.turns]


FORMS = {
    "full width": "{}：{}",
    "half width": "{}:{}",
    "blank": "{}： {}",
    "half width, blank": "{}: {}",
    "on a line": "{}：\n{}",
    "corners": "【{}】{}",
    "corners, colon": "【{}】：{}",
    "corners on a line": "【{}】\n{}",
    "lenses": "〖{}〗{}",
    "square": "[{}] {}",
    "square, colon": "[{}]：{}",
    "round": "（{}）：{}",
    "half round": "({}): {}",
    "heading": "### {}：\n{}",
    "heading, no colon": "### {}\n{}",
    "heading of rank two": "## {}：\n\n{}",
    "bold": "**{}：**{}",
    "bold, colon behind": "**{}**：{}",
    "bold on a line": "**{}：**\n{}",
    "item": "- {}：{}",
    "time before": "[00:12:05] {}：{}",
    "time behind": "{}（00:12）：{}",
    "indent": "　　{}：{}",
}
SPEAKERS = {
    "names": ("王委員", "李顧問"),
    "persons": ("唐鳳", "蔡玉玲"),
    "masks": ("王某某", "李某"),
    "question": ("问", "答"),
    "traditional": ("問", "答"),
    "letters": ("Q", "A"),
    "numbered letters": ("Q1", "A1"),
    "press": ("記者", "發言人"),
    "press with paper": ("新华社记者", "毛宁"),
    "host": ("主持人", "嘉宾"),
    "numbered": ("SPEAKER 1", "SPEAKER 2"),
    "underscore": ("Speaker_00", "Speaker_01"),
    "recognized": ("发言人1", "发言人2"),
    "lettered": ("嘉宾A", "嘉宾B"),
    "chair": ("主席", "王委員大林"),
    "Latin": ("Jacky Wang", "Flame Lin"),
    "foreign": ("马克·吐温", "约翰·史密斯"),
    "office first": ("市长王大林", "局长李小林"),
    "office apart": ("外交部发言人 毛宁", "法新社记者"),
    "office in brackets": ("王大林（市长）", "李小林（局长）"),
    "host with name": ("主持人 王某", "嘉宾 李某"),
    "set wide": ("王 某", "李 某"),
    "four": ("歐陽大林", "司馬小林"),
    "last names": ("老王", "小李"),
    "parts": ("甲", "乙"),
}


def talk(form: str, first: str, second: str) -> str:
    turns = zip((first, second, first, second), SAID, strict=True)
    return "2020-02-25 某公司來訪\n\n" + "\n\n".join(form.format(*turn) for turn in turns) + "\n"


@pytest.mark.parametrize("kind", ["names", "question", "host", "persons"])
def test_forms_of_turns(kind: str) -> None:
    for form, layout in FORMS.items():
        cleaned = clean_text(talk(layout, *SPEAKERS[kind]))
        assert names(cleaned) == [*SPEAKERS[kind], *SPEAKERS[kind]], form
        for turn, said in zip(cleaned.turns, SAID, strict=True):
            assert said in "".join(cleaned.paragraphs[turn.paragraph - 1 : turn.paragraph + 1])


@pytest.mark.parametrize("form", ["full width", "half width", "corners", "heading", "time before"])
def test_speakers_of_turns(form: str) -> None:
    for kind, speakers in SPEAKERS.items():
        cleaned = clean_text(talk(FORMS[form], *speakers))
        assert names(cleaned) == [*speakers, *speakers], kind


@pytest.mark.parametrize("form", ["heading", "full width", "corners"])
def test_turns_are_no_sections(form: str) -> None:
    assert clean_text(talk(FORMS[form], "王委員", "李顧問"), "a.md").sections == ()


def test_a_host_and_guests_who_speak_once() -> None:
    guests = ("王大林", "李小林", "張三", "趙四")
    text = "座談會紀錄\n" + "".join(f"主持人：請{g}發言。\n{g}：我說兩句話。\n" for g in guests)
    assert names(clean_text(text)) == [n for g in guests for n in ("主持人", g)]


def test_guests_as_headings_who_speak_once() -> None:
    guests = ("王大林", "李小林", "張三", "趙四")
    text = "# 座談會紀錄\n\n" + "".join(f"### {g}：\n大家好，我說兩句話。\n\n" for g in guests)
    assert names(clean_text(text, "a.md")) == list(guests)


def test_a_turn_lasts_until_the_next() -> None:
    text = (
        "座談會紀錄\n開場的話說完了。\n王委員：第一段。\n第二段。\n"
        "李顧問：第三段。\n王委員：第四段。\n"
    )
    cleaned = clean_text(text)
    turns = [(turn.paragraph, turn.name) for turn in cleaned.turns]
    assert turns == [(2, "王委員"), (4, "李顧問"), (5, "王委員")]


NO_TALKS = {
    "greetings": "讲话\n同志们：\n今天开会。\n同志们：\n下面讲几点。\n各位代表：\n"
    "谢谢。\n女士们、先生们：\n再见。\n",
    "chairs": "讲话\n主席先生：\n今天开会。\n主席先生：\n下面讲几点。\n主席先生：\n谢谢。\n",
    "points": "讲话\n一是：抓好春耕。\n二是：抓好项目。\n三是：抓好民生。\n"
    "一是：抓作风。\n二是：抓落实。\n",
    "labels": "通知\n时间：2020年\n地点：北京\n要求：准时。\n时间：2021年\n"
    "地点：上海\n要求：准时。\n",
    "aims": "报告\n目标：增长百分之八。\n措施：抓项目。\n目标：增收。\n"
    "措施：抓民生。\n要求：抓好。\n",
    "metadata": "讲话\n发布时间：2020年1月1日\n来源：新华社\n作者：王大林\n今天开会。\n",
    "quotations": "讲话\n他说：要抓好。\n我说：好的。\n他说：那就好。\n我说：谢谢。\n今天开会。\n",
    "one name": "讲话\n王大林：今天开会。\n王大林：下面讲几点。\n王大林：谢谢。\n",
    "two turns": "讲话\n王大林：今天开会。\n李小林：好的。\n",
    "each once": "名单\n王大林：市长\n李小林：局长\n張三：主任\n趙四：科長\n",
    "emphasis": "讲话\n总书记强调：要抓好。\n会议指出：要落实。\n总书记强调：要坚持。\n"
    "会议指出：要看到。\n",
    "notes in brackets": "讲话\n[1] 见文件。\n[2] 见文件。\n[1] 见文件。\n[2] 见文件。\n",
    "times": "日程\n9:00：开幕\n9:30：致辞\n9:00：开幕\n9:30：致辞\n",
}


@pytest.mark.parametrize("kind", NO_TALKS)
def test_what_is_no_talk_has_no_turns(kind: str) -> None:
    assert clean_text(NO_TALKS[kind]).turns == ()


def test_headings_of_a_speech_are_no_turns() -> None:
    text = "# 讲话\n\n## 一、形势\n今天开会。\n\n## 二、任务\n抓落实。\n\n## 三、要求\n抓好。\n"
    cleaned = clean_text(text, "a.md")
    assert cleaned.turns == ()


PRESS = (
    "主持人 王刚：各位记者朋友，大家好，欢迎出席今天的会。\n"
    "发言人 李平：谢谢主持人，我先说明情况。\n"
    "{}：请问今年的目标是什么？\n李平：今年的目标是稳中求进。"
)


@pytest.mark.parametrize("reporter", ["路透社记者", "新华社记者", "香港某报記者", "记者 赵明"])
def test_parts_with_names_and_reporters_of_a_paper(reporter: str) -> None:
    expected = ["主持人 王刚", "发言人 李平", reporter, "李平"]
    assert names(clean_text(PRESS.format(reporter))) == expected


FORM = ("姓名：王大林", "性别：男", "职务：主任")
NO_TURNS = {
    "a form three times": "\n".join(FORM * 3),
    "other fields": "\n".join(("年龄：四十岁", "民族：汉", "籍贯：山东", "学历：大学") * 3),
    "who takes part": (
        "主席：张三\n委员：李四、王五\n秘书：赵六\n主席：李四\n委员：张三 赵六\n秘书：王五"
    ),
}


@pytest.mark.parametrize("kind", NO_TURNS)
def test_forms_and_lists_of_names_are_no_turns(kind: str) -> None:
    assert names(clean_text(NO_TURNS[kind])) == []
