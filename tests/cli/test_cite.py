"""``cite`` in pipes and at a terminal."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cli.program import Program, write_speech


@pytest.fixture
def citing(empty: Program) -> Program:
    write_speech(
        empty,
        "003.html",
        "<html><head><title>在全市会议上的讲话 - 某网</title>"
        '<meta property="og:url" content="https://example.org/a_b?c=1&amp;d=2"></head><body>'
        "<h1>在全市会议上的讲话</h1><p>时间：2024年5月1日</p><p>发言人：张三</p>"
        "<p>同志们：今天的会议十分重要，讲三点意见。</p></body></html>",
    )
    write_speech(empty, "004.txt", "关于100%_完成{任务}的讲话\n同志们：\n讲三点。\n")
    assert empty("index").status == 0
    return empty


def test_gb7714_is_the_default_everywhere(citing: Program) -> None:
    done = citing("cite", "004", "004:2")
    assert done.status == 0
    assert done.error == (
        "speechkit: 004: no date, no speaker, no source is known;"
        " metadata.csv in the corpus can give it\n"
    )
    assert done.lines == [
        "关于100%_完成{任务}的讲话[R].",
        "关于100%_完成{任务}的讲话[R]. 第2段.",
    ]
    assert citing.at_terminal("cite", "004", "004:2").lines[:2] == done.lines


def test_what_is_missing_is_told_once_for_all_that_lack_the_same(citing: Program) -> None:
    write_speech(
        citing, "005.txt", "同志们：这里没有标题，只有一段话。\n第二段也是话，说别的事。\n"
    )
    write_speech(citing, "006.txt", "关于又一件事的讲话\n同志们：\n讲三点。\n")
    told = citing("cite", "003", "004", "005", "006", "004:2", "--format", "bibtex").error
    assert told.splitlines() == [
        "speechkit: 004 006: no date, no speaker, no source is known;"
        " metadata.csv in the corpus can give it",
        "speechkit: 005: no title, no date, no speaker, no source is known;"
        " metadata.csv in the corpus can give it",
    ]
    (citing.folder / "corpus" / "metadata.csv").write_text(
        "id,标题,日期,讲话人,来源\n5,在甲县的讲话,2024,李四,甲县日报\n", "utf-8"
    )
    done = citing("cite", "005")
    assert (done.out, done.error) == ("李四. 在甲县的讲话[R]. 甲县日报, 2024.\n", "")


def test_copies_with_the_same_reference_are_one_line(citing: Program) -> None:
    write_speech(citing, "007.txt", "关于100%_完成{任务}的讲话\n同志们：\n讲三点。\n")
    assert citing("cite", "004", "007", "004:2").lines == [
        "关于100%_完成{任务}的讲话[R].",
        "关于100%_完成{任务}的讲话[R]. 第2段.",
    ]


def test_what_is_known_is_told(citing: Program) -> None:
    (line,) = citing("cite", "003", "--accessed", "2026-11-26").lines
    (record,) = map(json.loads, citing("list", "--format", "jsonl", "-n", "1").lines)
    assert record["date"] and record["date"] in line
    if "[R/OL]" in line:
        assert "[2026-11-26]. https://" in line
        assert date.today().isoformat() in citing("cite", "003").out


def test_bibtex_and_csl(citing: Program) -> None:
    out = citing("cite", "003", "004", "--format", "bibtex").out
    assert out.count("@misc{speech-00") == 2
    assert r"关于100\%\_完成\textbraceleft{}任务\textbraceright{}的讲话" in out
    items = json.loads(citing("cite", "003", "004", "--format", "csl-json").out)
    assert [item["id"] for item in items] == ["003", "004"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "cite needs ID[:PARAGRAPH]; for example: "),
        (("nowhere",), "no speech nowhere"),
        (("004:9",), "004 has no paragraph 9"),
        (("004", "--accessed", "gestern"), "--accessed takes a date"),
        (("004", "--format", "csv"), "csv"),
        ((b"\xff\xfe",), "no speech"),
    ],
)
def test_errors(citing: Program, arguments: tuple[str | bytes, ...], told: str) -> None:
    done = citing("cite", *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.error
