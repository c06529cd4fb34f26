"""Collocates and key words against counts by brute force over the words of each speech."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

import speechkit
from speechkit.errors import SettingError
from speechkit.model import Entry, Match, Scope
from speechkit.research import Collocates, log_likelihood, log_ratio
from speechkit.research.words import count_words
from speechkit.text.tokens import name_token

TEXTS = {
    "1": "改革的讲话\n同志们：\n改革开放，改革开放，再深化改革开放。\n发展要靠改革，改革要靠人民。",
    "2": "會議\n改革就是解放生產力，就是GDP增长27.5%。\n“改\n革”不停步。",
    "甲/3": "座谈会\n没有这个词。\n开放，开放，再开放。\n",
    "甲/4": "总结\n2024年5月\n要改革，也要稳定。改革。\n改、革。",
}


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[speechkit.Corpus]:
    if request.param == "memory":
        with speechkit.from_texts(TEXTS) as corpus:
            yield corpus
        return
    folder = tmp_path_factory.mktemp("texts")
    (folder / "甲").mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with speechkit.open(folder, index=folder.parent / "collocates.sqlite") as corpus:
        yield corpus


class Word:
    """A word of a speech: its paragraph and half-open span there."""

    def __init__(self, name: str, paragraph: int, start: int, end: int) -> None:
        self.name, self.paragraph, self.start, self.end = name, paragraph, start, end

    def is_touched(self, match: Match) -> bool:
        in_paragraph = self.paragraph == match.paragraph
        return in_paragraph and self.start < match.end and match.start < self.end


def list_words(corpus: speechkit.Corpus, scope: Scope | None) -> Iterator[tuple[Entry, list[Word]]]:
    for entry, tokens in corpus.tokens(scope):
        words = []
        for start, end in tokens.spans:
            before = tokens.text[:start]
            offset = before.rfind("\n") + 1
            name = name_token(tokens.text[start:end])
            words.append(Word(name, before.count("\n"), start - offset, end - offset))
        yield entry, words


def count_by_force(
    corpus: speechkit.Corpus, query: str, scope: Scope | None, window: int
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """All words, those of nodes, and those near them, walking from each match word by word."""
    every: Counter[str] = Counter()
    nodes: Counter[str] = Counter()
    near: Counter[str] = Counter()
    matches = list(corpus.matches(query, scope))
    for entry, words in list_words(corpus, scope):
        every.update(word.name for word in words)
        here = [match for match in matches if match.id == entry.id]
        is_node = [any(word.is_touched(match) for match in here) for word in words]
        for place, word in enumerate(words):
            if is_node[place]:
                nodes[word.name] += 1
            elif any(is_near(words, place, match, window) for match in here):
                near[word.name] += 1
    return every, nodes, near


def is_near(words: list[Word], place: int, match: Match, window: int) -> bool:
    word = words[place]
    if word.paragraph != match.paragraph:
        return False
    if word.end <= match.start:
        between = [w for w in words[place + 1 :] if w.paragraph == match.paragraph]
        return sum(w.end <= match.start for w in between) < window
    between = [w for w in words[:place] if w.paragraph == match.paragraph]
    return sum(w.start >= match.end for w in between) < window


@pytest.mark.parametrize("window", [1, 2, 5, 100])
@pytest.mark.parametrize(
    "query", ["改革", "开放 | 发展", "革开", "靠 NEAR/9 改革", "title:会议 改"]
)
@pytest.mark.parametrize("scope", [None, Scope(("1", "2")), Scope(("甲/",))], ids=str)
def test_collocates_are_those_of_brute_force(
    corpus: speechkit.Corpus, query: str, scope: Scope | None, window: int
) -> None:
    every, nodes, near = count_by_force(corpus, query, scope, window)
    found = corpus.collocates(query, scope, window=window, least=1)
    assert {row.word: row.observed for row in found.rows} == near
    assert found.matches == len(list(corpus.matches(query, scope)))
    sums = found.node_words, found.near_words, found.words
    assert sums == (nodes.total(), near.total(), every.total())
    rest = every.total() - nodes.total()
    for row in found.rows:
        assert row.frequency == every[row.word] - nodes[row.word]
        assert row.expected == pytest.approx(near.total() * row.frequency / rest)
        table = (row.observed, near.total(), row.frequency, rest)
        assert row.log_likelihood == pytest.approx(log_likelihood(*table))


def test_the_node_is_all_words_that_a_match_touches(corpus: speechkit.Corpus) -> None:
    found = corpus.collocates("革开", Scope(("1",)), window=1, least=1)
    assert "改革" not in {row.word for row in found.rows} or found.node_words > found.matches


def test_rows_are_sorted_and_rare_ones_left_out(corpus: speechkit.Corpus) -> None:
    every = corpus.collocates("改革", least=1).rows
    assert corpus.collocates("改革", least=2).rows == tuple(r for r in every if r.observed >= 2)
    by_dice = corpus.collocates("改革", least=1, sort="log_dice").rows
    assert [r.log_dice for r in by_dice] == sorted((r.log_dice for r in every), reverse=True)
    assert corpus.collocates("火星") == Collocates((), 0, 0, 0, sum(count_words(corpus).values()))


@pytest.mark.parametrize("scope", [None, Scope(("1",)), Scope(("甲/", "2"))], ids=str)
def test_the_sum_of_words_is_that_of_tokens(corpus: speechkit.Corpus, scope: Scope | None) -> None:
    spans = sum(len(tokens.spans) for _, tokens in corpus.tokens(scope))
    by_force = Counter(word.name for _, words in list_words(corpus, scope) for word in words)
    assert count_words(corpus, scope) == by_force
    assert count_words(corpus, scope).total() == spans
    if scope is None:
        assert spans == corpus.totals.tokens


SIDES: list[tuple[Scope, Scope | None, Scope | None]] = [
    (Scope(("1",)), None, None),
    (Scope(("甲/",)), Scope(("2",)), None),
    (Scope(("甲/",)), Scope(), None),
    (Scope(any_of=(Scope(("1",)), Scope(since="2024"))), None, Scope(("1", "甲/"))),
]


@pytest.mark.parametrize(("target", "reference", "scope"), SIDES, ids=str)
def test_key_words_are_those_of_brute_force(
    corpus: speechkit.Corpus, target: Scope, reference: Scope | None, scope: Scope | None
) -> None:
    def ids(scope: Scope | None) -> set[str]:
        return {entry.id for entry in corpus.entries(scope)}

    wanted = ids(target) & ids(scope)
    others = (ids(reference) if reference is not None else ids(None) - wanted) & ids(scope)
    here, there = (
        Counter(w.name for e, words in list_words(corpus, None) if e.id in side for w in words)
        for side in (wanted, others)
    )
    found = corpus.keyness(target, reference, scope, least=1)
    assert (found.target_words, found.reference_words) == (here.total(), there.total())
    assert {row.word: (row.target, row.reference) for row in found.rows} == {
        word: (here[word], there[word]) for word in here | there
    }
    sums = here.total(), there.total()
    for row in found.rows:
        both = row.target + row.reference
        expected = log_likelihood(row.target, sums[0], both, sum(sums))
        assert row.log_likelihood == pytest.approx(expected)
        assert row.log_ratio == log_ratio(row.target, sums[0], row.reference, sums[1])
        assert row.target_per_million == pytest.approx(row.target / sums[0] * 1e6)
        assert row.expected == pytest.approx(sums[0] * both / sum(sums))
    values = [row.log_likelihood for row in found.rows]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "call",
    [
        lambda corpus: corpus.collocates("改革", window=0),
        lambda corpus: corpus.collocates("改革", least=0),
        lambda corpus: corpus.collocates("改革", sort="x"),
        lambda corpus: corpus.keyness(Scope(("1",)), least=0),
        lambda corpus: corpus.keyness(Scope(("1",)), sort="x"),
    ],
)
def test_settings_that_cannot_be(
    corpus: speechkit.Corpus, call: Callable[[speechkit.Corpus], object]
) -> None:
    with pytest.raises(SettingError):
        call(corpus)
