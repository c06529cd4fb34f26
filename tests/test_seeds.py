"""Acceptance on the five real files that the product was asked for; none of their text is here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import speechkit

TITLES = {
    "000": "在2024年度中秋迎国庆座谈会上的讲话",
    "001": "開發區工作會議上的講話",
    "002": "县委书记在传达二十届三中全会精神会议上的讲话",
    "003": "坚定信心 保持定力 稳中求进 全力完成经济社会发展工作既定目标任务",
    "004": "在XX区三级干部会议上的讲话",
}


@pytest.fixture(scope="module")
def corpus(shared_corpora: Callable[[str], speechkit.Corpus]) -> speechkit.Corpus:
    return shared_corpora("seeds")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("十四五", ["000", "004"]),
        ("开发区", ["001", "000"]),
        ("開發區", ["001", "000"]),
        ("实际利用内资", ["001"]),
        ("title:开发区", ["001"]),
        ("版权声明", []),
        ("备案号", []),
        ("Copyright", []),
        ("微信扫一扫", []),
        ("扩展阅读", []),
        ("当前隐藏内容免费查看", []),
    ],
)
def test_hits_in_their_order(corpus: speechkit.Corpus, query: str, ids: list[str]) -> None:
    results = corpus.search(query, limit=None)
    assert [hit.id for hit in results] == ids
    assert results.total == len(ids)
    assert not results.relaxed


def test_hits_in_any_order(corpus: speechkit.Corpus) -> None:
    assert {hit.id for hit in corpus.search("十三五")} == {"000", "003"}


def test_titles(corpus: speechkit.Corpus) -> None:
    assert {speech.id: speech.title for speech in corpus} == TITLES
    for speech in corpus:
        assert speech.text.startswith(speech.title + "\n")


def test_quotes_within_a_phrase_do_not_hide_it(corpus: speechkit.Corpus) -> None:
    hits = corpus.search("十四五规划", limit=None)
    marked = [hit.passage[start:end] for hit in hits for start, end in hit.spans]
    assert "十四五”规划" in marked


def test_an_annotated_word_is_found_everywhere_it_stands(corpus: speechkit.Corpus) -> None:
    """The file says it 35 times, once of them in the editor's words before the speech."""
    hits = {hit.id: hit for hit in corpus.search("开发区")}
    assert hits["001"].matches == 34
    assert corpus["001"].text.count("開發區") == 34
    assert hits["001"].score > hits["000"].score


def test_spans_are_in_the_script_of_the_file(corpus: speechkit.Corpus) -> None:
    hit = corpus.search("开发区")[0]
    assert {hit.passage[start:end] for start, end in hit.spans} == {"開發區"}


@pytest.mark.parametrize("identifier", ["003", "3"])
def test_speeches_go_by_their_numbers(corpus: speechkit.Corpus, identifier: str) -> None:
    assert corpus[identifier].title == TITLES["003"]


def test_nothing_is_skipped(corpus: speechkit.Corpus) -> None:
    assert len(corpus) == 5
    assert corpus.skipped == ()
    assert all(speech.encoding.startswith("utf-8") for speech in corpus)
