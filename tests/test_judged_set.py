"""The order of hits and of passages, judged: each rule of ranking has a query that needs it.

``judged/queries.tsv`` says what each query is about. Without its rule another answer wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import speechkit

FOLDER = Path(__file__).parent / "judged"
POOL = 45
"""Speeches that say more of a query than the one that answers it best."""


class Judgement(NamedTuple):
    """A query, the speeches that answer it, best first, and the paragraphs of the best one."""

    rule: str
    query: str
    speeches: list[str]
    paragraphs: list[int]


def read_judgements() -> Iterator[Judgement]:
    for line in (FOLDER / "queries.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            rule, query, speeches, paragraphs, _ = line.split("\t")
            yield Judgement(rule, query, speeches.split(), [int(n) for n in paragraphs.split()])


def read_lines(identifier: str) -> list[str]:
    path = FOLDER / "speeches" / f"{identifier}.txt"
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def judged(dictionary_settings: object) -> Iterator[speechkit.Corpus]:
    with speechkit.open(FOLDER / "speeches") as corpus:
        yield corpus


def test_the_judged_speeches_are_read_as_they_are(judged: speechkit.Corpus) -> None:
    """So that a judgement fails for its rule of ranking, not for a paragraph that went."""
    for speech in judged:
        assert [speech.title, *speech.paragraphs] == read_lines(speech.id)


@pytest.mark.parametrize("judgement", list(read_judgements()), ids=lambda judgement: judgement.rule)
def test_the_best_speech_and_its_best_passage_come_first(
    judged: speechkit.Corpus, judgement: Judgement
) -> None:
    hits = judged.search(judgement.query, relax=True, passages=len(judgement.paragraphs))
    assert [hit.id for hit in hits][: len(judgement.speeches)] == judgement.speeches
    assert [passage.paragraph for passage in hits[0].passages] == judgement.paragraphs
    assert hits[0].paragraph == judgement.paragraphs[0]


def test_the_passages_of_many_speeches_count(
    make_corpus: Callable[[Mapping[str, str]], Path],
) -> None:
    """By its words alone the best answer is behind all the others that match."""
    apart, together = "\n".join(read_lines("021")), "\n".join(read_lines("022"))
    silent = "\n".join(read_lines("011"))  # so that the words of the query are not in every speech
    files = {f"{number:03}.txt": apart for number in range(POOL)}
    files |= {f"{number:03}.txt": silent for number in range(POOL, 2 * POOL)}
    with speechkit.open(make_corpus(files | {"999.txt": together})) as corpus:
        hits = corpus.search("冷库 补贴")
    assert hits.total == POOL + 1
    assert hits[0].id == "999"
    assert hits[0].score > hits[1].score
