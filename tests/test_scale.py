"""Nothing is missed and scores stay exact over many speeches, in several blocks of postings."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from test_completeness import BruteForce
from test_ranking import check_parity, random_speeches

import speechkit

SPEECHES = 4_500  # postings are in blocks of 4,096 speeches
QUERIES = [["发展"], ["的"], ["十四五", "规划"], ["27.46亿", "财政", "财政"], ["没有的词"]]

MakeFolder = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[speechkit.Corpus]:
    folder = tmp_path_factory.mktemp("many")
    for name, text in random_speeches(SPEECHES, seed=1, longest=24).items():
        (folder / name).write_text(text, encoding="utf-8")
    speechkit.open(folder).close()
    rng = random.Random(SPEECHES)
    for path in rng.sample(sorted(folder.iterdir()), 200):
        path.unlink()
    for number in range(100):
        (folder / f"{number:03}.txt").write_text(f"开发区{number}，" * number, encoding="utf-8")
    with speechkit.open(folder) as corpus:
        yield corpus


@pytest.mark.slow
def test_no_substring_is_missed_in_many_speeches(many: speechkit.Corpus) -> None:
    brute_force = BruteForce(many)
    rng = random.Random(1)
    for _ in range(40):
        _, phrase = brute_force.sample(rng, 12)
        assert brute_force.compare(phrase) == (set(), set()), phrase


@pytest.mark.slow
def test_scores_over_many_speeches_are_those_of_rank_bm25(many: speechkit.Corpus) -> None:
    assert len(many) > SPEECHES - 200
    check_parity(many, QUERIES)
