"""Signs: what has none of those that a step or a format names is changed, or known, by neither."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning.annotations import READING_SIGNS, drop_annotations
from speechkit.cleaning.controls import CONTROL_SIGNS, drop_controls
from speechkit.cleaning.markup import MARKUP_SIGNS, drop_stray_markup
from speechkit.cleaning.references import REFERENCE_SIGNS, read_references
from speechkit.formats.envelope import find_envelope
from speechkit.formats.registry import TEXTS
from speechkit.text.signs import find_signs

SCRAPS = st.sampled_from(
    [
        *(
            "防汛",
            "。",
            "，",
            "：",
            "\n",
            "\n\n",
            " ",
            "\u3000\u3000",
            "12",
            "a",
            "%",
            "10.5%",
            "正文",
        ),
        *(
            "(fáng)",
            "（xùn）",
            "fáng",
            "ㄈㄤˊ",
            "ᵍᵘⁱ",
            "/fáng/",
            "<b>",
            "</b>",
            "[b]",
            "[/b]",
            "[[a]]",
        ),
        *(
            "&nbsp;",
            "&#38450;",
            "\x1b[31m",
            "[0m",
            "\x07",
            "\x10",
            "\u200b",
            "\xad",
            "\ufffc",
            "\x08",
        ),
        *(
            "# ",
            "\n# 题\n- 一\n- 二",
            "---\ntitle: 题\n---\n",
            "+++",
            "#+TITLE: 题\n",
            "¶\n",
            "<pb:1>",
        ),
        *('{"text": "防汛"}', "[", "<p>", "<html>", "WEBVTT\n\n", "00:01 --> 00:02\n", "0:05\n"),
        *("Dialogue: 0,0:00:01.00", "% 题\n", "// 题\n", "/* 题 */\n", "*** START OF TEXT ***\n"),
        *("== 正文开始 ==\n", "题|某 撰\n", "题｜某 撰\n", "--- BEGIN OF\n", "；", "——", "-"),
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(SCRAPS, max_size=12).map("".join))


@given(text=ANY_TEXT)
def test_signs_are_all_that_is_no_letter_and_no_frequent_mark(text: str) -> None:
    signs = find_signs(text)
    assert signs <= set(text)
    for character in set(text) - signs:
        assert character in "\n 　，。、；？！“”‘’《》—…·.,%" or character.isalnum()


def test_signs_of_a_long_text_are_those_of_all_its_parts() -> None:
    text = "改革；" * 100_000 + "あ" + "开放：" * 100_000 + "「"
    assert find_signs(text) == frozenset("あ：「")


@given(text=ANY_TEXT)
def test_what_has_no_sign_of_a_step_is_not_changed_by_it(text: str) -> None:
    signs = find_signs(text)
    numbers = range(1, text.count("\n") + 2)
    if CONTROL_SIGNS.isdisjoint(signs):
        assert drop_controls(text) == (text, [])
    if READING_SIGNS.isdisjoint(signs):
        assert drop_annotations(text) == (text, [])
    if MARKUP_SIGNS.isdisjoint(signs):
        assert drop_stray_markup(text, numbers) == (text, numbers, [])
    if REFERENCE_SIGNS.isdisjoint(signs):
        assert read_references(text, numbers) == (text, numbers, [])


@given(text=ANY_TEXT)
def test_what_has_no_sign_of_a_format_is_not_in_it(text: str) -> None:
    signs = find_signs(text)
    for form in TEXTS:
        if form.SIGNS and form.SIGNS.isdisjoint(signs):
            assert not form.recognize(text, "001.txt"), form


@given(text=ANY_TEXT)
def test_nothing_is_around_a_text_without_a_sign_of_it(text: str) -> None:
    with patch("speechkit.formats.envelope.find_signs", return_value=frozenset("#")):
        found = find_envelope(text)
    assert find_envelope(text) == found
