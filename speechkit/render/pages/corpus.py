"""What a corpus holds and what indexing did, as a person reads it at a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from speechkit.language import N_, P_, _, ngettext
from speechkit.render.messages import (
    count_characters,
    count_indexes,
    count_skipped,
    count_speeches,
    describe_code,
    describe_index_state,
    describe_skipped,
    list_reasons,
    tell_skipped,
)
from speechkit.render.pages.layout import pad
from speechkit.render.pages.styles import IDENTIFIER, QUIET, TITLE, quiet
from speechkit.render.pages.tables import ROWS_AT_ONCE, Column, render_table
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit import Statistics
    from speechkit.model import Entry, IndexingSummary, KeptIndex, SkippedFile
    from speechkit.render.corpus import IndexFacts

_AGES = (
    (P_("{number} day ago", "{number} days ago"), 86_400),
    (P_("{number} hour ago", "{number} hours ago"), 3_600),
    (P_("{number} minute ago", "{number} minutes ago"), 60),
)


class _ListColumn(NamedTuple):
    """A column of the list that only terminals of some width have room for."""

    name: str
    least_width: int
    cell: Callable[[Entry], str]
    right: bool = False


_LIST_COLUMNS = (
    _ListColumn(N_("date"), 50, lambda speech: speech.date),
    _ListColumn(N_("characters"), 64, lambda speech: f"{speech.characters:,}", right=True),
    _ListColumn(N_("script"), 100, lambda speech: describe_code(speech.script)),
    _ListColumn(N_("encoding"), 100, lambda speech: speech.encoding or speech.format),
)


def render_list(speeches: Iterable[Entry], total: int, width: int) -> Iterator[Text]:
    """Yield a line a speech, and how many of ``total`` they are; a narrow terminal gets less."""
    rest = iter(speeches)
    shown = characters = 0
    columns: list[_ListColumn] | None = None
    while rows := list(islice(rest, ROWS_AT_ONCE)):
        before, columns = columns, _choose_columns(rows, width)
        yield from _render_rows(rows, columns, width, header=columns != before)
        shown += len(rows)
        characters += sum(speech.characters for speech in rows)
    told = (
        _("{shown} of {speeches}, {characters}") if shown < total else _("{speeches}, {characters}")
    )
    listed = told.format(
        shown=f"{shown:,}",
        speeches=count_speeches(total),
        characters=count_characters(characters),
    )
    yield Text()
    yield Text(listed, style=QUIET)


def render_indexing(
    summary: IndexingSummary,
    speeches: int,
    skipped: Sequence[SkippedFile],
    index: str | None,
    *,
    verbose: bool,
) -> Iterator[Text]:
    """Yield what indexing did: speeches, changes, skipped files by reason, where the index lies.

    ``verbose`` names each of these files.
    """
    line = Text(count_speeches(speeches), style=TITLE)
    changes = (
        _("{number} indexed").format(number=f"{summary.indexed:,}"),
        _("{number} unchanged").format(number=f"{summary.unchanged:,}"),
        _("{number} removed").format(number=f"{summary.removed:,}"),
        _describe_speed(summary),
    )
    line.append("  ")
    line.append_text(quiet(*changes))
    yield line
    for file, number in count_skipped(skipped):
        yield Text(tell_skipped(number, file))
    for file in skipped if verbose else ():
        why = safe_line(describe_skipped(file))
        yield Text(f"  {file.name}  ").append(why, style=QUIET)
    where = safe_line(index) if index else _("in memory")
    yield Text(_("index: {where}").format(where=where), style=QUIET)


def render_statistics(
    statistics: Statistics, skipped: Sequence[SkippedFile], index: IndexFacts
) -> Iterator[Text]:
    """Yield the corpus at a glance: a line for each thing that can be said of it."""
    facts = [
        (_("corpus"), str(index.corpus)),
        (_("fingerprint"), index.fingerprint),
        (_("speeches"), f"{statistics.speeches:,}"),
        (_("characters"), f"{statistics.characters:,}"),
        (_("passages"), f"{statistics.passages:,}"),
        (_("scripts"), _join_counts((_(script), number) for script, number in statistics.scripts)),
        (_("encodings"), _join_counts(statistics.encodings)),
        (_("formats"), _join_counts(statistics.formats)),
        (_("dates"), _describe_dates(statistics)),
        (_("skipped"), _(", ").join(list_reasons(skipped)) or _("nothing")),
        (_("index"), str(index.file) if index.file else _("in memory")),
    ]
    if index.size:
        told = _("{size} MB, changed {age}")
        facts.append(("", told.format(size=_in_megabytes(index.size), age=describe_age(index.age))))
    for name, value in facts:
        if value:
            yield Text(pad(name, 13), style=QUIET).append(safe_line(value), style="not dim")


def render_kept(indexes: Sequence[KeptIndex], width: int) -> Iterator[Text]:
    """Yield a table of the indexes that are kept, and how large they are together."""
    columns = (
        Column(_("corpus"), TITLE, folds=True),
        Column(_("speeches"), right=True),
        Column("MB", right=True),
        Column(_("updated"), QUIET),
        Column(_("state"), QUIET),
    )
    rows = [[Text(safe_line(cell)) for cell in _kept_cells(kept)] for kept in indexes]
    yield from render_table(columns, rows, width)
    told = _("{indexes}, {size} MB; speechkit index --remove -C DIR removes that of a folder")
    size = _in_megabytes(sum(kept.size for kept in indexes))
    yield Text()
    yield Text(told.format(indexes=count_indexes(len(indexes)), size=size), style=QUIET)
    if any(kept.folder is None for kept in indexes):
        told = _("one that does not tell its folder: speechkit index --remove --index FILE")
        yield Text(told, style=QUIET)


def render_removed(kept: KeptIndex) -> Iterator[Text]:
    """Yield which index was removed, and what that freed."""
    yield Text(safe_line(str(kept.folder or kept.file)), style=TITLE)
    counted = "" if kept.speeches is None else count_speeches(kept.speeches)
    told = _("index removed, {size} MB freed").format(size=_in_megabytes(kept.size))
    state = "" if kept.state == "current" else describe_index_state(kept.state)
    yield quiet(told, counted, state)


def _kept_cells(kept: KeptIndex) -> Iterator[str]:
    yield str(kept.folder or kept.file)
    yield "" if kept.speeches is None else f"{kept.speeches:,}"
    yield _in_megabytes(kept.size)
    yield describe_age(time.time() - kept.updated)
    yield describe_index_state(kept.state)


def _in_megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"


def describe_age(seconds: float) -> str:
    """Return how long ago something was, in the unit that fits."""
    for unit, size in _AGES:
        if seconds >= size:
            number = int(seconds // size)
            return ngettext(*unit, number).format(number=f"{number:,}")
    return _("just now")


def _choose_columns(rows: Sequence[Entry], width: int) -> list[_ListColumn]:
    """Return the columns that there is room for and that tell some of the speeches from others."""
    return [
        column
        for column in _LIST_COLUMNS
        if width >= column.least_width
        and (len(rows) == 1 or len({column.cell(speech) for speech in rows}) > 1)
        and any(column.cell(speech) for speech in rows)
    ]


def _render_rows(
    speeches: Sequence[Entry], columns: Sequence[_ListColumn], width: int, *, header: bool
) -> Iterator[Text]:
    shown = [
        Column(_("id"), IDENTIFIER, folds=True, widest=max(width // 3, 8)),
        Column(_("title"), TITLE, folds=True),
        *(Column(_(column.name), QUIET, column.right) for column in columns),
    ]
    rows = []
    for speech in speeches:
        title = speech.title if speech.title != speech.id else ""
        cells = [speech.id, title, *(column.cell(speech) for column in columns)]
        rows.append([Text(safe_line(cell)) for cell in cells])
    return render_table(shown, rows, width, header=header)


def _join_counts(counts: Iterable[tuple[str, int]]) -> str:
    told = _("{number} {name}")
    return _(", ").join(told.format(number=f"{number:,}", name=name) for name, number in counts)


def _describe_dates(statistics: Statistics) -> str:
    if not statistics.dated:
        return _("none of the speeches says its date")
    span = statistics.first_date
    if statistics.last_date != span:
        span = _("{first} to {last}").format(first=span, last=statistics.last_date)
    told = _("{span} ({number} of {speeches})")
    speeches = count_speeches(statistics.speeches)
    return told.format(span=span, number=f"{statistics.dated:,}", speeches=speeches)


def _describe_speed(summary: IndexingSummary) -> str:
    if not summary.indexed or summary.seconds <= 0:
        return ""
    megabytes = summary.bytes_read / 1e6
    told = _("{size} MB in {time} s")
    return told.format(size=f"{megabytes:.1f}", time=f"{summary.seconds:.1f}")
