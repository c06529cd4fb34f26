"""The pure functions of output: harmless text, records, wrapped lines, excerpts."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from speechkit.render.pages.excerpts import cut_excerpt
from speechkit.render.pages.layout import wrap
from speechkit.render.records import csv_line, json_line, tsv_line
from speechkit.render.text import safe_line, safe_page, safe_spans, shell_word

ANY_TEXT = st.text(st.characters(), max_size=60)
CHINESE = st.text(st.sampled_from("产业兴旺，。；“”（）—…a1 B"), max_size=200)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("产业\t兴旺\r\n了", "产业 兴旺  了"),
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]8;;http://x\x1b\\链\x1b]8;;\x07", "链"),
        ("\x9b31m红\x9d0;题\x9c", "红"),
        ("前\u202e后\u2069", "前后"),
        ("\ud800", "\ufffd"),
        ("　缩进", "　缩进"),
        ("[bold]文[/x]", "[bold]文[/x]"),
        ("\x1b", ""),
    ],
)
def test_safe_line(text: str, line: str) -> None:
    assert safe_line(text) == line


@given(ANY_TEXT)
def test_a_safe_line_steers_nothing(text: str) -> None:
    line = safe_line(text)
    assert line.splitlines() in ([line], [])
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in line)
    assert safe_line(line) == line
    line.encode()


@given(ANY_TEXT)
def test_a_safe_page_keeps_its_lines(text: str) -> None:
    page = safe_page(text)
    assert page.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert "\x1b" not in page


@given(st.lists(ANY_TEXT, max_size=5))
def test_records_are_one_line(cells: list[str]) -> None:
    assert len(tsv_line(cells).split("\t")) == max(len(cells), 1)
    assert tsv_line(cells).count("\n") == csv_line(cells).count("\n") == 1
    record = dict(enumerate(cells))
    for ascii_only in (False, True):
        line = json_line({"cells": cells}, ascii_only)
        assert line.count("\n") == 1
        line.encode()
        assert json.loads(line) == {"cells": cells}
    assert len(record) == len(cells)


def test_spans_stay_on_their_characters() -> None:
    line, spans = safe_spans("a\x1b[1m产\x00业\tb", ((5, 8),))
    assert [line[start:end] for start, end in spans] == ["产业"]


@given(CHINESE, st.integers(10, 60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_begin_and_end_as_chinese_ones_do() -> None:
    text = "同志们，我们要“抓住机遇”，乘势而上。（鼓掌）——这是Speechkit的话……"
    for width in range(10, 40):
        for start, end in wrap(text, width):
            assert text[start] not in "，。”）…" or start == 0, width
            assert text[end - 1] not in "“（"


_MARKED = st.lists(
    st.sampled_from(
        (
            "文字",
            "字",
            ".md、.txt、.eml、.mht、.doc、.odt",
            "、",
            "，",
            "。",
            "）",
            "（",
            "txt",
            " ",
            "6 个",
            "“",
            "”",
        )
    ),
    max_size=60,
)


@given(_MARKED, st.integers(12, 60))
def test_no_line_begins_with_a_mark_that_belongs_to_the_last_one(
    pieces: list[str], width: int
) -> None:
    text = re.sub("(?<=[、，。）（“” ])[、，。）” ]+", "", "".join(pieces)).strip()
    for start, _end in wrap(text, width):
        assert not start or text[start] not in "、，。）”", (text, start)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("修复过一些、删去过文字的、几乎相同的、没有问题 6 个、以及其他的一些文件", "6 个"),
        ("用网页、文本、.docx、.txt、.mht、.markdown、.odt、.epub、.eml、.doc、.wps", ".mht"),
        ("会被当成公式的文字在前面都加一个 '", "个 '"),
        ("命令的说明见 speechkit help queries，选项见 speechkit index -v，都有例子", "index -v"),
        ("命令的说明见 speechkit help queries，选项见 speechkit index -v", "speechkit help"),
        ("最多显示几条可以用 -n 5 来说明，第 6 段以后的不再显示", "-n 5"),
        ("最多显示几条可以用 -n 5 来说明，第 6 段以后的不再显示", "第 6 段"),
    ],
)
def test_what_belongs_together_is_in_one_line(text: str, whole: str) -> None:
    for width in range(20, 60):
        lines = [text[start:end] for start, end in wrap(text, width)]
        assert any(whole in line for line in lines), lines
        assert all(cell_len(line) <= width for line in lines)


@given(CHINESE, st.integers(20, 80), st.data())
def test_an_excerpt_fits_and_keeps_a_match(text: str, width: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, max(len(text) - 3, 0)))
    spans = ((place, min(place + 2, len(text))),) if text else ()
    excerpt, kept = cut_excerpt(text, spans, width)
    assert cell_len(excerpt) <= width
    if spans:
        assert [excerpt[a:b] for a, b in kept] == [text[a:b] for a, b in spans]


def test_an_excerpt_is_whole_sentences() -> None:
    text = "第一句话说别的事情。第二句话说产业兴旺。第三句话说产业项目。第四句话说得很远很远。"
    excerpt, spans = cut_excerpt(text, ((15, 17), (25, 27)), 50)
    assert excerpt == "…第二句话说产业兴旺。第三句话说产业项目。…"
    assert [excerpt[a:b] for a, b in spans] == ["产业", "产业"]


def test_an_excerpt_of_a_long_sentence_begins_and_ends_at_pauses() -> None:
    text = "着力稳就业、稳企业、稳市场、稳预期，加快建设绿色低碳，打造开放高地，当好排头兵，开好局"
    place = text.index("绿色")
    excerpt, spans = cut_excerpt(text, ((place, place + 2),), 44)
    assert excerpt == "…加快建设绿色低碳，打造开放高地，…"
    assert [excerpt[a:b] for a, b in spans] == ["绿色"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("003:5", "003:5"),
        ("福建省_2026:62", "福建省_2026:62"),
        ("a b:3", "'a b:3'"),
        ("x;rm", "'x;rm'"),
        ("讲话（一）", "'讲话（一）'"),
        ("\x1b[1m甲", "甲"),
        ("", "''"),
    ],
)
def test_a_word_of_a_command_may_be_copied(text: str, word: str) -> None:
    assert shell_word(text) == word
