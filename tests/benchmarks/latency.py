"""How long a whole process takes that answers from an index that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import peers
from .corpora import ABSENT, COMMON, NATURAL, PHRASE, QUESTION, RARE, BenchmarkCorpus
from .measuring import Command, Times, measure_in_turn
from .setting import Setting, program, say, speechkit
from .tables import Table, at_most, milliseconds, ratio

_FEW = 100
"""Corpora smaller than this have the targets of five speeches, others those of 100,000."""

_NAIVE_SPEECHES = 1000
"""The naive tool takes ten seconds a query for this many."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A command of the product; limits are ratios without and with following."""

    name: str
    arguments: tuple[str, ...]
    few: tuple[float, float] | None = (1.2, 1.2)
    many: tuple[float, float] | None = (2.5, 6)
    unit: str = peers.UNIT
    terminal: bool = False
    follows: bool = True

    def limits(self, speeches: int) -> tuple[float, float] | None:
        return self.few if speeches < _FEW else self.many


_COMMON_LIMITS = (6.0, 6.0)
_CASES = (
    _Case("十四五, best 20", ("search", NATURAL, "-n", "20"), many=_COMMON_LIMITS),
    _Case("rare term", ("search", RARE)),
    _Case("rare term, jsonl", ("search", RARE, "--format", "jsonl")),
    _Case("rare term, at a terminal", ("search", RARE), terminal=True),
    _Case("phrase of 11", ("search", PHRASE)),
    _Case("no hit", ("search", ABSENT)),
    _Case("common term, best 20", ("search", COMMON, "-n", "20"), many=_COMMON_LIMITS),
    _Case("common term, all hits", ("search", COMMON), None, None, follows=False),
    _Case("question, --any, best 20", ("search", QUESTION, "--any", "-n", "20"), many=(10, 10)),
    _Case("show", ("show", "00000003"), (1.5, 1.5), (1.5, 6), peers.SMALL_UNIT),
    _Case("list", ("list",), (1.5, 1.5), None, peers.SMALL_UNIT),
    _Case("--help", ("--help",), (1.5, 1.5), (1.5, 1.5), peers.SMALL_UNIT, follows=False),
)

_UNITS = (peers.UNIT, peers.SMALL_UNIT, peers.RICH_UNIT, peers.BARE_UNIT)


def measure_latency(setting: Setting) -> Iterator[Table]:
    """Yield a table for each size."""
    for size in setting.sizes:
        corpus = setting.corpus(size)
        index = setting.follow_up(corpus)
        say(f"latency with {size:,} speeches")
        commands = dict(_list_commands(setting, corpus, index))
        times = measure_in_turn(commands, setting.runs)
        _record(setting, size, times)
        yield _make_table(corpus, times, setting.runs)


def _list_commands(
    setting: Setting, corpus: BenchmarkCorpus, index: Path
) -> Iterator[tuple[str, Command]]:
    for unit in _UNITS:
        yield unit, peers.import_command(unit)
    for case in _CASES:
        yield from _case_commands(case, corpus, index)
    for term in (RARE, COMMON):
        for grep, command in peers.grep_commands(corpus.folder, term).items():
            yield f"{grep}, {'rare' if term == RARE else 'common'} term", command
    if corpus.speeches < _FEW or (not setting.small and corpus.speeches <= _NAIVE_SPEECHES):
        yield "jieba + BM25Okapi", peers.naive_command(corpus.folder, RARE)


def _case_commands(
    case: _Case, corpus: BenchmarkCorpus, index: Path
) -> Iterator[tuple[str, Command]]:
    if case.arguments == ("--help",):
        yield _still(case), Command((*program(), "--help"))
        return
    terminal = case.terminal
    folder = corpus.folder
    still = (*case.arguments, "--no-follow")
    yield _still(case), speechkit(*still, corpus=folder, index=index, terminal=terminal)
    if case.follows:
        yield case.name, speechkit(*case.arguments, corpus=folder, index=index, terminal=terminal)


def _still(case: _Case) -> str:
    return f"{case.name} --no-follow"


def _record(setting: Setting, size: int, times: dict[str, Times]) -> None:
    names = [name for case in _CASES[1:] for name in (_still(case), case.name)]
    for name in (*names, "ripgrep, rare term", "ripgrep, common term"):
        if name in times and name != "--help --no-follow":
            setting.series[f"`{name}`"][size] = times[name].wall


def _make_table(corpus: BenchmarkCorpus, times: dict[str, Times], runs: int) -> Table:
    unit = times[peers.UNIT].wall
    rows = [_case_row(case, corpus.speeches, times) for case in _CASES]
    for name, measured in times.items():
        if name.startswith(("ripgrep", "ugrep", "jieba")):
            cost = (milliseconds(measured.wall), ratio(measured.wall, unit))
            cpu = ratio(measured.cpu, times[peers.UNIT].cpu)
            rows.append((name, _count_lines(measured), *cost, cpu, "", "", "", ""))
    return Table(
        f"Latency, {corpus.speeches:,} speeches ({corpus.text_bytes / 1e6:.1f} MB)",
        ("whole process", "lines", "ms", "×", "CPU ×", "following, ms", "×", "CPU ×", "target"),
        rows,
        tuple(_make_notes(times, runs)),
    )


def _case_row(case: _Case, speeches: int, times: dict[str, Times]) -> tuple[str, ...]:
    still = times[_still(case)]
    following = times.get(case.name)
    cells = _cost_cells(still, times[case.unit])
    more = _cost_cells(following, times[case.unit]) if following else ("", "", "")
    lines = "" if case.terminal else _count_lines(still)
    return (case.name, lines, *cells, *more, _judge(case, speeches, times))


def _cost_cells(measured: Times, unit: Times) -> tuple[str, str, str]:
    if measured.last.status not in {0, 1}:
        return (f"failed: {measured.last.status}", "", "")
    return (
        milliseconds(measured.wall),
        ratio(measured.wall, unit.wall),
        ratio(measured.cpu, unit.cpu),
    )


def _judge(case: _Case, speeches: int, times: dict[str, Times]) -> str:
    """Return the limits and whether they are kept; a terminal may cost the import of rich more."""
    limits = case.limits(speeches)
    if limits is None:
        return ""
    unit = times[case.unit].wall
    rich = (times[peers.RICH_UNIT].wall - times[peers.BARE_UNIT].wall) / unit
    more = rich if case.terminal else 0.0
    names = (_still(case), case.name)[: 1 + case.follows]
    judged = [
        at_most(times[name].wall / unit, limit + more)
        for name, limit in zip(names, limits, strict=False)
    ]
    return ", ".join(judged)


def _count_lines(measured: Times) -> str:
    return f"{_lines(measured):,}"


def _lines(measured: Times) -> int:
    return measured.last.output.count(b"\n")


def _make_notes(times: dict[str, Times], runs: int) -> Iterator[str]:
    units = ", ".join(f"`{unit}` {milliseconds(times[unit].wall)}" for unit in _UNITS)
    yield f"medians of {runs} runs in turn; units in ms, whole processes of Python: {units}"
    yield (
        f"× is the ratio to `{peers.UNIT}`, for show, list and --help to `{peers.SMALL_UNIT}`;"
        " the first three figures are with --no-follow, targets stand in the same order"
    )
    best = times["common term, best 20 --no-follow"]
    every = times["common term, all hits --no-follow"]
    more = _lines(every) - _lines(best)
    if more > 0:
        cost = (every.wall - best.wall) / more * 1e6
        yield f"each hit of the common term beyond 20 takes {cost:,.0f} µs"
