"""Names of persons: what surely is one, and what only looks like one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.data import read_data
from speechkit.text.names import (
    is_bare_name,
    is_common_word,
    is_person,
    officer,
    stated_person,
)


@pytest.mark.parametrize(
    "name",
    [
        "王林",
        "王大林",
        "欧阳明",
        "欧阳明华",
        "司马光明",
        "諸葛大明",
        "陳水林",
        "蘇大林",
        "龔大林",
        "習大林",
    ],
)
def test_a_surname_and_one_or_two_characters(name: str) -> None:
    assert is_person(name)
    assert is_bare_name(name)
    assert is_bare_name("\u3000".join(name))
    assert stated_person(f"县长 {name}") == officer(f"县长 {name}") == name
    assert stated_person(f"{name}（县长）") == officer(f"县长{name}") == name


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "王",
            "王大大林",
            "安全",
            "安全生产",
            "方案",
            "江苏",
            "江苏省",
            "温州市",
            "高质量",
            "党代会",
        ),
        *(
            "贺词",
            "贺年片",
            "祝词",
            "纪要",
            "和平",
            "时代",
            "王某",
            "王某某",
            "大林",
            "同志们",
            "任务书",
            "施行",
        ),
    ],
)
def test_what_is_surely_no_person(text: str) -> None:
    assert not is_person(text)
    assert not is_bare_name(text)


@pytest.mark.parametrize("name", ["艾尔肯·吐尼亚孜", "买买提•艾山", "斯琴・高娃", "约翰·史密斯·李"])
def test_names_with_a_middle_dot(name: str) -> None:
    assert is_bare_name(name)
    assert stated_person(name) == stated_person(f"主席 {name}") == officer(f"主席 {name}") == name


@pytest.mark.parametrize(
    "text",
    ["某某", "XXX", "×××", "ＸＸＸ", "①②", "我们的同志们", "县长", "县长 某某", "各位代表 同志们"],
)
def test_masks(text: str) -> None:
    assert stated_person(text) == officer(text) == ""


@given(st.text(max_size=60))
def test_any_text_has_a_name_that_it_holds_or_none(text: str) -> None:
    for name in (stated_person(text), officer(text)):
        assert set(name) <= set(text)
        assert isinstance(is_bare_name(text), bool)


BARE_WORDS = (
    *(
        "谢谢",
        "谢谢您",
        "祝好",
        "万岁",
        "沈阳",
        "印度",
        "欧洲",
        "周刊",
        "许多",
        "辛苦",
        "麻烦",
        "石首",
    ),
    *(
        "武昌",
        "江陵",
        "施工",
        "施政",
        "卫生",
        "方便",
        "謝謝",
        "瀋陽",
        "萬歲",
        "許多",
        "歐洲",
        "衛生",
    ),
    *(word for line in read_data("common_words.txt") for word in line.split()),
)


def test_words_are_no_bare_names() -> None:
    assert len(BARE_WORDS) > 8000
    assert [word for word in BARE_WORDS if is_bare_name(word)] == []


@pytest.mark.parametrize(
    "name",
    ["周恩来", "陈炯明", "张治国", "马建国", "钟南山", "沈雯", "黄兴", "韩非", "李美淑", "王熙凤"],
)
def test_persons_are_none_of_the_words(name: str) -> None:
    assert is_bare_name(name)


def test_a_word_behind_an_office_may_be_a_name() -> None:
    assert is_common_word("方便")
    assert officer("县长 方便") == officer("县长方便") == stated_person("县长 方便") == "方便"


def test_the_words_are_read_only_for_what_has_the_form_of_a_name() -> None:
    program = (
        "from speechkit.text import names\n"
        "names.is_bare_name('在全市大会上的讲话'); names.is_bare_name('同志们')\n"
        "print(names._read_common_words.cache_info().currsize)\n"
        "names.is_bare_name('王林')\n"
        "print(names._read_common_words.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"0", b"1"]


@pytest.mark.parametrize("name", ["林鄭月娥", "陳方安生", "范徐麗泰", "葉劉淑儀", "林郑月娥"])
def test_two_surnames_begin_a_name_of_four_characters(name: str) -> None:
    assert is_person(name)
    assert is_bare_name(name)
    assert officer(f"行政長官{name}") == name


@pytest.mark.parametrize(
    "text", ["高温天气", "万马奔腾", "黄金时代", "林林总总", "安全生产", "王大大林"]
)
def test_four_characters_that_are_no_name(text: str) -> None:
    assert not is_bare_name(text)
