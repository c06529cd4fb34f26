"""Ranking: rank_bm25's formula on statistics of the index, and an order that makes sense."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from math import log
from pathlib import Path

import pytest
from opencc import OpenCC
from rank_bm25 import BM25Okapi

import speechkit
from speechkit.backends.protocol import Backend
from speechkit.model import Key
from speechkit.query.syntax import parse_query
from speechkit.ranking import K1, B, average_words, positive_idf, weigh_term, weigh_words

MakeCorpus = Callable[[Mapping[str, str]], Path]


class PositiveBM25(BM25Okapi):  # type: ignore[misc]
    """rank_bm25's class, fed with words as its author meant it, with our idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for word, frequency in nd.items():
            self.idf[word] = log(1 + (self.corpus_size - frequency + 0.5) / (frequency + 0.5))


def words_of_speeches(backend: Backend) -> dict[Key, list[str]]:
    segmenter = backend.open_segmenter()
    converter = OpenCC("t2s")
    words = {}
    keys = backend.select()
    for key, text in zip(keys, backend.texts(keys), strict=True):
        lines = converter.convert("\n".join((text.title, *text.paragraphs)))
        words[key] = list(segmenter.count(lines).elements())
    return words


def check_parity(corpus: speechkit.Corpus, queries: list[list[str]]) -> None:
    backend = corpus._backend
    words = words_of_speeches(backend)
    keys = list(words)
    model = PositiveBM25(list(words.values()), k1=K1, b=B)
    assert backend.totals.words == sum(map(len, words.values()))
    anything = parse_query("")
    for query in queries:
        times = Counter(query)
        expected = dict(zip(keys, model.get_scores(query), strict=True))
        weights = weigh_words(times, backend.statistics, backend.totals)
        for word, (_, idf) in weights.items():
            if word in model.idf:
                assert idf == pytest.approx(model.idf[word], abs=1e-12)
        ranking = backend.rank(anything, times, top=100, any_words=True)
        scores = dict((*ranking.best, *ranking.rest()))
        assert {key for key, score in expected.items() if score} == scores.keys()
        assert all(score > 0 for score in scores.values())
        for key, score in scores.items():
            assert abs(score - expected[key]) < 1e-9
            found = backend.count_words(key, times.keys())
            average = average_words(backend.totals)
            shares = (
                weights[word][0] * weights[word][1] * weigh_term(count, found.length, average)
                for word, count in found.counts.items()
            )
            assert sum(shares) == pytest.approx(score, abs=1e-9)


VOCABULARY = re.findall(
    r"\S+",
    """发展 开发区 十四五 规划 的 是 农村 工业 会议 同志 招商 企业 安全 生产 党员 干部 群众 改革
    开放 经济 财政 教育 医疗 交通 水利 生态 文化 旅游 gdp 2024 7.5% 27.46亿 world bank""",
)


def random_speeches(count: int, seed: int, longest: int = 120) -> dict[str, str]:
    rng = random.Random(seed)
    speeches = {}
    for number in range(count):
        words = rng.choices(VOCABULARY, range(len(VOCABULARY), 0, -1), k=rng.randint(3, longest))
        title = f"关于{rng.choice(VOCABULARY[:20])}的讲话\n" if number % 3 else ""
        speeches[f"{number:03}.txt"] = title + "，".join(words) + "。\n又及。"
    return speeches


@pytest.mark.parametrize("count", [1, 2, 5, 200])
def test_scores_are_those_of_rank_bm25(make_corpus: MakeCorpus, count: int) -> None:
    corpus = speechkit.open(make_corpus(random_speeches(count, seed=count)))
    assert len(corpus) == count
    rng = random.Random(count)
    queries = [[word] for word in VOCABULARY]
    queries += [rng.choices(VOCABULARY, k=rng.randint(2, 9)) for _ in range(20)]
    check_parity(corpus, [*queries, ["发展", "发展", "发展"], ["没有的词"], []])


def test_scores_are_those_of_rank_bm25_after_changes(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(random_speeches(30, seed=9))
    speechkit.open(folder).close()
    for number in range(0, 30, 3):
        (folder / f"{number:03}.txt").unlink()
    for number in range(1, 30, 3):
        (folder / f"{number:03}.txt").write_text("开发区发展发展。\n" * number, encoding="utf-8")
    check_parity(speechkit.open(folder), [["发展"], ["开发区", "规划"], ["2024"]])


def test_scores_are_those_of_rank_bm25_on_our_own_speeches(sample_corpus: Path) -> None:
    check_parity(speechkit.open(sample_corpus), [["发展"], ["的"], ["十四五", "规划"], ["安全"]])


def test_a_word_met_more_than_255_times_counts_in_full(make_corpus: MakeCorpus) -> None:
    texts = {
        "1.txt": "安全，" * 600 + "\n好",
        "2.txt": "安全，" * 255 + "\n好",
        "3.txt": "安全\n好",
    }
    check_parity(speechkit.open(make_corpus(texts)), [["安全"], ["好"]])


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_idf_is_positive_and_falls_with_frequency(size: int) -> None:
    values = [positive_idf(size, frequency) for frequency in range(1, size + 1)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert values[0] == pytest.approx(log(1 + (size - 0.5) / 1.5))


def test_weight_is_that_of_the_formula() -> None:
    assert weigh_term(1, 100, 100.0) == pytest.approx(1.0)
    assert weigh_term(3, 100, 100.0) > weigh_term(2, 100, 100.0)
    assert weigh_term(3, 200, 100.0) < weigh_term(3, 100, 100.0)
    assert weigh_term(10_000, 100, 100.0) < K1 + 1


def test_a_word_of_every_speech_still_ranks(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(
        {
            "1.txt": "工作会议上的讲话\n今天说发展。" + "还有别的许多事情。" * 20,
            "2.txt": "工作会议上的讲话\n发展，发展，还是发展。" + "还有别的许多事情。" * 20,
            "3.txt": "工作会议上的讲话\n发展和改革。" + "还有别的许多事情。" * 60,
        }
    )
    hits = speechkit.open(folder).search("发展")
    assert [hit.id for hit in hits] == ["2", "1", "3"]
    assert all(hit.score > 0 for hit in hits)


@pytest.mark.parametrize("texts", [["发展"], ["发展", "发展"], ["发展", "农村"]])
def test_the_smallest_corpora_are_searched(make_corpus: MakeCorpus, texts: list[str]) -> None:
    files = {f"{n}.txt": f"会议上的讲话\n谈谈{text}。" for n, text in enumerate(texts, 1)}
    hits = speechkit.open(make_corpus(files)).search("发展")
    assert hits.total == texts.count("发展")
    assert all(hit.score > 0 for hit in hits)


@pytest.mark.parametrize(
    "other",
    [
        "谈谈开发区。",
        "谈谈农村。",
    ],
)
def test_a_score_is_the_sum_of_its_explanation(make_corpus: MakeCorpus, other: str) -> None:
    folder = make_corpus({"1.txt": "会议上的讲话\n建设开发区。", "2.txt": f"另一个讲话\n{other}"})
    results = speechkit.open(folder).search("开发区")
    shares = results.explain(results[0])
    assert sum(share.score for share in shares) == pytest.approx(results[0].score)


def test_words_rank_where_nothing_matches(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus(random_speeches(20, seed=4)))
    assert corpus.search("火星开发区招商").total == 0
    relaxed = corpus.search("火星开发区招商 -bank", relax=True, limit=None)
    assert relaxed.relaxed
    assert relaxed.total > 0
    assert [hit.score for hit in relaxed] == sorted((h.score for h in relaxed), reverse=True)
    assert not any("bank" in corpus[hit.id].text for hit in relaxed)
    assert not corpus.search("开发区", relax=True).relaxed
    nothing = corpus.search("火星甪甪", relax=True)
    assert (nothing.total, list(nothing)) == (0, [])


def test_the_order_does_not_depend_on_the_limit(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus(random_speeches(150, seed=5)))
    every = [hit.id for hit in corpus.search("发展", limit=None)]
    few = corpus.search("发展", limit=7)
    assert [hit.id for hit in few] == every[:7]
    assert (len(few), few.total) == (7, len(every))
    assert [hit.id for hit in few[2:4]] == every[2:4]
    assert few[-1].id == every[6]
    scores = [hit.score for hit in corpus.search("发展", limit=None)]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(IndexError):
        few[7]


def test_explanations_name_words_and_pairs(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus(random_speeches(20, seed=4)))
    results = corpus.search("发展规划", any_words=True)
    shares = results.explain(results[0])
    assert {share.term for share in shares if share.field == "speech"} <= {"发展", "规划"}
    assert {share.term for share in shares if share.field == "passage"} <= {"发展", "展规", "规划"}
    assert all(share.score > 0 and share.times > 0 for share in shares)
