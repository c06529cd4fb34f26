"""Notes of an editor are dropped text of their own; what a speaker says is not. All is made up."""

from __future__ import annotations

import pytest

from speechkit.cleaning import Cleaned, clean
from speechkit.formats import extract

TITLE = "把水利工程办实办好"
BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
NOTES = ("注释", "〔1〕见《柳河县志》。")

APART = [
    "（这是王大林同志在全县水利工作会议上的讲话。）",
    "（这是王大林同志在全县水利工作会议上的讲话。)",
    "（这是王大林同志在全县水利工作会议上的讲话。 ）",
    "（這是王大林同志在全縣水利工作會議上的講話。）",
    "*这是王大林同志在全县水利工作会议上讲话的一部分。",
    "＊ 这是王大林同志在全县水利工作会议上讲话的要点，原题为《我们怎样修水库》。",
    "*这是王大林同志在柳河考察时谈话的主要部分。王大林同志当时任县委书记。",
    "（这是王大林同志会见外地客人时谈话的节录。）",
    "（这是王大林同志写给柳河村全体村民的信。）",
    "*这是王大林同志对一份材料的批语。",
    "（这是作者一九八五年在全省农村工作会议上的报告，发表时有删节。）",
    "[这是李小梅先生在图书馆的演讲《山村的书》的摘要]",
    "（摘自王大林同志同各村负责人的谈话。）",
    "（选自《柳河文选》第二卷）",
    "【原载《柳河日报》1985年3月2日。收入本书时略有删节。】",
    "（本文刊载于一九四三年七月出版的《柳河周报》第三期。）",
    "（根据录音整理）",
    "（根据王大林同志讲话录音整理，未经本人审阅）",
    "*根据现场速记整理。",
    "（来源：柳河日报）",
    "（出处：《柳河文选》第一卷，柳河出版社1999年版）",
]
BEHIND = [
    "这是王大林同志在全县水利工作会议上讲话的一部分。",
    "出处：柳河文选第一卷;;;;柳河出版社2006年8月第1版",
    "来源：柳河日报",
    "文章来源:柳河县政府网",
    "稿件来源：县融媒体中心",
    "选自《柳河文选》第二卷",
    "摘自《柳河文选》，柳河出版社1999年版。",
    "根据录音整理，未经本人审阅。",
    "据柳河电视台视频整理",
    "本文根据会议记录整理",
]
SAID = [
    "这是我第一次在全县干部大会上的讲话。",
    "这是王大林同志在南方考察时反复强调的一句话。",
    "这是大家在座谈会上对我的报告的意见的摘要。",
    "（这是今年的一件大事。）",
    "（掌声）",
    "*这是一项长期任务，要写进各村的报告。",
    "*这是我在各村会议上的讲话。",
    "根据会议安排，我先讲三点。",
    "根据大家的意见，办公室整理了三十条建议。",
    "根据记录整理出的问题，一件一件抓落实。",
    "来源：县统计局，这四个字不是护身符，假的照样查。",
    "本文件自公布之日起施行。",
    "选自各村的代表都到了会。",
    "（一）这是王大林同志在会议上的讲话精神。",
    "出处：柳河文选第1版同志们：",
    "转载于报纸的文章，要先核实再引用。",
]


def clean_text(*lines: str) -> Cleaned:
    return clean(extract("\n".join(lines).encode(), "1.txt"), "1")


def list_notes(cleaned: Cleaned) -> list[str]:
    return [piece.text for piece in cleaned.dropped if piece.rule == "editor-note"]


@pytest.mark.parametrize("note", APART)
def test_a_note_that_is_set_apart_is_dropped_anywhere(note: str) -> None:
    for text in (
        [BODY, note, BODY, "谢谢大家。"],
        [BODY, BODY, note],
        [BODY, BODY, note, *NOTES],
        [note, BODY, "谢谢大家。"],
    ):
        cleaned = clean_text(TITLE, *text)
        assert cleaned.paragraphs == tuple(line for line in text if line != note)
        assert list_notes(cleaned) == [note]
        assert len(cleaned.lines) == len(cleaned.paragraphs)


@pytest.mark.parametrize("note", BEHIND)
def test_a_note_behind_the_text_needs_nothing_that_sets_it_apart(note: str) -> None:
    for text in ([BODY, "谢谢大家。", note], [BODY, "谢谢大家。", note, *NOTES]):
        cleaned = clean_text(TITLE, *text)
        assert cleaned.paragraphs == tuple(line for line in text if line != note)
        assert list_notes(cleaned) == [note]
    for before, after in ((NOTES[1], BODY), (APART[0], BODY), (BODY, NOTES[0])):
        several = [BODY, "谢谢大家。", before, note, after, BODY, "散会。"]
        cleaned = clean_text(TITLE, *several)
        assert cleaned.paragraphs == tuple(x for x in several if x not in (note, APART[0]))
    amid = (BODY, note, BODY, "谢谢大家。", "下面分组讨论，请各组抓紧时间。")
    assert clean_text(TITLE, "各位代表：", *amid).paragraphs == ("各位代表：", *amid)


@pytest.mark.parametrize("line", SAID)
def test_what_a_speaker_says_stays(line: str) -> None:
    for text in ((BODY, line, BODY), (BODY, BODY, line), (line, BODY, BODY)):
        assert list_notes(clean_text(TITLE, *text)) == []


def test_a_source_in_the_head_stays_as_other_lines_of_metadata_do() -> None:
    head = ("2024年3月5日", "来源：柳河日报", "王大林")
    assert clean_text(TITLE, *head, BODY, BODY).paragraphs == (*head, BODY, BODY)


def test_a_note_before_the_text_goes_where_nothing_but_metadata_is_above() -> None:
    cleaned = clean_text(TITLE, "2024年3月5日", "根据录音整理，未经本人审阅。", BODY, BODY)
    assert cleaned.paragraphs == ("2024年3月5日", BODY, BODY)


def test_what_notes_state_is_metadata() -> None:
    note = "（这是王大林同志一九八五年三月二日在全县水利工作会议上的讲话。）"
    cleaned = clean_text(TITLE, BODY, BODY, note, "出处：柳河文选第一卷")
    assert (cleaned.speaker, cleaned.date) == ("王大林", "1985-03-02")
    assert (cleaned.occasion, cleaned.source) == ("在全县水利工作会议上", "柳河文选第一卷")
    assert {origin.field: origin.line for origin in cleaned.origins}["occasion"] == 4
    assert list_notes(cleaned) == [note, "出处：柳河文选第一卷"]


def test_turns_and_sections_keep_their_places() -> None:
    talk = [line for n in range(4) for line in (f"问：第{n}件事怎么办？", f"答：{BODY}")]
    note = "（这是王大林同志答记者问的记录。）"
    cleaned = clean_text(TITLE, note, *talk)
    assert cleaned.paragraphs == tuple(talk)
    assert [turn.paragraph for turn in cleaned.turns] == [*range(1, 9)]
    assert [turn.name for turn in cleaned.turns] == ["问", "答"] * 4


def test_a_text_that_is_nothing_but_a_note_stays() -> None:
    assert clean_text("（选自《柳河文选》第二卷）", "（根据录音整理）").paragraphs
