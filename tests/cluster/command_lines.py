"""Command lines that print the same from every index of a folder, wherever it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cli.program import ROOT, Finished, run_here

import speechkit
from speechkit.backends.opensearch.builds import list_builds
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.place import parse_place

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


class Both(NamedTuple):
    """A folder, and its index on this machine and on a cluster."""

    folder: Path
    local: str
    place: str

    def run(self, line: tuple[str, ...]) -> tuple[object, object]:
        """Return what a command line tells from the cluster, and what from this machine."""
        name, *rest = line
        found, expected = (
            _as_told(run_here(name, "-C", str(self.folder), "--index", index, *rest), self.place)
            for index in (self.place, self.local)
        )
        return found, expected

    def check_all(self) -> None:
        """Run all lines; those that tell otherwise are an error."""
        for line in LINES:
            found, expected = self.run(line)
            assert found == expected, line


def _as_told(finished: Finished, place: str) -> tuple[int, str, str]:
    return finished.status, finished.out, finished.error.replace(f"--index {place} ", "")


@contextmanager
def index_both(parent: Path, address: str) -> Iterator[Both]:
    """Give the project's own corpus with both indexes; that on the cluster is removed after."""
    folder = parent / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    local, place = str(parent / "index.sqlite"), f"{address}/commands-{os.urandom(4).hex()}"
    speechkit.open(folder, index=local).close()
    finished = run_here("index", "-C", str(folder), "--index", place)
    assert finished.status == 0, finished.error
    yield Both(folder, local, place)
    remove_index(place)


def remove_index(place: str) -> None:
    """Remove all that a cluster has of an index."""
    client = Client(parse_place(place))
    for index in (f"{client.place.alias}.lock", *list_every_build(place)):
        client.ask("DELETE", index, missing=True)


def list_every_build(place: str) -> tuple[str, ...]:
    """Return the builds of an index, whole or not."""
    builds = list_builds(Client(parse_place(place)))
    return (*builds.others, *((builds.live,) if builds.live else ()))
