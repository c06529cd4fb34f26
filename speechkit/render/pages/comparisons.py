"""What a draft or speeches have in common with others, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import _, ngettext
from speechkit.render.cells import measure
from speechkit.render.messages import (
    count_characters,
    count_speeches,
    describe_properties,
    describe_share,
    name_draft,
)
from speechkit.render.pages.layout import WIDEST, block, shorten
from speechkit.render.pages.styles import COMMAND, IDENTIFIER, QUIET, SECTION, TITLE
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.research import Comparison, Run, Sharing

_INDENT = "  "
_LONGEST_OWN = 2
"""Lines of a piece that is own to a speech: there may be many, and what they say is enough."""


def render_comparison(
    comparison: Comparison, runs: Sequence[Run], least: int, width: int
) -> Iterator[Text]:
    """Yield how much of a draft is in the corpus, and the runs to be shown."""
    width = min(width, WIDEST)
    yield from block(name_draft(comparison.draft), (), width, None, TITLE)
    yield from block(describe_share(comparison, least), (), width)
    copied = [run for run in runs if run.kind == "copied"]
    common = [run for run in runs if run.kind == "common"]
    for run in copied:
        yield Text()
        yield from _render_run(
            run, width, _("paragraph {number}").format(number=run.draft_paragraph)
        )
    if common:
        yield Text()
        yield Text(_("formulas of many speeches, not counted as copied"), style=SECTION)
        for run in common:
            yield from _render_common(run, width)
    yield from _render_rest(len(comparison.runs), len(runs))


def render_sharing(
    sharing: Sharing, shared: Sequence[Run], own: Sequence[Run], width: int
) -> Iterator[Text]:
    """Yield how much speeches share, the shared runs and what is own to each."""
    width = min(width, WIDEST)
    for speech in sharing.speeches:
        share = _("{characters} of {number} shared ({share})").format(
            characters=count_characters(speech.shared),
            number=f"{speech.characters:,}",
            share=f"{speech.shared / max(speech.characters, 1):.0%}",
        )
        lead = Text().append(name_draft(speech.id), style=IDENTIFIER).append("  ")
        title = safe_line(speech.title) if speech.title != speech.id else ""
        yield from block(f"{share}  {title}".rstrip(), (), width, lead)
    for run in shared:
        yield Text()
        yield from _render_run(run, width, f"{name_draft(run.draft)}:{run.draft_paragraph}")
    before = ""
    for run in own:
        if run.draft != before:
            yield Text()
            yield Text(_("only in "), style=SECTION).append(name_draft(run.draft), style=IDENTIFIER)
        before = run.draft
        lead = Text(f"{run.draft_paragraph:>4}  ", style=QUIET)
        room = (width - measure(lead.plain)) * _LONGEST_OWN
        yield from block(shorten(safe_line(run.text), room - _LONGEST_OWN), (), width, lead)
    yield from _render_rest(len(sharing.shared) + len(sharing.own), len(shared) + len(own))


def _render_rest(total: int, shown: int) -> Iterator[Text]:
    """Yield how many runs are not shown, and what shows them."""
    if shown < total:
        yield Text()
        rest = total - shown
        told = ngettext("{number} more run, all with ", "{number} more runs, all with ", rest)
        line = Text(told.format(number=f"{rest:,}"), style=QUIET)
        yield line.append(f"-n {total}", style=COMMAND)


def _render_run(run: Run, width: int, where: str) -> Iterator[Text]:
    """Yield where a run is in both, who says it and when, and the run."""
    lead = Text(f"{where} → ", style=QUIET)
    if run.source is None:
        return
    source = run.source
    lead.append(f"{safe_line(source.id)}:{source.paragraph}", style=IDENTIFIER)
    others = run.speeches - 1
    more = ngettext("and {number} more speech", "and {number} more speeches", others)
    more = more.format(number=f"{others:,}")
    more = more if run.speeches > 1 else ""
    unsure = describe_properties(source.from_properties)
    yield from _append(lead, (source.date, source.speaker, unsure, more), width)
    yield from block(safe_line(run.text), (), width, Text(_INDENT))


def _append(lead: Text, parts: Iterable[str], width: int) -> Iterator[Text]:
    told = " · ".join(filter(None, map(safe_line, parts)))
    if not told:
        yield lead
    elif measure(f"{lead.plain}  {told}") <= width:
        yield lead.append(f"  {told}", style=QUIET)
    else:
        yield lead
        yield from block(told, (), width, Text(_INDENT), QUIET)


def _render_common(run: Run, width: int) -> Iterator[Text]:
    speeches = count_speeches(run.speeches)
    lead = Text(f"{_INDENT}{' ' * (14 - measure(speeches))}{speeches}  ", style=QUIET)
    yield from block(safe_line(run.text), (), width, lead)
