"""Every row of the table of targets, in one run: processor time, memory and bytes.

Processor time is what a busy machine disturbs least; where seconds of the clock are meant, the row
says so. What is left of a whole command when a command that finds nothing is taken off is called
its work.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from speechkit.backends.sqlite.encoding import unpack_text
from speechkit.backends.sqlite.storage import connect, read_content

from . import peers
from .corpora import (
    COMMON,
    FIRST_EXTRA,
    RARE,
    ROOT,
    SHORT,
    BenchmarkCorpus,
    shared_folder,
    source_text,
    write_speeches,
)
from .indexing import measure_size
from .measuring import Command, Run, measure_in_turn, run_command
from .setting import Setting, program, remove_index, say, speechkit
from .tables import Table, at_least, at_most

_EVERYWHERE = "发展"
_NEAR = "经济 NEAR/10 社会"
_MOST_COMMON = "的"
_BEST = 20
_MEMORY_MB = 500
_CORPORA = {
    "small": (300, 400, 400),
    "medium": (1000, 4000, 4000),
    "full": (5000, 8000, 100_000),
}
"""Speeches of 10 KB, news of 2 KB, and files that are followed."""
_MANY_FILES = 100_000
_SETTLING_SECONDS = 0.15

_Row = tuple[str, str, str]
"""What was measured, the figures, and the target with whether it is met."""


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A corpus with its index."""

    corpus: BenchmarkCorpus
    index: Path

    def command(self, name: str, *arguments: str) -> Command:
        """Return a command of the product that does not look at the folder."""
        more = (*arguments, "--no-follow")
        return speechkit(name, *more, corpus=self.corpus.folder, index=self.index)

    def following(self, name: str, *arguments: str) -> Command:
        """Return a command of the product that follows the folder."""
        return speechkit(name, *arguments, corpus=self.corpus.folder, index=self.index)


def measure_targets(setting: Setting) -> Iterator[Table]:
    """Yield the table of targets."""
    long, short, most = _CORPORA[setting.size]
    corpora = (setting.corpus(5), setting.corpus(long), setting.corpus(short, SHORT))
    say("targets")
    rows = [*_measure_builds(setting, corpora[1:])]
    small, speeches, news = (_open(setting, corpus) for corpus in corpora)
    followed = _open(setting, setting.corpus(most, SHORT))
    rows += _measure_starts(setting, small)
    rows += _measure_size_of_corpus(setting, followed)
    rows += _measure_hits(setting, speeches, news)
    rows += _measure_near(setting, speeches)
    rows += _measure_first_search()
    rows += _measure_memory(setting)
    rows += _measure_removal(setting, followed)
    yield Table("Targets", ("what", "figure", "target"), rows, (f"`{' '.join(program())}`",))


def _open(setting: Setting, corpus: BenchmarkCorpus) -> _Indexed:
    return _Indexed(corpus, setting.follow_up(corpus))


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"


def _work(commands: dict[str, Command], runs: int) -> dict[str, float]:
    """Return the processor seconds of commands, as medians of runs in turn."""
    return {name: times.cpu for name, times in measure_in_turn(commands, runs).items()}


def _measure_builds(setting: Setting, corpora: tuple[BenchmarkCorpus, ...]) -> Iterator[_Row]:
    """Yield how fast indexes are built beside the peers, and how large they are."""
    setting.follow_up(setting.corpus(5))  # makes the dictionary, which is not measured
    naive = _naive_rate(setting)
    for corpus, name, least, most in zip(
        corpora, ("speeches of 10 KB", "news of 2 KB"), (6, 5), (1.5, 1.85), strict=True
    ):
        say(f"indexing {name}")
        runs = [_build(setting, corpus) for _ in range(3 if setting.size == "full" else 1)]
        cpu, wall = (median(getattr(run, field) for run in runs) for field in ("cpu", "wall"))
        megabytes = corpus.text_bytes / 1e6
        row = f"index {corpus.speeches:,} {name}"
        yield (
            row,
            f"{megabytes / wall:.2f} MB/s by the clock, {1000 * cpu / megabytes:.0f} ms/MB",
            "",
        )
        speed = megabytes / wall / naive
        yield f"{row} × naive", f"{speed:.2f}", at_least(speed, least)
        share = measure_size(setting.index_file(corpus)) / corpus.text_bytes
        yield f"{row} on disk × text", f"{share:.3f}", at_most(share, most)
        peak = max(run.peak_bytes for run in runs) / 1e6
        yield f"{row}, memory of all processes", f"{peak:.0f} MB", at_most(peak, _MEMORY_MB)
        yield from _measure_peers(setting, corpus, row, cpu, wall)
    if (leaders := shared_folder() / "corpora" / "leaders").is_dir():
        yield from _measure_leaders(setting, leaders)


def _build(setting: Setting, corpus: BenchmarkCorpus) -> Run:
    index = setting.index_file(corpus)
    remove_index(index)
    command = speechkit("index", corpus=corpus.folder, index=index)
    return _checked(run_command(command, sample_memory=True))


def _checked(run: Run) -> Run:
    if run.status not in {0, 1}:
        raise RuntimeError(f"ended with {run.status}: {run.errors.decode()[-400:]}")
    return run


def _naive_rate(setting: Setting) -> float:
    """Return MB a second of jieba and BM25Okapi, without starting and loading them."""
    corpus = setting.corpus(100 if setting.small else 1000)
    parts = peers.read_parts(run_command(peers.naive_command(corpus.folder, RARE)))
    return corpus.text_bytes / 1e6 / (parts["segmenting"] + parts["indexing"])


def _measure_peers(
    setting: Setting, corpus: BenchmarkCorpus, row: str, cpu: float, wall: float
) -> Iterator[_Row]:
    """Yield how fast the product is beside peers; seconds of the clock on all cores decide."""
    for peer in peers.installed_peers()[0]:
        target = setting.work / "peers" / peer
        shutil.rmtree(target, ignore_errors=True)
        run = _checked(run_command(peers.indexing_command(peer, corpus.folder, target)))
        parts = peers.read_parts(run)
        theirs = parts["segmenting"] + parts["indexing"]
        target_text = at_least(theirs / wall, 0.8) if peer == "fts5" else ""
        yield f"{row} × {peer}", _compare_speed(theirs, corpus, cpu, wall), target_text
    if peers.has_recoll():
        target = setting.work / "peers" / "recoll"
        run = _checked(run_command(peers.recoll_indexing(corpus.folder, target)))
        size = measure_size(target) / corpus.text_bytes
        figures = _compare_speed(run.cpu, corpus, cpu, wall)
        yield f"{row} × recoll", f"{figures}; its index is {size:.1f} × the text", ""


def _compare_speed(theirs: float, corpus: BenchmarkCorpus, cpu: float, wall: float) -> str:
    rate = f"{1000 * theirs / corpus.text_bytes * 1e6:.0f} ms/MB"
    return f"{theirs / wall:.2f} of its speed by the clock, {theirs / cpu:.2f} by CPU ({rate})"


def _measure_leaders(setting: Setting, folder: Path) -> Iterator[_Row]:
    """Yield the size of an index of speeches that are one endless line each."""
    index = setting.work / "indexes" / "leaders.sqlite"
    remove_index(index)
    _checked(run_command(speechkit("index", corpus=folder, index=index)))
    text = sum(path.stat().st_size for path in folder.iterdir())
    share = measure_size(index) / text
    yield "index leaders on disk × text", f"{share:.3f}", at_most(share, 1.5)


def _measure_starts(setting: Setting, small: _Indexed) -> Iterator[_Row]:
    """Yield what starting and answering cost on five files, as shares of bare imports."""
    cases = {
        "search": (small.following("search", RARE), peers.UNIT, 0.55),
        "show": (small.following("show", "00000003"), peers.SMALL_UNIT, 1.5),
        "list": (small.following("list"), peers.SMALL_UNIT, 1.5),
        "--help": (Command((*program(), "--help")), peers.SMALL_UNIT, 1.5),
    }
    units = {unit: peers.import_command(unit) for unit in (peers.UNIT, peers.SMALL_UNIT)}
    commands = units | {name: command for name, (command, _, _) in cases.items()}
    seconds = _work(commands, 7)
    for name, (_, unit, most) in cases.items():
        share = seconds[name] / seconds[unit]
        yield f"{name}, 5 files × `{unit}`", f"{share:.2f}", at_most(share, most)


def _measure_size_of_corpus(setting: Setting, large: _Indexed) -> Iterator[_Row]:
    """Yield what a search costs on a corpus of many files, as shares of a bare import."""
    commands = {
        peers.UNIT: peers.import_command(peers.UNIT),
        "still": large.command("search", RARE),
        "following": large.following("search", RARE),
    }
    seconds = _work(commands, setting.runs)
    for name, most in (("still", 2), ("following", 5)):
        share = seconds[name] / seconds[peers.UNIT]
        files = f"{large.corpus.speeches:,} files"
        yield f"search, {files}, {name} × `{peers.UNIT}`", f"{share:.2f}", at_most(share, most)


def _measure_hits(setting: Setting, speeches: _Indexed, news: _Indexed) -> Iterator[_Row]:
    """Yield what every further hit costs, beside unpacking its text and beside grep."""
    cases = (
        ("planted phrase, speeches of 10 KB", speeches, COMMON, 0.2),
        (f"{_EVERYWHERE}, speeches of 10 KB", speeches, _EVERYWHERE, 0.4),
        ("planted phrase, news of 2 KB", news, COMMON, 0.12),
    )
    for name, indexed, query, most in cases:
        commands = {
            "few": indexed.command("search", RARE),
            "best": indexed.command("search", query, "-n", str(_BEST)),
            "every": indexed.command("search", query),
            "all": indexed.command("search", query, "--all"),
            "counts": indexed.command("search", query, "-c"),
            "kwic": indexed.command("kwic", query),
        }
        commands |= peers.grep_commands(indexed.corpus.folder, query)
        commands |= _recoll_commands(setting, indexed.corpus, query)
        times = measure_in_turn(commands, 1 if setting.small else 3)
        hits = times["counts"].last.output.count(b"\n")
        each = (times["every"].cpu - times["best"].cpu) / (hits - _BEST)
        ms = 1000 * each
        yield f"each of {hits:,} hits, tsv: {name}", f"{ms:.3f} ms", at_most(ms, most)
        unpacking = _unpack_each(indexed)
        share = each / unpacking
        yield f"… × unpacking alone ({1000 * unpacking:.3f} ms)", f"{share:.2f}", at_most(share, 3)
        if "ripgrep" in times:
            share = each * hits / times["ripgrep"].cpu
            yield "… each hit × ripgrep", f"{share:.1f}", at_most(share, 8)
        for tool in ("ripgrep", "ugrep", "recoll"):
            if tool in times:
                share = times["every"].cpu / times[tool].cpu
                target = at_most(share, 8) if tool == "ripgrep" else ""
                yield f"… all of them × {tool}", f"{share:.1f}", target
        for more in ("all", "counts", "kwic"):
            work = (times[more].cpu - times["few"].cpu) / hits
            yield f"… {more}, work for a hit", f"{1000 * work:.3f} ms", ""


def _recoll_commands(setting: Setting, corpus: BenchmarkCorpus, query: str) -> dict[str, Command]:
    """Return recoll naming every file that holds a phrase, from the index that it has."""
    if not peers.has_recoll():
        return {}
    target = setting.work / "peers" / f"recoll-{corpus.folder.name}"
    if not target.exists():
        say(f"recoll indexes {corpus.speeches:,} speeches")
        _checked(run_command(peers.recoll_indexing(corpus.folder, target)))
    return {"recoll": peers.recoll_search(target, query)}


def _unpack_each(indexed: _Indexed) -> float:
    """Return the processor seconds of fetching and unpacking one text."""
    passes = []
    with closing(connect(indexed.index)) as database:
        keys = [key for (key,) in database.execute("SELECT id FROM speech")]
        for _ in range(3):
            started = time.process_time()
            for key in keys:
                unpack_text(read_content(database, key).text)
            passes.append((time.process_time() - started) / len(keys))
    return median(passes)


def _measure_near(setting: Setting, speeches: _Indexed) -> Iterator[_Row]:
    cases = {_NEAR: 0.06, _MOST_COMMON: 0.08}
    commands = {query: speeches.command("search", query, "-n", "10") for query in cases}
    commands["few"] = speeches.command(
        "search", RARE
    )  # no hit at all is explained, which takes time
    seconds = _work(commands, setting.runs)
    for query, most in cases.items():
        work = seconds[query] - seconds["few"]
        target = at_most(1000 * work, 1000 * most)
        size = f"{speeches.corpus.text_bytes / 1e6:.0f} MB"
        yield f"{query}, best 10, {size}, work", _milliseconds(work), target


def _measure_first_search() -> Iterator[_Row]:
    """Yield what a new user waits for: nothing is cached, the sample is searched."""
    runs = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            environment = {"XDG_CACHE_HOME": cache}
            command = Command((*program(), "search", "发展", "-C", str(ROOT / "corpus")))
            run = Command(command.arguments, environment=environment)
            runs.append(_checked(run_command(run)))
    cpu, wall = (median(getattr(run, field) for run in runs) for field in ("cpu", "wall"))
    figures = f"{cpu:.2f} s ({wall:.2f} by the clock)"
    yield "first search of a new user, 12 files", figures, at_most(cpu, 0.9)


def _measure_memory(setting: Setting) -> Iterator[_Row]:
    """Yield the most memory of all processes with one file that is as large as may be."""
    size = {"small": 2_000_000, "medium": 12_000_000, "full": 31_000_000}[setting.size]
    text = source_text().encode()
    files = {
        "text": (text * (size // len(text) + 1))[:size],
        "no-line-ends": (text.replace(b"\n", b"") * (size // len(text) + 1))[:size],
        "p": "<p>甲".encode() * (size // 24),
        "pages": b"1\n\n" * (size // 24),
        "numbers": " ".join(map(str, range(size // 7))).encode()[:size],
    }
    for name, data in files.items():
        folder = setting.work / "large" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ("a.html" if name == "p" else "a.txt")).write_bytes(data)
        index = setting.work / "indexes" / "large.sqlite"
        remove_index(index)
        say(f"one file of {len(data) / 1e6:.0f} MB: {name}")
        run = _checked(
            run_command(speechkit("index", corpus=folder, index=index), sample_memory=True)
        )
        peak = run.peak_bytes / 1e6
        row = f"memory, one file of {len(data) / 1e6:.1f} MB: {name}"
        yield row, f"{peak:.0f} MB, {run.cpu:.1f} s", at_most(peak, _MEMORY_MB)


def _measure_removal(setting: Setting, large: _Indexed) -> Iterator[_Row]:
    """Yield what following one added file and many removed ones costs, and corpus.words then."""
    many = 100 if setting.small else 1000
    added = large.corpus.folder / "added"
    search = large.following("search", RARE)
    seconds: dict[str, list[float]] = {"plain": [], "one": [], "many": [], "removed": []}
    try:
        for _ in range(3 if setting.size == "full" else 1):
            shutil.rmtree(added, ignore_errors=True)
            seconds["plain"] += [_follow(search), _follow(search)][1:]
            write_speeches(added, FIRST_EXTRA, 1, SHORT)
            seconds["one"].append(_follow(search))
            write_speeches(added, FIRST_EXTRA, many, SHORT)
            seconds["many"].append(_follow(search))
            shutil.rmtree(added)
            seconds["removed"].append(_follow(search))
    finally:
        shutil.rmtree(added, ignore_errors=True)
    cost = {name: median(values) for name, values in seconds.items()}
    files = f"{large.corpus.speeches:,} files"
    share = cost["one"] / cost["plain"]
    # The target is for so many files that looking for changes takes longer than to read one.
    target = at_most(share, 1.5) if large.corpus.speeches >= _MANY_FILES else ""
    yield f"one file added to {files} × a search", f"{share:.2f}", target
    for name, word, most in (("many", "added to", None), ("removed", "removed from", 1)):
        each = 1000 * (cost[name] - cost["plain"]) / many
        target = at_most(each, most) if most else ""
        yield f"{many:,} files {word} {files}, each", f"{each:.2f} ms", target


def _follow(command: Command) -> float:
    time.sleep(_SETTLING_SECONDS)
    return _checked(run_command(command)).cpu
