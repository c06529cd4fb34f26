"""Quotations as a person reads them: the verdict, who says it, and what differs in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import N_, _, ngettext
from speechkit.render.cells import measure
from speechkit.render.codes import VERDICTS
from speechkit.render.messages import describe_properties, name_draft
from speechkit.render.pages.layout import WIDEST, block, pad
from speechkit.render.pages.styles import IDENTIFIER, MATCH, QUIET, TITLE
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.model import Span
    from speechkit.research import Quotation, Wording

_INDENT = "  "
_ORIGINAL, _QUOTED = N_("original"), N_("quoted")

_FAR = 5
_FAR_SHARE = 0.25
"""Letters that differ, and their share, from which on the source is in doubt."""


def render_quotation(quotation: Quotation, width: int, draft: str = "") -> Iterator[Text]:
    """Yield the lines of one quotation; ``draft`` is the name of what holds it."""
    width = min(width, WIDEST)
    if draft:
        where = _("{draft}, paragraph {number}").format(
            draft=name_draft(draft), number=quotation.draft_paragraph
        )
        yield from block(where, (), width, None, QUIET)
    if not quotation.wordings:
        yield Text(_(VERDICTS[quotation.verdict]), style=MATCH)
        yield from block(safe_line(quotation.quoted), (), width, Text(_INDENT))
    for number, wording in enumerate(quotation.wordings):
        if number:
            yield Text()
        yield from _render_head(quotation, wording, width)
        if _is_far(quotation, wording):
            told = _("much differs: it need not be from here")
            yield from block(told, (), width, Text(_INDENT), QUIET)
        yield from _render_wording(quotation, wording, width)
    more = quotation.speeches - len(quotation.wordings)
    if quotation.wordings and more > 0:
        told = ngettext("and in {number} more speech", "and in {number} more speeches", more)
        told = told.format(number=f"{more:,}")
        yield Text(f"{_INDENT}{told}", style=QUIET)


def _is_far(quotation: Quotation, wording: Wording) -> bool:
    """Return whether so much differs that the quotation may be from a speech that is missing."""
    return wording.distance >= max(_FAR, _FAR_SHARE * len(quotation.quoted))


def _render_head(quotation: Quotation, wording: Wording, width: int) -> Iterator[Text]:
    """Yield the verdict with the place, and who and when, in one line where they fit in one."""
    exact = quotation.verdict == "exact"
    lead = Text().append(_(VERDICTS[quotation.verdict]), style=TITLE if exact else MATCH)
    lead.append("  ").append(f"{safe_line(wording.id)}:{wording.paragraph}", style=IDENTIFIER)
    known = (wording.date, wording.speaker, describe_properties(wording.from_properties))
    told = " · ".join(filter(None, map(safe_line, known)))
    title = "" if wording.title == wording.id else safe_line(wording.title)
    told = "  ".join(filter(None, (told, title)))
    if not told:
        yield lead
    elif measure(f"{lead.plain}  {told}") <= width:
        yield lead.append(f"  {told}", style=QUIET)
    else:
        yield lead
        yield from block(told, (), width, Text(_INDENT), QUIET)


def _render_wording(quotation: Quotation, wording: Wording, width: int) -> Iterator[Text]:
    if not wording.differences:
        yield from block(safe_line(wording.original), (), width, Text(_INDENT))
        return
    originals = [(d.start, d.end) for d in wording.differences]
    quoted = [(d.quoted_start, d.quoted_end) for d in wording.differences]
    width_of_names = max(measure(_(name)) for name in (_ORIGINAL, _QUOTED)) + 2
    for name, text, spans in (
        (_ORIGINAL, wording.original, originals),
        (_QUOTED, quotation.quoted, quoted),
    ):
        lead = Text(_INDENT).append(pad(_(name), width_of_names), style=QUIET)
        yield from block(*bracket(text, spans), width, lead)


def bracket(text: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """Return text as a safe line with brackets around some spans, and where these are in it.

    An empty span is ``[]``: there the other wording has more.
    """
    written, place = "", 0
    marked: list[Span] = []
    for start, end in spans:
        written += safe_line(text[place:start])
        inside = f"[{safe_line(text[start:end])}]"
        marked.append((len(written), len(written) + len(inside)))
        written += inside
        place = end
    return written + safe_line(text[place:]), marked
