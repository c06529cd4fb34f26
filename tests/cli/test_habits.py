"""What users of other programs type: an error or a note, with the way here."""

from __future__ import annotations

import string

import pytest

from cli.program import Program, run_here, write_speech

OURS = frozenset("nlch0Cf")
"""Letters of our own options."""

LETTERS = [letter for letter in string.ascii_letters if letter not in OURS]
MINUSES = "-－−﹣‐‑"


@pytest.fixture(autouse=True)
def inside(sample: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.folder)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_lone_letter_is_an_error(letter: str) -> None:
    wide = chr(ord(letter) + 0xFEE0)
    typed = [f"{minus}{form}" for minus in MINUSES for form in (letter, wide)]
    for argument in typed:
        for line in (
            (argument, "产业"),
            ("产业", argument),
            (f"产业 {argument}",),
            ("--", argument),
        ):
            done = run_here("search", *line)
            assert (done.status, done.out) == (2, ""), line
            assert done.error.startswith(f"speechkit: -{letter} is no option of search")
            assert f"--not {letter}" in done.error


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        (("-i", "产业"), "case is always ignored"),
        (("-y", "产业"), "case is always ignored"),
        (("-w", "产业"), "a piece is found wherever it is"),
        (("-v", "产业"), "put a minus before it: -产业"),
        (("项目", "-v", "产业"), "put a minus before it: -产业"),
        (("-A", "2", "产业"), "speechkit show 003:11-13"),
        (("-A2", "产业"), "speechkit show 003:11-13"),
        (("-B12", "产业"), "speechkit show 003:11-13"),
        (("-m1", "产业"), "-n N"),
        (("-o", "产业"), "-c counts the matches"),
        (("-r", "产业", "."), "folders are always searched"),
        (("-e", "产业", "-e", "项目"), "'x | y'"),
        (("－f", "queries"), "-f FILE"),
        (("-E", "产业|项目"), "--regex PATTERN"),
        (("-k", "产业"), "--not k"),
    ],
)
def test_the_habit_is_named_and_the_way_here(typed: tuple[str, ...], way: str) -> None:
    done = run_here("search", *typed)
    assert (done.status, done.out) == (2, "")
    assert way in done.error


@pytest.mark.parametrize(
    ("option", "way"),
    [
        ("--ignore-case", "case is always ignored"),
        ("--invert-match", "put a minus before it"),
        ("--word-regexp", "a piece is found wherever it is"),
        ("--after-context=2", "speechkit show 003:11-13"),
        ("--context", "speechkit show 003:11-13"),
        ("--only-matching", "-c counts the matches"),
        ("--recursive", "folders are always searched"),
        ("--regexp=x", "--regex PATTERN"),
        ("--perl-regexp", "--regex PATTERN"),
        ("--max-count=1", "-n N"),
        ("--include=*.txt", "--in 2024/"),
        ("--quiet", "exit code"),
        ("--no-filename", "a pipe always gets the id"),
    ],
)
def test_long_options_of_grep(option: str, way: str) -> None:
    done = run_here("search", option, "产业")
    assert (done.status, done.out) == (2, "")
    assert done.error.startswith(f"speechkit: {option.partition('=')[0]} is no option of search: ")
    assert way in done.error


def test_other_long_options_are_mistakes_as_ever() -> None:
    told = "speechkit: search has no option --limt; did you mean --limit?\n"
    assert run_here("search", "--limt", "3").error.startswith(told)


@pytest.mark.parametrize(
    "typed", ["-GDP", "-G20", "-AI", "-A4纸", "-click", "-5", "-－", '-"i"', "–i"]
)
def test_what_is_more_than_a_letter_is_a_query(typed: str) -> None:
    assert run_here("search", "产业", "--", typed).status == 0 or typed == "–i"
    assert "no option" not in run_here("search", "产业", "--", typed).error


@pytest.mark.parametrize("typed", ["-rn", "-ri", "-rin", "-iw"])
def test_a_cluster_is_a_query_and_said_to_be(typed: str) -> None:
    done = run_here("search", "产业", typed)
    assert done.status == 0
    assert f"{typed} leaves out speeches that hold {typed[1:]}" in done.error


@pytest.mark.parametrize("sign", "、，,/；;+&")
def test_a_list_that_is_found_nowhere(sign: str) -> None:
    done = run_here("search", f"招商{sign}夜校")
    assert done.status == 1
    assert (
        "for all of its parts write: 招商 夜校; for one of them write: '招商 | 夜校'" in done.error
    )


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("标题：产业", "for the title write: title:产业"),
        ("speaker:产业", "no speech fits speaker:产业"),
        ("讲话人：产业", "for the speaker write: speaker:产业"),
        ("正文：火星", "without it write: 火星"),
        ("“产业 项目", "“ is not closed"),
        ("title: 产业", "write without the blank: title:产业"),
    ],
)
def test_fields_and_open_quotes(query: str, told: str) -> None:
    assert told in run_here("search", query).error


@pytest.mark.parametrize(
    "query", ["产业、项目", "“产业”", "title:座谈会", "产业 | 项目", "产业 near/9 项目"]
)
def test_what_is_found_is_not_spoken_of(query: str, small: Program) -> None:
    write_speech(small, "003.txt", "在座谈会上的讲话\n同志们：\n抓产业、项目。\n谢谢。\n")
    done = small("search", query)
    assert (done.status, done.error) == (0, "")


def test_a_dash_is_said_to_be_text() -> None:
    done = run_here("search", "产业 —项目")
    assert done.status == 0
    told = "—项目 is searched as text; for speeches without it write: 产业 -项目"
    assert told in done.error
