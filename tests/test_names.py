"""Names of files in old encodings are shown readable, each speech is found by what is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.backends.names import Names
from speechkit.formats.encodings import exact_path, path_bytes, read_path

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
TEXT = "在工作会议上的讲话\n同志们：今天的会议，研究开发区的工作。\n"
SIMPLIFIED = ["讲话一", "防汛责任", "2025年新春茶话会上的讲话", "政府工作报告（2024）", "学习笔记"]
TRADITIONAL = ["政府工作報告", "座談會上的發言", "國慶典禮演說", "行政院長施政報告2024"]
JAPANESE = ["スピーチ原稿", "総理の所信表明演説"]

OLD = [
    *((name, "gb18030") for name in SIMPLIFIED),
    *((name, "gb18030") for name in TRADITIONAL),
    *((name, "cp950") for name in TRADITIONAL),
    *((name, "cp932") for name in JAPANESE),
]


@pytest.mark.parametrize(("name", "encoding"), OLD)
@pytest.mark.parametrize("ending", [".txt", ""])
def test_old_encodings(name: str, encoding: str, ending: str) -> None:
    assert read_path((name + ending).encode(encoding)) == name + ending
    assert read_path("甲/".encode() + (name + ending).encode(encoding)) == f"甲/{name}{ending}"


@pytest.mark.parametrize(("name", "encoding"), OLD)
@pytest.mark.parametrize("page", ["cp437", "latin-1"])
def test_names_that_a_program_misread(name: str, encoding: str, page: str) -> None:
    misread = name.encode(encoding).decode(page)
    if encoding == "cp932" and page == "latin-1":
        pytest.skip("texts in Shift_JIS are not looked for behind Latin letters")
    assert read_path(f"{misread}.txt".encode()) == f"{name}.txt"


@pytest.mark.parametrize("name", SIMPLIFIED + TRADITIONAL)
def test_utf8_misread(name: str) -> None:
    for page in ("cp437", "latin-1"):
        assert read_path(f"{name.encode().decode(page)}.txt".encode()) == f"{name}.txt"


@pytest.mark.parametrize(
    "name",
    [
        "讲话.txt",
        "Müller – été.txt",
        "Привет.txt",
        "한국어 연설.txt",
        "スピーチ原稿.txt",
        "龘靐齉.txt",
        "α≥β ±1°.txt",
        "░▒▓ menu ═══.txt",
        "a·b“c”.txt",
        "翟垚.txt",
    ],
)
def test_sound_names_stay(name: str) -> None:
    assert read_path(name.encode()) == name


@pytest.mark.parametrize("name", [b"\xff.txt", b"a\xe9.txt", b"\x81\x82", b"\xb0\xa1.txt"])
def test_what_is_not_sure_is_escaped(name: bytes) -> None:
    assert "\\x" in read_path(name)


@given(st.binary(min_size=1, max_size=30).filter(lambda path: b"\0" not in path))
def test_exact_paths_are_taken_back(path: bytes) -> None:
    assert path_bytes(exact_path(path)) == path
    assert read_path(path).isprintable()


@given(st.text(max_size=30))
def test_any_string_may_be_asked_for(typed: str) -> None:
    path_bytes(typed)


def test_a_control_is_not_shown_as_a_byte() -> None:
    assert exact_path(b"\x85") == "\\x85"
    assert exact_path("\x85".encode()) == "\\u0085"


NAMES = [
    "讲话一.txt".encode("gb18030"),
    "讲话二.txt".encode(),
    "讲话二.txt".encode("gb18030"),
    "政府工作報告.txt".encode("cp950"),
    "政府工作報告.md".encode(),
    unicodedata.normalize("NFD", "été.txt").encode(),
    "été.txt".encode(),
    unicodedata.normalize("NFD", "カラオケ大会.txt").encode(),
    "防汛责任".encode("gb18030").decode("cp437").encode() + b".txt",
    b"\xff.txt",
    "讲话三.txt".encode("gb18030"),
    "讲话三.txt.md".encode(),
    "资料/丙丁的讲话.txt".encode("gb18030"),
]


def test_every_speech_is_found_by_what_is_shown(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(dict.fromkeys(NAMES, TEXT))
    corpus = speechkit.open(folder)
    ids = [speech.id for speech in corpus]
    assert len(set(ids)) == len(NAMES)
    assert {"讲话一", "防汛责任", "资料/丙丁的讲话", "カラオケ大会"} <= set(ids)
    for identifier in ids:
        speech = corpus[identifier]
        assert speech.id == identifier
        assert speech.path.read_bytes() == TEXT.encode()
    composed = unicodedata.normalize("NFD", "カラオケ大会")
    assert corpus[composed].id == "カラオケ大会"


def test_names_in_memory_are_those_of_an_index(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus(dict.fromkeys(NAMES, TEXT)))
    names = Names(NAMES)
    assert set(names.ids) == {speech.id for speech in corpus}
    for place, identifier in enumerate(names.ids):
        assert names.resolve(identifier) == [place]
        assert names.resolve(exact_path(NAMES[place])) == [place]
        assert corpus[exact_path(NAMES[place])].id == identifier


@pytest.mark.parametrize("added", ["003.md", "003_new.txt", "甲/003.txt"])
def test_a_file_that_is_added_takes_no_id(make_corpus: MakeCorpus, added: str) -> None:
    """A number that several files share is none of theirs alone; its error names them all."""
    files: dict[str | bytes, str | bytes] = dict.fromkeys(("003.txt", added, "004.txt"), TEXT)
    encoded = {str(name): TEXT.encode() for name in files}
    for corpus in (speechkit.open(make_corpus(files)), speechkit.from_files(encoded)):
        with corpus:
            ids = [entry.id for entry in corpus.entries()]
            assert set(ids) == {"003.txt", "004", added if added == "003.md" else added[:-4]}
            assert {corpus[name].path.name for name in ids} == {Path(name).name for name in encoded}
            with pytest.raises(speechkit.UnknownSpeechError) as error:
                corpus["003"]
            assert sorted(error.value.candidates) == sorted(set(ids) - {"004"})
