"""What a notebook does with research: every answer is rows with named fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import speechkit
from speechkit.model import Scope, Speech

ANSWERS: dict[str, Callable[[speechkit.Corpus], Iterable[Any]]] = {
    "kwic": lambda corpus: corpus.kwic("改革"),
    "trend": lambda corpus: corpus.trend("改革", by="speech").rows,
    "collocates": lambda corpus: corpus.collocates("改革", least=1).rows,
    "keyness": lambda corpus: corpus.keyness(Scope(("1",)), least=1).rows,
    "ngrams": lambda corpus: corpus.ngrams(shortest=1, least=1),
    "dispersions": lambda corpus: [
        found for _, found in corpus.trend("改革", by="speech").dispersions
    ],
    "quote": lambda corpus: corpus.quote("改革要靠全体人民").wordings,
    "quotations": lambda corpus: corpus.quotations(_draft("他说：“改革要靠人民。”")),
    "compare": lambda corpus: corpus.compare(_draft("我们要深化改革开放，改革为了人民。")).runs,
    "matches": lambda corpus: corpus.matches("改革"),
    "entries": lambda corpus: corpus.entries(),
    "words": lambda corpus: corpus.words(),
}


def _draft(*paragraphs: str) -> Speech:
    return Speech("draft", "草稿", paragraphs, Path("/elsewhere/draft.txt"), "utf-8")


@pytest.fixture(scope="module")
def corpus() -> Iterator[speechkit.Corpus]:
    texts = {"1": "讲话\n深化改革开放，改革为了人民。", "2": "讲话\n改革要靠人民。"}
    with speechkit.from_texts(texts) as corpus:
        yield corpus


@pytest.mark.parametrize("name", ANSWERS)
def test_rows_are_plain_and_have_names(corpus: speechkit.Corpus, name: str) -> None:
    rows = list(ANSWERS[name](corpus))
    assert rows
    assert len({type(row) for row in rows}) == 1
    assert list(rows[0]._asdict().values()) == list(rows[0])


@pytest.mark.parametrize("name", ANSWERS)
def test_pandas_reads_them(corpus: speechkit.Corpus, name: str) -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(ANSWERS[name](corpus))
    rows = list(ANSWERS[name](corpus))
    assert list(table.columns) == list(rows[0]._fields)
    assert len(table) == len(rows)


@pytest.mark.parametrize("name", ["kwic", "trend", "collocates", "keyness", "ngrams"])
def test_help_on_a_method_says_what_comes_back(name: str) -> None:
    said = inspect.getdoc(getattr(speechkit.Corpus, name)) or ""
    assert len(said.splitlines()) > 2, "it only points elsewhere"
    assert "raises" in said.lower()
