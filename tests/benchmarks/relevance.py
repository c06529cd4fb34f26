"""How often the right document comes first: cmrc2018 as it is, and joined in groups of eight.

The even questions, in the order of the file, were used to choose how to rank; the odd ones were
held out. Joining makes long documents of short ones, in an order shuffled with a fixed seed.
"""

from __future__ import annotations

import random
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log
from pathlib import Path

import speechkit
from speechkit.ranking import split_runs
from speechkit.text.normalize import normalize

from .corpora import shared_folder
from .setting import Setting, remove_index, say
from .tables import Table, at_least

_DEPTH = 10
_GROUP = 8
_PLAIN = "jieba + BM25Okapi"
_LIBRARY = "speechkit, library"

_Ranker = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Question:
    identifier: str
    text: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class _TestSet:
    """Documents by their names, and the name that answers each question."""

    name: str
    documents: dict[str, str]
    answers: dict[str, str]
    least_rank: float | None
    """The MRR to be reached; None where it follows from the plain tool's."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The place of the right document for each question, 0 where it is not among the first."""

    places: tuple[int, ...]
    seconds: float


def measure_relevance(setting: Setting) -> Iterator[Table]:
    """Yield a table for each of the two sets, or say why there is none."""
    folder = shared_folder() / "corpora" / "cmrc2018"
    if not folder.is_dir():
        note = f"not measured: {folder} is missing; SPEECHKIT_SHARED names another folder"
        yield Table("Relevance", (), (), (note,))
        return
    questions = _read_questions(folder, setting.questions)
    for test_set in _read_sets(folder):
        say(f"relevance on {test_set.name}")
        yield _measure_set(setting, test_set, questions)


def _read_questions(folder: Path, wanted: int) -> list[_Question]:
    lines = (folder / "queries.tsv").read_text(encoding="utf-8").splitlines()
    questions = [
        _Question(identifier, text, held_out=number % 2 == 1)
        for number, (identifier, _, text) in enumerate(line.partition("\t") for line in lines)
    ]
    step = max(len(questions) // wanted, 1)
    # An odd step takes even and odd questions by turns.
    return questions[:: step - 1 + step % 2 if step > 1 else 1][:wanted]


def _read_sets(folder: Path) -> Iterator[_TestSet]:
    documents = {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("docs/*.txt"))
    }
    lines = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    answers = {fields[0]: fields[2] for fields in map(str.split, lines)}
    yield _TestSet("cmrc2018", documents, answers, 0.986)
    names = sorted(documents)
    random.Random(_GROUP).shuffle(names)
    groups = [names[start : start + _GROUP] for start in range(0, len(names), _GROUP)]
    joined = {
        f"group{n:04}": "\n".join(map(documents.__getitem__, group))
        for n, group in enumerate(groups)
    }
    owners = {name: f"group{n:04}" for n, group in enumerate(groups) for name in group}
    moved = {question: owners[name] for question, name in answers.items()}
    yield _TestSet("cmrc2018 in eights", joined, moved, None)


def _measure_set(setting: Setting, test_set: _TestSet, questions: list[_Question]) -> Table:
    folder = _write_documents(test_set, setting.work)
    index = folder.with_suffix(".sqlite")
    remove_index(index)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rankers = dict(_own_rankers(test_set.documents))
    outcomes = {name: _ask(rank, test_set, questions) for name, rank in rankers.items()}
    with speechkit.open(folder, index=index) as corpus:
        outcomes[_LIBRARY] = _ask(_library_ranker(corpus), test_set, questions)
    return _make_table(test_set, questions, outcomes)


def _write_documents(test_set: _TestSet, work: Path) -> Path:
    folder = work / "relevance" / test_set.name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in test_set.documents.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def _own_rankers(documents: dict[str, str]) -> Iterator[tuple[str, _Ranker]]:
    """Yield the plain tool, words alone and pairs alone, none of them through the product."""
    import jieba
    from rank_bm25 import BM25Okapi

    jieba.setLogLevel(60)
    names = list(documents)
    model = BM25Okapi([jieba.lcut(text) for text in documents.values()])

    def rank_plainly(question: str) -> Sequence[str]:
        scores = model.get_scores(jieba.lcut(question))
        return nlargest(_DEPTH, names, key=dict(zip(names, scores, strict=True)).__getitem__)

    yield _PLAIN, rank_plainly
    yield "words alone", _TermRanker(documents, _list_words).rank
    yield "pairs alone", _TermRanker(documents, _list_pairs).rank


def _list_words(text: str) -> list[str]:
    import jieba

    words = (str(word).strip().lower() for word in jieba.cut_for_search(text, HMM=False))
    return [word for word in words if any(map(str.isalnum, word))]


def _list_pairs(text: str) -> list[str]:
    runs = split_runs(normalize(text))
    return [
        term
        for run in runs
        for term in (map("".join, pairwise(run)) if len(run) > 1 and not run.isascii() else [run])
    ]


class _TermRanker:
    """BM25 (k1 1.5, b .75, an idf that is always positive) of terms over whole documents."""

    def __init__(self, documents: dict[str, str], split: Callable[[str], list[str]]) -> None:
        self._split = split
        terms = {name: split(text) for name, text in documents.items()}
        average = sum(map(len, terms.values())) / len(terms)
        self._weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for name, found in terms.items():
            spread = 1.5 * (0.25 + 0.75 * len(found) / average)
            for term, count in Counter(found).items():
                self._weights[term][name] = count * 2.5 / (count + spread)
        self._documents = len(terms)

    def rank(self, question: str) -> Sequence[str]:
        """Return the names of the best documents."""
        scores: defaultdict[str, float] = defaultdict(float)
        for term in self._split(question):
            weights = self._weights.get(term, {})
            idf = log(1 + (self._documents - len(weights) + 0.5) / (len(weights) + 0.5))
            for name, weight in weights.items():
                scores[name] += idf * weight
        return nlargest(_DEPTH, scores, key=scores.__getitem__)


def _library_ranker(corpus: speechkit.Corpus) -> _Ranker:
    names = {entry.id: entry.stem for entry in corpus.entries()}
    return lambda question: [
        names[id_] for id_ in corpus.search(question, _DEPTH, any_words=True).ids()
    ]


def _ask(rank: _Ranker, test_set: _TestSet, questions: list[_Question]) -> _Outcome:
    started = time.perf_counter()
    run = {question.identifier: rank(question.text) for question in questions}
    return _judge_places(run, test_set, questions, time.perf_counter() - started)


def _judge_places(
    run: dict[str, Sequence[str]] | dict[str, list[str]],
    test_set: _TestSet,
    questions: list[_Question],
    seconds: float,
) -> _Outcome:
    places = []
    for question in questions:
        ranked = list(run.get(question.identifier, ()))
        answer = test_set.answers[question.identifier]
        places.append(ranked.index(answer) + 1 if answer in ranked else 0)
    return _Outcome(tuple(places), seconds)


def _make_table(
    test_set: _TestSet, questions: list[_Question], outcomes: dict[str, _Outcome]
) -> Table:
    halves = [question.held_out for question in questions]
    plain = _mean_rank(outcomes[_PLAIN].places)
    least = test_set.least_rank or 1 - (1 - plain) / 2
    rows = []
    for name, outcome in outcomes.items():
        parts = [
            [place for place, out in zip(outcome.places, halves, strict=True) if out in wanted]
            for wanted in ({False}, {True}, {False, True})
        ]
        figures = [f"{figure(part):.4f}" for figure in (_mean_rank, _first) for part in parts]
        target = at_least(_mean_rank(parts[2]), least) if name.startswith("speechkit") else ""
        rows.append((name, *figures, f"{outcome.seconds / len(questions) * 1e3:.2f}", target))
    ranks = ("MRR@10 even", "odd", "all", "P@1 even", "odd", "all")
    note = f"{len(test_set.documents):,} documents, {len(questions):,} questions"
    return Table(
        f"Relevance, {test_set.name}",
        ("ranking", *ranks, "ms a question", "target"),
        rows,
        (f"{note}; the even ones were used for choosing, the odd ones held out",),
    )


def _mean_rank(places: Sequence[int]) -> float:
    return sum(1 / place for place in places if place) / max(len(places), 1)


def _first(places: Sequence[int]) -> float:
    return places.count(1) / max(len(places), 1)
