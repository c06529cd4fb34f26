from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import Cleaned

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
