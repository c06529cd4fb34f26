from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import BoilerplateError, parse_boilerplate, shipped_boilerplate

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
FURNITURE = shipped_boilerplate()


@pytest.mark.parametrize(
    "line",
    [
        "版权所有：柳河县人民政府",
        "【打印本页】 【关闭窗口】",
        "网站地图 | 联系我们 | 关于我们",
        "湘ICP备00000000号-1",
        "网站标识码：0000000000",
        "您当前的位置：首页 > 政务公开 > 讲话",
        "上一篇：在水利会议上的讲话",
        "点击上方蓝字 关注我们",
        "長按識別二維碼關注我們",
        "浏览次数：12",
        "【字号：大 中 小】",
        "Copyright © 2020 柳河 All Rights Reserved.",
    ],
)
def test_furniture_lines_are_known(line: str) -> None:
    assert FURNITURE.kind(line) == "line"


@pytest.mark.parametrize("line", ["第 3 页 共 9 页", "- 12 -", "Page 3 of 9"])
def test_numbers_of_pages_are_known(line: str) -> None:
    assert FURNITURE.kind(line) == "page"


@pytest.mark.parametrize(
    "line",
    [
        "版权保护工作要抓紧。",
        "扫描二维码办理业务，方便了群众。",
        "来源：柳河日报",
        "作者：某某",
        "全面打印下发",
        "一、打印机产业要做大做强",
        "上一篇文章讲了农业",
        "相关部门要密切配合",
    ],
)
def test_body_and_metadata_are_not_boilerplate(line: str) -> None:
    assert FURNITURE.kind(line) == ""


def test_users_rules_are_used() -> None:
    boilerplate = parse_boilerplate("# mine\nline 柳河之声第#期\nsame 声聲\n")
    text = f"柳河之聲第 12 期\n{BODY}\n{BODY}"
    cleaned = clean_text(text, boilerplate=boilerplate)
    assert (cleaned.title, cleaned.paragraphs) == ("", (BODY, BODY))
    assert "柳河" in clean_text(text).title


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ("line 大", "大"),
        ("line #号文件", "12 号文件"),
        ("line -#-", "－ 3 －"),
        ("line (京|柳河)*报", "柳  河 晚 报"),
        ("line *之声", "“柳 河” 之 声"),
        ("line *之声。", "柳河之声"),
        ("line (大|小)。", "大"),
        ("line *之声", "-柳河\xa0之\xa0声"),
        ("line 打印本页\nnear 大", "········· 【打 印 本页】 大"),
        ("line (甲|)~之声", "柳河之声"),
        ("line (甲|乙|)柳河之声", "柳河之声"),
        ("line 柳河(晚|)报(社|)", "【柳河报】"),
        ("line 柳河报:{address}", "柳河报： HTTPS://example.org/1.html?a=b"),
        ("line {address}", "www.example.org"),
    ],
)
def test_lines_are_known_however_their_rule_begins(rules: str, line: str) -> None:
    assert parse_boilerplate(rules).kind(line) == "line"
    assert parse_boilerplate(rules).kind(f"我{line}们") == ""


@pytest.mark.parametrize("rule", ["(天气|雨水)*(真好|很好)", "天气*", "*天气*好"])
def test_sentences_are_known_with_and_without_a_fixed_word(rule: str) -> None:
    boilerplate = parse_boilerplate(f"sentence {rule}")
    cleaned = clean_text(f"{BODY}\n天气真好。{BODY}", boilerplate=boilerplate)
    assert cleaned.paragraphs == (BODY, BODY)


@pytest.mark.parametrize(
    "rule", ["nonsense 某某", "line *", "line", "sentence {title}", "line ~(甲|)", "line #"]
)
def test_a_line_that_is_no_rule_is_named(rule: str) -> None:
    with pytest.raises(BoilerplateError, match="line 2"):
        parse_boilerplate(f"# one\n{rule}\n")


def test_a_sentence_names_the_title() -> None:
    boilerplate = parse_boilerplate("sentence 这里是{title}的全文,*")
    text = f"春耕动员讲话\n{BODY}这里是春耕动员讲话的全文，请收好。\n{BODY}"
    cleaned = clean_text(text, boilerplate=boilerplate)
    assert cleaned.title == "春耕动员讲话"
    assert cleaned.paragraphs == (BODY, BODY)
    assert [notice.text for notice in cleaned.notices] == ["这里是春耕动员讲话的全文，请收好。"]
