"""Names of persons: what surely is one, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.names import is_bare_name, is_person, officer, stated_person


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
