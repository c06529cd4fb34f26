"""On what, with what and when the figures were measured."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    *("speechkit-zh", "click", "rich", "jieba", "rank-bm25", "numpy", "opencc"),
    *("rjieba", "tantivy"),
)


def describe_machine() -> Iterator[str]:
    """Yield lines for the head of a report."""
    now = datetime.now(timezone.utc)
    yield f"{now:%Y-%m-%d %H:%M} UTC"
    yield f"{_processor()}, {_count_processors()} cores in use, {_memory()}"
    yield f"{platform.platform()}; load at the end {_load()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield f"{python}, SQLite {sqlite3.sqlite_version}, {_programs()}"
    yield ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> str:
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{total / 1e9:.0f} GB of memory"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _programs() -> str:
    """Return the versions of the programs that speechkit is measured beside."""
    return ", ".join(map(_first_line, (("rg", "-V"), ("ugrep", "-V"), ("recollq", "-v"))))


def _first_line(command: tuple[str, str]) -> str:
    if shutil.which(command[0]) is None:
        return f"no {command[0]}"
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return (run.stdout or run.stderr).split("\n", 1)[0].strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
