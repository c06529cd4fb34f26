"""Marks of notes that the text lists go; items, years, powers and indexes stay."""

from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning.lines import Lines
from speechkit.cleaning.notes import drop_note_marks

BODY = "各位同志，发展{}是第一要务，改革{}是根本动力，大家要抓好落实，不负重托。"
FORMS = [
    ("[1]", "[2]"),
    ("［1］", "［2］"),
    ("[１]", "[２]"),
    ("〔1〕", "〔2〕"),
    ("﹝1﹞", "﹝2﹞"),
    ("【1】", "【2】"),
    ("〈1〉", "〈2〉"),
    ("{1}", "{2}"),
    ("①", "②"),
    ("❶", "❷"),
    ("⑴", "⑵"),
    ("➀", "➁"),
    ("⓵", "⓶"),
    ("¹", "²"),
    ("⁽¹⁾", "⁽²⁾"),
    ("(1)", "(2)"),
    ("（1）", "（2）"),
    ("1)", "2)"),
    ("[注1]", "[注2]"),
    ("〔註1〕", "〔註2〕"),
    ("[一]", "[二]"),
    ("〔一〕", "〔二〕"),
    ("[①]", "[②]"),
    ("*", "**"),
    ("＊", "＊＊"),
    ("†", "‡"),
    ("*", "†"),
]


def drop(*texts: str) -> list[str]:
    return drop_note_marks(Lines(list(texts), range(1, len(texts) + 1)))[0].texts


@pytest.mark.parametrize(("first", "second"), FORMS)
def test_marks_go_where_their_notes_are_listed(first: str, second: str) -> None:
    text = [BODY.format(first, second), f"{first} 见某次会议文件。", f"{second} 见某次讲话。"]
    assert drop(*text) == [BODY.format("", ""), *text[1:]]


@pytest.mark.parametrize(("first", "second"), FORMS)
def test_marks_stay_where_no_note_is_listed(first: str, second: str) -> None:
    text = [BODY.format(first, second), "会议开了一整天，大家谈了不少看法。"]
    assert drop(*text) == text


@pytest.mark.parametrize(
    "heading", ["注释", "注释：", "【注释】", "註釋", "参考文献", "Notes", "注："]
)
@pytest.mark.parametrize("note", ["1. ", "1、", "1．", "[1]", "1 "])
def test_numbered_notes_below_a_heading_answer_any_mark(heading: str, note: str) -> None:
    text = [BODY.format("[1]", "[2]"), heading, f"{note}某文。", f"{note.replace('1', '2')}某书。"]
    assert drop(*text) == [BODY.format("", ""), *text[1:]]


def test_notes_at_the_foot_of_pages_begin_again() -> None:
    text = ["发展①是要务。", "① 见甲。", "改革①是动力，创新②也是。", "① 见乙。", "② 见丙。"]
    assert drop(*text) == [
        "发展是要务。",
        "① 见甲。",
        "改革是动力，创新也是。",
        "① 见乙。",
        "② 见丙。",
    ]


def test_marks_in_several_spellings_are_answered_in_their_order() -> None:
    body = "发展[1]是第一要务，改革①是根本动力，创新〔3〕是第一动力。"
    assert drop(body, "[1] 甲。", "① 乙。", "〔3〕 丙。")[0] == (
        "发展是第一要务，改革是根本动力，创新是第一动力。"
    )


def test_several_notes_at_one_place_and_ranges() -> None:
    notes = [f"[{number}] 见某书。" for number in range(1, 6)]
    body = "发展[1][2]是要务，改革[3,4]是动力，创新[1-5]也是。"
    assert drop(body, *notes)[0] == "发展是要务，改革是动力，创新也是。"


def test_a_note_without_a_number() -> None:
    assert drop("发展[注]是要务。", "[注] 见某书。") == ["发展是要务。", "[注] 见某书。"]


@pytest.mark.parametrize(
    "text",
    [
        ["要做到：①抓项目，②抓投资。", "① 项目是基础。", "② 投资是动力。"],
        ["分三步：（1）调查；（2）研究。", "（1）调查要深。", "（2）研究要细。"],
        ["见国发〔2012〕3号文件。", "〔2012〕年文件见附件。"],
        ["面积为12m²，长10³米。", "² 见附件。", "³ 见附件。"],
        ["取x[1]和x[2]两个值。", "[1] 第一个值。", "[2] 第二个值。"],
        ["一、抓好落实", "① 抓项目。", "② 抓投资。"],
        ["按第(1)项和第(2)项办理。", "(1) 项目。", "(2) 投资。"],
        ["* 抓项目", "* 抓投资", "* 抓落实"],
    ],
)
def test_what_is_no_mark_of_a_note_stays(text: list[str]) -> None:
    assert drop(*text) == text


def test_the_notes_stay_paragraphs_and_the_marks_are_told() -> None:
    body = BODY.format("[1]", "[2]")
    cleaned = clean_text(f"在会议上的讲话\n\n{body}\n\n[1] 见某次会议文件。\n[2] 见某次讲话。")
    assert cleaned.paragraphs == (BODY.format("", ""), "[1] 见某次会议文件。", "[2] 见某次讲话。")
    assert [(n.kind, n.rule, n.times) for n in cleaned.notices] == [("dropped", "note-mark", 2)]
