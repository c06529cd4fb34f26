"""What ``check`` found, as a person reads it at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import _
from speechkit.model import NOTICE_KINDS
from speechkit.render.cells import measure
from speechkit.render.check import describe_summary
from speechkit.render.messages import (
    describe_code,
    describe_fault,
    describe_notices,
    describe_origin,
    describe_rule,
    describe_skipped,
    more_of,
    tell_skipped,
    words_of,
)
from speechkit.render.pages.layout import WIDEST, block, pad
from speechkit.render.pages.styles import COMMAND, IDENTIFIER, MATCH, QUIET, TITLE, quiet
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit import CheckedFile, CheckSummary, Duplicate
    from speechkit.model import DroppedText, MetadataFault, Notice, NoticeKind, SkippedFile

_INDENT = "     "
_KIND_WIDTH = 11
_TEXT_INDENT = " " * (len(_INDENT) + _KIND_WIDTH + 2)
_FEW = 3
"""Of the doubtful places of a file, and of its near-duplicates, unless all are asked for."""

_CERTAIN = 0.995

_SHORT = 20
"""Cells: texts up to this width share lines."""


def render_check(  # noqa: PLR0913 - the parts of one page
    files: Iterable[CheckedFile],
    skipped: Sequence[SkippedFile],
    faults: Sequence[MetadataFault],
    summary: CheckSummary,
    width: int,
    *,
    verbose: bool,
    every: bool,
    dropped: bool,
    more: str,
) -> Iterator[Text]:
    """Yield the files of which there is something to tell, or every one, and the summary.

    With ``dropped`` the dropped text of each follows. ``summary`` counts the files as they are
    taken; ``more`` is the command that tells more.
    """
    width = min(width, WIDEST)
    for file in files:
        if every or file.has_findings:
            yield from _render_file(file, width, verbose=verbose)
            yield from _render_dropped(file.dropped if dropped else (), width)
            yield Text()
    yield from block(describe_summary(summary), (), width, style=TITLE)
    yield from _render_skipped(skipped, verbose=verbose)
    for fault in faults:
        yield Text.assemble(("metadata.csv ", MATCH), safe_line(describe_fault(fault)))
    if not verbose and summary.dropped + summary.repaired:
        line = Text(_("what was repaired and dropped: "), style=QUIET)
        yield line.append(safe_line(more), style=COMMAND)


def _render_file(file: CheckedFile, width: int, *, verbose: bool) -> Iterator[Text]:
    """Yield id and title, how the file was decoded, and its findings by kind."""
    lead = Text().append(safe_line(file.id).ljust(3), style=IDENTIFIER).append("  ")
    if file.id == file.title:  # a text without a title has its file's name
        lead = Text()
    elif measure(lead.plain) > width // 2:
        yield lead
        lead = Text(_INDENT)
    yield from block(safe_line(file.title), (), width, lead, TITLE)
    sure = _("{share} sure").format(share=f"{file.confidence:.0%}")
    sure = "" if file.confidence > _CERTAIN else sure
    how = quiet(file.format, file.encoding, sure, _(file.script))
    yield Text(_INDENT).append_text(how)
    known = " · ".join(
        safe_line(describe_origin(origin, value, has_lines=bool(file.encoding)))
        for origin, value in file.metadata
    )
    if known:
        yield from block(known, (), width, _lead(_("known")))
    for kind in NOTICE_KINDS:
        of_kind = [
            # The title need not be read twice.
            notice if notice.text != file.title else notice._replace(text="")
            for notice in file.notices
            if notice.kind == kind
        ]
        yield from _render_kind(kind, of_kind, width, verbose=verbose)
    yield from _render_duplicates(file.duplicates, width, verbose=verbose)


def _render_skipped(skipped: Sequence[SkippedFile], *, verbose: bool) -> Iterator[Text]:
    by_reason: dict[str, list[SkippedFile]] = defaultdict(list)
    for file in skipped:
        by_reason[describe_skipped(file)].append(file)
    by_number = sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    for _reason, files in by_number:
        yield Text(tell_skipped(len(files), files[0]))
        for file in files if verbose else ():
            yield Text(f"{_INDENT}{file.name}", style=QUIET)


def _render_kind(
    kind: NoticeKind, notices: Sequence[Notice], width: int, *, verbose: bool
) -> Iterator[Text]:
    rules: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        rules[words_of(notice)].append(notice)
    if kind != "doubtful" and not verbose and rules:
        told = _(", ").join(map(describe_notices, rules.values()))
        yield from block(told, (), width, _lead(describe_code(kind)))
        return
    for of_rule in rules.values():
        style = MATCH if kind == "doubtful" else QUIET
        yield from block(describe_notices(of_rule), (), width, _lead(describe_code(kind), style))
        yield from _render_texts(of_rule if verbose else of_rule[:_FEW], width)
        if not verbose and len(of_rule) > _FEW:
            yield _more(len(of_rule) - _FEW)


def _render_texts(notices: Sequence[Notice], width: int) -> Iterator[Text]:
    """Yield the texts of notices of one rule, short ones together."""
    together: list[str] = []
    for notice in notices:
        text = safe_line(notice.text).strip()
        if notice.times > 1 and len(notices) > 1:
            text += f" ×{notice.times}"
        if measure(text) > _SHORT:
            yield from _render_text(together, width)
            yield from _render_text([text], width)
            together = []
        elif text:
            together.append(text)
    yield from _render_text(together, width)


def _render_text(texts: Sequence[str], width: int) -> Iterator[Text]:
    if texts:
        yield from block(" · ".join(texts), (), width, Text(_TEXT_INDENT), QUIET)


def _render_duplicates(
    duplicates: Sequence[Duplicate], width: int, *, verbose: bool
) -> Iterator[Text]:
    shown = duplicates if verbose else duplicates[:_FEW]
    for other in shown:
        share = f"{int(other.share * 100)}%"
        name = safe_line(other.id)
        told = _("{share} of it is in {name}") if other.is_longer else _("has {share} of {name}")
        told = told.format(share=share, name=name)
        yield from block(told, (), width, _lead(_("alike")))
    if len(duplicates) > len(shown):
        yield _more(len(duplicates) - len(shown))


def _render_dropped(pieces: Iterable[DroppedText], width: int) -> Iterator[Text]:
    for number, piece in enumerate(pieces, 1):
        line = _("line {number}").format(number=piece.line) if piece.line else ""
        yield _lead(f"~{number}").append_text(quiet(line, describe_rule(piece.rule)))
        yield from _render_text([safe_line(piece.text)], width)


def _lead(kind: str, style: str = QUIET) -> Text:
    return Text(_INDENT).append(pad(kind, _KIND_WIDTH), style=style)


def _more(number: int) -> Text:
    return Text(_TEXT_INDENT).append(more_of(number), style=QUIET)
