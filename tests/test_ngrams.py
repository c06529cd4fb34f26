"""Runs of words and characters against brute force, in small and in bounded memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

import pytest

import speechkit
from speechkit.errors import SettingError
from speechkit.model import Scope
from speechkit.research import Ngram, alphabet, ngrams
from speechkit.text.normalize import normalize_phrase
from speechkit.text.tokens import name_token

TEXTS = {
    "1": "改革的讲话\n同志们：\n改革开放，改革开放，再深化改革开放。\n深化改革开放，“改革”开放。",
    "2": "會議\n深化改革開放就是 GDP growth 增长。\nGDP growth 增长27.5%，gdp  Growth。",
    "甲/3": "座谈会\n没有这个词\n开放，开放。哈哈哈哈哈\n",
}


@pytest.fixture(scope="module")
def corpus() -> Iterator[speechkit.Corpus]:
    with speechkit.from_texts(TEXTS) as corpus:
        yield corpus


def list_runs(
    corpus: speechkit.Corpus, characters: bool, scope: Scope | None
) -> list[list[list[str]]]:
    """The runs of each speech, read off its text character by character."""
    speeches = []
    for entry, tokens in corpus.tokens(scope):
        if characters:
            speech = corpus[entry.id]
            lines = map(normalize_phrase, (speech.title, *speech.paragraphs))
            speeches.append([list(run) for line in lines for run in re.findall(r"\w+", line)])
            continue
        runs: list[list[str]] = [[]]
        place = 0
        for start, end in tokens.spans:
            if re.search("[^“”‘’「」『』《》〈〉\"' 　]", tokens.text[place:start]):
                runs.append([])
            runs[-1].append(name_token(tokens.text[start:end]))
            place = end
        speeches.append(runs)
    return speeches


def count_by_force(
    speeches: list[list[list[str]]], lengths: range
) -> dict[tuple[str, ...], tuple[int, int]]:
    every: Counter[tuple[str, ...]] = Counter()
    holders: Counter[tuple[str, ...]] = Counter()
    for runs in speeches:
        here = [
            tuple(run[start : start + length])
            for run in runs
            for length in lengths
            for start in range(len(run) + 1 - length)
        ]
        every.update(here)
        holders.update(set(here))
    return {gram: (number, holders[gram]) for gram, number in every.items()}


def write(gram: tuple[str, ...]) -> str:
    text = gram[0]
    for before, word in pairwise(gram):
        text += " " * (before.isascii() and word.isascii()) + word
    return text


@pytest.fixture(params=["all at once", "hashes first", "few buckets and letters"])
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "all at once":
        monkeypatch.setattr(ngrams, "_FEW_RUNS", 0)
    if request.param == "few buckets and letters":
        monkeypatch.setattr(ngrams, "_MOST_BUCKETS", 8)
        monkeypatch.setattr(ngrams, "_KEPT_WORDS", 0)
        monkeypatch.setattr(alphabet, "_CODES", 5)


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("characters", [False, True], ids=["words", "characters"])
@pytest.mark.parametrize("lengths", [(1, 1), (2, 2), (3, 5)])
@pytest.mark.parametrize(("least", "least_speeches"), [(1, 1), (2, 1), (3, 2)])
def test_runs_are_those_of_brute_force(
    corpus: speechkit.Corpus,
    characters: bool,
    lengths: tuple[int, int],
    least: int,
    least_speeches: int,
) -> None:
    for scope in (None, Scope(("1", "2"))):
        speeches = list_runs(corpus, characters, scope)
        every = count_by_force(speeches, range(lengths[0], lengths[1] + 1))
        found = corpus.ngrams(
            scope,
            shortest=lengths[0],
            longest=lengths[1],
            characters=characters,
            least=least,
            least_speeches=least_speeches,
        )
        expected = {
            ("".join if characters else write)(gram): numbers
            for gram, numbers in every.items()
            if numbers[0] >= least and numbers[1] >= least_speeches
        }
        assert {row.ngram: (row.matches, row.speeches) for row in found} == expected
        assert [row.matches for row in found] == sorted(
            (n for n, _ in expected.values()), reverse=True
        )


@pytest.mark.parametrize("characters", [False, True], ids=["words", "characters"])
def test_the_longest_alone(corpus: speechkit.Corpus, characters: bool) -> None:
    """A run stays if somewhere it is said and no longer one around it is as frequent."""
    every = count_by_force(list_runs(corpus, characters, None), range(2, 7))
    kept = {gram: numbers for gram, numbers in every.items() if numbers[0] >= 2}
    longest = [
        gram
        for gram, (number, _) in kept.items()
        if not any(
            other[0] == number
            and len(longer) == len(gram) + 1
            and gram in (longer[1:], longer[:-1])
            for longer, other in kept.items()
        )
    ]
    found = corpus.ngrams(shortest=2, longest=6, least=2, characters=characters, maximal=True)
    assert sorted(row.ngram for row in found) == sorted(
        map("".join if characters else write, longest)
    )
    assert len(found) < len(kept)


def test_lists_end_runs_of_words_and_not_of_characters() -> None:
    text = "讲话\n同志们：\n改革、发展、稳定，“改革”“发展”。"
    with speechkit.from_texts({"1": text}) as corpus:
        words = {row.ngram: row.matches for row in corpus.ngrams(shortest=2, least=1)}
        assert words["改革发展"] == 1
        assert "发展稳定" not in words
        found = corpus.ngrams(shortest=4, least=1, characters=True)
        characters = {row.ngram: row.matches for row in found}
        assert (characters["改革发展"], characters["发展稳定"]) == (2, 1)


def test_runs_end_at_pauses_and_not_at_quotes(corpus: speechkit.Corpus) -> None:
    found = corpus.ngrams(shortest=2, least=1, characters=True)
    assert Ngram("革开", 6, 2) in found
    assert not any(row.ngram == "放改" for row in found)
    assert Ngram("哈哈", 4, 1) in found
    words = {row.ngram: row.matches for row in corpus.ngrams(shortest=2, least=1)}
    assert words["gdp growth"] == 3
    by_speeches = corpus.ngrams(shortest=2, least=1, sort="speeches")
    assert [row.speeches for row in by_speeches] == sorted(
        (r.speeches for r in by_speeches), reverse=True
    )
    names = [row.ngram for row in corpus.ngrams(shortest=2, least=1, sort="ngram")]
    assert names == sorted(names)
    assert all(len(list(group)) == 1 for _, group in groupby(names))


@pytest.mark.parametrize(
    "options",
    [{"shortest": 0}, {"shortest": 3, "longest": 2}, {"longest": 51}, {"least": 0}, {"sort": "x"}],
    ids=str,
)
def test_settings_that_cannot_be(corpus: speechkit.Corpus, options: dict[str, object]) -> None:
    with pytest.raises(SettingError):
        corpus.ngrams(**options)  # type: ignore[arg-type]
