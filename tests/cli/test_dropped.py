"""Dropped text on the command line: told, found with ``--dropped``, shown."""

from __future__ import annotations

import csv
import io
import json

import pytest

import speechkit
from cli.program import Program, write_speech

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
EDITOR = "以上就是柳河农业网小编整理的讲话，希望对大家有帮助。"
FILES = {
    "001.txt": f"春耕讲话\n打印本页\n同志们：\n{BODY}\n版权所有：柳河农业网\n",
    "002.txt": f"秋收讲话\n同志们：\n柳河农业网报道，{BODY}\n{EDITOR}\n",
    "003.txt": f"冬修讲话\n同志们：\n{BODY}　　{BODY}\n",
    "004.txt": "某页\n打印本页\n版权所有：松河网\n",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Program:
    """The program with a small corpus, from which tests only read."""
    made = Program(tmp_path_factory.mktemp("dropped"), environment)
    for name, text in FILES.items():
        write_speech(made, name, text)
    return made


def test_a_line_says_what_only_dropped_text_holds(program: Program) -> None:
    done = program("search", "柳河农业网")
    assert (done.status, [fields[0] for fields in done.fields]) == (0, ["002:2"])
    assert "1 more speech matches only in text that cleaning left out" in done.error
    assert "--dropped" in done.error
    nothing = program("search", "打印本页")
    assert (nothing.status, nothing.out) == (1, "")
    assert "2 speeches match only in text that cleaning left out" in nothing.error
    for options in (("-l",), ("-c",), ("--all",), ("--format", "jsonl"), ("--in", "001")):
        assert "--dropped" in program("search", "打印本页", *options).error
    assert "--dropped" not in program("search", "打印本页", "--in", "003").error
    assert "--dropped" not in program("search", "群众情绪").error


def test_hits_of_dropped_text_come_last_with_their_own_places(program: Program) -> None:
    done = program("search", "柳河农业网", "--dropped")
    places = [fields[:2] for fields in done.fields]
    assert [place for place, _ in places] == ["002:2", "001:~2"]
    assert places[1][1] == "0.000"
    assert done.fields[1][3] == "版权所有：柳河农业网"
    assert done.error == ""
    assert program("search", "柳河农业网", "--dropped", "-l").lines == ["002", "001"]
    assert program("search", "柳河农业网", "--dropped", "-c").lines == ["002\t2", "001\t1"]
    every = program("search", "柳河农业网", "--dropped", "--all").fields
    assert [fields[0] for fields in every] == ["002:2", "002:~1", "001:~2"]
    assert program("search", "打印本页", "--dropped").status == 0


def test_every_format_tells_dropped_text(program: Program) -> None:
    lines = program("search", "柳河农业网", "--dropped", "--format", "jsonl").lines
    body, dropped = map(json.loads, lines)
    assert (body["dropped"], body["paragraph"]) == (False, 2)
    assert (dropped["dropped"], dropped["paragraph"], dropped["score"]) == (True, 2, 0.0)
    assert [dropped["passage"][start:end] for start, end in dropped["spans"]] == ["柳河农业网"]
    assert dropped["total"] == 2
    out = program("search", "柳河农业网", "--dropped", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["dropped"] for row in rows] == ["false", "true"]
    listed = json.loads(
        program("search", "柳河农业网", "--dropped", "--passages", "3", "--format", "jsonl").lines[
            0
        ]
    )
    assert [p["dropped"] for p in listed["passages"]] == [False, True]
    seen = program.at_terminal("search", "打印本页", "--dropped").out
    assert "dropped text ~1" in seen and "001:~1" in seen


def test_the_terminal_says_it_too(program: Program) -> None:
    seen = program.at_terminal("search", "松河网", "--exact").out
    assert "1 speech matches only in text that cleaning left out" in " ".join(seen.split())


@pytest.mark.parametrize(
    ("query", "without", "found"),
    [
        ("群众情绪 柳河农业网", ["002"], ["002", "001"]),
        ('"春耕讲话" 版权所有', [], ["001"]),
        ("title:柳河农业网", [], []),
        ("title:秋收 小编整理", [], ["002"]),
        ("春耕 -版权所有", ["001"], []),
        ("打印本页 -群众", [], ["004"]),
        ("秋收 | 松河网", ["002"], ["002", "004"]),
        ("版权 NEAR/3 柳河", [], ["001"]),
        ("柳河 NEAR/3 版权", [], ["001"]),
        ("版权 BEFORE/3 柳河", [], ["001"]),
        ("柳河 BEFORE/3 版权", [], []),
        ("打印 NEAR/10 版权", [], []),
        ("情绪很好。今年春天", [], ["003"]),
        ("-群众", ["004"], ["004"]),
        ("-打印", ["001", "002", "003", "004"], ["002", "003"]),
    ],
)
def test_operators(program: Program, query: str, without: list[str], found: list[str]) -> None:
    assert sorted(program("search", query, "-l").lines) == sorted(without)
    assert program("search", query, "-l", "--dropped", "--sort", "id").lines == sorted(found)


def test_matches_of_the_speech_are_not_counted_again(program: Program) -> None:
    """The piece of a cut line repeats the end of one paragraph and the beginning of the next."""
    counts = [program("search", "群众情绪很好", "-c", *more).lines for more in ((), ("--dropped",))]
    assert counts[0] == counts[1]
    assert "003\t2" in counts[0]


def test_words_and_dropped_text_exclude_each_other(program: Program) -> None:
    done = program("search", "柳河", "--dropped", "--any")
    assert (done.status, done.out) == (2, "")
    assert "--any" in done.error
    corpus = speechkit.from_texts(["讲话"])
    with pytest.raises(speechkit.SettingError):
        corpus.search("讲话", dropped=True, any_words=True)


def test_show_prints_a_piece_with_its_rule_and_line(program: Program) -> None:
    assert program("show", "001:~2").fields == [
        ["001:~2", "5", "boilerplate-line", "版权所有：柳河农业网"]
    ]
    assert [fields[0] for fields in program("show", "001:~1-").fields] == ["001:~1", "001:~2"]
    record = json.loads(program("show", "001:~1", "--format", "jsonl").out)
    assert record["id"] == "001"
    assert record["dropped"] == [
        {
            "number": 1,
            "line": 2,
            "rule": "boilerplate-line",
            "text": "打印本页",
            "spans": [[0, 4]],
        }
    ]
    seen = program.at_terminal("show", "003:~1").out
    assert "dropped text ~1" in seen and "line 3" in seen
    for place, reason in (("001:~3", "~1 to ~2"), ("001:~0", "~1 to ~2")):
        done = program("show", place)
        assert done.status == 2
        assert reason in done.error
    assert "traditional" not in program("show", "001:~2", "--traditional").error
    assert program("show", "001:~2", "--traditional").fields[0][3] == "版權所有：柳河農業網"


def test_check_lists_dropped_text(program: Program) -> None:
    plain, listed = (program("check", "001", *more) for more in ((), ("--dropped",)))
    more = [fields for fields in listed.fields if fields not in plain.fields]
    assert more == [
        ["001:~1", "dropped-text", "boilerplate-line", "2", "打印本页"],
        ["001:~2", "dropped-text", "boilerplate-line", "5", "版权所有：柳河农业网"],
    ]
    record = json.loads(program("check", "001", "--dropped", "--format", "jsonl").lines[0])
    assert [piece["line"] for piece in record["dropped"]] == [2, 5]
    seen = program.at_terminal("check", "001", "--dropped").out
    assert "版权所有：柳河农业网" in seen and "line 5" in seen


def test_a_file_of_which_nothing_is_left_can_be_found(program: Program) -> None:
    assert [fields[0] for fields in program("search", "松河网", "--dropped").fields] == ["004:~2"]
    assert program("show", "004").status == 0
