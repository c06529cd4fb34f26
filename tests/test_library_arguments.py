"""The library checks what it is given as the command line does, and no argument costs an index."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from snapshots import take_snapshot

import speechkit
from speechkit.conversion import CONFIGURATIONS
from speechkit.render.messages import describe_event

TEXT = "在{}会议上的讲话\n同志们：\n我们狠抓产业项目。\n谈谈新垦示范带。\n"
REFUSED = (ValueError, speechkit.CorpusError)


class Indexed:
    """A folder with a good index, and what both were when the index was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with speechkit.open(folder) as corpus:
            assert corpus.index_file is not None
            self.index = corpus.index_file
        self._good = self.index.read_bytes()
        self._snapshot = take_snapshot(folder, self.index)

    def check(self) -> None:
        """Fail if a file changed, or if opening the corpus again finds anything to say or do."""
        assert take_snapshot(self.folder, self.index) == self._snapshot
        said: list[str] = []
        with speechkit.open(
            self.folder, notify=lambda event: said.append(describe_event(event))
        ) as corpus:
            assert len(corpus) == 2
            assert corpus.summary is None
            assert corpus.search("产业").total == 2
        assert said == []
        assert take_snapshot(self.folder, self.index) == self._snapshot

    def restore(self) -> None:
        """Put the good index back, so that one fault does not hide the next."""
        for log in ("-wal", "-shm"):
            Path(f"{self.index}{log}").unlink(missing_ok=True)
        self.index.write_bytes(self._good)
        self._snapshot = take_snapshot(self.folder, self.index)


@pytest.fixture(scope="module")
def indexed_once(tmp_path_factory: pytest.TempPathFactory, dictionary_settings: object) -> Indexed:
    folder = tmp_path_factory.mktemp("arguments")
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    time.sleep(0.12)  # a file that has just been written is looked at twice
    return Indexed(folder)


@pytest.fixture
def indexed(indexed_once: Indexed) -> Iterator[Indexed]:
    """The folder and its index, which are the same after each test."""
    yield indexed_once
    try:
        indexed_once.check()
    except BaseException:
        indexed_once.restore()
        raise


# Encodings.

NO_ENCODINGS = [
    *("nonsense", "", " ", "\x00", "\udcff", "utf_9", "../utf-8", "中文"),
    *("hex", "rot13", "base64", "undefined"),  # codecs of Python that read no text
]


@pytest.mark.parametrize("encoding", NO_ENCODINGS)
@pytest.mark.parametrize("rebuild", [False, True])
def test_an_unknown_encoding_is_refused(indexed: Indexed, encoding: str, rebuild: bool) -> None:
    with pytest.raises(REFUSED) as caught:
        speechkit.open(indexed.folder, encoding=encoding, rebuild=rebuild)
    assert "encoding" in str(caught.value)
    assert repr(encoding) in str(caught.value) or (encoding and encoding in str(caught.value))


def test_an_unknown_encoding_makes_no_index(indexed: Indexed, tmp_path: Path) -> None:
    index = tmp_path / "new.sqlite"
    with pytest.raises(REFUSED):
        speechkit.open(indexed.folder, index=index, encoding="nonsense")
    assert not index.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "auto", None])
def test_a_known_encoding_is_taken(indexed: Indexed, tmp_path: Path, encoding: str | None) -> None:
    with speechkit.open(indexed.folder, index=tmp_path / "i", encoding=encoding) as corpus:
        assert len(corpus) == 2


# Terms.


@pytest.mark.parametrize(
    "term",
    ["", " ", "产", "GDP", "产业1", "产业 规划", "产业\n规划", "#产业", "\udcff\udcff", "——"],
)
def test_what_can_be_no_term_is_refused_or_named(indexed: Indexed, term: str) -> None:
    said: list[str] = []
    try:
        with speechkit.open(
            indexed.folder,
            user_words=[term],
            notify=lambda event: said.append(describe_event(event)),
        ) as corpus:
            assert term not in {word.word for word in corpus.words() if len(word.word) > 1}
    except REFUSED as error:
        said.append(str(error))
    assert any(repr(term) in sentence or (term.strip() and term in sentence) for sentence in said)


@pytest.mark.parametrize(
    "terms",
    ["狠抓产业", b"\xe4\xba\xa7", [b"\xe4\xba\xa7\xe4\xb8\x9a"], [3], [None], 3, [["产业"]]],
)
def test_what_is_no_list_of_strings_is_refused(indexed: Indexed, terms: Any) -> None:
    with pytest.raises((TypeError, *REFUSED)) as caught:
        speechkit.open(indexed.folder, user_words=terms)
    assert "word" in str(caught.value)


def test_terms_are_taken_as_the_command_line_takes_them(indexed: Indexed, tmp_path: Path) -> None:
    """Traditional characters are made simplified, as in a file of terms."""
    terms = ["新墾示範帶"]
    with speechkit.open(indexed.folder, index=tmp_path / "index", user_words=terms) as corpus:
        assert "新垦示范带" in {word.word for word in corpus.words()}


def test_no_terms_are_as_good_as_none(indexed: Indexed) -> None:
    speechkit.open(indexed.folder, user_words=[]).close()


# Numbers.


@pytest.mark.parametrize("numbers", [{"limit": -1}, {"passages": 0}, {"passages": -1}], ids=str)
@pytest.mark.parametrize("query", ["产业", "火星", ""])
def test_a_number_that_cannot_be_is_refused(
    indexed: Indexed, query: str, numbers: dict[str, int]
) -> None:
    ((name, number),) = numbers.items()
    with speechkit.open(indexed.folder) as corpus, pytest.raises(ValueError, match=name) as caught:
        corpus.search(query, **numbers)  # type: ignore[arg-type]
    assert str(number) in str(caught.value)


@pytest.mark.parametrize("limit", [1, 2, 10**30, None])
def test_any_other_limit_is_taken(indexed: Indexed, limit: int | None) -> None:
    with speechkit.open(indexed.folder) as corpus:
        results = corpus.search("产业", limit=limit, passages=10**30)
        assert (len(results), results.total) == (min(limit or 2, 2), 2)


# Any argument of any method.

WRONG: dict[str, object] = {
    "None": None,
    "number": 3,
    "negative number": -1,
    "huge number": 10**30,
    "bytes": b"\xff",
    "half a character": "\udcff",
    "NUL": "\x00",
    "empty": "",
    "list": ["\udcff", 3],
    "mapping": {"a": 1},
    "object": object(),
}


def list_parameters() -> Iterator[tuple[str, str]]:
    """Yield every method of a corpus that takes arguments, with each of them."""
    special = ("__contains__", "__getitem__")
    for name, method in inspect.getmembers(speechkit.Corpus, inspect.isfunction):
        if not name.startswith("_") or name in special:
            for parameter in list(inspect.signature(method).parameters)[1:]:
                yield name, parameter


@pytest.mark.parametrize(("name", "parameter"), [*list_parameters()])
def test_no_wrong_argument_is_taken_for_damage(
    indexed: Indexed, name: str, parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may raise what Python raises for such a value; the index is none the worse for it."""
    monkeypatch.chdir(tmp_path)  # some values name a folder for an export
    said: list[str] = []
    with speechkit.open(
        indexed.folder, notify=lambda event: said.append(describe_event(event))
    ) as corpus:
        errors = {kind: error_of(corpus, name, parameter, value) for kind, value in WRONG.items()}
    assert {kind: error for kind, error in errors.items() if is_damage(error)} == {}
    assert said == []


def error_of(
    corpus: speechkit.Corpus, name: str, parameter: str, value: object
) -> Exception | None:
    """Call a method with a value for one argument, and return what it raises, or None."""
    method: Callable[..., object] = getattr(corpus, name)
    parameters = inspect.signature(method).parameters.values()
    needed = {p.name: "甲" for p in parameters if p.default is p.empty} | {parameter: value}
    try:
        read(method(*needed.values()) if name.startswith("__") else method(**needed))
    except Exception as error:
        return error
    return None


def read(answer: object) -> None:
    """Read all that an answer holds."""
    if isinstance(answer, Iterator | speechkit.Results):
        list(answer)
    elif hasattr(answer, "results"):
        read(answer.results("exact", None))


def is_damage(error: Exception | None) -> bool:
    """Return whether an error speaks of the index, and not of the argument."""
    kinds = [f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__]
    return any("sqlite3" in kind or "Damage" in kind for kind in kinds)


# Places of the index.


@pytest.mark.parametrize("content", [b"", "我的笔记\n".encode(), b"SQLite format 3\x00"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_file_that_is_no_index_is_named_and_left_alone(
    indexed: Indexed, tmp_path: Path, content: bytes, rebuild: bool
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_bytes(content)
    before = take_snapshot(tmp_path)
    with pytest.raises(speechkit.CorpusError) as caught:
        speechkit.open(indexed.folder, index=notes, rebuild=rebuild)
    assert str(notes) in str(caught.value)
    assert take_snapshot(tmp_path) == before


@pytest.mark.parametrize("sort", ["x", "", "Relevance", None])
def test_an_order_that_there_is_not_is_refused(indexed: Indexed, sort: Any) -> None:
    with speechkit.open(indexed.folder) as corpus, pytest.raises(ValueError, match="relevance"):
        corpus.search("产业", sort=sort)


@pytest.mark.parametrize("wrong", [3, None, b"003", ["003"]])
def test_what_is_no_string_is_named(indexed: Indexed, wrong: Any) -> None:
    with speechkit.open(indexed.folder) as corpus:
        asked: tuple[Callable[[Any], Any], ...] = (
            *(corpus.__getitem__, corpus.search, corpus.matches, corpus.raw),
        )
        for ask in asked:
            with pytest.raises(TypeError, match="string"):
                ask(wrong)
    with pytest.raises(TypeError, match="string"):
        speechkit.from_texts([wrong])


def test_one_string_is_no_list_of_texts() -> None:
    with pytest.raises(TypeError, match="several strings"):
        speechkit.from_texts("产业兴旺")


# Queries, typed or parsed.


def list_queried() -> Iterator[tuple[Callable[..., object], str]]:
    """Yield every public function and method that takes a query, with that parameter."""
    from speechkit import query, research

    functions = [
        getattr(speechkit.Corpus, name) for name in dir(speechkit.Corpus) if name[0] != "_"
    ]
    functions += [getattr(home, name) for home in (research, query) for name in home.__all__]
    for function in functions:
        signature = inspect.signature(function) if inspect.isfunction(function) else None
        for parameter in signature.parameters.values() if signature else ():
            if "Query" in str(parameter.annotation) and "str" in str(parameter.annotation):
                yield function, parameter.name
            elif parameter.name in {"query", "queries"}:
                assert parameter.annotation == "Query", f"{function} takes no string"


@pytest.mark.parametrize(
    "typed", ["产业", 'title:"会议上" 产业 -"World Bank"', "产业 NEAR/5 狠抓 | 新垦"]
)
def test_a_query_may_be_typed_or_parsed_everywhere(indexed: Indexed, typed: str) -> None:
    tried = set()
    with speechkit.open(indexed.folder) as corpus:
        for function, name in list_queried():
            answers = [
                function(corpus, **{name: q}) for q in (typed, speechkit.query.parse_query(typed))
            ]
            lists = [
                list(answer) if isinstance(answer, Iterator | speechkit.Results) else answer
                for answer in answers
            ]
            first, second = map(repr, lists)
            assert first == second, function.__name__
            tried.add(function.__name__)
    assert tried >= {
        "search",
        "matches",
        "places",
        "tokens",
        "list_contexts",
        "count_trend",
        "find_collocates",
    }


STRAY = (AttributeError, KeyError, IndexError, AssertionError, RuntimeError, NotImplementedError)


@pytest.mark.parametrize(("name", "parameter"), [*list_parameters()])
def test_a_wrong_argument_is_no_stray_error(
    indexed: Indexed, name: str, parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with speechkit.open(indexed.folder) as corpus:
        errors = {kind: error_of(corpus, name, parameter, value) for kind, value in WRONG.items()}
    strays = {
        kind: error
        for kind, error in errors.items()
        if isinstance(error, STRAY) and not isinstance(error, speechkit.SpeechkitError)
    }
    assert strays == {}


def test_what_cannot_be_is_named() -> None:
    with speechkit.from_texts(["产业兴旺"]) as corpus:
        speech = corpus["1"]
        for wrong in (1.5, "3", 0, -1):
            for ask in (corpus.search, corpus.quote):
                with pytest.raises(speechkit.SettingError, match="limit"):
                    ask("产业", limit=wrong)  # type: ignore[arg-type]
        for draft in ("产业", None, Path("x")):
            for work in (corpus.compare, corpus.quotations):
                with pytest.raises(TypeError, match="draft"):
                    work(draft)  # type: ignore[arg-type]
    for files in (["a.txt"], "a.txt", {"a": "text"}, {1: b"text"}, None):
        with pytest.raises(TypeError, match="file"):
            speechkit.from_files(files)  # type: ignore[arg-type]
    for script in ("traditional", "", "t2s.json", None):
        with pytest.raises(speechkit.SettingError, match="s2t"):
            speechkit.convert_speech(speech, script)  # type: ignore[arg-type]


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_every_script_that_is_offered_is_there(configuration: str) -> None:
    with speechkit.from_texts(["產業兴旺"]) as corpus:
        assert len(speechkit.convert_speech(corpus["1"], configuration).paragraphs) <= 1


def test_an_empty_path_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for ask in (speechkit.open, speechkit.open_current, speechkit.read, speechkit.remove_index):
        with pytest.raises(speechkit.SettingError, match="empty"):
            ask("")
        with pytest.raises(TypeError, match="path"):
            ask(3)  # type: ignore[arg-type]
    with pytest.raises(speechkit.SettingError, match="empty"):
        speechkit.open(tmp_path, index="")


def test_a_closed_corpus_in_memory_says_so_in_every_method() -> None:
    from test_corpus_lifecycle import MAY_STILL_BE_TOLD, PUBLIC, call, settle

    corpus = speechkit.from_texts(["产业兴旺"])
    corpus.close()
    for name in PUBLIC:
        if name in MAY_STILL_BE_TOLD:
            continue
        with pytest.raises(speechkit.ClosedCorpusError) as caught:
            settle(call(name)(corpus))
        assert "corpus ." not in str(caught.value), name
