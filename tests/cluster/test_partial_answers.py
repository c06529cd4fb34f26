"""Answers that come with status 200 and lack a part: asked for again, item by item, or told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cluster.fake_server import FakeServer, plain, refusal, serve
from cluster.test_client import Waits, make_client
from speechkit.backends.opensearch.answers import SenselessAnswerError, read_fault
from speechkit.backends.opensearch.builds import close_build, put_in_place, refresh
from speechkit.backends.opensearch.client import RefusedError
from speechkit.backends.opensearch.reader import ClusterReader, Page
from speechkit.errors import ClusterError, ReplacedIndexError

BUILD = "speechkit-talks.made.1"
SHARDS = {"total": 2, "successful": 2, "failed": 0}
AWAY = {"total": 2, "successful": 1, "failed": 0}
FAILED = {
    "total": 2,
    "successful": 1,
    "failed": 1,
    "failures": [{"shard": 0, "reason": {"type": "too_slow_exception", "reason": "so slow"}}],
}


def hits(number: int = 0, **change: object) -> dict[str, Any]:
    total = {"value": number, "relation": "eq"}
    return {"_shards": SHARDS, "timed_out": False, "hits": {"hits": [], "total": total}} | change


def broken(status: int, kind: str = "search_phase_execution_exception") -> dict[str, Any]:
    """What a server says of a search whose shards are not there: no root cause at all."""
    phase = {"type": kind, "reason": "all shards failed", "phase": "query"}
    return {"status": status, "error": {"root_cause": [], "failed_shards": [], **phase}}


def search(fake: FakeServer, waits: Waits, number: int = 1) -> list[int]:
    pages = [Page({"term": {"number": str(n)}}, 10) for n in range(number)]
    with serve(fake) as address:
        reader = ClusterReader(make_client(address, waits), BUILD, Path())
        return [answer["hits"]["total"]["value"] for answer in reader.search(*pages)]


def replies(*answers: object) -> Any:
    return plain(200, {"responses": list(answers)})


@pytest.mark.parametrize(
    "lack",
    [
        *(broken(status) for status in (429, 502, 503, 504)),
        hits(_shards=AWAY),
        hits(_shards=FAILED),
        hits(timed_out=True),
    ],
)
def test_a_search_that_lacks_a_part_is_asked_again(lack: object) -> None:
    fake, waits = FakeServer(replies(lack), replies(lack), replies(hits(7))), Waits()
    assert search(fake, waits) == [7]
    assert len(waits) == 2
    assert waits[0] < 2 * waits[1]


def test_of_many_searches_only_those_that_lack_a_part_are_asked_again() -> None:
    fake = FakeServer(
        replies(hits(0), broken(503), hits(2), broken(429)),
        replies(broken(429), hits(3)),
        replies(hits(1)),
    )
    assert search(fake, Waits(), 4) == [0, 1, 2, 3]
    numbers = [[n for n in range(4) if b'"%d"' % n in asked.body] for asked in fake.asked]
    assert numbers == [[0, 1, 2, 3], [1, 3], [1]]


def test_a_search_that_never_has_all_is_told() -> None:
    fake, waits = FakeServer(replies(broken(503))), Waits()
    with pytest.raises(ClusterError, match="all shards failed, 4 times; try again later") as caught:
        search(fake, waits)
    assert "127.0.0.1" in str(caught.value)
    assert len(fake.asked) == 4
    with pytest.raises(ClusterError, match="so slow"):
        search(FakeServer(replies(hits(_shards=FAILED))), waits)


@pytest.mark.parametrize("status", [400, 403, 500, 0])
def test_a_search_that_is_wrong_is_asked_once(status: int) -> None:
    fake, waits = FakeServer(replies(hits(1), broken(status))), Waits()
    with pytest.raises(RefusedError, match="all shards failed"):
        search(fake, waits, 2)
    assert len(fake.asked) == 1
    assert not waits


def test_a_build_that_goes_while_it_is_asked_was_replaced() -> None:
    gone = broken(404, "index_not_found_exception")
    for last in (replies(gone), refusal(404, "index_not_found_exception")):
        with pytest.raises(ReplacedIndexError):
            search(FakeServer(replies(broken(503)), last), Waits())


@pytest.mark.parametrize("answers", [[], [hits(), hits()], ["x"], [{}], [{"error": 3}]])
def test_senseless_parts_are_errors(answers: list[object]) -> None:
    with pytest.raises(ClusterError):
        search(FakeServer(replies(*answers)), Waits())


def test_a_scored_search_that_lacks_a_part_is_asked_again() -> None:
    answers = (plain(200, hits(_shards=AWAY)), plain(503, broken(503)), plain(200, hits(3)))
    fake, waits = FakeServer(*answers), Waits()
    with serve(fake) as address:
        reader = ClusterReader(make_client(address, waits), BUILD, Path())
        assert reader.search_scored(Page({}, 1)) == hits(3)
    assert len(waits) == 2


def test_writing_waits_for_shards_that_are_away() -> None:
    lacking = [plain(200, {"_shards": shards}) for shards in (AWAY, FAILED)]
    fake, waits = FakeServer(*lacking, plain(200, {"_shards": SHARDS})), Waits()
    with serve(fake) as address:
        refresh(make_client(address, waits), BUILD)
    assert len(waits) == 2
    with serve(FakeServer(lacking[0])) as address, pytest.raises(ClusterError, match="1 of 2"):
        refresh(make_client(address, waits), BUILD)


def test_a_copy_without_a_node_hinders_no_closing() -> None:
    fake = FakeServer(
        plain(200, {"_shards": FAILED}),
        plain(200, {"_shards": AWAY}),
        plain(200, {"acknowledged": False}),
        plain(200, {"acknowledged": True}),
    )
    with serve(fake) as address:
        close_build(make_client(address), BUILD)
    assert [asked.path.rpartition("/")[2][:6] for asked in fake.asked] == ["_flush"] * 2 + [
        "write"
    ] * 2


def test_no_build_is_put_in_place_before_all_its_shards_answer() -> None:
    fake = FakeServer(replies(broken(503)), replies(hits(5)), plain(200, {"acknowledged": True}))
    with serve(fake) as address:
        put_in_place(make_client(address), BUILD, None)
    assert [asked.path for asked in fake.asked] == [f"/{BUILD}/_msearch"] * 2 + ["/_aliases"]
    fake = FakeServer(replies(broken(503)))
    with serve(fake) as address, pytest.raises(ClusterError, match="all shards failed"):
        put_in_place(make_client(address), BUILD, None)
    assert all(asked.path.endswith("_msearch") for asked in fake.asked)


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        ({"root_cause": [], "type": "a", "reason": "b"}, "a", "b"),
        ({"root_cause": [{"type": "c", "reason": "d"}], "type": "a", "reason": "b"}, "c", "d"),
        (
            {
                "root_cause": [],
                "failed_shards": [{"shard": 0, "reason": {"type": "c", "reason": "d"}}],
                "reason": "all shards failed",
            },
            "c",
            "d",
        ),
        (
            {"root_cause": [], "reason": "b", "caused_by": {"type": "e", "reason": "f"}},
            "e",
            "f",
        ),
        (
            {"reason": "b", "caused_by": {"type": "e", "caused_by": {"type": "g"}}},
            "g",
            "b",
        ),
        ("plain words", "error", "plain words"),
        ({}, "error", ""),
        (None, "error", "None"),
        ({"root_cause": "x", "failed_shards": 3, "caused_by": []}, "error", ""),
    ],
)
def test_the_deepest_cause_is_told(error: object, kind: str, reason: str) -> None:
    assert read_fault({"error": error, "status": 503}) == (503, kind, reason)


def test_what_tells_no_fault_is_an_error() -> None:
    answers: tuple[object, ...] = ({}, {"status": 503}, [], "x")
    for answer in answers:
        with pytest.raises(SenselessAnswerError):
            read_fault(answer)
