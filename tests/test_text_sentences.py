"""Sentences: they are the whole text, one after the other, each to its end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.sentences import PASSAGE_LENGTH, cut_passages, split_sentences


def test_a_sentence_keeps_its_marks_and_closing_quotes() -> None:
    text = "他说：“好！”我们走。真的？！没有"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "他说：“好！”",
        "我们走。",
        "真的？！",
        "没有",
    ]


@given(st.text(st.sampled_from("字，。！？；;”』 a\n"), max_size=40), st.integers(1, 40))
def test_sentences_and_passages_are_the_whole_text(text: str, times: int) -> None:
    for spans in (list(split_sentences(text * times)), list(cut_passages(text * times))):
        assert "".join((text * times)[a:b] for a, b in spans) == text * times
        assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert all(b - a <= PASSAGE_LENGTH for a, b in cut_passages(text * times))
