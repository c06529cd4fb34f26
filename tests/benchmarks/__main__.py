"""Measures speechkit beside its peers and against its targets, and prints tables of ratios.

``python -m tests.benchmarks --size small`` takes a minute and prints the table of targets alone,
``--size full`` an hour on a machine that should do nothing else. Corpora and indexes are kept under
``--work`` and used again. No figure fails the run.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import platformdirs

from .corpora import describe_sources
from .following import measure_following
from .growth import measure_growth
from .indexing import measure_indexing
from .latency import measure_latency
from .machine import describe_machine
from .relevance import measure_relevance
from .setting import PROGRAM, Setting, say
from .tables import Table, render
from .targets import measure_targets
from .text_speed import measure_text_speed

_SIZES = {"small": (5, 1000), "medium": (5, 1000), "full": (5, 1000, 10_000, 100_000)}

_SECTIONS: dict[str, Callable[[Setting], Iterator[Table]]] = {
    "targets": measure_targets,
    "indexing": measure_indexing,
    "latency": measure_latency,
    "following": measure_following,
    "growth": measure_growth,
    "relevance": measure_relevance,
    "text": measure_text_speed,
}


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for, print it, and write it where it was asked to be kept."""
    chosen = _read_arguments(arguments)
    if chosen.program:
        os.environ[PROGRAM] = str(chosen.program.resolve())
    setting = Setting(chosen.size, chosen.sizes or _SIZES[chosen.size], chosen.work.resolve())
    _prepare(setting.work)
    started = time.monotonic()
    parts: list[str] = []
    for name in chosen.only or (["targets"] if setting.small else list(_SECTIONS)):
        for table in _measure(name, setting):
            parts.append(render(table))
            print(parts[-1], flush=True)
    head = _make_head(arguments, setting, time.monotonic() - started)
    print(head)
    if chosen.write:
        chosen.write.write_text("\n".join((head, *parts)), encoding="utf-8")


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=_SIZES, default="small")
    parser.add_argument("--sizes", type=_read_sizes, help="speeches, with commas, instead")
    parser.add_argument("--only", type=_read_sections, help=", ".join(_SECTIONS))
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the report as Markdown")
    parser.add_argument("--program", type=Path, help="of another version, to compare")
    kept = platformdirs.user_cache_path("speechkit-benchmarks", appauthor=False)
    parser.add_argument("--work", type=Path, default=kept, help=f"[default: {kept}]")
    return parser.parse_args(arguments)


def _read_sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(size) for size in text.split(",")}))


def _read_sections(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in _SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no section {unknown[0]}; there are {list(_SECTIONS)}")
    return [name for name in _SECTIONS if name in names]


def _prepare(work: Path) -> None:
    """Give this process and all that it starts a cache of their own and a plain environment."""
    (work / "corpora").mkdir(parents=True, exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")
    os.environ["PAGER"] = "cat"
    os.environ["TERM"] = "xterm-256color"
    for name in ("SPEECHKIT_CORPUS", "NO_COLOR", "COLUMNS", "LINES", "PYTHONPROFILEIMPORTTIME"):
        os.environ.pop(name, None)


def _measure(name: str, setting: Setting) -> Iterator[Table]:
    """Yield the tables of a section; one that cannot be measured says so and stops no other."""
    try:
        yield from _SECTIONS[name](setting)
    except Exception as error:
        traceback.print_exc()
        say(f"{name} could not be measured")
        yield Table(f"{name}: not measured", (), (), (f"{type(error).__name__}: {error}",))


def _make_head(arguments: Sequence[str], setting: Setting, seconds: float) -> str:
    sizes = ", ".join(f"{size:,}" for size in setting.sizes)
    lines = [
        *describe_machine(),
        f"corpora of {sizes} speeches, recombined from {describe_sources()}",
        f"`python -m tests.benchmarks {shlex.join(arguments)}`, {seconds / 60:.1f} minutes",
    ]
    return "# Benchmarks\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
