"""Lines that break one sentence into very short ones are joined; short lines of their own stay."""

from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning.fragments import join_fragments
from speechkit.cleaning.lines import Lines

BEFORE = "污染防治攻坚战成效明显，"
FIRST = "今年春天雨水充足，全镇上下抓住农时，都按时完成了播种任务。"


def join(*texts: str) -> list[str]:
    return join_fragments(Lines(list(texts), range(1, len(texts) + 1)))[0].texts


@pytest.mark.parametrize(
    "pieces",
    [
        ["空气中的PM", "2.5", "年平均浓度保持不变。"],
        ["空气中的PM", "10", "年平均浓度下降。"],
        ["空气中的", "PM", "2.5", "年平均浓度下降。"],
        ["排放CO", "2", "总量下降，水质改善。"],
        ["CO", "2", "和SO", "2", "排放总量下降，水质改善。"],
        ["建成绿地30万m", "2", "，比上年多三成。"],
        ["离子浓度Ca", "2+", "有所下降。"],
        ["推进“双向", "揭榜", "挂帅”的改革。"],
        ["学习《关于加强", "作风建设", "的意见》精神。"],
        ["坚持“两山", "”理念不动摇。"],
        ["坚持“", "两山”理念不动摇。"],
        ["把责任压实到每一个岗位", "，把值班制度落到每个夜晚。"],
        ["把责任压实到", "每一个岗位", "，把制度落到每个夜晚。"],
    ],
)
def test_the_pieces_of_a_sentence_are_joined(pieces: list[str]) -> None:
    whole = BEFORE + "".join(pieces)
    assert join(FIRST, BEFORE + pieces[0], *pieces[1:], FIRST) == [FIRST, whole, FIRST]


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, "2.5", FIRST],
        ["指标", "GDP", "5.2", "亿元"],
        [FIRST, "一、加强领导", "2", FIRST],
        ["春风吹过山前柳", "细雨飘来屋后花"],
        [FIRST, "谢谢大家！"],
        [FIRST, "某市市长 王大林", "2024年3月5日"],
        ["他写道：“春眠不觉晓，", "处处闻啼鸟。", "夜来风雨声，", "花落知多少。”"],
        ["关于某市的报告", "，这是一句话。"],
        [BEFORE + "他说：", "“大家辛苦了。”"],
        [BEFORE + "大家谈了三点", "（一）加强领导", "（二）落实责任"],
    ],
)
def test_lines_of_their_own_stay(lines: list[str]) -> None:
    assert join(*lines) == lines


def test_joins_are_told() -> None:
    text = f"{FIRST}\n{BEFORE}空气中的PM\n2.5\n年平均浓度保持不变。\n{FIRST}"
    cleaned = clean_text(text)
    assert cleaned.paragraphs == (FIRST, f"{BEFORE}空气中的PM2.5年平均浓度保持不变。", FIRST)
    assert cleaned.lines == (1, 2, 5)
    assert [(n.kind, n.rule, n.times) for n in cleaned.notices] == [("repaired", "broken-line", 2)]
