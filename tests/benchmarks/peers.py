"""The tools that speechkit is measured beside, as commands, and which of them are installed."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from .measuring import Command, Run

_PROGRAMS = Path(__file__).with_name("peer_programs.py")

UNIT = "import click, rank_bm25"
SMALL_UNIT = "import click"
RICH_UNIT = "import rich.console, rich.table"
BARE_UNIT = "pass"

_MODULES = {"fts5": "rjieba", "tantivy": "tantivy"}


def import_command(statement: str) -> Command:
    """Return the process that only imports."""
    return Command((sys.executable, "-c", statement))


def naive_command(folder: Path, query: str) -> Command:
    """Return jieba and BM25Okapi from start to answer."""
    return Command((sys.executable, str(_PROGRAMS), "naive", str(folder), query))


def grep_commands(folder: Path, query: str) -> dict[str, Command]:
    """Return ripgrep and ugrep printing every line that matches, as far as they are installed."""
    options = {"ripgrep": ("rg",), "ugrep": ("ugrep", "-r")}
    return {
        name: Command((program, *more, "--fixed-strings", query, str(folder)))
        for name, (command, *more) in options.items()
        if (program := shutil.which(command))
    }


def indexing_command(peer: str, folder: Path, target: Path) -> Command:
    """Return a peer that indexes a folder into a new one."""
    return Command((sys.executable, str(_PROGRAMS), peer, str(folder), str(target)))


def has_recoll() -> bool:
    """Return whether recoll's programs are installed."""
    return bool(shutil.which("recollindex") and shutil.which("recollq"))


def recoll_indexing(folder: Path, target: Path) -> Command:
    """Return recoll indexing a folder anew: pairs of Chinese characters, and no abstracts."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    settings = f"topdirs = {folder}\nidxabsmlen = 0\nloglevel = 1\n"
    (target / "recoll.conf").write_text(settings, encoding="utf-8")
    return Command(("recollindex", "-c", str(target), "-z"))


def recoll_search(target: Path, query: str) -> Command:
    """Return recoll printing the address of every file that holds a phrase, and nothing else."""
    return Command(("recollq", "-c", str(target), "-b", "-n", "0-10000000", f'"{query}"'))


def read_parts(run: Run) -> dict[str, float]:
    """Return the seconds of the parts of a peer's run."""
    parts: dict[str, float] = json.loads(run.errors.splitlines()[-1])
    return parts


def installed_peers() -> tuple[list[str], list[str]]:
    """Return the peers that index as much: those that can run here, and those that cannot."""
    there = [peer for peer, module in _MODULES.items() if find_spec("rjieba") and find_spec(module)]
    return there, [peer for peer in _MODULES if peer not in there]
