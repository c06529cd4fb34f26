"""``index --list`` and ``index --remove``, as people and other programs see them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from snapshots import take_snapshot

import speechkit
from cli.program import Finished, Program, run_here, write_speech

NAMES = ["folder", "speeches", "bytes", "updated", "state", "file"]


@pytest.fixture
def own(small: Program, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program with a small corpus, and a cache that holds its index alone."""
    monkeypatch.chdir(small.folder)
    monkeypatch.delenv("SPEECHKIT_INDEX", raising=False)
    assert run_here("index").status == 0
    return Program(small.folder, small.environment | {"XDG_CACHE_HOME": str(own_cache.parent)})


def index_of(program: Program) -> Path:
    (kept,) = speechkit.list_indexes()
    assert kept.folder == program.folder / "corpus"
    return kept.file


def rows(done: Finished) -> list[list[str]]:
    assert (done.status, done.error) == (0, "")
    return done.fields


def test_a_pipe_gets_a_line_for_each_index(own: Program) -> None:
    write_speech(own, "../别的/001.txt", "讲话\n教育。\n")
    assert run_here("index", "-C", "别的").status == 0
    first, second = rows(run_here("index", "--list"))
    assert first[0] == str(own.folder / "corpus")
    assert first[1] == "2"
    assert first[2] == str(Path(first[5]).stat().st_size)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first[3])
    assert first[4] == "current"
    assert (second[0], second[1]) == (str(own.folder / "别的"), "1")


def test_csv_and_jsonl_say_the_same(own: Program) -> None:
    (row,) = rows(run_here("index", "--list"))
    index_of(own).with_name("index-0123456789abcdef.sqlite").write_bytes(b"")
    _, damaged = rows(run_here("index", "--list"))
    assert damaged[:3] == ["", "", "0"]
    listed = run_here("index", "--list", "--format", "csv").out
    assert list(csv.reader(io.StringIO(listed))) == [NAMES, row, damaged]
    found = [json.loads(line) for line in run_here("index", "--list", "--format", "jsonl").lines]
    assert [list(record) for record in found] == [NAMES, NAMES]
    assert [str(value) for value in found[0].values()] == row
    assert (found[1]["folder"], found[1]["speeches"], found[1]["bytes"]) == (None, None, 0)


def test_a_list_touches_nothing(own: Program) -> None:
    cache = index_of(own).parent
    before = take_snapshot(own.folder), sorted(cache.iterdir())
    assert own("index", "--list").status == 0
    assert (take_snapshot(own.folder), sorted(cache.iterdir())) == before


def test_at_a_terminal_it_is_a_table(own: Program) -> None:
    index_of(own).with_name("index-0123456789abcdef.sqlite").write_bytes(b"")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", own.at_terminal("index", "--list", width=200).out)
    head, first, second, empty, summed, hint = shown.splitlines()
    assert head.split() == ["corpus", "speeches", "MB", "updated", "state"]
    place = re.escape(str(own.folder / "corpus"))
    assert re.fullmatch(rf"{place} +2  \d\.\d  just now  ready", first)
    assert re.fullmatch(r".*index-0123456789abcdef.sqlite +0.0  just now  damaged", second)
    assert empty == ""
    assert summed.startswith("2 indexes, ")
    assert hint.endswith("speechkit index --remove --index FILE")


def test_in_chinese(own: Program) -> None:
    chinese = {"SPEECHKIT_LANG": "zh"}
    done = own.at_terminal("index", "--list", width=200, environment=chinese)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert shown.split()[:5] == ["语料", "篇数", "MB", "更新于", "状态"]
    assert "可用" in shown
    done = own.process("index", "--remove", "--format", "human", environment=chinese)
    assert "索引已删除，腾出 " in done.out
    assert done.out.endswith(" · 2 篇\n")
    done = own.process("index", "--remove", environment=chinese)
    assert (done.status, done.out) == (1, "")
    assert done.error.startswith("speechkit: 没有")


def test_no_index_is_told(own: Program) -> None:
    index_of(own).unlink()
    done = run_here("index", "--list")
    told = "speechkit: no index is kept; the next search builds one\n"
    assert (done.status, done.out, done.error) == (1, "", told)


def test_what_was_removed_is_said(own: Program) -> None:
    path, speeches = index_of(own), take_snapshot(own.folder / "corpus")
    listed = rows(run_here("index", "--list"))
    assert rows(run_here("index", "--remove")) == listed
    assert not path.exists()
    assert take_snapshot(own.folder / "corpus") == speeches
    done = run_here("index", "--remove")
    told = f"no index of {own.folder / 'corpus'} is kept; speechkit index --list tells which are"
    assert (done.status, done.out, done.error) == (1, "", f"speechkit: {told}\n")
    assert run_here("search", "产业", "-l").lines == ["001", "002"]


def test_a_person_reads_what_was_freed(own: Program) -> None:
    size = index_of(own).stat().st_size
    done = run_here("index", "--remove", "--format", "human")
    assert done.lines == [
        str(own.folder / "corpus"),
        f"index removed, {size / 1e6:.1f} MB freed · 2 speeches",
    ]


def test_a_folder_that_is_gone_is_removed_by_its_name(own: Program) -> None:
    shutil.rmtree(own.folder / "corpus")
    assert rows(run_here("index", "--list"))[0][4] == "folder-gone"
    done = run_here("index", "--remove", "-C", "corpus", "--format", "human")
    assert done.lines[1].endswith("· its folder is gone")
    assert run_here("index", "--list").status == 1


def test_a_damaged_index_is_removed_by_its_file(own: Program) -> None:
    path = index_of(own)
    path.write_bytes(b"\xff" * 20_000)
    shutil.rmtree(own.folder / "corpus")
    (row,) = rows(run_here("index", "--list"))
    assert row == ["", "", "20000", row[3], "damaged", str(path)]
    assert rows(run_here("index", "--remove", "--index", str(path))) == [row]
    assert not path.exists()


def test_a_link_to_the_corpus_has_an_index_of_its_own(own: Program) -> None:
    (own.folder / "link").symlink_to("corpus")
    assert run_here("index", "--remove", "-C", "link").status == 1
    assert index_of(own).is_file()


def test_the_place_of_the_index_is_that_of_the_option(own: Program) -> None:
    for place in ("indexes/我的.sqlite", "indexes"):
        assert run_here("index", "--index", place).status == 0
    assert len(rows(run_here("index", "--list", "--index", "indexes"))) == 2
    (row,) = rows(run_here("index", "--remove", "--index", "indexes"))
    assert row[5].startswith(str(own.folder / "indexes" / "index-"))
    in_environment = {"SPEECHKIT_INDEX": str(own.folder / "indexes" / "我的.sqlite")}
    (row,) = rows(run_here("index", "--remove", environment=in_environment))
    assert row[5] == in_environment["SPEECHKIT_INDEX"]
    assert [*(own.folder / "indexes").iterdir()] == []
    assert index_of(own).is_file()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "--remove --index notes.txt",
            "notes.txt is no index of speechkit and is not removed; see",
        ),
        ("--remove --index corpus/001.txt", "corpus/001.txt is no index of speechkit and is not"),
        ("--list --index https://host/a", "is on a cluster, and only indexes on this machine"),
        ("--remove --index https://host/a", "speechkit help cluster tells how it is done there"),
        ("--list --index notes.txt", "notes.txt is no index of speechkit, nor a folder of some; "),
        ("--list -C corpus", "--list and -C have no effect together: "),
        ("--remove --rebuild", "--remove and --rebuild have no effect together: "),
        ("--remove -C -", "--remove and -C - have no effect together: "),
        ("--format csv", "--format csv has no effect without --list: "),
    ],
)
def test_a_mistake_is_told_in_one_line(own: Program, line: str, told: str) -> None:
    (own.folder / "notes.txt").write_text("我的笔记\n", "utf-8")
    before = take_snapshot(own.folder)
    done = run_here("index", *line.split())
    assert (done.status, done.out) == (2, "")
    assert told in done.error
    assert len(done.error.splitlines()) == 1
    assert take_snapshot(own.folder) == before


def test_a_cache_that_is_no_folder(own: Program) -> None:
    (own.folder / "elsewhere").mkdir()
    (own.folder / "elsewhere" / "speechkit").write_text("x", "utf-8")
    done = own.process(
        "index", "--list", environment={"XDG_CACHE_HOME": str(own.folder / "elsewhere")}
    )
    assert (done.status, done.out) == (2, "")
    assert "elsewhere/speechkit is no index of speechkit, nor a folder of some; " in done.error


def test_an_index_that_is_named_by_its_file_is_listed_alone(own: Program, own_cache: Path) -> None:
    for place in ("indexes/我的.sqlite", "indexes"):
        assert run_here("index", "--index", place).status == 0
    (row,) = rows(run_here("index", "--list", "--index", "indexes/我的.sqlite"))
    assert row[5] == str(own.folder / "indexes" / "我的.sqlite")
    index_of(own).write_bytes(b"")
    in_cache = next(own_cache.glob("index-*.sqlite"))
    (row,) = rows(run_here("index", "--list", "--index", str(in_cache)))
    assert row[4:] == ["damaged", str(in_cache)]


@pytest.mark.parametrize("command", ["index --list", "index --remove", "index", "list"])
@pytest.mark.parametrize(
    "typed",
    [
        "https://u:geheim@h:9200/x",
        "HTTPS://u:geheim@h:9200/x",
        "https:/u:geheim@h:9200/x",
        "https://u:1/geheim@h:9200/x",
        "https://u:ge?geheim@h:9200/x",
        "https://h:9200/x?key=geheim",
        "https://h:9200/x#geheim",
        "ftp://u:geheim@h/x",
        "u:geheim@h:9200/x",
        " https://u:geheim@h:9200/x",
    ],
)
def test_no_password_of_an_index_is_repeated(own: Program, command: str, typed: str) -> None:
    for arguments, variables in ((("--index", typed), {}), ((), {"SPEECHKIT_INDEX": typed})):
        done = run_here(*command.split(), *arguments, environment=variables)
        assert done.status == 2
        assert "geheim" not in done.out + done.error


def test_the_options_are_completed(own: Program) -> None:
    for typed, option in (("--l", "--list"), ("--rem", "--remove")):
        words = {"COMP_WORDS": f"speechkit index {typed}", "COMP_CWORD": "2"}
        done = own.process(environment={"_SPEECHKIT_COMPLETE": "bash_complete", **words})
        assert done.out == f"plain,{option}\n"


@pytest.mark.parametrize(
    "line",
    ["list -C {0}", "list {0}", "search x --user-words {0}", "show {0}", "list --ca {0}", "{0}"],
)
@pytest.mark.parametrize("scheme", ["https://", "HTTP:/"])
def test_no_password_of_an_address_elsewhere_is_repeated(
    own: Program, line: str, scheme: str
) -> None:
    done = run_here(*line.format(f"{scheme}u:ge/heim@h:9200/x").split())
    assert done.status == 2
    assert "heim" not in done.out + done.error
