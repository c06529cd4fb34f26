"""Three nodes, one of which goes away under load, and comes back."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from conftest import MakeCorpus

import speechkit
from cluster.command_lines import index_both, list_every_build, remove_index
from cluster.server import Node, NoServerError, ask, run_nodes, wait_for
from cluster.test_building import QUERIES, build, compare, invent, start_builder
from speechkit.errors import ClusterError

pytestmark = pytest.mark.cluster

SEARCHES, SEARCHERS = 150, 2
SHARDS = 3


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    try:
        with run_nodes(3) as started:
            yield started
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture
def place(nodes: list[Node], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index that is not there yet, and will be cut into shards."""
    monkeypatch.setenv("SPEECHKIT_SHARDS", str(SHARDS))
    place = f"{nodes[0].address}/test-{os.urandom(4).hex()}"
    yield place
    remove_index(place)


def list_copies(nodes: list[Node], index: str) -> list[Any]:
    """Return the copies of all shards of an index; each says whether it is a primary and where."""
    found = ask(nodes[0].address, "GET", f"/_cat/shards/{index}?format=json")["answer"]
    assert isinstance(found, list)
    return found


def choose_victim(nodes: list[Node], index: str) -> Node:
    """Return a node that holds a primary of an index, and is not the one that is asked."""
    holders = {copy["node"] for copy in list_copies(nodes, index) if copy["prirep"] == "p"}
    return next(node for n, node in enumerate(nodes) if n and f"node{n}" in holders)


def test_three_nodes_answer_as_one(nodes: list[Node], place: str, tmp_path: Path) -> None:
    with index_both(tmp_path, nodes[0].address) as both:
        (index,) = list_every_build(both.place)
        copies = list_copies(nodes, index)
        assert len(copies) == 2 * SHARDS
        assert {copy["state"] for copy in copies} <= {"STARTED", "RELOCATING"}
        both.check_all()


class Searchers:
    """Threads that search, each a bounded number of times, and keep what they were told."""

    def __init__(self, place: str) -> None:
        self.answers: list[tuple[str, list[str]]] = []
        self.errors: list[BaseException] = []
        self.busy = Event()
        self._place = place
        self._threads = [Thread(target=self._run) for _ in range(SEARCHERS)]

    def _run(self) -> None:
        with speechkit.open(None, index=self._place) as corpus:
            for number in range(SEARCHES):
                query = QUERIES[number % len(QUERIES)]
                try:
                    found = corpus.search(query, limit=None)
                    self.answers.append((query, [hit.id for hit in found]))
                except BaseException as error:
                    self.errors.append(error)
                if number > SEARCHES // 5:
                    self.busy.set()

    def __enter__(self) -> Searchers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        for thread in self._threads:
            thread.join()


def test_a_killed_node_costs_no_answer(
    nodes: list[Node], place: str, make_corpus: MakeCorpus
) -> None:
    folder = make_corpus({f"{n:03}.txt": invent(n) for n in range(60)})
    with speechkit.open(folder, index=folder.with_name("local.sqlite")) as local:
        expected = {query: [hit.id for hit in local.search(query, limit=None)] for query in QUERIES}
    build(folder, place).close()
    (index,) = list_every_build(place)
    victim = choose_victim(nodes, index)
    with Searchers(place) as searchers:
        assert searchers.busy.wait(60)
        victim.kill()
    assert len(searchers.answers) + len(searchers.errors) == SEARCHES * SEARCHERS
    assert not [error for error in searchers.errors if not isinstance(error, ClusterError)]
    assert len(searchers.answers) > SEARCHES
    for query, found in searchers.answers:
        assert found == expected[query]
    victim.start()
    wait_for(nodes, status="green")
    with speechkit.open(folder, index=place) as corpus:
        compare(corpus, folder)


def test_a_build_outlives_a_node(nodes: list[Node], place: str, make_corpus: MakeCorpus) -> None:
    folder = make_corpus({f"{n:04}.txt": invent(n, 900) for n in range(400)})
    builder = start_builder(folder, place)
    begun: tuple[str, ...] = ()
    deadline = time.monotonic() + 60
    while not begun and builder.poll() is None and time.monotonic() < deadline:
        begun = list_every_build(place)
        time.sleep(0.1)
    (index,) = begun
    time.sleep(1)
    victim = choose_victim(nodes, index)
    victim.kill()
    time.sleep(2)
    alive = builder.poll() is None
    victim.start()
    _, said = builder.communicate(timeout=240)
    assert alive
    assert builder.returncode == 0, said.decode()
    wait_for(nodes, status="green")
    with speechkit.open(folder, index=place) as corpus:
        compare(corpus, folder)
