"""The last OpenSearch of version 2 serves too; its scores have another factor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MakeCorpus

from cluster.command_lines import index_both, remove_index
from cluster.server import OLDER_VERSION, NoServerError, Server, ask, run_server
from cluster.test_building import build, compare, invent
from speechkit.backends.opensearch.backend import ClusterBackend
from speechkit.ranking import K1

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def older_server() -> Iterator[Server]:
    try:
        with run_server(OLDER_VERSION) as server:
            yield server
    except NoServerError as error:
        pytest.skip(str(error))


def test_version_two_answers_the_same(
    older_server: Server, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    assert OLDER_VERSION in str(ask(older_server.address, "GET", "/")["version"])
    with index_both(tmp_path, older_server.address) as both:
        both.check_all()
    folder = make_corpus({f"{n:03}.txt": invent(n) for n in range(40)})
    place = f"{older_server.address}/test-{os.urandom(4).hex()}"
    build(folder, place).close()
    (folder / "003.txt").write_text(invent(103), "utf-8")
    (folder / "005.txt").unlink()
    with build(folder, place) as corpus:
        assert isinstance(corpus._backend, ClusterBackend)
        assert corpus._backend._factor == K1 + 1
        compare(corpus, folder)
    remove_index(place)
