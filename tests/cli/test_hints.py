"""Errors of the library on the command line: its sentence, and the way on from it."""

from __future__ import annotations

import pytest

from cli.program import Program
from speechkit import from_texts
from speechkit.cli.hints import explain
from speechkit.errors import (
    CacheError,
    CorpusFolderError,
    DamagedIndexError,
    DecodingError,
    IndexingError,
    SettingError,
)

NAMED = "cannot read the corpus /x: no such folder"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CorpusFolderError(NAMED), f"{NAMED}; name a folder of texts with -C"),
        (CacheError("/x is no index"), "/x is no index; choose another place with --index"),
        (IndexingError("it ended"), "it ended; try again"),
        (
            DecodingError("no encoding fits"),
            "no encoding fits; name the right one with --encoding if it is a text",
        ),
        (SettingError("limit is 0; give 1 or more"), "limit is 0; give 1 or more"),
        (
            DamagedIndexError("a hole"),
            "the index is damaged (a hole); rebuild it with: speechkit index --rebuild",
        ),
        (OSError(2, "No such file", "/y"), "/y: No such file"),
        (MemoryError(), "out of memory; ask for less, with -n say"),
    ],
)
def test_an_error_is_one_sentence_with_the_way_on(error: Exception, sentence: str) -> None:
    assert list(explain(error)) == [sentence]


def test_what_nobody_expected_says_where_to_look() -> None:
    first, second = explain(ZeroDivisionError("division by zero"))
    assert first == "this should not have happened: ZeroDivisionError: division by zero"
    assert "SPEECHKIT_DEBUG=1" in second


def test_a_hint_is_given_once(empty: Program) -> None:
    done = empty("list", "-C", "nowhere")
    told = f"cannot read the corpus {empty.folder}/nowhere: no such folder"
    assert done.error == f"speechkit: {told}; name a folder of texts with -C\n"
    (empty.folder / "file").write_text("text", encoding="utf-8")
    done = empty("list", "-C", ".", "--index", "file")
    told = f"{empty.folder}/file is no index of speechkit"
    assert done.error == f"speechkit: {told}; choose another place with --index\n"


def test_an_order_in_which_nothing_matches_is_turned_round(small: Program) -> None:
    told = "1 speech has them in the other order: 狠抓 BEFORE/4 项目"
    for command in ("search", "kwic"):
        done = small(command, "项目 BEFORE/4 狠抓")
        assert done.status == 1
        assert told in done.error
    for query in ("项目 BEFORE/1 狠抓", "项目 NEAR/1 狠抓", "项目 BEFORE/4 教育"):
        assert "other order" not in small("search", query).error


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("营商环镜", "营商环境"),
        ("盈商环境", "营商环境"),
        ("优化盈商环境", "营商环境"),
        ("優化盈商環境", "营商环境"),
        ("抓好盈商环境工作", "营商环境"),
        ("开展营商环境大会", ""),
        ("我们抓好盈商环境工作", ""),
    ],
)
def test_a_word_with_a_slip_is_named_within_a_phrase_too(typed: str, near: str) -> None:
    with from_texts(["各位代表：\n\n要优化营商环境。\n", "同志们：\n\n抓环境。\n"]) as corpus:
        assert corpus.near_words(typed) == near.split()


def test_a_pipe_too_is_told_what_word_was_meant(sample: Program) -> None:
    assert "near: 营商环境" in sample("search", "优化盈商环境").error
