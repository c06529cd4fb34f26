"""Captions of every kind and state: what is said is read in sentences, times are no text."""

from __future__ import annotations

import pytest

from speechkit.cleaning import clean
from speechkit.formats import Extracted, extract
from speechkit.text.normalize import normalize

SRT = """1
00:00:01,000 --> 00:00:03,000
我们说防汛

2
00:00:03,100 --> 00:00:05,000
责任重大，
不能松懈。
"""
SAID = "我们说防汛责任重大，不能松懈。"


def read(text: str, name: str = "a.txt") -> Extracted:
    return extract(text.encode(), name)


def said(text: str) -> list[str]:
    return [piece.text for piece in read(text).pieces if not piece.dropped]


WRITTEN = {
    "srt": SRT,
    "no blank lines": "\n".join(line for line in SRT.split("\n") if line),
    "blank lines everywhere": SRT.replace("\n", "\n\n"),
    "no numbers": SRT.replace("1\n00", "00").replace("2\n00", "00"),
    "dots for commas": SRT.replace(",0", ".0").replace(",1", ".1"),
    "blanks in times": SRT.replace(":00:", " : 00 : ").replace("-->", " --> "),
    "short arrows": SRT.replace("-->", "->"),
    "escaped arrows": SRT.replace("-->", "--&gt;"),
    "places": SRT.replace(",000\n", ",000  X1:100 X2:200 Y1:400 Y2:428\n"),
    "byte order mark": "\ufeff" + SRT,
    "carriage returns": SRT.replace("\n", "\r\n"),
    "wrong numbers": SRT.replace("2\n00", "7\n00"),
    "blanks behind": SRT.replace("\n", "  \n"),
    "styles": SRT.replace("我们说", r"{\an8}<i>我们</i>说").replace(
        "责任", '<font color="#fff">责</font>任'
    ),
    "vtt": "WEBVTT\n\n" + SRT.replace(",0", ".0").replace(",1", ".1"),
    "vtt with everything": """WEBVTT - 某某讲话
Kind: captions
Language: zh

STYLE
::cue { color: red }

NOTE 由某人听写
第二行

intro
00:01.000 --> 00:03.000 align:start position:0%
<c.yellow>我们</c>说<00:00:02.000>防汛

00:03.100 --> 00:05.000
<b>责任</b>重大，&lrm;
不能松懈。
""",
    "text behind times": "00:00:01,000 --> 00:00:03,000 我们说防汛\n"
    "00:00:03,100 --> 00:00:05,000 责任重大，\n不能松懈。\n",
    "line breaks as in ass": SRT.replace("重大，\n", r"重大，\N"),
    "ass": r"""[Script Info]
Title: 某某讲话
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,不要
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\pos(1,2)}我们说防汛
Dialogue: 0,0:00:03.10,0:00:05.00,Default,,0,0,0,,责任重大，\N不能松懈。
Dialogue: 1,0:00:03.10,0:00:05.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0{\p0}
""",
    "ssa": """[Script Info]
[Events]
Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: Marked=0,0:00:01.00,0:00:03.00,Default,NTP,0000,0000,0000,,我们说防汛
Dialogue: Marked=0,0:00:03.10,0:00:05.00,Default,NTP,0000,0000,0000,,责任重大，\\n不能松懈。
""",
    "sbv": """0:00:01.000,0:00:03.000
我们说防汛

0:00:03.100,0:00:05.000
责任重大，
不能松懈。
""",
    "lrc": """[ti:某某讲话]
[ar:王大林]
[offset:0]
[00:01.00]我们说防汛
[00:03.10]责任重大，
[00:04.00]<00:04.20>不能松懈。
""",
    "youtube": "0:01\n我们说防汛\n0:03\n责任重大，\n0:04\n不能松懈。\n",
    "youtube on a line": "0:01 我们说防汛\n0:03 责任重大，\n0:04 不能松懈。\n",
    "youtube in words": "0:01\n1秒钟我们说防汛\n0:03\n3秒钟责任重大，\n0:04\n4秒钟不能松懈。\n",
    "brackets": "[00:01] 我们说防汛\n[00:03] 责任重大，\n[00:04] 不能松懈。\n",
    "round brackets": "（00:01）我们说防汛\n（00:03）责任重大，\n（00:04）不能松懈。\n",
    "hours": "00:00:01 我们说防汛\n00:00:03 责任重大，\n00:00:04 不能松懈。\n",
    "ranges": "00:01 - 00:03 我们说防汛\n00:03 - 00:04 责任重大，\n00:04 - 00:06 不能松懈。\n",
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_captions_are_read_as_sentences(kind: str) -> None:
    extracted = read(WRITTEN[kind])
    assert extracted.format == "subtitles"
    text = "".join(piece.text for piece in extracted.pieces if not piece.dropped)
    assert normalize(text.removeprefix(extracted.title)) == normalize(SAID)
    assert not set("<>{}0123456789") & set(text)


@pytest.mark.parametrize("kind", ["vtt with everything", "ass", "lrc"])
def test_what_captions_state_is_known(kind: str) -> None:
    extracted = read(WRITTEN[kind])
    assert extracted.title == "某某讲话"
    assert clean(extracted, "a").title == "某某讲话"
    assert extracted.author == ("王大林" if kind == "lrc" else "")


def test_notes_are_dropped_and_kept() -> None:
    dropped = [p.text for p in read(WRITTEN["vtt with everything"]).pieces if p.dropped]
    assert "由某人听写\n第二行" in "".join(dropped)
    assert "color: red" in "".join(dropped)
    assert "0:00:00.00,0:00:01.00,Default,,0,0,0,,不要" in "".join(
        piece.text for piece in read(WRITTEN["ass"]).pieces if piece.dropped
    )


def test_each_paragraph_knows_its_line() -> None:
    text = "".join(
        f"{n}\n00:0{n}:00,000 --> 00:0{n}:01,000\n第{n}句话说完了。\n\n" for n in range(1, 6)
    )
    pieces = [piece for piece in read(text).pieces if not piece.dropped]
    assert [text.split("\n")[piece.line - 1] for piece in pieces] == [p.text for p in pieces]
    dropped = [piece for piece in read(text).pieces if piece.dropped]
    for piece in dropped:
        for number, line in enumerate(piece.text.split("\n"), piece.line):
            assert line in ("", text.split("\n")[number - 1])


def test_a_title_before_the_captions_is_text() -> None:
    assert said("在全市大会上的讲话\n\n" + SRT)[0] == "在全市大会上的讲话"


def cue(start: float, end: float, *lines: str) -> str:
    times = (f"00:00:{int(t):02},{round(t % 1 * 1000):03}" for t in (start, end))
    return "1\n" + " --> ".join(times) + "\n" + "\n".join(lines) + "\n\n"


def test_a_pause_ends_a_paragraph_and_a_short_one_does_not() -> None:
    assert said(cue(1, 2, "第一句。") + cue(3, 4, "第二句。")) == ["第一句。第二句。"]
    assert said(cue(1, 2, "第一句。") + cue(5, 6, "第二句。")) == ["第一句。", "第二句。"]
    assert said(cue(1, 2, "第一，这") + cue(5, 6, "句话。")) == ["第一，这句话。"]


def test_no_paragraph_is_endless() -> None:
    text = "".join(cue(n, n + 1, "一句没有标点的话说了又说") for n in range(55))
    pieces = said(text)
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 320
    assert "".join(pieces).count("一句没有标点的话说了又说") == 55


def test_captions_without_marks_are_parted_by_blanks() -> None:
    text = cue(1, 2, "我们说防汛") + cue(2, 3, "责任重大") + cue(3, 4, "不能松")
    assert said(text) == ["我们说防汛 责任重大 不能松"]
    assert "防汛责任重大" in normalize(said(text)[0])


def test_two_languages_are_joined_each_by_itself() -> None:
    text = cue(1, 2, "我们说防汛", "We say that the duty") + cue(
        2, 3, "责任重大。", "of flood control is great."
    )
    assert said(text) == ["我们说防汛责任重大。", "We say that the duty of flood control is great."]
    swapped = cue(1, 2, "We say", "我们说") + cue(2, 3, "good day.", "你好。")
    assert said(swapped) == ["We say good day.", "我们说你好。"]


def test_two_languages_as_events_of_their_own() -> None:
    head = "[Script Info]\n[Events]\n"
    events = [
        f"Dialogue: 0,0:00:0{n}.00,0:00:0{n + 1}.00,{style},,0,0,0,,{text}"
        for style, texts in (("中", ("我们说防汛", "责任重大。")), ("En", ("We say", "good day.")))
        for n, text in enumerate(texts, 1)
    ]
    assert said(head + "\n".join(events)) == ["我们说防汛责任重大。", "We say good day."]


def test_a_foreign_word_is_no_second_language() -> None:
    text = cue(1, 2, "我们用", "OpenSearch") + cue(2, 3, "来做") + cue(3, 4, "这件事。")
    assert normalize("".join(said(text))) == normalize("我们用OpenSearch来做这件事。")


@pytest.mark.parametrize(
    "lines",
    [
        [("今天我想",), ("今天我想", "谈谈"), ("谈谈", "教育的未来"), ("教育的未来",)],
        [("今天我想",), ("今天我想谈谈",), ("今天我想谈谈教育的未来",)],
        [("今天我想", "谈谈"), ("谈谈", "教育"), ("教育", "的未来")],
    ],
    ids=["scrolling", "growing", "two lines"],
)
def test_rolling_captions_are_read_once(lines: list[tuple[str, ...]]) -> None:
    text = "".join(cue(n, n + 1, *cue_lines) for n, cue_lines in enumerate(lines, 1))
    assert normalize("".join(said(text))) == "今天我想谈谈教育的未来"


def test_what_is_said_twice_stays() -> None:
    text = cue(1, 2, "加油！") + cue(2, 3, "加油！") + cue(3, 4, "大家好。") + cue(4, 5, "很好。")
    assert said(text) == ["加油！加油！大家好。很好。"]


@pytest.mark.parametrize(
    "text",
    [
        cue(1, 2, "- 你好吗？", "- 我很好。") + cue(2, 3, "- 那就好。"),
        cue(1, 2, "-你好吗？") + cue(2, 3, "-我很好。") + cue(3, 4, "—那就好。"),
    ],
)
def test_dashes_part_those_who_speak(text: str) -> None:
    assert said(text) == ["你好吗？", "我很好。", "那就好。"]


VOICES = {
    "labels": cue(1, 2, "王某：今天好") + cue(2, 3, "吗？") + cue(3, 4, "李某：很好。", "谢谢。")
    + cue(4, 5, "王某：不谢。"),
    "voices": "WEBVTT\n\n" + cue(1, 2, "<v 王某>今天好") + cue(2, 3, "<v 王某>吗？</v>")
    + cue(3, 4, "<v.loud 李某>很好。", "谢谢。") + cue(4, 5, "<v 王某>不谢。"),
    "names": "[Events]\n" + "\n".join(
        f"Dialogue: 0,0:00:0{n}.00,0:00:0{n + 1}.00,Default,{name},0,0,0,,{text}"
        for n, (name, text) in enumerate(
            [("王某", "今天好"), ("王某", "吗？"), ("李某", r"很好。\N谢谢。"), ("王某", "不谢。")],
            1,
        )
    ),
    "before times": "王某 00:01\n今天好吗？\n李某 00:13\n很好。谢谢。\n王某 00:24\n不谢。\n",
    "below times": "00:01 王某\n今天好吗？\n00:13 李某\n很好。\n谢谢。\n00:24 王某\n不谢。\n",
    "below times, boxed": "[00:01] 王某：\n今天好吗？\n"
    "[00:13] 李某：\n很好。谢谢。\n[00:24] 王某：\n不谢。\n",
    "behind times": "[00:01] 王某：今天好吗？\n[00:13] 李某：很好。谢谢。\n[00:24] 王某：不谢。\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", VOICES)
def test_those_who_speak_are_turns(kind: str) -> None:
    cleaned = clean(read(VOICES[kind]), "a")
    assert cleaned.paragraphs == ("王某：今天好吗？", "李某：很好。谢谢。", "王某：不谢。")
    assert [(turn.paragraph, turn.name) for turn in cleaned.turns] == [
        (1, "王某"),
        (2, "李某"),
        (3, "王某"),
    ]


RUNNERS = ("张三", "李四", "王五", "赵六", "孙七", "周八", "吴九")
NO_CAPTIONS = {
    "a programme": "大会议程\n9:00 开幕式\n9:30 领导致辞\n10:00 主题演讲\n10:30 茶歇\n11:00 讨论\n",
    "a speech with times": "在会上的讲话\n会议从9:05开始。\n到10:17，各位代表发言。\n11:23散会。\n",
    "verses": "创世记\n1:1 起初，神创造天地。\n地是空虚混沌。\n神说，要有光。\n神看光是好的。\n"
    * 3,
    "arrows": "流程：申请 --> 审核 --> 批准。\n各部门要按流程办理。\n",
    "dashes": "我们说——\n责任重大。\n",
    "a list of news": "".join(f"市里召开第{n}次会议 09:{n}2\n" for n in range(1, 6)),
    "a chat": "".join(f"张三 2020-01-01 10:05:{n}3\n第{n}句话。\n" for n in range(1, 6)),
    "a text on vtt": "WEBVTT 是一种字幕格式。\n今天我来讲讲它。\n",
    "a text on vtt, with an arrow": "WEBVTT\n今天讲 --> 这个记号。\n",
    "a race": "1:23 张三\n1:25 李四\n1:31 王五\n2:15 赵六\n希望大家再接再厉。\n",
    "a race of many": "".join(f"0:5{n} {name}\n" for n, name in enumerate(RUNNERS)),
    "a relay": "".join(f"11:0{n} 第{n}队\n" for n in range(1, 9)),
    "a programme by the minute": "9:05 开场致辞\n9:17 领导讲话\n9:33 表彰先进\n9:48 结束\n",
    "a long programme": "".join(f"9:0{n} 开场{n}\n9:{n}7 讲话{n}\n" for n in range(1, 6)),
    "a marathon": "2:15:31 第一名\n2:16:02 第二名\n2:20:44 第三名\n大家都跑得很好。\n",
    "scores": "比赛结果\n3:1 胜\n2:2 平\n0:1 负\n今天的比赛很精彩。\n",
}


@pytest.mark.parametrize("kind", NO_CAPTIONS)
def test_other_texts_with_times_are_no_captions(kind: str) -> None:
    assert read(NO_CAPTIONS[kind]).format == "text"


@pytest.mark.parametrize("kind", WRITTEN)
def test_cut_captions_are_read(kind: str) -> None:
    text = WRITTEN[kind]
    for end in range(0, len(text), 7):
        read(text[:end])


@pytest.mark.parametrize("title", ["New subtitles", "Default Aegisub file", "新字幕"])
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    text = WRITTEN["ass"]
    named = text.replace("[Script Info]", f"[Script Info]\nTitle: {title}", 1)
    assert f"Title: {title}" in named
    assert read(named).title == ""


def test_a_long_head_is_not_told_whole_but_kept_whole() -> None:
    styles = "".join(f"Style: S{n},Arial,20,&H00FFFFFF,0,0,1\n" for n in range(40))
    text = WRITTEN["ass"].replace("[Events]", f"{styles}[Events]", 1)
    cleaned = clean(read(text))
    (notice,) = [notice for notice in cleaned.notices if notice.rule == "subtitle-mark"]
    assert len(notice.text) < 130
    assert "Style: S39,Arial" in "\n".join(piece.text for piece in cleaned.dropped)
