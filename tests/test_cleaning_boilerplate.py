from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import Cleaned
from speechkit.cleaning.boilerplate import Boilerplate

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
MORE = "下一步要把田间管理抓实抓细，做到苗全苗壮，为全年丰收打下坚实的基础，绝不误农时。"


def dropped(cleaned: Cleaned) -> set[str]:
    return {notice.text for notice in cleaned.notices if notice.kind == "dropped"}


def test_a_government_page_keeps_its_speech_and_metadata() -> None:
    text = f"""当前位置：
首页
>
领导讲话
在春耕动员会上的讲话
发布时间：2023-03-12 来源：柳河县政府办 浏览次数：9
【字号：
大
中
小
】
下载
打印
（2023年3月10日）
同志们：
{BODY}
{MORE}
责任编辑：某某
上一篇：没有了
相关链接
关于春耕的通知
主办单位：柳河县人民政府
柳ICP备00000000号
"""
    cleaned = clean_text(text)
    assert cleaned.title == "在春耕动员会上的讲话"
    assert cleaned.paragraphs == (
        "发布时间：2023-03-12 来源：柳河县政府办 浏览次数：9",
        "（2023年3月10日）",
        "同志们：",
        BODY,
        MORE,
    )
    assert (cleaned.date, cleaned.source) == ("2023-03-10", "柳河县政府办")
    assert {"下载", "】", "关于春耕的通知", "柳ICP备00000000号"} <= dropped(cleaned)


def test_buttons_stay_where_they_are_words_of_a_list() -> None:
    text = f"{BODY}\n常用命令\n打印\n下载\n收藏\n{MORE}"
    assert clean_text(text).paragraphs == (BODY, "常用命令", "打印", "下载", "收藏", MORE)


def test_a_wechat_export() -> None:
    links = "喜欢此内容的人还喜欢\n春天来了\n"
    text = f"点击上方蓝字 关注我们\n春耕讲话\n{BODY}\n{MORE}\n阅读原文\n{links}"
    cleaned = clean_text(text)
    assert (cleaned.title, cleaned.paragraphs) == ("春耕讲话", (BODY, MORE))


def test_links_are_dropped_only_where_nothing_but_links_follows() -> None:
    assert clean_text(f"{BODY}\n相关链接\n某某通知\n另一通知").paragraphs == (BODY,)
    kept = clean_text(f"{BODY}\n相关链接\n某某通知\n{MORE}").paragraphs
    assert kept == (BODY, "相关链接", "某某通知", MORE)


def test_an_editors_lead_in_goes_from_its_start_to_its_end() -> None:
    text = (
        f"春耕讲话稿\n{BODY}下面是小編給大家整理的春耕講話稿,僅供參考。\n{MORE}以上就是小编的分享。"
    )
    cleaned = clean_text(text)
    assert cleaned.paragraphs == (BODY, MORE)
    assert "下面是小編給大家整理的春耕講話稿,僅供參考。" in dropped(cleaned)


def test_a_string_in_mid_sentence() -> None:
    cleaned = clean_text(f"{BODY[:20]}当前隐藏内容免费查看{BODY[20:]}\n{MORE}")
    assert cleaned.paragraphs == (BODY, MORE)
    assert dropped(cleaned) == {"当前隐藏内容免费查看"}


def test_a_footer_gives_the_title() -> None:
    text = f"同志们：\n{BODY}\n{MORE}\n本文标题：在春耕会上的讲话\n链接地址：http://example.com/1.html\n"
    cleaned = clean_text(text)
    assert cleaned.title == "在春耕会上的讲话"
    assert cleaned.paragraphs == ("同志们：", BODY, MORE)


def test_a_path_over_several_lines_goes_wherever_it_ends() -> None:
    path = "首页\n>\n政务公开\n>\n领导讲话\n"
    for foot in (path, path + "领导讲话\n", path + ">\n", "网站首页\n>\n", "首页\n>\n>"):
        cleaned = clean_text(f"{path}春耕讲话\n{BODY}\n{MORE}\n{foot}")
        assert (cleaned.title, cleaned.paragraphs) == ("春耕讲话", (BODY, MORE))


FORMS = {
    "who made it": "编委会名单\n编辑：张三\n校对：李四\n排版：王五",
    "chapters": "秦汉史\n第一节 秦\n第二节 汉\n上一章：战国\n下一章：隋唐",
    "a card": "某某学会\n责任编辑：张三\n主办：李四\n地址：某街一号",
    "verses above it": "春天\n白云飘\n小河流\n编辑：张三\n校对：李四",
}


@pytest.mark.parametrize("kind", FORMS)
def test_fields_stay_where_nothing_is_plainly_prose(kind: str) -> None:
    cleaned = clean_text(FORMS[kind])
    shown = [cleaned.title, *cleaned.paragraphs]
    assert [line for line in shown if line] == FORMS[kind].split("\n")
    prose = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
    fields = [line for line in FORMS[kind].split("\n") if "：" in line]
    below = clean_text("\n".join(["在春耕会上的讲话", prose, prose, *fields]))
    assert set(below.paragraphs) & set(fields) != set(fields)


@pytest.mark.parametrize("line", ["版权所有", "版權所有", "【版权所有】", "版权 所有"])
def test_the_foot_of_a_page_goes_without_a_name_too(line: str) -> None:
    text = f"在春耕会上的讲话\n{BODY}\n{MORE}\n{line}"
    assert clean_text(text).paragraphs == (BODY, MORE)


def test_lines_that_are_equal_are_asked_for_their_kind_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    find_kind = Boilerplate.kind

    def note(boilerplate: Boilerplate, line: str) -> str:
        asked.append(line)
        return find_kind(boilerplate, line)

    monkeypatch.setattr(Boilerplate, "kind", note)
    cleaned = clean_text("\n".join([BODY, *["下载", "三十一"] * 200, MORE]))
    assert "三十一" in cleaned.paragraphs
    assert asked.count("三十一") == asked.count("下载") == 1
