"""Stray markup in plain texts: tags, codes of forums, marks of wikis; never what is text."""

from __future__ import annotations

import time

import pytest
from decoded_texts import clean_text

TEXT = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
INLINE = ["a", "b", "big", "cite", "em", "font", "i", "ins", "mark", "span", "strong", "sub", "o:p"]
BLOCKS = ["blockquote", "br", "center", "div", "figure", "h3", "hr", "li", "p", "table", "tr", "ul"]


def body(text: str) -> str:
    """A text between two plain paragraphs, cleaned."""
    paragraphs = clean_text(f"春耕讲话\n\n{TEXT}\n{text}\n{TEXT}").paragraphs
    return "|".join(paragraphs).removeprefix(f"{TEXT}|").removesuffix(f"|{TEXT}")


@pytest.mark.parametrize("tag", INLINE)
@pytest.mark.parametrize(
    "form", ["<{0}>十四五</{0}>", '<{0} class="x" id=y>十四五</{0} >', "<{0}/>十四五"]
)
def test_a_tag_within_a_sentence_parts_nothing(tag: str, form: str) -> None:
    assert body(f"要把{form.format(tag)}规划落到实处。") == "要把十四五规划落到实处。"
    assert body(f"要把{form.format(tag).upper()}规划落到实处。") == "要把十四五规划落到实处。"


@pytest.mark.parametrize("tag", BLOCKS)
def test_a_tag_of_a_block_ends_a_line(tag: str) -> None:
    assert body(f"要抓好落实。<{tag}>大家要努力。") == "要抓好落实。|大家要努力。"


@pytest.mark.parametrize(
    "markup",
    [
        "<!-- INFO END -->",
        "<script>var a = 1;</script>",
        "<style>p {}</style>",
        "<script>window.a || document.write('<script src=\"a.js\"><\\/script>');</script>",
        '<SCRIPT>document.write("<script src=a>")</script >',
        "<style>a < b</style>",
        "<sup>[1]</sup>",
        "<sup>1</sup>",
        '<sup><a href="#n">2</a></sup>',
        "<sup>①</sup>",
        '<a href="#n3">[3]</a>',
        "<rt>wǔ</rt>",
        "<rp>(</rp><rt>wǔ</rt><rp>)</rp>",
    ],
)
def test_what_is_no_text_goes_with_its_tags(markup: str) -> None:
    assert body(f"要把十四五{markup}规划落到实处。") == "要把十四五规划落到实处。"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[b]十四五[/b]规划", "十四五规划"),
        ("[url=http://example.org/a]十四五[/url]规划", "十四五规划"),
        ("[color=red][size=4]十四五[/size][/color]规划", "十四五规划"),
        ("十四五[img]http://example.org/a.jpg[/img]规划", "十四五规划"),
        ("'''十四五'''[[规划]]", "十四五规划"),
        ("''十四五''[[五年规划|规划]]", "十四五规划"),
    ],
)
def test_codes_of_forums_and_wikis(written: str, read: str) -> None:
    assert body(f"要把{written}落到实处。") == f"要把{read}落到实处。"


def test_the_notes_of_a_wiki_come_last() -> None:
    text = (
        "要把'''十四五'''<ref name=a>见[[文件|某次会议文件]]。</ref>[[规划]]<ref name=a/>落到实处。"
    )
    paragraphs = clean_text(f"春耕讲话\n\n{TEXT}\n{text}\n{TEXT}").paragraphs
    assert paragraphs == (TEXT, "要把十四五规划落到实处。", TEXT, "见某次会议文件。")


@pytest.mark.parametrize(
    "text",
    [
        "a < b 而 c > d，这是一定的。",
        "<注>：这一点很重要。",
        "面积<100亩的>50亩的都算。",
        "[b]是一个变量，没有结束。",
        "第[1]条和第[2]条都要学。",
        "他说''好''，大家都笑了。",
        "== 第一部分 ==",
        "[[注]]这里有双括号。",
        "《a》<人民>日报登了这件事。",
        "#话题#大家都在说。",
        "*注：以上数字不含乡镇。",
        "1. 抓好落实。",
        "________________",
    ],
)
def test_what_only_looks_like_markup_is_text(text: str) -> None:
    assert body(text) == text


def test_a_script_ends_at_the_next_end_that_is_near() -> None:
    far = f"<script>{'甲' * 20_001}</script>"
    assert body(f"{far}一<script>二</script>三<script>四") == f"{far}一三<script>四"
    assert body("一<script>二</style>三<style>四</style>五") == "一<script>二</style>三五"


@pytest.mark.parametrize(
    "scrap",
    [
        "<script>",
        "<style>甲</script>",
        "<",
        "<a ",
        "<sup>",
        "<rt>",
        "[b]",
        "[[a|",
        "<!--",
        "'''",
        "<ref ",
        "[/",
    ],
)
@pytest.mark.slow
def test_stray_markup_takes_time_linear_in_the_text(scrap: str) -> None:
    started = time.process_time()
    clean_text(scrap * (300_000 // len(scrap)))
    assert time.process_time() - started < 5
