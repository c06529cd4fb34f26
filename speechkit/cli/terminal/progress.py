"""What a person sees while work goes on: a bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import note
from speechkit.language import _, ngettext
from speechkit.render.messages import describe_event, describe_reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.progress import Progress, ProgressColumn

    from speechkit import Event

_MANY_FILES, _MANY_BYTES = 200, 10_000_000
"""From here on a folder is large, so that somebody may not have meant it."""

_LONGEST_BAR, _SHORTEST_BAR = 30, 4
"""Cells."""

_TAKEN = 56
"""Cells of what is around the bar of an index; a terminal that has no more is not told bytes."""

_PATIENCE = 0.3
"""Seconds before a bar appears: shorter work needs none."""


class IndexProgress:
    """Called by the library as it reads files; draws the bar once that takes a while.

    Of a folder that nobody named it says what is read, where that is much, and how to stop it.
    """

    def __init__(self, terminal: Terminal, unnamed: Path | None = None) -> None:
        self._unnamed = unnamed
        self._shown = terminal.messages
        self._color = terminal.color
        self._width = terminal.width
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> IndexProgress:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()

    def __call__(self, files: int, all_files: int, size: int, all_sizes: int) -> None:
        """Show how many files and bytes are done."""
        if self._unnamed and (all_files >= _MANY_FILES or all_sizes >= _MANY_BYTES):
            told = describe_reading(self._unnamed, all_files, all_sizes)
            ways = (_("Ctrl-C stops it, your files stay as they are"),) if self._shown else ()
            note(_("; ").join((told, *ways)))
            self._unnamed = None
        if not self._shown:
            return
        if self._bar is None and time.monotonic() - self._started > _PATIENCE:
            self._bar = _start_bar(all_files, all_sizes, self._width, color=self._color)
        if self._bar is not None:
            self._bar.update(
                self._bar.task_ids[0],
                completed=size,
                files=_count_files(files, all_files),
            )
            if files == all_files:
                self._stop()  # an index is mended outside the block, too

    def tell(self, event: Event) -> None:
        """Tell the user what happened to the index, the bar out of the way."""
        self._stop()
        note(describe_event(event))

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


class WorkProgress:
    """Called with how many parts are done and how many there are; draws a bar if it takes long."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        self._shown = terminal.messages
        self._color = terminal.color
        self._width = terminal.width
        self._name = name
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> WorkProgress:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def __call__(self, done: int, every: int) -> None:
        """Show how many parts are done."""
        if self._shown and self._bar is None and time.monotonic() - self._started > _PATIENCE:
            self._bar = _start_work_bar(self._name, every, self._width, color=self._color)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done)

    def stop(self) -> None:
        """Show nothing any more: results are printed from here on."""
        self._shown = False
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _start_work_bar(name: str, every: int, width: int, *, color: bool) -> Progress:
    from rich.progress import MofNCompleteColumn, TimeRemainingColumn

    from speechkit.render.cells import measure

    taken = measure(name) + len(f" {every}/{every} 00:00 ") + 1
    columns = (
        _make_text_column(name),
        _make_bar_column(min(max(width - taken, _SHORTEST_BAR), _LONGEST_BAR)),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )
    bar = _make_bar(columns, color=color)
    bar.add_task("", total=every)
    bar.start()
    return bar


def _make_bar(columns: Iterable[ProgressColumn], *, color: bool) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    return Progress(
        *columns,
        console=Console(file=sys.stderr, force_terminal=True, no_color=not color),
        transient=True,
        # Standard output is data, wherever it goes.
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _make_text_column(text: str) -> ProgressColumn:
    from rich.progress import TextColumn
    from rich.table import Column

    return TextColumn(text, markup=False, table_column=Column(no_wrap=True))


def _make_bar_column(width: int) -> ProgressColumn:
    """Return a bar of ``width`` cells; rich's own counts one for a mark that may be two."""
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    from speechkit.render.cells import draw_line, measure

    class BarColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            done = draw_line("━", int(task.percentage / 100 * width))
            rest = draw_line("─", width - measure(done))
            return Text.assemble((done, "green"), (rest, "dim"))

    return BarColumn()


def _count_files(files: int, all_files: int) -> str:
    told = ngettext("{number}/{all} file", "{number}/{all} files", all_files)
    return told.format(number=f"{files:,}", all=f"{all_files:,}")


def _start_bar(all_files: int, all_sizes: int, width: int, *, color: bool) -> Progress:
    from rich.progress import DownloadColumn, TimeRemainingColumn
    from rich.table import Column

    columns = [
        _make_text_column(_("indexing")),
        _make_bar_column(min(max(width - _TAKEN, _SHORTEST_BAR), _LONGEST_BAR)),
        _make_text_column("{task.fields[files]}"),
    ]
    if width >= _TAKEN:
        columns.append(DownloadColumn(table_column=Column(no_wrap=True)))
    bar = _make_bar((*columns, TimeRemainingColumn(compact=True)), color=color)
    bar.add_task("", total=all_sizes, files=_count_files(0, all_files))
    bar.start()
    return bar
