"""What ``speechkit check`` prints, on a copy of the sample corpus."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.program import Finished, Program, run_here

PROGRAM = (sys.executable, "-m", "speechkit", "check")
BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
STEERING = "\x1b[31m\u202e\x07"


def check(corpus: Path, *arguments: str) -> Finished:
    return run_here("check", "-C", str(corpus), *arguments)


def check_on_terminal(corpus: Path, *arguments: str) -> tuple[int, str]:
    """Run at a terminal of 80 columns and return the exit status and what is to be seen."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1", "PAGER": "cat"}
    command = [*PROGRAM, "-C", str(corpus), *arguments]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        seen = b""
        try:
            while phrase := os.read(ours, 4096):
                seen += phrase
        except OSError:
            pass  # Linux's way to say that the other end is closed
        os.close(ours)
        status = process.wait(timeout=120)
    return status, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()).replace("\r\n", "\n")


def rows(output: str) -> list[list[str]]:
    return [line.split("\t") for line in output.splitlines()]


def test_the_sample_corpus(sample_corpus: Path) -> None:
    done = check(sample_corpus)
    found = rows(done.out)
    assert done.status == 0
    assert {len(row) for row in found} == {5}
    encodings = {row[0]: row[2] for row in found if row[1] == "encoding"}
    assert len(encodings) == 12
    assert (encodings["006"], encodings["007"], encodings["008"]) == (
        "gb18030",
        "cp950",
        "utf-16-le",
    )
    duplicates = [row for row in found if row[1] == "duplicate"]
    assert [row[:3] for row in duplicates] == [
        ["010", "duplicate", "011"],
        ["011", "duplicate", "010"],
    ]
    assert all(float(row[4]) >= 0.8 for row in duplicates)
    assert ["009", "repaired", "hard-wrap"] in [row[:3] for row in found]
    assert [row[0] for row in found if row[2] == "pinyin-annotation"] == ["001"]
    assert done.error.startswith("speechkit: 12 files: 1 repaired, ")


def test_a_doubtful_text_is_exit_1(sample_corpus: Path) -> None:
    text = f"春耕讲话\n同志们：\n{BODY}\ufffd{STEERING}好\n"
    (sample_corpus / "020.txt").write_text(text, encoding="utf-8")
    done = check(sample_corpus, "020")
    assert done.status == 1
    (told,) = [row for row in rows(done.out) if row[1] == "doubtful"]
    assert told[:4] == ["020", "doubtful", "lost-character", "1"]
    assert told[4].endswith("\ufffd好")
    assert check(sample_corpus, "010").status == 0


def test_skipped_files_are_named_and_change_no_status(sample_corpus: Path) -> None:
    (sample_corpus / "稿.xlsx").write_bytes(b"PK\x03\x04")
    done = check(sample_corpus)
    assert done.status == 0
    assert ["稿.xlsx", "skipped", "ending", "1", ".xlsx"] in rows(done.out)
    assert done.error.rstrip().endswith("1 skipped")
    assert "skipped" not in check(sample_corpus, "010").out


def test_duplicates_are_not_looked_for_if_not_wanted(sample_corpus: Path) -> None:
    assert "\tduplicate\t" not in check(sample_corpus, "--no-duplicates").out


def test_an_object_for_each_file(sample_corpus: Path) -> None:
    (sample_corpus / "稿.xlsx").write_bytes(b"PK\x03\x04")
    lines = check(sample_corpus, "--format", "jsonl").out.splitlines()
    files = {record["id"]: record for record in map(json.loads, lines)}
    assert len(files) == 13
    assert len({tuple(record) for record in files.values()}) == 1
    (other,) = files["011"]["duplicates"]
    assert (other["id"], other["common"] / other["passages"] >= 0.8) == ("010", True)
    assert files["003"]["path"] == str(sample_corpus / "003_sanji_ganbu.txt")
    assert files["003"]["notices"][0].keys() == {"kind", "rule", "count", "text"}
    assert (files["稿.xlsx"]["skipped"], files["稿.xlsx"]["detail"]) == ("ending", ".xlsx")
    assert not any(record["doubtful"] for record in files.values())


def test_a_person_sees_what_there_is_to_tell(sample_corpus: Path) -> None:
    text = f"春耕讲话\n同志们：\n{BODY}\ufffd{STEERING}好\n"
    (sample_corpus / "020.txt").write_text(text, encoding="utf-8")
    (sample_corpus / "稿.xlsx").write_bytes(b"PK\x03\x04")
    status, seen = check_on_terminal(sample_corpus)
    assert status == 1
    assert "010  在全区信访工作" in seen
    assert re.search(r"alike +[0-9]+% of it is in 011", seen)
    assert re.search(r"doubtful +1 lost character", seen)
    assert "007" not in seen  # there is nothing to tell of it
    assert "版权声明" not in seen
    assert "1 skipped: .xlsx file" in seen
    assert re.search(r"speechkit check -C \S+ -v", seen)
    assert not set("\u202e\x07") & set(seen)
    found = seen.partition("what was")[0]  # behind it stands a command, which is never wrapped
    assert max(map(len, found.splitlines())) <= 80


def test_all_that_was_dropped_is_shown_if_asked_for(sample_corpus: Path) -> None:
    status, seen = check_on_terminal(sample_corpus, "-v", "003")
    assert status == 0
    assert "字号：大 中 小 · 打印 下载 收藏" in seen
    assert "1 file: 1 with something dropped" in seen
    assert "007  " in check_on_terminal(sample_corpus, "007")[1]


@pytest.mark.parametrize("identifier", ["999", "nothing"])
def test_an_unknown_id_is_an_error(sample_corpus: Path, identifier: str) -> None:
    done = check(sample_corpus, identifier)
    assert (done.status, done.out) == (2, "")
    assert f"no speech {identifier}" in done.error


def test_a_reader_that_leaves_is_success(sample_corpus: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "-C", str(sample_corpus)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        noise = process.stderr.read().decode()
        assert process.wait(timeout=120) == 0
    assert "Traceback" not in noise


def test_help_documents_the_columns() -> None:
    shown = run_here("check", "--help")
    for word in ("ID, KIND, RULE, COUNT, TEXT", "duplicate", "skipped", "Exit status"):
        assert word in shown.out


def test_the_way_to_more_names_the_same_speeches(sample: Program) -> None:
    page = sample.at_terminal("check", "1", "003", "--color", "never").lines
    assert page[-1] == "what was repaired and dropped: speechkit check 001 003 -v"


def test_where_metadata_comes_from_is_told_in_every_format(sample_corpus: Path) -> None:
    text = f"春耕讲话\n（2025年3月5日）\n县长 王大林\n同志们：\n{BODY}\n{BODY}\n"
    (sample_corpus / "021.txt").write_text(text, encoding="utf-8")
    (sample_corpus / "2025年春耕会.txt").write_text(f"同志们：\n{BODY}好\n", encoding="utf-8")
    found = rows(check(sample_corpus, "021", "2025年春耕会").out)
    assert ["021", "title", "line", "1", "春耕讲话"] in found
    assert ["021", "date", "line", "2", "2025-03-05"] in found
    assert ["021", "speaker", "line", "3", "王大林"] in found
    assert ["2025年春耕会", "date", "file-name", "0", "2025"] in found
    assert ["2025年春耕会", "doubtful", "no-title", "1", ""] in found
    (record,) = map(json.loads, check(sample_corpus, "021", "--format", "jsonl").out.splitlines())
    assert record["metadata"][1] == {
        "field": "date",
        "value": "2025-03-05",
        "from": "line",
        "line": 2,
    }
    status, seen = check_on_terminal(sample_corpus, "021", "2025年春耕会")
    assert status == 1
    told = " ".join(seen.split())
    assert "title from line 1 · date 2025-03-05 from line 2 · speaker 王大林 from line 3" in told
    assert "date 2025 from the file's name" in told
    assert "no title found; the file's name is in its place" in told
