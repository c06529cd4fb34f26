"""The library: identifiers, speeches, what is skipped, and errors that name the fix."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import write_files

import speechkit
from speechkit.model import Scope
from speechkit.render.messages import describe_event
from speechkit.text.characters import HAN as HAN_CLASS
from speechkit.text.paths import path_number

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
TEXT = "在工作会议上的讲话\n同志们：今天的会议，研究开发区的工作。\n再讲几点意见。\n"
HAN = re.compile(f"[{HAN_CLASS}]")


@pytest.fixture
def open_files(make_corpus: MakeCorpus) -> Callable[..., speechkit.Corpus]:
    """Open a corpus of files of these names, all with the same text."""

    def run(*names: str | bytes) -> speechkit.Corpus:
        return speechkit.open(make_corpus(dict.fromkeys(names, TEXT)))

    return run


OpenFiles = Callable[..., speechkit.Corpus]


def name_of(corpus: speechkit.Corpus, identifier: str) -> str:
    return corpus[identifier].path.relative_to(corpus.path).as_posix()


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["000_a.txt", "001.txt", "2 讲话.md"], ["000", "001", "2"]),
        (["003_a.txt", "003_b.txt", "004.txt"], ["003_a", "003_b", "004"]),
        (["a/003.txt", "b/003.txt"], ["a/003", "b/003"]),
        (["甲/003.txt", "乙/004.txt"], ["004", "003"]),
        (["讲话.txt", "讲话.md"], ["讲话.md", "讲话.txt"]),
        (["讲话.txt", "关于3.txt"], ["关于3", "讲话"]),
        (["v1.2.txt", "v1.3.txt"], ["v1.2", "v1.3"]),
        (["３.txt"], ["３"]),
        (["a\n.txt", b"b\xff.txt"], ["a\\n", "b\\xff"]),
    ],
)
def test_short_identifiers(open_files: OpenFiles, names: list[str | bytes], ids: list[str]) -> None:
    corpus = open_files(*names)
    assert [speech.id for speech in corpus] == ids
    assert [corpus[identifier].id for identifier in ids] == ids


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("003", "003_bf55.txt"),
        ("3", "003_bf55.txt"),
        ("03", "003_bf55.txt"),
        ("0003", "003_bf55.txt"),
        ("003_bf55", "003_bf55.txt"),
        ("003_bf55.txt", "003_bf55.txt"),
        ("003_b", "003_bf55.txt"),
        ("010", "010.txt"),
        ("10", "010.txt"),
        ("folder/讲话", "folder/讲话.txt"),
        ("folder/讲话.txt", "folder/讲话.txt"),
        ("folder/讲", "folder/讲话.txt"),
        ("讲话", "folder/讲话.txt"),
        ("f", "folder/讲话.txt"),
        ("100%", "100%_x.txt"),
    ],
)
def test_a_speech_goes_by(open_files: OpenFiles, identifier: str, name: str) -> None:
    corpus = open_files("003_bf55.txt", "010.txt", "folder/讲话.txt", "100%_x.txt")
    assert name_of(corpus, identifier) == name
    assert identifier in corpus


def test_a_date_is_no_number_of_a_speech(open_files: OpenFiles) -> None:
    names = ("2026-03-01会.txt", "20260407会.txt", "2025年会.txt", "1999_a.txt", "2031会.txt")
    corpus = open_files(*names)
    assert {speech.id for speech in corpus} == {
        "2026-03-01会", "20260407会", "2025年会", "1999", "2031"
    }  # fmt: skip


@pytest.mark.parametrize(
    "behind", ["", "_", "-", " ", "　", ".", "．", "、", "（", "(", "新", "の", "号"]
)
def test_digits_alone_are_the_number_of_a_speech(behind: str) -> None:
    for digits in ("3", "003", "20240"):
        assert path_number(f"2024/{digits}{behind}") == digits
        if behind:
            assert path_number(f"{digits}{behind}xin 2024") == digits


@pytest.mark.parametrize(
    "name",
    [
        *(
            "22c5",
            "25cf",
            "2e31",
            "3D打印",
            "1st",
            "2nd",
            "003A",
            "003xin",
            "3ａ",
            "3Ａ",
            "3é",
            "3α",
            "3Я",
        ),
        *("2026-03-01会", "20260407会", "2025年会", "2025.3会", "2025_03_05", "1999-2000"),
        *("3月5日讲话", "12 月讲话", "5日讲话", "24年讲话", "100年"),
        *("3.10讲话", "1.2", "1.2.3", "3．10讲话", "1,000万", "1，000万", "3·15晚会", "0.5"),
        *("5%增长", "5％增长", "5‰", "22℃", "90㎡", "讲话3", "_3", "３", ""),
    ],
)
def test_digits_that_are_part_of_more_are_no_number(name: str) -> None:
    assert path_number(name) == path_number(f"003/{name}") == ""


def test_a_nought_before_a_number_names_it_only_if_nothing_else_is_meant(
    open_files: OpenFiles,
) -> None:
    corpus = open_files("001.txt", "002.txt", "010.txt", "011_a.txt", "000000.txt", "00/甲.txt")
    assert name_of(corpus, "1") == name_of(corpus, "0001") == "001.txt"
    assert name_of(corpus, "02") == "002.txt"
    assert name_of(corpus, "10") == "010.txt"
    with pytest.raises(speechkit.UnknownSpeechError) as caught:
        corpus["01"]
    assert caught.value.candidates == ("001", "010", "011")


def test_a_folder_goes_before_a_part_of_a_name(open_files: OpenFiles) -> None:
    corpus = open_files(
        "000000.txt", "00/甲.txt", "00/乙.txt", "7.txt", "7/丙.txt", "省志.txt", "省/丁.txt"
    )

    def within(name: str) -> list[str]:
        return [hit.id for hit in corpus.search("讲话", scope=Scope(ids=(name,)))]

    assert sorted(within("00")) == sorted(within("00/")) == ["00/乙", "00/甲"]
    assert within("000000") == within("0000") == ["000000"]
    assert within("7") == ["7"]
    assert within("7/") == ["7/丙"]
    assert within("省") == ["省/丁"]
    assert within("省志") == within("省志.txt") == ["省志"]


@pytest.mark.parametrize(
    ("identifier", "speeches", "candidates"),
    [
        ("003", 2, ("003_a", "003_b")),
        ("3", 2, ("003_a", "003_b")),
        ("报", 2, ("报告一", "报告二")),
        ("火星", 0, ()),
        ("4", 0, ()),
        ("%", 0, ()),
        ("_", 0, ()),
        ("\\", 0, ()),
        ("\x00", 0, ()),
        ("' OR 1=1 --", 0, ()),
        ("../003_a", 0, ()),
    ],
)
def test_an_identifier_of_none_or_several_is_an_error(
    open_files: OpenFiles, identifier: str, speeches: int, candidates: tuple[str, ...]
) -> None:
    corpus = open_files("003_a.txt", "003_b.txt", "报告一.txt", "报告二.txt")
    assert identifier not in corpus
    with pytest.raises(KeyError) as caught:
        corpus[identifier]
    error = caught.value
    assert isinstance(error, speechkit.UnknownSpeechError)
    assert (error.identifier, error.speeches) == (identifier, speeches)
    assert error.candidates == candidates
    assert repr(identifier) in str(error)


@pytest.mark.parametrize("name", [3, None, b"003", ("003",)])
def test_what_is_no_string_is_not_in_a_corpus(open_files: OpenFiles, name: object) -> None:
    assert name not in open_files("003.txt")


COLLISIONS: list[list[str | bytes]] = [
    ["003.txt", "003_b.txt"],
    ["a", "a.txt", "a.md"],
    ["a.txt", "a.txt.md"],
    [b"x\xff.txt", b"x\xff.md"],
    ["y\n.txt", "y\\n.txt"],
]


@pytest.mark.parametrize("names", COLLISIONS)
def test_every_identifier_shown_names_its_speech(
    open_files: OpenFiles, names: list[str | bytes]
) -> None:
    corpus = open_files(*names)
    speeches = list(corpus)
    assert len({speech.id for speech in speeches}) == len(names)
    assert [corpus[speech.id].path for speech in speeches] == [s.path for s in speeches]


@pytest.mark.parametrize("names", [["a", "a.txt"], ["a.txt", "a.txt.md"]])
def test_the_long_form_always_works(open_files: OpenFiles, names: list[str]) -> None:
    corpus = open_files(*names)
    assert [name_of(corpus, name) for name in names] == names


@pytest.mark.parametrize(
    "identifier", ["", "\ud800", "\udcff", "长" * 60_000], ids=["empty", "high", "low", "long"]
)
def test_no_string_is_more_than_unknown(open_files: OpenFiles, identifier: str) -> None:
    corpus = open_files("003.txt", "讲话.txt")
    assert identifier not in corpus
    with pytest.raises(KeyError):
        corpus[identifier]


def test_long_numbers_are_compared_whole(open_files: OpenFiles) -> None:
    corpus = open_files("123456789012345678.txt", "3.txt")
    assert "12345678901234567899" not in corpus
    assert name_of(corpus, "0" * 30 + "3") == "3.txt"


def test_iteration_covers_every_speech_in_the_order_of_paths(open_files: OpenFiles) -> None:
    names = [f"{number:03}.txt" for number in range(120)] + ["b/1.txt", "a/1.txt"]
    corpus = open_files(*names)
    assert len(corpus) == len(names)
    paths = [speech.path.relative_to(corpus.path).as_posix() for speech in corpus]
    assert paths == sorted(names)
    assert all(speech.path.is_absolute() for speech in corpus)
    assert corpus.search("开发区", limit=None).total == len(names)


def test_a_speech_begins_with_its_title_once(make_corpus: MakeCorpus) -> None:
    title = "在全市工业经济形势分析会议上的讲话"
    corpus = speechkit.open(
        make_corpus(
            {
                "1.txt": f"{title}\n\n{title}\n同志们：\n今天召开会议。\n",
                "2.txt": f"\ufeff{title}\r\n同志们：\r\n今天召开会议。\r\n",
            }
        )
    )
    for speech in corpus:
        assert speech.title == title
        assert speech.text.startswith(title + "\n")
        assert speech.text.count(title) == 1
        assert speech.text == "\n".join([speech.title, *speech.paragraphs])


def test_a_title_from_the_file_name_is_shown_and_not_matched(make_corpus: MakeCorpus) -> None:
    body = "同志们：今天召开会议，研究几件事情，大家要听清楚，抓好落实。\n" * 3
    corpus = speechkit.open(make_corpus({"火星开发.txt": body}))
    (speech,) = corpus
    assert speech.title == "火星开发"
    assert not speech.title_in_text
    assert "火星" not in speech.text
    assert corpus.search("火星").total == 0
    assert corpus.search("title:火星").total == 0


def test_a_single_line_is_a_speech(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus({"1.txt": "关于开发区工作的讲话\n"}))
    (speech,) = corpus
    assert speech.text == "关于开发区工作的讲话"
    assert [hit.id for hit in corpus.search("开发区")] == ["1"]


def test_our_own_speeches_are_kept_whole(sample_corpus: Path) -> None:
    corpus = speechkit.open(sample_corpus)
    assert [speech.id for speech in corpus] == [f"{number:03}" for number in range(12)]
    for speech in corpus:
        assert len(speech.text) > 1_000
        assert speech.title_in_text
        assert speech.text.startswith(speech.title + "\n")
        if speech.id not in ("000", "001", "003"):  # the beginning twice, pinyin, boilerplate
            raw = corpus.raw(speech.id)
            assert len(HAN.findall(speech.text)) >= 0.97 * len(HAN.findall(raw)), speech.id


@pytest.mark.parametrize("folder", ["corpora/provincial_2026", "corpora/leaders"])
def test_real_speeches_are_kept_whole(
    shared_corpora: Callable[[str], speechkit.Corpus], folder: str
) -> None:
    corpus = shared_corpora(folder)
    for speech in list(corpus)[::8]:
        raw = speech.path.read_text(encoding="utf-8")
        notes = "".join(one.text for one in speech.notices if one.rule == "editor-note")
        kept = len(HAN.findall(speech.text)) + len(HAN.findall(notes))
        assert kept >= 0.97 * len(HAN.findall(raw)), speech.id
        if speech.title_in_text:
            assert speech.text.startswith(speech.title + "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950", "utf-16"])
def test_raw_text_is_the_files_own(make_corpus: MakeCorpus, encoding: str) -> None:
    text = "各位同志的講話\n今天的工作要點是發展經濟，改善民生。各部門要認真落實會議精神！\n" * 3
    corpus = speechkit.open(make_corpus({"1.txt": text.encode(encoding)}), encoding=encoding)
    assert corpus.raw("1") == text
    assert corpus.search("认真落实").total == 1


@pytest.mark.parametrize("name", ["a", "a.txt", "a/b.txt", "a//b", "./a", "a/", "/a/b", "a/../b"])
def test_raw_text_of_any_name_in_memory(name: str) -> None:
    corpus = speechkit.from_texts({name: "讲话\n改革开放。", "other": "别的\n讲话。"})
    (hit,) = corpus.search("改革开放")
    assert corpus.raw(hit.id) == "讲话\n改革开放。"


def test_words_of_a_scope_of_all_are_those_of_the_index() -> None:
    """27.46 is a token, but no search word, for its unit belongs to that."""
    corpus = speechkit.from_texts(["总结\n投资27.46亿元，增长7.5%，改革开放。", "别的\n改革"])
    words = list(corpus.words())
    assert words == list(corpus.words(scope=Scope(ids=("*",))))
    assert {word.tokens for word in words if word.word == "27.46"} == {1}


def test_script_is_said(sample_corpus: Path) -> None:
    scripts = {speech.id: speech.script for speech in speechkit.open(sample_corpus)}
    assert {key for key, script in scripts.items() if script == "traditional"} == {"001", "007"}


def test_a_corpus_closes(open_files: OpenFiles) -> None:
    with open_files("1.txt") as corpus:
        assert len(corpus) == 1
        assert corpus.index_file is not None
        assert corpus.index_file.is_file()


@pytest.mark.parametrize("most", [10, 5, 4, 0])
def test_ids_are_completed_of_few_and_of_many(
    open_files: OpenFiles, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    corpus = open_files("001.txt", "002.txt", "01x.txt", "a/b.txt", "c.txt")
    monkeypatch.setattr("speechkit.corpus._COMPLETED", most)
    monkeypatch.setattr("speechkit.corpus._OFFERED", 2)

    def complete(beginning: str) -> list[str]:
        return [entry.id for entry in corpus.complete(beginning)]

    assert complete("") == [entry.id for entry in corpus.entries()][: 5 if most >= 5 else 2]
    assert complete("00") == ["001", "002"]
    assert complete("a") == ["a/b"]
    assert complete("x") == []


def test_hits_are_complete(open_files: OpenFiles) -> None:
    corpus = open_files("003_x.txt")
    (hit,) = corpus.search("开发区")
    assert (hit.id, hit.path) == ("003", corpus.path / "003_x.txt")
    assert hit.title == "在工作会议上的讲话"
    assert hit.passage[slice(*hit.spans[0])] == "开发区"
    assert (hit.paragraph, hit.matches, hit.section) == (1, 1, "")
    assert corpus["003"].paragraphs[hit.paragraph - 1] == hit.passage


@pytest.mark.parametrize(
    "query", ["", " ", "，", "-", '"', "|", "title:", "\x00", "\ud800", "NEAR/5"]
)
def test_no_query_raises(open_files: OpenFiles, query: str) -> None:
    results = open_files("1.txt").search(query)
    assert (len(results), results.total) == (0, 0)


@pytest.mark.parametrize("query", ["火星开发区\ud800", "开发区 | \udcff"])
def test_no_half_character_in_a_query_raises(open_files: OpenFiles, query: str) -> None:
    assert open_files("1.txt", "2.txt").search(query, relax=True).total == 2


def test_a_query_of_exclusions_finds_the_others(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus({"1.txt": "今天开会。", "2.txt": "明天放假。"}))
    assert [hit.id for hit in corpus.search("-开会")] == ["2"]
    assert corpus.search("-火星").total == 2


@pytest.mark.parametrize(
    ("name", "reason"), [("missing", "no such folder"), ("1.txt", "not a folder")]
)
def test_what_is_no_folder_is_an_error_that_names_the_fix(
    make_corpus: MakeCorpus, name: str, reason: str
) -> None:
    path = make_corpus({"1.txt": TEXT}) / name
    with pytest.raises(speechkit.CorpusError) as caught:
        speechkit.open(path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)


def test_an_empty_folder_is_an_empty_corpus(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({})
    corpus = speechkit.open(folder)
    assert (len(corpus), list(corpus), corpus.search("讲话").total) == (0, [], 0)
    (folder / "1.txt").write_text(TEXT, encoding="utf-8")
    assert len(speechkit.open(folder)) == 1


def test_a_folder_without_text_is_an_empty_corpus_that_says_why(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(
        make_corpus({"a.pdf": "%PDF", "b.txt": "", "c.txt": b"\x7fELF" + bytes(99)})
    )
    assert (len(corpus), list(corpus)) == (0, [])
    assert corpus.search("讲话").total == 0
    assert corpus.skipped == (
        (b"a.pdf", "damaged", "not what its ending says"),
        (b"b.txt", "no-text", ""),
        (b"c.txt", "binary", ""),
    )


def test_the_rest_works_beside_what_cannot_be_read(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    folder = make_corpus({"1.txt": TEXT, "2.txt": b"\x89PNG\r\n\x1a\n" + bytes(500), "3.xlsx": "x"})
    os.mkfifo(folder / "4.txt")
    (folder / "5.txt").symlink_to(tmp_path)
    corpus = speechkit.open(folder)
    assert [hit.id for hit in corpus.search("开发区")] == ["1"]
    assert [file.path for file in corpus.skipped] == [b"2.txt", b"3.xlsx", b"4.txt", b"5.txt"]


def test_relative_paths_and_strings_open_the_same_corpus(
    make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"1.txt": TEXT})
    monkeypatch.chdir(folder.parent)
    opened = [speechkit.open(folder), speechkit.open(folder.name), speechkit.open(str(folder))]
    assert len({corpus.index_file for corpus in opened}) == 1
    assert all(corpus["1"].path == folder / "1.txt" for corpus in opened)


def test_an_index_that_windows_will_not_replace_is_kept(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = make_corpus({"001.txt": "在甲县的讲话\n产业兴旺。\n"}), tmp_path / "an.index"
    speechkit.open(corpus, index=index).close()

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "in use by another process", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    said: list[str] = []
    before = index.read_bytes()
    with speechkit.open(
        corpus, index=index, rebuild=True, notify=lambda event: said.append(describe_event(event))
    ) as opened:
        assert [hit.id for hit in opened.search("产业")] == ["001"]
    assert "in use by another process; searching in memory" in said[0]
    assert index.read_bytes() == before
    assert not list(tmp_path.glob(".*.new"))


def test_a_notebook_shows_where_a_corpus_is_and_what_was_found(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "folder", {"1.txt": "关于产业的讲话\n产业兴旺。"})
    with speechkit.open(folder, index=tmp_path / "index") as corpus:
        assert repr(corpus) == f"<Corpus {str(folder)!r}, 1 speech>"
        found = corpus.search("产业")
        assert repr(found) == "<Results 1 of 1>"
        assert repr(found[0]).startswith("<Hit 1:1 '关于产业的讲话' ")
        assert repr(corpus["1"]) == "<Speech 1 '关于产业的讲话', 1 paragraph>"
    with speechkit.from_texts(["产业", "发展"]) as corpus:
        assert repr(corpus) == "<Corpus in memory, 2 speeches>"


@pytest.mark.parametrize("date", ["abc", "24", "2024-5", "2024/05", "2024-05-01x", "２０２４"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_bound_that_is_no_date_is_refused(name: str, date: str) -> None:
    bound: dict[str, Any] = {name: date}
    with speechkit.from_texts(["产业"]) as corpus, pytest.raises(ValueError, match=name):
        corpus.search("产业", scope=Scope(**bound))
