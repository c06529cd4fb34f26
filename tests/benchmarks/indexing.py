"""How fast an index is built, in how much memory, and how large it is, beside the peers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from . import peers
from .corpora import RARE, BenchmarkCorpus
from .measuring import Command, Run, run_command
from .setting import Setting, remove_index, say, speechkit
from .tables import Table, at_least, at_most

_NAIVE = "jieba + BM25Okapi"
_PRODUCT = "speechkit"
_SPEED_TARGET = 6
"""Times the rate of naive, for the default install and the best one."""

_NAIVE_SPEECHES = 1000
_PEER_SPEECHES = 10_000
_FEW_RUNS = 3
"""Of corpora with more speeches than naive has; one where there are more than the peers have."""


@dataclass(slots=True)
class _Builds:
    """The builds of one tool on one corpus."""

    tool: str
    corpus: BenchmarkCorpus
    command: Command
    target: Path
    runs: list[Run] = field(default_factory=list)
    index_bytes: int = 0

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)

    @property
    def is_product(self) -> bool:
        return self.tool == _PRODUCT

    @property
    def rate(self) -> float:
        """Return MB of text a second: of the whole process, of a peer without starting it."""
        if self.is_product:
            return self.corpus.text_bytes / 1e6 / self.wall
        return self.part_rate("segmenting", "indexing")

    def part_rate(self, *names: str) -> float:
        parts = map(peers.read_parts, self.runs)
        seconds = median(sum(part[name] for name in names) for part in parts)
        return self.corpus.text_bytes / 1e6 / seconds

    @property
    def peak(self) -> float:
        return max(run.peak_bytes for run in self.runs) / 1e6


def measure_indexing(setting: Setting) -> Iterator[Table]:
    """Yield the product's table by size and that of the peers."""
    there, missing = peers.installed_peers()
    sizes = setting.large_sizes
    setting.follow_up(setting.corpus(5))  # makes the dictionary, which is not measured
    naive_size = min(_NAIVE_SPEECHES, sizes[-1])
    builds: list[_Builds] = []
    for size in sorted({*sizes, naive_size}):
        corpus = setting.corpus(size)
        group = [_product_builds(setting, corpus)]
        if size == _largest(sizes, _PEER_SPEECHES):
            group += [_peer_builds(peer, corpus, setting.work) for peer in there]
        if size == naive_size:
            group.append(_naive_builds(corpus, setting.work))
        _build_in_turn(group, setting)
        builds += group
        setting.series["`index`"][size] = group[0].wall
    notes = [f"not installed, left out: {', '.join(missing)}"] if missing else []
    naive = next(tool.rate for tool in builds if tool.tool == _NAIVE)
    yield _product_table([tool for tool in builds if tool.is_product], naive)
    yield _peer_table(builds, naive, notes)


def _largest(sizes: tuple[int, ...], limit: int) -> int:
    return max((size for size in sizes if size <= limit), default=min(sizes))


def _product_builds(setting: Setting, corpus: BenchmarkCorpus) -> _Builds:
    target = setting.index_file(corpus)
    return _Builds(_PRODUCT, corpus, speechkit("index", corpus=corpus.folder, index=target), target)


def _peer_builds(peer: str, corpus: BenchmarkCorpus, work: Path) -> _Builds:
    target = work / "peers" / peer
    return _Builds(peer, corpus, peers.indexing_command(peer, corpus.folder, target), target)


def _naive_builds(corpus: BenchmarkCorpus, work: Path) -> _Builds:
    return _Builds(_NAIVE, corpus, peers.naive_command(corpus.folder, RARE), work / "peers" / "-")


def _build_in_turn(group: list[_Builds], setting: Setting) -> None:
    """Let each tool build its index anew in each round; the texts were read just before."""
    corpus = group[0].corpus
    for path in corpus.folder.rglob("*.txt"):
        path.read_bytes()
    rounds = _count_rounds(setting, corpus.speeches)
    for turn in range(rounds):
        for tool in group:
            if tool.tool == _NAIVE and setting.small and turn:
                continue
            say(f"{tool.tool} indexes {corpus.speeches:,} speeches, {turn + 1} of {rounds}")
            _build(tool)


def _count_rounds(setting: Setting, speeches: int) -> int:
    if speeches <= _NAIVE_SPEECHES:
        return setting.runs
    return _FEW_RUNS if speeches <= _PEER_SPEECHES else 1


def _build(tool: _Builds) -> None:
    if tool.is_product:
        remove_index(tool.target)
    else:
        shutil.rmtree(tool.target, ignore_errors=True)
    run = run_command(tool.command, sample_memory=True)
    if run.status:
        raise RuntimeError(f"{tool.tool} ended with {run.status}: {run.errors.decode()[-400:]}")
    tool.runs.append(run)
    tool.index_bytes = measure_size(tool.target)


def measure_size(target: Path) -> int:
    """Return the bytes of a folder, or of an index file with its log."""
    paths = target.rglob("*") if target.is_dir() else target.parent.glob(f"{target.name}*")
    return sum(path.stat().st_size for path in paths if path.is_file())


def _product_table(builds: list[_Builds], naive: float) -> Table:
    heads = ("s", "CPU s", "MB/s", "× naive", "target", "peak MB", "target", "index / text")
    return Table(
        "Indexing, memory and size",
        ("`index`", "with", "runs", *heads, "target"),
        [_product_row(tool, naive) for tool in builds],
        (
            "whole processes with the start of Python and of the workers; jieba's dictionary lay in"
            " the cache already",
            "MB are 10⁶ bytes of the texts' UTF-8; medians, the largest peak, of all processes"
            " together (measuring.py says how)",
            "naive is jieba + BM25Okapi in one process, without starting it and loading jieba",
        ),
    )


def _product_row(tool: _Builds, naive: float) -> tuple[str, ...]:
    """Return the figures of one size; targets are for corpora of 1 MB and more."""
    text = tool.corpus.text_bytes
    speed, size = tool.rate / naive, tool.index_bytes / text
    judged = (
        at_least(speed, _SPEED_TARGET),
        at_most(tool.peak, 500),
        at_most(size, 1.5),
    )
    targets = judged if text >= 1e6 else ("", "", "")
    return (
        f"{tool.corpus.speeches:,} speeches, {text / 1e6:,.1f} MB",
        tool.tool,
        str(len(tool.runs)),
        f"{tool.wall:.2f}",
        f"{median(run.cpu for run in tool.runs):.2f}",
        f"{tool.rate:.1f}",
        f"{speed:.1f}",
        targets[0],
        f"{tool.peak:,.0f}",
        targets[1],
        f"{size:.2f}",
        targets[2],
    )


def _peer_table(builds: list[_Builds], naive: float, notes: list[str]) -> Table:
    sizes = {tool.corpus.speeches for tool in builds if not tool.is_product}
    heads = ("MB/s", "without segmenting", "× naive", "speechkit is ×")
    compared = [tool for tool in builds if tool.corpus.speeches in sizes]
    return Table(
        "Indexing beside the peers",
        ("tool", "speeches", "runs", *heads, "peak MB", "index / text"),
        [_peer_row(tool, builds, naive) for tool in compared],
        (
            "fts5 and tantivy index the words of rjieba and every character with its place (one"
            " process; reading and segmenting counted in MB/s, starting not)",
            *notes,
        ),
    )


def _peer_row(tool: _Builds, builds: list[_Builds], naive: float) -> tuple[str, ...]:
    size = tool.index_bytes / tool.corpus.text_bytes
    return (
        tool.tool,
        f"{tool.corpus.speeches:,}",
        str(len(tool.runs)),
        f"{tool.rate:.1f}",
        "" if tool.is_product else f"{tool.part_rate('indexing'):.1f}",
        f"{tool.rate / naive:.1f}",
        "" if tool.is_product else _compare(tool, builds),
        f"{tool.peak:,.0f}",
        f"{size:.2f}" if size else "in memory",
    )


def _compare(peer: _Builds, builds: list[_Builds]) -> str:
    """Return how many times as fast as a peer the product is."""
    own = next(b for b in builds if b.is_product and b.corpus == peer.corpus)
    ahead = own.rate / peer.rate
    least = _SPEED_TARGET if peer.tool == _NAIVE else 1
    return f"{ahead:.2f} ({at_least(ahead, least)})"
