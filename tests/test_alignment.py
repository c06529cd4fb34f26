"""The fewest edits between a pattern and a piece of a text, against the plain table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.research.quotations.alignment import Alignment, align_whole, align_within

TEXTS = st.text("甲乙丙，", max_size=12)


def fill_table(pattern: str, text: str, *, anchored: bool) -> list[int]:
    """Return the last row of the table of distances, filled cell by cell."""
    above = [place if anchored else 0 for place in range(len(text) + 1)]
    for row, character in enumerate(pattern, 1):
        line = [row]
        for place, other in enumerate(text, 1):
            line.append(
                min(above[place] + 1, line[-1] + 1, above[place - 1] + (character != other))
            )
        above = line
    return above


def apply_edits(pattern: str, text: str, found: Alignment) -> str:
    """Return the piece of the text with its edits undone: the pattern."""
    written, place = "", found.start
    for edit in found.edits:
        written += text[place : edit.start] + pattern[edit.pattern_start : edit.pattern_end]
        place = edit.end
    return written + text[place : found.end]


@given(TEXTS, TEXTS)
def test_a_piece_is_the_nearest_one(pattern: str, text: str) -> None:
    found = align_within(pattern, text)
    assert found.distance == min(fill_table(pattern, text, anchored=False))
    assert apply_edits(pattern, text, found) == pattern
    assert fill_table(pattern, text[found.start : found.end], anchored=True)[-1] == found.distance
    assert sum(max(e.end - e.start, e.pattern_end - e.pattern_start) for e in found.edits) <= (
        found.distance
    )


@given(TEXTS, TEXTS)
def test_a_whole_text_is_compared_to_its_ends(pattern: str, text: str) -> None:
    found = align_whole(pattern, text)
    assert (found.start, found.end) == (0, len(text))
    assert found.distance == fill_table(pattern, text, anchored=True)[-1]
    assert apply_edits(pattern, text, found) == pattern


@pytest.mark.parametrize("length", [63, 64, 65, 200])
def test_patterns_of_any_length(length: int) -> None:
    pattern = "".join(chr(0x4E00 + place) for place in range(length))
    text = "前" + pattern[:30] + "错" + pattern[31:50] + pattern[51:] + "后"
    found = align_within(pattern, text)
    assert (found.distance, found.start, found.end) == (2, 1, length)
    assert [text[e.start : e.end] for e in found.edits] == ["错", ""]


def test_edits_that_touch_are_one() -> None:
    found = align_within("生活的期盼就是", "对美好生活的向往，就是我们")
    assert [(e.start, e.end, e.pattern_start, e.pattern_end) for e in found.edits] == [(6, 9, 3, 5)]
