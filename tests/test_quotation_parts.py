"""Where the parts of a quotation are in a speech, against trying all places of each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Span, Text
from speechkit.query.model import Phrase
from speechkit.query.patterns import find_everywhere
from speechkit.research.quotations import exact
from speechkit.research.quotations.exact import Said, cut_quoted, locate

LINES = st.lists(st.text("甲乙丙，", max_size=9), min_size=1, max_size=3)
PARTS = st.lists(st.sampled_from(("甲", "乙", "丙", "甲乙", "甲甲")), min_size=1, max_size=4)


def try_all(parts: list[str], lines: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield what every way of placing parts leaves out, its line, and where the parts begin."""
    for number, line in enumerate(lines):
        places = [[n for n in range(len(line)) if line.startswith(part, n)] for part in parts]
        for starts in product(*places):
            ends = [start + len(part) for start, part in zip(starts, parts, strict=True)]
            gaps = [
                start - end for (_, end), (start, _) in pairwise(zip(starts, ends, strict=True))
            ]
            if all(gap >= 0 for gap in gaps):
                yield sum(gaps), number, starts


@given(LINES, PARTS)
def test_the_place_that_leaves_out_least(lines: list[str], parts: list[str]) -> None:
    # A phrase is also found where a mark is in it, which is another test's concern.
    text = Text("", tuple(line.replace("，", "丁") for line in lines))
    found = min(try_all(parts, text.lines), default=None)
    cut = cut_quoted("……".join(parts))
    if found is None:
        with pytest.raises(ValueError, match="does not say"):
            locate(cut, text)
        return
    _, number, starts = found
    spans = tuple((s, s + len(part)) for s, part in zip(starts, parts, strict=True))
    assert locate(cut, text) == Said(number, spans)


def test_each_phrase_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(phrase: Phrase, body: str) -> list[Span]:
        asked.append(phrase.text)
        return find_everywhere(phrase, body)

    monkeypatch.setattr(exact, "find_everywhere", count)
    text = Text("", ("我们的国家的事业的发展，" * 60,))
    said = locate(cut_quoted(f"{'的……' * 40}发展，我们"), text)
    assert sorted(asked) == ["发展，我们", "的"]
    assert len(said.spans) == 41
