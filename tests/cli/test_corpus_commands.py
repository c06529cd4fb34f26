"""What ``list``, ``index``, ``terms`` and ``stats`` print, and how the corpus is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.program import Program, write_speech


def test_list(sample: Program) -> None:
    fields = sample("list").fields
    assert [row[0] for row in fields] == [f"{number:03}" for number in range(12)]
    assert fields[7][2:] == ["traditional", "cp950", "text", "在全縣鄉村振興現場推進會上的講話"]
    assert all(int(row[1]) >= 1000 for row in fields)
    records = [json.loads(line) for line in sample("list", "--format", "jsonl").lines]
    assert records[11]["date"] == "2023-03-15"
    assert set(records[0]) >= {"id", "path", "title", "speaker", "source", "occasion"}
    head = sample("list", "--format", "csv").lines[0]
    columns = "id,characters,script,encoding,format,title,date,speaker,occasion,source,url,file"
    assert head.endswith(columns)


def test_list_names_files_that_share_digits_in_full(small: Program) -> None:
    write_speech(small, "001_again.txt", "在甲县会议上的又一次讲话\n同志们：\n讲两点。\n")
    write_speech(small, "sub/001_again.txt", "在丁县会议上的讲话\n同志们：\n讲三点。\n")
    names = [row[0] for row in small("list").fields]
    assert names == ["001.txt", "001_again", "002", "sub/001_again"]
    assert all(small("show", name).status == 0 for name in names)


def test_shared_digits_are_an_error_that_names_both(small: Program) -> None:
    write_speech(small, "001_again.txt", "在甲县会议上的又一次讲话\n同志们：\n讲两点。\n")
    done = small("show", "001")
    told = "speechkit: 001 names 2 speeches: 001.txt, 001_again; give more of it\n"
    assert (done.status, done.out, done.error) == (2, "", told)


def test_index_says_what_it_did(small: Program) -> None:
    write_speech(small, "a.xlsx", "x")
    write_speech(small, "b.xlsx", "x")
    write_speech(small, "c.pptx", "x")
    first = small("index").fields
    assert first[:3] == [["indexed", "2"], ["unchanged", "0"], ["removed", "0"]]
    assert ["skipped", "2", "ending", ".xlsx"] in first
    (small.folder / "corpus" / "001.txt").unlink()
    write_speech(small, "003.txt", "在丙县会议上的讲话\n同志们：\n说三点。\n")
    again = small("index", "-v").fields
    assert again[:3] == [["indexed", "1"], ["unchanged", "1"], ["removed", "1"]]
    assert ["file", "a.xlsx", "ending", ".xlsx"] in again
    record = json.loads(small("index", "--format", "jsonl").out)
    assert (record["indexed"], record["unchanged"], record["speeches"]) == (0, 2, 2)
    assert record["skipped"] == [
        {"reason": "ending", "detail": ".xlsx", "files": 2},
        {"reason": "ending", "detail": ".pptx", "files": 1},
    ]
    assert "2 skipped: .xlsx file" in small.at_terminal("index").out


def test_terms(sample: Program) -> None:
    rows = sample("terms", "产业").fields
    assert rows[0][0] == "产业"
    assert all(row[0].startswith("产业") for row in rows)
    assert sample("terms", "產業").out == sample("terms", "产业").out
    everything = sample("terms").fields
    counts = [int(row[2]) for row in everything]
    assert counts == sorted(counts, reverse=True)
    words = [row[0] for row in sample("terms", "--by", "word").fields]
    assert words == sorted(words)
    assert all(int(row[2]) >= 5 for row in sample("terms", "--min", "5").fields)
    assert len(sample("terms", "-n", "7").lines) == 7
    told = sample("terms", "产业", "-n1", "--format", "jsonl")
    record = json.loads(told.out)
    assert record["word"] == "产业"
    assert record["words"] == sum(counts)
    assert told.error.startswith(f"speechkit: of {sum(counts):,} words, of 12 speeches (")
    assert record["corpus"] in told.error


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["鑫鑫鑫"], "no word begins with 鑫鑫鑫"),
        (["产业", "--min", "9999"], "no word begins with 产业 and occurs 9,999 times or more"),
        (["--min", "9999"], "no word occurs 9,999 times or more"),
    ],
)
def test_no_terms(sample: Program, arguments: list[str], told: str) -> None:
    done = sample("terms", *arguments)
    assert (done.status, done.error) == (1, f"speechkit: {told}\n")


def test_terms_of_one_speech(sample: Program) -> None:
    rows = {row[0]: row[1:] for row in sample("terms", "--in", "4").fields}
    assert "教师" in rows
    assert int(rows["教师"][0]) >= 1
    assert "开发区" not in rows
    assert sample("terms", "--in", "99").status == 2


def test_stats(sample: Program) -> None:
    rows = sample("stats").fields
    assert [rows[0], rows[2]] == [["corpus", str(sample.folder / "corpus")], ["speeches", "12"]]
    assert re.fullmatch("[0-9a-f]{12}", rows[1][1])
    assert Path(next(row[1] for row in rows if row[0] == "index")).is_file()
    assert ["encoding", "1", "gb18030"] in rows
    assert ["script", "2", "traditional"] in rows
    record = json.loads(sample("stats", "--format", "jsonl").out)
    assert record["speeches"] == 12
    assert record["fingerprint"] == rows[1][1]
    assert record["first_date"] <= record["last_date"]
    assert re.search(r"MB, changed (just now|\d+ minutes? ago)", sample.at_terminal("stats").out)


def test_list_so_many(sample: Program) -> None:
    every = sample("list").lines
    assert sample("list", "-n", "3").lines == every[:3]
    assert len(sample("list", "-n", "3", "--format", "jsonl").lines) == 3
    page = sample.at_terminal("list", "--limit", "3", "--color", "never").lines
    assert len(page) == 6
    assert page[-1].startswith("3 of 12 speeches, ")
    assert sample.at_terminal("list", "-n99").lines[-1] == (sample.at_terminal("list").lines[-1])


def test_rebuild_reads_every_file_again(small: Program) -> None:
    words = small.folder / "词.txt"
    words.write_text("产业项目\n", encoding="utf-8")
    assert small("index", "--user-words", str(words)).fields[0] == ["indexed", "2"]
    assert small("index").fields[0] == ["indexed", "0"]
    assert "产业项目" in small("terms").out
    again = small("index", "--rebuild")
    assert again.fields[:2] == [["indexed", "2"], ["unchanged", "0"]]
    assert "产业项目" not in small("terms").out
    assert small("index").fields[0] == ["indexed", "0"]


def test_the_corpus_is_found(small: Program) -> None:
    corpus = str(small.folder / "corpus")
    inner = Program(small.folder / "corpus", small.environment)
    assert len(inner("list").lines) == 2  # the folder itself, or corpus/ above: the same
    away = small.folder / "away" / "deep"
    away.mkdir(parents=True)
    deep = Program(away, small.environment)
    assert len(deep("list").lines) == 2  # corpus/ above
    elsewhere = Program(away, small.environment)
    (away / "corpus").mkdir()
    assert len(elsewhere("list", "-C", corpus).lines) == 2
    assert len(elsewhere("list", environment={"SPEECHKIT_CORPUS": corpus}).lines) == 2
    assert (
        len(
            elsewhere(
                "list", "-C", str(away / "corpus"), environment={"SPEECHKIT_CORPUS": corpus}
            ).lines
        )
        == 0
    )


def test_a_folder_of_texts_is_a_corpus(empty: Program) -> None:
    (empty.folder / "讲话.txt").write_text("在某地的讲话\n同志们：\n好。\n", encoding="utf-8")
    assert len(empty("list").lines) == 1


def test_changes_are_followed_unless_told_not_to(small: Program) -> None:
    assert small("search", "新词", "-l").status == 1
    write_speech(small, "003.txt", "在丙县会议上的讲话\n同志们：\n这里有新词。\n")
    assert small("search", "新词", "-l", "--no-follow").status == 1
    assert small("search", "新词", "-l").lines == ["003"]


def test_index_path_and_encoding_and_terms(small: Program) -> None:
    place = small.folder / "my.index"
    assert small("search", "产业", "--index", str(place)).status == 0
    assert place.is_file()
    assert small("search", "产业", "--encoding", "klingon").status == 2
    words = small.folder / "词.txt"
    words.write_text("产业项目\nabc\n", encoding="utf-8")
    done = small("terms", "产业", "--user-words", str(words))
    assert "abc" in done.error
    assert "产业项目" in [row[0] for row in done.fields]
