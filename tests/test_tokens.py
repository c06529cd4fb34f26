"""Tokens kept as bits are told again without a dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import DamagedIndexError
from speechkit.model import Span
from speechkit.text import tokens
from speechkit.text.characters import is_han
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.scripts import simplify as read_simplified
from speechkit.text.segmenter import Segmenter
from speechkit.text.tokens import (
    is_token,
    name_token,
    read_line_tokens,
    read_pieces,
    read_tokens,
    read_words,
)
from speechkit.text.versions import DictionarySettings


@pytest.fixture(scope="module")
def segmenter(dictionary_settings: DictionarySettings) -> Segmenter:
    return open_light_segmenter(dictionary_settings)


CUT = st.lists(
    st.tuples(
        st.text(st.sampled_from("发展的𠀀〇"), max_size=9), st.sampled_from("，7.5亿x\nＡ ㊀%-")
    ),
    max_size=20,
)


def mark_tokens(text: str, tokens: Iterable[Span]) -> bytes:
    """One bit for each Han character, 1 where a token begins, filled up to bytes with 0."""
    starts = {start for start, _ in tokens}
    bits = [place in starts for place, character in enumerate(text) if is_han(character)]
    bits += [False] * (-len(bits) % 8)
    eights = (bits[place : place + 8] for place in range(0, len(bits), 8))
    return bytes(sum(bit << (7 - place) for place, bit in enumerate(eight)) for eight in eights)


@given(parts=CUT, data=st.data())
def test_any_cut_is_read_again(
    segmenter: Segmenter, parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Words of any length, not only a dictionary's, and letters between them."""
    text = "".join(run + mark for run, mark in parts)
    tokens = segmenter.cut(text)
    joined: list[Span] = []
    for start, end in tokens:
        adjacent = joined and joined[-1][1] == start and is_han(text[start])
        if adjacent and is_han(text[joined[-1][0]]) and data.draw(st.booleans()):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    marks = mark_tokens(text, joined)
    assert read_tokens(text, marks) == joined
    assert len(marks) == (sum(map(is_han, text)) + 7) // 8
    check_other_ways(text, marks, joined)


def check_other_ways(text: str, marks: bytes, tokens: Sequence[Span]) -> None:
    """Words, pieces and lines are those of the tokens in order."""
    words = [text[start:end] for start, end in tokens]
    assert sorted(read_words(text, marks)) == sorted(words)
    pieces = read_pieces(text, marks)
    assert "".join(pieces) == text
    assert [*filter(is_token, pieces)] == words
    lines = text.split("\n")
    even = range(0, len(lines), 2)
    told = dict(zip(even, read_line_tokens(text, marks, even), strict=True))
    start = 0
    for number, line in enumerate(lines):
        within = [(a - start, b - start) for a, b in tokens if start <= a < start + len(line)]
        assert told.get(number, (line, within)) == (line, within)
        start += len(line) + 1


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_marks_of_a_cut_are_those_of_its_tokens(segmenter: Segmenter, text: str) -> None:
    tokens = segmenter.cut(text)
    segmented = segmenter.segment(text)
    assert segmented.marks == mark_tokens(text, tokens)
    assert read_tokens(text, segmented.marks) == tokens
    check_other_ways(text, segmented.marks, tokens)
    names = sorted(name_token(text[start:end]) for start, end in tokens)
    assert names == sorted(segmented.tokens.elements())


def test_real_texts_are_read_again(segmenter: Segmenter, shared: Path) -> None:
    for path in sorted((shared / "corpora" / "leaders").iterdir())[::60]:
        text = read_simplified(path.read_text(encoding="utf-8", errors="replace"))
        assert read_tokens(text, segmenter.segment(text).marks) == segmenter.cut(text)


@pytest.mark.parametrize(
    ("text", "marks"), [("发展" * 8, b"\xaa"), ("发展", b"\x80\x00"), ("", b"\x80")]
)
def test_marks_of_another_text_are_refused(text: str, marks: bytes) -> None:
    for read in (read_tokens, read_words, read_pieces):
        with pytest.raises(DamagedIndexError):
            read(text, marks)
    with pytest.raises(DamagedIndexError):
        list(read_line_tokens(text, marks, [0]))


def test_words_are_named_in_one_form() -> None:
    assert [*map(name_token, ("ＧＤＰ", "Ⅲ", "发展", "7.5％"))] == ["gdp", "iii", "发展", "7.5%"]


def test_long_pieces_between_han_words_are_not_remembered() -> None:
    text = f"人{'word ' * 100}人，"
    assert len(read_words(text, bytes([0b11000000]))) == 102
    assert len(read_tokens(text, bytes([0b11000000]))) == 102
    for known in (tokens._OTHERS, tokens._OTHER_TOKENS):
        assert "，" in known
        assert max(map(len, known)) <= tokens._LONGEST_KNOWN
