"""Each rule of the list of boilerplate: lines of pages that go, lines of speakers that stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from decoded_texts import clean_text
from opencc import OpenCC

from speechkit.cleaning import boilerplate as shipped
from speechkit.cleaning import parse_boilerplate

TITLE = "在春耕动员会议上的讲话"
BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
MORE = "下一步要把田间管理抓实抓细，做到苗全苗壮，为全年丰收打下坚实的基础，绝不误农时。"
LIST = Path(shipped.__file__).with_name("boilerplate.txt").read_text(encoding="utf-8")


class Case(NamedTuple):
    """A rule, lines that it drops where they are a page's, and lines that nothing drops."""

    rule: str
    goes: list[str]
    stays: list[str]


def cases() -> Iterator[Case]:
    text = (Path(__file__).parent / "boilerplate_rules.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        rule, *lines = block.strip().split("\n")
        goes = [line[2:] for line in lines if line.startswith("+ ")]
        yield Case(rule, goes, [line[2:] for line in lines if line.startswith("- ")])


def rules(*kinds: str) -> list[str]:
    return [line for line in LIST.split("\n") if line.startswith(kinds)]


CASES = list(cases())
WHOLE = [case for case in CASES if not case.rule.startswith(("sentence", "within"))]
INLINE = [case for case in CASES if case.rule.startswith(("sentence", "within"))]
each = pytest.mark.parametrize


def test_each_rule_has_its_lines() -> None:
    listed = rules("line ", "word ", "near ", "related ", "sentence ", "page ", "within ")
    assert [case.rule for case in CASES] == listed
    assert [case.rule for case in CASES if not case.goes or len(case.stays) < 3] == []


def test_a_rule_drops_its_lines_at_the_end_of_a_page() -> None:
    for case in WHOLE:
        alone = parse_boilerplate("\n".join([case.rule, *rules("same ")]))
        for line in case.goes:
            assert alone.kind(line), (case.rule, line)
            text = f"{TITLE}\n{BODY}\n{MORE}\n返回顶部\n{line}\n"
            assert clean_text(text).paragraphs == (BODY, MORE), (case.rule, line)


def test_a_line_that_is_alone_amid_the_body_stays() -> None:
    for rule, line in ((case.rule, line) for case in WHOLE for line in case.goes):
        paragraphs = clean_text(f"{TITLE}\n{BODY}\n{line}\n{MORE}\n{BODY}").paragraphs
        stays = [] if rule.startswith("page ") else [line]
        assert "".join(paragraphs) == "".join([BODY, *stays, MORE, BODY]), rule


@each("case", INLINE, ids=[case.rule for case in INLINE])
def test_a_rule_drops_what_is_within_a_line(case: Case) -> None:
    alone = parse_boilerplate("\n".join([case.rule, *rules("same ")]))
    for sentence in case.goes:
        text = f"{TITLE}\n{BODY}\n{MORE}{sentence}\n"
        assert clean_text(text, boilerplate=alone).paragraphs == (BODY, MORE)
        assert clean_text(text).paragraphs == (BODY, MORE)


def test_no_rule_drops_a_speakers_line() -> None:
    for rule, line in ((case.rule, line) for case in CASES for line in case.stays):
        for text in (
            f"{TITLE}\n{line}\n{BODY}\n{MORE}",
            f"{TITLE}\n{BODY}\n{line}\n{MORE}",
            f"{TITLE}\n{BODY}\n{MORE}\n{line}",
        ):
            paragraphs = clean_text(text).paragraphs
            assert "".join(text.split("\n")[1:]) == "".join(paragraphs), rule


def speakers_sentences() -> list[str]:
    text = (Path(__file__).parent / "speakers_sentences.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@each("scripts", ["as written", pytest.param("traditional", marks=pytest.mark.slow)])
def test_no_sentence_of_a_speaker_goes(scripts: str) -> None:
    sentences = speakers_sentences()
    if scripts == "traditional":
        sentences = [OpenCC("s2t").convert(sentence) for sentence in sentences]
    for sentence in sentences:
        for text in (
            f"{TITLE}\n{sentence}\n{BODY}\n{MORE}",
            f"{TITLE}\n{BODY}\n{sentence}\n{MORE}",
            f"{TITLE}\n{BODY}\n{MORE}\n{sentence}",
            f"{TITLE}\n{BODY}\n{MORE}\n{sentence}\n谢谢大家\n柳河县\n2023年3月1日",
            f"{TITLE}\n{BODY}\n{MORE}{sentence}\n返回顶部\n打印本页",
            f"{TITLE}\n{BODY}\n{MORE}\n{sentence}\n返回顶部\n打印本页",
            f"{TITLE}\n{sentence}\n好。\n是的！\n{sentence}",
        ):
            assert sentence in "\n".join(clean_text(text).paragraphs)


def test_sentences_next_to_each_other_stay_amid_a_body() -> None:
    lines = [*speakers_sentences(), *(line for case in CASES for line in case.stays)]
    text = "\n".join([BODY, *(line for line in lines if line.endswith("。")), MORE])
    assert "\n".join(clean_text(text).paragraphs) == text


PAGE_ENDS = [
    "责任编辑：王某某\n上一篇：怎样做好春耕？\n下一篇：没有了\n",
    "【打印】 【关闭】\n",
    "打印\n关闭\n",
    "主办单位：柳河县人民政府\n地址：人民路1号 邮编：000000\n湘ICP备00000000号-1\n",
    "网站地图 | 联系我们 | 关于我们\nCopyright © 2020 柳河县 All Rights Reserved.\n",
    "以上就是小编为大家整理的讲话稿，希望对大家有所帮助。\n相关文章\n春耕的通知\n水利的意见\n",
    "本文链接：http://www.example.org/1.html\n转载请注明出处。\n",
    "图片来源于网络，如有侵权，请联系删除。\n",
    "免责声明：本站文章均来自互联网，不代表本站立场。\n",
    "扫一扫在手机打开当前页\n分享到：\n微信\n微博\n",
    "阅读 1024\n在看\n赞\n阅读原文\n喜欢此内容的人还喜欢\n春天来了\n",
    "编辑：王某\n审核：李某\n来源：\n",
]


@each("end", PAGE_ENDS)
@each("last", [MORE, f"{MORE}\n谢谢大家！", f"{MORE}\n柳河县县长 王某某\n2023年3月1日"])
def test_the_ends_of_pages_go(end: str, last: str) -> None:
    kept = [line for line in end.split("\n") if line == "来源："]
    paragraphs = clean_text(f"{TITLE}\n{BODY}\n{last}\n{end}").paragraphs
    assert "\n".join(paragraphs) == "\n".join([BODY, last, *kept])


def test_a_poem_without_a_plain_line_keeps_what_is_its_own() -> None:
    poem = "大\n小\n返回\n我在路上\n你在灯下"
    assert clean_text(f"春夜\n{poem}\n打印本页\n关闭窗口").paragraphs[-5:] == tuple(
        poem.split("\n")
    )


def test_a_text_of_nothing_but_boilerplate_stays() -> None:
    cleaned = clean_text("首页\n打印本页\n关闭窗口")
    assert (cleaned.title, *cleaned.paragraphs) == ("首页", "打印本页", "关闭窗口")


def test_boilerplate_between_two_parts_of_a_page_goes_in_company() -> None:
    between = "打印本页\n关闭窗口\n分享到：\n微信"
    assert clean_text(f"{BODY}\n{between}\n{MORE}\n{BODY}").paragraphs == (BODY, MORE, BODY)
    kept = clean_text(f"{BODY}\n打印本页\n{MORE}\n{BODY}").paragraphs
    assert kept == (BODY, "打印本页", MORE, BODY)


def test_short_turns_are_no_boilerplate() -> None:
    turns = "### 王委员：\n下载\n\n### 李顾问：\n收藏\n\n### 王委员：\n好。"
    kept = [line for line in turns.split("\n") if line]
    assert clean_text(f"{BODY}\n{MORE}\n{turns}").paragraphs[2:] == tuple(kept)
