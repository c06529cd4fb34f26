"""Every command prints the same from a cluster as from an index on this machine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.program import ROOT, Finished, run_here

import speechkit
from cluster.server import Server
from cluster.test_building import list_every_build
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.place import parse_place

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def both(
    cluster_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str, str]]:
    """A folder, and its index on this machine and on a cluster."""
    folder = tmp_path_factory.mktemp("commands") / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    local, name = str(folder.parent / "index.sqlite"), f"commands-{os.urandom(4).hex()}"
    place = f"{cluster_server.address}/{name}"
    speechkit.open(folder, index=local).close()
    assert run_here("index", "-C", str(folder), "--index", place).status == 0
    yield folder, local, place
    client = Client(parse_place(place))
    for index in (f"speechkit-{name}.lock", *list_every_build(place)):
        client.ask("DELETE", index, missing=True)


LINES = (
    ("search", "发展"),
    ("search", "开发区 -招商", "--format", "jsonl"),
    ("search", "我们要怎样发展经济", "--relax", "--format", "csv"),
    ("search", "安全 NEAR/20 生产", "--explain"),
    ("search", "产业", "--all"),
    ("search", "版权", "--dropped"),
    ("search", "-c", "的"),
    ("search", "的", "--sort", "date", "-n", "3"),
    ("search", "没有的话"),
    ("search", "发展", "--since", "2024", "--speaker", "同志"),
    ("search", "发展", "--in", "00*"),
    ("show", "001"),
    ("show", "003:2"),
    ("show", "00"),
    ("show", "999"),
    ("show", "--raw", "002"),
    ("list",),
    ("list", "--format", "jsonl"),
    ("kwic", "发展", "--sort", "right"),
    ("trend", "发展", "安全", "--by", "speech"),
    ("collocates", "发展"),
    ("keyness", "--target", "001"),
    ("ngrams", "-n", "3"),
    ("terms", "发展"),
    ("check",),
    ("quote", "十年前的今天,霽川經濟開發區的第一根樁打在柳家窪的一片鹽鹼地上"),
    ("cite", "003"),
)


def as_told(finished: Finished, place: str) -> tuple[int, str, str]:
    return finished.status, finished.out, finished.error.replace(f"--index {place} ", "")


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_commands_print_the_same(both: tuple[Path, str, str], line: tuple[str, ...]) -> None:
    folder, local, place = both
    name, *rest = line
    found, expected = (
        as_told(run_here(name, "-C", str(folder), "--index", index, *rest), place)
        for index in (place, local)
    )
    assert found == expected


def test_a_search_takes_three_requests(both: tuple[Path, str, str]) -> None:
    folder, _, place = both
    with speechkit.open(folder, index=place) as corpus:
        client = corpus._backend.client  # type: ignore[attr-defined]
        assert client.requests <= 3
        for query in ("发展", "安全 生产", "开发区 -招商", "安全 NEAR/20 生产"):
            before = client.requests
            results = corpus.search(query)
            assert results.total
            assert results.only_dropped >= 0
            assert client.requests - before <= 3


def test_statistics_name_the_address(both: tuple[Path, str, str]) -> None:
    place = both[2]
    told = json.loads(run_here("stats", "--index", place, "--format", "jsonl").out)
    assert told["index"] == place
    assert told["speeches"] == 12


def test_errors_are_one_sentence(both: tuple[Path, str, str]) -> None:
    place = both[2]
    nothing = run_here("search", "发展", "--index", f"{place}-not-there")
    assert nothing.status == 2
    assert "there is no index" in nothing.error
    assert nothing.error.count("\n") == 1
    raw = run_here("show", "--raw", "001", "--index", f"{place}-not-there")
    assert raw.status == 2
