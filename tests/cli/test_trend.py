"""``speechkit trend`` in a pipe, at a terminal and as a picture."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from cli.program import Program

_COLORS = re.compile(r"\x1b\[[0-9;]*m")


def test_a_pipe_gets_a_line_a_query_and_key(sample: Program) -> None:
    done = sample("trend", "产业", "群众", "产业", "--by", "speech")
    assert done.status == 0
    assert [row[:2] for row in done.fields[:3]] == [
        ["产业", "000"],
        ["群众", "000"],
        ["产业", "001"],
    ]
    assert len(done.lines) == 24
    counts = {row[0]: row[1] for row in sample("search", "产业", "-c").fields}
    for query, key, matches, speeches, characters, rate in done.fields:
        if query == "产业":
            assert matches == counts.get(key, "0")
        assert speeches == str(int(matches != "0"))
        assert float(rate) == pytest.approx(int(matches) * 1e6 / int(characters), abs=0.001)
    assert "speechkit: 产业: 7 matches in 5 of 12 speeches (20," in done.error
    assert re.search(r"产业: DP 0\.\d{3}, DPnorm 0\.\d{3} over 12 speeches; 0 is even", done.error)


def test_a_pattern_is_a_query_of_its_own(sample: Program) -> None:
    pattern = "第[一二三]个"
    done = sample("trend", "第一个", "--regex", pattern, "--regex", "甲.乙", "--by", "speech")
    assert [row[0] for row in done.fields[:3]] == ["第一个", pattern, "甲.乙"]
    counts = {row[0]: row[1] for row in sample("search", "--regex", pattern, "-c").fields}
    assert sum(map(int, counts.values())) > 2
    for query, key, matches, *_ in done.fields:
        if query == pattern:
            assert matches == counts.get(key, "0")
    assert f"speechkit: {pattern}: {sum(map(int, counts.values()))} matches in" in done.error
    assert sample("trend", "--regex", "甲.乙").status == 1
    assert sample("trend", "--regex", "[").status == 2


def test_undated_speeches_are_counted(sample: Program) -> None:
    done = sample("trend", "群众", "--format", "jsonl")
    undated = [row for row in sample("list", "--format", "jsonl").lines if '"date": ""' in row]
    assert f"speechkit: {len(undated)} speeches have no date and are left out;" in done.error
    record = json.loads(done.lines[0])
    fields = ["query", "key", "matches", "speeches", "characters", "per_million", "corpus"]
    assert list(record) == fields


def test_keys_are_sorted_and_cut_together(sample: Program) -> None:
    def keys(*options: str) -> list[tuple[str, str]]:
        rows = sample("trend", "产业", "群众", "--by", "speech", *options).fields
        return [(row[0], row[1]) for row in rows]

    first, *_ = keys("--sort", "per_million", "-n", "1")
    assert keys("--sort", "matches", "-n", "1") == [("产业", "005"), ("群众", "005")]
    assert first == ("产业", "007")
    assert sample("trend", "产业", "--by", "speech", "--format", "csv").lines[0] == (
        "query,key,matches,speeches,characters,per_million"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("queries", [("产业",), ("产业", "群众", "项目")], ids=len)
def test_bars_fit_a_terminal(sample: Program, width: int, queries: tuple[str, ...]) -> None:
    page = sample.at_terminal("trend", *queries, "--by", "speech", width=width, height=40)
    table = page.out.partition("\nspeechkit:")[0]
    lines = [_COLORS.sub("", line) for line in table.splitlines()]
    assert page.status == 0
    assert len(lines) == 13
    assert all(cell_len(line) <= width for line in lines)
    assert all(query in lines[0] for query in queries)
    lengths = {line[:3]: line.count("█") for line in lines[1:]} if len(queries) == 1 else {}
    assert not lengths or lengths["007"] > lengths["003"] > lengths["000"] == 0


def test_a_picture_is_drawn_too(sample: Program, tmp_path: Path) -> None:
    file = tmp_path / "产业.svg"
    done = sample("trend", "产业", "群众", "--by", "speech", "--svg", str(file))
    assert done.out == sample("trend", "产业", "群众", "--by", "speech").out
    texts = [element.text for element in ElementTree.parse(file).iter() if element.text]
    assert {"产业", "群众", "000", "011"} <= set(texts)
    wrong = sample("trend", "产业", "--by", "speech", "--svg", str(tmp_path / "no" / "x.svg"))
    assert wrong.status == 2
    assert "No such file or directory; name another file with --svg" in wrong.error


def test_nothing_found_says_why(sample: Program) -> None:
    done = sample("trend", "火星", "--by", "folder")
    assert (done.status, done.out) == (1, "")
    assert "火星 not found" in done.error
    assert sample("trend").status == 2
