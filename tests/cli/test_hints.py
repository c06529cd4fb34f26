"""Errors of the library on the command line: its sentence, and the way on from it."""

from __future__ import annotations

import shlex

import pytest

from cli.program import Program, run_here, write_speech
from speechkit import from_texts
from speechkit.cli.hints import explain
from speechkit.errors import (
    CacheError,
    CorpusFolderError,
    DamagedIndexError,
    DecodingError,
    IndexingError,
    ReplacedIndexError,
    SettingError,
)

NAMED = "cannot read the corpus /x: no such folder"

MUCH = "much differs: it need not be from here"


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
        (
            ReplacedIndexError(),
            "a newer index took the place of this one while it was read; run the command again",
        ),
        (OSError(2, "No such file", "/y"), "/y: No such file; check the path"),
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
    (empty.folder / "texts").mkdir()
    done = empty("list", "-C", "texts", "--index", "file")
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


def test_a_speech_whose_id_begins_with_a_dash_is_shown_by_the_command_that_is_offered(
    small: Program,
) -> None:
    write_speech(
        small, "-丙.txt", "讲话\n" + "\n".join(f"第{n}段没有别的话。" for n in "一二三四五六")
    )
    for arguments in (("search", "第三段"), ("show", "--", "-丙:3")):
        shown = small.at_terminal(*arguments, environment={"NO_COLOR": "1"}, width=200).out
        _, _, offered = shown.rpartition("speechkit show ")
        done = small("show", *shlex.split(offered.splitlines()[0]))
        assert (done.status, "第三段" in done.out) == (0, True)


def test_the_other_order_is_told_with_fields_quotes_and_what_is_excluded(small: Program) -> None:
    write_speech(small, "latin.txt", "World Bank 支持的项目\n同志们：\n世界银行支持。\n")
    done = small("search", 'title:项目 BEFORE/9 title:"World Bank" -教师')
    told = 'title:"World Bank" BEFORE/9 title:项目 -教师'
    assert f"1 speech has them in the other order: '{told}'\n" in done.error
    assert small("search", told).status == 0


def test_how_far_apart_phrases_are_is_said_where_they_are_not_so_near(small: Program) -> None:
    told = "both are found, but nowhere so near\nspeechkit: 1 speech has them further apart: "
    write_speech(small, "wide.txt", f"讲话\n甲子{'很多文字' * 12}乙丑\n")
    for query, way in (
        ("项目 NEAR/1 狠抓", "项目 NEAR/20 狠抓"),
        ("甲子 NEAR/20 乙丑", "甲子 NEAR/50 乙丑"),
        ("甲子 before/40 乙丑", "甲子 BEFORE/50 乙丑"),
        ("项目 BEFORE/1 教育", ""),
    ):
        error = small("search", query).error
        assert (f"{told}{way}\n" in error) == bool(way)
        if way:
            assert small("search", way).status == 0


def test_a_quotation_that_differs_much_need_not_be_from_there(sample: Program) -> None:
    far = "群众不怕你水平低一点，最怕你做事太偏一点"
    for quoted, doubtful in (("目標要准任務要清", False), (far, True)):
        assert (MUCH in sample.at_terminal("quote", quoted).out) == doubtful


def test_what_an_ellipsis_leaves_out_is_no_difference(small: Program) -> None:
    first, last = "甲乙丙丁戊己庚辛壬", "子丑寅卯辰巳午未申"
    write_speech(small, "gap.txt", f"讲话\n{first}{'中间还有别的话' * 9}{last}\n")
    for quoted, doubtful in (
        (f"{first}……{last}", False),
        (f"{first}……{last[:-1]}天", False),
        (f"{first[:-3]}天地人……天地人{last[3:]}", True),
    ):
        assert (MUCH in small.at_terminal("quote", quoted).out) == doubtful


@pytest.mark.parametrize("command", ["search", "kwic"])
@pytest.mark.parametrize(
    "query",
    [
        "项目 教育",
        "项目 BEFORE/4 狠抓",
        "项目 NEAR/1 狠抓",
        "项目 BEFORE/1 狠抓",
        "title:项目 狠抓",
    ],
)
def test_what_is_excluded_is_the_reason_only_where_it_is(
    small: Program, command: str, query: str
) -> None:
    corpus = str(small.folder / "corpus")
    plain = run_here(command, "-C", corpus, query)
    for excluded in ("-火星", '-"甲 乙"', "-同志们"):
        done = run_here(command, "-C", corpus, f"{query} {excluded}")
        assert (done.status, done.out) == (plain.status, plain.out) == (1, "")
        assert "must not" not in done.error
        assert done.error.splitlines()[0] == plain.error.splitlines()[0]
