"""Normalizing: what meets what, the way back to the text, and that a substring stays one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from speechkit.text.normalize import (
    BOUNDARY,
    HAN_RANGES,
    is_han,
    list_variants,
    normalize,
    normalize_lines,
    normalize_phrase,
    normalize_with_offsets,
    simplify_characters,
)

MARKS = "“”‘’「」《》（）()[]、·…—－-~～ \u3000\t\n\xa0\u2028，。；：！？,;:!?.．…‥\"'`´"
ODD = "\u0301\u200b\ufe0f\x00\x1b\x7f\ue000\U000f0000\ufffe\ud800\udfff\ufffd⒈🄂㎡①⑴㈠Ⅲ½¨İßςſﬁ＋％٣๓"
TROUBLE = "严峻发展计划畫著着臺〇々\u3400\U00020000\U0002f8ea\uf900ab1289%x+" + MARKS + ODD

characters = st.one_of(st.sampled_from(TROUBLE), st.characters())
texts = st.text(characters, max_size=24)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("“十四五”规划", "十四五规划"),
        ("《关于规划的意见》", "关于规划的意见"),
        ("严.峻", "严峻"),
        ("严 . 峻", "严峻"),
        ("开 发\u3000区", "开发区"),
        ("World Bank", "world bank"),
        ("World   “Bank”", "world bank"),
        ("3-5%", "3 5%"),
        ("2019、2020", "2019 2020"),
        ("1,000", "1000"),
        ("1，000", "1，000"),
        ("7.5", "7.5"),
        ("7.5%", "7.5%"),
        ("U.S.", "u.s."),
        ("3.加强", "3.加强"),
        ("3．加强", "3.加强"),
        ("27.46亿", "27.46亿"),
        ("1+2+4+N", "1+2+4+n"),
        ("１８８", "188"),
        ("Ⅲ", "iii"),
        ("㎡", "m2"),
        ("①", "1"),
        ("⒈加强", "1.加强"),
        ("café", "cafe"),
        ("会议,今天", "会议，今天"),
        ("会议； 今天", "会议，今天"),
        ("20xx年", "20xx年"),
        ("×县", "×县"),
        ("臺灣", "台湾"),
        ("裏裡里", "里里里"),
        ("為爲为", "为为为"),
        ("衞衛卫", "卫卫卫"),
        ("計畫", "计画"),
        ("金\u200b融\x00", "金融"),
        ("\ud800", "\ufffd"),
        ("\uf901", "更"),
        ("", ""),
    ],
)
def test_normalized_text(text: str, match: str) -> None:
    assert normalize(text) == match


@given(texts)
@example("a \n b, \n,1.\n.规\n")
def test_lines_fold_as_if_each_were_alone(text: str) -> None:
    assert normalize_lines(text) == "\n".join(map(normalize, text.split("\n")))


@pytest.mark.parametrize("mark", "，。；：！？,;:!?﹐﹔﹖｡")
def test_every_sentence_mark_is_one_boundary(mark: str) -> None:
    assert normalize(f"会议{mark}今天") == f"会议{BOUNDARY}今天"


@pytest.mark.parametrize(
    "marks", ["“", "”", "《》", "、", "·", "…", "——", "-", "\u3000", " \t", "."]
)
def test_marks_between_chinese_characters_vanish(marks: str) -> None:
    assert normalize(f"发{marks}展") == "发展"


@pytest.mark.parametrize(
    ("phrase", "normalized"),
    [
        ("“十四五”", "十四五"),
        ("规划，", "规划"),
        ("。……", ""),
        (" ", ""),
        ("", ""),
        ("U.S.", "u.s"),
        (".5", "5"),
    ],
)
def test_chunks_are_trimmed_of_marks(phrase: str, normalized: str) -> None:
    assert normalize_phrase(phrase) == normalized


def finds(query: str, text: str) -> bool:
    return any(variant in normalize(text) for variant in list_variants(normalize_phrase(query)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("计划", "計畫"),
        ("规划", "規畫"),
        ("计划和规划", "計畫和規畫"),
        ("抓着不放", "抓著不放"),
        ("了解", "瞭解"),
        ("发展", "發展"),
        ("干部", "幹部"),
        ("台湾", "臺灣"),
        ("部分", "部份"),
        ("答复", "答覆"),
        ("十四五规划", "“十四五”規畫"),
    ],
)
def test_both_ways_of_writing_meet(one: str, other: str) -> None:
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("锻炼", "鍛鍊"),
        ("磨炼", "磨鍊"),
        ("仿佛", "彷彿"),
        ("熏陶", "薰陶"),
        ("借机", "藉機"),
        ("借着", "藉著"),
        ("鲶鱼", "鯰魚"),
        ("反反复复", "反反覆覆"),
    ],
)
def test_what_opencc_writes_in_traditional_characters_is_found(
    simplified: str, traditional: str
) -> None:
    assert finds(simplified, traditional)
    assert finds(traditional, simplified)


@pytest.mark.parametrize(
    ("query", "text"),
    [("画", "计划"), ("划", "计画"), ("着", "著作"), ("1000", "1，000"), ("著作", "着作")],
)
def test_these_do_not_meet(query: str, text: str) -> None:
    assert not finds(query, text)


def test_a_chunk_has_its_own_way_first_and_few_others() -> None:
    assert list_variants("计划") == ("计划", "计画")
    assert list_variants("计画") == ("计画", "计划")
    assert list_variants("画") == ("画",)
    assert list_variants("发展") == ("发展",)
    assert set(list_variants("计划规划")) == {"计划规划", "计画规划", "计划规画", "计画规画"}
    many = list_variants("计划规划策划企划筹划谋划了解重复部分")
    assert many[0] == "计划规划策划企划筹划谋划了解重复部分"
    assert len(many) <= 16


@given(st.text(st.sampled_from("计规划画着著作名了解瞭望想像象的"), min_size=1, max_size=8))
def test_ways_of_writing_keep_length_and_come_back(phrase: str) -> None:
    variants = list_variants(phrase)
    assert variants[0] == phrase
    assert len(set(variants)) == len(variants)
    assert {len(variant) for variant in variants} == {len(phrase)}


@given(texts)
def test_folding_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(texts, st.data())
def test_a_folded_substring_is_a_substring(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert normalize_phrase(text[start:end]) in normalize(text)


@given(texts)
@example("1,000, 严. 峻")
@example("a . b，，c")
def test_each_character_of_the_normalized_text_leads_back_to_its_own(text: str) -> None:
    normalized = normalize_with_offsets(text)
    assert normalized.match == normalize(text)
    assert len(normalized.origins) == len(normalized.match)
    assert list(normalized.origins) == sorted(normalized.origins)
    for place, character in enumerate(normalized.match):
        start, end = normalized.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        source = text[normalized.origins[place]]
        # Beside letters every character shows what it normalizes to; a comma may become a boundary.
        shown = normalize(f"a{source}b")
        assert character in shown or (character, source) == (".", ".")


@given(texts, st.data())
def test_the_text_behind_a_match_folds_to_the_match(text: str, data: st.DataObject) -> None:
    normalized = normalize_with_offsets(text)
    if normalized.match:
        start = data.draw(st.integers(0, len(normalized.match) - 1))
        end = data.draw(st.integers(start + 1, len(normalized.match)))
        piece = normalize(text[slice(*normalized.span(start, end))])
        assert normalized.match[start:end].strip(f" .{BOUNDARY}") in piece


@pytest.mark.parametrize("text", ["e\u0301a", "区\ufe00内"])
def test_a_span_takes_in_the_combining_marks_of_its_last_character(text: str) -> None:
    assert normalize_with_offsets(text).span(0, 1) == (0, 2)


def chinese_characters() -> list[str]:
    return [chr(code) for code in range(0x2E80, 0x323B0) if is_han(chr(code))]


def closed(converter: OpenCC, character: str) -> str:
    """Convert again until nothing changes: a conversion may lead to what is converted itself."""
    converted = str(converter.convert(character))
    return converted if converted == character else closed(converter, converted)


def test_the_table_of_characters_is_that_of_the_installed_opencc() -> None:
    """Where variants.txt says more, OpenCC's character and ours still meet."""
    converter = OpenCC("t2s")
    wrong = []
    for character in chinese_characters():
        if unicodedata.normalize("NFKD", character) == character:
            expected = closed(converter, character)
            if simplify_characters(character) != simplify_characters(expected):
                wrong.append((character, expected, simplify_characters(character)))
    # 鯰 and 鍊 lead to another form of the same character than OpenCC's.
    assert {character for character, *_ in wrong} <= {"鯰", "鍊"}


def test_a_simplified_character_stays() -> None:
    normalizes = {character: normalize(character) for character in chinese_characters()}
    assert [c for c, normalized in normalizes.items() if normalize(normalized) != normalized] == []
    assert {len(normalized) for normalized in normalizes.values()} == {1}


def test_every_block_of_chinese_characters_counts_as_chinese() -> None:
    for character in "々〇⺀⼀㐀䶿一鿿豈\U00020000\U00030000\U000323af\U0002f800":
        assert is_han(character)
    for character in "aA1，、あア가\u3000ㄅ":
        assert not is_han(character)
    assert HAN_RANGES
