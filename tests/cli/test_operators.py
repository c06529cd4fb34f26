"""Operators of a query on the command line: each is obeyed, or named as left out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from cli.program import Finished, Program, run_here, write_speech
from speechkit.query.syntax import parse_query

FAR = "另外还有几件事情要讲一讲，请大家认真听。"

SPEECHES = {
    "both in the title": ("在产业座谈会上的讲话", "今天讲教育。"),
    "both in the text": ("在工作会议上的讲话", "座谈会讨论产业。"),
    "title and text": ("在座谈会上的讲话", "今天讲产业。"),
    "title and both in the text": ("在乡村座谈会上的讲话", "座谈会讨论产业。"),
    "far in the title": (f"座谈会：{FAR}产业", "今天讲教育。"),
    "far in the text": ("在某县的讲话", f"座谈会。{FAR}产业。"),
    "with what is excluded": ("在某乡的讲话", "座谈会讨论产业，也讨论火星。"),
    "only the first": ("在某村的讲话", "座谈会开得好。"),
    "only the second": ("在某镇的讲话", "产业兴旺。"),
}


@pytest.fixture
def speeches(empty: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name, (title, text) in SPEECHES.items():
        write_speech(empty, f"{name}.txt", f"{title}\n\n同志们：\n{text}\n谢谢大家。\n")
    monkeypatch.chdir(empty.folder)
    return empty


def search(query: str, *options: str) -> tuple[set[str], Finished]:
    """Return the speeches that a query finds, and how the command ended."""
    done = run_here("search", query, "-l", *options)
    assert done.status in (0, 1), done
    return set(done.lines), done


@pytest.mark.parametrize(
    "query",
    [
        "title:座谈会 NEAR/9 产业",
        "title:座谈会 NEAR/9 title:产业",
        "座谈会 NEAR/9 title:产业",
        "产业 BEFORE/9 title:座谈会",
        "title:产业 BEFORE/9 座谈会",
        "title：產業 NEAR/9 座談會",
    ],
)
def test_near_in_the_title_finds_both_in_the_title(speeches: Program, query: str) -> None:
    assert search(query)[0] == {"both in the title"}


def test_near_in_the_title_keeps_its_distance_and_order(speeches: Program) -> None:
    near_and_far = {"both in the title", "far in the title"}
    assert search("title:座谈会 NEAR/99 产业")[0] == near_and_far
    assert search("title:座谈会 BEFORE/99 产业")[0] == {"far in the title"}
    assert search("title:座谈会 BEFORE/9 产业")[0] == set()


def test_near_in_the_title_stands_for_itself_only(speeches: Program) -> None:
    """Other pieces of the query are looked for everywhere, as they are without it."""
    assert search("title:座谈会 NEAR/9 产业 教育")[0] == {"both in the title"}
    assert search("title:座谈会 NEAR/9 产业 | 火星")[0] == {
        "both in the title", "with what is excluded"
    }  # fmt: skip
    near_in_text = {"both in the text", "title and both in the text", "with what is excluded"}
    assert search("座谈会 NEAR/9 产业")[0] == {"both in the title", *near_in_text}


def test_matches_of_near_in_the_title_are_in_the_title(speeches: Program) -> None:
    write_speech(speeches, "twice.txt", "在产业座谈会上的讲话\n\n同志们：\n产业座谈会很好。\n")
    out = run_here("search", "title:座谈会 NEAR/9 产业", "--all").fields
    assert {row[0] for row in out} == {"twice:0", "both in the title:0"}


def pairs_with_the_excluded() -> Iterator[tuple[str, str]]:
    for operator in ("NEAR/5", "BEFORE/5", "|", "｜"):
        yield operator, f"座谈会 -火星 {operator} 产业"
        yield operator, f"座谈会 -火星 {operator} 产业 -月球"
        yield operator, f'座谈会 -"火星" {operator} 产业'
        yield operator, f"座谈会 -title:火星 -火星 {operator} 产业"
        yield operator, f"座谈会 {operator} -火星 产业"


@pytest.mark.parametrize(("operator", "query"), [*pairs_with_the_excluded()])
def test_an_operator_beside_an_excluded_piece_is_left_out_and_named(
    speeches: Program, operator: str, query: str
) -> None:
    """It has nothing on that side; it does not reach past it for the piece before or behind."""
    without = search(query.replace(f" {operator} ", " "))[0]
    found, done = search(query)
    assert found == without
    assert {"far in the text", "title and text"} < found
    assert not {"only the first", "only the second", "with what is excluded"} & found
    assert operator in done.error
    assert parse_query(query).ignored == (operator,)


@pytest.mark.parametrize("operator", ["NEAR/5", "BEFORE/5", "|"])
def test_an_operator_behind_nothing_but_an_excluded_piece(speeches: Program, operator: str) -> None:
    found, done = search(f"-火星 {operator} 产业")
    assert found == search("-火星 产业")[0]
    assert "only the second" in found
    assert operator in done.error
    assert parse_query(f"-火星 {operator} 产业").ignored == (operator,)


@pytest.mark.parametrize(
    "query",
    [
        "座谈会 NEAR/5 NEAR/50 产业",
        "座谈会 NEAR/5 | 产业",
        "座谈会 | NEAR/5 产业",
        "座谈会 NEAR/5",
        "座谈会 |",
    ],
)
def test_an_operator_that_is_not_obeyed_is_named(speeches: Program, query: str) -> None:
    (ignored,) = parse_query(query).ignored
    assert ignored in query.split()
    assert ignored in search(query)[1].error


@pytest.mark.parametrize("query", ["座谈会 NEAR/5 产业", "座谈会 | 产业", "座谈会 -火星 产业"])
def test_what_is_obeyed_is_not_named(speeches: Program, query: str) -> None:
    assert parse_query(query).ignored == ()
    assert search(query)[1].error == ""


def test_a_match_of_near_is_a_pair(empty: Program) -> None:
    write_speech(
        empty, "1.txt", "讲话\n同志们：\n抓产业、抓项目，项目是产业的根。\n产业很远很远的地方项目\n"
    )
    asked = "产业 NEAR/5 项目"
    assert empty("search", asked, "-c").out == "1\t2\n"
    assert [line[2] for line in empty("kwic", asked).fields] == ["产业、抓项目", "项目是产业"]
    hit = json.loads(empty("search", asked, "--format", "jsonl").out)
    pairs = [hit["passage"][start:end] for start, end in hit["spans"]]
    assert (hit["matches"], pairs) == (2, ["产业、抓项目", "项目是产业"])
    assert empty("trend", asked, "--by", "speech").fields[0][:3] == [asked, "1", "2"]
