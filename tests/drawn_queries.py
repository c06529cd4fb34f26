"""Draws queries from the raw files of a corpus, the same ones for every version of the program."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

_QUESTIONS = 100

# A phrase holds no blank and no sign of the query language.
_PHRASE = re.compile(r'(?![-－])[^\s"|｜]*\w[^\s"|｜]*')
_PUNCTUATED = re.compile(r'\w+[^\w\s"|｜]+\w+')
_LATIN = re.compile(r'(?=.*[0-9A-Za-z])\w[^\s"|｜]*')
_QUOTABLE = re.compile(r'\w[^\n"|｜]*\w')
_HAN = re.compile("[一-鿿]+")
_LINE = re.compile(".+")
_SHORT_LINE = re.compile(r"\s*(.{2,40})\n")

_VARIANTS = (
    *("计划", "計畫", "计画", "规划", "規畫", "了解", "瞭解", "凭借", "憑藉", "借助", "藉助"),
    *("群众", "群衆", "羣眾", "臺灣", "台灣", "裏面", "裡面"),
)
_SORTS = ("id", "title", "date", "matches")


class Query(NamedTuple):
    """A query's kind, and its arguments for ``search``: options, then the query in one piece."""

    kind: str
    arguments: list[str]


class _Draw:
    """Draws pieces of a corpus at random; the same pieces for the same seed."""

    def __init__(self, corpus: Path) -> None:
        paths = sorted(corpus.rglob("*.txt"))
        texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in paths}
        titles = (_SHORT_LINE.match(text) for text in texts.values())
        self.text = "\n".join(texts.values())
        self.titles = "\n".join(t[1] if t else stem for t, stem in zip(titles, texts, strict=True))
        self.questions = _read_questions(corpus.parent / "queries.tsv")
        self.random = random.Random()
        self.traditional: Callable[[str], str] = OpenCC("s2t").convert

    def piece(self, form: re.Pattern[str], least: int, most: int, text: str = "") -> str:
        """Return a piece of the text that has this form, this least and this most length."""
        text = text or self.text
        while True:
            length = self.random.randint(least, most)
            start = self.random.randrange(len(text) - length)
            if form.fullmatch(text, start, start + length):
                return text[start : start + length]

    def phrase(self) -> str:
        return self.piece(_PHRASE, 2, 12)

    def word(self) -> str:
        return self.piece(_HAN, 2, 2)

    def pair(self, distance: int) -> tuple[str, str]:
        """Return two words of a line, in its order and at most so many characters apart."""
        while True:
            piece = self.piece(_LINE, 4, distance + 4)
            if _HAN.fullmatch(piece[:2] + piece[-2:]):
                return piece[:2], piece[-2:]


def _read_questions(file: Path) -> list[str]:
    """Return questions at equal distances in a file of 'id TAB question'; none without a file."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    chosen = (lines[number * len(lines) // _QUESTIONS] for number in range(_QUESTIONS))
    return [line.partition("\t")[2] for line in chosen]


def _exact(query: str, *options: str) -> list[str]:
    return ["--exact", *(options or ("-n", "50")), query]


def _any(query: str) -> list[str]:
    return ["--any", "-n", "20", query]


# How many there are of a kind, and what makes the arguments of each from its number.
_KINDS: dict[str, tuple[int, Callable[[_Draw, int], list[str]]]] = {
    "phrase": (25, lambda draw, _: _exact(draw.phrase())),
    "short phrase": (25, lambda draw, _: _exact(draw.piece(_PHRASE, 2, 4))),
    "punctuation": (20, lambda draw, _: _exact(draw.piece(_PUNCTUATED, 3, 12))),
    "digits or Latin": (20, lambda draw, _: _exact(draw.piece(_LATIN, 2, 12))),
    "traditional": (20, lambda draw, _: _exact(draw.traditional(draw.phrase()))),
    "two phrases": (25, lambda draw, _: _exact(" ".join(draw.pair(100)))),
    "without": (20, lambda draw, _: _exact(" -".join(draw.pair(100)))),
    "either": (20, lambda draw, _: _exact(" | ".join(draw.pair(100)))),
    "title": (15, lambda draw, _: _exact("title:" + draw.piece(_PHRASE, 2, 4, draw.titles))),
    "NEAR": (10, lambda draw, _: _exact(" NEAR/10 ".join(draw.pair(15)))),
    "BEFORE": (10, lambda draw, _: _exact(" BEFORE/20 ".join(draw.pair(30)))),
    "quoted": (20, lambda draw, _: _exact(f'"{draw.piece(_QUOTABLE, 2, 12)}"')),
    "variant": (len(_VARIANTS), lambda _, number: _exact(_VARIANTS[number])),
    "any": (15, lambda draw, _: _any(draw.piece(_PHRASE, 8, 20))),
    "count": (12, lambda draw, _: _exact(draw.word(), "-c")),
    "all": (15, lambda draw, _: _exact(draw.word(), "--all", "-n", "20")),
    "sort": (12, lambda draw, n: _exact(draw.word(), "-n", "50", "--sort", _SORTS[n % 4])),
    "question": (_QUESTIONS, lambda draw, number: _any(draw.questions[number])),
}


def draw_queries(corpus: Path) -> Iterator[Query]:
    """Yield some 300 queries; with questions beside the corpus two thirds of all other kinds."""
    draw = _Draw(corpus)
    for kind, (number, make) in _KINDS.items():
        draw.random.seed(kind)
        if kind == "question":
            wanted = len(draw.questions)
        else:
            wanted = number * 2 // 3 if draw.questions else number
        yield from (Query(kind, make(draw, place)) for place in range(wanted))
