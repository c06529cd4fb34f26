"""The options that say which speeches: the same for every command, and counted where they hide."""

from __future__ import annotations

import json

import pytest

from cli.program import Program, run_here, write_speech
from speechkit import Scope
from speechkit.cli.app import Failure
from speechkit.cli.scopes import read_scopes

SPEECHES = {
    "2023/01.txt": ("2023年3月15日", "张三", "产业兴旺。"),
    "2023/02.txt": ("2023年11月", "李四", "产业振兴，产业项目。"),
    "2024/03.txt": ("2024年1月2日", "张三丰", "产业强。"),
    "04.txt": ("", "", "产业好。"),
}
COMMANDS = ("search 产业", "list", "terms", "stats")


@pytest.fixture(autouse=True)
def folder(empty: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name, (date, speaker, text) in SPEECHES.items():
        head = [f"讲话人：{speaker}", date] if date else []
        lines = ["在会上的讲话", *head, "", "同志们：", text, "谢谢大家。", ""]
        write_speech(empty, name, "\n".join(lines))
    monkeypatch.chdir(empty.folder)
    return empty


def ids(*options: str) -> list[str]:
    return sorted(run_here("search", "产业", "-l", *options).lines)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--in 2023/", "01 02"),
        ("--in 0[13]", "01 03"),
        ("--in 04 --in 2024", "03 04"),
        ("--since 2023-04", "02 03"),
        ("--since 2023年11月30日 --until 2024/1/1", "02"),
        ("--until 2023.3", "01"),
        ("--since 2023 --until 2023", "01 02"),
        ("--since 二〇二三年 --until 民国一百一十二年", "01 02"),
        ("--since 20231130 --until 2024年元月1日", "02"),
        ("--speaker 张三", "01 03"),
        ("--speaker 張三丰 --speaker 李", "02 03"),
        ("--speaker 张三 --in 2023/", "01"),
        ("--occasion 没有", ""),
    ],
)
def test_options_narrow_and_values_add_up(options: str, expected: str) -> None:
    assert ids(*options.split()) == expected.split()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026/", "no folder 2026/ in the corpus; speechkit list names all 4 speeches"),
        ("9*", "no id is like 9*; speechkit list names all 4 speeches"),
        ("２０２３/０*", "no speech ２０２３/０*; write it in half width: {option} '2023/0*'"),
        ("０９*", "no id is like ０９*; speechkit list names all 4 speeches"),
        ("01、03", "no speech 01、03; for several repeat the option: {option} 01 {option} 03"),
        (
            "2023/,04",
            "no speech 2023/,04; for several repeat the option: {option} 2023/ {option} 04",
        ),
        ("20", "20 names 3 speeches: 01, 02, 03; give more of it"),
    ],
)
def test_what_names_no_speech_is_called_what_it_is(value: str, told: str) -> None:
    for command in ("search 产业 --in", "list --in", "keyness --target"):
        done = run_here(*command.split(), value)
        assert done.status == 2
        assert done.error == f"speechkit: {told.format(option=command.split()[-1])}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_them_and_counts_undated_speeches(command: str) -> None:
    done = run_here(*command.split(), "--since", "2024", "--format", "jsonl")
    assert done.status == 0
    assert done.error.splitlines()[0] == "speechkit: 1 speech has no date and is left out"
    whole = run_here(*command.split(), "--format", "jsonl")
    assert len(done.out) < len(whole.out)
    assert "no date" not in whole.error


@pytest.mark.parametrize("command", COMMANDS)
def test_a_scope_without_speeches_is_said(command: str) -> None:
    done = run_here(*command.split(), "--speaker", "王 五", "--in", "2023/")
    told = (
        "speechkit: no speech fits --in 2023/ --speaker '王 五'; speechkit list tells what there is"
    )
    assert (done.status, done.out, done.error) == (1, "", told + "\n")


@pytest.mark.parametrize(
    "value", ["20x3", "13", "2024-13", "2024-00", "2024-1-32", "十四五", "2024-"]
)
def test_a_wrong_date_is_an_error(value: str) -> None:
    done = run_here("list", "--since", value)
    told = f"--since takes a date such as 2024, 2024-05 or 2024-05-31, not {value}"
    assert (done.status, done.out, done.error) == (2, "", f"speechkit: {told}\n")


def test_a_range_that_ends_before_it_begins_is_an_error() -> None:
    done = run_here("list", "--since", "2024", "--until", "2023-12")
    assert done.status == 2
    assert "since 2024 is after until 2023-12" in done.error


def test_an_unknown_speech_is_an_error_of_every_command() -> None:
    for command in COMMANDS:
        done = run_here(*command.split(), "--in", "09")
        assert (done.status, done.out) == (2, "")
        assert "no speech 09" in done.error


def test_newest_and_oldest_first_with_undated_speeches_last() -> None:
    def sort(*options: str) -> list[str]:
        return run_here("search", "产业", "-l", *options).lines

    assert sort("--sort", "date") == ["03", "02", "01", "04"]
    assert sort("--sort", "date", "--reverse") == ["01", "02", "03", "04"]
    assert sort("--sort", "id", "--reverse") == sort("--sort", "id")[::-1]
    assert sort("--sort", "relevance", "--reverse") == sort()[::-1]
    assert sort("--sort", "matches", "--reverse")[-1] == "02"
    assert [row[0] for row in run_here("list", "--sort", "date").fields] == ["03", "02", "01", "04"]


@pytest.mark.parametrize("command", ["search 产业 -n 1", "list", "kwic 产业"])
def test_a_person_is_told_what_is_last_for_want_of_a_date(folder: Program, command: str) -> None:
    arguments = (*command.split(), "--sort", "date", "--reverse")
    assert folder.at_terminal(*arguments).out.count("1 speech has no date and comes last") == 1
    assert "no date" not in run_here(*arguments).error


def test_nothing_is_told_where_all_have_dates(folder: Program) -> None:
    shown = folder.at_terminal("search", "产业", "--sort", "date", "--in", "2023")
    assert shown.status == 0
    assert "no date" not in shown.out


def test_hits_tell_who_and_where() -> None:
    hit = json.loads(run_here("search", "产业", "--in", "01", "--format", "jsonl").out)
    assert {
        "date": "2023-03-15",
        "speaker": "张三",
        "occasion": "",
        "source": "",
        "url": "",
    }.items() <= (hit.items())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["003"], Scope(("003",))),
        (["2024/"], Scope(("2024/",))),
        (["speaker:张三"], Scope(speakers=("张三",))),
        (["Occasion：两会"], Scope(occasions=("两会",))),
        (["2013..2023-5"], Scope(since="2013", until="2023-05")),
        (["2013.."], Scope(since="2013")),
        (["..2023年"], Scope(until="2023")),
        (["01", "2023.."], Scope(any_of=(Scope(("01",)), Scope(since="2023")))),
        (["speaker:"], Scope(("speaker:",))),
    ],
)
def test_a_scope_as_one_value(values: list[str], expected: Scope) -> None:
    assert read_scopes("--target", values) == expected


@pytest.mark.parametrize("value", ["..", "2013..x", "甲.."])
def test_a_range_that_is_none(value: str) -> None:
    with pytest.raises(Failure, match="is no range"):
        read_scopes("--target", [value])
