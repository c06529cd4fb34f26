"""A corpus that is closed, or used by other threads: right answers or errors, never a lost index.

What a corpus offers is found by inspection, so that nothing new is left out.
"""

from __future__ import annotations

import inspect
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from snapshots import take_snapshot

import speechkit
from speechkit.render.messages import describe_event

FILES = 120
"""More than the hits that results keep; the others are read when they are looked at."""

Action = Callable[[speechkit.Corpus], object]

DRAFT = speechkit.Speech("", "草稿", ("他说：“第三件事是教育。”",), Path("draft.txt"), "utf-8")

ARGUMENTS: dict[str, Action] = {
    "identifier": lambda corpus: "003",
    "beginning": lambda corpus: "00",
    "identifiers": lambda corpus: ["003", "004"],
    "query": lambda corpus: "产业",
    "text": lambda corpus: "产业",
    "numbers": lambda corpus: [1, 2],
    "target": lambda corpus: speechkit.Scope(ids=("003",)),
    "queries": lambda corpus: ["产业"],
    "draft": lambda corpus: DRAFT,
}
"""What to give for an argument of this name."""

SPECIAL = ("__len__", "__iter__", "__contains__", "__getitem__")
ENDING = ("close",)
"""What ends a corpus; tested by itself."""

MAY_STILL_BE_TOLD = ("path", "summary", "index_file", "location")
"""What needs no index once it is known."""


def call(name: str) -> Action:
    """Return what asks a corpus for a property, or calls its method with fitting arguments."""

    def ask(corpus: speechkit.Corpus) -> object:
        if name == "export":  # into a folder that no other call has
            return corpus.export(Path(tempfile.mkdtemp()) / "texts").characters
        member = getattr(speechkit.Corpus, name)
        if not callable(member):
            return getattr(corpus, name)
        _, *parameters = inspect.signature(member).parameters.values()
        wanted = [p.name for p in parameters if p.default is p.empty and p.kind != p.VAR_KEYWORD]
        return getattr(corpus, name)(*(ARGUMENTS[parameter](corpus) for parameter in wanted))

    return ask


PUBLIC = [
    name for name, _ in inspect.getmembers(speechkit.Corpus)
    if not name.startswith("_") and name not in ENDING
]  # fmt: skip

ACTIONS: dict[str, Action] = {
    **{name: call(name) for name in PUBLIC},
    "len": len,
    "iter": iter,
    "in": lambda corpus: "003" in corpus,
    "not in": lambda corpus: "火星" in corpus,
    "[]": lambda corpus: corpus["003"],
    "search for nothing": lambda corpus: corpus.search("火星", relax=True),
    "search for all": lambda corpus: corpus.search("会议", limit=None),
    "check some": lambda corpus: corpus.check(["003"], duplicates=False),
    "list some words": lambda corpus: corpus.words("产"),
}


def settle(value: object) -> object:
    """Return what an answer holds: all that an iterator yields, all hits of results."""
    if isinstance(value, speechkit.Results):
        return (list(value), value.total, value.relaxed)
    if isinstance(value, Iterator):
        return list(value)
    return value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, dictionary_settings: object) -> Path:
    folder = tmp_path_factory.mktemp("lifecycle")
    for number in range(FILES):
        text = f"在第{number}次会议上的讲话\n同志们：\n我们讲产业。\n第{number}件事是教育。\n"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    time.sleep(0.12)  # a file that has just been written is looked at twice
    speechkit.open(folder).close()
    return folder


class Opened:
    """An open corpus, what was said of it, and what its index was when it was opened."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.corpus = speechkit.open(
            folder, notify=lambda event: self.said.append(describe_event(event))
        )
        assert self.corpus.index_file is not None
        self._index = self.corpus.index_file
        self._snapshot = take_snapshot(self._index)

    def check_index(self) -> None:
        """Fail if the index is another one, or was said to be damaged."""
        assert self.said == []
        assert take_snapshot(self._index) == self._snapshot


@pytest.fixture
def opened(folder: Path) -> Iterator[Opened]:
    opened = Opened(folder)
    yield opened
    opened.corpus.close()
    opened.check_index()


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, object]:
    """The answers of a corpus that is open, in the thread that opened it."""
    with speechkit.open(folder) as corpus:
        return {name: settle(action(corpus)) for name, action in ACTIONS.items()}


def test_the_answers_are_worth_comparing(answers: dict[str, object]) -> None:
    assert answers["len"] == FILES
    assert (answers["in"], answers["not in"]) == (True, False)
    empty = {name for name, answer in answers.items() if not answer}
    assert empty <= {*("not in", "summary", "skipped", "metadata_faults", "near_words", "near_ids")}
    defined = {name for name in vars(speechkit.Corpus) if name in SPECIAL}
    assert defined == set(SPECIAL)


# Closed.


def ask_closed(name: str, ask: Callable[[], object], expected: object) -> None:
    """Fail unless a closed corpus says that it is closed, or still tells what needs no index."""
    if name in MAY_STILL_BE_TOLD:
        try:
            assert ask() == expected
        except speechkit.CorpusError as error:
            assert_says_closed(error)
        return
    with pytest.raises(speechkit.CorpusError) as caught:
        settle(ask())
    assert_says_closed(caught.value)


def assert_says_closed(error: speechkit.CorpusError) -> None:
    assert type(error).__name__ == "ClosedCorpusError"
    assert "closed" in str(error)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_closed_corpus_says_so(opened: Opened, name: str, answers: dict[str, object]) -> None:
    opened.corpus.close()
    ask_closed(name, lambda: ACTIONS[name](opened.corpus), answers[name])


@pytest.mark.parametrize("name", ACTIONS)
def test_a_corpus_that_was_used_says_so_too(
    opened: Opened, name: str, answers: dict[str, object]
) -> None:
    """What an answer leaves in memory does not keep a corpus open."""
    with opened.corpus as corpus:
        settle(ACTIONS[name](corpus))
    ask_closed(name, lambda: ACTIONS[name](opened.corpus), answers[name])


def test_the_error_of_a_closed_corpus_names_it(opened: Opened) -> None:
    opened.corpus.close()
    with pytest.raises(speechkit.CorpusError) as caught:
        opened.corpus.search("产业")
    assert str(opened.corpus.path) in str(caught.value)
    assert type(caught.value) is not speechkit.CorpusError


def test_a_corpus_may_be_closed_again(opened: Opened) -> None:
    with opened.corpus:
        opened.corpus.close()
    opened.corpus.close()


ITERATORS = ("iter", "check", "words", "entries", "search for all")


@pytest.mark.parametrize("name", ITERATORS)
def test_what_is_half_read_ends_with_the_corpus(
    opened: Opened, name: str, answers: dict[str, object]
) -> None:
    """It goes on as if nothing had been, or says that the corpus is closed."""
    iterator = iter(ACTIONS[name](opened.corpus))  # type: ignore[call-overload]
    read = [next(iterator)]
    opened.corpus.close()
    try:
        read.extend(iterator)
    except speechkit.CorpusError as error:
        assert_says_closed(error)
    else:
        expected = answers[name]
        assert read == (expected[0] if isinstance(expected, tuple) else expected)


def test_a_few_results_outlive_the_corpus(opened: Opened, answers: dict[str, object]) -> None:
    results = opened.corpus.search("产业")
    opened.corpus.close()
    assert settle(results) == answers["search"]


LOOKS: dict[str, Callable[[speechkit.Results], object]] = {
    "all": list,
    "the last": lambda results: results[-1],
    "some": lambda results: results[5:9],
}


@pytest.mark.parametrize("name", LOOKS)
def test_many_results_end_with_the_corpus_or_outlive_it(opened: Opened, name: str) -> None:
    look = LOOKS[name]
    expected = look(opened.corpus.search("会议", limit=None))
    results = opened.corpus.search("会议", limit=None)
    opened.corpus.close()
    assert (len(results), results.total) == (FILES, FILES)
    try:
        assert look(results) == expected
    except speechkit.CorpusError as error:
        assert_says_closed(error)


# Threads.


@pytest.mark.parametrize("name", ACTIONS)
def test_another_thread_gets_the_same_answer(
    opened: Opened, name: str, answers: dict[str, object]
) -> None:
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(lambda: settle(ACTIONS[name](opened.corpus))).result()
    assert found == answers[name]
    assert settle(ACTIONS[name](opened.corpus)) == answers[name]


@pytest.mark.parametrize("name", ITERATORS)
def test_another_thread_may_read_on(opened: Opened, name: str, answers: dict[str, object]) -> None:
    iterator = iter(ACTIONS[name](opened.corpus))  # type: ignore[call-overload]
    first = next(iterator)
    with ThreadPoolExecutor(1) as thread:
        rest = thread.submit(list, iterator).result()
    expected = answers[name]
    assert [first, *rest] == (expected[0] if isinstance(expected, tuple) else expected)


def test_threads_at_once_get_the_same_answers(opened: Opened, answers: dict[str, object]) -> None:
    start = Barrier(2)

    def ask(names: list[str]) -> dict[str, object]:
        start.wait(timeout=60)
        return {name: settle(ACTIONS[name](opened.corpus)) for name in names}

    names = [name for name in ACTIONS for _ in range(3)]
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(ask, (names, names[::-1])))
    assert found[0] == found[1] == answers


def test_a_corpus_is_closed_while_another_thread_searches(opened: Opened) -> None:
    expected = settle(opened.corpus.search("产业"))
    start = Barrier(2)

    def search_on() -> None:
        start.wait(timeout=60)
        for _ in range(1_000_000):
            assert settle(opened.corpus.search("产业")) == expected

    with ThreadPoolExecutor(1) as thread:
        searching = thread.submit(search_on)
        start.wait(timeout=60)
        time.sleep(0.1)
        opened.corpus.close()
        error = searching.exception(timeout=60)
    assert isinstance(error, speechkit.CorpusError), repr(error)
    assert_says_closed(error)


def test_another_thread_may_close_a_corpus(opened: Opened) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(opened.corpus.close).result()
    with pytest.raises(speechkit.CorpusError) as caught:
        opened.corpus.search("产业")
    assert_says_closed(caught.value)
