from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning.controls import drop_controls
from speechkit.cleaning.pipeline import read_lines
from speechkit.formats import Extracted, Piece
from speechkit.text.characters import cells

BODY = (
    "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，World Bank的专家也来看过。"
)
PARAGRAPH = BODY * 4 + "产量预计达到27.46万吨，比上年增加百分之五"


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for character in text:
        if cells(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def test_lines_that_no_step_changes_are_those_of_the_reader() -> None:
    """A page can have a million lines, and each copy of them takes 80 MB."""
    pieces = tuple(Piece(f"第{number}段", number) for number in range(1, 9))
    lines, _ = read_lines(Extracted("html", pieces))
    assert all(line is piece.text for line, piece in zip(lines.texts, pieces, strict=True))
    changed = (*pieces, Piece("国\x0b家\n发\x00展", 9))
    lines, _ = read_lines(Extracted("html", changed))
    assert lines.texts[8:] == drop_controls("国\x0b家\n发\x00展")[0].split("\n")
    assert [*lines.numbers] == [*range(1, 11)]


@pytest.mark.parametrize("width", [40, 60, 76, 80])
def test_wrapped_lines_are_joined_by_indents(width: int) -> None:
    lines = [line for _ in range(5) for line in wrapped(f"　　{PARAGRAPH}。", width)]
    cleaned = clean_text("在春耕会上的讲话\n" + "\n".join(lines))
    assert cleaned.title == "在春耕会上的讲话"
    assert {p.replace(" ", "") for p in cleaned.paragraphs} == {f"{PARAGRAPH}。".replace(" ", "")}
    assert len(cleaned.paragraphs) == 5
    assert [n.rule for n in cleaned.notices if n.kind == "repaired"] == ["hard-wrap"]


def test_wrapped_lines_are_joined_by_blank_lines() -> None:
    block = "\n".join(wrapped(f"{PARAGRAPH}。", 64))
    assert len(clean_text("\n\n".join([block] * 4)).paragraphs) == 4


def test_latin_words_are_joined_with_a_space() -> None:
    words = "the county has kept its word and the fields are green in every village of it now"
    lines = [words[:60].rsplit(" ", 1)[0], words[60:]]
    text = "\n".join(f"{words[:59].rsplit(' ', 1)[0]:<59}".rstrip() for _ in range(12))
    joined = " ".join(text.split("\n"))
    assert clean_text(text).paragraphs == (joined,)
    assert lines


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["春风吹过山前柳，", "细雨飘来屋后花。"] * 8),
        "\n".join(
            f"{n}. 关于第{n:02}号水渠工程建设的安排和分工以及验收工作的说明" for n in range(1, 20)
        ),
        "\n".join(f"{n:02}村    播种面积{n * 7:4}亩    单产预计{n * 9:4}斤" for n in range(1, 20)),
        "\n".join(["群众的事没有小事。", "干部要多下田。"] * 8),
        "\n".join([BODY] * 12),
    ],
)
def test_verse_lists_and_tables_are_not_glued(text: str) -> None:
    cleaned = clean_text(text)
    lines = len(cleaned.paragraphs) + bool(cleaned.title)
    assert lines == text.count("\n") + 1


def test_a_speech_on_one_line_is_cut_after_its_sentences() -> None:
    text = f"　　同志们：　　{BODY}　　一、任务　　{BODY}    {BODY}　　张　　三　　出处：柳河文选"
    assert clean_text(text).paragraphs == (
        "同志们：",
        BODY,
        "一、任务",
        BODY,
        BODY,
        "张　　三",
    )
    assert [(notice.rule, notice.text) for notice in clean_text(text).notices] == [
        ("editor-note", "出处：柳河文选")
    ]


def test_gaps_inside_a_sentence_do_not_cut() -> None:
    text = "甲　　乙　　丙　　" + BODY.replace("。", "，") * 3 + "完"
    assert clean_text(text).paragraphs == (text,)
