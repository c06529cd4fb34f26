"""Page breaks go, the sentences that they part are joined, and numbers of the speech stay."""

from __future__ import annotations

import pytest
from decoded_texts import clean_text
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning.lines import Lines
from speechkit.cleaning.pages import join_pages

FIRST = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务。"
SECOND = "我们要把全流域各级各部门肩上扛的防汛责任压实到每一个岗位，把值班制度落到每个夜晚。"
THIRD = "会后，大家到几个乡走一走，和干部群众拉拉家常，把实情带回来。"
SURE = [
    "— {} —",
    "—{}—",
    "- {} -",
    "-{}-",
    "－{}－",
    "–{}–",
    "· {} ·",
    "•{}•",
    "第{}页",
    "第 {} 页",
    "第 {} 页 共 9 页",
    "第{}页/共9页",
    "第{}页，共9页",
    "第{}頁",
    "Page {} of 9",
    "Page {}",
    "page {}",
    "p. {}",
    "P{}",
    "{}页",
    "==========第{}页==========",
    "【第{}页】",
    "[第{}页]",
    "（第{}页）",
    "----- {} -----",
    "*** {} ***",
    '<pb n="{}">',
    "~ {} ~",
    "= {} =",
    "第 {} / 9 页",
    "共9页 第{}页",
    "pp. {}",
    "︱{}︱",
    "◆{}◆",
    "<!-- page {} -->",
    "页码：{}",
    "[Page {}]",
]
WEAK = [
    "{}",
    "[{}]",
    "({})",
    "（{}）",
    "{}/9",
    "{} / 9",
    "〔{}〕",
    "{}.",
    "{}·",
    "- {}",
    "{} -",
    "#{}",
    "{} of 9",
]


def join(*texts: str) -> list[str]:
    lines, _ = join_pages(Lines(list(texts), range(1, len(texts) + 1)))
    return [text for text in lines.texts if text.strip()]


def halves(text: str, place: int) -> tuple[str, str]:
    return text[:place], text[place:]


@pytest.mark.parametrize("number", ["3", "12", "３"])
@pytest.mark.parametrize("blank", [[], [""]])
def test_a_plain_page_number_amid_a_sentence(number: str, blank: list[str]) -> None:
    before, after = halves(SECOND, 20)
    for form in SURE:
        text = [FIRST, before, *blank, form.format(number), *blank, after, THIRD]
        assert join(*text) == [FIRST, SECOND, THIRD], form


@pytest.mark.parametrize("feed", ["\f{after}", "\f\n{after}"])
def test_any_number_before_a_form_feed(feed: str) -> None:
    before, after = halves(SECOND, 20)
    page = feed.format(after=after).split("\n")
    expected = [FIRST, SECOND, THIRD]
    for form in (*SURE, *WEAK):
        assert join(FIRST, before, form.format(3), *page, THIRD) == expected, form
        assert join(FIRST, before, "", form.format(3), "", *page, THIRD) == expected, form


def test_numbers_that_ascend() -> None:
    one, two = halves(SECOND, 20)
    three, four = halves(FIRST, 12)
    for form in (*SURE, *WEAK):
        text = [THIRD, one, form.format(3), two, THIRD, three, form.format(4), four]
        assert join(*text) == [THIRD, SECOND, THIRD, FIRST], form


@pytest.mark.parametrize("numbers", ["三四", "１２"])
def test_chinese_and_full_width_numbers(numbers: str) -> None:
    one, two = halves(SECOND, 20)
    three, four = halves(FIRST, 12)
    text = [THIRD, one, numbers[0], two, THIRD, three, f"{numbers[1]}", four]
    assert join(*text) == [THIRD, SECOND, THIRD, FIRST]


def test_a_form_feed_alone() -> None:
    before, after = halves(SECOND, 20)
    assert join(FIRST, before, f"\f{after}", THIRD) == [FIRST, SECOND, THIRD]
    assert join(FIRST, f"{before}\f{after}", THIRD) == [FIRST, SECOND, THIRD]
    assert join(FIRST, f"{before}\f", after, THIRD) == [FIRST, SECOND, THIRD]
    assert join(FIRST, f"\f{SECOND}", THIRD) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "heads",
    [
        ("某市年鉴 · 12", "某市年鉴 · 13"),
        ("12 某市年鉴", "13 某市年鉴"),
        ("某市年鉴\t12", "某市年鉴\t13"),
        ("某市年鉴　第12页", "某市年鉴　第13页"),
    ],
)
def test_running_heads_with_their_number(heads: tuple[str, str]) -> None:
    one, two = halves(SECOND, 20)
    three, four = halves(FIRST, 12)
    text = [THIRD, one, heads[0], two, THIRD, three, heads[1], four]
    if "\t" in heads[0]:  # a row of a table
        text[2], text[6] = f"\f{heads[0]}", f"\f{heads[1]}"
    assert join(*text) == [THIRD, SECOND, THIRD, FIRST]


def test_running_heads_below_form_feeds_and_numbers() -> None:
    one, two = halves(SECOND, 20)
    three, four = halves(FIRST, 12)
    title = "在防汛工作座谈会上的讲话"
    assert join(title, FIRST, one, "3", f"\f{title}", two) == [title, FIRST, SECOND]
    text = ["某市年鉴", THIRD, one, "— 3 —", "某市年鉴", two, three, "— 4 —", "某市年鉴", four]
    assert join(*text) == ["某市年鉴", THIRD, SECOND, FIRST]


@pytest.mark.parametrize(
    "text",
    [
        [FIRST, "3", SECOND],
        [FIRST, "三", SECOND, "四", THIRD],
        [FIRST, "村名", "亩数", "12", "30", SECOND],
        [FIRST, "增长率", "3/9", SECOND],
        [FIRST, "（一）", SECOND, "（二）", THIRD],
        [FIRST, "中央生态环境保护督察整改取得明显成效，空气中的PM", "2", "年平均浓度保持不变。"],
        ["春风吹过山前柳", "我们一定能成功", "细雨飘来屋后花", "我们一定能成功"],
        [FIRST, "1", SECOND, "2", THIRD, "3", FIRST],
        ["现有以下三个村", "1", "东村", "2", "西村", "3", "南村", FIRST],
        [FIRST, "谢谢大家！", SECOND, "谢谢大家！"],
    ],
)
def test_lines_of_the_speech_stay(text: list[str]) -> None:
    assert join(*text) == text


def test_any_number_of_heads_amid_a_sentence() -> None:
    heads = ["\f春耕图片，各村情况和我们的工作"] * 60
    lines = ["春耕讲话", "", FIRST, FIRST.rstrip("。"), *heads, "\f，群众情绪很好。", FIRST]
    joined, notices = join_pages(Lines(lines, range(len(lines))))
    assert joined.texts == ["春耕讲话", "", FIRST, FIRST.rstrip("。") + "，群众情绪很好。", FIRST]
    assert sum(notice.times for notice in notices if notice.rule == "running-head") == len(heads)


def test_heads_and_numbers_on_lines_of_their_own() -> None:
    one, two = halves(SECOND, 20)
    text = [FIRST, one, "12", "某市年鉴", two, THIRD, one, "13", "某市年鉴", two]
    assert join(*text) == [FIRST, SECOND, THIRD, SECOND]


@pytest.mark.parametrize("number", ["iii", "iv"])
def test_roman_numbers(number: str) -> None:
    one, two = halves(SECOND, 20)
    assert join(FIRST, one, f"- {number} -", two) == [FIRST, SECOND]
    assert join(FIRST, one, number, f"\f{two}") == [FIRST, SECOND]


def test_lines_of_the_text_at_the_edge_of_pages_are_no_heads() -> None:
    one, two = halves(SECOND, 20)
    text = [FIRST, one, "1", f"\f{two}", FIRST, one, "2", f"\f{two}", FIRST]
    assert join(*text) == [FIRST, SECOND, FIRST, SECOND, FIRST]


def test_page_numbers_and_heads_are_told() -> None:
    one, two = halves(SECOND, 20)
    cleaned = clean_text(f"{FIRST}\n{one}\n— 3 —\n{two}\n{THIRD}")
    assert cleaned.paragraphs == (FIRST, SECOND, THIRD)
    assert {(n.kind, n.rule, n.times) for n in cleaned.notices} == {
        ("dropped", "page-number", 1),
        ("repaired", "page-break", 1),
    }


@given(
    place=st.integers(6, len(SECOND) - 3),
    form=st.sampled_from([*SURE, *WEAK]),
    number=st.integers(1, 99),
)
def test_a_phrase_is_found_over_any_page_break(place: int, form: str, number: int) -> None:
    one, two = halves(SECOND, place)
    mark = form.format(min(number, 9) if "9" in form else number)
    cleaned = clean_text(f"{FIRST}\n{THIRD}\n{one}\n{mark}\n\f{two}\n{FIRST}")
    assert SECOND in cleaned.paragraphs


FEW_WORDS = (
    "我们要以人民为中心的发展思想。",
    "大家都来发展经济，改善民生。",
    "必须推动乡村的全面振兴。",
)
BODY = "今天我们召开全县干部大会，总结工作，部署任务。"


def paged(line: str, place: int, blank: list[str]) -> list[str]:
    """Pages, each of which ends some characters behind the beginning of a paragraph."""
    texts = ["在大会上的讲话", "同志们："]
    for number, sentence in enumerate(FEW_WORDS, 1):
        head, tail = halves(sentence, place)
        texts += [BODY, head, *blank, *line.format(number).split("\n"), *blank, tail]
    return [*texts, BODY]


@pytest.mark.parametrize(
    "form", ["{}", "({})", "{}/9", "{} of 9", "- {} -", "县政府文件", "县政府\n{}"]
)
@pytest.mark.parametrize("blank", [[], [""]])
def test_few_words_before_a_page_break(form: str, blank: list[str]) -> None:
    for place in range(3, 9):
        joined = join(*paged(form, place, blank))
        assert [text for text in joined if text in FEW_WORDS] == list(FEW_WORDS), (form, place)
        assert len(joined) == 9, (form, place)


def test_few_words_before_a_single_sure_number() -> None:
    for form in SURE:
        text = ["在大会上的讲话", BODY, "我们要以人民为", form.format(1), "中心的发展思想。"]
        assert join(*text)[-1] == FEW_WORDS[0], form


@pytest.mark.parametrize(
    "text",
    [
        [
            *("工作任务", "具体措施", "加强领导，落实责任。"),
            *("监督检查", "具体措施", "严格考核，奖惩分明。"),
            *("宣传教育", "具体措施", "办好专栏，讲好故事。"),
        ],
        ["城市道路", "1", "长二十里，宽十米。", "乡村道路", "2", "长三十里，宽五米。"],
        [BODY, "春耕", "1", "雨水一到，就要下种。", "夏收", "2", "麦子黄了，就要开镰。"],
    ],
)
def test_headings_above_numbers_and_headings_stay(text: list[str]) -> None:
    assert join(*text) == text
