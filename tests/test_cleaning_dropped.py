"""Nothing dropped is lost: what is in neither title nor paragraphs is in a piece."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence

import pytest
from decoded_texts import clean_text
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cleaning import clean
from speechkit.cleaning.dropped import AROUND, find_dropped, take_dropped
from speechkit.cleaning.lines import Lines
from speechkit.formats import Extracted, Piece
from speechkit.model import DroppedText, Notice
from speechkit.text.characters import BLANKS
from speechkit.text.normalize import normalize, normalize_phrase

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"


def find(lines: Sequence[str], title: str, paragraphs: Sequence[str]) -> tuple[DroppedText, ...]:
    return find_dropped(Lines(list(lines), range(1, len(lines) + 1)), title, paragraphs)


def list_lost(
    lines: Sequence[str], title: str, paragraphs: Sequence[str], pieces: Sequence[DroppedText]
) -> list[str]:
    """Return, by brute force, the strings of one line that are found nowhere."""
    texts = [normalize(text) for text in (title, *paragraphs, *(piece.text for piece in pieces))]
    strings = {
        line[start : start + AROUND]
        for line in lines
        for start in range(max(len(line) - AROUND, 0) + 1)
    }
    return [s for s in strings if not any(normalize_phrase(s) in text for text in texts)]


ALPHABET = "甲乙丙丁戊，。、 \u3000\u3000ab12.-"
TEXT = st.text(ALPHABET, max_size=90)


@st.composite
def draw_cleaned(draw: st.DrawFn) -> tuple[list[str], str, list[str]]:
    """Lines, and a title and paragraphs that were made of them by all that cleaning may do."""
    lines = draw(st.lists(TEXT, max_size=8))
    kept: list[str] = []
    for line in lines:
        what = draw(st.sampled_from(["whole", "gone", "cut", "joined", "without", "changed"]))
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(line))] * 2)))
        if what == "cut":
            kept += [line[:start], line[end:]]
        elif what == "joined" and kept:
            kept[-1] += line
        elif what == "without":
            kept.append(line[:start] + line[end:])
        elif what == "changed":
            kept.append(line[:start] + draw(TEXT) + line[end:])
        elif what != "gone":
            kept.append(line)
    kept = [line for line in (line.strip(BLANKS) for line in kept) if line]
    kept = draw(st.one_of(st.just(kept), st.permutations(kept)))
    place = draw(st.integers(-1, len(kept) - 1))
    title = kept.pop(place) if place >= 0 else ""
    return lines, title, kept


def strip_signs(text: str) -> str:
    """Return a text without what normalizes to nothing around it."""
    said = [place for place, character in enumerate(text) if normalize_phrase(character)]
    return text[said[0] : said[-1] + 1] if said else ""


@given(draw_cleaned())
def test_no_string_of_a_line_is_lost(cleaned: tuple[list[str], str, list[str]]) -> None:
    lines, title, paragraphs = cleaned
    pieces = find(lines, title, paragraphs)
    assert list_lost(lines, title, paragraphs, pieces) == []
    for piece in pieces:
        assert piece.text in lines[piece.line - 1]
        assert normalize_phrase(piece.text)
        kept = [0, *(place for span in piece.spans for place in span), len(piece.text)]
        for start, end in zip(kept[::2], kept[1::2], strict=True):
            # What normalizes to nothing, as a full stop behind a title, is looked for by nobody.
            assert any(strip_signs(piece.text[start:end]) in text for text in (title, *paragraphs))


@given(st.lists(TEXT, max_size=8), st.randoms(use_true_random=False))
def test_what_is_kept_whole_needs_no_piece(lines: list[str], rng: random.Random) -> None:
    kept = [line.strip(BLANKS) for line in lines]
    rng.shuffle(kept)
    assert find(lines, "", kept) == ()


def test_a_piece_has_what_is_around_it() -> None:
    line = f"{BODY}本文由柳河网整理发布{BODY}"
    (piece,) = find([line], "", [BODY + BODY])
    assert piece == DroppedText(
        f"{BODY[-AROUND:]}本文由柳河网整理发布{BODY[:AROUND]}", 1, "", ((AROUND, AROUND + 10),)
    )
    assert piece.holds((AROUND - 2, AROUND + 1)) and piece.holds((AROUND + 9, AROUND + 12))
    assert not piece.holds((0, AROUND)) and not piece.holds((AROUND + 10, len(piece.text)))


def test_a_cut_line_goes_on_in_a_piece() -> None:
    (piece,) = find([f"\u3000\u3000{BODY}\u3000\u3000{BODY[5:]}"], "", [BODY, BODY[5:]])
    assert piece.rule == "cut-line"
    assert piece.text == f"{BODY[-27:]}\u3000\u3000{BODY[5:32]}"
    assert piece.holds((26, 30)) and not piece.holds((0, 27))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("政 府 工 作 报 告", "政府工作报告"),
        ("—— 政府工作报告 ——", "政府工作报告"),
        ("政府工作", "政府工作报告"),
        ("——————", ""),
        ("　\t", ""),
        ("。！？", ""),
    ],
)
def test_what_a_search_finds_anyway_needs_no_piece(line: str, title: str) -> None:
    assert find([line], title, [BODY]) == ()


def test_wrapped_lines_are_found_in_their_paragraph() -> None:
    paragraphs = [f"{BODY}{number}{BODY}" for number in range(200)]
    lines = [text[start : start + 30] for text in paragraphs for start in range(0, len(text), 30)]
    lines.insert(300, "版权所有：柳河")
    assert [piece.text for piece in find(lines, "", paragraphs)] == ["版权所有：柳河"]


def test_pieces_name_the_rule_the_line_and_each_text_once() -> None:
    text = f"春耕讲话\n打印本页\n同志们：\n{BODY}\n打印本页\n版权所有：柳河县\n"
    found = clean_text(text).dropped
    assert [(piece.text, piece.line, piece.rule) for piece in found] == [
        ("打印本页", 2, "boilerplate-line"),
        ("版权所有：柳河县", 6, "boilerplate-line"),
    ]


def test_what_a_reader_drops_goes_in_whole() -> None:
    pieces = (
        Piece("首页 > 讲话\n——\n首页", line=1, dropped="menu"),
        Piece(f"春耕讲话\n{BODY}", line=4),
        Piece("友情链接", line=9, dropped="links"),
    )
    cleaned = clean(Extracted("html", pieces))
    assert [(piece.text, piece.line, piece.rule) for piece in cleaned.dropped] == [
        ("首页 > 讲话", 1, "menu"),
        ("首页", 3, "menu"),
        ("友情链接", 9, "links"),
    ]
    assert list(take_dropped(" a \n", [3, 4], "x")) == [DroppedText("a", 3, "x", ((0, 1),))]


def make_hostile() -> dict[str, tuple[list[str], list[str]]]:
    """Return lines and paragraphs that ask much of the search for what is kept."""
    rng = random.Random(5)
    characters = [chr(0x4E00 + number) for number in range(3000)]

    def invent(length: int) -> str:
        return "".join(rng.choices(characters, k=length))

    paragraphs = [invent(80) for _ in range(50_000)]
    advertising = [invent(80) for _ in range(50_000)]
    mixed = [line for pair in zip(paragraphs, advertising, strict=True) for line in pair]
    alike = ["的" * 80 + str(number) for number in range(20_000)]
    return {
        "many dropped lines": (mixed, paragraphs),
        "all dropped lines": (advertising, paragraphs),
        "one long line, cut": (["\u3000\u3000".join(paragraphs)], paragraphs),
        "one long line, half dropped": (["\u3000\u3000".join(mixed)], paragraphs),
        "one long line, backwards": (["".join(paragraphs)], paragraphs[::-1]),
        "one character": (["的" * 4_000_000], ["的" * 1000] * 4000),
        "nearly one character": (alike, ["的" * 79 + "。"] * 20_000),
        "short paragraphs": (["  ".join("甲乙丙" * 300_000)], list("丙乙甲" * 300_000)),
        "nothing is alike": (["甲乙" * 2_000_000], ["丙丁" * 2_000_000]),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "many dropped lines",
        "all dropped lines",
        "one long line, cut",
        "one long line, half dropped",
        "one long line, backwards",
        "one character",
        "nearly one character",
        "short paragraphs",
        "nothing is alike",
    ],
)
def test_hostile_texts_take_seconds(name: str) -> None:
    lines, paragraphs = make_hostile()[name]
    started = time.process_time()
    find(lines, "", paragraphs)
    assert time.process_time() - started < 20


def test_marks_of_notes_are_named_however_many_there_are() -> None:
    text = "".join(f"第{n}件大事要抓紧抓实〔{n}〕，各地各部门都要办好。" for n in range(1, 60))
    plain = re.sub("〔[0-9]+〕", "", text)
    notice = Notice("dropped", "note-mark", "〔1〕 〔2〕 〔3〕…", 59)
    pieces = find_dropped(Lines([text], [1]), "", [plain], [notice])
    assert {piece.rule for piece in pieces} == {"note-mark"}
