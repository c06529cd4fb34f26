"""What a notebook does with research: every answer is rows with named fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

import speechkit
from speechkit.model import Scope

ANSWERS: dict[str, Callable[[speechkit.Corpus], Iterable[Any]]] = {
    "kwic": lambda corpus: corpus.kwic("改革"),
    "trend": lambda corpus: corpus.trend("改革", by="speech").rows,
    "collocates": lambda corpus: corpus.collocates("改革", least=1).rows,
    "keyness": lambda corpus: corpus.keyness(Scope(("1",)), least=1).rows,
    "ngrams": lambda corpus: corpus.ngrams(shortest=1, least=1),
}


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
