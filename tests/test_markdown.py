"""Markdown: marks go, text stays, whatever is beside them; front matter states what it states."""

from __future__ import annotations

import time
from html import escape

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats import Extracted, extract
from speechkit.text.normalize import normalize

SENTENCE = "要把“十四五”规划落到实处，GDP增长5.5%（预计2025年），Deep Learning也要学。"
EMPHASIS = ["*", "**", "***", "_", "__", "***", "~~", "=="]
LINKS = [
    "[{}](http://example.org/a)",
    '[{}](<b c> "题")',
    "[{}][1]",
    "`{}`",
    "<b>{}</b>",
    "<u>{}</u>",
]
INNER = ["十四五", "“十四五”", "（十四五）", "十四五：", "5.5%", "Deep", "2025", "《纲要》", "A股"]
BEFORE = ["", "要把", "，", "。", "“", "（", "GDP ", "了5", "——"]
AFTER = ["", "规划", "，", "。", "”", "）", " GDP", "年", "——"]


def read(text: str, name: str = "a.md") -> Extracted:
    return extract(text.encode(), name)


def body(text: str, name: str = "a.md") -> list[str]:
    """The pieces of the speech."""
    return [piece.text for piece in read(text, name).pieces if not piece.dropped]


def dropped(text: str) -> list[tuple[str, str]]:
    return [(piece.dropped, piece.text) for piece in read(text).pieces if piece.dropped]


# Marks


@pytest.mark.parametrize("mark", ["*", "**", "***", "__", "~~", "=="])
@pytest.mark.parametrize("inner", INNER)
def test_emphasis_goes_whatever_is_beside_it(mark: str, inner: str) -> None:
    for before in BEFORE:
        for after in AFTER:
            if not (before or after) or (
                inner[0].isascii() and before[-1:] == "5" and mark != "**"
            ):
                continue  # within a number a mark is a sign: 2*3
            text = f"今天{before}{mark}{inner}{mark}{after}好"
            assert body(text) == [f"今天{before}{inner}{after}好"], text


@pytest.mark.parametrize("form", LINKS)
@pytest.mark.parametrize("inner", INNER)
def test_links_spans_and_tags_leave_their_text(form: str, inner: str) -> None:
    definition = "\n\n[1]: http://example.org/b"
    for before in BEFORE:
        for after in AFTER:
            text = f"今天{before}{form.format(inner)}{after}好{definition}"
            assert body(text) == [f"今天{before}{inner}{after}好"], text


@given(data=st.data())
def test_emphasizing_any_substring_changes_nothing_that_is_found(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SENTENCE) - 1))
    end = data.draw(st.integers(start + 1, len(SENTENCE)))
    form = data.draw(st.sampled_from([f"{mark}{{}}{mark}" for mark in EMPHASIS] + LINKS))
    cut = SENTENCE[start:end]
    neighbours = SENTENCE[max(0, start - 1) : start + 1], SENTENCE[end - 1 : end + 1]
    if any(pair.isalnum() and pair.isascii() and len(pair) == 2 for pair in neighbours):
        return  # within a Latin word or a number CommonMark has its own rules
    if form[0] in "*_~=" and cut != cut.strip():
        return  # a mark beside a blank marks nothing
    text = SENTENCE[:start] + form.format(cut) + SENTENCE[end:] + "\n\n[1]: http://example.org"
    assert normalize("".join(body(text))) == normalize(SENTENCE), text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("**“十四五”**规划", "“十四五”规划"),
        ("** 重点 **工作", " 重点 工作"),
        ("**重点：没有结束", "重点：没有结束"),
        ("**甲*乙*丙**丁", "甲乙丙丁"),
        ("甲[**乙**](a.md)丙", "甲乙丙"),
        ("![会场](a.jpg)甲", "甲"),
        ("<https://example.org/a_b_c>甲", "https://example.org/a_b_c甲"),
        ("甲^[见文件]乙", "甲乙"),
        ("甲[^1]乙[^注]丙", "甲乙丙"),
        ("甲[[1]](#n1)乙[①](#n)丙[2](#fn2)丁", "甲乙丙丁"),
        ("甲<sup>[1]</sup>乙<sup>2</sup>丙", "甲乙丙"),
        ("甲<sup>[1](#a)</sup>乙[[2]](#b)<b>丙</b>", "甲乙丙"),
        ("要把<ruby>规<rt>guī</rt></ruby>划<!-- 注 -->落实", "要把规划落实"),
        ("H~2~O 和 5m^2^ 和 10^8^", "H2O 和 5m2 和 108"),
        (r"\*甲\* 乙\[注\]，第1\.项 a\_b", "*甲* 乙[注]，第1.项 a_b"),
        ("&nbsp;甲&amp;乙&#20013;", "\xa0甲&乙中"),
        ("[[页面|文]]和[[页面]]，%%注%%甲", "文和页面，甲"),
        ("``甲`乙`` :smile: 丙", "甲`乙 :smile: 丙"),
    ],
)
def test_marks_of_all_kinds(written: str, expected: str) -> None:
    pieces = body(f"首{written}尾\n\n---\n\n")
    assert pieces[0] == f"首{expected}尾"


@pytest.mark.parametrize(
    "text",
    [
        "3~5天，7~8天",
        "2*3*4等于24",
        "用C++和Java++开发",
        "snake_case_name",
        "姓名____年龄____",
        "#话题#大家都在说",
        "*注：以上数字",
        "5 * 3 = 15",
        "一、形势",
        "（一）任务",
        "1、抓落实",
        "2025.3.5开会",
        "a==b和c==d",
        "增长8%，下降5%%",
        "——这是破折号——",
        "第1条 第2条",
        "<某某>同志",
        "A&B公司",
        "x < y > z",
    ],
)
def test_what_is_no_mark_is_text(text: str) -> None:
    assert body(f"前文。\n\n{text}\n\n后文。") == ["前文。", text, "后文。"]


# Blocks


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1. 甲\n2. 乙", ["1. 甲", "2. 乙"]),
        ("3) 甲\n\n   乙\n4) 丙", ["3) 甲", "乙", "4) 丙"]),
        ("- 甲\n- 乙\n  - 丙\n    1. 丁", ["甲", "乙", "丙", "1. 丁"]),
        ("* 甲\n+ 乙", ["甲", "乙"]),
        ("- [ ] 甲\n- [x] 乙", ["甲", "乙"]),
        ("> 甲\n> > 乙", ["甲", "乙"]),
        ("> [!NOTE] 甲\n> 乙。", ["甲", "乙。"]),
        ("|甲|乙|\n|:-|-:|\n|1|**2**|", ["甲\t乙", "1\t2"]),
        ("```py\n甲 = '乙'\n```", ["甲 = '乙'"]),
        ("~~~\n甲\n\n乙\n~~~", ["甲\n\n乙"]),
        ("    甲**乙**", ["甲乙"]),
        ("甲  \n乙\\\n丙", ["甲", "乙", "丙"]),
        ("甲\n\n* * *\n\n___\n\n乙", ["甲", "乙"]),
        ("术语\n: 解释一\n: 解释二", ["术语", "解释一", "解释二"]),
        ("<details>\n<summary>甲</summary>\n\n**乙**丙\n\n</details>", ["甲", "乙丙"]),
        ("<figure>\n<img alt=图>\n<figcaption>甲</figcaption>\n</figure>", ["甲"]),
        ("[TOC]\n\n甲", ["甲"]),
        ("::: note\n甲\n:::\n\n{{< figure >}}\n\n乙", ["甲", "乙"]),
        ("<div>\n\n甲\n\n</div>", ["甲"]),
        ("```\n甲\n\n乙\n\n丙", ["甲\n\n乙\n\n丙"]),
        ("甲。\n---\n\n乙", ["甲。", "乙"]),
        ("1.\n\n甲", ["1.", "甲"]),
        ("<center>**甲**</center>", ["甲"]),
        ("[王大林]: 大家好。\n\n甲", ["[王大林]: 大家好。", "甲"]),
        ("[1]：见文件\n\n甲[1]乙", ["甲乙", "见文件"]),
    ],
)
def test_blocks(written: str, expected: list[str]) -> None:
    assert body(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# 甲", ("甲", 1)),
        ("### 甲 ###", ("甲", 3)),
        ("##甲", ("甲", 2)),
        ("甲\n===", ("甲", 1)),
        ("甲\n---", ("甲", 2)),
        ("## **甲**[乙](a)", ("甲乙", 2)),
        ("## 甲 {#id .class}", ("甲", 2)),
        ("<h2>甲</h2>", ("甲", 2)),
        ("这是一句话。\n---", ("这是一句话。", 0)),
    ],
)
def test_headings_have_a_level(written: str, expected: tuple[str, int]) -> None:
    pieces = read(f"前文\n\n{written}\n\n后文").pieces
    assert (pieces[1].text, pieces[1].level) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["今天把大家请来主要是听一听基层的想法和", "看一看各项工作还有哪些短板"], 1),
        (["各位同志，", "今天我们开会，", "主要是听一听想法。"], 1),
        (["这是第一句。", "这是第二句。"], 2),
        (["各位代表：", "我受市政府委托作工作报告，请予审议。"], 2),
        (["王大林", "2014年3月20日"], 2),
        (["在全市工作会议上关于经济形势的讲话", "（2014年3月20日）"], 2),
        (["一行不长不短的字正好到这里为止。", "第二行也是一样长短到这里换行了", "第三行。"], 1),
        (["Deep learning is a kind of machine learning that", "everybody has to learn."], 1),
    ],
)
def test_soft_breaks_join_what_goes_on(lines: list[str], expected: int) -> None:
    pieces = body("\n".join(lines))
    assert len(pieces) == expected
    assert "".join(pieces).replace(" ", "") == "".join(lines).replace(" ", "")


def test_notes_come_last_and_targets_are_dropped() -> None:
    text = (
        '# 讲话\n\n甲[^1]乙[丙](http://a.b/在?x=1 "题")^[内注]。\n\n'
        "[^1]: 见**文件**。\n    第二段。\n\n丁。![图](c.jpg)\n\n[q]: http://d.e\n"
    )
    assert body(text) == ["讲话", "甲乙丙。", "丁。", "内注", "见文件。", "第二段。"]
    assert set(dropped(text)) == {
        ("note-mark", "甲[^1]乙丙。"),
        ("link-target", "http://a.b/在?x=1"),
        ("link-target", "题"),
        ("image", "图"),
        ("link-target", "c.jpg"),
        ("link-target", "http://d.e"),
    }


def test_marks_go_from_a_speech_on_one_endless_line() -> None:
    text = "要把**“十四五”**规划<b>落到</b>[实处](a.md)。" * 9_000
    assert body(text) == ["要把“十四五”规划落到实处。" * 9_000]


def test_pieces_know_their_line() -> None:
    text = (
        "---\ntitle: x\n---\n\n# 甲\n\n**乙**\n丙。\n\n丁  \n戊\n\n1. 己\n2. 庚\n\n"
        "| a | b |\n|---|---|\n"
        "| 辛 | 壬 |\n\n<div>\n癸</div>\n\n```\n子\n```\n\n丑\n### 寅\n卯[^1]\n\n[^1]: 辰\n"
    )
    lines = text.split("\n")
    for piece in read(text).pieces:
        if not piece.dropped:
            assert piece.text[-1] in lines[piece.line - 1] or piece.text == "乙丙。", piece


# Which texts are Markdown


@pytest.mark.parametrize("name", ["a.md", "A.MD", "a.markdown", "a.mdown", "a.mkd"])
def test_the_ending_tells(name: str) -> None:
    assert read("**甲**", name).format == "markdown"


PLAIN = [
    "春耕讲话\n\n#话题#大家都在说。\n\n1. 抓落实。\n2. 见行动。\n\n*注：不含乡镇。\n\n---\n\n好",
    "# 注释一\n# 注释二\n\n正文**重点**。[链接](http://a.b)",
    "春耕讲话\n\n- 一是抓好落实\n- 二是见到行动\n\n> 引文",
    "---\n\n春耕讲话\n\n---\n\n正文：大家好。",
    "标题：春耕讲话\n时间：2014年5月8日\n\n正文。",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_stays_one(text: str) -> None:
    extracted = read(text, "a.txt")
    assert (extracted.format, extracted.text) == ("text", text)


@pytest.mark.parametrize(
    "text",
    [
        "# 讲话\n\n正文**重点**。\n\n## 一\n\n见[文件](http://a.b)。",
        "---\ntitle: 讲话\ndate: 2014-05-08\n---\n正文。",
        '+++\ntitle = "讲话"\n+++\n正文。',
    ],
)
def test_a_text_that_can_be_nothing_else_is_markdown(text: str) -> None:
    assert read(text, "a.txt").format == "markdown"


def test_a_page_with_the_ending_of_markdown_is_a_page() -> None:
    assert read("<!DOCTYPE html><html><body><p>甲</p><p>乙</p></body></html>").format == "html"


# Front matter

TITLE, DATE, AUTHOR, SOURCE, URL = (
    "在会上的讲话",
    "2018-10-28",
    "王大林",
    "某某日报",
    "https://a.b/c",
)
KEYS = [
    ("title", "date", "author", "source", "url"),
    ("Title", "Date", "Speaker", "Source", "Link"),
    ("标题", "日期", "作者", "来源", "链接"),
    ("標題", "時間", "講者", "出處", "網址"),
    ("题目", "发布时间", "演讲者", "媒体", "原文链接"),
    ("headline", "published", "creator", "publisher", "canonical_url"),
]
FORMS = {
    "yaml": ("---\n", '{}: "{}"\n', "---\n\n"),
    "yaml-plain": ("---\n", "{}: {}\n", "---\n"),
    "yaml-dots": ("---\n", "{}: '{}'\n", "...\n"),
    "toml": ("+++\n", '"{}" = "{}"\n', "+++\n"),
    "broken-yaml": ("---\n", "{}: {}\n", "x: [a: b: c\n---\n"),
    "colon": ("---\n", "{}：{}\n", "---\n"),
    "loose": ("", "{}: {}\n", "\n"),
    "loose-blanks": ("\n", "{}:   {}  \n", "\n\n"),
}


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("form", FORMS)
def test_front_matter_states_what_it_states(keys: tuple[str, ...], form: str) -> None:
    opening, line, closing = FORMS[form]
    values = (TITLE, DATE, AUTHOR, SOURCE, URL)
    block = "".join(line.format(*pair) for pair in zip(keys, values, strict=True))
    extracted = read(
        f"{opening}{block}tags:\n  - a\n{closing}正文。"
        if form not in ("toml", "colon")
        else f"{opening}{block}{closing}正文。"
    )
    found = (extracted.title, extracted.date, extracted.author, extracted.source, extracted.url)
    assert found == values
    assert [p.text for p in extracted.pieces if not p.dropped] == ["正文。"]
    (front,) = (piece for piece in extracted.pieces if piece.dropped)
    assert front.dropped == "front-matter"
    assert TITLE in front.text


@pytest.mark.parametrize(
    ("block", "author"),
    [
        ("authors: [王大林, 李明]", "王大林、李明"),
        ("authors:\n  - 王大林\n  - 李明", "王大林、李明"),
        ("author:\n  name: 王大林\n  email: a@b", "王大林"),
        ("author: null", ""),
        ("params:\n  author: 王大林", "王大林"),
    ],
)
def test_lists_and_mappings_of_front_matter(block: str, author: str) -> None:
    assert read(f"---\ntitle: 讲话\n{block}\n---\n正文。").author == author


def test_front_matter_that_is_never_closed() -> None:
    assert read("---\ntitle: 讲话\n\n正文。").title == "讲话"
    assert body("---\ntitle: 讲话\n\n正文。") == ["正文。"]


def test_json_front_matter() -> None:
    extracted = read('{\n  "title": "讲话",\n  "author": {"name": "王"}\n}\n\n正文。')
    assert (extracted.title, extracted.author) == ("讲话", "王")


def test_typed_values_are_strings() -> None:
    assert read("---\ntitle: 2018\ndate: 2018-10-28 10:00:00 +0800\n---\n文").title == "2018"
    assert read("---\ntitle: x\ndate: 2018-10-28\n---\n文").date == "2018-10-28"
    assert read("+++\ntitle = 'x'\ndate = 2018-10-28\n+++\n文").date == "2018-10-28"


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    "block", [BOMB, "x: " + "[" * 5000, "x: " + "{a: " * 3000, "x: !!python/object:os.system a\n"]
)
def test_a_bomb_in_front_matter_is_read_line_by_line(block: str) -> None:
    started = time.process_time()
    extracted = read(f"---\ntitle: 讲话\n{block}\n---\n正文。")
    assert extracted.title == "讲话"
    assert time.process_time() - started < 3


@pytest.mark.parametrize("lines", [1, 15, 16, 17, 255, 256, 257, 4_096, 5_000])
def test_a_quote_of_any_length_is_one(lines: int) -> None:
    quoted = [f"> 一{n}，" for n in range(lines)]
    text = read("\n".join(["# 题", "", *quoted, "> ## 二", "三"])).text
    joined = read(
        "\n".join(["# 题", "", *(line[2:] for line in quoted), "", "## 二", "", "三"])
    ).text
    assert text == joined


# Hostile texts

SCRAPS = [
    "[",
    "![[",
    "> ",
    "**甲",
    "**甲“",
    "[a](",
    "`a``",
    "<a ",
    "- ",
    "_甲__",
    "|a",
    "==甲",
    "^[甲",
    "[^1]:",
    "[[甲|",
    "%%甲",
    "{{<",
    "<!--",
    "~甲",
    "甲\n",
    "**甲**\n",
    "[^a]: 甲\n",
    "1. 甲\n",
    "```\n甲\n\n",
    "<b>甲",
    "&",
    "\\",
    "\ufdd0\n\n",
    "\ufdd1",
    "> # 甲\n乙\n",
    "> <rt>\n甲\n",
    "> ---\n甲\n",
    "> > # 甲\n> 乙\n",
]


@pytest.mark.parametrize("scrap", SCRAPS)
@pytest.mark.slow
def test_time_is_linear_in_any_text(scrap: str) -> None:
    assert_linear(lambda size: read(scrap * (size // len(scrap))), 20_000)


@given(scraps=st.lists(st.sampled_from([*SCRAPS, "\n\n", "甲", "\n", "  ", "---\n", "# ", "<p>"])))
def test_any_text_is_read_and_keeps_its_characters(scraps: list[str]) -> None:
    text = "".join(scraps)
    extracted = read(text)
    assert extracted.text.count("甲") >= 0
    assert all(0 < piece.line <= text.count("\n") + 2 for piece in extracted.pieces)


@given(words=st.lists(st.text("甲乙丙丁12ab，。（）", min_size=1), min_size=1))
def test_plain_paragraphs_are_the_same_in_html_and_markdown(words: list[str]) -> None:
    page = "".join(f"<p>{escape(word)}</p>" for word in words)
    assert body("\n\n".join(words)) == body(page, "a.html")
