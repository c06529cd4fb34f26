"""Cleaning takes any text: it never raises, loses no prose and stays linear."""

from __future__ import annotations

import pytest
from decoded_texts import clean_text
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

PLAIN = [
    "同志们：",
    "。",
    "，",
    "\u3000\u3000",
    "\n",
    "\t",
    "(",
    ")",
    "…",
    "...",
    "《",
    "》",
    "X",
    "\x00",
]
ODD = [
    "(fā)",
    "區(qū)",
    "?yún)^(qū)",
    "小编",
    "整理的",
    "参考",
    "下面是",
    "标题：",
    "首页",
    ">",
    "打印",
]
MARKUP = ["<p>", "<td>", "</tr>", "<script>", "&nbsp;", "http://", "\ufeff", "\ud800", "    "]
FACTS = ["2024年", "篇1", "第一篇", "在会议上", "县长 ", "——", "来源：", "关于", "讲话", "相关链接"]
SCRAPS = st.sampled_from([*PLAIN, *ODD, *MARKUP, *FACTS])
TEXTS = st.one_of(st.text(), st.lists(SCRAPS, max_size=40).map("".join))


@given(text=TEXTS, name=st.text(max_size=12), html=st.booleans())
def test_any_text_gives_paragraphs_of_one_line(text: str, name: str, html: bool) -> None:
    cleaned = clean_text(text, name=name, html=html)
    for paragraph in (cleaned.title, *cleaned.paragraphs):
        assert "\n" not in paragraph
        assert paragraph == paragraph.strip()
    assert all(cleaned.paragraphs)
    assert len(cleaned.lines) == len(cleaned.paragraphs)
    assert all(1 <= line <= text.count("\n") + 1 for line in cleaned.lines)
    for section in cleaned.sections:
        assert 1 <= section.paragraph <= len(cleaned.paragraphs)


PROSE = st.lists(
    st.text("春耕生产要抓紧群众满意", min_size=25, max_size=40).map(lambda line: f"{line}，好。"),
    min_size=1,
    max_size=8,
)


@given(paragraphs=PROSE)
def test_clean_prose_stays_as_it_is(paragraphs: list[str]) -> None:
    cleaned = clean_text("\n".join(paragraphs))
    assert list(cleaned.paragraphs) == paragraphs
    assert (cleaned.title, cleaned.notices) == ("", ())


@pytest.mark.parametrize(
    "text", ["", "\n" * 10_000, "\x00" * 100, "\ufeff", " \u3000\n", "…", "——"]
)
def test_next_to_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.title == ""
    assert len(cleaned.paragraphs) <= 1


@pytest.mark.parametrize(
    "unit",
    [
        "甲　　",
        "甲。　　",
        "<",
        "<a ",
        "<p>",
        "<!--",
        "&#",
        "？",
        "(ā",
        "小编整理",
        "中\n",
        "首页\n>\n",
        "…",
        ".",
        "    ",
        "          \n",
        "\f" * 10 + "\n",
        "今天的会议开得很好大家\n\n\n",
        "今天开会[1]很好。\n[1]注释的内容。\n",
        "×\f》",
        "\f》",
        "甲乙丙丁\f",
        "<style>",
        "<script>甲",
        "\f{%的{{",
        "jīng□\r\n\f○",
        "<!--_........\f<tr>",
        "+",
        "AbC+dEf/",
        "甲+AGE-",
    ],
)
@pytest.mark.slow
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda size: clean_text(unit * (size // len(unit))), 20_000)
