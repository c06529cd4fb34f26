"""Errors name the thing, the reason and the fix, and hostile files come out harmless."""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path

import pytest

from cli.program import Program, write_speech


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "-C", "/nonexistent"), ("/nonexistent", "-C")),
        (("list", "-C", __file__), ("test_faults.py",)),
        (("search", "x"), ("no corpus here", "-C DIR", "SPEECHKIT_CORPUS")),
        (("serach", "x"), ("did you mean search?",)),
        (("十四五",), ("speechkit search 十四五",)),
        (("search", "x", "--format", "xml"), ("xml", "jsonl")),
        (("search", "x", "-n", "0"), ("-n",)),
        (("show",), ("speechkit show --help",)),
        (("list", "--user-words", "/nonexistent"), ("/nonexistent",)),
    ],
)
def test_errors_name_the_thing_and_the_fix(
    empty: Program, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = empty(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.error
    assert all(word in done.error for word in words), done.error


@pytest.mark.parametrize("argument", ["9" * 5_000, f"001:{'9' * 5_000}", "/" * 5_000])
def test_an_identifier_of_any_length_names_no_speech(sample: Program, argument: str) -> None:
    done = sample("show", argument)
    assert (done.status, done.out) == (2, "")
    assert "no speech" in done.error or "is no paragraph" in done.error
    assert "should not have happened" not in done.error


def test_a_file_that_cannot_be_read_is_named_with_the_fix(small: Program) -> None:
    (small.folder / "draft.dat").write_bytes(bytes(range(256)) * 4)
    (small.folder / "old.docx").write_bytes(b"PK\x03\x04 no archive")
    missing = "No such file or directory; check the path"
    save = "; save it as .docx or .txt, and give that"
    cases = {
        "search -f none.txt": f"cannot read the queries in none.txt: {missing}",
        "search -f corpus": "cannot read the queries in corpus: Is a directory; name a file in it",
        "quote --draft none.txt": f"cannot read --draft none.txt: {missing}",
        "quote --draft draft.dat": f"cannot read draft.dat: binary file{save}",
        "compare draft.dat": f"cannot read draft.dat: binary file{save}",
        "compare old.docx": "cannot read old.docx: ",
        "compare -": f"cannot read standard input: binary file{save}",
        "search 产业 --index http://host/": "http://host/ has no name of an index; write one"
        " behind it: https://host:9200/name",
    }
    for line, told in cases.items():
        done = small(*line.split(), given="\0\1\2\3" * 99)
        assert (done.status, done.out) == (2, ""), line
        assert done.error.startswith(f"speechkit: {told}"), (line, done.error)
        assert done.error.count("\n") == 1


def test_standard_input_is_called_so(small: Program) -> None:
    draft = "同志们，有人说“产业兴旺是重中之重”，这句话说得很好。\n"
    for line in (
        "compare - --format human",
        "compare - --format tsv",
        "compare - 001 --format human",
    ):
        done = small(*line.split(), given=draft)
        assert "standard input" in done.out + done.error, line
        assert not re.search(r"^(speechkit: )?- *(:|$)", done.out + done.error, re.MULTILINE)
    quoted = small("quote", "--draft", "-", "--format", "human", given=draft).out
    assert quoted.startswith("standard input, paragraph ")
    nothing = small("quote", "--draft", "-", given="这里什么也没有引用。\n").error
    assert "standard input quotes nothing" in nothing


def test_a_query_is_shown_with_what_cannot_be_seen(small: Program) -> None:
    for typed, shown in (("群\x1b[31m众", r"群\x1b[31m众"), ("群\x07众", r"群\x07众")):
        done = small("search", typed)
        assert done.status == 1
        assert done.error.startswith(f"speechkit: {shown} not found"), done.error


def test_an_empty_corpus(empty: Program) -> None:
    (empty.folder / "corpus").mkdir()
    done = empty("search", "产业")
    assert done.status == 2
    assert "holds no speeches" in done.error
    assert empty("list").out == ""


def test_a_fault_of_the_program_is_one_sentence(sample: Program, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import speechkit.opening\n"
        "def fail(*_, **__): raise RuntimeError('so it is')\n"
        "speechkit.opening.open_corpus = fail\n"
    )
    environment = {"PYTHONPATH": str(tmp_path)}
    done = sample.process("list", environment=environment)
    assert done.status == 2
    assert "RuntimeError: so it is" in done.error
    assert "SPEECHKIT_DEBUG=1" in done.error
    assert "Traceback" not in done.error
    loud = sample.process("list", environment=environment | {"SPEECHKIT_DEBUG": "1"})
    assert "Traceback" in loud.error


def test_a_damaged_index_is_named_and_the_answer_is_right(small: Program) -> None:
    place = small.folder / "index.sqlite"
    search = ("search", "产业", "--index", str(place))
    expected = small.process(*search)
    assert (expected.status, len(expected.lines)) == (0, 2)
    data = bytearray(place.read_bytes())
    data[4096 : len(data) - 4096] = random.Random(1).randbytes(len(data) - 8192)
    place.write_bytes(data)
    done = small.process(*search)
    assert (done.status, done.out) == (0, expected.out)
    assert len(done.error.splitlines()) == 1
    assert done.error.startswith(f"speechkit: index {place} is damaged")
    assert small.process(*search) == expected


HOSTILE = "产业\x1b[31m红\x1b[0m\x1b]0;标题\x07\t制表\x00空\x85行\u2028段\u202e反\u2066隔\x9b32m尾"


def test_no_control_character_leaves_in_lines(small: Program) -> None:
    write_speech(small, "666.txt", f"在{HOSTILE}会上的讲话\n同志们：\n{HOSTILE}。\n")
    for arguments in (
        ("search", "产业", "--all"),
        ("search", "产业", "--all", "--format", "csv"),
        ("search", "产业", "--format", "human"),
        ("show", "666"),
        ("list",),
        ("terms",),
    ):
        done = small(*arguments)
        assert done.status == 0
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\u2066]", done.out)
    for line in small("search", "产业", "--all").lines:
        assert line.count("\t") == 3


def test_jsonl_is_valid_and_quiet_for_any_text(small: Program) -> None:
    write_speech(small, "666.txt", f"在{HOSTILE}会上的讲话\n同志们：\n{HOSTILE}。\n")
    for arguments in (("search", "产业", "--all"), ("show", "666"), ("list",)):
        out = small(*arguments, "--format", "jsonl").out
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\u2066]", out)
        for line in out.splitlines():
            json.loads(line)


def test_names_of_files_are_harmless(small: Program) -> None:
    folder = os.fsencode(small.folder / "corpus")
    for name in (b"\x1b[31m.txt", b"a\tb.txt", "讲\n话.txt".encode(), b"\xff\xfe.txt", b"-x.txt"):
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123
            file.write("在某县的讲话\n产业。\n".encode())
    done = small("search", "产业")
    assert len(done.lines) == 7
    assert "\x1b" not in done.out
    for row in small("list").fields:
        assert small("show", "--", row[0]).status == 0, row
    records = [json.loads(line) for line in small("list", "--format", "jsonl").lines]
    assert len(records) == 7
    verbose = small("index", "-v")
    assert "\x1b" not in verbose.out


NO_TEXT = "nothing to search for"


@pytest.mark.parametrize(
    ("query", "ids", "words"),
    [
        ('"', "", NO_TEXT),
        ('""', "", NO_TEXT),
        ("(", "", NO_TEXT),
        ("'", "", NO_TEXT),
        ("-", "", NO_TEXT),
        ("|", "", "| not found"),
        ("NEAR/3", "", "NEAR/3 joins two pieces"),
        ("C#", "", "C# not found"),
        ("a AND", "", "a not found"),
        ("\\", "", "\\ not found"),
        ("💥", "", "💥 not found"),
        ("*", "1", ""),
        ("%", "2", ""),
        ("x | |", "1", "| holds nothing"),
    ],
)
def test_no_query_is_a_fault(empty: Program, query: str, ids: str, words: str) -> None:
    write_speech(empty, "1.txt", "在甲县会议上的讲话\n同志们：\n今年一共有3*x件事。\n")
    write_speech(empty, "2.txt", "在乙县会议上的讲话\n同志们：\n今年长了7%，很好。\n")
    done = empty("search", query, "-l")
    assert done.lines == ids.split()
    assert done.status == (0 if ids else 2 if words == NO_TEXT else 1)
    if words:
        assert done.error.startswith(f"speechkit: {words}")
    else:
        assert done.error == ""
