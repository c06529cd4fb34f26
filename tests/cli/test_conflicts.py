"""Options that have no effect together are errors: all pairs of all commands are tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import click
import pytest

from cli.program import Finished, Program, run_here, write_speech
from speechkit.cli.app import commands
from speechkit.cli.conflicts import RULES, SHARED_RULES, Idle, Need

SPEECHES = {
    "县/003.txt": "在甲县会议上的讲话|同志们：|产业兴，项目旺。|教育是根本。|产业、教育。|",
    "县/002.txt": "在乙县座谈会上的讲话|同志们：|教育、产业兴则乡村兴。|产业项目要好，产业要强。|",
    "县/001.txt": "在丙县会议上的讲话|同志们：|教育是根本，&amp;臺灣也是。|抓产业。|产业与人。|",
    "县/006.txt": "在戊县会议上的讲话|同志们：|教育是根本，&amp;臺灣也是。|抓产业。|产业与人。|",
    "004.txt": "產業座談會記錄|各位：|臺灣的產業很發達。|教育也好。|產業、教育。|",
    "005.txt": "在丁县会议上的讲话|同志们：|教育强则国强。|教育强则产业强，乡村美。|",
}
"""Speeches, a bar for each line end, on which each option does something."""

OPTIONS = {
    "search 产业": (
        *("-n 2", "--all", "--passages 2", "-l", "-c", "-0", "--not 乡村", "--or 教育"),
        *("--title 会议", "--in 县", "--sort title", "--explain", "--sort id --reverse"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "search 教育 火星 --any": (
        *("-n 3", "--all", "-l", "-c", "--not 乡村", "--or 产业", "--title 会议", "--in 县"),
        *("--sort title", "--explain", "--format csv", "--format jsonl", "--format human"),
    ),
    "show 004 003 --number": ("--raw", "--simplified", "--traditional", "--format jsonl"),
    "show 004 003": (
        *("--raw", "--simplified", "--traditional", "--format human", "--format jsonl"),
    ),
    "show 001 --highlight 产业 --color always": ("--number", "--traditional"),
    "list --sort title": ("-n 2", "--reverse", "--in 县"),
    "list": (
        "-n 2",
        "--sort title",
        "--reverse",
        "--in 县",
        "--format csv",
        "--format jsonl",
        "--format human",
    ),
    "kwic 产业 --sort right": (
        *("-n 2", "--width 2", "--reverse", "--sample 4"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "kwic 产业 --sample 5": (
        "-n 3",
        "--width 2",
        "--reverse",
        "--sort left",
        "--seed 3",
        "--in 县",
    ),
    "trend 产业 教育 --by speech": (
        *("--sort matches", "-n 2", "--in 县"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "collocates 产业 --min 1": (
        *("--window 1", "--sort observed", "-n 4", "--in 县"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "keyness --target 县 --min 1": (
        *("--reference 005", "--sort target", "-n 7"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "terms --by word": ("--min 2", "--in 002", "-n 3"),
    "terms": (
        *("--by word", "--min 5", "--in 002"),
        *("--format csv", "--format jsonl", "--format human"),
    ),
    "stats": ("--format jsonl", "--format human"),
    "index": ("-v", "--rebuild", "--format jsonl", "--format human"),
    "check": ("--no-duplicates", "--format csv", "--format jsonl", "--format human"),
    "compare 001 002 --min 6": ("-n 1", "--format csv", "--format jsonl", "--format human"),
    "quote 产业": ("-n 2", "--in 县", "--format csv", "--format jsonl", "--format human"),
    "check --format human": ("-v", "--no-duplicates"),
}
"""Commands, and options each of which changes what the command prints."""


@pytest.fixture
def folder(empty: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name, text in SPEECHES.items():
        write_speech(empty, name, text.replace("|", "\n"))
    write_speech(empty, "damaged.txt", "\0\0\0")
    monkeypatch.chdir(empty.folder)
    return empty


def run(line: str) -> Finished:
    return run_here(*line.split())


def find_silent(command: str, options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield pairs of options of which one does nothing, and no error says so."""
    alone = {option: run(f"{command} {option}").out for option in options}
    for one, other in combinations(options, 2):
        if one.split()[0] == other.split()[0]:
            continue
        done = run(f"{command} {one} {other}")
        if done.status != 2 and done.out in (alone[one], alone[other]):
            yield one, other


@pytest.mark.parametrize("command", OPTIONS)
def test_no_pair_does_nothing_in_silence(folder: Program, command: str) -> None:
    run("index")
    assert [*find_silent(command, OPTIONS[command])] == []


def arguments_of(option: str) -> list[str]:
    """An option as it is typed, with a value if it takes one and the rule leaves it open."""
    values = {
        "--index": "x",
        "-C": "x",
        "--encoding": "gb18030",
        "--user-words": "x",
        "--ca": "x",
        "--passages": "2",
        "--seed": "3",
        "--highlight": "产业",
        "--min": "2",
        "-f": "x",
    }
    return [*option.split(), *filter(None, [values.get(option)])]


@pytest.mark.parametrize(
    "command",
    [
        "search",
        "show",
        "list",
        "kwic",
        "trend",
        "collocates",
        "keyness",
        "ngrams",
        "terms",
        "stats",
        "check",
        "index",
        "quote",
        "compare",
        "cite",
        "open",
        "export",
    ],
)
def test_every_rule_is_an_error_that_names_both(folder: Program, command: str) -> None:
    subject = {
        "search": ["产业"],
        "kwic": ["产业"],
        "trend": ["产业"],
        "collocates": ["产业"],
        "keyness": ["--target", "004"],
        "show": ["004"],
        "quote": ["产业"],
        "compare": ["004"],
        "cite": ["004"],
        "open": ["004"],
        "export": ["x"],
    }.get(command, [])
    names: tuple[str, ...]
    for rule in (*RULES.get(command, ()), *SHARED_RULES):
        if isinstance(rule, Idle):
            line, names = arguments_of(rule.option), (rule.option,)
        elif isinstance(rule, Need):
            line, names = arguments_of(rule.option), (rule.option, rule.others[0])
        else:
            line = arguments_of(rule.one) + arguments_of(rule.other)
            names = (rule.one, rule.other)
        for typed in ([*subject, *line], [*line, *subject]):
            done = run_here(command, *typed)
            assert (done.status, done.out) == (2, ""), typed
            assert len(done.error.splitlines()) == 1, done.error
            assert all(name in done.error for name in names), done.error


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("search 产业 -C corpus -C corpus", "-C"),
        ("search 产业 -C corpus --corpus corpus", "-C"),
        ("search 产业 -n 1 -n 2", "-n"),
        ("search 产业 --limit 1 -n2", "-n"),
        ("search 产业 --format csv --format jsonl", "--format"),
        ("search 产业 --sort id --sort date", "--sort"),
        ("list --index a --index b", "--index"),
        ("terms --since 2001 --since 2002", "--since"),
    ],
)
def test_an_option_of_one_value_is_given_once(folder: Program, line: str, name: str) -> None:
    done = run(line)
    assert (done.status, done.error) == (2, f"speechkit: {name} is given twice; give it once\n")


def test_what_may_be_given_twice(folder: Program) -> None:
    assert run("terms --in 001 --in 002 --speaker 张 --speaker 王").status == 1
    assert run("search 产业 --in 001 --in 002 -l -l --not 火星 --not 月球").status == 0


@pytest.mark.parametrize(
    ("line", "name"),
    [
        *(
            (("search", "产业", option, ""), option)
            for option in ("-C", "--index", "--in", "--not", "--since", "--speaker")
        ),
        *((("search", "产业", option, ""), option) for option in ("--or", "--title", "--encoding")),
        (("show", "001", "--highlight", ""), "--highlight"),
        (("list", "--corpus", ""), "-C"),
        (("terms", "--user-words", ""), "--user-words"),
        (("stats", "--corpus="), "-C"),
    ],
)
def test_an_empty_value_is_an_error(folder: Program, line: tuple[str, ...], name: str) -> None:
    done = run_here(*line)
    assert (done.status, done.out) == (2, "")
    assert done.error.startswith(f"speechkit: {name} is given nothing; give ")


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "十四五", "1e3", "00", "²", "1_0"])
def test_numbers_are_asked_for_in_plain_words(folder: Program, value: str) -> None:
    for line in (
        ("search", "产业", "-n"),
        ("kwic", "产业", "--sample"),
        ("search", "产业", "--passages"),
        ("terms", "--min"),
    ):
        done = run_here(*line, value)
        told = f"speechkit: {line[-1]} takes a whole number, 1 or more, not {value}\n"
        assert (done.status, done.out, done.error) == (2, "", told)


@pytest.mark.parametrize("value", ["9" * 30, "9" * 5_000, "9223372036854775807", "９", "007"])
def test_a_number_has_no_end(folder: Program, value: str) -> None:
    assert run(f"search 产业 -l -n {value}").lines == run("search 产业 -l").lines


def test_standard_input_has_a_name(empty: Program) -> None:
    text = "在会上的讲话\n\n同志们：\n产业兴旺。\n乡村振兴。\n"
    assert empty("stats", "-C", "-", given=text).fields[0] == ["corpus", "-"]
    assert empty("show", "-C", "-", "-:2", given=text).out == "产业兴旺。\n"
    assert empty("show", "-C", "-", "-:2-", given=text).lines == ["产业兴旺。", "乡村振兴。"]


@pytest.mark.parametrize(
    "command",
    [
        *("search --regex --all 产业", "search 产业 --in -l", "search 产业 --not --all"),
        *(
            "kwic 产业 --speaker --sort left",
            "list -C --format csv",
            "trend 产业 --svg --by speech",
        ),
        *("quote --draft --min 3", "index --index --rebuild", "show 001 --highlight --number"),
    ],
)
def test_an_option_is_no_value_of_another(small: Program, command: str) -> None:
    done = small(*command.split())
    option, other = [word for word in command.split() if word.startswith("-")][:2]
    assert (done.status, done.out) == (2, "")
    assert done.error.startswith(f"speechkit: {option} takes ")
    assert f"and {other} is an option; write " in done.error


def test_an_option_can_be_text_to_be_found(empty: Program) -> None:
    write_speech(empty, "001.txt", "讲话\n用 --all 列出全部。\n")
    assert empty("search", "--regex=--all", "-l").lines == ["001"]


SILENT = (
    *("-v", "--no-follow", "--no-duplicates"),
    *("--dropped", "--any", "--exact", "--raw", "--traditional", "--longest"),
)
"""Options that may change nothing, because what they ask for is so already with these speeches."""


def list_flags(name: str) -> Iterator[str]:
    """Yield the options of a command that take no value, and those whose value needs no file."""
    command = commands.get_command(click.Context(commands), name)
    assert command
    for option in command.params:
        if isinstance(option, click.Option) and option.is_flag and option.opts[0] not in SILENT:
            yield option.opts[0]
    yield "--color always"


SUBJECTS = {
    "search": "产业",
    "show": "004",
    "list": "",
    "kwic": "产业",
    "trend": "产业 --by speech",
    "collocates": "产业 --min 1",
    "keyness": "--target 县 --min 1",
    "ngrams": "--min 1",
    "terms": "",
    "stats": "",
    "check": "",
    "quote": "产业",
    "compare": "004",
    "cite": "004",
    "export": "written --force",
}


def test_no_option_does_nothing_in_silence(folder: Program) -> None:
    run("index")
    silent = []
    for name, subject in SUBJECTS.items():
        plain = run(f"{name} {subject}")
        for option in list_flags(name):
            done = run(f"{name} {subject} {option}")
            alike = done.status != 2 and done.out == plain.out
            if alike and option not in subject and done.error == plain.error:
                silent.append((name, option))
    assert not silent, str(silent)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("show 004:2 --raw", "write 004 without a paragraph"),
        ("show 001 004:1- --raw", "write 004 without a paragraph"),
        ("show 004 --raw --color always", "--raw and --color always have no effect together"),
        ("cite 004:1 --color always", "--color always has no effect"),
        ("open 004 --print --color always", "--color always has no effect"),
        ("export x --color always", "--color always has no effect"),
        ("index -C -", "-C - has no effect: a text from standard input has no index"),
    ],
)
def test_what_would_be_lost_in_silence_is_an_error(folder: Program, line: str, told: str) -> None:
    done = run(line)
    assert (done.status, done.out) == (2, "")
    assert told in done.error


def test_what_has_no_effect_this_time_is_told(folder: Program) -> None:
    for line, told in (
        ("cite 004 --accessed 2026-01-01", "--accessed has no effect"),
        ("search 产业 --color always", "for --color always add --format human"),
        ("open 004:1 --print", "it begins: "),
    ):
        done = run(line)
        assert done.status == 0
        assert told in done.error, line
