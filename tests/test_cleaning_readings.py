"""Readings of every typography go behind a Chinese character; everything else in brackets stays."""

from __future__ import annotations

import unicodedata

import pytest
from decoded_texts import clean_text
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning.annotations import drop_annotations
from speechkit.text.normalize import normalize_phrase

BRACKETS = ["()", "（）", "[]", "［］", "〔〕", "【】", "〈〉", "{}", "⟨⟩", "(）", "（)"]
PINYIN = [
    "guī",
    "Guī",
    "GUĪ",
    "ɡuī",
    unicodedata.normalize("NFD", "guī"),
    " guī ",
    "\u3000guī",
    "ｇｕī",
    "gūi",
    "gui1",
    "ɡui1",
    "nǚ",
    "nü3",
    "nv3",
    "nu:3",
    unicodedata.normalize("NFD", "nǚ"),
    "fɑ̄ng",
    "ān",
    "é",
    "ér",
    "zhuāng",
    "ḿ",
]
WORDS = [
    ("规划", "guī huà"),
    ("规划", "guīhuà"),
    ("规划", "guī-huà"),
    ("规划", "guī·huà"),
    ("规划", "Guī Huà"),
    ("规划", "gui1 hua4"),
    ("规划", "gui1hua4"),
    ("规划", "Gui1-Hua4"),
    ("西安", "Xī'ān"),
    ("西安", "Xī’ān"),
    ("东西", "dōngxi"),
    ("妈妈", "māma"),
    ("一点儿", "yìdiǎnr"),
    ("李明", "Lǐ Míng"),
    ("规划", "kuei1-hua4"),
    ("規劃", "kwai1 waak6"),
    ("和", "hé、hè"),
    ("鄂尔多斯", "È'ěrduōsī"),
]
ZHUYIN = [
    "ㄕㄨˋ",
    "ㄌㄧˋ",
    "˙ㄉㄜ",
    "ㄉㄜ˙",
    "ㄓ",
    "ㄦˊ",
    "ㄐㄩㄥ",
    "ㄒ一ˊ",
    " ㄕㄨˋ ",
    "ㄚ",
    "ㄅㄚ",
    "ㄨㄥ",
]
TEXT = [
    "总值(GDP)增长",
    "加入(WTO)",
    "加入（WTO）以后",
    "浓度(pm2.5)",
    "方案(a)和方案(A)",
    "方案(a1)",
    "的(de)路",
    "我(me)和(you)",
    "十(kg)",
    "五（km）",
    "李明(Li Ming)",
    "李明（Li Ming）说",
    "咖啡(café)",
    "马累(Malé)",
    "洛美(Lomé)",
    "巴拿马(Panamá)",
    "加塞雷斯(Cáceres)",
    "上湖(Lac Supérieur)",
    "自在（īśā）",
    "引脚(pin1)和引脚(pin2)",
    "前五(top5)",
    "他/她/它",
    "公里/小时/人",
    "水(H2O)",
    "函数(f(x))",
    "第(1)项",
    "见[1]和［2］",
    "字母(ㄅㄆㄇ)",
    "甲(ㄅ)乙(ㄆ)",
    "读guī，读huà，读qū字",
    "(guī)字开头",
    "word(guī)",
    "〔2012〕3号",
    "苹果{iPhone}",
    "<b>要</b>",
]


@pytest.mark.parametrize("bracket", BRACKETS)
def test_a_reading_of_one_character_goes(bracket: str) -> None:
    for reading in PINYIN + ZHUYIN:
        text = f"要把规{bracket[0]}{reading}{bracket[1]}划落到实处。"
        assert drop_annotations(text)[0] == "要把规划落到实处。", text


@pytest.mark.parametrize("bracket", BRACKETS)
def test_a_reading_of_a_word_goes(bracket: str) -> None:
    for word, reading in WORDS:
        text = f"谈谈{word}{bracket[0]}{reading}{bracket[1]}的事。"
        assert drop_annotations(text)[0] == f"谈谈{word}的事。", text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("规/guī/划", "规划"),
        ("规 (guī) 划 (huà) 落到", "规划落到"),
        ("“规划”（guī huà）落到", "“规划”落到"),
        ("规ᵍᵘⁱ¹划", "规划"),
        ("规guī划huà落luò到", "规划落到"),
        ("規ㄍㄨㄟ劃ㄏㄨㄚˋ落ㄌㄨㄛˋ到", "規劃落到"),
        ("规(pin1)划(huà)", "规划"),
    ],
)
def test_readings_without_brackets_and_behind_words(text: str, plain: str) -> None:
    assert drop_annotations(text)[0] == plain


@pytest.mark.parametrize("text", TEXT)
def test_what_is_no_reading_stays(text: str) -> None:
    assert drop_annotations(text) == (text, [])


def test_zhuyin_and_pinyin_are_told_apart() -> None:
    _, notices = drop_annotations("樹(ㄕㄨˋ)立(lì)信(ㄒㄧㄣˋ)心")
    assert sorted((n.rule, n.times) for n in notices) == [
        ("pinyin-annotation", 1),
        ("zhuyin-annotation", 2),
    ]


SENTENCES = ["要把规划落到实处，把责任扛在肩上。", "我們要樹立信心，共同前進，不辜負老師的期望。"]


@given(
    sentence=st.sampled_from(SENTENCES),
    place=st.integers(1, 30),
    reading=st.sampled_from(PINYIN + ZHUYIN),
    bracket=st.sampled_from(BRACKETS),
)
def test_a_phrase_is_found_over_a_reading(
    sentence: str, place: int, reading: str, bracket: str
) -> None:
    place = min(place, len(sentence) - 2)
    while not "\u4e00" <= sentence[place - 1] <= "\u9fff":
        place -= 1
    text = f"{sentence[:place]}{bracket[0]}{reading}{bracket[1]}{sentence[place:]}"
    (paragraph,) = clean_text(text).paragraphs
    assert normalize_phrase(sentence) == normalize_phrase(paragraph)
