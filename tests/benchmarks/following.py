"""What it costs that files were added, changed or removed since the last search."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from .corpora import FIRST_EXTRA, RARE, BenchmarkCorpus, write_speech, write_speeches
from .measuring import run_command
from .setting import Setting, remove_index, say, speechkit
from .tables import Table, at_most, milliseconds

_TARGET_SPEECHES = 100_000
_SETTLING_SECONDS = 0.15
"""A file that changed less than a tenth of a second ago is read once more at the next look."""

_PLAIN = "nothing changed"
_ADD = "one file added"
_Changes = dict[str, Callable[[Path], object]]


def measure_following(setting: Setting) -> Iterator[Table]:
    """Yield the cost of each kind of change at each size."""
    rows = []
    for size in setting.large_sizes:
        corpus = setting.corpus(size)
        index = _copy_index(setting, corpus)
        say(f"following changes of {size:,} speeches")
        added = corpus.folder / "added"
        shutil.rmtree(added, ignore_errors=True)
        try:
            seconds = _measure(setting, corpus, index, added)
        finally:
            shutil.rmtree(added, ignore_errors=True)
            remove_index(index)
        many = _count_many(setting)
        rows += [_make_row(size, name, seconds, many) for name in seconds]
        setting.series[f"`{_ADD}, search`"][size] = median(seconds[_ADD])
    yield _make_table(rows)


def _copy_index(setting: Setting, corpus: BenchmarkCorpus) -> Path:
    """Return a copy of a corpus's index, which the changes may wear."""
    index = setting.follow_up(corpus)
    copy = index.with_name("followed.sqlite")
    remove_index(copy)
    with closing(sqlite3.connect(index)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)  # with what still stands in its log
    return copy


def _measure(
    setting: Setting, corpus: BenchmarkCorpus, index: Path, added: Path
) -> dict[str, list[float]]:
    command = speechkit("search", RARE, corpus=corpus.folder, index=index)
    run_command(command)
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(setting.runs):
        changes = _single_changes()
        if turn < (1 if setting.small else 3):
            changes |= _many_changes(_count_many(setting))
        for name, change in changes.items():
            change(added)
            time.sleep(_SETTLING_SECONDS)
            run = run_command(command)
            if run.status:
                raise RuntimeError(f"search ended with {run.status}: {run.errors.decode()[-400:]}")
            seconds[name].append(run.wall)
    return seconds


def _single_changes() -> _Changes:
    return {
        _PLAIN: lambda added: None,
        _ADD: lambda added: _write(added, FIRST_EXTRA),
        "one file changed": lambda added: _write(added, FIRST_EXTRA + 1),
        "one file removed": shutil.rmtree,
    }


def _many_changes(many: int) -> _Changes:
    return {
        f"{many:,} files added": lambda added: write_speeches(added, FIRST_EXTRA, many),
        f"{many:,} files removed": shutil.rmtree,
    }


def _count_many(setting: Setting) -> int:
    return 100 if setting.small else 1000


def _write(added: Path, number: int) -> None:
    added.mkdir(exist_ok=True)
    (added / "one.txt").write_text(write_speech(number), encoding="utf-8")


def _make_row(size: int, name: str, seconds: dict[str, list[float]], many: int) -> tuple[str, ...]:
    plain, cost = median(seconds[_PLAIN]), median(seconds[name])
    each = f"{(cost - plain) / many * 1000:.1f}" if name.startswith(f"{many:,}") else ""
    target = at_most(cost / plain, 1.5) if name == _ADD and size >= _TARGET_SPEECHES else ""
    runs = str(len(seconds[name]))
    return (f"{size:,}: {name}", runs, milliseconds(cost), f"{cost / plain:.2f}", each, target)


def _make_table(rows: list[tuple[str, ...]]) -> Table:
    columns = ("then a search for a rare term", "runs", "ms", "× nothing changed", "ms a file")
    return Table(
        "Following changes",
        (*columns, "target"),
        rows,
        ("whole processes, a sixth of a second after the change, so that the file has settled",),
    )
