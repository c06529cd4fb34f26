from __future__ import annotations

import pytest
from decoded_texts import clean_text

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好，干劲很足。"


def test_a_page() -> None:
    page = f"""<!DOCTYPE html><html><head><title>春耕讲话_柳河县人民政府</title>
<style>p {{ color: red }}</style><script>var a = "<p>不要</p>";</script></head>
<body><!-- 不要 --><h1>春耕讲话</h1><p>&nbsp;&nbsp;同志们：<br>{BODY}</p>
<p>一、<b>任务</b>&ldquo;抓好&rdquo;<p>{BODY}</body></html>"""
    cleaned = clean_text(page)
    assert cleaned.title == "春耕讲话"
    assert cleaned.paragraphs == ("同志们：", BODY, "一、任务“抓好”", BODY)


def test_the_pages_title_serves_where_the_body_has_none() -> None:
    page = f"<html><title>春耕讲话 - 柳河网</title><body><p>{BODY}</p><p>{BODY}</p></body></html>"
    assert clean_text(page, html=True).title == "春耕讲话"


def test_a_row_of_a_table_is_a_paragraph() -> None:
    table = "<table><tr><td>村<td>亩数</tr><tr><td><p>东村</p></td><td>30</td></tr></table>"
    cleaned = clean_text(f"<div><p>{BODY}</p>{table}<p>{BODY}</p></div>")
    assert cleaned.paragraphs == (BODY, "村\t亩数", "东村\t30", BODY)


def test_a_table_that_only_lays_out_the_page_keeps_its_paragraphs() -> None:
    page = f"<table><tr><td><p>{BODY * 14}</p><p>{BODY}</p></td><td>边栏</td></tr></table>"
    assert clean_text(page).paragraphs == (BODY * 14, BODY, "边栏")


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{BODY}<p>{BODY}<div><span",
        f"<p>{BODY}</div></td><p>{BODY}<script>",
        f"<p>{BODY}<![weird[ x><p>{BODY}<!-- never closed",
        f"<p>{BODY}<?php x ?><p>{BODY}<a href='x>",
    ],
)
def test_broken_markup_loses_no_text(page: str) -> None:
    assert "".join(clean_text(page, html=True).paragraphs).count(BODY) == 2


def test_lines_of_source_code_are_not_line_ends() -> None:
    cleaned = clean_text("<p>今年春天\n   雨水充足，World\n   Bank来过。</p><p>好</p>", html=True)
    assert cleaned.paragraphs[0] == "今年春天雨水充足，World Bank来过。"


@pytest.mark.parametrize("reference", ["&#" + "1" * 5_000, "&#x" + "f" * 5_000, "&#xd800", "&#0"])
def test_a_reference_to_no_character_leaves_the_rest(reference: str) -> None:
    for page in (
        f"<p>一、{BODY}{reference};</p><p>二、{BODY}</p>",
        f"一、{BODY}{reference};二、{BODY}",
    ):
        text = "".join(clean_text(page, html=True).paragraphs)
        assert text.startswith(f"一、{BODY}")
        assert text.endswith(f"二、{BODY}")


def test_single_tags_in_a_plain_text() -> None:
    cleaned = clean_text(
        f'{BODY}<br />{BODY}\n<a href="http://example.com/">{BODY}</a>&nbsp;a < b > c'
    )
    assert cleaned.paragraphs == (BODY, BODY, f"{BODY}\xa0a < b > c")
    assert {n.rule for n in cleaned.notices} == {"stray-markup", "character-reference"}


def test_a_plain_text_with_a_sign_is_no_page() -> None:
    assert clean_text(f"<注>：{BODY}").paragraphs == (f"<注>：{BODY}",)


def numbered(numbers: range) -> str:
    return "".join(f"<p>第{number}条：{BODY}</p>" for number in numbers)


def test_the_second_copy_of_a_page_is_dropped() -> None:
    cleaned = clean_text(
        f"<h1>春耕讲话</h1>{numbered(range(9))}<p>柳河镇</p><h1>春耕讲话</h1>{numbered(range(9))}"
    )
    assert cleaned.title == "春耕讲话"
    assert cleaned.paragraphs == (*(f"第{n}条：{BODY}" for n in range(9)), "柳河镇")
    (notice,) = cleaned.notices
    assert (notice.kind, notice.rule, notice.times) == ("dropped", "repeated-text", 10)
    assert notice.text.startswith("春耕讲话 … ")


def test_of_three_copies_two_are_dropped() -> None:
    assert len(clean_text(numbered(range(5)) * 3).paragraphs) == 5


@pytest.mark.parametrize(
    "page",
    [
        numbered(range(9)) + "<p>我们一定能成功！</p>" * 5,  # a refrain
        numbered(range(20)) + numbered(range(3)),  # a small part said again
        numbered(range(4)) + "".join(f"<p>{BODY}</p><p>第{n}回</p>" for n in range(8)),
    ],
)
def test_what_an_author_repeats_is_kept(page: str) -> None:
    assert len(clean_text(page, html=True).paragraphs) == page.count("<p>")


def test_a_plain_text_keeps_what_it_says_twice() -> None:
    text = "\n".join(f"第{number}条：{BODY}" for number in range(9))
    assert len(clean_text(f"{text}\n{text}").paragraphs) == 18
