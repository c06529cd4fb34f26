"""The time to render grows with the text, not with its square: a line may have 10 MB."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from growth import assert_linear

from speechkit import Speech
from speechkit.model import Section
from speechkit.query.syntax import parse_query
from speechkit.render.pages.excerpts import cut_excerpt
from speechkit.render.pages.layout import block
from speechkit.render.pages.speech import render_speech
from speechkit.render.records import csv_line, json_line
from speechkit.render.text import safe_line, safe_spans

_SENTENCE = "我们狠抓产业，项目。"


def spans_of(count: int, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple((n * len(_SENTENCE) + start, n * len(_SENTENCE) + end) for n in range(count - 1))


def page(paragraphs: tuple[str, ...], sections: tuple[Section, ...] = ()) -> Iterable[object]:
    speech = Speech("a", "题", paragraphs, Path("a.txt"), "utf-8", sections=sections)
    return render_speech(speech, range(len(paragraphs) + 1), parse_query("产业").terms, 80)


WORK: dict[str, Callable[[int], object]] = {
    "excerpt": lambda n: cut_excerpt(_SENTENCE * n, spans_of(n, 4, 6), 200),
    "excerpt of one sentence": lambda n: cut_excerpt("产" * 10 * n, spans_of(n, 4, 6), 200),
    "excerpt across sentences": lambda n: cut_excerpt(_SENTENCE * n, spans_of(n, 8, 11), 200),
    "block": lambda n: block(_SENTENCE * n, spans_of(n, 4, 6), 80),
    "page of one line": lambda n: page((_SENTENCE * n,)),
    "page of sections": lambda n: page(("短",) * n, tuple(Section(i, f"{i}") for i in range(1, n))),
    "open strings": lambda n: safe_line("\x9d" * 10 * n),
    "open escapes": lambda n: safe_line("\x1b]" * 10 * n + "\x1b[" + "0" * 10 * n),
    "spans": lambda n: safe_spans("\t" + _SENTENCE * n, spans_of(n, 4, 6)),
    "csv": lambda n: csv_line(["'" * 10 * n, " " * 10 * n, _SENTENCE * n]),
    "json": lambda n: json_line({"text": _SENTENCE * n, "spans": spans_of(n, 4, 6)}),
}


@pytest.mark.parametrize("name", WORK)
@pytest.mark.slow
def test_time_grows_with_the_text_and_not_with_its_square(name: str) -> None:
    assert_linear(lambda size: read_out(WORK[name](size)), 2_000)


def read_out(made: object) -> None:
    """Read what is yielded; a text is read already."""
    if not isinstance(made, (str, tuple)):
        assert isinstance(made, Iterable)
        deque(made, maxlen=0)
