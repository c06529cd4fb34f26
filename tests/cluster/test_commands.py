"""Every command prints the same from a cluster as from an index on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from cli.program import run_here

import speechkit
from cluster.command_lines import LINES, Both, index_both
from cluster.server import Server

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def both(cluster_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with index_both(tmp_path_factory.mktemp("commands"), cluster_server.address) as indexed:
        yield indexed


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_commands_print_the_same(both: Both, line: tuple[str, ...]) -> None:
    found, expected = both.run(line)
    assert found == expected


def test_a_search_takes_three_requests(both: Both) -> None:
    with speechkit.open(both.folder, index=both.place) as corpus:
        client = corpus._backend.client  # type: ignore[attr-defined]
        assert client.requests <= 3
        for query in ("发展", "安全 生产", "开发区 -招商", "安全 NEAR/20 生产"):
            before = client.requests
            results = corpus.search(query)
            assert results.total
            assert results.only_dropped >= 0
            assert client.requests - before <= 3


@pytest.mark.parametrize("most", [10_000, 3])
def test_ids_are_completed(both: Both, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("speechkit.corpus._COMPLETED", most)

    def complete(place: str, beginning: str) -> list[str]:
        asked = {"COMP_WORDS": f"speechkit show --index {place} {beginning}", "COMP_CWORD": "4"}
        told = run_here(environment={"_SPEECHKIT_COMPLETE": "bash_complete", **asked})
        assert not told.error
        return told.out.split()

    assert complete(both.place, "01") == ["plain,010", "plain,011"]
    assert complete(both.place, "nothing") == []
    assert len(complete(both.place, "''")) == 12
    assert complete(f"{both.place}-not-there", "01") == []
    assert complete("http://127.0.0.1:1/speeches", "01") == []


def test_statistics_name_the_address(both: Both) -> None:
    place = both.place
    told = json.loads(run_here("stats", "--index", place, "--format", "jsonl").out)
    assert told["index"] == place
    assert told["speeches"] == 12


def test_errors_are_one_sentence(both: Both) -> None:
    place = both.place
    nothing = run_here("search", "发展", "--index", f"{place}-not-there")
    assert nothing.status == 2
    assert "there is no index" in nothing.error
    assert nothing.error.count("\n") == 1
    raw = run_here("show", "--raw", "001", "--index", f"{place}-not-there")
    assert raw.status == 2
