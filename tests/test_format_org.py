"""Org and Mandoku: marks go, what they state is known, printed lines are joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechkit.cleaning import clean
from speechkit.formats import Extracted, extract
from speechkit.text.normalize import normalize

ORG = """#+TITLE: 在全市大会上的讲话
#+AUTHOR: 王大林
#+DATE: 2018-10-28
#+OPTIONS: toc:nil

* 形势 :经济:
:PROPERTIES:
:ID: abc-1
:END:
今天的会议*十分重要*，见[[https://example.org/a][有关文件]]。
# 这是评注
* TODO 任务
SCHEDULED: <2018-10-29 Mon>
#+BEGIN_QUOTE
抓落实，重在行动[fn:1]。
#+END_QUOTE
#+BEGIN_COMMENT
不要发表
#+END_COMMENT
"""


def read(text: str, name: str = "a.txt") -> Extracted:
    return extract(text.encode(), name)


def shown(extracted: Extracted) -> list[str]:
    return [p.text for p in extracted.pieces if not p.dropped and p.text.strip()]


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda text: "\n" + text], ids=["", "lower", "blank"]
)
def test_org_is_read(change: object) -> None:
    assert callable(change)
    extracted = read(change(ORG).replace("todo", "TODO").replace("scheduled", "SCHEDULED"))
    assert extracted.format == "org"
    assert (extracted.title, extracted.author, extracted.date) == (
        "在全市大会上的讲话",
        "王大林",
        "2018-10-28",
    )
    assert shown(extracted) == [
        "在全市大会上的讲话",
        "形势",
        "今天的会议十分重要，见有关文件。",
        "任务",
        "抓落实，重在行动。",
    ]
    cleaned = clean(extracted, "a")
    assert cleaned.title == "在全市大会上的讲话"
    assert [section.name for section in cleaned.sections] == ["形势", "任务"]


def test_what_org_says_besides_is_kept() -> None:
    dropped = "".join(piece.text for piece in read(ORG).pieces if piece.dropped)
    for words in ("这是评注", "不要发表", "abc-1", "王大林", "toc:nil"):
        assert words in dropped


@pytest.mark.parametrize(
    "text",
    [
        "#+ 号的用法\n各位代表：今天的会议十分重要。\n",
        "* 抓好春耕。\n* 抓好项目。\n",
        "各位代表：今天¶的会议十分重要。\n",
        "# 在全市大会上的讲话\n各位代表：#+TITLE: 是什么？\n",
    ],
)
def test_other_texts_are_no_org(text: str) -> None:
    assert read(text).format == "text"


HEAD = """# -*- mode: mandoku-view; -*-
#+TITLE: 關中奏稿
#+DATE: 2015-08-24 22:32:42.788467
#+PROPERTY: ID KR2x0001
"""
PRINTED = """<pb:KR2x0001_WYG_001-1a>¶
欽定全書¶
　關中奏稿卷一¶
　　一為修舉馬政事¶
兵部覆該督理馬政都察院左副都御史王某題節¶
該欽奉勅諭陕西設立寺監衙門職專牧馬先年邊方¶
所用馬匹全藉於此近來官不得人馬政廢弛殆盡今¶
<pb:KR2x0001_WYG_001-1b>¶
特命爾前去彼處督同行太僕寺苑馬寺官專理馬政¶
爾須查照兵部奏准事理考究國初成法¶
"""
PHRASES = ["題節該欽奉", "廢弛殆盡今特命爾", "專理馬政爾須查照"]


@pytest.mark.parametrize("head", [HEAD, "", "#+TITLE: 關中奏稿\n"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("1b>¶\n", "1b>¶\n¶\n"),
        lambda text: text.replace(
            "殆盡今¶\n<pb:KR2x0001_WYG_001-1b>¶\n", "殆盡今<pb:KR2x0001_WYG_001-1b>¶\n"
        ),
        lambda text: text.replace("今¶", "今¶\n¶").replace("特命", "　　特命"),
        lambda text: text.replace("<pb:KR2x0001_WYG_001-1b>¶\n", ""),
        lambda text: text.replace("\n", "\r\n"),
    ],
    ids=["", "blank", "within", "raised", "no page", "crlf"],
)
def test_printed_lines_are_joined(head: str, change: object) -> None:
    assert callable(change)
    cleaned = clean(read(head + change(PRINTED)), "a")
    text = normalize("\n".join(cleaned.paragraphs))
    for phrase in PHRASES:
        assert normalize(phrase) in text
    assert cleaned.title == ("關中奏稿" if head else cleaned.title)
    assert cleaned.date == ""
    assert not set("¶<>#") & set("".join(cleaned.paragraphs))


def test_headings_of_printed_texts_stay_apart() -> None:
    paragraphs = clean(read(HEAD + PRINTED), "a").paragraphs
    assert paragraphs[:3] == ("欽定全書", "關中奏稿卷一", "一為修舉馬政事")
    assert len(paragraphs) == 4


def test_no_line_of_the_memorials_is_lost(shared: Path) -> None:
    paths = sorted((shared / "corpora" / "memorials").glob("*.txt"))
    assert paths
    for path in paths:
        check_lines(path.read_text("utf-8"))


def check_lines(text: str) -> None:
    extracted = read(text)
    assert extracted.format == "org"
    body = "".join(shown(extracted))
    printed = [line for line in text.split("\n") if not line.startswith(("#", "<pb:"))]
    for line in printed:
        assert line.replace("¶", "").strip("　 ") in body
