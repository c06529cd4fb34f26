"""``search --format cite``, ``md`` and ``grep``: what is pasted, and what editors jump to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.program import Program, write_speech
from speechkit.render.sentences import cut_quotation

TEXT = (
    "在会上的讲话\n\n2024年5月1日\n发言人：张三\n\n"
    "先说别的。抓[产业]要*实*，“虚”的不行。再说别的。\n\n产业兴。\n"
)


@pytest.fixture
def pasting(empty: Program) -> Program:
    write_speech(empty, "甲/003.txt", TEXT)
    write_speech(empty, "004.txt", "讲话\n教育是根本。\n产业是基础。\n")
    assert empty("index").status == 0
    return empty


def test_quotations_have_numbered_sources(pasting: Program) -> None:
    done = pasting("search", "产业要", "--format", "cite")
    assert (done.status, done.error) == (0, "")
    assert done.lines == [
        "“抓[产业]要*实*，‘虚’的不行。”",
        "[1] 张三. 在会上的讲话[R]. 2024-05-01. 第3段.",
    ]
    lines = pasting("search", "产业", "--all", "--format", "cite").lines
    assert [line[:3] for line in lines if line.startswith("[")] == ["[1]", "[2]", "[3]"]
    assert lines.count("") == 2


def test_copies_are_one_quotation_with_all_their_sources(pasting: Program) -> None:
    write_speech(pasting, "005.html", f"<h1>转载的讲话</h1><p>{'抓[产业]要*实*，“虚”的不行。'}</p>")
    write_speech(pasting, "006.txt", TEXT)
    lines = pasting("search", "产业要", "--format", "cite").lines
    assert lines[0] == "“抓[产业]要*实*，‘虚’的不行。”"
    assert sorted(line[4:] for line in lines[1:]) == [
        "张三. 在会上的讲话[R]. 2024-05-01. 第3段.",
        "转载的讲话[R]. 第1段.",
    ]
    assert [line[:3] for line in lines[1:]] == ["[1]", "[2]"]
    page = pasting("search", "产业要", "--format", "md").lines
    assert page[0].endswith("的不行。[^1][^2]")
    assert [line[:4] for line in page[2:]] == ["[^1]", "[^2]"]


def test_markdown_is_escaped_and_has_notes(pasting: Program) -> None:
    assert pasting("search", "产业要", "--format", "md").lines == [
        r"> 抓\[**产业\]要**\*实\*，“虚”的不行。[^1]",
        "",
        r"[^1]: 张三. 在会上的讲话\[R\]. 2024-05-01. 第3段.",
    ]
    out = pasting("search", "产业", "--all", "--format", "md").out
    assert re.findall(r"\[\^(\d)\](?!:)", out) == re.findall(r"^\[\^(\d)\]:", out, re.MULTILINE)


def test_lines_of_grep_are_those_of_the_files(pasting: Program) -> None:
    done = pasting("search", "产业", "--all", "--format", "grep")
    found = [line.split(":", 2) for line in done.lines]
    assert sorted((path, int(number)) for path, number, _ in found) == [
        ("corpus/004.txt", 3),
        ("corpus/甲/003.txt", 6),
        ("corpus/甲/003.txt", 8),
    ]
    for path, number, text in found:
        lines = (pasting.folder / path).read_text("utf-8").splitlines()
        assert lines[int(number) - 1] == text
    assert (
        pasting("search", "title:会上", "--format", "grep")
        .lines[0]
        .startswith("corpus/甲/003.txt:1:在会上的讲话")
    )


def test_a_path_outside_the_working_folder_is_whole(pasting: Program, tmp_path: Path) -> None:
    elsewhere = Program(pasting.folder / "corpus" / "甲", pasting.environment)
    corpus = str(pasting.folder / "corpus")
    paths = [
        line.split(":")[0]
        for line in elsewhere("search", "产业", "-C", corpus, "--format", "grep").lines
    ]
    assert set(paths) == {"003.txt", str(pasting.folder / "corpus/004.txt")}


@pytest.mark.parametrize("name", ["cite", "md", "grep"])
@pytest.mark.parametrize("option", ["-l", "-c", "--explain"])
def test_what_has_no_effect_is_an_error(pasting: Program, name: str, option: str) -> None:
    done = pasting("search", "产业", option, "--format", name)
    assert (done.status, done.out) == (2, "")
    assert "have no effect together" in done.error


def test_nothing_found(pasting: Program) -> None:
    for name in ("cite", "md", "grep"):
        done = pasting("search", "月球兔子", "--format", name)
        assert (done.status, done.out) == (1, "")


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("一。二三。四。", [(2, 3)], ("二三。", [(0, 1)])),
        ("一。二三。四。五。", [(2, 3), (5, 6)], ("二三。四。", [(0, 1), (3, 4)])),
        ("一。二三。四。", [(3, 6)], ("二三。四。", [(1, 4)])),
        ("一。 二三", [(3, 4)], ("二三", [(0, 1)])),
        ("一。二", [], ("一。二", [])),
        ("没有句号", [(0, 4)], ("没有句号", [(0, 4)])),
    ],
)
def test_whole_sentences_are_quoted(
    text: str, spans: list[tuple[int, int]], expected: tuple[str, list[tuple[int, int]]]
) -> None:
    found, marked = cut_quotation(text, spans)
    assert (found, list(marked)) == expected


def test_titles_are_no_quotations(empty: Program) -> None:
    write_speech(empty, "001.txt", "产业讲话\n\n今天讲农业，也讲工业。\n\n产业是基础。\n")
    write_speech(empty, "002.txt", "产业座谈会\n\n今天讲教育，也讲文化。\n")
    lines = empty("search", "产业", "--all", "--format", "cite", "--sort", "id").lines
    assert lines == [
        *("“产业是基础。”", "[1] 产业讲话[R]. 第2段.", ""),
        "[2] 产业座谈会[R].",
    ]
    assert empty("search", "产业", "--all", "--format", "md", "--sort", "id").lines == [
        *("> **产业**是基础。[^1]", "", "**产业**座谈会[^2]", ""),
        *(r"[^1]: 产业讲话\[R\]. 第2段.", r"[^2]: 产业座谈会\[R\]."),
    ]
