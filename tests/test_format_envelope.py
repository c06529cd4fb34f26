"""Comments at the top of a file, heads and feet of editions: no part of the speech, but kept."""

from __future__ import annotations

import pytest

from speechkit.cleaning import clean
from speechkit.formats import Extracted, extract

TEXT = "在全市大会上的讲话\n\n各位代表：\n　　今天的会议十分重要，要认真抓好今年的工作。\n"


def read(text: str, name: str = "a.txt") -> Extracted:
    return extract(text.encode(), name)


def shown(extracted: Extracted) -> str:
    return "\n".join(piece.text for piece in extracted.pieces if not piece.dropped)


COMMENTS = {
    "hash": "#下載最新版本，請訪問: https://example.org/x\n#創建日期: 2021/02/26\n",
    "hash and blank": "# -*- coding: utf-8 -*-\n# 下载自 https://example.org/x\n# 请勿转载。\n",
    "one hash": "# -*- coding: utf-8 -*-\n",
    "hashes": "## 版权所有: 某某网\n## 更新: 2021\n",
    "slashes": "// 来自某某网\n// 仅供学习\n",
    "semicolons": ";; 来自某某网\n;; 仅供学习\n",
    "one semicolon": "; 来自某某网\n",
    "percents": "% !TEX encoding = UTF-8\n% 来自某某网 https://example.org\n",
    "sentences": "// 版权所有。\n// 请勿转载。\n",
    "dashes": "-- 来自某某网\n-- 仅供学习\n",
    "page comment": "<!-- 来自某某网 -->\n",
    "long page comment": "<!--\n来自某某网\n仅供学习\n-->\n",
    "block": "/* 来自某某网\n * 仅供学习\n */\n",
    "quotes": '"""\n来自某某网\n"""\n',
}


@pytest.mark.parametrize("before", ["", "\n", "\ufeff"])
@pytest.mark.parametrize("kind", COMMENTS)
def test_comments_at_the_top_are_no_text(kind: str, before: str) -> None:
    extracted = read(f"{before}{COMMENTS[kind]}\n{TEXT}")
    assert shown(extracted).strip() == TEXT.strip()
    cleaned = clean(extracted, "a")
    assert cleaned.title == "在全市大会上的讲话"
    assert "".join(p.text for p in extracted.pieces if p.dropped).strip() == COMMENTS[kind].strip()
    lines = f"{before}{COMMENTS[kind]}\n{TEXT}".removeprefix("\ufeff").split("\n")
    for number, paragraph in zip(cleaned.lines, cleaned.paragraphs, strict=True):
        assert lines[number - 1].strip("　") == paragraph


TEXTS = {
    "headings": "# 在全市大会上的讲话\n## 一、形势\n各位代表：\n",
    "one heading": "# 在全市大会上的讲话\n\n各位代表：今天的会议十分重要。\n",
    "tags": "#经济 #民生\n各位代表：今天的会议十分重要。\n",
    "dashes": "——在全市大会上的讲话\n各位代表：今天的会议十分重要。\n",
    "a dash": "-- 在全市大会上的讲话\n各位代表：今天的会议十分重要。\n",
    "a list": "- 抓好春耕。\n- 抓好项目。\n各位代表：今天的会议十分重要。\n",
    "stars": "* 抓好春耕。\n* 抓好项目。\n各位代表：今天的会议十分重要。\n",
    "nothing else": "# 下载自: https://example.org\n# 请勿转载。\n",
    "forwarded": "//转发微博：今天的讲话很精彩。\n大家都来看。\n",
    "forwarded from somebody": "//@张三：说得好！\n大家都来看。\n",
    "forwarded twice": "//@张三：说得好\n//@李四：转发微博\n大家都来看。\n",
    "forwarded without a mark": "//转发微博\n大家都来看。\n",
    "a sign": "%的使用要规范。\n大家都来看。\n",
    "a sign and a blank": "%\t的使用要规范。\n大家都来看。\n",
    "signs": "；；这个标点叫分号。\n;这个标点叫分号。\n大家都来看。\n",
    "sentences behind signs": ";这个标点叫分号。\n;那个叫逗号。\n大家都来看。\n",
    "a semicolon": ";这个标点叫分号。\n大家都来看。\n",
    "percent": "%5的增长\n各位代表：今天的会议十分重要。\n",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_what_is_no_comment_stays(kind: str) -> None:
    assert shown(read(TEXTS[kind])).split() == TEXTS[kind].split()


@pytest.mark.parametrize("sign", ["#", "# ", "## ", "//", "// ", "; ", "% "])
@pytest.mark.parametrize("colon", [":", "：", ": ", "= "])
def test_comments_state_facts(sign: str, colon: str) -> None:
    facts = {"title": "春耕讲话", "author": "王大林", "date": "2018-10-28", "来源": "某某日报"}
    header = "".join(f"{sign}{key}{colon}{value}\n" for key, value in facts.items())
    extracted = read(header + "\n各位代表：今天的会议十分重要。\n")
    assert (extracted.title, extracted.author, extracted.date, extracted.source) == tuple(
        facts.values()
    )
    assert clean(extracted, "a").title == "春耕讲话"


def test_the_dates_of_a_file_are_not_the_speech_s() -> None:
    assert read("#創建日期: 2021/02/26\n#更新日期: 2021/03/26\n" + TEXT).date == ""


def test_a_title_block_of_three_lines() -> None:
    extracted = read("% 春耕讲话\n% 王大林\n% 2018年10月28日\n\n各位代表：今天开会。\n")
    assert (extracted.title, extracted.author, extracted.date) == (
        "春耕讲话",
        "王大林",
        "2018年10月28日",
    )


@pytest.mark.parametrize(
    "line",
    [
        "# 勸學記|〔東晉〕某某 撰",
        "勸學記|〔東晉〕某某 撰",
        "# 勸學記｜〔東晉〕某某 撰",
        "勸學記 | [唐] 某某 著",
        "# 勸學記|（宋）某某 編",
        "# 勸學記|某某 輯",
        "## 勸學記|某某撰",
    ],
)
@pytest.mark.parametrize("header", ["", "#下載: https://example.org\n#更新日期: 2021/03/26\n\n"])
def test_a_first_line_may_name_the_author(header: str, line: str) -> None:
    extracted = read(f"{header}{line}\n\n　　學而不已，可以為師，古之人皆然。\n")
    assert extracted.title == "勸學記"
    cleaned = clean(extracted, "a")
    assert (cleaned.title, cleaned.speaker) == ("勸學記", "")


@pytest.mark.parametrize("line", ["甲|乙", "姓名|职务", "| 姓名 | 职务 |", "市政府|新闻|讲话"])
def test_other_lines_with_bars_name_none(line: str) -> None:
    assert read(f"{line}\n各位代表：今天的会议十分重要。\n").title == ""


EDITIONS = [
    (
        "The Project Gutenberg EBook of 某书\n\nTitle: 春耕讲话\n\nAuthor: 王大林\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK 某书 ***",
        "*** END OF THE PROJECT GUTENBERG EBOOK 某书 ***\n\nUpdated editions will replace it.",
    ),
    (
        "Title: 春耕讲话\nAuthor: 王大林\n***START OF THIS PROJECT GUTENBERG EBOOK 某书***",
        "End of the Project Gutenberg EBook of 某书\n\n***END OF THIS PROJECT GUTENBERG EBOOK***",
    ),
    ("Title: 春耕讲话\nAuthor: 王大林\n----- BEGIN OF TEXT -----", "----- END OF TEXT -----\n谢谢"),
    ("Title: 春耕讲话\nAuthor: 王大林\n=== 正文开始 ===", "=== 正文结束 ===\n下载更多"),
]


@pytest.mark.parametrize(("head", "foot"), EDITIONS)
def test_heads_and_feet_of_editions_are_no_text(head: str, foot: str) -> None:
    extracted = read(f"{head}\n\n{TEXT}\n{foot}\n")
    assert (extracted.title, extracted.author) == ("春耕讲话", "王大林")
    assert shown(extracted).split() == ["春耕讲话", *TEXT.split()]
    dropped = "".join(piece.text for piece in extracted.pieces if piece.dropped)
    assert dropped.split() == f"{head}\n{foot}".split()


def test_an_edition_without_an_end_is_read_to_its_end() -> None:
    extracted = read(f"*** START OF THE PROJECT GUTENBERG EBOOK 某书 ***\n{TEXT}")
    assert shown(extracted).split() == TEXT.split()


def test_the_header_of_a_tei_file_is_no_text() -> None:
    text = (
        '<?xml version="1.0"?>\n<TEI>\n<teiHeader>\n'
        "<title>春耕讲话</title><author>王大林</author>\n"
        "<p>某某出版社</p>\n</teiHeader>\n<text><body>\n<head>春耕讲话</head>\n<p>各位<lb/>代表：</p>"
        '<pb n="2"/>\n<p>今天的会议十分重要。</p>\n</body></text>\n</TEI>\n'
    )
    cleaned = clean(read(text), "a")
    assert (cleaned.title, cleaned.paragraphs) == (
        "春耕讲话",
        ("各位代表：", "今天的会议十分重要。"),
    )
    assert cleaned.lines == (9, 10)
    assert "某某出版社" in "".join(p.text for p in read(text).pieces if p.dropped)


def test_what_is_within_may_be_in_any_format() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n各位\n\n2\n00:00:02,000 --> 00:00:03,000\n代表\n"
    extracted = read("// 来自某某网\n" + cue)
    assert extracted.format == "subtitles"
    assert shown(extracted) == "各位 代表"
